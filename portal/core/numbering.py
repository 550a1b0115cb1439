"""Gapless document numbers, per legal entity, document type and year.

A number is taken inside the transaction that makes the document: a rolled-back document gives its
number back, because the counter row is locked until the end. Years are the workspace's own.
"""

from sqlalchemy import Index, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, WorkspaceOwned, owned_args, session


class NumberSeries(WorkspaceOwned, Base):
    """The last number given in one series; ``legal_entity_id`` 0 is the workspace's own series."""

    __tablename__ = "number_series"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "legal_entity_id", "document_type", "year", unique=True)
    )

    legal_entity_id: Mapped[int] = mapped_column(BigId, default=0)
    document_type: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)


def take(document_type: str, *, legal_entity_id: int = 0, year: int = 0, count: int = 1) -> int:
    """Take ``count`` consecutive numbers and return the first of them."""
    series = _locked(document_type, legal_entity_id, year)
    if series is None:
        try:
            with session().begin_nested():
                session().add(
                    NumberSeries(
                        document_type=document_type, legal_entity_id=legal_entity_id, year=year
                    )
                )
        except IntegrityError:  # another process opened the series at the same moment
            pass
        series = _locked(document_type, legal_entity_id, year)
        if series is None:
            raise RuntimeError("number series vanished")
    first = series.last + 1
    series.last += count
    session().flush()
    return first


def _locked(document_type: str, legal_entity_id: int, year: int) -> NumberSeries | None:
    return session().scalar(
        select(NumberSeries)
        .where(
            NumberSeries.document_type == document_type,
            NumberSeries.legal_entity_id == legal_entity_id,
            NumberSeries.year == year,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def written(prefix: str, year: int, number: int, width: int = 5) -> str:
    """The printed form, e.g. ``QT-2026-00042``."""
    middle = f"{year}-" if year else ""
    return f"{prefix}-{middle}{number:0{width}d}"
