"""Staff pages of clients."""

import re

import pytest

from portal.clients import service
from portal.kit import specimen
from tests.factories.clients import make_client
from tests.factories.house import House

FORM = {"kind": "organisation", "locale": "ar"}


def test_adding_a_client_with_a_contact_shows_it_and_its_timeline(house: House) -> None:
    browser = house.browser()
    assert browser.get("/clients/new").status_code == 200
    answer = browser.post(
        "/clients/new",
        data={
            **FORM,
            "name_ar": "مؤسسة النخيل",
            "name_en": "Palm Establishment",
            "email": "info@palm.example",
            "vat_number": "٣٠٠٠٠٠٠٠٠٠٠٠٠٠٣",
            "contacts-0-name": "نورة",
            "contacts-0-email": "noura@palm.example",
            "contacts-0-is_primary": "True",
            "contacts-1-name": "",
        },
    )
    assert answer.status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Palm Establishment" in page
    assert "300000000000003" in page
    assert "noura@palm.example" in page
    assert "Client added" in page
    assert "Palm Establishment" in browser.get("/clients?q=نخيل").get_data(as_text=True)


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_bad_input_comes_back_as_typed_with_the_error_beside_the_field(
    house: House, locale: str
) -> None:
    browser = house.browser(locale=locale)
    data = {**FORM, "name_ar": "باقية", "vat_number": "123", "contacts-0-email": "x@y.example"}
    answer = browser.post("/clients/new", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="باقية"' in page
    assert 'id="vat_number-error"' in page
    assert 'id="contacts-0-name-error"' in page


def test_a_duplicate_is_refused_with_a_link_to_the_one_there_is(house: House) -> None:
    browser = house.browser()
    vat = specimen.make_vat_number(house.rng)
    with house.work() as actor:
        existing = make_client(actor, vat_number=vat).id
    answer = browser.post("/clients/new", data={**FORM, "name_ar": "مكرر", "vat_number": vat})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert f'href="/clients/{existing}"' in page
    assert 'value="مكرر"' in page


def test_the_second_editor_sees_the_first_ones_change_and_can_save(house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor, notes="old words").id
    first, second = house.browser(), house.browser("manager")
    form = first.get(f"/clients/{client_id}/edit").get_data(as_text=True)
    opened = re.search(r'name="lock_version" value="(\d+)"', form)
    assert opened
    base = {**FORM, "name_ar": "الاسم", "lock_version": opened[1]}
    answer = first.post(f"/clients/{client_id}/edit", data={**base, "notes": "new words"})
    assert answer.status_code == 302
    mine = {**base, "name_ar": "اسمي أنا"}
    answer = second.post(f"/clients/{client_id}/edit", data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "new words" in page
    assert "old words" in page
    assert 'value="اسمي أنا"' in page
    current = re.search(r'name="lock_version" value="(\d+)"', page)
    assert current
    assert current[1] != opened[1]
    answer = second.post(f"/clients/{client_id}/edit", data={**mine, "lock_version": current[1]})
    assert answer.status_code == 302
    with house.work() as actor:
        assert service.get(actor, client_id).name_ar == "اسمي أنا"


def test_pages_of_another_workspace_are_not_found(house: House, other_house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
    browser = other_house.browser()
    for path in (f"/clients/{client_id}", f"/clients/{client_id}/edit"):
        assert browser.get(path).status_code == 404
    data = {**FORM, "name_ar": "سرقة"}
    assert browser.post(f"/clients/{client_id}/edit", data=data).status_code == 404


def test_a_viewer_reads_and_does_not_write(house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
    browser = house.browser("viewer")
    page = browser.get(f"/clients/{client_id}").get_data(as_text=True)
    assert "/edit" not in page
    assert browser.get("/clients/new").status_code == 403
    assert browser.post("/clients/new", data={**FORM, "name_ar": "لا"}).status_code == 403


def test_a_stranger_is_sent_to_sign_in(house: House) -> None:
    assert house.app.test_client().get("/clients").status_code == 302
