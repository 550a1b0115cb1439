"""Every route is placed in the access table: who may come, and what the others are told.

A route without a row fails here, so a new page cannot be open by oversight.
"""

import re
from typing import Any

import pytest
from werkzeug.routing import Rule

from portal.core.permissions import ROLES, SCOPES
from portal.web.application import Application
from tests.factories.house import House

# Routes whose view carries no mark of its own (the framework's, or made by a library).
UNMARKED = {"static"}

# Staff pages by the word of permission that opens them; "" is any member of staff.
STAFF = {
    "/": "",
    "/clients": "clients:read",
    "/clients/new": "clients:write",
    "/companies": "companies:read",
    "/companies/new": "companies:write",
    "/invoices": "invoices:read",
    "/invoices/new": "invoices:write",
    "/orders": "orders:read",
    "/orders/new": "orders:write",
    "/payments": "payments:read",
    "/payments/new": "payments:write",
    "/quotations": "quotations:read",
    "/quotations/new": "quotations:write",
    "/services": "services:read",
    "/services/new": "services:write",
    "/settings/api-keys": "api_keys:write",
    "/settings/api-keys/new": "api_keys:write",
    "/settings/audit": "audit:read",
    "/settings/legal-entities": "settings:read",
    "/settings/legal-entities/new": "settings:write",
    "/settings/staff": "settings:read",
    "/settings/staff/new": "settings:write",
    "/settings/workspace": "settings:read",
}

# Open to anybody; what a visitor without anything gets.
PUBLIC = {
    "/sign-in": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/verify": 200,
    "/api/v1/openapi.json": 200,
}

# The API's lists by scope.
API = {
    "/api/v1/clients": "clients:read",
    "/api/v1/companies": "companies:read",
    "/api/v1/invoices": "invoices:read",
    "/api/v1/orders": "orders:read",
    "/api/v1/quotations": "quotations:read",
    "/api/v1/services": "services:read",
}

# Public doors: reached by a token of the address alone.
BY_TOKEN = ("/q/<token>", "/i/<token>", "/api/v1/public/", "/api/v1/files/<token>")

# Staff pages that any member of staff may use whatever the role.
ANY_STAFF = {"/", "/sign-out", "/language"}

# Posts that a reader may send: the step's own role decides in the service (an accountant pays a
# government fee of an order that they may otherwise only read), and a preview writes nothing.
POSTS_BY_READERS = {
    "/quotations/preview",
    *(
        f"/orders/<int:order_id>/steps/<step_key>/{verb}"
        for verb in ("start", "complete", "resume", "skip", "hold", "fee")
    ),
}

# Public without a token, by method.
PUBLIC_POSTS = {"/sign-in", "/verify"}


