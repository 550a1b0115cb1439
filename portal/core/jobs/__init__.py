"""Work outside the request: an outbox table is the truth, Huey runs it (``runner``)."""

from portal.core.jobs.model import Job, JobState
from portal.core.jobs.queue import (
    MAX_ATTEMPTS,
    Permanent,
    backlog,
    due,
    enqueue,
    handler,
    on_enqueued,
    periodic,
    run,
    run_due,
    schedule_periodic,
)

__all__ = [
    "MAX_ATTEMPTS",
    "Job",
    "JobState",
    "Permanent",
    "backlog",
    "due",
    "enqueue",
    "handler",
    "on_enqueued",
    "periodic",
    "run",
    "run_due",
    "schedule_periodic",
]
