"""The settings pages: who may open them, what they keep, what they refuse and how they say it."""

import re
from io import BytesIO

import pytest
from PIL import Image

from portal.accounts import service as accounts
from portal.kit import specimen
from tests.factories.house import House

WORKSPACE = {
    "name_ar": "شركة الاختبار",
    "name_en": "Test Firm Two",
    "default_locale": "ar",
    "undo_acceptance_hours": "٢٤",
    "quotation_valid_days": "45",
    "invoice_due_days": "7",
    "step_up_above": "٥٠٬٠٠٠",
}


def entity_form(house: House, **changes: str) -> dict[str, str]:
    form = {
        "code": "JED",
        "name_ar": "شركة جدة",
        "name_en": "Jeddah Company",
        "commercial_registration": specimen.make_cr(house.rng),
        "iban": specimen.make_iban(house.rng),
        "address_ar-building_number": "٢٩٢٩",
        "address_ar-city": "جدة",
        "address_ar-postal_code": "23431",
    }
    return {**form, **changes}


def test_workspace_settings_are_kept_with_arabic_digits(house: House) -> None:
    browser = house.browser()
    answer = browser.post("/settings/workspace", data=WORKSPACE)
    assert answer.status_code == 302
    with house.work() as actor:
        workspace = accounts.the_workspace(actor)
        assert workspace.name_en == "Test Firm Two"
        assert workspace.undo_acceptance_hours == 24
        assert workspace.step_up_above == 50000
    page = browser.get("/settings/workspace").get_data(as_text=True)
    assert 'value="50000"' in page


def test_bad_workspace_settings_come_back_as_typed(house: House) -> None:
    answer = house.browser().post(
        "/settings/workspace", data={**WORKSPACE, "name_en": "", "quotation_valid_days": "0"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count('class="field-error"') == 2
    assert 'value="45"' not in page
    with house.work() as actor:
        assert accounts.the_workspace(actor).name_en == "Test Firm"


@pytest.mark.parametrize("role", ["manager", "accountant"])
def test_readers_see_settings_but_cannot_save_them(house: House, role: str) -> None:
    browser = house.browser(role)
    page = browser.get("/settings/workspace")
    assert page.status_code == 200
    assert "Save settings" not in page.get_data(as_text=True)
    assert browser.post("/settings/workspace", data=WORKSPACE).status_code == 403


def test_a_legal_entity_is_added_and_changed(house: House) -> None:
    browser = house.browser()
    answer = browser.post("/settings/legal-entities/new", data=entity_form(house))
    assert answer.status_code == 302
    with house.work() as actor:
        entity = next(e for e in accounts.legal_entities(actor) if e.code == "JED")
        entity_id, version = entity.id, entity.lock_version
        assert entity.address_ar["building_number"] == "2929"
        assert not entity.vat_registered
    answer = browser.post(
        f"/settings/legal-entities/{entity_id}",
        data={**entity_form(house, name_en="Jeddah Trading"), "lock_version": str(version)},
    )
    assert answer.status_code == 302
    with house.work() as actor:
        assert accounts.legal_entity(actor, entity_id).name_en == "Jeddah Trading"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("vat_number", "123", "15 digits"),
        ("iban", "SA0380000000608010167518", "check digits"),
        ("commercial_registration", "12", "10 digits"),
        ("address_ar-postal_code", "12", "5 digits"),
        ("code", "RUH", "Another legal entity"),
    ],
)
def test_a_wrong_number_is_named_beside_its_field(house: House, field, value, says) -> None:
    answer = house.browser().post(
        "/settings/legal-entities/new", data=entity_form(house, **{field: value})
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error">(.*?)</p>', page, re.S)
    assert error is not None
    assert says in error.group(1)
    assert 'value="Jeddah Company"' in page


def test_the_second_editor_sees_what_changed_and_loses_nothing(house: House) -> None:
    first, second = house.browser("owner"), house.browser("owner")
    url = f"/settings/legal-entities/{house.legal_entity_id}"
    version = re.search(
        r'name="lock_version" value="(\d+)"', first.get(url).get_data(as_text=True)
    ).group(1)
    mine = entity_form(house, code="RUH", name_en="First Name", lock_version=version)
    theirs = {**mine, "name_en": "Second Name"}
    assert first.post(url, data=mine).status_code == 302
    answer = second.post(url, data=theirs)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="Second Name"' in page  # as typed
    assert "<bdi>First Name</bdi>" in page  # as stored
    newer = re.search(r'name="lock_version" value="(\d+)"', page).group(1)
    assert second.post(url, data={**theirs, "lock_version": newer}).status_code == 302


def test_the_default_entity_is_handed_over_never_dropped(house: House) -> None:
    with house.work() as actor:
        entity = accounts.legal_entity(actor, house.legal_entity_id)
        version = entity.lock_version
        assert entity.is_default
    house.browser().post(
        f"/settings/legal-entities/{house.legal_entity_id}",
        data=entity_form(house, code="RUH", lock_version=str(version)),
    )
    with house.work() as actor:
        assert accounts.legal_entity(actor, house.legal_entity_id).is_default


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (120, 40), "#0f6e66").save(out, "PNG")
    return out.getvalue()


def test_a_logo_is_kept_shown_and_removed(house: House) -> None:
    browser = house.browser()
    url = f"/settings/legal-entities/{house.legal_entity_id}/logo"
    assert browser.get(url).status_code == 404
    answer = browser.post(url, data={"logo": (BytesIO(_png()), "logo.png")})
    assert answer.status_code == 302
    shown = browser.get(url)
    assert (shown.mimetype, shown.data) == ("image/png", _png())
    assert browser.post(f"{url}/remove").status_code == 302
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>", b""])
def test_what_is_no_picture_is_no_logo(house: House, data: bytes) -> None:
    url = f"/settings/legal-entities/{house.legal_entity_id}/logo"
    answer = house.browser().post(url, data={"logo": (BytesIO(data), "logo.png")})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.get_data(as_text=True)
    with house.work() as actor:
        assert accounts.legal_entity(actor, house.legal_entity_id).logo_file_id is None


def test_another_workspace_s_entity_is_not_found(house: House, other_house: House) -> None:
    url = f"/settings/legal-entities/{other_house.legal_entity_id}"
    browser = house.browser()
    assert browser.get(url).status_code == 404
    assert browser.post(url, data=entity_form(house)).status_code == 404
    assert browser.get(f"{url}/logo").status_code == 404
