"""The demo: as much as was asked for, the same every time, and true to every rule of the house."""

from collections import Counter, defaultdict
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.accounts import service as accounts
from portal.catalog.models import ServiceDefinition
from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.db import session, unit_of_work
from portal.core.mail import MailMessage
from portal.core.numbering import NumberSeries
from portal.demo import loader
from portal.demo.world import Amounts
from portal.invoices import service as invoices
from portal.invoices.models import Invoice, Payment, PaymentAllocation
from portal.invoices.service.figures import add_up
from portal.links.models import Link
from portal.orders.models import STATES, STEP_DONE, ServiceOrder
from portal.quotations import service as quotations
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationStatus,
    QuotationVersion,
)
from portal.quotations.schemas import AcceptIn
from portal.quotations.service.snapshots import chosen_totals

SMALL = Amounts(clients=12, companies=18, workers=60, quotations=60, orders=110, invoices=90)
ZERO = Decimal(0)


class Loaded:
    """A demo workspace of a test's own."""

    def __init__(self, app: Any, slug: str, seed: int) -> None:
        self.app, self.slug = app, slug
        with app.app_context():
            self.account = loader.load(
                seed=seed, slug=slug, domain=f"{slug}.example", amounts=SMALL
            )
            with unit_of_work():
                self.workspace_id = accounts.workspace_by_slug(slug).id

    def work(self) -> Any:
        """A unit of work in it."""
        return unit_of_work(self.workspace_id)

    def actor(self) -> Any:
        return accounts.owner_actor(accounts.workspace_by_slug(self.slug))


@pytest.fixture(scope="module")
def demo(app) -> Loaded:
    return Loaded(app, "demo-a", 7)


@pytest.fixture
def inside(demo: Loaded):
    with demo.app.app_context(), demo.work():
        yield demo.actor()


def _all(model: Any) -> list[Any]:
    return list(session().scalars(select(model).order_by(model.id)))


def test_as_much_as_was_asked_for(inside) -> None:
    counted = {
        model: session().scalar(select(func.count()).select_from(model))
        for model in (Client, Company, Worker, Quotation, ServiceOrder, Invoice)
    }
    assert counted == {
        Client: SMALL.clients,
        Company: SMALL.companies,
        Worker: SMALL.workers,
        Quotation: SMALL.quotations,
        ServiceOrder: SMALL.orders,
        Invoice: SMALL.invoices,
    }
    services = _all(ServiceDefinition)
    assert len(services) >= 20
    assert {service.status for service in services} == {"published"}
    entities = accounts.legal_entities(inside)
    assert [entity.vat_registered for entity in entities].count(False) == 1
    roles = Counter(member.role for member in accounts.staff(inside))
    assert (len(entities), roles.total(), len(roles)) == (3, 8, 5)


def test_every_state_is_there(inside) -> None:
    assert {row.status for row in _all(Quotation)} == set(QuotationStatus.ALL)
    assert {row.status for row in _all(ServiceOrder)} == set(STATES)
    states = {"draft", "issued", "partially_paid", "paid", "credited"}
    assert {row.status for row in _all(Invoice)} == states
    assert {"posted", "draft"} <= {row.status for row in _all(Payment)}
    today = accounts.today(inside)
    assert any(row.is_overdue(today) for row in _all(Invoice))


def test_quotations_add_up_and_agree_with_their_versions(inside) -> None:
    versions = {(row.quotation_id, row.version): row for row in _all(QuotationVersion)}
    acceptances = {row.quotation_id: row for row in _all(Acceptance) if not row.undone_at}
    links = {row.id: row for row in _all(Link)}
    for quotation in _all(Quotation):
        version = versions[quotation.id, quotation.current_version or 1]
        assert version.total == quotation.total
        assert (quotation.status == "draft") == (version.sent_at is None)
        agreed = quotation.status in QuotationStatus.AGREED
        assert agreed == (quotation.id in acceptances)
        if version.snapshot is not None:
            assert chosen_totals(version.snapshot, None).total == quotation.total
            assert links[quotation.link_id].subject == ("quotation", quotation.id)
        if quotation.status in QuotationStatus.OPEN:
            assert quotation.valid_until >= accounts.today(inside)
        if agreed:
            acceptance = acceptances[quotation.id]
            made = chosen_totals(version.snapshot, acceptance.line_ids)
            assert (acceptance.total, acceptance.tax_total) == (made.total, made.tax_total)
            units = sum(
                int(line.quantity)
                for line in quotations.accepted_lines(inside, quotation.id)
                if line.service_definition_id
            )
            assert len(quotation.order_ids) == units


def test_steps_agree_with_their_orders(inside) -> None:
    for order in _all(ServiceOrder):
        states = [step.status for step in order.steps]
        done = [state in STEP_DONE for state in states]
        assert done == sorted(done, reverse=True), order.number  # one after the other
        assert (order.status == "completed") == all(done), order.number
        if order.status != "cancelled":  # which keeps what it waited for
            waits = order.status == "awaiting_information"
            assert waits == bool(order.missing), order.number
        assert (order.status == "cancelled") == (order.cancelled_at is not None)
        current = order.current_step
        if order.status == "on_hold":
            assert current.status == "on_hold"
            assert current.hours_left is not None
        if order.status in ("pending", "in_progress"):
            assert order.due_at == current.due_at is not None
        moments = [step.ended_at for step in order.steps if step.ended_at]
        assert moments == sorted(moments)
        if moments:
            assert order.created_at <= moments[0]
            assert order.started_at is not None
        for step in order.steps:
            if step.status == "completed" and step.fee:
                assert step.paid_amount == Decimal(step.fee["amount"])


