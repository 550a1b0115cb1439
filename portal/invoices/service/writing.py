"""Writing to the client: the invoice with its link, the receipt of a payment."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from portal.accounts import service as accounts
from portal.accounts.models import LegalEntity
from portal.clients import service as clients
from portal.core import audit, events, mail
from portal.core.actor import Actor, system_actor
from portal.core.db import now
from portal.core.errors import Conflict, NotFound, Unprocessable
from portal.core.i18n import lazy_gettext
from portal.core.mail import Bilingual
from portal.invoices import policy, repository
from portal.invoices.models import CREDIT_NOTE, DRAFT, Invoice, Payment
from portal.invoices.service.documents import store_invoice_pdf
from portal.links import service as links
from portal.links.models import Link

LINK_LIFE = timedelta(days=365)  # after the due day, or after it was sent again


def fresh_link(actor: Actor, invoice: Invoice) -> Link:
    """The link of an issued document: made at issue, prolonged when it has expired."""
    at = now()
    due = invoice.due_on or at.date()
    until = at + max(due - at.date(), timedelta()) + LINK_LIFE
    link = links.current(("invoice", invoice.id), "invoice")
    if link is None:
        return links.create(
            actor,
            purpose="invoice",
            subject=("invoice", invoice.id),
            client_id=invoice.client_id,
            expires_at=until,
            permissions=policy.LINK_PERMISSIONS,
            locale=invoice.language,
        )
    return links.extend(actor, link, until) if link.ended else link


def link_of(invoice: Invoice) -> Link | None:
    """The link of an issued invoice that still works."""
    link = links.current(("invoice", invoice.id), "invoice")
    return link if link is not None and link.ended is None else None


def link_url(actor: Actor, invoice: Invoice) -> str | None:
    """The address of the client's page; None before issue and when the link has ended."""
    link = link_of(invoice) if invoice.status != DRAFT else None
    return links.url(link) if link else None


def send(actor: Actor, invoice_id: int) -> Invoice:
    """Mail an issued invoice (or credit note) to the client, with its PDF and link.

    An expired or revoked link is replaced. Raises ``Conflict`` for a draft, ``Unprocessable``
    ``client_has_no_contact`` when there is nobody to write to.
    """
    actor.require(policy.WRITE)
    invoice = repository.invoice(invoice_id, lock=True)
    if invoice is None:
        raise NotFound
    if invoice.status == DRAFT:
        raise Conflict(
            lazy_gettext("Issue the invoice before you send it."),
            code="not_issued",
            details={"state": DRAFT},
        )
    house = system_actor(actor.workspace_id)
    to = clients.recipients(house, invoice.client_id)
    if not to:
        raise Unprocessable(
            lazy_gettext("This client has no contact with an e-mail address."),
            code="client_has_no_contact",
        )
    link = fresh_link(actor, invoice)
    entity = accounts.legal_entity(actor, invoice.legal_entity_id)
    stored = store_invoice_pdf(actor, invoice)
    context = {
        "sender_name": _firm(entity),
        "recipient_name": to[0][1] or None,
        "number": invoice.number,
        "total": invoice.total,
        "currency": invoice.currency,
        "due_on": invoice.due_on,
        "url": {"$resolve": "link_url", "id": link.id},
    }
    if invoice.credited_invoice_id is not None:
        original = repository.invoice(invoice.credited_invoice_id)
        context |= {"original": original.number if original else None, "reason": invoice.reason}
    mail.queue(
        actor,
        "credit_note_issued" if invoice.kind == CREDIT_NOTE else "invoice_issued",
        to=to[:1],
        locale=clients.get(house, invoice.client_id).locale,
        context=context,
        subject=("invoice", invoice.id),
        attachments=[stored.id],
    )
    invoice.sent_at = now()
    repository.flush()
    audit.record(actor, "invoice.sent", "invoice", invoice.id, after={"to": to[0][0]})
    events.emit(actor, "invoice.sent", "invoice", invoice.id, {"number": invoice.number})
    return invoice


def tell_payer(actor: Actor, payment: Payment, settled: Sequence[tuple[Invoice, Decimal]]) -> None:
    """Thank for a payment, once per invoice it settled; nobody to write to is no error."""
    house = system_actor(actor.workspace_id)
    to = clients.recipients(house, payment.client_id)
    if not to:
        return
    entity = accounts.legal_entity(actor, payment.legal_entity_id)
    locale = clients.get(house, payment.client_id).locale
    for invoice, amount in settled:
        link = link_of(invoice)
        if link is None:
            continue
        mail.queue(
            actor,
            "payment_received",
            to=to[:1],
            locale=locale,
            context={
                "sender_name": _firm(entity),
                "recipient_name": to[0][1] or None,
                "number": invoice.number,
                # A single invoice's over-payment is thanked for in full.
                "amount": payment.amount if len(settled) == 1 else amount,
                "currency": payment.currency,
                "paid_on": payment.paid_on,
                "remaining": invoice.amount_due,
                "url": {"$resolve": "link_url", "id": link.id},
            },
            subject=("payment", payment.id),
            attachments=[payment.pdf_file_id] if payment.pdf_file_id else [],
        )


def _firm(entity: LegalEntity) -> Bilingual:
    return Bilingual(entity.name_ar, entity.name_en)
