"""Ask a host for a small answer: on command only, with a limit of time and of size."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from tracker.model.journal import RELEASE, TrackerError

LARGEST_ANSWER = 2_000_000
SECONDS = 20.0  # for all of it
_MOST_REDIRECTS = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")


class NotThere(Exception):
    """The host says that it has no such thing: 404, or 410."""


def check_base(name: str, url: str) -> str:
    """Return the address of a host without a slash at its end.

    TrackerError for one that is not encrypted, but for this machine's own. `name`: of the variable
    that holds it.
    """
    try:
        parts = urlsplit(url)
        is_local = parts.scheme == "http" and parts.hostname in _LOCAL
        usable = (parts.scheme == "https" or is_local) and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise TrackerError(f"{name} is {url!r}; expected an address that begins with https://")
    return url.rstrip("/")


def fetch_answer(url: str, accept: str) -> bytes:
    """Ask for an address, and return the answer's bytes.

    NotThere, or a TrackerError of one line for all else that may go wrong. A thread asks, for a
    look-up of a name, or headers that come byte by byte, know no other limit of time.
    """
    outcomes: list[bytes | Exception] = []

    def ask() -> None:
        try:
            outcomes.append(_ask_host(url, accept))
        except Exception as error:
            outcomes.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(SECONDS)
    outcome = outcomes[0] if outcomes else TimeoutError()
    if isinstance(outcome, bytes):
        return outcome
    raise _explain_failure(urlsplit(url).netloc, outcome) from None


def _ask_host(url: str, accept: str) -> bytes:
    redirects = _Redirects(urlsplit(url).scheme == "http")
    handlers: list[urllib.request.BaseHandler] = [redirects]
    if redirects.is_local:
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(
        url, headers={"Accept": accept, "User-Agent": f"progress-journal/{RELEASE}"}
    )
    with urllib.request.build_opener(*handlers).open(request, timeout=SECONDS) as answer:
        data: bytes = answer.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        raise TrackerError(f"{request.host} answered with more than {LARGEST_ANSWER:,} bytes")
    if answer.length:  # what it promised and did not send
        raise http.client.IncompleteRead(data, answer.length)
    return data


def _explain_failure(host: str, error: Exception) -> Exception:
    """Say in one line why a host could not be asked."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code in (404, 410):
            return NotThere()
        if 300 <= error.code < 400:
            return TrackerError(f"{host} leads in a circle, or away from the web")
        reason = http.client.responses.get(error.code, "")
        return TrackerError(f"{host} answered {error.code} {reason}".rstrip())
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return TrackerError(f"{host} did not answer within {SECONDS:g} seconds")
    if isinstance(error, urllib.error.URLError):
        reason = getattr(cause, "strerror", None) or str(cause)
        return TrackerError(f"{host} cannot be reached: {reason}")
    if isinstance(error, OSError | ValueError | http.client.HTTPException):
        said = " ".join(str(error).split()) or type(error).__name__
        return TrackerError(f"{host} broke off, or spoke no HTTP: {said[:200]}")
    return error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a few redirects, and only to where the answer is encrypted.

    A host on this machine, which tests and mirrors are, may lead to another one there.
    """

    max_redirections = _MOST_REDIRECTS
    max_repeats = 2

    def __init__(self, is_local: bool) -> None:
        self.is_local = is_local

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        parts = urlsplit(newurl)
        stays = self.is_local and parts.scheme == "http" and parts.hostname in _LOCAL
        if parts.scheme != "https" and not stays:
            where = f"{parts.scheme}://{parts.netloc}"
            raise TrackerError(f"{req.host} leads to {where[:200]}, which is not encrypted")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
