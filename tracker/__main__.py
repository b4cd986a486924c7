"""The program `tracker`, and `python -m tracker`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command line and return its exit code.

    0: done, 1: refused, 2: wrong usage, 3: errors in the journal, 130: interrupted.
    """
    gc.disable()  # a command ends before a collection would gain anything
    try:
        from tracker import cli

        return cli.main()
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        # The place of the fault helps whoever reads the report more than twenty lines of calls.
        trace = fault.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = ""
        if trace:
            place = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
        message = (
            "tracker: a fault of the program, please report it: "
            f"{type(fault).__name__}: {fault}{place}"
        )
        print(message.encode("ascii", "backslashreplace").decode(), file=sys.stderr)
        return 1


def run() -> int:
    """Run the command line, and leave at once: to take all apart again takes 5 ms and more.

    Where something may still have to be waited for or cleaned up, the exit code is returned.
    """
    code = main()
    if "threading" in sys.modules or "atexit" in sys.modules:
        return code
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue  # it is closed, or its reader has left
    os._exit(code)


if __name__ == "__main__":
    sys.exit(run())
