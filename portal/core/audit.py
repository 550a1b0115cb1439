"""The audit log: who did what, by which door, before and after; and the timeline made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.actor import Actor
from portal.core.db import Base, BigId, Json, WorkspaceOwned, owned_args, session
from portal.core.i18n import LazyString


class AuditEntry(WorkspaceOwned, Base):
    """One act. ``verb`` is ``<subject>.<what>``, the same word as the event of the act."""

    __tablename__ = "audit_entry"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "subject_type", "subject_id", "id"),
        Index(None, "workspace_id", "id"),
    )

    verb: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    ip: Mapped[str | None] = mapped_column(String(45))
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)


_labels: dict[str, LazyString] = {}


def describe(labels: Mapping[str, LazyString]) -> None:
    """Register how verbs read on a timeline; each domain does so for its own."""
    _labels.update(labels)


def label(verb: str) -> str:
    """How a verb reads; the verb itself when its domain has not said."""
    return str(_labels.get(verb, verb))


def plain(value: Any) -> Any:
    """``value`` as JSON keeps it: amounts and dates as strings."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def record(
    actor: Actor,
    verb: str,
    subject_type: str,
    subject_id: int,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write an audit entry in the current unit of work.

    With both ``before`` and ``after`` only the fields that differ are kept.
    """
    old, new = plain(before), plain(after)
    if old is not None and new is not None:
        changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
        old = {key: old[key] for key in old if key in changed}
        new = {key: new[key] for key in new if key in changed}
    session().add(
        AuditEntry(
            workspace_id=actor.workspace_id,
            verb=verb,
            subject_type=subject_type,
            subject_id=subject_id,
            actor_kind=actor.kind.value,
            actor_id=actor.identity,
            actor_name=actor.display_name,
            ip=actor.ip,
            before=old,
            after=new,
        )
    )


@dataclass(frozen=True)
class TimelineEntry:
    """An audit entry as a page shows it."""

    at: datetime
    verb: str
    label: str
    actor_kind: str
    actor_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def timeline(subjects: Sequence[tuple[str, int]], *, limit: int = 50) -> list[TimelineEntry]:
    """The latest entries of one or more subjects, newest first."""
    entries: list[AuditEntry] = []
    for subject_type, subject_id in subjects:
        entries += session().scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.id.desc())
            .limit(limit)
        )
    entries.sort(key=lambda entry: entry.id, reverse=True)
    return [
        TimelineEntry(
            at=entry.created_at,
            verb=entry.verb,
            label=label(entry.verb),
            actor_kind=entry.actor_kind,
            actor_name=entry.actor_name,
            before=entry.before,
            after=entry.after,
        )
        for entry in entries[:limit]
    ]
