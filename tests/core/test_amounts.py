"""Amounts in SQL keep their scale, or refuse."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from portal.core.db import session
from portal.invoices.models import Invoice, InvoiceLine
from tests.factories.house import House
from tests.factories.invoices import make_invoice, make_payment


def test_sums_and_differences_stay_amounts(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        make_payment(actor, invoice.client_id, "150.50")
        query = select(
            func.sum(Invoice.total - Invoice.paid_total),
            func.max(Invoice.total + Invoice.paid_total),
            func.max(Invoice.total * 2),
        )
        assert tuple(session().execute(query).one()) == (
            Decimal("999.50"),
            Decimal("1300.50"),
            Decimal("2300.00"),
        )


def test_what_would_scale_twice_is_refused() -> None:
    with pytest.raises(TypeError):
        _ = Invoice.total * InvoiceLine.quantity
    with pytest.raises(TypeError):
        _ = Invoice.total * Decimal("1.5")
    with pytest.raises(TypeError):
        _ = Invoice.total / 2
