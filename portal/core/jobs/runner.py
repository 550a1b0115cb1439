"""Huey: carries job ids to whoever runs them, embedded in ``portal serve`` or as ``portal worker``.

SQLite storage and one consumer thread under a file lock when embedded; Redis and any number of
workers otherwise. Huey may lose a message when a process is killed: the sweep, not Huey, keeps
the promise.
"""

import fcntl
import logging
import threading
import time
from pathlib import Path
from typing import IO, Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from portal.core.jobs import queue

log = logging.getLogger(__name__)


def make_huey(data: Path, redis_url: str | None) -> Huey:
    """The queue for this installation."""
    if redis_url:
        return RedisHuey("bawaba", url=redis_url, immediate=False)
    return SqliteHuey("bawaba", filename=str(data / "huey.db"), immediate=False, fsync=False)


def attach(huey: Huey, app: Any) -> None:
    """Define the two tasks and tell the outbox to announce new jobs to ``huey``."""

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: int) -> None:
        with app.app_context():
            queue.run(job_id)

    @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            queue.schedule_periodic()
            queue.run_due()

    queue.on_enqueued(lambda job_id: run_job(job_id) and None)


class _Consumer(Consumer):  # type: ignore[misc]
    def _set_signal_handlers(self) -> None:
        """Leave signals to the process that embeds the consumer."""


def consumer(huey: Huey, threads: int = 2) -> Consumer:
    """A consumer that can live in a thread."""
    return _Consumer(huey, workers=threads, initial_delay=0.05, max_delay=1.0, periodic=True)


class EmbeddedConsumer(threading.Thread):
    """One consumer beside the web workers: whoever holds the file lock runs it."""

    def __init__(self, huey: Huey, lock: Path) -> None:
        super().__init__(name="jobs", daemon=True)
        self._huey = huey
        self._lock = lock
        self._stop_asked = threading.Event()

    def run(self) -> None:
        handle = self._acquire()
        if handle is None:
            return
        running = consumer(self._huey)
        running.start()
        log.info("jobs: consumer started")
        self._stop_asked.wait()
        running.stop(graceful=True)
        handle.close()

    def _acquire(self) -> IO[str] | None:
        while not self._stop_asked.is_set():
            handle = self._lock.open("w")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                handle.close()
                time.sleep(1)
            else:
                return handle
        return None

    def stop(self) -> None:
        """Ask the consumer to finish what it is doing and end."""
        self._stop_asked.set()
