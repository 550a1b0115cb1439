"""Reading invoices and payments, for every door."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.accounts import service as accounts
from portal.core import files
from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.core.files import StoredFile
from portal.core.paging import Page
from portal.core.paper import InvoicePaper
from portal.invoices import policy, repository
from portal.invoices.models import CREDIT_NOTE, DRAFT, Invoice, Payment, TransferProof
from portal.invoices.repository import Filters, InvoiceRow, PaymentRow
from portal.invoices.schemas import InvoiceLineOut, InvoiceOut, InvoiceSummary
from portal.invoices.service import documents
from portal.invoices.service.writing import link_url


def get(actor: Actor, invoice_id: int) -> Invoice:
    """One invoice or credit note. Raises ``NotFound`` when it is not the actor's to see."""
    invoice = repository.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    policy.require_read(actor, invoice.id, invoice.status, _sources(invoice))
    return invoice


def _sources(invoice: Invoice) -> set[tuple[str, int]]:
    """What it was drawn from; a credit note goes back to the sources of its invoice."""
    origin = invoice.credited_invoice_id or invoice.id
    found = {(row.source_type, row.source_id) for row in repository.sources_of(origin)}
    return found | ({("invoice", origin)} if invoice.kind == CREDIT_NOTE else set())


def listed(
    actor: Actor,
    *,
    kind: str | None = None,
    status: str | None = None,
    client_id: int | None = None,
    search: str = "",
    overdue: bool = False,
    page: int = 1,
    per_page: int = 25,
) -> Page[InvoiceRow]:
    """A page of invoices and credit notes, newest first; ``overdue`` keeps only those."""
    actor.require(policy.READ)
    filters = Filters(kind, status, client_id, search, accounts.today(actor) if overdue else None)
    return repository.page_of_invoices(filters, page=page, per_page=per_page)


def ids_of_source(actor: Actor, source_type: str, source_id: int) -> list[int]:
    """The invoices drawn from a source such as ("order", 7), oldest first."""
    policy.require_read_source(actor, (source_type, source_id))
    return repository.ids_of_source(source_type, source_id)


def of_source(actor: Actor, source_type: str, source_id: int) -> list[Invoice]:
    """The invoices drawn from a source; a link's holder sees the issued ones of its subject."""
    policy.require_read_source(actor, (source_type, source_id))
    rows = repository.invoices(repository.ids_of_source(source_type, source_id))
    public = actor.kind == "link"
    return [row for row in rows.values() if not (public and row.status == DRAFT)]


def sources_of(actor: Actor, invoice_id: int) -> list[tuple[str, int]]:
    """What an invoice and its lines were drawn from, each once."""
    invoice = get(actor, invoice_id)
    rows = repository.sources_of(invoice.id)
    return list(dict.fromkeys((row.source_type, row.source_id) for row in rows))


def credit_note_of(actor: Actor, invoice: Invoice) -> Invoice | None:
    """The credit note that took an invoice back."""
    return repository.credit_note_of(invoice.id)


@dataclass(frozen=True)
class InvoiceView:
    """The client's page of an invoice, in the reader's language."""

    invoice: Invoice
    paper: InvoicePaper
    paid: Decimal
    due: Decimal
    is_overdue: bool
    proofs: list[TransferProof]
    payments: list[tuple[Payment, Decimal]]
    credit_note: Invoice | None
    original: Invoice | None


def public_view(actor: Actor, invoice_id: int) -> InvoiceView:
    """An issued invoice as its client sees it. Raises ``NotFound``; ``Conflict`` for a draft."""
    invoice = get(actor, invoice_id)
    origin = invoice.credited_invoice_id
    return InvoiceView(
        invoice=invoice,
        paper=documents.paper_of(invoice, actor.locale),
        paid=invoice.paid_total,
        due=invoice.amount_due,
        is_overdue=invoice.is_overdue(accounts.today(actor)),
        proofs=repository.proofs_of(invoice.id),
        payments=_payments_of(invoice.id),
        credit_note=repository.credit_note_of(invoice.id),
        original=repository.invoice(origin) if origin else None,
    )


def pdf_of(actor: Actor, invoice: Invoice) -> StoredFile:
    """The stored PDF of an invoice the actor may see; drawn and stored when missing (writes)."""
    return documents.store_invoice_pdf(actor, get(actor, invoice.id))


def stored_pdf(actor: Actor, invoice: Invoice) -> StoredFile | None:
    """The stored PDF, None when there is none yet; writes nothing."""
    documents.paper_of(get(actor, invoice.id))
    return files.get(invoice.pdf_file_id) if invoice.pdf_file_id else None


