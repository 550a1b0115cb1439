"""What needs the staff now, counted for the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.core.db import now
from portal.orders import repository

SHOWN = 8


@dataclass(frozen=True)
class OrderDesk:
    """Counts of open orders by what presses; days and months end on the workspace's wall.

    ``pressing`` are the rows of those whose active step is overdue or due today, oldest first.
    """

    overdue: int
    due_today: int
    awaiting_information: int
    open: int
    completed_this_month: int
    pressing: Sequence[Any]


def desk(actor: Actor) -> OrderDesk:
    """The orders' part of the dashboard: two statements whatever the number of orders."""
    actor.require("orders:read")
    today = accounts.today(actor)
    day_end = _midnight(actor, today + timedelta(days=1))
    row = repository.desk(now(), day_end, _midnight(actor, today.replace(day=1)))
    return OrderDesk(
        overdue=row.overdue,
        due_today=row.due_today,
        awaiting_information=row.awaiting,
        open=row.open,
        completed_this_month=row.completed,
        pressing=repository.due_first(day_end, SHOWN),
    )


def _midnight(actor: Actor, day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=actor.zone).astimezone(UTC)
