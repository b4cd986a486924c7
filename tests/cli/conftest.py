"""Leave out, on Windows, the tests of the command line that ask for POSIX."""

import sys

# Another time zone in the same process, git's hooks and remotes, editors that are shell scripts,
# pseudo-terminals, pipes that break, and the completion of bash, zsh and fish.
NEEDS_POSIX = [
    "commands/test_build.py",
    "commands/test_init.py",
    "commands/test_publish.py",
    "commands/test_upgrade.py",
    "commands/test_write.py",
    "completion",
    "test_merge_driver.py",
    "test_missing_evidence.py",
    "test_pages_workflow.py",
    "test_program.py",
    "test_screens.py",
    "test_timer.py",
]
collect_ignore = NEEDS_POSIX if sys.platform == "win32" else []
