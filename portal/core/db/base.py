"""The declarative base, the mixins every table is made of, and the one ``db`` object."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    SQLColumnExpression,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from portal.core.db.types import Amount, BigId, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """The current instant in UTC; the one clock of the house, so that tests can move it."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Every model's base: typed columns, named constraints."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), Decimal: Amount(), int: BigInteger()}


class Entity:
    """An integer id and two stamps."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, sort_order=900)
    updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime, default=now, onupdate=now, sort_order=901
    )


class WorkspaceOwned(Entity):
    """A row that belongs to one workspace; the session's wall filters on this class.

    Give ``__table_args__ = owned_args(...)`` so that the composite key others refer to exists.
    """

    @declared_attr
    def workspace_id(cls) -> Mapped[int]:
        return mapped_column(BigId, ForeignKey("workspace.id"), sort_order=-9)


class Versioned:
    """A counter that grows with every change: two people editing at once are told apart.

    The form carries ``lock_version``; SQLAlchemy refuses an update of an older one.
    """

    lock_version: Mapped[int] = mapped_column(default=1, sort_order=902)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.lock_version}


def owned_args(
    *args: Any, foreign: dict[str, str] | None = None, cascade: frozenset[str] = frozenset()
) -> tuple[Any, ...]:
    """The ``__table_args__`` of a workspace-owned table.

    ``foreign`` maps a local column to the table it points at; each becomes a composite key
    ``(workspace_id, column) → (workspace_id, id)``, so that no row can point into another
    workspace. Columns named in ``cascade`` are deleted with their parent.
    """
    keys = [
        ForeignKeyConstraint(
            ["workspace_id", column],
            [f"{table}.workspace_id", f"{table}.id"],
            ondelete="CASCADE" if column in cascade else None,
        )
        for column, table in (foreign or {}).items()
    ]
    return (UniqueConstraint("workspace_id", "id"), *keys, *args)


db: SQLAlchemy = SQLAlchemy(metadata=Base.metadata)


def asc_or_desc(column: SQLColumnExpression[Any], order: str) -> Any:
    """``column`` sorted as the word says (``asc`` or ``desc``)."""
    return column.desc() if order == "desc" else column.asc()
