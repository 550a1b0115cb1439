"""The API: shapes, scopes, other workspaces, and the holder of a link without a key."""

from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.accounts import service as accounts
from portal.core import jobs
from portal.quotations import service
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company
from tests.factories.house import House
from tests.factories.quotations import drawn_signature, make_sent, token_of

BASE = "/api/v1/quotations"
ANSWER = {
    "id", "number", "version", "status", "client_id", "company_id", "legal_entity_id", "language",
    "currency", "valid_until", "external_reference", "subtotal", "discount_total",
    "government_fees", "tax_total", "total", "order_ids", "created_at", "updated_at", "notes_ar",
    "notes_en", "discount_percent", "discount_amount", "requires_code", "lock_version", "lines",
    "public_url", "invoice_ids", "sent_at", "viewed_at", "accepted_at", "pdf_sha256",
}  # fmt: skip


@pytest.fixture
def made(house: House) -> dict[str, int]:
    """A client, its company and a service."""
    with house.work() as actor:
        owner = make_client(actor)
        return {
            "client": owner.id,
            "company": make_company(house, actor, owner.id).id,
            "service": make_service(actor).id,
        }


def body(made: dict[str, int], **changes: Any) -> dict[str, Any]:
    return {
        "client_id": made["client"],
        "company_id": made["company"],
        "language": "en",
        "notes": "Thank you",
        "external_reference": "PO-7",
        "lines": [
            {"service_definition_id": made["service"], "quantity": 2},
            {"description": "Advice", "quantity": "1.5", "unit_price": "100.00",
             "discount_percent": 10, "optional": True},
        ],
        **changes,
    }  # fmt: skip


def test_a_quotation_is_written_read_changed_sent_and_withdrawn(
    house: House, client: FlaskClient, made: dict[str, int]
) -> None:
    key = house.key(["quotations:read", "quotations:write"])
    answer = client.post(BASE, json=body(made), headers=key)
    assert answer.status_code == 201
    quotation = answer.get_json()
    assert set(quotation) == ANSWER
    assert quotation["status"] == "draft"
    assert (quotation["subtotal"], quotation["tax_total"]) == ("500.00", "75.00")
    assert (quotation["government_fees"], quotation["total"]) == ("1300.00", "1875.00")
    assert quotation["currency"] == "SAR"
    assert (quotation["public_url"], quotation["order_ids"], quotation["invoice_ids"]) == (
        None, [], [],
    )  # fmt: skip
    first, second = quotation["lines"]
    assert (first["description"], first["unit_price"]) == ("Iqama renewal", "250.00")
    assert (second["quantity"], second["net"], second["optional"]) == ("1.5", "135.00", True)
    assert quotation["notes_en"] == "Thank you"

    path = f"{BASE}/{quotation['id']}"
    changed = client.patch(
        path,
        json={"discount_percent": "10", "lock_version": quotation["lock_version"]},
        headers=key,
    ).get_json()
    assert (changed["discount_total"], changed["external_reference"]) == ("50.00", "PO-7")
    stale = client.patch(
        path, json={"notes": "x", "lock_version": quotation["lock_version"]}, headers=key
    )
    assert (stale.status_code, stale.get_json()["code"]) == (409, "edited_meanwhile")

    sent = client.post(f"{path}/send", headers=key)
    assert sent.status_code == 200
    assert sent.get_json()["status"] == "sent"
    assert "/q/" in sent.get_json()["public_url"]
    assert len(sent.get_json()["pdf_sha256"]) == 64
    assert client.get(path, headers=key).get_json() == sent.get_json()
    late = client.patch(path, json={"notes": "x"}, headers=key)
    assert late.status_code == 409

    withdrawn = client.post(f"{path}/withdraw", json={"reason": "Later"}, headers=key)
    assert withdrawn.get_json()["status"] == "withdrawn"
    assert client.post(f"{path}/withdraw", headers=key).status_code == 409


def test_the_list_has_data_meta_and_filters(
    house: House, client: FlaskClient, made: dict[str, int]
) -> None:
    key = house.key(["quotations:read", "quotations:write"])
    for reference in ("A", "B"):
        client.post(BASE, json=body(made, external_reference=reference), headers=key)
    page = client.get(f"{BASE}?per_page=1", headers=key).get_json()
    assert (page["meta"]["total"], page["meta"]["last_page"], len(page["data"])) == (2, 2, 1)
    assert page["data"][0]["external_reference"] == "B"
    found = client.get(f"{BASE}?external_reference=A&status=draft", headers=key).get_json()
    assert [row["external_reference"] for row in found["data"]] == ["A"]
    assert client.get(f"{BASE}?status=lost", headers=key).status_code == 422


def test_wrong_input_names_every_field(
    house: House, client: FlaskClient, made: dict[str, int]
) -> None:
    key = house.key(["quotations:write"])
    lines = [{"quantity": "0"}, {"description": "x", "unit_price": "١٠٫٥٠"}]
    answer = client.post(BASE, json={"client_id": made["client"], "lines": lines}, headers=key)
    assert answer.status_code == 422
    assert [row["field"] for row in answer.get_json()["errors"]] == ["lines.0.quantity"]
    lines[0] = {"quantity": "1"}
    answer = client.post(BASE, json={"client_id": 999_999, "lines": lines}, headers=key)
    assert answer.get_json()["errors"][0]["field"] == "client_id"
    arabic = client.post(
        BASE,
        json={"client_id": made["client"], "lines": [lines[0]]},
        headers={**key, "Accept-Language": "ar"},
    ).get_json()
    assert [row["field"] for row in arabic["errors"]] == [
        "lines.0.description",
        "lines.0.unit_price",
    ]
    good = client.post(BASE, json={"client_id": made["client"], "lines": lines[1:]}, headers=key)
    assert good.get_json()["subtotal"] == "10.50"
    assert client.post(BASE, json=body(made, colour="red"), headers=key).status_code == 422


