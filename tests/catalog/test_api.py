"""Services over the API: shape, search, pages, and what is hidden."""

from portal.catalog import service as catalog
from portal.catalog.schemas import StepIn
from tests.factories.catalog import make_service, service_in
from tests.factories.house import House


def test_the_list_is_paged_and_searched(house: House, client) -> None:
    with house.work() as actor:
        for number in range(3):
            make_service(actor, f"IQR-{number}")
        make_service(actor, "VISA", name_ar="تأشيرة", name_en="Visa")
        catalog.create(actor, service_in("HIDDEN"))
    headers = house.key(["services:read"])
    body = client.get("/api/v1/services?per_page=3", headers=headers).get_json()
    assert [row["code"] for row in body["data"]] == ["IQR-0", "IQR-1", "IQR-2"]
    assert body["meta"] == {
        "total": 4,
        "per_page": 3,
        "current_page": 1,
        "last_page": 2,
        "has_next": True,
        "has_previous": False,
    }
    first = body["data"][0]
    assert (first["unit_price"], first["government_fee"], first["currency"]) == (
        "250.00",
        "650.00",
        "SAR",
    )
    found = client.get("/api/v1/services", query_string={"search": "تاشيره"}, headers=headers)
    assert [row["code"] for row in found.get_json()["data"]] == ["VISA"]


def test_one_service_shows_what_clients_may_see(house: House, client) -> None:
    with house.work() as actor:
        data = service_in()
        steps = [*data.steps, StepIn(name_ar="تدقيق", name_en="Check", client_visible=False)]
        service_id = make_service(actor, steps=steps).id
    headers = house.key(["services:read"])
    body = client.get(f"/api/v1/services/{service_id}", headers=headers).get_json()
    assert [step["step_key"] for step in body["steps"]] == [
        "collect_documents",
        "pay_iqama_fee",
        "deliver_result",
    ]
    assert body["fees"][0]["amount"] == "650.00"
    assert body["eligibility"] == ["company_active", "required_documents"]
    answer = client.get(f"/api/v1/services/{service_id}/required-documents", headers=headers)
    assert answer.get_json() == {
        "data": [
            {
                "key": "iqama_copy",
                "name_ar": "صورة الإقامة",
                "name_en": "Copy of the Iqama",
                "mandatory": True,
                "step_key": "collect_documents",
            },
            {
                "key": "photo",
                "name_ar": "صورة شخصية",
                "name_en": "Photo",
                "mandatory": False,
                "step_key": "collect_documents",
            },
        ]
    }


def test_unknown_foreign_and_unpublished_are_all_404(
    house: House, other_house: House, client
) -> None:
    with house.work() as actor:
        draft = catalog.create(actor, service_in("DRAFT")).id
    with other_house.work() as actor:
        foreign = make_service(actor).id
    headers = house.key(["services:read"])
    for service_id in (draft, foreign, 10**9):
        for tail in ("", "/required-documents"):
            answer = client.get(f"/api/v1/services/{service_id}{tail}", headers=headers)
            assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_the_scope_is_needed(house: House, client) -> None:
    answer = client.get("/api/v1/services", headers=house.key(["orders:read"]))
    assert (answer.status_code, answer.get_json()["required_scope"]) == (403, "services:read")


def test_bad_parameters_are_named(house: House, client) -> None:
    answer = client.get("/api/v1/services?per_page=500&colour=red", headers=house.key())
    assert answer.status_code == 422
    assert {item["field"] for item in answer.get_json()["errors"]} == {"per_page", "colour"}
