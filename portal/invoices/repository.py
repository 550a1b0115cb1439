"""Queries of the invoices domain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from portal.clients.models import Client
from portal.core.db import UNSCOPED, session
from portal.core.paging import Page, paged
from portal.invoices.models import (
    DRAFT,
    INVOICE,
    OPEN,
    PAID,
    POSTED,
    ZERO,
    Invoice,
    InvoiceLine,
    InvoiceSource,
    Payment,
    PaymentAllocation,
    TransferProof,
)
from portal.kit.text import fold


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def flush() -> None:
    """Send what changed to the database."""
    session().flush()


def delete(row: object) -> None:
    """Remove a row."""
    session().delete(row)
    session().flush()


def invoice(invoice_id: int, *, lock: bool = False) -> Invoice | None:
    """One invoice; ``lock`` holds it and reads it anew."""
    query = select(Invoice).where(Invoice.id == invoice_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def payment(payment_id: int, *, lock: bool = False) -> Payment | None:
    """One payment; ``lock`` holds it and reads it anew."""
    query = select(Payment).where(Payment.id == payment_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def invoices(ids: Collection[int], *, lock: bool = False) -> dict[int, Invoice]:
    """Several invoices by id; ``lock`` takes them in the order of their ids."""
    query = select(Invoice).where(Invoice.id.in_(sorted(ids))).order_by(Invoice.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {row.id: row for row in session().scalars(query)} if ids else {}


def payments(ids: Collection[int], *, lock: bool = False) -> dict[int, Payment]:
    """Several payments by id; ``lock`` takes them in the order of their ids."""
    query = select(Payment).where(Payment.id.in_(sorted(ids))).order_by(Payment.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {row.id: row for row in session().scalars(query)} if ids else {}


def open_invoices(
    client_id: int, legal_entity_id: int, currency: str, *, lock: bool
) -> list[Invoice]:
    """What a client owes one legal entity in one currency, oldest due day first."""
    query = (
        select(Invoice)
        .where(
            Invoice.client_id == client_id,
            Invoice.legal_entity_id == legal_entity_id,
            Invoice.currency == currency,
            Invoice.kind == INVOICE,
            Invoice.status.in_(OPEN),
        )
        .order_by(Invoice.due_on, Invoice.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session().scalars(query))


def last_hash(legal_entity_id: int) -> str | None:
    """The hash of the entity's latest issued document; None before its first."""
    return session().scalar(
        select(Invoice.document_hash)
        .where(Invoice.legal_entity_id == legal_entity_id, Invoice.icv.is_not(None))
        .order_by(Invoice.icv.desc())
        .limit(1)
    )


def chain(legal_entity_id: int) -> list[Invoice]:
    """Every issued document of an entity in the order of its counter."""
    return list(
        session().scalars(
            select(Invoice)
            .where(Invoice.legal_entity_id == legal_entity_id, Invoice.icv.is_not(None))
            .order_by(Invoice.icv)
        )
    )


def replace_lines(
    row: Invoice, lines: Sequence[InvoiceLine], sources: Sequence[list[tuple[str, int]]]
) -> None:
    """Put ``lines`` in place of a draft's, each with what it was drawn from."""
    for old in sources_of(row.id):
        if old.line_id is not None:
            session().delete(old)
    session().flush()
    row.lines[:] = []
    session().flush()
    row.lines[:] = list(lines)
    session().flush()
    for line, drawn_from in zip(lines, sources, strict=True):
        session().add_all(
            InvoiceSource(invoice_id=row.id, line_id=line.id, source_type=kind, source_id=source_id)
            for kind, source_id in drawn_from
        )
    session().flush()


def replace_sources(row: Invoice, sources: Sequence[tuple[str, int]]) -> None:
    """Put ``sources`` in place of what the whole draft was drawn from."""
    for old in sources_of(row.id):
        if old.line_id is None:
            session().delete(old)
    session().flush()
    session().add_all(
        InvoiceSource(invoice_id=row.id, source_type=kind, source_id=source_id)
        for kind, source_id in dict.fromkeys(sources)
    )
    session().flush()