def test_invoices_add_up_and_payments_settle_them(inside) -> None:
    entities = {entity.id: entity for entity in accounts.legal_entities(inside)}
    paid: dict[int, Decimal] = defaultdict(Decimal)
    used: dict[int, Decimal] = defaultdict(Decimal)
    for row in _all(PaymentAllocation):
        if row.released_at is None:
            paid[row.invoice_id] += row.amount
            used[row.payment_id] += row.amount
    for invoice in _all(Invoice):
        entity = entities[invoice.legal_entity_id]
        figures = add_up(invoice.lines, currency="SAR", vat_registered=entity.vat_registered)
        assert (invoice.net_total, invoice.tax_total, invoice.total) == (
            figures.net_total,
            figures.tax_total,
            figures.total,
        )
        assert invoice.paid_total == paid[invoice.id], invoice.number
        if invoice.kind == "invoice" and invoice.status not in ("draft", "credited"):
            expected = "issued" if not invoice.paid_total else "partially_paid"
            assert invoice.status == ("paid" if not invoice.amount_due else expected)
        assert (invoice.number is None) == (invoice.status == "draft")
        assert (invoice.treatment == "plain") == (
            invoice.number is not None and not entity.vat_registered
        )
        assert bool(invoice.tax_qr) == (invoice.treatment in ("tax", "simplified"))
    for payment in _all(Payment):
        assert payment.allocated_total == used[payment.id]
        assert payment.allocated_total <= payment.amount
        if payment.status != "posted":
            assert not payment.allocated_total


def test_the_chain_holds_and_numbers_have_no_gaps(inside) -> None:
    for entity in accounts.legal_entities(inside):
        assert invoices.chain_breaks(inside, entity.id) == []
    numbers = [row.number for model in (Quotation, ServiceOrder, Invoice, Payment) for row in
               _all(model) if row.number]  # fmt: skip
    assert len(set(numbers)) == len(numbers)
    by_series: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        prefix, _, last = number.rpartition("-")
        by_series[prefix].append(int(last))
    for prefix, given in by_series.items():
        assert sorted(given) == list(range(1, len(given) + 1)), prefix
    stored = sum(row.last for row in _all(NumberSeries) if row.document_type not in ("ICV",))
    assert stored == len(numbers)


def test_issue_dates_follow_the_numbers(inside) -> None:
    seen: dict[int, Any] = {}
    rows = sorted((row for row in _all(Invoice) if row.icv), key=lambda row: row.icv)
    for invoice in rows:
        last = seen.get(invoice.legal_entity_id)
        assert last is None or last <= invoice.issued_at
        seen[invoice.legal_entity_id] = invoice.issued_at


def _extract(demo: Loaded) -> dict[str, Any]:
    with demo.app.app_context(), demo.work():
        return {
            "clients": [(c.name_en, c.vat_number, len(c.contacts)) for c in _all(Client)],
            "workers": [(w.name_en, w.identity_number) for w in _all(Worker)],
            "quotations": [
                (q.number, q.status, q.total, q.valid_until, q.external_reference)
                for q in _all(Quotation)
            ],
            "orders": [(o.number, o.status, o.service_name_en) for o in _all(ServiceOrder)],
            "invoices": [
                (i.number, i.status, i.total, i.issued_on, i.paid_total) for i in _all(Invoice)
            ],
            "payments": [(p.number, p.amount, p.paid_on) for p in _all(Payment)],
        }


def test_the_same_seed_gives_the_same_demo(demo: Loaded) -> None:
    same = _extract(Loaded(demo.app, "demo-b", 7))
    other = _extract(Loaded(demo.app, "demo-c", 8))
    mine = _extract(demo)
    assert mine == same
    assert mine["clients"] != other["clients"]
    assert mine["invoices"] != other["invoices"]


def test_its_people_sign_in_and_find_everything(demo: Loaded) -> None:
    browser = demo.app.test_client()
    demo.app.config["WTF_CSRF_ENABLED"] = False
    answer = browser.post(
        "/sign-in", data={"email": demo.account.email, "password": demo.account.password}
    )
    assert answer.status_code == 302
    for page in (
        "/",
        "/services",
        "/clients",
        "/companies",
        "/quotations",
        "/orders",
        "/invoices",
        "/payments",
    ):
        assert browser.get(page).status_code == 200, page


def test_papers_of_the_history_are_drawn_when_they_are_asked_for(inside) -> None:
    bulk = [row for row in _all(Quotation) if row.status == "sent"][0]
    drawn = quotations.drawn_pdf(inside, bulk.id)
    assert drawn is not None
    assert drawn.startswith(b"%PDF")
    version = quotations.versions(inside, bulk.id)[0]
    assert version.pdf_sha256 is None
    wish = AcceptIn(name="نورة السبيت", note="By telephone", version=bulk.current_version)
    acceptance = quotations.accept(inside, bulk.id, wish)
    assert acceptance.pdf_sha256 == sha256(drawn).hexdigest()
    assert quotations.drawn_pdf(inside, bulk.id) is None
    assert quotations.version_pdf(inside, bulk.id).sha256 == acceptance.pdf_sha256
    invoice = next(row for row in _all(Invoice) if row.snapshot and row.pdf_file_id is None)
    assert invoices.pdf_bytes(inside, invoice).startswith(b"%PDF")
    session().rollback()


def test_the_newest_of_each_kind_have_their_papers_and_letters(inside) -> None:
    newest = max(_all(Quotation), key=lambda row: row.id)
    assert quotations.version_pdf(inside, newest.id).sha256
    with_paper = [row for row in _all(Invoice) if row.pdf_file_id is not None]
    assert len(with_paper) >= 10
    assert {row.kind for row in with_paper} == {"invoice", "credit_note"}
    assert session().scalar(select(func.count()).select_from(MailMessage)) > 20
