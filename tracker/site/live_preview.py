"""A week that is saved while its site is served: its post is shown before the rest is built again.

While the rest is built, the server takes styles, scripts and pictures from the former site. All
other addresses wait, so that nobody sees a page that a full build would not give.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from tracker.boundary.site_folder import (
    delete_set_aside,
    has_site_file,
    make_aside_folder,
    set_aside,
)
from tracker.site.allowed_hosts import Application

# What the post shows besides its own text, and no week changes.
_KEPT = (".css", ".js", ".map", ".woff", ".woff2", ".ico", ".jpg", ".png", ".webp")


class LivePreview:
    """Builds a served site again. `server` is MkDocs' LiveReloadServer.

    `build_post` builds the post of the week that was saved, in place, and returns its address in
    the site; None where more than the post changes.
    """

    def __init__(self, server: Any, build_post: Callable[[], str | None]) -> None:
        self.server, self.build_post = server, build_post
        self.build_all = server.builder
        self.site: str = server.root
        self.former: str | None = None
        # Must be held when reading or changing the rest.
        self.gate = threading.Condition()
        self.is_closed = False
        self.shown: str | None = None
        self.answering = 0
        server.builder = self.build

    def build(self) -> None:
        """Build a saved week's post, if that is all that changed, and then the whole site."""
        self._close()
        try:
            # After a build that failed, the site's folder holds a part of a site.
            address = None if self.former else self.build_post()
            if address is not None:
                self._show(address)
            self.build_all()
            self._close()
            self.server.root = self.site
        finally:
            self._open()
        self.delete_former()

    def delete_former(self) -> None:
        """Delete the former site, which nothing is read from any more."""
        if self.former:
            delete_set_aside(self.former)
            self.former = None

    def _close(self) -> None:
        """Have all requests wait, and wait until those before are answered from the site as it is.

        MkDocs has set its wanted epoch, for which they would wait: it is as before meanwhile.
        """
        server = self.server
        wanted = server._wanted_epoch
        with self.gate:
            self.is_closed, self.shown = True, None
        with server._epoch_cond:
            server._wanted_epoch = server._visible_epoch
            server._epoch_cond.notify_all()
        with self.gate:
            self.gate.wait_for(lambda: not self.answering)
        server._wanted_epoch = wanted

    def _show(self, address: str) -> None:
        """Show a page that was built, and have browsers load theirs again."""
        server = self.server
        self.former = make_aside_folder()
        set_aside(self.site, self.former)
        server.root = self.former
        with server._epoch_cond:
            server._visible_epoch = server._wanted_epoch
            server._epoch_cond.notify_all()
        with self.gate:
            self.shown = unquote(f"{server.mount_path}{address}")
            self.gate.notify_all()

    def _open(self) -> None:
        with self.gate:
            self.is_closed, self.shown = False, None
            self.gate.notify_all()

    def wrap(self, app: Application) -> Application:
        """Wrap the server's application so that requests wait until there is an answer."""

        def wait_and_answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "ignore")
            if path.startswith("/livereload/"):
                return app(environ, start_response)
            with self.gate:
                self.gate.wait_for(lambda: not self.is_closed or self._is_shown(path))
                self.answering += 1
            try:
                return app(environ, start_response)
            finally:
                with self.gate:
                    self.answering -= 1
                    self.gate.notify_all()

        return wait_and_answer

    def _is_shown(self, path: str) -> bool:
        """Whether a path may be answered while the rest is built."""
        if self.shown is None:
            return False
        if path == self.shown:
            return True
        # A picture that the post shows for the first time is not there yet.
        name = path.removeprefix(self.server.mount_path)
        return path.endswith(_KEPT) and has_site_file(self.server.root, name)


def find_saved_file(
    before: Mapping[str, tuple[int, ...]], after: Mapping[str, tuple[int, ...]]
) -> str | None:
    """Find the one file that was saved; None where none was, more, or one came or went."""
    if before.keys() != after.keys():
        return None
    changed = [path for path in after if before[path] != after[path]]
    return changed[0] if len(changed) == 1 else None
