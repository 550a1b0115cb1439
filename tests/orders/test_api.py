"""Orders over the API."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.orders import service
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.orders import make_accepted, make_order, make_people


def test_a_direct_order(house: House, client: FlaskClient) -> None:
    with house.work() as actor:
        company, worker = make_people(house, actor)
        body = {
            "service_definition_id": make_service(actor).id,
            "company_id": company.id,
            "company_employee_id": worker.id,
            "priority": "high",
        }
    headers = house.key(["orders:write", "orders:read"])
    answer = client.post("/api/v1/orders", json=body, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    made = answer.get_json()
    assert (made["status"], made["priority"]) == ("pending", "high")
    assert [step["status"] for step in made["steps"]] == ["pending"] * 3
    assert made["steps"][0]["due_at"].endswith("Z")
    assert made["price_breakdown"]["total"] == "937.50"
    assert made["worker_id"] == body["company_employee_id"]
    same = client.get(f"/api/v1/orders/{made['id']}", headers=headers).get_json()
    assert same == made


@pytest.mark.parametrize(
    ("company", "worker", "codes"),
    [
        (None, None, {"company_required"}),
        ({}, None, {"worker_required"}),
        ({"cr_expires_on": "2020-01-01"}, {}, {"cr_valid"}),
        (
            {"status": "closed"},
            {"identity_expires_on": "2020-01-01"},
            {"company_active", "iqama_valid"},
        ),
        (
            {},
            {"passport_number": "N1234567", "passport_expires_on": "2020-01-01"},
            {"passport_valid"},
        ),
    ],
)
def test_a_direct_order_is_refused_with_every_reason(
    house: House, client: FlaskClient, company: Any, worker: Any, codes: set[str]
) -> None:
    with house.work() as actor:
        eligibility = ["cr_valid", "company_active", "iqama_valid"]
        if worker and "passport_number" in worker:
            eligibility.append("passport_valid")
        body = {"service_definition_id": make_service(actor, eligibility=eligibility).id}
        if company is not None:
            row = make_company(house, actor, make_client(actor).id, **company)
            body["company_id"] = row.id
            if worker is not None:
                body["worker_id"] = make_worker(house, actor, row.id, **worker).id
    answer = client.post("/api/v1/orders", json=body, headers=house.key(["orders:write"]))
    assert answer.status_code == 422
    assert {error["code"] for error in answer.get_json()["errors"]} == codes


def test_foreign_records_are_not_found(
    house: House, other_house: House, client: FlaskClient
) -> None:
    with other_house.work() as actor:
        company, worker = make_people(other_house, actor)
        sold = make_service(actor)
        foreign = make_order(other_house, actor).id
        body = {
            "service_definition_id": sold.id,
            "company_id": company.id,
            "worker_id": worker.id,
        }
    headers = house.key()
    answer = client.post("/api/v1/orders", json=body, headers=headers)
    assert answer.status_code == 422
    fields = {error["field"] for error in answer.get_json()["errors"]}
    assert fields == {"service_definition_id", "company_id", "worker_id"}
    for method, path in (
        ("get", f"/api/v1/orders/{foreign}"),
        ("patch", f"/api/v1/orders/{foreign}"),
        ("get", f"/api/v1/orders/{foreign}/steps/collect_documents"),
        ("post", f"/api/v1/orders/{foreign}/cancel"),
    ):
        arguments: dict[str, Any] = {} if method == "get" else {"json": {}}
        assert getattr(client, method)(path, headers=headers, **arguments).status_code == 404


def test_filters(house: House, client: FlaskClient) -> None:
    with house.work() as actor:
        first, second = make_order(house, actor), make_order(house, actor)
        service.cancel(actor, second.id)
        ids = {"first": first.id, "second": second.id}
        company, number = first.company_id, first.number
        day = first.created_at.astimezone(actor.zone).date().isoformat()
    headers = house.key(["orders:read"])

    def found(query: str) -> list[int]:
        answer = client.get(f"/api/v1/orders?{query}", headers=headers)
        assert answer.status_code == 200, answer.get_json()
        return [row["id"] for row in answer.get_json()["data"]]

    assert found("") == [ids["second"], ids["first"]]
    assert found("status=cancelled") == [ids["second"]]
    assert found(f"company_id={company}") == [ids["first"]]
    assert found(f"search={number}") == [ids["first"]]
    assert found(f"created_from={day}&created_to={day}") == [ids["second"], ids["first"]]
    assert found("created_to=2020-01-01") == []
    assert found("priority=urgent") == []
    assert client.get("/api/v1/orders?status=lost", headers=headers).status_code == 422


def test_priority_step_and_cancelling(house: House, client: FlaskClient) -> None:
    with house.work() as actor:
        order_id = make_order(house, actor).id
    headers = house.key()
    path = f"/api/v1/orders/{order_id}"
    assert client.patch(path, json={"priority": "urgent"}, headers=headers).get_json()[
        "priority"
    ] == "urgent"  # fmt: skip
    assert client.patch(path, json={"status": "completed"}, headers=headers).status_code == 422
    step = client.get(f"{path}/steps/pay_iqama_fee", headers=headers).get_json()
    assert (step["kind"], step["fee"]["amount"]) == ("government_fee", "650.00")
    assert client.get(f"{path}/steps/unknown", headers=headers).status_code == 404
    cancelled = client.post(f"{path}/cancel", headers=headers)
    assert cancelled.get_json()["status"] == "cancelled"
    again = client.post(f"{path}/cancel", headers=headers)
    assert (again.status_code, again.get_json()["code"]) == (409, "order_ended")


def test_scopes(house: House, client: FlaskClient) -> None:
    with house.work() as actor:
        order_id = make_order(house, actor).id
    reader = house.key(["orders:read"])
    for path in (f"/api/v1/orders/{order_id}/cancel", "/api/v1/orders"):
        answer = client.post(path, json={}, headers=reader)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "insufficient_scope")
    writer = house.key(["orders:write"])
    assert client.get(f"/api/v1/orders/{order_id}", headers=writer).status_code == 403


def test_an_order_of_a_quotation_names_what_is_missing(house: House, client: FlaskClient) -> None:
    with house.work() as actor:
        quotation_id = make_accepted(house, actor).id
    answer = client.get(
        f"/api/v1/orders?quotation_id={quotation_id}", headers=house.key(["orders:read"])
    )
    (row,) = answer.get_json()["data"]
    assert row["status"] == "awaiting_information"


def test_a_list_costs_the_same_whatever_its_length(house: House) -> None:
    from sqlalchemy import event

    from portal.core.db import db, session
    from portal.orders.schemas import OrderFilter

    counted: list[str] = []
    with house.work() as actor:
        make_order(house, actor)

        def statements() -> int:
            session().flush()
            counted.clear()
            service.listed(actor, OrderFilter())
            return len(counted)

        def note(*arguments: Any) -> None:
            counted.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            one = statements()
            for _ in range(3):
                make_order(house, actor)
            assert statements() == one == 2
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
