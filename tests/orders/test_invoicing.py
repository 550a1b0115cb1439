"""What orders and whole quotations are billed for."""

from decimal import Decimal

import pytest

from portal.core.errors import Conflict, Forbidden
from portal.invoices import service as invoices
from portal.orders import service
from portal.orders.schemas import FeePaidIn
from portal.quotations import service as quotations
from tests.factories.catalog import make_service
from tests.factories.house import House
from tests.factories.orders import make_accepted, make_order


def test_the_fee_is_a_disbursement_without_vat(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        invoice = service.draw_invoice(actor, order.id, issue=True)
        assert invoice.status == "issued"
        assert [line.kind for line in invoice.lines] == ["fee", "disbursement"]
        assert invoice.lines[0].workers == ["Rajesh Kumar"] or invoice.lines[0].workers == [
            "راجيش كومار"
        ]
        assert (invoice.tax_total, invoice.government_fees) == (Decimal("37.50"), Decimal("650"))
        assert invoice.total == Decimal("937.50")
        assert invoice.total == service.price_breakdown(actor, order).total
        assert service.order_out(actor, order).invoice_ids == [invoice.id]


def test_a_fee_that_is_not_passed_on_exactly_bears_vat(house: House) -> None:
    with house.work() as actor:
        fee = {"name_ar": "رسوم", "name_en": "Fee", "amount": "100", "is_disbursement": False}
        order = make_order(
            house,
            actor,
            fees=[fee],
            steps=[{"kind": "task", "name_ar": "تنفيذ", "name_en": "Do it", "sla_hours": 8}],
        )
        invoice = service.draw_invoice(actor, order.id)
        assert [line.kind for line in invoice.lines] == ["fee", "fee"]
        assert invoice.tax_total == Decimal("52.50")
        assert invoice.total == service.price_breakdown(actor, order).total


def test_what_was_really_paid_is_passed_on(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        service.pay_fee(actor, order.id, "pay_iqama_fee", FeePaidIn(amount="600"))
        invoice = service.draw_invoice(actor, order.id)
        assert invoice.government_fees == Decimal("600")


def test_nothing_is_billed_twice(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        invoice = service.draw_invoice(actor, order.id, issue=True)
        with pytest.raises(Conflict) as caught:
            service.draw_invoice(actor, order.id)
        assert caught.value.details["invoice_id"] == invoice.id
        invoices.credit(actor, invoice.id, "wrong price")
        assert service.draw_invoice(actor, order.id).id != invoice.id


def test_of_a_cancelled_order_only_paid_fees_are_billed(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        service.pay_fee(actor, order.id, "pay_iqama_fee", FeePaidIn())
        service.cancel(actor, order.id, "the client changed their mind")
        invoice = service.draw_invoice(actor, order.id)
        assert invoice.total == Decimal("650")
        other = make_order(house, actor)
        service.cancel(actor, other.id)
        with pytest.raises(Conflict) as caught:
            service.draw_invoice(actor, other.id)
        assert caught.value.code == "nothing_to_invoice"


def test_a_quotation_is_billed_to_the_halala(house: House) -> None:
    with house.work() as actor:
        sold = make_service(actor)
        quotation = make_accepted(
            house,
            actor,
            lines=[
                {
                    "service_definition_id": sold.id,
                    "quantity": "3",
                    "unit_price": "33.3333",
                    "discount_percent": "7",
                },
                {"description": "استشارة", "unit_price": "10.10"},
                {"description": "متابعة", "unit_price": "10.10", "quantity": "2"},
            ],
            discount_amount="11.11",
        )
        acceptance = quotations.acceptance_of(actor, quotation.id)
        invoice = service.invoice_quotation(actor, quotation.id)
        assert (invoice.total, invoice.tax_total) == (acceptance.total, acceptance.tax_total)
        assert invoice.quotation_number == quotation.number
        with pytest.raises(Conflict) as caught:
            service.invoice_quotation(actor, quotation.id)
        assert caught.value.code == "nothing_to_invoice"


def test_the_rest_of_a_quotation_follows_single_invoices(house: House) -> None:
    with house.work() as actor:
        sold = make_service(actor)
        quotation = make_accepted(
            house,
            actor,
            lines=[
                {"service_definition_id": sold.id, "quantity": "3", "unit_price": "33.3333"},
                {"description": "استشارة", "unit_price": "10.10"},
            ],
        )
        first, *_ = service.of_quotation(actor, quotation.id)
        single = service.draw_invoice(actor, first.id)
        rest = service.invoice_quotation(actor, quotation.id)
        fees = [line.quantity for line in rest.lines if line.kind == "fee"]
        assert fees == [Decimal(1), Decimal(1), Decimal(1)]
        acceptance = quotations.acceptance_of(actor, quotation.id)
        assert single.net_total + rest.net_total == acceptance.total - acceptance.tax_total - 1950


def test_who_draws_invoices(house: House) -> None:
    with house.work() as actor:
        order_id = make_order(house, actor).id
    with house.work("officer") as actor, pytest.raises(Forbidden):
        service.draw_invoice(actor, order_id)
    with house.work("accountant") as actor:
        assert service.draw_invoice(actor, order_id).status == "draft"
