"""Issue: a draft becomes a document with a number, for good.

The legal entity's row is locked first, and everything that follows (number, counter, hash of the
document before) happens behind that lock in one transaction: a roll-back gives all of it back.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.accounts import service as accounts
from portal.accounts.models import LegalEntity, Workspace
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit, events, numbering
from portal.core.actor import Actor, system_actor
from portal.core.db import now
from portal.core.errors import Conflict, NotFound, Unprocessable
from portal.core.i18n import lazy_gettext
from portal.invoices import policy, repository
from portal.invoices.models import (
    CREDIT_NOTE,
    CREDITED,
    INVOICE,
    ISSUED,
    OPEN,
    PAID,
    Invoice,
    InvoiceLine,
)
from portal.invoices.service.documents import store_invoice_pdf
from portal.invoices.service.drafting import reckon, the_draft
from portal.invoices.service.settling import release_invoice
from portal.invoices.service.snapshot import (
    bank_facts,
    buyer_facts,
    canonical,
    content_of,
    in_riyals,
    moment,
    seller_facts,
    treatment_of,
)
from portal.invoices.service.writing import fresh_link
from portal.kit.codes import verify_code
from portal.kit.dates import local_date
from portal.kit.text import fold
from portal.kit.zatca import FIRST_PREVIOUS_HASH, document_hash, qr_tlv

PREFIXES = {INVOICE: "INV", CREDIT_NOTE: "CN"}


@dataclass(frozen=True)
class _Desk:
    """What one issue works with: the locked entity and the moment on the firm's own clock."""

    workspace: Workspace
    entity: LegalEntity
    at: datetime
    today: date


def _sit_down(actor: Actor, legal_entity_id: int) -> _Desk:
    """Lock the legal entity and take the time behind the lock, so that numbers follow it."""
    workspace = accounts.the_workspace(actor)
    entity = accounts.legal_entity(actor, legal_entity_id, lock=True)
    at = now().replace(microsecond=0)
    return _Desk(workspace, entity, at, local_date(at, ZoneInfo(workspace.timezone)))


def issue(actor: Actor, invoice_id: int) -> Invoice:
    """Issue a draft: number, UUID, counter, hash chain, tax QR, link and stored PDF.

    Raises ``Conflict`` when it is issued already, ``Unprocessable`` ``exchange_rate_required``
    for a tax invoice in another currency without a rate.
    """
    actor.require(policy.WRITE)
    found = repository.invoice(invoice_id)
    if found is None:
        raise NotFound
    desk = _sit_down(actor, found.legal_entity_id)
    invoice = the_draft(invoice_id)
    if invoice.legal_entity_id != desk.entity.id:  # changed between the look and the lock
        raise Conflict
    figures = reckon(invoice, invoice.lines, desk.entity)
    if invoice.currency != "SAR" and desk.entity.vat_registered and invoice.sar_rate is None:
        raise Unprocessable(
            lazy_gettext("A tax invoice in another currency needs the rate to the riyal."),
            code="exchange_rate_required",
        )
    house = system_actor(actor.workspace_id)
    client = clients.get(house, invoice.client_id)
    company = companies.get(house, invoice.company_id) if invoice.company_id else None
    buyer = buyer_facts(client, company)
    invoice.treatment = treatment_of(desk.entity, buyer)
    invoice.supply_date = invoice.supply_date or desk.today
    invoice.due_on = invoice.due_on or desk.today + timedelta(days=desk.workspace.invoice_due_days)
    content = content_of(
        invoice, figures, entity=desk.entity, buyer=buyer, timezone=desk.workspace.timezone
    )
    invoice.status = PAID if not figures.total else ISSUED
    _seal(invoice, content, desk)
    fresh_link(actor, invoice)
    store_invoice_pdf(actor, invoice)
    _announce(actor, "invoice.issued", invoice)
    return invoice


def credit(actor: Actor, invoice_id: int, reason: str) -> Invoice:
    """Take back a whole invoice by a credit note, which is returned.

    What was paid on it becomes the client's credit. Raises ``Conflict`` when the invoice is not
    issued, is credited already, or is itself a credit note.
    """
    actor.require(policy.WRITE)
    found = repository.invoice(invoice_id)
    if found is None:
        raise NotFound
    desk = _sit_down(actor, found.legal_entity_id)
    invoice = repository.invoice(invoice_id, lock=True)
    if invoice is None:
        raise NotFound
    if invoice.kind != INVOICE or invoice.status not in (*OPEN, PAID) or not invoice.snapshot:
        raise Conflict(
            lazy_gettext("Only an issued invoice that is not credited yet can be credited."),
            code="not_creditable",
            details={"state": invoice.status},
        )
    before = {"status": invoice.status, "paid_total": invoice.paid_total}
    note = _note_for(actor, invoice, reason)
    content = {
        **{key: invoice.snapshot[key] for key in CONTENT if key in invoice.snapshot},
        "due_on": None,
        "notes": "",
        "credited": {
            "number": invoice.number,
            "date": invoice.issued_on.isoformat() if invoice.issued_on else None,
            "uuid": invoice.uuid,
            "reason": reason,
        },
    }
    _seal(note, content, desk)
    release_invoice(actor, invoice)
    invoice.status = CREDITED
    fresh_link(actor, note)
    store_invoice_pdf(actor, note)
    audit.record(
        actor,
        "invoice.credited",
        "invoice",
        invoice.id,
        before=before,
        after={"status": CREDITED, "paid_total": invoice.paid_total, "credit_note": note.number},
    )
    _announce(actor, "credit_note.issued", note)
    events.emit(
        actor,
        "invoice.credited",
        "invoice",
        invoice.id,
        {"credit_note_id": note.id, "number": invoice.number, "reason": reason},
    )
    return note


