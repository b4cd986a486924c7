"""A web application for this machine alone -> the same, but for requests by a name that is not this machine's.

By DNS rebinding a page from elsewhere reaches a server on 127.0.0.1 under its own name, and reads what that serves.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def refuse_foreign_hosts(app: Application, own: str) -> Application:
    """`own`: the host that the server was told to listen on. Addresses of digits are fine: a name leads to them."""

    def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        host = name_in(environ.get("HTTP_HOST") or "localhost")
        if is_own(host, own):
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [
            f"This server answers to localhost, not to {host!r}.\n".encode(
                "ascii", "backslashreplace"
            )
        ]

    return checked


def name_in(header: str) -> str:
    """The name of a Host header without its port: `[::1]:8000` -> `::1`."""
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if name.rpartition(":")[2].isdecimal() and ":" in name else name


def is_own(host: str, own: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".") in ("localhost", own.lower(), socket.gethostname().lower())
    return True
