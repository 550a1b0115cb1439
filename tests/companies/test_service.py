"""Companies and workers: identifiers, duplicates, who sees what."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from portal.companies import service
from portal.companies.schemas import CompanyIn, WorkerIn
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.field_messages import from_pydantic
from portal.kit import specimen
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House


def _codes(schema: type[CompanyIn] | type[WorkerIn], data: dict[str, object]) -> list[object]:
    with pytest.raises(ValidationError) as raised:
        schema.model_validate(data)
    return [(item.field, item.code) for item in from_pydantic(raised.value).errors]


@pytest.mark.parametrize(
    ("field", "value", "wrong", "code"),
    [
        ("commercial_registration", "12345", "commercial_registration", None),
        ("vat_number", "400000000000003", "vat_number", "vat_number_format"),
        ("unified_number", "1010123456", "unified_number", "unified_number_format"),
        ("cr_expires_on", "31/02/2026", "cr_expires_on", "date_not_real"),
        ("address", {"postal_code": "123"}, "address.postal_code", "postal_code_format"),
        ("address", {"short_code": "X1"}, "address.short_code", "short_address_format"),
        ("type", "guild", "type", "literal_error"),
    ],
)
def test_bad_company_input_names_its_field(
    field: str, value: object, wrong: str, code: str | None
) -> None:
    errors = _codes(CompanyIn, {"client_id": 1, "legal_name_ar": "أ", field: value})
    assert errors == [(wrong, code or "commercial_registration_format")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (
            {"identity_kind": "iqama", "identity_number": "1000000008"},
            ("identity_number", "not_an_iqama"),
        ),
        (
            {"identity_kind": "national_id", "identity_number": "2000000007"},
            ("identity_number", None),
        ),
        ({"identity_number": "1000000008"}, ("identity_number", "identity_kind_missing")),
        (
            {"identity_kind": "iqama", "identity_number": "2000000000"},
            ("identity_number", "iqama_check_digit"),
        ),
        ({"nationality": "ZQ"}, ("nationality", "country_unknown")),
        ({"birth_date": "2070-01-01"}, ("birth_date", "date_in_future")),
        ({"passport_number": "!"}, ("passport_number", "passport_format")),
    ],
)
def test_bad_worker_input_names_its_field(
    data: dict[str, object], error: tuple[str, str | None]
) -> None:
    found = _codes(WorkerIn, {"name_ar": "أ", **data})
    assert len(found) == 1
    assert found[0] == error or (error[1] is None and found[0][0] == error[0])  # type: ignore[index]


def test_arabic_digits_and_hijri_dates_are_taken() -> None:
    worker = WorkerIn(
        name_ar="أ",
        identity_kind="national_id",
        identity_number="١٠٠٠٠٠٠٠٠٨",
        identity_expires_on="١٤٤٨/٠٦/١١",
    )
    assert worker.identity_number == "1000000008"
    assert worker.identity_expires_on == date(2026, 11, 21)


def test_the_same_registration_or_vat_number_names_the_company_there_is(house: House) -> None:
    with house.work() as actor:
        client, other = make_client(actor), make_client(actor)
        first = make_company(house, actor, client.id)
        for same in ("commercial_registration", "vat_number"):
            with pytest.raises(Conflict) as raised:
                make_company(house, actor, other.id, **{same: getattr(first, same)})
            assert raised.value.details["existing_id"] == first.id
            assert first.name("en") in str(raised.value.message)
        branch = make_company(house, actor, client.id, type="branch", vat_number=first.vat_number)
        assert branch.vat_number == first.vat_number
        with pytest.raises(Conflict):
            make_company(house, actor, other.id, type="branch", vat_number=first.vat_number)


def test_a_company_belongs_to_a_client_of_this_workspace_for_good(
    house: House, other_house: House
) -> None:
    with other_house.work() as actor:
        foreign = make_client(actor).id
    with house.work() as actor:
        with pytest.raises(Invalid) as raised:
            make_company(house, actor, foreign)
        assert raised.value.errors[0].field == "client_id"
        company = make_company(house, actor, make_client(actor).id)
        data = CompanyIn(client_id=make_client(actor).id, legal_name_ar="أ")
        with pytest.raises(Invalid):
            service.update(actor, company.id, data)


def test_another_workspace_sees_neither_company_nor_worker(
    house: House, other_house: House
) -> None:
    with house.work() as actor:
        company = make_company(house, actor, make_client(actor).id)
        company_id, worker_id = company.id, make_worker(house, actor, company.id).id
    with other_house.work() as actor:
        for call in (
            lambda: service.get(actor, company_id),
            lambda: service.workers(actor, company_id),
            lambda: service.get_worker(actor, worker_id),
            lambda: make_worker(other_house, actor, company_id),
        ):
            with pytest.raises(NotFound):
                call()
        assert service.workers_by_id(actor, [worker_id]) == {}
        assert service.listed_with_clients(actor).total == 0


def test_a_worker_is_unique_while_active_and_may_move_on(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        old, new = make_company(house, actor, client.id), make_company(house, actor, client.id)
        worker = make_worker(house, actor, old.id)
        number = worker.identity_number
        with pytest.raises(Conflict) as raised:
            make_worker(house, actor, new.id, identity_number=number)
        assert raised.value.details["existing_id"] == worker.id
        left = WorkerIn.model_validate(worker).model_copy(update={"is_active": False})
        service.update_worker(actor, worker.id, left, worker.lock_version)
        moved = make_worker(house, actor, new.id, identity_number=number)
        assert [row.id for row in service.workers(actor, new.id)] == [moved.id]
        assert service.workers(actor, old.id) == []


def test_the_holder_of_a_link_has_their_clients_companies_only(house: House) -> None:
    with house.work() as actor:
        mine, other = make_client(actor), make_client(actor)
        theirs = make_company(house, actor, other.id)
        worker = make_worker(house, actor, theirs.id)
        holder = replace(
            actor,
            client_id=mine.id,
            permissions=frozenset({"companies:read", "companies:write"}),
        )
        for call in (
            lambda: service.get(holder, theirs.id),
            lambda: service.get_worker(holder, worker.id),
            lambda: service.listed(holder, client_id=other.id),
            lambda: make_worker(house, holder, theirs.id),
        ):
            with pytest.raises(NotFound):
                call()
        with pytest.raises(Invalid):
            make_company(house, holder, other.id)
        company = make_company(house, holder, mine.id)
        make_worker(house, holder, company.id)
        with pytest.raises(Conflict) as raised:
            make_worker(house, holder, company.id, identity_number=worker.identity_number)
        assert raised.value.details == {}, "nothing is told of another client"
        assert service.listed(holder).total == 1


def test_writing_wants_its_permission(house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
    with house.work("viewer") as actor, pytest.raises(Forbidden):
        make_company(house, actor, client_id)


def test_an_older_version_is_refused_with_what_was_changed(house: House) -> None:
    with house.work() as actor:
        company = make_company(house, actor, make_client(actor).id)
        opened = company.lock_version
        data = CompanyIn.model_validate({**_as_input(company), "status": "suspended"})
        service.update(actor, company.id, data, opened)
        with pytest.raises(Conflict) as raised:
            service.update(actor, company.id, data, opened)
        (change,) = raised.value.details["changes"]
        assert (change["field"], change["before"], change["after"]) == (
            "status",
            "active",
            "suspended",
        )


def _as_input(company: object) -> dict[str, object]:
    return {name: getattr(company, name) for name in CompanyIn.model_fields}


def test_companies_are_found_by_their_clients_name_too(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar="بيت الخبرة")
        company = make_company(house, actor, client.id)
        found = service.listed_with_clients(actor, search="خبره")
        assert [row[0].id for row in found.rows] == [company.id]
        assert specimen.make_cr(house.rng) != company.commercial_registration
