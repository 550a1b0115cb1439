"""Staff pages of companies and workers."""

import re

from portal.kit import specimen
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House

COMPANY = {"type": "llc", "status": "active", "address-country": "SA"}


def _client(house: House) -> int:
    with house.work() as actor:
        return make_client(actor).id


def _company(house: House) -> int:
    with house.work() as actor:
        return make_company(house, actor, make_client(actor).id).id


def test_a_company_is_added_under_its_client_and_shows_there(house: House) -> None:
    client_id, browser = _client(house), house.browser()
    assert f"client_id={client_id}" in browser.get("/companies/new").get_data(as_text=True)
    assert browser.get(f"/companies/new?client_id={client_id}").status_code == 200
    answer = browser.post(
        "/companies/new",
        data={
            **COMPANY,
            "client_id": client_id,
            "legal_name_ar": "شركة السروات المحدودة",
            "legal_name_en": "Sarawat Ltd",
            "commercial_registration": specimen.make_cr(house.rng),
            "cr_expires_on": "1449/01/01",
            "address-building_number": "٢٩٢٩",
            "address-city": "جدة",
            "address-postal_code": "23411",
        },
    )
    assert answer.status_code == 302, answer.get_data(as_text=True)
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Sarawat Ltd" in page
    assert "2929" in page
    assert "جدة" in page
    assert "Sarawat Ltd" in browser.get(f"/clients/{client_id}").get_data(as_text=True)
    assert "Sarawat Ltd" in browser.get("/companies?q=سروات").get_data(as_text=True)


def test_bad_company_input_stays_in_the_form(house: House) -> None:
    client_id, browser = _client(house), house.browser()
    data = {**COMPANY, "client_id": client_id, "legal_name_en": "Kept", "address-postal_code": "1"}
    answer = browser.post("/companies/new", data={**data, "vat_number": "5"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Kept"' in page
    assert 'id="vat_number-error"' in page
    assert 'id="address-postal_code-error"' in page


def test_workers_are_added_checked_and_changed(house: House) -> None:
    company_id, browser = _company(house), house.browser()
    form = f"/companies/{company_id}/workers/new"
    assert browser.get(form).status_code == 200
    bad = {"name_ar": "سامي", "identity_kind": "iqama", "identity_number": "٢٠٠٠٠٠٠٠٠٠"}
    answer = browser.post(form, data={**bad, "is_active": "y"})
    assert answer.status_code == 422
    assert 'id="identity_number-error"' in answer.get_data(as_text=True)
    number = specimen.make_national_id(house.rng, "resident")
    good = {**bad, "identity_number": number, "nationality": "EG", "is_active": "y"}
    answer = browser.post(form, data={**good, "identity_expires_on": "١٤٤٨/٠٦/١١"})
    assert answer.status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    assert number in page
    assert "Egypt" in page
    assert 'datetime="2026-11-21"' in page
    assert "Worker added" in page
    edit = re.search(rf"/companies/{company_id}/workers/\d+/edit", page)
    assert edit
    assert number in browser.get(edit[0]).get_data(as_text=True)
    answer = browser.post(edit[0], data={**good, "name_ar": "سامي أحمد"})
    assert answer.status_code == 302
    assert "سامي أحمد" in browser.get(answer.location).get_data(as_text=True)
    again = browser.post(form, data=good)
    assert again.status_code == 409
    assert edit[0] in again.get_data(as_text=True)


def test_editing_keeps_what_is_there_and_refuses_an_old_version(house: House) -> None:
    company_id, browser = _company(house), house.browser()
    page = browser.get(f"/companies/{company_id}/edit").get_data(as_text=True)
    assert "12211" in page
    opened = re.search(r'name="lock_version" value="(\d+)"', page)
    assert opened
    data = {**COMPANY, "legal_name_en": "Renamed", "lock_version": opened[1]}
    assert browser.post(f"/companies/{company_id}/edit", data=data).status_code == 302
    stale = browser.post(f"/companies/{company_id}/edit", data={**data, "notes": "mine"})
    text = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "Renamed" in text
    assert ">mine</textarea>" in text.replace("\r\n", "").replace(">\n", ">")


def test_pages_of_another_workspace_are_not_found(house: House, other_house: House) -> None:
    with house.work() as actor:
        company = make_company(house, actor, make_client(actor).id)
        company_id, worker_id = company.id, make_worker(house, actor, company.id).id
        client_id = company.client_id
    browser = other_house.browser()
    for path in (
        f"/companies/{company_id}",
        f"/companies/{company_id}/edit",
        f"/companies/{company_id}/workers/new",
        f"/companies/{company_id}/workers/{worker_id}/edit",
        f"/companies/new?client_id={client_id}",
    ):
        assert browser.get(path).status_code == 404, path
    data = {**COMPANY, "legal_name_ar": "سرقة", "client_id": client_id}
    assert browser.post("/companies/new", data=data).status_code == 404
    assert browser.post(f"/companies/{company_id}/edit", data=data).status_code == 404


def test_a_worker_is_found_only_under_its_own_company(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        one, two = make_company(house, actor, client.id), make_company(house, actor, client.id)
        worker_id, wrong = make_worker(house, actor, one.id).id, two.id
    assert house.browser().get(f"/companies/{wrong}/workers/{worker_id}/edit").status_code == 404


def test_a_viewer_reads_and_does_not_write(house: House) -> None:
    company_id = _company(house)
    browser = house.browser("viewer")
    assert browser.get(f"/companies/{company_id}").status_code == 200
    assert browser.get(f"/companies/{company_id}/edit").status_code == 403
    assert browser.get(f"/companies/{company_id}/workers/new").status_code == 403
