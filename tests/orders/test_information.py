"""Completing what an order waits for, by the client's link and by staff."""

import email
import email.policy
from typing import Any

import pytest

from portal.companies import service as companies
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.files import Upload
from portal.core.jobs import run_due
from portal.kit import specimen
from portal.orders import service
from portal.orders.schemas import InformationIn
from portal.quotations import service as quotations
from portal.quotations.schemas import AcceptIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.orders import PDF, make_accepted, make_people
from tests.factories.quotations import holder, make_sent

UPLOAD = {"iqama_copy": Upload("iqama.pdf", PDF)}


def _waiting(house: House, actor: Any) -> Any:
    """An accepted quotation without company and worker, and its one order."""
    sold = make_service(actor)
    quotation = make_sent(actor, make_client(actor).id, [{"service_definition_id": sold.id}])
    quotations.accept(holder(quotation), quotation.id, AcceptIn(name="سعد"))
    return quotation, service.of_quotation(actor, quotation.id)[0]


def test_the_link_completes_everything_and_the_clock_starts(house: House) -> None:
    with house.work() as actor:
        quotation, order = _waiting(house, actor)
        cr = specimen.make_cr(house.rng)
        iqama = specimen.make_national_id(house.rng, "resident")
        data = InformationIn(
            company_name="شركة النخيل",
            commercial_registration=cr,
            worker_name="Anil Singh",
            identity_number=iqama,
            identity_expires_on="2031-01-01",
        )
        service.provide_information(holder(quotation), order.id, data, UPLOAD)
        assert order.missing == []
        assert order.status == "pending"
        assert order.due_at is not None
        company = companies.get(actor, order.company_id)
        assert (company.client_id, company.legal_name_ar) == (order.client_id, "شركة النخيل")
        worker = companies.get_worker(actor, order.worker_id)
        assert (worker.name_en, worker.identity_kind) == ("Anil Singh", "iqama")
        assert order.documents[0].by_client
        assert iqama in order.search_text


def test_it_may_come_in_parts(house: House) -> None:
    with house.work() as actor:
        quotation, order = _waiting(house, actor)
        service.provide_information(holder(quotation), order.id, InformationIn(), UPLOAD)
        assert order.status == "awaiting_information"
        assert order.missing == ["company", "worker"]


def test_a_link_reaches_only_its_own_client_and_quotation(house: House) -> None:
    with house.work() as actor:
        quotation, order = _waiting(house, actor)
        foreign_company, foreign_worker = make_people(house, actor)
        other = make_accepted(house, actor)
        with pytest.raises(Invalid):
            service.provide_information(
                holder(quotation), order.id, InformationIn(company_id=foreign_company.id)
            )
        with pytest.raises(Invalid):
            service.provide_information(
                holder(quotation), order.id, InformationIn(worker_id=foreign_worker.id)
            )
        with pytest.raises(NotFound):
            service.provide_information(holder(other), order.id, InformationIn())
        with pytest.raises(NotFound):
            service.file_of(holder(other), order.id, 1)


def test_a_link_completes_but_never_changes(house: House) -> None:
    with house.work() as actor:
        company, _ = make_people(house, actor)
        worker = make_worker(
            house, actor, company.id, passport_number="N1234567", identity_expires_on="2031-01-01"
        )
        number = worker.identity_number
        quotation = make_accepted(
            house,
            actor,
            company=company,
            lines=[
                {"service_definition_id": make_service(actor).id, "worker_ids": [worker.id]},
            ],
        )
        (order,) = service.of_quotation(actor, quotation.id)
        assert order.missing == ["document:iqama_copy"]
        data = InformationIn(
            identity_number=specimen.make_national_id(house.rng, "resident"),
            passport_number="Z7654321",
            company_id=make_company(house, actor, company.client_id).id,
        )
        service.provide_information(holder(quotation), order.id, data, UPLOAD)
        assert (worker.identity_number, worker.passport_number) == (number, "N1234567")
        assert order.company_id == company.id
        assert order.status == "pending"


def test_a_renewed_date_lets_the_order_go_on(house: House) -> None:
    with house.work() as actor:
        company = make_company(house, actor, make_client(actor).id, cr_expires_on="2020-01-01")
        sold = make_service(
            actor, requires_worker=False, eligibility=["cr_valid"], steps=[_task()], fees=[]
        )
        quotation = make_accepted(house, actor, company=company, sold=sold)
        (order,) = service.of_quotation(actor, quotation.id)
        assert order.missing == ["cr_valid"]
        # the client says so, or staff change the company: both reach the waiting order
        service.provide_information(
            holder(quotation), order.id, InformationIn(cr_expires_on="2031-06-30")
        )
        assert order.status == "pending"


def _task() -> dict[str, Any]:
    return {"kind": "task", "name_ar": "تنفيذ", "name_en": "Do it", "sla_hours": 8}


def test_staff_may_begin_without_but_not_without_a_worker(house: House) -> None:
    with house.work() as actor:
        quotation, order = _waiting(house, actor)
        service.waive(actor, order.id, "the original is with us")
        assert order.missing == ["company", "worker"]
        with pytest.raises(Conflict) as caught:
            service.start_step(actor, order.id, order.steps[0].step_key)
        assert caught.value.code == "awaiting_information"


def test_documents_are_checked(house: House) -> None:
    with house.work() as actor:
        quotation, order = _waiting(house, actor)
        wrong_kind = {"iqama_copy": Upload("iqama.pdf", b"MZ not a pdf")}
        with pytest.raises(Invalid) as caught:
            service.provide_information(holder(quotation), order.id, InformationIn(), wrong_kind)
        assert caught.value.errors[0].code == "file_type"
        with pytest.raises(Invalid):
            service.provide_information(
                holder(quotation), order.id, InformationIn(), {"what": Upload("a.pdf", PDF)}
            )
        with pytest.raises(Invalid):
            service.receive_document(actor, order.id, "iqama_copy", None, " ")


def test_asking_the_client_writes_a_letter(house: House) -> None:
    with house.work() as actor:
        _, order = _waiting(house, actor)
        number = order.number
        service.ask_for_information(actor, order.id)
    with house.app.app_context():
        run_due()
    folder = house.app.extensions["house"].settings.data / "mail"
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in folder.rglob("*.eml")
    ]
    bodies = [letter.get_body(("plain",)).get_content() for letter in letters]
    (asking,) = [body for body in bodies if number in body and "صورة الإقامة" in body]
    assert "/q/" in asking
