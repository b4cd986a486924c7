"""One file a command: `arguments(parser)` and `run(args, now)`."""
