"""Asking for work and doing it.

``enqueue`` writes a row inside the current unit of work; after the commit a runner is told. The
row is the truth: a runner that was killed leaves it ``running`` with an old ``run_at``, and the
sweep queues it again. A handler must therefore be repeatable.
"""

import logging
import random
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.core.db import UNSCOPED, after_commit, now, session, unit_of_work
from portal.core.jobs.model import Job, JobState

log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=10)

_handlers: dict[str, Handler] = {}
_periodic: dict[str, timedelta] = {}
_notify: Callable[[int], None] | None = None


class Permanent(Exception):  # noqa: N818
    """Raised by a handler when repeating cannot help; the job is dead at once."""


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register a function as what runs jobs called ``name``."""

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return register


def periodic(name: str, every: timedelta) -> Callable[[Handler], Handler]:
    """Register work that runs once per ``every``, however many runners there are."""

    def register(function: Handler) -> Handler:
        _periodic[name] = every
        return handler(name)(function)

    return register


def on_enqueued(notify: Callable[[int], None] | None) -> None:
    """Set who is told of a job's id once its row is durable (Huey); None tells nobody."""
    global _notify  # noqa: PLW0603 - one runner a process
    _notify = notify


def enqueue(
    name: str,
    payload: dict[str, Any],
    *,
    workspace_id: int | None,
    run_at: datetime | None = None,
) -> Job:
    """Write a job into the current unit of work."""
    job = Job(name=name, payload=payload, workspace_id=workspace_id, run_at=run_at or now())
    session().add(job)
    session().flush()
    job_id = job.id
    if run_at is None:
        after_commit(lambda: _notify(job_id) if _notify else None)
    return job


def run(job_id: int) -> bool:
    """Claim and run one job. False when it is not due or somebody else has it."""
    with unit_of_work() as db:
        claimed = db.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.QUEUED, Job.run_at <= now())
            .values(state=JobState.RUNNING, run_at=now() + LEASE, attempts=Job.attempts + 1)
            .returning(Job.name, Job.payload, Job.workspace_id, Job.attempts)
            .execution_options(**UNSCOPED, synchronize_session=False)
        ).one_or_none()
    if claimed is None:
        return False
    name, payload, workspace_id, attempts = claimed
    try:
        with unit_of_work(workspace_id):
            _handlers[name](payload)
            _finish(job_id, JobState.DONE)
    except Exception as error:
        log.exception("job %s (%s) failed, attempt %s", job_id, name, attempts)
        _failed(job_id, attempts, error)
    return True


def _finish(job_id: int, state: JobState, error: str | None = None) -> None:
    session().execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=state, finished_at=now(), last_error=error)
        .execution_options(**UNSCOPED, synchronize_session=False)
    )


def _failed(job_id: int, attempts: int, error: Exception) -> None:
    trace = "".join(traceback.format_exception_only(error))[:2000]
    with unit_of_work() as db:
        if attempts >= MAX_ATTEMPTS or isinstance(error, Permanent):
            _finish(job_id, JobState.DEAD, trace)
            return
        delay = timedelta(seconds=min(3600, 5 * 3 ** (attempts - 1)) * random.uniform(0.8, 1.2))  # noqa: S311
        db.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(state=JobState.QUEUED, run_at=now() + delay, last_error=trace)
            .execution_options(**UNSCOPED, synchronize_session=False)
        )


def due(limit: int = 100) -> list[int]:
    """Ids of jobs that are due, and of those whose runner died: its lease has passed."""
    with unit_of_work() as db:
        db.execute(
            update(Job)
            .where(Job.state == JobState.RUNNING, Job.run_at <= now())
            .values(state=JobState.QUEUED)
            .execution_options(**UNSCOPED, synchronize_session=False)
        )
        return list(
            db.scalars(
                select(Job.id)
                .where(Job.state == JobState.QUEUED, Job.run_at <= now())
                .order_by(Job.id)
                .limit(limit)
            )
        )


def schedule_periodic() -> None:
    """Write this slot's row of each periodic job; the unique (name, slot) keeps it single."""
    for name, every in _periodic.items():
        seconds = int(every.total_seconds())
        slot = str(int(now().timestamp()) // seconds)
        try:
            with unit_of_work() as db:
                if not db.scalar(select(Job.id).where(Job.name == name, Job.slot == slot)):
                    db.add(Job(name=name, slot=slot, payload={}, run_at=now()))
                    db.flush()
        except IntegrityError:  # another runner wrote the row of this slot
            continue


def run_due(limit: int = 1000) -> int:
    """Run everything that is due, here and now; returns how many ran."""
    ran = 0
    while ran < limit and (ids := due(min(100, limit - ran))):
        ran += sum(run(job_id) for job_id in ids)
    return ran


def backlog() -> int:
    """Seconds since the oldest due job should have run; 0 when none waits."""
    oldest = session().scalar(
        select(Job.run_at)
        .where(or_(Job.state == JobState.QUEUED, Job.state == JobState.RUNNING))
        .where(Job.run_at <= now())
        .order_by(Job.run_at)
        .limit(1)
    )
    return int((now() - oldest).total_seconds()) if oldest else 0
