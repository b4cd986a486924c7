"""The program `tracker`, and `python -m tracker`."""

from __future__ import annotations

import gc
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


if __name__ == "__main__":
    sys.exit(main())
