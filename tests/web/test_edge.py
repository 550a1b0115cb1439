"""The HTTP edge: errors in the reader's language, security headers, one unit of work a request."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.house import PASSWORD, House


@pytest.mark.parametrize(("locale", "word"), [("ar", "مفتاح"), ("en", "API key")])
def test_api_errors_speak_the_callers_language(client: FlaskClient, locale, word) -> None:
    answer = client.get("/api/v1/orders", headers={"Accept-Language": locale})
    assert answer.status_code == 401
    assert answer.get_json()["code"] == "invalid_api_key"
    assert word in answer.get_json()["message"]


def test_unknown_path_with_a_key_is_json_404(house: House, client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere", headers=house.key())
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_wrong_method_is_json_405_with_allow(house: House, client: FlaskClient) -> None:
    answer = client.delete("/api/v1/services", headers=house.key())
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def _quotation(client: FlaskClient, house: House, **kwargs) -> TestResponse:
    return client.post("/api/v1/quotations", headers=house.key(), **kwargs)


def test_wrong_media_type_is_415(house: House, client: FlaskClient) -> None:
    answer = _quotation(client, house, data="a=b", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("body", ["{", "[" * 5000, '{"a": NaN}', '"text"', "[]", b"\xff\xfe"])
def test_broken_json_is_a_clear_422(house: House, client: FlaskClient, body) -> None:
    answer = _quotation(client, house, data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "validation_failed")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_characters_no_database_keeps_are_refused(house: House, client: FlaskClient, text) -> None:
    import json

    body = json.dumps({"client_id": 1, "external_reference": text, "lines": []})
    answer = _quotation(client, house, data=body, content_type="application/json")
    assert answer.status_code == 422


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(house: House) -> None:
    browser = house.app.test_client()
    email = house.staff("owner")
    house.app.config["WTF_CSRF_ENABLED"] = False
    answer = browser.post("/sign-in", data={"email": email, "password": PASSWORD})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("portal_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_away(house: House, target: str) -> None:
    email = house.staff("owner")
    house.app.config["WTF_CSRF_ENABLED"] = False
    answer = house.app.test_client().post(
        "/sign-in", data={"email": email, "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_form_without_its_token_is_refused(house: House) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = house.app.test_client().post("/sign-in", data={"email": "a", "password": "b"})
        assert answer.status_code == 400
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False
