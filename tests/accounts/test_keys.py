"""API keys: what is refused, in which order, and why."""

from datetime import timedelta

import pytest

from portal.accounts import service as accounts
from portal.core.db import now
from portal.core.errors import Conflict, Invalid
from tests.factories.house import House, make_house


def _secret(headers: dict[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ")


def test_a_key_has_the_documented_form_and_only_its_hash_is_kept(house: House) -> None:
    with house.work() as actor:
        key, secret = accounts.mint(actor, name="ERP", scopes=["orders:read"])
        assert secret.startswith("shk_live_")
        assert len(secret) == len("shk_live_") + 40
        assert key.prefix == secret[:17]
        assert secret not in {str(getattr(key, column.key)) for column in key.__table__.columns}


def test_a_malformed_key_touches_no_database(house: House, client, monkeypatch) -> None:
    from portal.accounts import repository

    monkeypatch.setattr(repository, "key_by_hash", lambda _: pytest.fail("looked up"))
    answer = client.get("/api/v1/services", headers={"X-Api-Key": "shk_live_short"})
    assert answer.status_code == 401
    assert answer.get_json()["code"] == "invalid_api_key"


def test_unknown_scope_is_named(house: House) -> None:
    with house.work() as actor, pytest.raises(Invalid) as caught:
        accounts.mint(actor, name="x", scopes=["orders:read", "moon:write"])
    assert [item.field for item in caught.value.errors] == ["scopes"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"revoked_at": True}, 401, "revoked_api_key"),
        ({"expires_at": True}, 401, "expired_api_key"),
        ({"allowed_ips": ["198.51.100.0/24"]}, 403, "ip_not_allowed"),
    ],
)
def test_refused_keys_name_their_reason(house: House, client, change, status, code) -> None:
    headers = house.key()
    past = now() - timedelta(seconds=1)
    with house.work() as actor:
        key = accounts.list_keys(actor)[0]
        for name, value in change.items():
            setattr(key, name, past if value is True else value)
    answer = client.get("/api/v1/services", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_plan_without_api(app, client) -> None:
    small = make_house(app, plan="starter")
    answer = client.get("/api/v1/services", headers=small.key())
    assert (answer.status_code, answer.get_json()["code"]) == (403, "plan_required")


def test_revoking_twice_is_a_conflict(house: House) -> None:
    prefix = _secret(house.key())[:17]
    with house.work() as actor:
        accounts.revoke(actor, prefix)
    with house.work() as actor, pytest.raises(Conflict):
        accounts.revoke(actor, prefix)


def test_errors_follow_accept_language(client) -> None:
    answer = client.get("/api/v1/services", headers={"Accept-Language": "ar"})
    assert answer.status_code == 401
