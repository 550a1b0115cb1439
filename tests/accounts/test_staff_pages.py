"""Staff: adding, roles, taking access away, and the last owner who cannot go."""

import pytest

from portal.accounts import service as accounts
from portal.accounts.schemas import StaffChangeIn
from portal.core.errors import Conflict, Invalid
from tests.factories.house import House

NEW = {
    "email": "sara@example.com",
    "name_ar": "سارة العتيبي",
    "name_en": "Sara Al-Otaibi",
    "role": "officer",
    "locale": "ar",
    "password": "a long password",
}


def _id(house: House, role: str) -> int:
    email = house.staff(role)
    with house.work() as actor:
        return next(m.id for m in accounts.staff(actor) if m.user.email == email)


def test_a_new_member_can_sign_in(house: House) -> None:
    email = f"sara-{house.slug}@example.com"
    answer = house.browser().post("/settings/staff/new", data={**NEW, "email": email})
    assert answer.status_code == 302
    browser = house.app.test_client()
    entry = browser.post("/sign-in", data={"email": email, "password": NEW["password"]})
    assert entry.status_code == 302


def test_the_same_person_twice_is_named_on_the_field(house: House) -> None:
    email = house.staff("officer")
    answer = house.browser().post("/settings/staff/new", data={**NEW, "email": email})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "already on the staff" in page
    assert NEW["password"] not in page


def test_a_role_changes_at_once(house: House) -> None:
    viewer = house.browser("viewer")
    assert viewer.get("/settings/workspace").status_code == 403
    staff_id = _id(house, "viewer")
    answer = house.browser().post(f"/settings/staff/{staff_id}", data={"role": "manager"})
    assert answer.status_code == 302
    assert viewer.get("/settings/workspace").status_code == 200


def test_taking_access_away_ends_the_running_session(house: House) -> None:
    officer = house.browser("officer")
    staff_id = _id(house, "officer")
    owner = house.browser()
    assert owner.post(f"/settings/staff/{staff_id}/deactivate").status_code == 302
    assert officer.get("/").status_code == 302
    assert owner.post(f"/settings/staff/{staff_id}/deactivate").status_code == 409
    assert owner.post(f"/settings/staff/{staff_id}/reactivate").status_code == 302
    assert officer.get("/").status_code == 200


def test_the_last_owner_stays(house: House) -> None:
    owner_id = _id(house, "owner")
    with house.work() as actor, pytest.raises(Invalid) as caught:
        accounts.change_staff(actor, owner_id, StaffChangeIn(role="viewer"))
    assert caught.value.errors[0].code == "last_owner"
    with house.work() as actor, pytest.raises(Conflict) as conflict:
        accounts.deactivate_staff(actor, owner_id)
    assert conflict.value.code == "own_access"


def test_staff_of_another_workspace_are_not_found(house: House, other_house: House) -> None:
    staff_id = _id(other_house, "viewer")
    owner = house.browser()
    assert owner.get(f"/settings/staff/{staff_id}").status_code == 404
    assert owner.post(f"/settings/staff/{staff_id}/deactivate").status_code == 404


def test_only_an_owner_changes_staff(house: House) -> None:
    staff_id = _id(house, "viewer")
    manager = house.browser("manager")
    assert manager.get("/settings/staff").status_code == 200
    for path in ("new", f"{staff_id}", f"{staff_id}/deactivate", f"{staff_id}/reactivate"):
        assert manager.post(f"/settings/staff/{path}", data=NEW).status_code == 403, path
