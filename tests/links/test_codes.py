"""One-time codes: sent to known addresses, used once, killed by wrong tries."""

import itertools
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from portal.core import jobs, mail
from portal.core.db import now, unit_of_work
from portal.core.errors import Invalid, TooMany, Unprocessable
from portal.kit.digits import to_arabic_indic
from portal.links import repository, service
from tests.factories.house import House

_serial = itertools.count(1000)
TO = [("first@client.example", "سعد"), ("second@client.example", "")]


def _ask(house: House, subject: tuple[str, int]) -> list[str]:
    """The codes of both addresses."""
    with house.work() as actor:
        service.request_code(actor, subject=subject, purpose="accept", to=TO)
        rows = repository.latest_codes(subject, "accept", now())
        by_address = {row.address: service.reveal_code(row.id) for row in rows}
        return [by_address[address] for address, _ in TO]


def _check(house: House, subject: tuple[str, int], code: str) -> str:
    """Check a code in a request of its own, undone when the code is wrong."""
    with house.work() as actor:
        return service.check_code(actor, subject=subject, purpose="accept", code=code)


def _refusal(house: House, subject: tuple[str, int], code: str) -> str:
    with pytest.raises(Invalid) as raised:
        _check(house, subject, code)
    (error,) = raised.value.errors
    assert error.field == "code"
    return error.code


@pytest.fixture
def subject() -> tuple[str, int]:
    return "quotation", next(_serial)


def test_each_address_has_its_own_code_and_the_used_one_is_told(
    house: House, subject: tuple[str, int]
) -> None:
    first, second = _ask(house, subject)
    assert len(first) == len(second) == 6
    assert _check(house, subject, f" {to_arabic_indic(second)} ") == "second@client.example"
    assert _refusal(house, subject, first) == "code_expired", "a batch is used once"


def test_five_wrong_tries_kill_a_code_although_each_was_rolled_back(
    house: House, subject: tuple[str, int]
) -> None:
    first, second = _ask(house, subject)
    wrong = next(c for c in (f"{n:06d}" for n in range(9)) if c not in (first, second))
    assert [_refusal(house, subject, wrong) for _ in range(5)] == ["code_wrong"] * 5
    assert _refusal(house, subject, first) == "code_spent"
    fresh, _ = _ask(house, subject)
    assert _check(house, subject, fresh) == "first@client.example"


def test_a_code_lives_ten_minutes(
    house: House, subject: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = _ask(house, subject)
    real = now()

    def after(minutes: float) -> datetime:
        return real + timedelta(minutes=minutes)

    monkeypatch.setattr("portal.links.service.codes.now", lambda: after(10.1))
    assert _refusal(house, subject, first) == "code_expired"
    monkeypatch.setattr("portal.links.service.codes.now", lambda: after(9.8))
    assert _check(house, subject, first) == "first@client.example"


def test_a_new_request_ends_the_codes_before_it(house: House, subject: tuple[str, int]) -> None:
    old, _ = _ask(house, subject)
    new = _ask(house, subject)
    if old not in new:
        assert _refusal(house, subject, old) == "code_wrong"
    assert _check(house, subject, new[0]) == "first@client.example"


def test_a_code_is_for_one_subject_one_purpose_and_one_workspace(
    house: House, other_house: House, subject: tuple[str, int]
) -> None:
    code, _ = _ask(house, subject)
    assert _refusal(house, ("quotation", next(_serial)), code) == "code_expired"
    assert _refusal(other_house, subject, code) == "code_expired"
    with house.work() as actor, pytest.raises(Invalid):
        service.check_code(actor, subject=subject, purpose="decline", code=code)


def test_codes_are_asked_for_five_times_in_five_minutes(
    house: House, subject: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.core.limits.time.time", lambda: 1_800_000_000)
    for _ in range(5):
        _ask(house, subject)
    with house.work() as actor, pytest.raises(TooMany):
        service.request_code(actor, subject=subject, purpose="accept", to=TO)


def test_without_an_address_nothing_is_sent(house: House, subject: tuple[str, int]) -> None:
    with house.work() as actor, pytest.raises(Unprocessable) as raised:
        service.request_code(actor, subject=subject, purpose="accept", to=[])
    assert raised.value.code == "client_has_no_contact"


def test_the_code_reaches_the_mail_and_no_row_holds_it(
    house: House, subject: tuple[str, int]
) -> None:
    first, _ = _ask(house, subject)
    with house.app.app_context(), unit_of_work(house.workspace_id):
        rows = mail.of_subject(*subject)
        assert sorted(row.recipients[0][0] for row in rows) == sorted(a for a, _ in TO)
        assert all(row.context["code"]["$resolve"] == "one_time_code" for row in rows)
        assert not any(first in str(row.context) for row in rows)
    with house.app.app_context():
        jobs.run_due()
        with unit_of_work(house.workspace_id):
            assert {row.state for row in mail.of_subject(*subject)} == {"sent"}
    folder = house.app.extensions["house"].settings.data / "mail"
    texts = [_text(path) for path in folder.glob("*.eml")]
    mine = [text for to, text in texts if "first@client.example" in to and first in text]
    assert len(mine) == 1


def _text(path: Path) -> tuple[str, str]:

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(message["To"]), str(body.get_content())


def test_an_address_is_shown_only_in_part() -> None:
    assert service.masked("noura@firm.example") == "n…@firm.example"
