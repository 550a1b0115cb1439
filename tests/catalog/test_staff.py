"""Staff pages of the catalogue: lists, the form with its rows, two editors, publishing."""

import re

import pytest
from sqlalchemy import event

from portal.catalog import service as catalog
from portal.core.db import db
from tests.factories.catalog import make_service, service_in
from tests.factories.house import House

TYPED = {
    "code": "gosi-reg",
    "name_ar": "تسجيل منشأة في التأمينات",
    "name_en": "GOSI registration",
    "category_ar": "شؤون العمل",
    "category_en": "Labour affairs",
    "unit_price": "٣٥٠٫٥",
    "tax_category": "standard",
    "requires_company": "y",
    "eligibility": ["cr_valid"],
    "fees-0-name_ar": "رسوم التسجيل",
    "fees-0-name_en": "Registration fee",
    "fees-0-amount": "100",
    "fees-0-is_disbursement": "y",
    "steps-0-name_ar": "استلام المستندات",
    "steps-0-name_en": "Collect documents",
    "steps-0-kind": "document_collection",
    "steps-0-role": "officer",
    "steps-0-sla_hours": "16",
    "steps-0-client_visible": "y",
    "steps-0-required_documents-0-ar": "صورة السجل",
    "steps-0-required_documents-0-en": "CR copy",
    "steps-0-required_documents-0-mandatory": "y",
    "steps-1-name_ar": "سداد الرسوم",
    "steps-1-name_en": "Pay",
    "steps-1-kind": "government_fee",
    "steps-1-role": "accountant",
    "steps-1-sla_hours": "8",
    "steps-1-fee_key": "registration_fee",
}


def test_a_service_is_added_and_published(house: House) -> None:
    browser = house.browser()
    answer = browser.post("/services/new", data=TYPED)
    assert answer.status_code == 302
    page = answer.headers["Location"]
    assert browser.post(f"{page}/publish").status_code == 302
    with house.work() as actor:
        made = catalog.get_many(actor, [int(page.rsplit("/", 1)[1])])
        (service,) = made.values()
        assert (str(service.unit_price.normalize()), service.code) == ("350.5", "GOSI-REG")
        assert service.steps[1].fee_key == "registration_fee"
        assert service.steps[0].required_documents[0]["key"] == "cr_copy"
        assert service.steps[1].client_visible is False
    shown = browser.get(page).get_data(as_text=True)
    assert "GOSI registration" in shown
    assert "SAR 350.50" in shown


def test_bad_input_comes_back_beside_its_field(house: House) -> None:
    browser = house.browser()
    typed = TYPED | {"fees-0-amount": "lots", "name_ar": "", "steps-1-fee_key": ""}
    answer = browser.post("/services/new", data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for field in ("name_ar", "fees-0-amount"):
        assert f'id="{field}-error"' in text
    assert 'value="lots"' in text
    answer = browser.post("/services/new", data=TYPED | {"steps-1-fee_key": ""})
    assert answer.status_code == 422
    assert 'id="steps-1-fee_key-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("add:steps", ["Collect documents", "Pay", ""]),
        ("remove:steps.0", ["Pay"]),
        ("up:steps.1", ["Pay", "Collect documents"]),
        ("up:steps.0", ["Collect documents", "Pay"]),
        ("remove:steps.9", ["Collect documents", "Pay"]),
        ("nonsense", ["Collect documents", "Pay"]),
    ],
)
def test_rows_come_and_go_without_saving(house: House, command: str, names: list[str]) -> None:
    answer = house.browser().post("/services/new", data=TYPED | {"rows": command})
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    inputs = re.findall(r'<input[^>]*name="steps-\d-name_en"[^>]*>', text)
    assert [re.search(r'value="([^"]*)"', tag)[1] for tag in inputs] == names
    with house.work() as actor:
        assert catalog.listed(actor).total == 0


def test_documents_of_a_step_come_and_go(house: House) -> None:
    browser = house.browser()
    data = TYPED | {"rows": "add:steps.1.required_documents"}
    text = browser.post("/services/new", data=data).get_data(as_text=True)
    assert 'name="steps-1-required_documents-0-en"' in text
    data = TYPED | {"rows": "remove:steps.0.required_documents.0"}
    text = browser.post("/services/new", data=data).get_data(as_text=True)
    assert 'name="steps-0-required_documents-0-en"' not in text


def _form_values(text: str) -> dict[str, str]:
    tags = re.findall(r"<input[^>]*>", text)
    return {
        re.search(r'name="([^"]*)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1]
        for tag in tags
        if "name=" in tag and "value=" in tag and "checkbox" not in tag
    }


def test_the_edit_form_holds_what_is_saved_and_two_editors_meet(house: House) -> None:
    with house.work() as actor:
        service_id = make_service(actor).id
    browser = house.browser()
    text = browser.get(f"/services/{service_id}/edit").get_data(as_text=True)
    shown = _form_values(text)
    assert (shown["code"], shown["unit_price"], shown["steps-0-step_key"]) == (
        "IQR-REN",
        "250",
        "collect_documents",
    )
    assert 'value="iqama_fee" selected' in text or 'selected value="iqama_fee"' in text
    with house.work() as actor:
        catalog.update(actor, service_id, service_in(unit_price="275"))
    typed = TYPED | {"code": "IQR-REN", "lock_version": shown["lock_version"]}
    answer = browser.post(f"/services/{service_id}/edit", data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "<bdi>275</bdi>" in text
    assert 'value="GOSI registration"' in text
    typed["lock_version"] = _form_values(text)["lock_version"]
    assert browser.post(f"/services/{service_id}/edit", data=typed).status_code == 302
    with house.work() as actor:
        changed = catalog.get(actor, service_id)
        assert changed.name_en == "GOSI registration"
        assert [step.step_key for step in changed.steps] == ["collect_documents", "pay"]


def test_the_list_filters_and_keeps_its_statements(house: House, app) -> None:
    with house.work() as actor:
        for number in range(12):
            make_service(actor, f"IQR-{number}")
        catalog.create(actor, service_in("DRAFT-1", name_en="Not ready"))
    browser = house.browser()

    def statements(url: str) -> tuple[int, str]:
        seen: list[str] = []

        def count(_c, _cur, statement, *_rest) -> None:
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            text = browser.get(url).get_data(as_text=True)
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len([s for s in seen if s.startswith("SELECT")]), text

    many, text = statements("/services")
    few, text_of_one = statements("/services?q=IQR-1&status=published")
    assert many == few
    assert "DRAFT-1" in text
    assert "IQR-11" in text_of_one
    assert "IQR-2<" not in text_of_one
    assert "No service matches" in browser.get("/services?q=zzz").get_data(as_text=True)


def test_readers_see_no_way_to_change(house: House) -> None:
    with house.work() as actor:
        service_id = make_service(actor).id
    officer = house.browser("officer")
    text = officer.get(f"/services/{service_id}").get_data(as_text=True)
    assert "/edit" not in text
    assert "/archive" not in text
    for path in ("/services/new", f"/services/{service_id}/edit"):
        assert officer.get(path).status_code == 403
    for path in ("publish", "archive"):
        assert officer.post(f"/services/{service_id}/{path}").status_code == 403


def test_foreign_services_are_not_found(house: House, other_house: House) -> None:
    with other_house.work() as actor:
        foreign = make_service(actor).id
    browser = house.browser()
    assert browser.get(f"/services/{foreign}").status_code == 404
    assert browser.get(f"/services/{foreign}/edit").status_code == 404
    assert browser.post(f"/services/{foreign}/archive").status_code == 404
