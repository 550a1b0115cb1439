"""Invoices and payments for tests."""

from decimal import Decimal
from typing import Any

from portal.core.actor import Actor, ActorKind
from portal.invoices import service as invoices
from portal.invoices.models import Invoice, Payment
from portal.invoices.policy import LINK_PERMISSIONS
from portal.invoices.schemas import AllocationIn, InvoiceDraft, InvoiceLineIn, PaymentIn
from portal.links import service as links
from tests.factories.clients import make_client


def fee(price: str = "1000.00", **changes: Any) -> InvoiceLineIn:
    """A line of the firm's own fee, at the standard rate unless changed."""
    values: dict[str, Any] = {
        "description_ar": "تجديد إقامة",
        "description_en": "Iqama renewal",
        "unit_price": price,
    }
    return InvoiceLineIn(**{**values, **changes})


def disbursement(price: str = "650.00", **changes: Any) -> InvoiceLineIn:
    """A government fee passed on outside VAT."""
    values: dict[str, Any] = {
        "description_ar": "رسوم تجديد الإقامة",
        "description_en": "Iqama renewal fee",
        "unit_price": price,
        "kind": "disbursement",
        "tax_category": "out_of_scope",
    }
    return InvoiceLineIn(**{**values, **changes})


def make_draft(actor: Actor, *lines: InvoiceLineIn, **changes: Any) -> Invoice:
    """A draft for a client of its own unless ``client_id`` is given."""
    values: dict[str, Any] = {"lines": list(lines) or [fee()], **changes}
    if "client_id" not in values:
        values["client_id"] = make_client(actor).id
    return invoices.draft(actor, InvoiceDraft(**values))


def make_invoice(actor: Actor, *lines: InvoiceLineIn, **changes: Any) -> Invoice:
    """An issued invoice: 1,150.00 SAR unless lines are given."""
    return invoices.issue(actor, make_draft(actor, *lines, **changes).id)


def make_payment(
    actor: Actor,
    client_id: int,
    amount: str,
    allocations: list[tuple[int, str]] | None = None,
    **changes: Any,
) -> Payment:
    """A posted payment; without ``allocations`` the oldest due invoices are settled first."""
    rows = (
        None
        if allocations is None
        else [AllocationIn(invoice_id=i, amount=Decimal(a)) for i, a in allocations]
    )
    values: dict[str, Any] = {"client_id": client_id, "amount": amount, "allocations": rows}
    payment = invoices.record_payment(actor, PaymentIn(**{**values, **changes}))
    return invoices.post_payment(actor, payment.id)


def holder(actor: Actor, invoice: Invoice) -> Actor:
    """The holder of an invoice's link, as ``links`` makes it."""
    link = links.current(("invoice", invoice.id), "invoice")
    assert link is not None
    assert set(link.permissions) == set(LINK_PERMISSIONS)
    return Actor(
        kind=ActorKind.LINK,
        workspace_id=actor.workspace_id,
        permissions=frozenset(link.permissions),
        identity=link.id,
        client_id=link.client_id,
        subject=link.subject,
        display_name="Horizon Group",
        locale="ar",
        ip="203.0.113.50",
    )
