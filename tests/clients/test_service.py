"""Clients: adding, changing, finding, writing to them."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from portal.clients import service
from portal.clients.models import Client
from portal.clients.schemas import ClientIn, ContactIn
from portal.core import audit
from portal.core.db import unit_of_work
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.field_messages import from_pydantic
from portal.kit import specimen
from tests.factories.clients import make_client
from tests.factories.house import House


def test_a_client_is_found_by_folded_words_of_its_name_and_contacts(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar="شركة إبداع الأفق", name_en="Ibda Horizon")
        for words in ("ابداع", "افق شركة", "HORIZON", "سعد", client.email):
            found = service.listed(actor, search=words)
            assert [row.id for row in found.rows] == [client.id], words
        assert service.listed(actor, search="100%").total == 0
        assert service.listed(actor, kind="person").total == 0


def test_one_name_is_enough_and_none_is_too_few(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar=None, name_en="Only English")
        assert client.name("ar") == "Only English"
    with pytest.raises(ValidationError) as raised:
        ClientIn(email="a@b.example")
    assert [(e.field, e.code) for e in from_pydantic(raised.value).errors] == [
        ("name_ar", "name_required")
    ]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("vat_number", "30000000000000", "vat_number_format"),
        ("vat_number", "100000000000003", "vat_number_format"),
        ("email", "not an address", "email_format"),
        ("phone", "12", "phone_format"),
    ],
)
def test_bad_identifiers_name_their_field(field: str, value: str, code: str) -> None:
    with pytest.raises(ValidationError) as raised:
        ClientIn.model_validate({"name_ar": "أ", field: value})
    assert [(e.field, e.code) for e in from_pydantic(raised.value).errors] == [(field, code)]


def test_arabic_digits_are_taken_and_kept_as_western() -> None:
    data = ClientIn(name_ar="أ", vat_number="٣٠٠٠٠٠٠٠٠٠٠٠٠٠٣", phone="٠٥٠١٢٣٤٥٦٧")
    assert data.vat_number == "300000000000003"
    assert data.phone == "+966501234567"


def test_the_same_vat_number_names_the_client_there_is(house: House, other_house: House) -> None:
    vat = specimen.make_vat_number(house.rng)
    with house.work() as actor:
        first = make_client(actor, vat_number=vat)
        first_id = first.id
        with pytest.raises(Conflict) as raised:
            make_client(actor, vat_number=vat)
        assert raised.value.code == "duplicate"
        assert raised.value.details["existing_id"] == first.id
        service.update(actor, first.id, ClientIn(name_ar="نفسها", vat_number=vat))
    with other_house.work() as actor:
        assert make_client(actor, vat_number=vat).id != first_id


def test_another_workspace_sees_nothing(house: House, other_house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
    with other_house.work() as actor:
        with pytest.raises(NotFound):
            service.get(actor, client_id)
        with pytest.raises(NotFound):
            service.update(actor, client_id, ClientIn(name_en="Theirs"))
        assert service.listed(actor).total == 0


def test_reading_and_writing_want_their_permission(house: House) -> None:
    with house.work("viewer") as actor:
        service.listed(actor)
        with pytest.raises(Forbidden):
            make_client(actor)


def test_recipients_put_the_primary_contact_first(house: House) -> None:
    with house.work() as actor:
        client = make_client(
            actor,
            email="office@firm.example",
            contacts=[
                ContactIn(name="A", email="a@firm.example"),
                ContactIn(name="B", email="b@firm.example", is_primary=True),
            ],
        )
        to = [address for address, _ in service.recipients(actor, client.id)]
        assert to == ["b@firm.example", "office@firm.example"]
        known = [address for address, _ in service.known_addresses(actor, client.id)]
        assert known == ["b@firm.example", "office@firm.example", "a@firm.example"]
        silent = make_client(actor, email=None, contacts=[ContactIn(name="C", phone="0501234567")])
        assert service.recipients(actor, silent.id) == []


def test_the_same_contact_keeps_its_row_and_a_missing_one_goes(house: House) -> None:
    with house.work() as actor:
        client = make_client(
            actor,
            contacts=[ContactIn(name="A", email="a@f.example"), ContactIn(name="B")],
        )
        client_id, kept = client.id, client.contacts[0].id
        data = ClientIn(
            name_ar="ب",
            contacts=[ContactIn(name="New name", email="a@f.example")],
        )
        service.update(actor, client_id, data)
    with house.work() as actor:
        people = service.get(actor, client_id).contacts
        assert [(row.id, row.name) for row in people] == [(kept, "New name")]
        service.update(actor, client_id, ClientIn(name_ar="ج"))
        assert len(service.get(actor, client_id).contacts) == 1, "left out means left alone"


def test_the_second_of_two_editors_is_told_what_the_first_changed(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, notes="old")
        client_id, opened = client.id, client.lock_version
        same = ClientIn.model_validate(client)
    with house.work("manager") as actor:
        service.update(actor, client_id, same.model_copy(update={"notes": "new"}), opened)
    mine = same.model_copy(update={"name_ar": "أنا"})
    with house.work() as actor:
        with pytest.raises(Conflict) as raised:
            service.update(actor, client_id, mine, opened)
        assert raised.value.code == "edited_meanwhile"
        changes = raised.value.details["changes"]
        assert [(c["field"], c["before"], c["after"]) for c in changes] == [("notes", "old", "new")]
        assert changes[0]["by"]
        current = raised.value.details["lock_version"]
        assert service.update(actor, client_id, mine, current).name_ar == "أنا"


def test_saving_the_same_leaves_no_trace(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, contacts=[])
        data = ClientIn.model_validate(client)
        service.update(actor, client.id, data, client.lock_version)
        verbs = [entry.verb for entry in audit.timeline([("client", client.id)])]
        assert verbs == ["client.created"]


def test_a_holder_of_a_link_sees_only_their_own_client(house: House) -> None:

    with house.work() as actor:
        mine, other = make_client(actor), make_client(actor)
        holder = replace(actor, client_id=mine.id)
        assert service.get(holder, mine.id).id == mine.id
        with pytest.raises(NotFound):
            service.get(holder, other.id)
        assert set(service.get_many(holder, [mine.id, other.id])) == {mine.id}


def test_the_database_itself_keeps_a_vat_number_single(house: House) -> None:
    vat = specimen.make_vat_number(house.rng)
    with house.work() as actor:
        make_client(actor, vat_number=vat)
    with house.app.app_context(), pytest.raises(Conflict):
        _slip_in(house.workspace_id, vat)


def _slip_in(workspace_id: int, vat: str) -> None:
    """Write a client past the service's own check, as a second request at once would."""
    with unit_of_work(workspace_id) as session:
        session.add(Client(name_ar="توأم", vat_number=vat))
