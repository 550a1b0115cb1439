"""What the holder of the link sees and sends."""

import io

from flask.testing import FlaskClient

from portal.core.db import session
from portal.orders.models import ServiceOrder
from tests.factories.clients import make_worker
from tests.factories.house import House
from tests.factories.orders import PDF, make_accepted, make_people
from tests.factories.quotations import token_of


def _accepted(house: House) -> tuple[str, int, int]:
    """The token, the order and a worker who may be chosen."""
    house.app.config["WTF_CSRF_ENABLED"] = False
    with house.work() as actor:
        company, _ = make_people(house, actor)
        worker = make_worker(house, actor, company.id, name_ar="عبد الله خان")
        quotation = make_accepted(house, actor, company=company)
        return token_of(quotation), quotation.order_ids[0], worker.id


def _state(house: House, order_id: int) -> str:
    with house.work():
        return session().get(ServiceOrder, order_id).status


def test_progress_and_what_is_missing(house: House, client: FlaskClient) -> None:
    token, order_id, _ = _accepted(house)
    page = client.get(f"/q/{token}?lang=en").get_data(as_text=True)
    assert f'id="order-{order_id}"' in page
    assert "Collect documents" in page
    assert "The worker it is for" in page
    arabic = client.get(f"/q/{token}?lang=ar").get_data(as_text=True)
    assert "استلام المستندات" in arabic


def test_sending_what_is_missing(house: House, client: FlaskClient) -> None:
    token, order_id, worker_id = _accepted(house)
    path = f"/q/{token}/orders/{order_id}/information"
    wrong = client.post(path, data={f"order-{order_id}-identity_number": "123"})
    assert wrong.status_code == 422
    assert "123" in wrong.get_data(as_text=True)
    not_a_file = client.post(
        path, data={"document-iqama_copy": (io.BytesIO(b"plain words"), "iqama.pdf")}
    )
    assert not_a_file.status_code == 422
    assert _state(house, order_id) == "awaiting_information"
    right = client.post(
        path,
        data={
            f"order-{order_id}-worker_id": str(worker_id),
            "document-iqama_copy": (io.BytesIO(PDF), "iqama.pdf"),
        },
    )
    assert right.status_code == 302
    assert right.location.endswith(f"/q/{token}#order-{order_id}")
    assert _state(house, order_id) == "pending"


def test_another_token_reaches_nothing(
    house: House, other_house: House, client: FlaskClient
) -> None:
    _, order_id, _ = _accepted(house)
    foreign, _, _ = _accepted(other_house)
    own, other_order, _ = _accepted(house)
    for token in (foreign, own, "x" * 43):
        path = f"/q/{token}/orders/{order_id}/information"
        assert client.get(path).status_code == 404
        assert client.post(path, data={}).status_code == 404
    assert client.get(f"/q/{own}/orders/{other_order}/information").status_code == 200


def test_an_ended_order_takes_nothing(house: House, client: FlaskClient) -> None:
    token, order_id, worker_id = _accepted(house)
    browser = house.browser()
    assert browser.post(f"/orders/{order_id}/cancel").status_code == 302
    answer = client.post(
        f"/q/{token}/orders/{order_id}/information",
        data={f"order-{order_id}-worker_id": str(worker_id)},
    )
    assert answer.status_code == 409
