"""The commands, a file each: `arguments(parser)` and `run(args, now)` -> exit code."""
