"""Events: what happened, written with the change itself.

Two kinds of listener: *in the same transaction* (``on``: an accepted quotation makes its orders)
and *after the commit* (``on_committed``: mail, webhooks), which is a job row written inside it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.actor import Actor
from portal.core.audit import plain
from portal.core.db import Base, BigId, Json, WorkspaceOwned, owned_args, session
from portal.core.jobs import enqueue


class EventRecord(WorkspaceOwned, Base):
    """The outbox of events; ``uid`` is the id the outside world sees."""

    __tablename__ = "event"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "subject_type", "subject_id", "id"),
        Index(None, "workspace_id", "uid", unique=True),
    )

    uid: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


@dataclass(frozen=True)
class Event:
    """What a listener gets: the act, its subject, who did it and what else there is to know."""

    type: str
    subject_type: str
    subject_id: int
    actor: Actor
    data: dict[str, Any]


Listener = Callable[[Event], None]
_listeners: dict[str, list[Listener]] = {}
_jobs: dict[str, list[str]] = {}


def on(event_type: str, listener: Listener) -> None:
    """Call ``listener`` inside the transaction of every event of this type (once, if repeated)."""
    known = _listeners.setdefault(event_type, [])
    if listener not in known:
        known.append(listener)


def on_committed(event_type: str, job_name: str) -> None:
    """Run the job ``job_name`` after the commit, with the event's type, subject and data."""
    known = _jobs.setdefault(event_type, [])
    if job_name not in known:
        known.append(job_name)


def emit(
    actor: Actor,
    event_type: str,
    subject_type: str,
    subject_id: int,
    data: dict[str, Any] | None = None,
) -> None:
    """Record that something happened, in the current unit of work, and tell the listeners."""
    facts = plain(data or {})
    uid = f"evt_{uuid.uuid4().hex}"
    session().add(
        EventRecord(
            workspace_id=actor.workspace_id,
            uid=uid,
            type=event_type,
            subject_type=subject_type,
            subject_id=subject_id,
            data=facts,
        )
    )
    event = Event(event_type, subject_type, subject_id, actor, dict(data or {}))
    for listener in _listeners.get(event_type, ()):
        listener(event)
    for job_name in _jobs.get(event_type, ()):
        enqueue(
            job_name,
            {
                "event": uid,
                "type": event_type,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "data": facts,
            },
            workspace_id=actor.workspace_id,
        )
