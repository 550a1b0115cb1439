"""The dashboard: what is waiting, counted right, for those who may see it, in few statements."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.accounts import service as accounts
from portal.core.db import db, now
from portal.dashboard import service
from portal.orders import service as orders
from portal.orders.schemas import OrderIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.invoices import make_draft, make_invoice, make_payment
from tests.factories.quotations import make_quotation, make_sent


@contextmanager
def counted():
    """The statements that run inside the block."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _order(house: House, actor, hours: int):
    """An order whose active step falls due in so many hours."""
    client = make_client(actor)
    company = make_company(house, actor, client.id)
    worker = make_worker(house, actor, company.id)
    definition = make_service(actor, code=f"S{house.rng.randrange(10**6)}", eligibility=[])
    order = orders.create(
        actor,
        OrderIn(service_definition_id=definition.id, company_id=company.id, worker_id=worker.id),
    )
    order.due_at = now() + timedelta(hours=hours)
    return order


def _tile(page: str, label: str) -> int | None:
    found = re.search(rf'class="need-text">{label}.*?class="need-count">([\d,]+)<', page, re.S)
    return int(found.group(1).replace(",", "")) if found else None


def test_an_empty_house_says_so_and_offers_the_first_action(house: House) -> None:
    page = house.browser().get("/").get_data(as_text=True)
    assert "Nothing is waiting" in page
    assert 'href="/quotations/new"' in page
    assert 'class="need ' not in page


def test_quotations_are_counted_by_what_they_wait_for(house: House) -> None:
    with house.work() as actor:
        today = accounts.today(actor)
        make_quotation(actor)
        make_sent(actor, valid_until=today + timedelta(days=30))
        soon = make_sent(actor, valid_until=today + timedelta(days=2))
        late = make_sent(actor, valid_until=today + timedelta(days=1))
        late.valid_until = today - timedelta(days=1)
        number, late_number, worth = soon.number, late.number, soon.total
    with house.work() as actor:
        desk = service.desk(actor).quotations
        assert desk is not None
        assert (desk.drafts, desk.waiting, desk.expiring_soon) == (1, 2, 1)
        assert desk.waiting_total == 2 * worth
        assert [row.number for row in desk.expiring] == [number]
    page = house.browser().get("/").get_data(as_text=True)
    assert _tile(page, "Quotations waiting for an answer") == 2
    assert number in page
    assert late_number not in page


def test_overdue_and_paid_invoices_are_told_apart(house: House) -> None:
    with house.work() as actor:
        today = accounts.today(actor)
        make_draft(actor)
        make_invoice(actor)
        late = make_invoice(actor)
        late.due_on = today - timedelta(days=1)
        paid = make_invoice(actor)
        paid.due_on = today - timedelta(days=1)
        total = paid.total
        make_payment(actor, paid.client_id, str(total), [(paid.id, str(total))])
    with house.work() as actor:
        desk = service.desk(actor).invoices
        assert desk is not None
        assert (desk.drafts, desk.open, desk.overdue) == (1, 2, 1)
        assert desk.overdue_total == total
        assert desk.open_total == 2 * total
        assert (desk.issued_this_month, desk.issued_total) == (3, 3 * total)
        assert desk.received == (1, total)


def test_steps_are_overdue_or_due_today_and_lead_to_their_order(house: House) -> None:
    with house.work() as actor:
        late = _order(house, actor, -2)
        _order(house, actor, 24 * 30)
        number, order_id = late.number, late.id
    with house.work() as actor:
        desk = service.desk(actor).orders
        assert desk is not None
        assert desk.overdue == 1
        assert desk.open == 2
        assert [row.number for row in desk.pressing] == [number]
    page = house.browser().get("/").get_data(as_text=True)
    assert _tile(page, "Steps overdue") == 1
    assert f'href="/orders/{order_id}"' in page


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("viewer", ["Owed to us today", "Payments received"], ["Record payment", "New quotation"]),
        ("officer", ["New quotation", "New client"], ["Record payment", "Payments received"]),
        ("accountant", ["New invoice", "Record payment", "Payments received"], ["New quotation"]),
    ],
)
def test_each_role_sees_its_own(house: House, role: str, seen, unseen) -> None:
    page = house.browser(role).get("/").get_data(as_text=True)
    assert [text for text in seen if text not in page] == []
    assert [text for text in unseen if text in page] == []


def test_nothing_of_another_workspace_is_counted(house: House, other_house: House) -> None:
    with house.work() as actor:
        make_sent(actor)
        make_invoice(actor)
    with other_house.work() as actor:
        desk = service.desk(actor)
        assert desk.quotations is not None
        assert desk.invoices is not None
        assert (desk.quotations.waiting, desk.invoices.open) == (0, 0)
        assert desk.invoices.open_total == 0


def test_the_number_of_statements_does_not_grow(house: House) -> None:
    def statements() -> int:
        with house.work() as actor, counted() as seen:
            service.desk(actor)
            return len(seen)

    with house.work() as actor:
        make_sent(actor, valid_until=accounts.today(actor) + timedelta(days=1))
    before = statements()
    with house.work() as actor:
        for _ in range(3):
            make_sent(actor, valid_until=accounts.today(actor) + timedelta(days=1))
            make_invoice(actor)
            _order(house, actor, -1)
    assert statements() == before
    assert before <= 12