# What a credit note repeats of its invoice: parties, lines and sums as they were issued.
CONTENT = (
    "format",
    "language",
    "timezone",
    "currency",
    "sar_rate",
    "tax_sar",
    "seller",
    "buyer",
    "lines",
    "categories",
    "totals",
    "supply_date",
    "reference",
    "quotation_number",
)
_COPIED = (
    "client_id",
    "company_id",
    "legal_entity_id",
    "treatment",
    "language",
    "currency",
    "sar_rate",
    "supply_date",
    "reference",
    "quotation_number",
    "subtotal",
    "discount_total",
    "net_total",
    "government_fees",
    "tax_total",
    "total",
)
_COPIED_OF_LINE = (
    "position",
    "kind",
    "description_ar",
    "description_en",
    "quantity",
    "unit_price",
    "discount_percent",
    "discount_amount",
    "tax_category",
    "tax_reason",
    "workers",
    "discount",
    "net",
    "tax_rate",
    "tax",
    "total",
)


def _note_for(actor: Actor, invoice: Invoice, reason: str) -> Invoice:
    note = Invoice(
        workspace_id=actor.workspace_id,
        kind=CREDIT_NOTE,
        status=ISSUED,
        credited_invoice_id=invoice.id,
        reason=reason,
        created_by=actor.display_name,
        search_text=invoice.search_text,
        **{name: getattr(invoice, name) for name in _COPIED},
    )
    note.lines = [
        InvoiceLine(
            workspace_id=actor.workspace_id,
            **{name: getattr(line, name) for name in _COPIED_OF_LINE},
        )
        for line in invoice.lines
    ]
    repository.add(note)
    return note


def _seal(invoice: Invoice, content: dict[str, Any], desk: _Desk) -> None:
    """Give the document its number and its place in the chain, and freeze what it says."""
    entity, year = desk.entity, desk.today.year
    prefix = PREFIXES[invoice.kind]
    # Read before this document has a counter of its own, or it would find itself.
    previous = repository.last_hash(entity.id) or FIRST_PREVIOUS_HASH
    number = numbering.take(prefix, legal_entity_id=entity.id, year=year)
    invoice.number = numbering.written(f"{entity.code}-{prefix}", year, number)
    invoice.icv = numbering.take("ICV", legal_entity_id=entity.id)
    invoice.previous_hash = previous
    invoice.uuid = str(uuid.uuid4())
    invoice.issued_at, invoice.issued_on = desk.at, desk.today
    invoice.verify_code = verify_code()
    seller = content["seller"] if "seller" in content else seller_facts(entity)
    if invoice.treatment != "plain":
        invoice.tax_qr = qr_tlv(
            seller["name_ar"],
            seller["vat_number"],
            desk.at,
            in_riyals(invoice.total, invoice),
            in_riyals(invoice.tax_total, invoice),
        )
    snapshot = {
        **content,
        "kind": invoice.kind,
        "treatment": invoice.treatment,
        "number": invoice.number,
        "uuid": invoice.uuid,
        "icv": invoice.icv,
        "previous_hash": invoice.previous_hash,
        "issued_at": moment(desk.at),
        "issued_on": desk.today.isoformat(),
        "bank": bank_facts(entity, invoice.number),
    }
    invoice.snapshot = snapshot
    invoice.document_hash = document_hash(canonical(snapshot))
    buyer = snapshot["buyer"]
    invoice.search_text = fold(
        f"{invoice.number} {buyer['name_ar']} {buyer['name_en']} {invoice.search_text}"
    )
    repository.flush()


def _announce(actor: Actor, event: str, invoice: Invoice) -> None:
    facts = {
        "number": invoice.number,
        "total": invoice.total,
        "currency": invoice.currency,
        "client_id": invoice.client_id,
        "due_on": invoice.due_on,
    }
    audit.record(
        actor,
        event,
        "invoice",
        invoice.id,
        after={**facts, "uuid": invoice.uuid, "icv": invoice.icv, "pdf": invoice.pdf_sha256},
    )
    events.emit(actor, event, "invoice", invoice.id, facts)


def chain_breaks(actor: Actor, legal_entity_id: int) -> list[int]:
    """The counters at which an entity's chain does not hold; empty when nothing was altered.

    A break is a gap in the counter, a previous hash that is not the one before, or a content
    that no longer gives the stored hash.
    """
    actor.require(policy.READ)
    breaks, previous = [], FIRST_PREVIOUS_HASH
    for place, invoice in enumerate(repository.chain(legal_entity_id), 1):
        made = document_hash(canonical(invoice.snapshot or {}))
        sound = (
            invoice.icv == place
            and invoice.previous_hash == previous
            and invoice.document_hash == made
        )
        if not sound:
            breaks.append(invoice.icv or place)
        previous = invoice.document_hash or ""
    return breaks
