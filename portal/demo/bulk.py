"""Many rows at once, straight into their tables, with ids known beforehand.

The demo's history is written like this: it must be fast, and its rows refer to each other. Ids
come from the database's own sequence where it has one, so that the services go on after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, text

from portal.core.db import CARRIES_WORKSPACE, UNSCOPED, Entity, now, session

CHUNK = 2000


class Rows:
    """Rows of one table, gathered and written together. Every row names its workspace."""

    def __init__(self, model: type[Entity], workspace_id: int) -> None:
        self._model: Any = model
        self._workspace_id = workspace_id
        self._waiting: list[dict[str, Any]] = []
        self._ids: list[int] = []
        self.written = 0

    def reserve(self, count: int) -> None:
        """Take ``count`` ids at once; without it they are taken as they are needed."""
        session().flush()
        table = self._model.__table__
        if session().get_bind().dialect.name == "postgresql":
            taken = session().execute(
                text(
                    f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id'))"  # noqa: S608
                    " FROM generate_series(1, :count)"
                ).execution_options(**CARRIES_WORKSPACE),
                {"count": count},
            )
            self._ids += [row[0] for row in taken]
            return
        # SQLite gives the highest id plus one; nobody else writes in this transaction.
        highest = session().scalar(select(func.max(self._model.id)).execution_options(**UNSCOPED))
        start = max(highest or 0, self._ids[-1] if self._ids else 0, self._last_waiting())
        self._ids += range(start + 1, start + 1 + count)

    def _last_waiting(self) -> int:
        return self._waiting[-1]["id"] if self._waiting else 0

    def add(self, **values: Any) -> int:
        """Put a row on the pile; gives its id."""
        if not self._ids:
            self.reserve(CHUNK)
        row_id = self._ids.pop(0)
        self._waiting.append({"id": row_id, "workspace_id": self._workspace_id, **values})
        return row_id

    @property
    def last(self) -> dict[str, Any]:
        """The row put on the pile last, to be filled in before it is written."""
        return self._waiting[-1]

    def write(self) -> None:
        """Insert what waits, a chunk at a time."""
        table = self._model.__table__
        moment = now()
        for row in self._waiting:
            row.setdefault("created_at", moment)
            row.setdefault("updated_at", row["created_at"])
        for start in range(0, len(self._waiting), CHUNK):
            chunk = self._waiting[start : start + CHUNK]
            session().execute(insert(table).execution_options(**CARRIES_WORKSPACE), chunk)
        self.written += len(self._waiting)
        self._waiting = []


def write_all(piles: Sequence[Rows]) -> int:
    """Insert several piles in the order given (parents first); gives how many rows."""
    for pile in piles:
        pile.write()
    return sum(pile.written for pile in piles)
