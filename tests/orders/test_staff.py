"""The staff's pages of orders."""

import io

from flask.testing import FlaskClient

from portal.core.db import session
from portal.orders import service
from portal.orders.models import ServiceOrder
from tests.factories.catalog import make_service
from tests.factories.clients import make_worker
from tests.factories.house import House
from tests.factories.orders import PDF, make_accepted, make_order, make_people


def _post(browser: FlaskClient, path: str, **fields: object) -> tuple[int, str]:
    answer = browser.post(path, data=fields, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def _state(house: House, order_id: int) -> str:
    with house.work():
        return session().get(ServiceOrder, order_id).status


def test_the_list_filters_and_searches(house: House) -> None:
    with house.work() as actor:
        first, second = make_order(house, actor), make_order(house, actor)
        service.cancel(actor, second.id)
        numbers = first.number, second.number
    browser = house.browser()
    for query, shown, hidden in (
        ("?status=cancelled", numbers[1], numbers[0]),
        (f"?q={numbers[0]}", numbers[0], numbers[1]),
    ):
        page = browser.get(f"/orders{query}").get_data(as_text=True)
        assert shown in page
        assert hidden not in page
    assert browser.get("/orders?status=nonsense&page=x").status_code == 200


def test_walking_an_order_through(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        order_id, (first, fee, last) = order.id, [step.step_key for step in order.steps]
    browser = house.browser()
    base = f"/orders/{order_id}"
    assert _post(browser, f"{base}/steps/{first}/start")[0] == 302
    code, page = _post(browser, f"{base}/steps/{first}/complete")
    assert code == 409
    assert "Documents of this step are still missing." in page
    fields = {"document-document_key": "iqama_copy", "file": (io.BytesIO(PDF), "iqama.pdf")}
    assert _post(browser, f"{base}/documents", **fields)[0] == 302
    assert _post(browser, f"{base}/steps/{first}/complete")[0] == 302
    assert _post(browser, f"{base}/steps/{fee}/start")[0] == 302
    code, page = _post(browser, f"{base}/steps/{fee}/fee", **{"fee-amount": "many"})
    assert code == 422
    assert "many" in page  # what was typed is still there
    fields = {"fee-amount": "٦٥٠", "receipt": (io.BytesIO(PDF), "receipt.pdf")}
    assert _post(browser, f"{base}/steps/{fee}/fee", **fields)[0] == 302
    assert _post(browser, f"{base}/steps/{fee}/complete")[0] == 302
    assert _post(browser, f"{base}/steps/{last}/hold", **{"hold-reason": "waits"})[0] == 302
    assert _state(house, order_id) == "on_hold"
    assert _post(browser, f"{base}/steps/{last}/resume")[0] == 302
    assert _post(browser, f"{base}/steps/{last}/skip", **{"skip-reason": ""})[0] == 422
    assert _post(browser, f"{base}/steps/{last}/skip", **{"skip-reason": "not needed"})[0] == 302
    assert _state(house, order_id) == "completed"
    with house.work() as actor:
        receipt = service.get(actor, order_id).steps[1].receipt_file_id
    assert browser.get(f"{base}/files/{receipt}").data == PDF
    assert browser.get(f"{base}/files/{receipt + 1000}").status_code == 404
    page = browser.get(base).get_data(as_text=True)
    assert "not needed" in page
    answer = browser.post(f"{base}/invoice")
    assert answer.status_code == 302
    assert browser.get(answer.location).status_code == 200
    code, page = _post(browser, f"{base}/invoice")
    assert code == 409
    assert "already invoiced" in page


def test_missing_information_is_completed_by_staff(house: House) -> None:
    with house.work() as actor:
        company, _ = make_people(house, actor)
        worker_id = make_worker(house, actor, company.id).id
        quotation = make_accepted(house, actor, company=company)
        quotation_id, order_id = quotation.id, quotation.order_ids[0]
    browser = house.browser()
    page = browser.get(f"/quotations/{quotation_id}").get_data(as_text=True)
    assert f"/orders/{order_id}" in page
    page = browser.get(f"/orders/{order_id}").get_data(as_text=True)
    assert "The worker it is for" in page
    assert "Copy of the Iqama" in page
    fields = {
        "information-worker_id": str(worker_id),
        "document-iqama_copy": (io.BytesIO(PDF), "iqama.pdf"),
    }
    assert _post(browser, f"/orders/{order_id}/information", **fields)[0] == 302
    assert _state(house, order_id) == "pending"


def test_a_direct_order_on_the_page(house: House) -> None:
    with house.work() as actor:
        company, worker = make_people(house, actor)
        fields = {
            "service_definition_id": str(make_service(actor).id),
            "client_id": str(company.client_id),
            "company_id": str(company.id),
            "priority": "normal",
        }
        worker_id = worker.id
    browser = house.browser()
    assert browser.get("/orders/new").status_code == 200
    page = _post(browser, "/orders/new", **fields, choose="1")
    assert page[0] == 200
    assert f'value="{worker_id}"' in page[1]
    code, page = _post(browser, "/orders/new", **fields)
    assert code == 422
    assert "Needed for this service" in page
    assert _post(browser, "/orders/new", **fields, worker_id=str(worker_id))[0] == 302


def test_cancelling_priority_and_roles(house: House, other_house: House) -> None:
    with house.work() as actor:
        order_id = make_order(house, actor).id
    viewer, owner = house.browser("viewer"), house.browser("owner")
    assert viewer.get(f"/orders/{order_id}").status_code == 200
    assert viewer.post(f"/orders/{order_id}/cancel").status_code == 403
    assert viewer.post(f"/orders/{order_id}/steps/collect_documents/start").status_code == 403
    assert (
        owner.post(f"/orders/{order_id}/priority", data={"priority": "urgent"}).status_code == 302
    )
    assert other_house.browser().get(f"/orders/{order_id}").status_code == 404
    assert other_house.browser().post(f"/orders/{order_id}/cancel").status_code == 404
    assert _post(owner, f"/orders/{order_id}/cancel", **{"cancel-reason": "no longer"})[0] == 302
    assert _post(owner, f"/orders/{order_id}/cancel", **{"cancel-reason": "again"})[0] == 409
    assert "no longer" in owner.get(f"/orders/{order_id}").get_data(as_text=True)


def test_a_whole_quotation_is_invoiced_from_its_page(house: House) -> None:
    with house.work() as actor:
        quotation_id = make_accepted(house, actor).id
    browser = house.browser()
    answer = browser.post(f"/quotations/{quotation_id}/invoice")
    assert answer.status_code == 302
    assert "/invoices/" in answer.location
    again = browser.post(f"/quotations/{quotation_id}/invoice", follow_redirects=True)
    assert "There is nothing left to invoice." in again.get_data(as_text=True)
