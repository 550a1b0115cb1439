"""The audit log's page."""

from tests.accounts.test_settings_pages import WORKSPACE
from tests.factories.house import House


def test_a_change_shows_who_what_before_and_after(house: House) -> None:
    owner = house.browser()
    owner.post("/settings/workspace", data=WORKSPACE)
    page = owner.get("/settings/audit?subject=workspace").get_data(as_text=True)
    assert "Workspace settings changed" in page
    assert "Noura Al-Qahtani" in page
    assert "<bdi>Test Firm</bdi>" in page
    assert "<bdi>Test Firm Two</bdi>" in page
    assert "Staff member added" not in page.split('class="audit-list"')[1]


def test_the_log_is_filtered_by_who_and_stays_inside_its_workspace(
    house: House, other_house: House
) -> None:
    house.browser().post("/settings/workspace", data=WORKSPACE)
    other = other_house.browser()
    page = other.get("/settings/audit").get_data(as_text=True)
    assert "Test Firm Two" not in page
    mine = house.browser().get("/settings/audit?actor=portal").get_data(as_text=True)
    assert "Workspace settings changed" not in mine.split('class="audit-list"')[1]
    nobody = house.browser().get("/settings/audit?actor=Nobody").get_data(as_text=True)
    assert "No entries here" in nobody


def test_the_log_is_paged(house: House) -> None:
    owner = house.browser()
    for hours in range(52):
        owner.post("/settings/workspace", data={**WORKSPACE, "undo_acceptance_hours": str(hours)})
    first = owner.get("/settings/audit?subject=workspace").get_data(as_text=True)
    assert first.count('class="audit-entry"') == 50
    second = owner.get("/settings/audit?subject=workspace&page=2").get_data(as_text=True)
    assert second.count('class="audit-entry"') == 2


def test_a_viewer_does_not_read_the_log(house: House) -> None:
    assert house.browser("viewer").get("/settings/audit").status_code == 403
