"""The outbox of work: rows written in the same transaction as the change that asks for it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, Entity, Json


class JobState(StrEnum):
    """Where a job is. ``dead`` is given up on, kept to be seen and retried by a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Entity, Base):
    """One piece of work. Not workspace-owned for the wall: the runner looks across workspaces."""

    __tablename__ = "job"
    __table_args__ = (
        Index(None, "state", "run_at"),
        Index(None, "workspace_id", "id"),
        Index(None, "name", "slot", unique=True),
    )

    workspace_id: Mapped[int | None] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str | None] = mapped_column(String(40))  # periodic work: one row per slot
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
