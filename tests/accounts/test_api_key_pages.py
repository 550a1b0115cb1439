"""API access: the secret is shown once, its use is seen, revoking ends it."""

import html
import re
from datetime import timedelta

from portal.accounts import service as accounts
from portal.core import later
from portal.core.db import now
from portal.kit.dates import local_date
from tests.factories.house import House

FORM = {"name": "ERP & Co", "scopes": ["orders:read", "quotations:write"], "form_id": "f1"}


def _made(house: House, **changes) -> tuple[int, str]:
    answer = house.browser().post("/settings/api-keys/new", data={**FORM, **changes})
    return answer.status_code, answer.get_data(as_text=True)


def _secret(page: str) -> str:
    found = re.search(r'data-copy="(shk_live_[A-Za-z0-9]{40})"', page)
    assert found is not None
    return found.group(1)


def test_the_secret_is_shown_once_and_works(house: House, client) -> None:
    status, page = _made(house)
    assert status == 201
    secret = _secret(page)
    called = client.get("/api/v1/services", headers={"X-Api-Key": secret})
    assert called.status_code in (403, 404)  # known, without this scope
    listed = house.browser().get("/settings/api-keys").get_data(as_text=True)
    assert secret not in listed
    assert secret[:17] in listed
    assert html.escape("ERP & Co") in listed
    assert "quotations:write" in listed


def test_the_same_form_makes_one_key(house: House) -> None:
    assert _made(house)[0] == 201
    assert _made(house)[0] == 303
    with house.work() as actor:
        assert len(accounts.list_keys(actor)) == 1


def test_what_is_wrong_is_named_and_what_was_chosen_stays(house: House) -> None:
    status, page = _made(house, scopes=[])
    assert status == 422
    assert 'id="scopes-error"' in page
    status, page = _made(house, form_id="f2", allowed_ips="203.0.113.0/24\nnowhere")
    assert status == 422
    assert "nowhere is not an IP address" in page
    assert re.search(r'value="orders:read"[^>]* checked', page)
    yesterday = (now() - timedelta(days=2)).date().isoformat()
    status, page = _made(house, form_id="f3", expires_on=yesterday)
    assert status == 422
    assert 'id="expires_on-error"' in page
    with house.work() as actor:
        assert accounts.list_keys(actor) == []


def test_a_key_lasts_to_the_end_of_its_day_in_riyadh(house: House) -> None:
    with house.work() as actor:
        day = local_date(now(), actor.zone)
    assert _made(house, expires_on=day.isoformat())[0] == 201
    with house.work() as actor:
        ends = accounts.list_keys(actor)[0].expires_at
        assert ends.astimezone(actor.zone).date() == day + timedelta(days=1)
        assert (ends.hour, ends.minute) == (21, 0)


def test_last_use_and_its_address_are_listed(house: House, client) -> None:
    secret = _secret(_made(house)[1])
    client.get(
        "/api/v1/services",
        headers={"X-Api-Key": secret},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    with house.app.app_context():
        later.flush()
    assert "198.51.100.7" in house.browser().get("/settings/api-keys").get_data(as_text=True)


def test_revoking_ends_the_key(house: House, client) -> None:
    secret = _secret(_made(house)[1])
    owner = house.browser()
    assert owner.post(f"/settings/api-keys/{secret[:17]}/revoke").status_code == 302
    called = client.get("/api/v1/services", headers={"X-Api-Key": secret})
    assert called.get_json()["code"] == "revoked_api_key"
    assert owner.post(f"/settings/api-keys/{secret[:17]}/revoke").status_code == 409


def test_only_the_owner_comes_here(house: House, other_house: House) -> None:
    secret = _secret(_made(house)[1])
    manager = house.browser("manager")
    assert manager.get("/settings/api-keys").status_code == 403
    assert manager.post("/settings/api-keys/new", data=FORM).status_code == 403
    stranger = other_house.browser()
    assert stranger.post(f"/settings/api-keys/{secret[:17]}/revoke").status_code == 404