def pdf_bytes(actor: Actor, invoice: Invoice) -> bytes:
    """The PDF's bytes, stored or drawn for this once; writes nothing, so a GET may call it."""
    return documents.pdf_bytes(get(actor, invoice.id))


def get_payment(actor: Actor, payment_id: int) -> Payment:
    """One payment. Raises ``NotFound``."""
    actor.require(policy.PAYMENTS_READ)
    payment = repository.payment(payment_id)
    if payment is None:
        raise NotFound
    return payment


def list_payments(
    actor: Actor,
    *,
    status: str | None = None,
    client_id: int | None = None,
    search: str = "",
    page: int = 1,
    per_page: int = 25,
) -> Page[PaymentRow]:
    """A page of payments, newest first."""
    actor.require(policy.PAYMENTS_READ)
    return repository.page_of_payments(
        status=status, client_id=client_id, search=search, page=page, per_page=per_page
    )


def payments_of(actor: Actor, invoice_id: int) -> list[tuple[Payment, Decimal]]:
    """The posted payments that settle an invoice, each with its part."""
    return _payments_of(get(actor, invoice_id).id)


def _payments_of(invoice_id: int) -> list[tuple[Payment, Decimal]]:
    rows = repository.live_allocations(invoice_id=invoice_id)
    found = repository.payments({row.payment_id for row in rows})
    return [(found[row.payment_id], row.amount) for row in rows]


def allocations_of(actor: Actor, payment_id: int) -> list[tuple[Invoice, Decimal]]:
    """The invoices that a payment settles, each with its part."""
    rows = repository.live_allocations(payment_id=get_payment(actor, payment_id).id)
    found = repository.invoices({row.invoice_id for row in rows})
    return [(found[row.invoice_id], row.amount) for row in rows]


def open_invoices_of(actor: Actor, payment: Payment) -> list[Invoice]:
    """What a payment could still settle, oldest due day first."""
    actor.require(policy.PAYMENTS_READ)
    return repository.open_invoices(
        payment.client_id, payment.legal_entity_id, payment.currency, lock=False
    )


def client_credit(actor: Actor, client_id: int) -> dict[str, Decimal]:
    """What a client has paid beyond its invoices, by currency; empty when nothing is left."""
    actor.require(policy.PAYMENTS_READ)
    return repository.credit_by_currency(client_id)


def receipt_pdf_of(actor: Actor, payment: Payment) -> StoredFile:
    """The stored receipt of a payment; drawn and stored when missing (writes)."""
    return documents.store_receipt_pdf(actor, get_payment(actor, payment.id))


def receipt_bytes(actor: Actor, payment: Payment) -> bytes:
    """The receipt's bytes; writes nothing, so a GET may call it."""
    return documents.receipt_bytes(get_payment(actor, payment.id))


def summary(row: InvoiceRow | Invoice, today: date) -> InvoiceSummary:
    """An invoice as the API lists it."""
    return InvoiceSummary(**_summary_values(row, today))


def _summary_values(row: InvoiceRow | Invoice, today: date) -> dict[str, object]:
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "status": row.status,
        "is_overdue": row.is_overdue(today),
        "client_id": row.client_id,
        "company_id": row.company_id,
        "legal_entity_id": row.legal_entity_id,
        "currency": row.currency,
        "total": row.total,
        "amount_paid": row.paid_total,
        "amount_due": row.amount_due,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "created_at": row.created_at,
    }


def described(actor: Actor, invoice: Invoice) -> InvoiceOut:
    """A whole invoice as the API answers it."""
    sources = sources_of(actor, invoice.id)
    note = repository.credit_note_of(invoice.id)
    names = (
        "treatment",
        "language",
        "reference",
        "quotation_number",
        "supply_date",
        "notes",
        "subtotal",
        "discount_total",
        "net_total",
        "government_fees",
        "tax_total",
        "uuid",
        "issued_at",
        "credited_invoice_id",
        "reason",
        "pdf_sha256",
    )
    return InvoiceOut(
        **_summary_values(invoice, accounts.today(actor)),
        **{name: getattr(invoice, name) for name in names},
        quotation_ids=[source_id for kind, source_id in sources if kind == "quotation"],
        order_ids=[source_id for kind, source_id in sources if kind == "order"],
        lines=[InvoiceLineOut.model_validate(line) for line in invoice.lines],
        credit_note_id=note.id if note else None,
        public_url=link_url(actor, invoice),
    )
