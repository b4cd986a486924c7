"""Refuse requests to a web application that name a host other than this machine.

By DNS rebinding a foreign page reaches a server on 127.0.0.1 under a host name of its own, and
reads what the server sends.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def refuse_foreign_hosts(app: Application, own: str) -> Application:
    """Wrap a WSGI application so that it answers 403 to requests for a foreign host name.

    `own` is the host that the server listens on. Numeric addresses pass: rebinding needs a name.
    """

    def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        host = name_in(environ.get("HTTP_HOST") or "localhost")
        if is_own(host, own):
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        message = f"This server answers to localhost, not to {host!r}.\n"
        return [message.encode("ascii", "backslashreplace")]

    return checked


def name_in(header: str) -> str:
    """Return the host name of a Host header, without its port: `[::1]:8000` -> `::1`."""
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    host, colon, port = name.rpartition(":")
    if colon and port.isdecimal():
        return host
    return name


def is_own(host: str, own: str) -> bool:
    """Whether a host is a numeric address or a name of this machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".") in ("localhost", own.lower(), socket.gethostname().lower())
    return True
