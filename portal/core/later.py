"""Small notes written later: view logs and last-used stamps, which a GET must not write itself.

Kept in memory and written every few seconds in a unit of work of their own. A crash may lose the
last seconds of them; nothing the business relies on goes this way.
"""

import atexit
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from portal.core.db import unit_of_work

log = logging.getLogger(__name__)
INTERVAL = 2.0

_notes: list[tuple[int | None, Callable[[], None]]] = []
_lock = threading.Lock()


def note(workspace_id: int | None, write: Callable[[], None]) -> None:
    """Queue ``write`` to run inside ``workspace_id`` (None: outside any) a little later."""
    with _lock:
        _notes.append((workspace_id, write))


def flush() -> int:
    """Write everything queued; needs an application context. Returns how many were written."""
    with _lock:
        waiting, _notes[:] = _notes[:], []
    grouped: dict[int | None, list[Callable[[], None]]] = defaultdict(list)
    for workspace_id, write in waiting:
        grouped[workspace_id].append(write)
    for workspace_id, writes in grouped.items():
        try:
            with unit_of_work(workspace_id):
                for write in writes:
                    write()
        except Exception:
            log.exception("could not write %s notes", len(writes))
    return len(waiting)


class Writer(threading.Thread):
    """Flushes every ``INTERVAL`` seconds until the process ends."""

    def __init__(self, app: Any) -> None:
        super().__init__(name="later", daemon=True)
        self._app = app
        self._ended = threading.Event()
        atexit.register(self.end)

    def run(self) -> None:
        while not self._ended.wait(INTERVAL):
            self._flush()

    def _flush(self) -> None:
        if _notes:
            with self._app.app_context():
                flush()

    def end(self) -> None:
        """Write what is left and stop."""
        if not self._ended.is_set():
            self._ended.set()
            self._flush()
