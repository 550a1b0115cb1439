"""What needs the staff now, counted for the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.quotations import repository

SOON = timedelta(days=5)
SHOWN = 6


@dataclass(frozen=True)
class QuotationDesk:
    """Counts of quotations by what they wait for; sums are in the workspace's currency.

    ``expiring`` are the rows of those that end within ``SOON``, the next to end first.
    """

    drafts: int
    waiting: int
    waiting_total: Decimal
    expiring_soon: int
    accepted_this_month: int
    accepted_total: Decimal
    expiring: Sequence[Any]


def desk(actor: Actor) -> QuotationDesk:
    """The quotations' part of the dashboard: a fixed number of statements."""
    actor.require("quotations:read")
    today = accounts.today(actor)
    month = datetime.combine(today.replace(day=1), time(), tzinfo=actor.zone).astimezone(UTC)
    currency = accounts.the_workspace(actor).currency
    row = repository.desk(today, today + SOON, month, currency)
    return QuotationDesk(
        drafts=row.drafts,
        waiting=row.waiting,
        waiting_total=row.waiting_total or Decimal(0),
        expiring_soon=row.expiring,
        accepted_this_month=row.accepted,
        accepted_total=row.accepted_total or Decimal(0),
        expiring=repository.expiring_first(today, today + SOON, SHOWN),
    )
