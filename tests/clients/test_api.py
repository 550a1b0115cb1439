"""The API of clients."""

from tests.factories.clients import make_client
from tests.factories.house import House


def test_a_client_is_added_read_changed_and_listed(house: House) -> None:
    client, key = house.app.test_client(), house.key()
    body = {
        "name_ar": "مصنع الرواد",
        "email": "info@rowad.example",
        "contacts": [{"name": "فهد", "email": "fahad@rowad.example"}],
    }
    made = client.post("/api/v1/clients", json=body, headers=key)
    assert made.status_code == 201, made.get_data(as_text=True)
    data = made.get_json()
    assert data["contacts"][0]["is_primary"] is True
    path = f"/api/v1/clients/{data['id']}"
    assert client.get(path, headers=key).get_json() == data
    new = {"name_ar": "مصنع الرواد", "name_en": "Rowad", "lock_version": data["lock_version"]}
    changed = client.put(path, json=new, headers=key)
    assert changed.status_code == 200
    assert changed.get_json()["name_en"] == "Rowad"
    assert changed.get_json()["contacts"], "contacts left out are left alone"
    again = client.put(path, json=new, headers=key)
    assert again.status_code == 409
    assert again.get_json()["code"] == "edited_meanwhile"
    listed = client.get("/api/v1/clients?search=rowad", headers=key).get_json()
    assert [row["id"] for row in listed["data"]] == [data["id"]]
    assert listed["meta"]["total"] == 1


def test_bad_fields_are_named_and_duplicates_say_which(house: House) -> None:
    client, key = house.app.test_client(), house.key()
    answer = client.post("/api/v1/clients", json={"name_ar": "أ", "email": "x"}, headers=key)
    assert answer.status_code == 422
    assert [e["field"] for e in answer.get_json()["errors"]] == ["email"]
    body = {"name_ar": "أ", "external_reference": "ERP-7"}
    first = client.post("/api/v1/clients", json=body, headers=key).get_json()
    twin = client.post("/api/v1/clients", json=body, headers=key)
    assert twin.status_code == 409
    assert twin.get_json()["existing_id"] == first["id"]


def test_scopes_and_workspaces_are_walls(house: House, other_house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
    client = house.app.test_client()
    path = f"/api/v1/clients/{client_id}"
    assert client.get(path, headers=other_house.key()).status_code == 404
    assert client.put(path, json={"name_ar": "أ"}, headers=other_house.key()).status_code == 404
    reader = house.key(["clients:read"])
    assert client.get(path, headers=reader).status_code == 200
    refused = client.put(path, json={"name_ar": "أ"}, headers=reader)
    assert refused.status_code == 403
    assert refused.get_json()["required_scope"] == "clients:write"
    assert client.get(path).status_code == 401
