"""The API of companies and workers."""

from portal.kit import specimen
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House


def test_a_company_and_its_workers_through_the_api(house: House) -> None:
    client, key = house.app.test_client(), house.key()
    with house.work() as actor:
        client_id = make_client(actor).id
    body = {
        "client_id": client_id,
        "legal_name_ar": "شركة المدى",
        "commercial_registration": specimen.make_cr(house.rng),
        "address": {"city": "الدمام", "postal_code": "32245"},
    }
    made = client.post("/api/v1/companies", json=body, headers=key)
    assert made.status_code == 201, made.get_data(as_text=True)
    company = made.get_json()
    assert company["address"]["city"] == "الدمام"
    path = f"/api/v1/companies/{company['id']}"
    assert client.get(path, headers=key).get_json() == company
    twin = client.post("/api/v1/companies", json=body, headers=key)
    assert (twin.status_code, twin.get_json()["existing_id"]) == (409, company["id"])
    changed = client.put(path, json={**body, "status": "suspended"}, headers=key)
    assert changed.get_json()["status"] == "suspended"
    worker = {
        "name_en": "Ali Raza",
        "nationality": "pk",
        "identity_kind": "iqama",
        "identity_number": specimen.make_national_id(house.rng, "resident"),
    }
    added = client.post(f"{path}/workers", json=worker, headers=key)
    assert added.status_code == 201, added.get_data(as_text=True)
    assert added.get_json()["nationality"] == "PK"
    listed = client.get(f"{path}/workers?is_active=true", headers=key).get_json()
    assert [row["id"] for row in listed["data"]] == [added.get_json()["id"]]
    found = client.get(f"/api/v1/companies?client_id={client_id}", headers=key).get_json()
    assert found["meta"]["total"] == 1


def test_bad_input_names_its_fields(house: House) -> None:
    with house.work() as actor:
        company = make_company(house, actor, make_client(actor).id)
        path = f"/api/v1/companies/{company.id}/workers"
    bad = {"identity_kind": "iqama", "identity_number": "1000000008", "birth_date": "soon"}
    answer = house.app.test_client().post(path, json=bad, headers=house.key())
    assert answer.status_code == 422
    codes = {item["field"]: item["code"] for item in answer.get_json()["errors"]}
    assert codes == {
        "name_ar": "name_required",
        "identity_number": "not_an_iqama",
        "birth_date": "date_format",
    }


def test_scopes_and_workspaces_are_walls(house: House, other_house: House) -> None:
    with house.work() as actor:
        company_id = make_company(house, actor, make_client(actor).id).id
    client, foreign = house.app.test_client(), other_house.key()
    path = f"/api/v1/companies/{company_id}"
    assert client.get(path, headers=foreign).status_code == 404
    assert client.get(f"{path}/workers", headers=foreign).status_code == 404
    worker = {"name_ar": "أ"}
    assert client.post(f"{path}/workers", json=worker, headers=foreign).status_code == 404
    reader = house.key(["companies:read"])
    assert client.post(f"{path}/workers", json=worker, headers=reader).status_code == 403


def test_a_worker_is_changed_in_part_and_leaves(house: House, other_house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
        company = make_company(house, actor, client_id)
        worker = make_worker(house, actor, company.id)
        path = f"/api/v1/companies/{company.id}/workers/{worker.id}"
        wrong = f"/api/v1/companies/{make_company(house, actor, client_id).id}/workers/{worker.id}"
        number = worker.identity_number
    client, key = house.app.test_client(), house.key()
    changed = client.patch(path, json={"job_title": "Foreman", "lock_version": 1}, headers=key)
    assert changed.status_code == 200, changed.get_data(as_text=True)
    assert changed.get_json()["job_title"] == "Foreman"
    assert changed.get_json()["identity_number"] == number
    stale = client.patch(path, json={"job_title": "X", "lock_version": 1}, headers=key)
    assert stale.get_json()["code"] == "edited_meanwhile"
    bad = client.patch(path, json={"identity_kind": "national_id"}, headers=key)
    assert (bad.status_code, bad.get_json()["errors"][0]["field"]) == (422, "identity_number")
    nameless = client.patch(path, json={"name_ar": None, "name_en": None}, headers=key)
    assert nameless.status_code == 422
    assert client.get(wrong, headers=key).status_code == 404
    assert client.delete(wrong, headers=key).status_code == 404
    assert client.delete(path, headers=other_house.key()).status_code == 404
    for _ in range(2):
        left = client.delete(path, headers=key)
        assert (left.status_code, left.get_json()["is_active"]) == (200, False)
    assert client.get(path, headers=key).get_json()["is_active"] is False
