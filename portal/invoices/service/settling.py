"""Allocations: which part of which payment settles which invoice.

Whoever comes here holds the lock of the legal entity, so two payments at once cannot both take
what is left of an invoice.
"""

from collections.abc import Sequence
from decimal import Decimal

from portal.accounts import service as accounts
from portal.core import audit, events
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, FieldError, Invalid, NotFound
from portal.core.i18n import lazy_gettext
from portal.invoices import policy, repository
from portal.invoices.models import (
    CREDITED,
    ISSUED,
    PAID,
    PARTIALLY_PAID,
    POSTED,
    ZERO,
    Invoice,
    Payment,
    PaymentAllocation,
)
from portal.kit.money import quantize

MORE_THAN_DUE = lazy_gettext("This is more than is due on the invoice.")
MORE_THAN_PAID = lazy_gettext("This is more than the payment has left.")


def allocate(
    actor: Actor, payment_id: int, pairs: Sequence[tuple[int, Decimal]]
) -> list[PaymentAllocation]:
    """Use a posted payment's credit for invoices, as (invoice id, amount).

    Raises ``Conflict`` when the payment is not posted, ``Invalid`` on ``allocations.<i>.amount``
    for more than is due or left, on ``allocations.<i>.invoice_id`` for an invoice of another
    client, legal entity or currency, or one that is not open.
    """
    actor.require(policy.PAYMENTS_WRITE)
    found = repository.payment(payment_id)
    if found is None:
        raise NotFound
    accounts.legal_entity(actor, found.legal_entity_id, lock=True)
    payment = repository.payment(payment_id, lock=True)
    if payment is None:
        raise NotFound
    if payment.status != POSTED:
        raise Conflict(
            lazy_gettext("Only a posted payment can be allocated."),
            code="not_posted",
            details={"state": payment.status},
        )
    invoices = repository.invoices({invoice_id for invoice_id, _ in pairs}, lock=True)
    check_pairs(payment, pairs, invoices, available=payment.unallocated)
    return [apply(actor, payment, invoices[invoice_id], amount) for invoice_id, amount in pairs]


def check_pairs(
    payment: Payment,
    pairs: Sequence[tuple[int, Decimal]],
    invoices: dict[int, Invoice],
    *,
    available: Decimal,
) -> None:
    """Refuse what cannot be allocated; every wrong pair is named at once."""
    errors, seen, left = [], set[int](), available
    for index, (invoice_id, amount) in enumerate(pairs):
        field = f"allocations.{index}"
        invoice = invoices.get(invoice_id)
        fits = invoice is not None and (
            invoice.client_id == payment.client_id
            and invoice.legal_entity_id == payment.legal_entity_id
        )
        if invoice is None or not fits or invoice_id in seen:
            message = lazy_gettext("This is not an invoice of this client and legal entity.")
            errors.append(FieldError(f"{field}.invoice_id", message, "foreign_invoice"))
            continue
        seen.add(invoice_id)
        if invoice.currency != payment.currency:
            message = lazy_gettext("The invoice is in another currency.")
            errors.append(FieldError(f"{field}.invoice_id", message, "currency_mismatch"))
        elif not invoice.is_open:
            message = lazy_gettext("Nothing is due on this invoice.")
            errors.append(FieldError(f"{field}.invoice_id", message, "nothing_due"))
        elif amount <= ZERO or amount != quantize(amount, payment.currency):
            message = lazy_gettext("Enter an amount such as 1,150.00.")
            errors.append(FieldError(f"{field}.amount", message, "amount_format"))
        elif amount > invoice.amount_due:
            errors.append(FieldError(f"{field}.amount", MORE_THAN_DUE, "more_than_due"))
        elif amount > left:
            errors.append(FieldError(f"{field}.amount", MORE_THAN_PAID, "more_than_paid"))
        else:
            left -= amount
    if errors:
        raise Invalid(errors)


def apply(actor: Actor, payment: Payment, invoice: Invoice, amount: Decimal) -> PaymentAllocation:
    """Settle ``amount`` of an invoice with a payment; both are locked and fit each other."""
    if amount > invoice.amount_due or amount > payment.amount - payment.allocated_total:
        raise ValueError("an allocation beyond what is due or paid")
    row = PaymentAllocation(
        workspace_id=actor.workspace_id,
        payment_id=payment.id,
        invoice_id=invoice.id,
        amount=amount,
    )
    before = _money_of(invoice)
    payment.allocated_total += amount
    invoice.paid_total += amount
    _restate(invoice)
    repository.add(row)
    audit.record(
        actor,
        "invoice.payment_applied",
        "invoice",
        invoice.id,
        before=before,
        after={**_money_of(invoice), "payment": payment.number},
    )
    if invoice.status == PAID:
        events.emit(actor, "invoice.paid", "invoice", invoice.id, {"number": invoice.number})
    return row


def release_payment(actor: Actor, payment: Payment) -> None:
    """Take back everything a payment settled."""
    rows = repository.live_allocations(payment_id=payment.id)
    invoices = repository.invoices({row.invoice_id for row in rows}, lock=True)
    for row in rows:
        _release(actor, row, payment, invoices[row.invoice_id])


def release_invoice(actor: Actor, invoice: Invoice) -> None:
    """Give back to the client as credit whatever was paid on an invoice."""
    rows = repository.live_allocations(invoice_id=invoice.id)
    payments = repository.payments({row.payment_id for row in rows}, lock=True)
    for row in rows:
        _release(actor, row, payments[row.payment_id], invoice)


def _release(actor: Actor, row: PaymentAllocation, payment: Payment, invoice: Invoice) -> None:
    before = _money_of(invoice)
    row.released_at = now()
    payment.allocated_total -= row.amount
    invoice.paid_total -= row.amount
    _restate(invoice)
    repository.flush()
    audit.record(
        actor,
        "invoice.payment_released",
        "invoice",
        invoice.id,
        before=before,
        after={**_money_of(invoice), "payment": payment.number},
    )


def _restate(invoice: Invoice) -> None:
    """The state that follows from what is paid; a credited invoice stays credited."""
    if invoice.status == CREDITED:
        return
    if invoice.paid_total >= invoice.total:
        invoice.status = PAID
    else:
        invoice.status = PARTIALLY_PAID if invoice.paid_total else ISSUED


def _money_of(invoice: Invoice) -> dict[str, object]:
    return {"status": invoice.status, "paid_total": invoice.paid_total}
