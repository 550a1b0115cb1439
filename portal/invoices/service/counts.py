"""What needs the staff now, counted for the dashboard."""

from dataclasses import dataclass
from decimal import Decimal

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.invoices import policy, repository

ZERO = Decimal(0)


@dataclass(frozen=True)
class InvoiceDesk:
    """Counts of invoices by what they wait for; sums are in the workspace's currency.

    ``received`` (payments of this month) and ``proofs`` are None for who may not see payments.
    """

    drafts: int
    open: int
    open_total: Decimal
    overdue: int
    overdue_total: Decimal
    issued_this_month: int
    issued_total: Decimal
    received: tuple[int, Decimal] | None
    proofs: int | None


def desk(actor: Actor) -> InvoiceDesk:
    """The invoices' part of the dashboard: a fixed number of statements."""
    actor.require(policy.READ)
    today = accounts.today(actor)
    month = today.replace(day=1)
    currency = accounts.the_workspace(actor).currency
    row = repository.desk(today, month, currency)
    sees_payments = actor.can(policy.PAYMENTS_READ)
    return InvoiceDesk(
        drafts=row.drafts,
        open=row.open,
        open_total=row.open_total or ZERO,
        overdue=row.overdue,
        overdue_total=row.overdue_total or ZERO,
        issued_this_month=row.issued,
        issued_total=row.issued_total or ZERO,
        received=repository.received_since(month, currency) if sees_payments else None,
        proofs=repository.proofs_waiting() if sees_payments else None,
    )
