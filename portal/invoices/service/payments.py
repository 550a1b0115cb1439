"""Payments: recorded, posted with a receipt, voided."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portal.accounts import service as accounts
from portal.accounts.models import LegalEntity
from portal.clients import service as clients
from portal.core import audit, events, numbering
from portal.core.actor import Actor, system_actor
from portal.core.db import now
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext
from portal.invoices import policy, repository
from portal.invoices.models import (
    PAYMENT_DRAFT,
    POSTED,
    VOID,
    ZERO,
    Invoice,
    Payment,
    TransferProof,
)
from portal.invoices.schemas import PaymentIn
from portal.invoices.service.documents import store_receipt_pdf
from portal.invoices.service.settling import apply, check_pairs, release_payment
from portal.invoices.service.snapshot import buyer_facts, money, seller_facts
from portal.invoices.service.writing import tell_payer
from portal.kit.codes import verify_code
from portal.kit.dates import local_date
from portal.kit.money import quantize

PREFIX = "RCT"


def record_payment(actor: Actor, data: PaymentIn) -> Payment:
    """Write down money received; it counts once it is posted.

    Raises ``Invalid`` for a day in the future, an amount finer than the currency, and
    allocations beyond what is due or that do not fit; ``NotFound`` for a foreign client.
    """
    actor.require(policy.PAYMENTS_WRITE)
    client = clients.get(system_actor(actor.workspace_id), data.client_id)
    today = accounts.today(actor)
    paid_on = data.paid_on or today
    if paid_on > today:
        raise Invalid.field(
            "paid_on", lazy_gettext("Money cannot be received on a day to come."), "future"
        )
    if data.amount != quantize(data.amount, data.currency):
        raise Invalid.field(
            "amount", lazy_gettext("This amount has too many decimals."), "decimal_max_places"
        )
    pairs = [(row.invoice_id, row.amount) for row in data.allocations or ()]
    invoices = repository.invoices({invoice_id for invoice_id, _ in pairs})
    payment = Payment(
        workspace_id=actor.workspace_id,
        status=PAYMENT_DRAFT,
        client_id=client.id,
        legal_entity_id=_entity_of(actor, data, pairs, invoices),
        currency=data.currency,
        amount=data.amount,
        allocated_total=ZERO,
        paid_on=paid_on,
        method=data.method,
        reference=data.reference,
        notes=data.notes,
        wanted=None
        if data.allocations is None
        else [[invoice_id, str(amount)] for invoice_id, amount in pairs],
        recorded_by=actor.display_name,
    )
    check_pairs(payment, pairs, invoices, available=data.amount)
    proof = _proof_of(data, client.id)
    payment.proof_id = proof.id if proof else None
    repository.add(payment)
    audit.record(actor, "payment.recorded", "payment", payment.id, after=_facts(payment))
    return payment


def _entity_of(
    actor: Actor,
    data: PaymentIn,
    pairs: Sequence[tuple[int, Decimal]],
    invoices: dict[int, Invoice],
) -> int:
    """The legal entity that got the money: as said, or that of the first invoice it is for."""
    first = invoices.get(pairs[0][0]) if pairs else None
    if data.legal_entity_id is None and first is not None:
        return first.legal_entity_id
    return accounts.legal_entity(actor, data.legal_entity_id).id


def _proof_of(data: PaymentIn, client_id: int) -> TransferProof | None:
    if data.proof_id is None:
        return None
    proof = repository.proof(data.proof_id)
    invoice = repository.invoice(proof.invoice_id) if proof else None
    if proof is None or invoice is None or invoice.client_id != client_id:
        raise NotFound
    if proof.payment_id is not None:
        raise Conflict(
            lazy_gettext("A payment was recorded from this proof already."),
            code="proof_used",
            details={"payment_id": proof.payment_id},
        )
    return proof


def post_payment(actor: Actor, payment_id: int, *, notify: bool = True) -> Payment:
    """Let a recorded payment count: receipt number, allocations, receipt PDF, mail to the client.

    What was to settle an invoice that somebody else settled meanwhile stays as credit. ``notify``
    False writes no mail. Raises ``Conflict`` unless the payment is a draft.
    """
    actor.require(policy.PAYMENTS_WRITE)
    found = repository.payment(payment_id)
    if found is None:
        raise NotFound
    workspace = accounts.the_workspace(actor)
    entity = accounts.legal_entity(actor, found.legal_entity_id, lock=True)
    payment = repository.payment(payment_id, lock=True)
    if payment is None or payment.status != PAYMENT_DRAFT:
        raise Conflict(
            lazy_gettext("This payment is posted or void already."),
            code="not_a_draft",
            details={"state": payment.status if payment else "void"},
        )
    moment = now()
    year = local_date(moment, ZoneInfo(workspace.timezone)).year
    number = numbering.take(PREFIX, legal_entity_id=entity.id, year=year)
    payment.number = numbering.written(f"{entity.code}-{PREFIX}", year, number)
    payment.status, payment.posted_at = POSTED, moment
    payment.verify_code = verify_code()
    settled = _settle(actor, payment)
    payment.snapshot = _snapshot(actor, payment, entity, settled)
    _note_proof(payment)
    repository.flush()
    store_receipt_pdf(actor, payment)
    audit.record(
        actor,
        "payment.posted",
        "payment",
        payment.id,
        after={**_facts(payment), "allocated": payment.allocated_total},
    )
    events.emit(actor, "payment.posted", "payment", payment.id, _facts(payment))
    if notify:
        tell_payer(actor, payment, settled)
    return payment


def _settle(actor: Actor, payment: Payment) -> list[tuple[Invoice, Decimal]]:
    """Apply the payment as it was meant to be, never beyond what is due now."""
    if payment.wanted is None:
        owed = repository.open_invoices(
            payment.client_id, payment.legal_entity_id, payment.currency, lock=True
        )
        wishes = [(invoice, payment.amount) for invoice in owed]
    else:
        asked = {int(invoice_id): Decimal(amount) for invoice_id, amount in payment.wanted}
        locked = repository.invoices(asked, lock=True)
        wishes = [(locked[invoice_id], amount) for invoice_id, amount in asked.items()]
    settled = []
    for invoice, wish in wishes:
        amount = min(wish, invoice.amount_due, payment.amount - payment.allocated_total)
        if amount > ZERO:
            apply(actor, payment, invoice, amount)
            settled.append((invoice, amount))
    return settled


def _snapshot(
    actor: Actor,
    payment: Payment,
    entity: LegalEntity,
    settled: Sequence[tuple[Invoice, Decimal]],
) -> dict[str, Any]:
    client = clients.get(system_actor(actor.workspace_id), payment.client_id)
    return {
        "number": payment.number,
        "language": client.locale,
        "paid_on": payment.paid_on.isoformat(),
        "amount": money(payment.amount, payment.currency),
        "currency": payment.currency,
        "method": payment.method,
        "reference": payment.reference,
        "notes": payment.notes,
        "received_by": payment.recorded_by,
        "seller": seller_facts(entity),
        "payer": buyer_facts(client, None),
        "bank": {"iban": entity.iban} if entity.iban else None,
        "allocations": [
            {"number": invoice.number, "amount": money(amount, payment.currency)}
            for invoice, amount in settled
        ],
        "unallocated": money(payment.unallocated, payment.currency),
    }


def _note_proof(payment: Payment) -> None:
    proof = repository.proof(payment.proof_id) if payment.proof_id else None
    if proof is None:
        return
    if proof.payment_id is not None:
        raise Conflict(
            lazy_gettext("A payment was recorded from this proof already."), code="proof_used"
        )
    proof.payment_id = payment.id


def void_payment(actor: Actor, payment_id: int, reason: str) -> Payment:
    """Take a payment back: its number stays, what it settled is due again.

    Raises ``Conflict`` when it is void already.
    """
    actor.require(policy.PAYMENTS_WRITE)
    found = repository.payment(payment_id)
    if found is None:
        raise NotFound
    accounts.legal_entity(actor, found.legal_entity_id, lock=True)
    payment = repository.payment(payment_id, lock=True)
    if payment is None or payment.status == VOID:
        raise Conflict(
            lazy_gettext("This payment is void already."), code="void", details={"state": VOID}
        )
    before = {"status": payment.status, "allocated": payment.allocated_total}
    release_payment(actor, payment)
    payment.status, payment.voided_at, payment.void_reason = VOID, now(), reason
    for proof in repository.proofs_of_payment(payment.id):
        proof.payment_id = None
    repository.flush()
    audit.record(
        actor,
        "payment.voided",
        "payment",
        payment.id,
        before=before,
        after={"status": VOID, "allocated": payment.allocated_total, "reason": reason},
    )
    events.emit(actor, "payment.voided", "payment", payment.id, _facts(payment))
    return payment


def _facts(payment: Payment) -> dict[str, Any]:
    return {
        "number": payment.number,
        "client_id": payment.client_id,
        "amount": payment.amount,
        "currency": payment.currency,
        "paid_on": payment.paid_on,
        "method": payment.method,
        "reference": payment.reference,
    }