def sources_of(invoice_id: int) -> list[InvoiceSource]:
    """What an invoice and its lines were drawn from."""
    return list(
        session().scalars(
            select(InvoiceSource)
            .where(InvoiceSource.invoice_id == invoice_id)
            .order_by(InvoiceSource.id)
        )
    )


def ids_of_source(source_type: str, source_id: int) -> list[int]:
    """The invoices drawn from a source, as a whole or by a line, oldest first."""
    return list(
        session().scalars(
            select(InvoiceSource.invoice_id)
            .where(InvoiceSource.source_type == source_type, InvoiceSource.source_id == source_id)
            .distinct()
            .order_by(InvoiceSource.invoice_id)
        )
    )


def credit_note_of(invoice_id: int) -> Invoice | None:
    """The credit note of an invoice."""
    return session().scalar(select(Invoice).where(Invoice.credited_invoice_id == invoice_id))


def live_allocations(
    *, payment_id: int | None = None, invoice_id: int | None = None
) -> list[PaymentAllocation]:
    """The allocations in force of a payment or an invoice."""
    query = select(PaymentAllocation).where(PaymentAllocation.released_at.is_(None))
    if payment_id is not None:
        query = query.where(PaymentAllocation.payment_id == payment_id)
    if invoice_id is not None:
        query = query.where(PaymentAllocation.invoice_id == invoice_id)
    return list(session().scalars(query.order_by(PaymentAllocation.id)))


def proof(proof_id: int) -> TransferProof | None:
    """One proof of transfer."""
    return session().scalar(select(TransferProof).where(TransferProof.id == proof_id))


def proofs_of(invoice_id: int) -> list[TransferProof]:
    """The proofs sent for an invoice, oldest first."""
    return list(
        session().scalars(
            select(TransferProof)
            .where(TransferProof.invoice_id == invoice_id)
            .order_by(TransferProof.id)
        )
    )


def proofs_of_payment(payment_id: int) -> list[TransferProof]:
    """The proofs that a payment was recorded from."""
    return list(
        session().scalars(select(TransferProof).where(TransferProof.payment_id == payment_id))
    )