@pytest.fixture
def routes(app: Application) -> list[tuple[Rule, Any]]:
    """Every rule of the application with its view."""
    return [
        (rule, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNMARKED
    ]


def _mark(view: Any) -> tuple[str, str | None] | None:
    found = getattr(view, "__access__", None)
    return found if isinstance(found, tuple) else None


def test_every_route_says_who_may_come(routes: list[tuple[Rule, Any]]) -> None:
    assert [str(rule) for rule, view in routes if _mark(view) is None] == []


def test_every_page_without_parameters_has_a_row(routes: list[tuple[Rule, Any]]) -> None:
    found: dict[str, dict[str, str]] = {"staff": {}, "public": {}, "api": {}}
    for rule, view in routes:
        kind, word = _mark(view) or ("", None)
        if "GET" in (rule.methods or ()) and not rule.arguments:
            found[kind][str(rule)] = word or ""
    assert found["staff"] == STAFF
    assert found["api"] == API
    assert set(found["public"]) == set(PUBLIC)


def test_a_changing_staff_route_asks_for_a_word_of_writing(
    routes: list[tuple[Rule, Any]],
) -> None:
    loose = [
        str(rule)
        for rule, view in routes
        if (mark := _mark(view)) is not None
        and mark[0] == "staff"
        and "POST" in (rule.methods or ())
        and str(rule) not in ANY_STAFF | POSTS_BY_READERS
        and not str(mark[1] or "").endswith(":write")
    ]
    assert loose == []


def test_a_changing_api_route_asks_for_a_scope_of_writing(routes: list[tuple[Rule, Any]]) -> None:
    loose = [
        f"{method} {rule}"
        for rule, view in routes
        for method in (rule.methods or set()) & {"POST", "PATCH", "PUT", "DELETE"}
        if (mark := _mark(view)) is not None
        and mark[0] == "api"
        and not str(rule).startswith("/api/v1/public/")
        and not str(mark[1] or "").endswith(":write")
    ]
    assert loose == []


def test_what_is_public_needs_a_token_or_is_listed(routes: list[tuple[Rule, Any]]) -> None:
    loose = [
        str(rule)
        for rule, view in routes
        if (mark := _mark(view)) is not None
        and (mark[0] == "public" or (mark[0] == "api" and mark[1] is None))
        and str(rule) not in PUBLIC
        and str(rule) not in PUBLIC_POSTS
        and not str(rule).startswith(BY_TOKEN)
    ]
    assert loose == []


def test_every_word_is_one_somebody_can_hold(routes: list[tuple[Rule, Any]]) -> None:
    for rule, view in routes:
        mark = _mark(view)
        if mark is not None and mark[0] == "staff" and mark[1]:
            assert mark[1] in ROLES["owner"], rule
        if mark is not None and mark[0] == "api" and mark[1]:
            assert mark[1] in SCOPES, rule


def test_nobody_is_sent_to_sign_in(client) -> None:
    for path in STAFF:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/sign-in?next="), path


def test_anybody_opens_what_is_public(client) -> None:
    for path, status in PUBLIC.items():
        assert client.get(path).status_code == status, path


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_its_pages_and_no_other(house: House, role: str) -> None:
    browser = house.browser(role)
    for path, word in STAFF.items():
        wanted = 200 if not word or word in ROLES[role] else 403
        assert browser.get(path).status_code == wanted, (role, path)


def test_lists_hold_nothing_of_another_workspace(house: House, other_house: House) -> None:
    """A stranger's pages do not name the house: neither its name, nor its people, nor its keys."""
    secret = house.key()["Authorization"].removeprefix("Bearer ")
    mine = house.browser("owner")
    marks = [house.staff("owner"), secret[:17]]
    seen = "".join(mine.get(path).get_data(as_text=True) for path in STAFF)
    assert all(mark in seen for mark in marks)
    stranger = other_house.browser("owner")
    for path in STAFF:
        page = stranger.get(path).get_data(as_text=True)
        assert [mark for mark in marks if mark in page] == [], path


def test_records_of_another_workspace_are_not_found(
    routes: list[tuple[Rule, Any]], house: House, other_house: House
) -> None:
    """Every staff page with an id answers 404 for a foreign or unknown one, never 403 or 500."""
    stranger = other_house.browser("owner")
    for rule, view in routes:
        mark = _mark(view)
        if mark is None or mark[0] != "staff" or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments:
            path = re.sub(r"<int:[^>]+>", str(house.legal_entity_id + 10**6), str(rule))
            path = re.sub(r"<[^>]+>", "none", path)
            assert stranger.get(path).status_code == 404, path
    entity = f"/settings/legal-entities/{house.legal_entity_id}"
    assert stranger.get(entity).status_code == 404
    assert house.browser("owner").get(entity).status_code == 200


def test_the_api_wants_a_key_with_the_scope(house: House, client) -> None:
    for path, scope in API.items():
        assert client.get(path).status_code == 401, path
        without = house.key([other for other in SCOPES if other != scope][:5])
        refused = client.get(path, headers=without)
        assert (refused.status_code, refused.get_json()["required_scope"]) == (403, scope), path
        assert client.get(path, headers=house.key([scope])).status_code == 200, path


def test_a_session_opens_no_api_and_a_key_opens_no_page(house: House, client) -> None:
    assert house.browser("owner").get("/api/v1/services").status_code == 401
    assert client.get("/clients", headers=house.key()).status_code == 302


def test_an_unknown_token_is_not_found_at_every_public_door(
    routes: list[tuple[Rule, Any]], client
) -> None:
    for rule, view in routes:
        mark = _mark(view)
        if mark is None or mark[0] != "public" or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments == {"token"} and not str(rule).startswith("/api/"):
            path = str(rule).replace("<token>", "A" * 43)
            assert client.get(path).status_code == 404, path
