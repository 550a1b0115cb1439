"""Signing in and out, and the language that is remembered."""

import pytest

from portal.accounts import service as accounts
from tests.factories.house import PASSWORD, House


def _sign_in(browser, house: House, **more: str):
    house.app.config["WTF_CSRF_ENABLED"] = False
    data = {"email": house.staff("owner"), "password": PASSWORD, **more}
    browser.environ_base["REMOTE_ADDR"] = house.address
    return browser.post("/sign-in", data=data)


def test_a_staff_page_leads_to_signing_in_and_back(house: House, client) -> None:
    answer = client.get("/settings/staff?page=2")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/settings/staff?page%3D2"
    assert _sign_in(client, house, next="/settings/staff?page=2").location == (
        "/settings/staff?page=2"
    )


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_nobody_is_sent_to_another_site(house: House, client, target: str) -> None:
    assert _sign_in(client, house, next=target).location == "/"


def test_the_wrong_password_says_no_more_than_the_wrong_address(house: House, client) -> None:
    known = _sign_in(client, house, password="wrong wrong wrong")
    unknown = client.post("/sign-in", data={"email": "nobody@example.com", "password": "x"})
    assert known.status_code == unknown.status_code == 401

    def said(answer):
        return answer.get_data(as_text=True).split('role="alert"')[1].split("</div>")[0]

    assert said(known) == said(unknown)
    assert "wrong wrong wrong" not in known.get_data(as_text=True)


def test_the_sixth_try_waits(house: House, client) -> None:
    for _ in range(5):
        _sign_in(client, house, password="wrong wrong wrong")
    answer = _sign_in(client, house)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_signing_out_ends_the_session(house: House) -> None:
    browser = house.browser()
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/").status_code == 302


def test_an_asked_language_is_remembered(client) -> None:
    assert 'lang="en"' in client.get("/sign-in?lang=en").get_data(as_text=True)
    assert 'lang="en"' in client.get("/sign-in").get_data(as_text=True)
    client.get("/sign-in?lang=fr")
    assert 'lang="en"' in client.get("/sign-in").get_data(as_text=True)
    client.get("/sign-in?lang=ar")
    page = client.get("/sign-in").get_data(as_text=True)
    assert 'lang="ar" dir="rtl"' in page


def test_the_browser_s_choice_outlives_signing_in(house: House, client) -> None:
    client.get("/sign-in?lang=ar")
    _sign_in(client, house)  # the person's own language is English
    assert 'lang="ar"' in client.get("/").get_data(as_text=True)


def test_a_person_s_language_follows_them_to_another_browser(house: House) -> None:
    first = house.browser()
    answer = first.post("/language", data={"locale": "ar", "next": "/settings/staff?lang=en"})
    assert answer.location == "/settings/staff"
    second = house.app.test_client()
    _sign_in(second, house)
    assert 'lang="ar"' in second.get("/").get_data(as_text=True)
    with house.work() as actor:
        owner = accounts.staff_member(actor, actor.identity)
        assert owner.user.locale == "ar"


def test_no_language_cookie_from_the_api_or_an_error(client) -> None:
    for path in ("/api/v1/openapi.json?lang=en", "/static/img/mark.svg?lang=en"):
        with client.get(path) as answer:
            assert "lang=" not in answer.headers.get("Set-Cookie", "")
