"""The look-ups of the verify page, before a workspace is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.core.db import UNSCOPED, session
from portal.invoices.models import (
    Invoice,
    Payment,
)


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
                Payment.paid_on,
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
