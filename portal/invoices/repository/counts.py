"""Sums and counts over many records."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select

from portal.core.db import session
from portal.invoices.models import (
    DRAFT,
    INVOICE,
    OPEN,
    PAID,
    POSTED,
    ZERO,
    Invoice,
    Payment,
    TransferProof,
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
                Payment.paid_on >= day,
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
