"""Lists, read as columns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from portal.clients.models import Client
from portal.core.db import session
from portal.core.paging import Page, paged
from portal.invoices.models import (
    INVOICE,
    OPEN,
    PAID,
    POSTED,
    ZERO,
    Invoice,
    Payment,
)
from portal.kit.text import fold


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
    paid_on: date
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
        Payment.paid_on,
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
