"""A week that is saved while its site is served: its post is shown before the rest is built again.

While the rest is built, the server takes styles and scripts from the former site, and the other
pages wait, so that nobody sees a page that a full build would not give.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.boundary.site_folder import delete_set_aside, set_aside
from tracker.site.allowed_hosts import Application


class LivePreview:
    """Builds a served site again. `server` is MkDocs' LiveReloadServer.

    `read_entries` reads the journal's files. `build_post` builds the post of a week in place, and
    returns its address on the server; None where more than the post changes.
    """

    def __init__(
        self,
        server: Any,
        read_entries: Callable[[], Mapping[str, bytes]],
        build_post: Callable[[str], str | None],
    ) -> None:
        self.server = server
        self.read_entries, self.build_post = read_entries, build_post
        self.build_all = server.builder
        self.entries = read_entries()
        self.shown: str | None = None
        self.changed = threading.Condition()
        self.is_building = False
        server.builder = self.build

    def build(self) -> None:
        """Build a saved week's post, if that is all that changed, and then the whole site."""
        entries = self.read_entries()
        week = find_changed_week(self.entries, entries)
        self.entries = entries
        address = self.build_post(week) if week else None
        if address is None:
            self.build_all()
            return
        server, site = self.server, self.server.root
        former = set_aside(site)
        self._set_building(address)
        server.root = former
        with server._epoch_cond:  # lets browsers load their pages again
            server._visible_epoch = server._wanted_epoch
            server._epoch_cond.notify_all()
        try:
            self.build_all()
            server.root = site
        finally:
            self._set_building(None)
        delete_set_aside(former)

    def _set_building(self, shown: str | None) -> None:
        with self.changed:
            self.shown = shown
            self.is_building = shown is not None
            self.changed.notify_all()

    def wrap(self, app: Application) -> Application:
        """Wrap the server's application so that pages wait until they are built."""

        def wait_and_answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            if path.endswith(("/", ".html", ".xml", ".json")) and "/livereload/" not in path:
                with self.changed:
                    self.changed.wait_for(lambda: not self.is_building or path == self.shown)
            return app(environ, start_response)

        return wait_and_answer


def find_changed_week(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str | None:
    """Find the one week whose file changed; None where other files did, or none."""
    if before.keys() != after.keys():
        return None
    changed = [name for name in after if before[name] != after[name]]
    if len(changed) != 1:
        return None
    return changed[0].rpartition("/")[2].removesuffix(".yaml")
