"""What one member of staff needs to see first: asked of the domains, by what they may read."""

from dataclasses import dataclass
from datetime import date

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.invoices import service as invoices
from portal.invoices.service import InvoiceDesk
from portal.orders import service as orders
from portal.orders.service import OrderDesk
from portal.quotations import service as quotations
from portal.quotations.service import QuotationDesk


@dataclass(frozen=True)
class Desk:
    """The dashboard's figures; a part is None for who may not read it."""

    today: date
    currency: str
    orders: OrderDesk | None
    quotations: QuotationDesk | None
    invoices: InvoiceDesk | None


def desk(actor: Actor) -> Desk:
    """Everything the dashboard shows, in a fixed number of statements."""
    return Desk(
        today=accounts.today(actor),
        currency=accounts.the_workspace(actor).currency,
        orders=orders.desk(actor) if actor.can("orders:read") else None,
        quotations=quotations.desk(actor) if actor.can("quotations:read") else None,
        invoices=invoices.desk(actor) if actor.can("invoices:read") else None,
    )