def credit_by_currency(client_id: int) -> dict[str, Decimal]:
    """What a client has paid beyond its invoices, by currency."""
    left = func.sum(Payment.amount - Payment.allocated_total)
    rows = session().execute(
        select(Payment.currency, left)
        .where(Payment.client_id == client_id, Payment.status == POSTED)
        .group_by(Payment.currency)
        .order_by(Payment.currency)
    )
    return {currency: amount for currency, amount in rows if amount}


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice in a list, read as columns."""

    id: int
    kind: str
    status: str
    number: str | None
    client_id: int
    client_name_ar: str | None
    client_name_en: str | None
    company_id: int | None
    legal_entity_id: int
    currency: str
    total: Decimal
    paid_total: Decimal
    issued_on: date | None
    due_on: date | None
    quotation_number: str
    created_at: datetime

    @property
    def amount_due(self) -> Decimal:
        """What is still to pay."""
        open_ = self.kind == INVOICE and self.status in OPEN
        return self.total - self.paid_total if open_ else ZERO

    def is_overdue(self, today: date) -> bool:
        """Whether something is still due after its day."""
        return bool(self.amount_due) and self.due_on is not None and self.due_on < today

    def client_name(self, locale: str) -> str:
        """The client's name in the reader's language, or in the one there is."""
        first, second = self.client_name_ar or "", self.client_name_en or ""
        return (first or second) if locale == "ar" else (second or first)


@dataclass(frozen=True)
class Filters:
    """What a list of invoices is narrowed to; ``overdue_on`` keeps what was due before it."""

    kind: str | None = None
    status: str | None = None
    client_id: int | None = None
    search: str = ""
    overdue_on: date | None = None


def _client_of(column: Any, workspace: Any) -> Any:
    return and_(Client.id == column, Client.workspace_id == workspace)


def page_of_invoices(filters: Filters, *, page: int, per_page: int) -> Page[InvoiceRow]:
    """A page of invoices and credit notes, newest first: two statements."""
    query = _narrowed(
        select(
            Invoice.id,
            Invoice.kind,
            Invoice.status,
            Invoice.number,
            Invoice.client_id,
            Client.name_ar,
            Client.name_en,
            Invoice.company_id,
            Invoice.legal_entity_id,
            Invoice.currency,
            Invoice.total,
            Invoice.paid_total,
            Invoice.issued_on,
            Invoice.due_on,
            Invoice.quotation_number,
            Invoice.created_at,
        ).join(Client, _client_of(Invoice.client_id, Invoice.workspace_id)),
        filters,
    ).order_by(Invoice.id.desc())
    found = paged(query, page=page, per_page=per_page)
    rows = [InvoiceRow(*row) for row in found.rows]
    return Page(rows, found.total, found.page, found.per_page)


def _narrowed(query: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    if filters.kind:
        query = query.where(Invoice.kind == filters.kind)
    if filters.status:
        query = query.where(Invoice.status == filters.status)
    if filters.client_id is not None:
        query = query.where(Invoice.client_id == filters.client_id)
    if filters.overdue_on is not None:
        query = query.where(
            Invoice.kind == INVOICE,
            Invoice.status.in_(OPEN),
            Invoice.due_on < filters.overdue_on,
        )
    if filters.search.strip():
        sought = fold(filters.search)
        query = query.where(
            or_(
                Invoice.search_text.contains(sought, autoescape=True),
                Client.search_text.contains(sought, autoescape=True),
            )
        )
    return query


@dataclass(frozen=True)
class PaymentRow:
    """A payment in a list, read as columns."""

    id: int
    status: str
    number: str | None
    client_id: int
    client_name_ar: str | None
    client_name_en: str | None
    currency: str
    amount: Decimal
    allocated_total: Decimal
    received_on: date
    method: str
    reference: str

    @property
    def unallocated(self) -> Decimal:
        """The part that is the client's credit."""
        return self.amount - self.allocated_total if self.status == POSTED else ZERO

    def client_name(self, locale: str) -> str:
        """The client's name in the reader's language, or in the one there is."""
        first, second = self.client_name_ar or "", self.client_name_en or ""
        return (first or second) if locale == "ar" else (second or first)


def page_of_payments(
    *, status: str | None, client_id: int | None, search: str, page: int, per_page: int
) -> Page[PaymentRow]:
    """A page of payments, newest first: two statements."""
    query = select(
        Payment.id,
        Payment.status,
        Payment.number,
        Payment.client_id,
        Client.name_ar,
        Client.name_en,
        Payment.currency,
        Payment.amount,
        Payment.allocated_total,
        Payment.received_on,
        Payment.method,
        Payment.reference,
    ).join(Client, _client_of(Payment.client_id, Payment.workspace_id))
    if status:
        query = query.where(Payment.status == status)
    if client_id is not None:
        query = query.where(Payment.client_id == client_id)
    if search.strip():
        sought = fold(search)
        query = query.where(
            or_(
                func.lower(Payment.number).contains(sought, autoescape=True),
                func.lower(Payment.reference).contains(sought, autoescape=True),
                Client.search_text.contains(sought, autoescape=True),
            )
        )
    found = paged(query.order_by(Payment.id.desc()), page=page, per_page=per_page)
    rows = [PaymentRow(*row) for row in found.rows]
    return Page(rows, found.total, found.page, found.per_page)


@dataclass(frozen=True)
class Verified:
    """What the verify page may tell of an issued document, before a workspace is known."""

    kind: str
    number: str
    status: str
    currency: str
    amount: Decimal
    dated: date
    snapshot: dict[str, Any]


