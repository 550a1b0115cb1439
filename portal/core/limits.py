"""Attempts counted across processes: Redis when there is one, else a small SQLite file.

Kept apart from the main database on purpose: a failed attempt is counted although its request is
rolled back, and counting never waits for a writer.
"""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Protocol

import redis

from portal.core.errors import TooMany


class Counter(Protocol):
    """Counts hits of a key in fixed windows."""

    def hit(self, key: str, window: int) -> int:
        """Add a hit and return how many there are in this window of ``window`` seconds."""

    def clear(self, key: str, window: int) -> None:
        """Forget the hits of a key in this window."""


def _bucket(key: str, window: int) -> str:
    return f"{key}:{int(time.time()) // window}"


class RedisCounter:
    """Hits in Redis: right across machines."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)

    def hit(self, key: str, window: int) -> int:
        """See ``Counter.hit``."""
        name = f"limit:{_bucket(key, window)}"
        count = int(self._redis.incr(name))
        if count == 1:
            self._redis.expire(name, window)
        return count

    def clear(self, key: str, window: int) -> None:
        """See ``Counter.clear``."""
        self._redis.delete(f"limit:{_bucket(key, window)}")


class FileCounter:
    """Hits in a SQLite file: right across the processes of one machine."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._local = threading.local()

    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "db", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=wal")
            connection.execute("PRAGMA synchronous=off")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS hit"
                " (bucket TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL)"
            )
            self._local.db = connection
        return connection

    def hit(self, key: str, window: int) -> int:
        """See ``Counter.hit``."""
        now = int(time.time())
        row = (
            self._db()
            .execute(
                "INSERT INTO hit VALUES (?, 1, ?) ON CONFLICT (bucket)"
                " DO UPDATE SET count = count + 1 RETURNING count",
                (_bucket(key, window), now + window),
            )
            .fetchone()
        )
        if now % 100 == 0:
            self._db().execute("DELETE FROM hit WHERE until < ?", (now,))
        return int(row[0])

    def clear(self, key: str, window: int) -> None:
        """See ``Counter.clear``."""
        self._db().execute("DELETE FROM hit WHERE bucket = ?", (_bucket(key, window),))


_counter: Counter | None = None


def init(data: Path, redis_url: str | None) -> None:
    """Choose where hits are counted; called once by the composer."""
    global _counter  # noqa: PLW0603 - one counter a process
    _counter = RedisCounter(redis_url) if redis_url else FileCounter(data / "limits.db")


def attempt(key: str, *, limit: int, window: int) -> None:
    """Count an attempt of ``key``. Raises ``TooMany`` beyond ``limit`` in ``window`` seconds."""
    if _counter is None:
        raise RuntimeError("core.limits.init was not called")
    if _counter.hit(key, window) > limit:
        raise TooMany(window - int(time.time()) % window)


def forget(key: str, *, window: int) -> None:
    """Forget the attempts of ``key``, after a success."""
    if _counter is not None:
        _counter.clear(key, window)