def test_scopes_and_other_workspaces(
    house: House, other_house: House, client: FlaskClient, made: dict[str, int]
) -> None:
    with house.work() as actor:
        path = f"{BASE}/{make_sent(actor, made['client']).id}"
    reader, writer = house.key(["quotations:read"]), house.key(["quotations:write"])
    refused = client.post(BASE, json=body(made), headers=reader)
    assert (refused.status_code, refused.get_json()["required_scope"]) == (403, "quotations:write")
    assert client.get(path, headers=writer).status_code == 403
    assert client.post(BASE, json=body(made), headers=writer).status_code == 201
    assert client.get(path).status_code == 401
    stranger = other_house.key()
    for method, address in (
        ("get", path),
        ("patch", path),
        ("post", f"{path}/send"),
        ("post", f"{path}/withdraw"),
    ):
        answer = getattr(client, method)(
            address, headers=stranger, **({"json": {"notes": "x"}} if method == "patch" else {})
        )
        assert answer.status_code == 404, (method, address)
    assert client.get(BASE, headers=stranger).get_json()["data"] == []


def test_sending_to_nobody_is_422(house: House, client: FlaskClient) -> None:
    key = house.key()
    with house.work() as actor:
        owner = make_client(actor, email=None, contacts=[]).id
    lines = [{"description": "x", "unit_price": "1"}]
    made = client.post(BASE, json={"client_id": owner, "lines": lines}, headers=key).get_json()
    answer = client.post(f"{BASE}/{made['id']}/send", headers=key)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "client_has_no_contact")


# --- without a key ------------------------------------------------------------------------


@pytest.fixture
def sent(house: House, made: dict[str, int]) -> tuple[int, str, list[int]]:
    """Id, token and line ids of a sent quotation with a service of two units and an option."""
    with house.work() as actor:
        quotation = make_sent(
            actor,
            made["client"],
            [
                {"service_definition_id": made["service"], "quantity": "2"},
                {"description": "خيار", "unit_price": "100", "optional": True},
            ],
        )
        lines = service.shown(actor, quotation.id).lines
        return quotation.id, token_of(quotation), [line.id for line in lines]


def public(token: str, verb: str) -> str:
    return f"/api/v1/public/quotations/{token}/{verb}"


def test_the_holder_accepts_with_a_drawn_signature(
    house: House, client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    quotation_id, token, lines = sent
    answer = client.post(
        public(token, "accept"),
        json={
            "name": "Khalid",
            "role": "CFO",
            "signature": drawn_signature(),
            "optional_line_ids": [lines[1]],
            "version": 1,
        },
    )
    assert answer.status_code == 200
    got = answer.get_json()
    assert (got["status"], got["accepted_by"], got["line_ids"]) == ("accepted", "Khalid", lines)
    assert (got["total"], len(got["order_ids"])) == ("1990.00", 2)
    assert len(got["certificate_sha256"]) == 64
    again = client.post(public(token, "accept"), json={"name": "Khalid", "version": 1})
    assert (again.status_code, again.get_json()["code"]) == (409, "already_accepted")
    seen = client.get(f"{BASE}/{quotation_id}", headers=house.key()).get_json()
    assert (seen["status"], seen["order_ids"]) == ("accepted", got["order_ids"])


def test_the_holder_declines_with_a_reason(
    client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    missing = client.post(public(sent[1], "decline"), json={})
    assert missing.get_json()["errors"][0]["field"] == "reason"
    answer = client.post(public(sent[1], "decline"), json={"reason": "Too dear"})
    assert answer.get_json()["status"] == "declined"
    late = client.post(public(sent[1], "accept"), json={"name": "x"})
    assert (late.status_code, late.get_json()["code"]) == (409, "quotation_declined")


def test_a_new_version_must_be_named(
    house: House, client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    with house.work() as actor:
        service.revise(actor, sent[0])
        service.send(actor, sent[0])
    for version in (None, 1):
        answer = client.post(public(sent[1], "accept"), json={"name": "x", "version": version})
        assert (answer.status_code, answer.get_json()["code"]) == (409, "quotation_changed")
    assert client.post(public(sent[1], "accept"), json={"name": "x", "version": 2}).status_code == (
        200
    )


def test_a_code_is_wanted_above_the_firms_limit(
    house: House, client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    with house.work() as actor:
        accounts.the_workspace(actor).step_up_above = Decimal("1")
    refused = client.post(public(sent[1], "accept"), json={"name": "x"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "step_up_required")
    asked = client.post(public(sent[1], "request-code"))
    assert asked.status_code == 200
    assert asked.get_json()["minutes"] == 10
    wrong = client.post(public(sent[1], "accept"), json={"name": "x", "code": "12"})
    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (422, "code")
    with house.app.app_context():
        jobs.run_due()


def test_unknown_revoked_and_staff_tokens(
    house: House, client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    assert client.post(public("x" * 43, "accept"), json={"name": "x"}).status_code == 404
    with house.work() as actor:
        service.revoke_link(actor, sent[0])
    gone = client.post(public(sent[1], "accept"), json={"name": "x"})
    assert (gone.status_code, gone.get_json()["code"]) == (410, "link_revoked")


def test_messages_are_in_the_callers_language(
    client: FlaskClient, sent: tuple[int, str, list[int]]
) -> None:
    client.post(public(sent[1], "decline"), json={"reason": "x"})
    english = client.post(
        public(sent[1], "accept"), json={"name": "x"}, headers={"Accept-Language": "en"}
    )
    assert english.get_json()["message"] == "This quotation was declined."