def invoice_by_code(number: str, code: str) -> Verified | None:
    """An issued invoice or credit note by number and code: a look-up outside any workspace."""
    row = (
        session()
        .execute(
            select(
                Invoice.kind,
                Invoice.number,
                Invoice.status,
                Invoice.currency,
                Invoice.total,
                Invoice.issued_on,
                Invoice.snapshot,
            )
            .where(Invoice.verify_code == code, Invoice.number == number)
            .execution_options(**UNSCOPED)
        )
        .one_or_none()
    )
    if row is None or row.number is None or row.issued_on is None or row.snapshot is None:
        return None
    return Verified(*row)


def payment_by_code(number: str, code: str) -> Verified | None:
    """A posted or voided payment by number and code: a look-up outside any workspace."""
    row = (
        session()
        .execute(
            select(
                Payment.number,
                Payment.status,
                Payment.currency,
                Payment.amount,
                Payment.received_on,
                Payment.snapshot,
            )
            .where(Payment.verify_code == code, Payment.number == number)
            .execution_options(**UNSCOPED)
        )
        .one_or_none()
    )
    if row is None or row.number is None or row.snapshot is None:
        return None
    return Verified("receipt", *row)


@dataclass(frozen=True)
class InvoiceSums:
    """What the issued invoices of a list add up to in one currency."""

    currency: str
    total: Decimal
    amount_due: Decimal
    overdue: Decimal


def sums_of_invoices(filters: Filters, today: date) -> list[InvoiceSums]:
    """The sums of a list by currency; drafts, credited invoices and credit notes count nothing."""
    due = func.sum(Invoice.total - Invoice.paid_total)
    is_open = Invoice.status.in_(OPEN)
    query = _narrowed(
        select(
            Invoice.currency,
            func.sum(Invoice.total),
            due.filter(is_open),
            due.filter(is_open, Invoice.due_on < today),
        ).join(Client, _client_of(Invoice.client_id, Invoice.workspace_id)),
        filters,
    ).where(Invoice.kind == INVOICE, Invoice.status.in_((*OPEN, PAID)))
    rows = session().execute(query.group_by(Invoice.currency).order_by(Invoice.currency))
    return [InvoiceSums(row[0], *(amount or ZERO for amount in row[1:])) for row in rows]


def desk(today: date, month_start: date, currency: str) -> Any:
    """What the dashboard counts of invoices, in one statement: see ``service.counts``."""
    is_open = and_(Invoice.kind == INVOICE, Invoice.status.in_(OPEN))
    overdue = and_(is_open, Invoice.due_on < today)
    issued = and_(
        Invoice.kind == INVOICE,
        Invoice.status.in_((*OPEN, PAID)),
        Invoice.issued_on >= month_start,
    )
    ours = Invoice.currency == currency
    due = func.sum(Invoice.total - Invoice.paid_total)
    query = select(
        func.count().filter(Invoice.status == DRAFT).label("drafts"),
        func.count().filter(is_open).label("open"),
        due.filter(is_open, ours).label("open_total"),
        func.count().filter(overdue).label("overdue"),
        due.filter(overdue, ours).label("overdue_total"),
        func.count().filter(issued).label("issued"),
        func.sum(Invoice.total).filter(issued, ours).label("issued_total"),
    ).select_from(Invoice)
    return session().execute(query).one()


def received_since(day: date, currency: str) -> tuple[int, Decimal]:
    """How many posted payments came since ``day``, and what they add up to."""
    row = (
        session()
        .execute(
            select(func.count(), func.sum(Payment.amount)).where(
                Payment.status == POSTED,
                Payment.received_on >= day,
                Payment.currency == currency,
            )
        )
        .one()
    )
    return row[0], row[1] or ZERO


def proofs_waiting() -> int:
    """Proofs of transfer that no payment was recorded from yet, for invoices still open."""
    query = (
        select(func.count())
        .select_from(TransferProof)
        .join(Invoice, Invoice.id == TransferProof.invoice_id)
        .where(TransferProof.payment_id.is_(None), Invoice.status.in_(OPEN))
    )
    return session().scalar(query) or 0
