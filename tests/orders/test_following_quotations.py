"""Orders that follow from an accepted quotation, and what undoing it does."""

from decimal import Decimal

import pytest

from portal.core.db import session
from portal.core.errors import Conflict
from portal.invoices import service as invoices
from portal.orders import service
from portal.orders.models import ServiceOrder
from portal.orders.schemas import FeePaidIn
from portal.quotations import service as quotations
from portal.quotations.schemas import AcceptIn, UndoIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.orders import make_accepted, make_people
from tests.factories.quotations import holder, make_sent


def test_one_order_a_unit_and_worker_i_for_unit_i(house: House) -> None:
    with house.work() as actor:
        company, first = make_people(house, actor)
        second = make_worker(house, actor, company.id, name_en="Anil Singh")
        sold = make_service(actor)
        quotation = make_accepted(
            house,
            actor,
            company=company,
            lines=[
                {
                    "service_definition_id": sold.id,
                    "quantity": "3",
                    "worker_ids": [first.id, second.id],
                },
                {"description": "استشارة", "unit_price": "100"},
            ],
        )
        orders = service.of_quotation(actor, quotation.id)
        assert [order.worker_id for order in orders] == [first.id, second.id, None]
        assert [order.unit for order in orders] == [1, 2, 3]
        assert quotation.order_ids == [order.id for order in orders]
        assert {order.company_id for order in orders} == {company.id}
        numbers = [int(order.number.rsplit("-", 1)[1]) for order in orders]
        assert numbers == list(range(numbers[0], numbers[0] + 3))
        assert "worker" in orders[2].missing
        assert "worker" not in orders[0].missing


def test_acceptance_never_fails_for_missing_data(house: House) -> None:
    with house.work() as actor:
        sold = make_service(actor, eligibility=["cr_valid", "company_active", "passport_valid"])
        client = make_client(actor)
        quotation = make_sent(actor, client.id, [{"service_definition_id": sold.id}])
        quotations.accept(holder(quotation), quotation.id, AcceptIn(name="سعد"))
        (order,) = service.of_quotation(actor, quotation.id)
        assert order.status == "awaiting_information"
        assert order.missing == ["company", "worker", "document:iqama_copy"]
        assert order.due_at is None
        assert order.current_step.clock_started_at is None


def test_eligibility_goes_by_dates(house: House) -> None:
    with house.work() as actor:
        company = make_company(
            house, actor, make_client(actor).id, cr_expires_on="2020-01-01", status="suspended"
        )
        worker = make_worker(
            house,
            actor,
            company.id,
            identity_expires_on="2021-05-05",
            passport_number="N1234567",
            passport_expires_on="2022-01-01",
        )
        sold = make_service(
            actor, eligibility=["cr_valid", "company_active", "iqama_valid", "passport_valid"]
        )
        quotation = make_accepted(
            house,
            actor,
            company=company,
            lines=[{"service_definition_id": sold.id, "worker_ids": [worker.id]}],
        )
        (order,) = service.of_quotation(actor, quotation.id)
        assert order.missing[:4] == ["cr_valid", "company_active", "iqama_valid", "passport_valid"]


def test_units_add_up_to_the_line_exactly(house: House) -> None:
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
                    "government_fee": "100.01",
                }
            ],
            discount_amount="10",
        )
        orders = service.of_quotation(actor, quotation.id)
        (line,) = quotations.accepted_lines(actor, quotation.id)
        gross = sum(Decimal(order.price["unit_price"]) for order in orders)
        discount = sum(Decimal(order.price["discount_amount"]) for order in orders)
        fees = sum(Decimal(fee["amount"]) for order in orders for fee in order.price["fees"])
        assert gross == Decimal("100.00")
        assert discount == Decimal("7.00") + line.document_discount_share
        assert fees == Decimal("300.03")
        assert all(order.price["fees"][0]["key"] == "sum_of_fees" for order in orders)
        assert [bool(step.fee) for step in orders[0].steps] == [False, True, False]


def test_undoing_cancels_the_orders(house: House) -> None:
    with house.work() as actor:
        quotation = make_accepted(house, actor)
        (order,) = service.of_quotation(actor, quotation.id)
        draft = service.draw_invoice(actor, order.id)
        quotations.undo_acceptance(actor, quotation.id, UndoIn(reason="accepted by mistake"))
        assert order.status == "cancelled"
        assert quotation.order_ids == []
        assert draft.id not in invoices.ids_of_source(actor, "quotation", quotation.id)


def test_undoing_is_refused_once_a_fee_is_paid(house: House) -> None:
    with house.work() as actor:
        quotation = make_accepted(house, actor)
        (order,) = service.of_quotation(actor, quotation.id)
        service.pay_fee(actor, order.id, "pay_iqama_fee", FeePaidIn())
        quotation_id, order_id = quotation.id, order.id
    with pytest.raises(Conflict) as caught, house.work() as actor:
        quotations.undo_acceptance(actor, quotation_id, UndoIn(reason="accepted by mistake"))
    assert caught.value.code == "fee_paid"
    with house.work() as actor:
        assert session().get(ServiceOrder, order_id).status == "awaiting_information"


def test_undoing_is_refused_once_an_invoice_is_issued(house: House) -> None:
    with house.work() as actor:
        quotation = make_accepted(house, actor)
        (order,) = service.of_quotation(actor, quotation.id)
        service.draw_invoice(actor, order.id, issue=True)
        with pytest.raises(Conflict) as caught:
            service.undo_for_quotation(actor, quotation.id)
        assert caught.value.code == "invoice_issued"


def test_a_changed_catalogue_leaves_running_orders_alone(house: House) -> None:
    with house.work() as actor:
        sold = make_service(actor)
        quotation = make_accepted(house, actor, sold=sold)
        sold.steps[0].name_en = "Something else"
        sold.unit_price = Decimal("9999")
        (order,) = service.of_quotation(actor, quotation.id)
        assert order.steps[0].name_en == "Collect documents"
        assert service.price_breakdown(actor, order).unit_price == Decimal("250.00")
