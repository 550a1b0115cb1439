"""The staff's pages: writing a quotation, its list, its page."""

import io
import re
from typing import Any

from portal.quotations import service
from tests.factories.house import House
from tests.factories.quotation_pages import Desk, make_desk, make_sent, quotation_in

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def composed(desk: Desk, **changes: Any) -> dict[str, Any]:
    """The composer's fields as a browser posts them."""
    fields: dict[str, Any] = {
        "client_id": str(desk.client_id),
        "company_id": str(desk.company_id),
        "language": "ar",
        "lines-0-service_definition_id": str(desk.service_id),
        "lines-0-quantity": "2",
        "lines-0-worker_ids": [str(desk.worker_id)],
        "lines-1-description_ar": "ترجمة عقد",
        "lines-1-quantity": "1",
        "lines-1-unit_price": "١٠٠",
        "lines-2-quantity": "1",
    }
    return fields | changes


def desk_of(house: House) -> Desk:
    with house.work() as actor:
        return make_desk(house, actor)


def text_of(answer: Any) -> str:
    text: str = answer.get_data(as_text=True)
    return text


def test_write_and_send(house: House) -> None:
    desk = desk_of(house)
    browser = house.browser("officer")
    page = browser.get(f"/quotations/new?client_id={desk.client_id}")
    assert page.status_code == 200
    assert "Iqama renewal" in text_of(page)
    files = [(io.BytesIO(PDF), "scope.pdf")]
    answer = browser.post("/quotations/new", data=composed(desk, attachments=files))
    assert answer.status_code == 302, text_of(answer)
    detail = answer.headers["Location"]
    page = browser.get(detail)
    # 2 × 250 + 100, VAT 15 %, and 2 × 650 of government fees without VAT
    assert "SAR 1,990.00" in text_of(page)
    assert "scope.pdf" in text_of(page)
    assert "Rajesh Kumar" in text_of(page)
    assert browser.post(f"{detail}/send").status_code == 302
    page = text_of(browser.get(detail))
    assert "/q/" in page
    assert "wa.me" in page
    assert "Quotation sent" in page
    link = re.search(r"/q/[\w-]{43}", page)
    assert link
    public = text_of(browser.get(link[0]))
    path = re.search(r"/q/[\w-]{43}/files/\d+", public)
    assert path
    assert browser.get(path[0]).data == PDF


def test_errors_keep_what_was_typed(house: House) -> None:
    desk = desk_of(house)
    browser = house.browser("officer")
    answer = browser.post(
        "/quotations/new",
        data=composed(
            desk,
            **{
                "lines-1-description_ar": "",
                "lines-1-unit_price": "abc",
                "lines-1-description_en": "Kept words",
                "discount_percent": "140",
                "notes_en": "Kept notes",
            },
        ),
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="lines-1-unit_price-error"' in page
    assert 'id="discount_percent-error"' in page
    assert "Kept words" in page
    assert "Kept notes" in page
    assert 'value="abc"' in page


def test_a_line_without_words_is_named(house: House) -> None:
    desk = desk_of(house)
    answer = house.browser("officer").post(
        "/quotations/new", data=composed(desk, **{"lines-1-description_ar": ""})
    )
    assert answer.status_code == 422
    assert 'id="lines-1-description_ar-error"' in text_of(answer)


def test_no_line_at_all(house: House) -> None:
    desk = desk_of(house)
    answer = house.browser("officer").post(
        "/quotations/new",
        data={"client_id": str(desk.client_id), "language": "ar", "lines-0-quantity": "1"},
    )
    assert answer.status_code == 422
    assert "lines-0-unit_price" in text_of(answer)
    assert "error-summary" in text_of(answer)


def test_lines_come_and_go_without_a_script(house: House) -> None:
    desk = desk_of(house)
    browser = house.browser("officer")
    page = text_of(browser.post("/quotations/compose", data=composed(desk, act="add")))
    assert "<html" in page
    assert 'name="lines-3-quantity"' in page
    page = text_of(browser.post("/quotations/compose", data=composed(desk, act="remove-0")))
    assert 'name="lines-0-quantity"' not in page
    assert "ترجمة عقد" in page


def test_htmx_gets_the_body_alone_with_the_price_filled_in(house: House) -> None:
    desk = desk_of(house)
    page = text_of(
        house.browser("officer").post(
            "/quotations/compose",
            data=composed(desk, act="service-0"),
            headers={"HX-Request": "true"},
        )
    )
    assert "<html" not in page
    assert re.search(r'id="lines-0-unit_price"[^>]*value="250"', page) or re.search(
        r'value="250"[^>]*id="lines-0-unit_price"|name="lines-0-unit_price"[^>]*value="250"', page
    )
    assert "تجديد إقامة" in page
    assert "Iqama fee" in page


def test_preview_adds_up_and_writes_nothing(house: House) -> None:
    desk = desk_of(house)
    browser = house.browser("officer")
    page = text_of(browser.post("/quotations/preview", data=composed(desk)))
    assert "SAR 1,990.00" in page
    assert 'id="line-sum-1"' in page
    page = text_of(
        browser.post("/quotations/preview", data=composed(desk, **{"lines-1-unit_price": "x"}))
    )
    assert "SAR" not in page
    with house.work() as actor:
        assert service.listed(actor).total == 0


def test_two_editing_at_once_see_what_changed(house: House) -> None:
    with house.work() as actor:
        desk = make_desk(house, actor)
        quotation = service.create(actor, quotation_in(desk))
        quotation_id, seen = quotation.id, quotation.lock_version
    browser = house.browser("officer")
    url = f"/quotations/{quotation_id}/edit"
    first = composed(desk, lock_version=str(seen), external_reference="PO-1")
    assert browser.post(url, data=first).status_code == 302
    second = composed(desk, lock_version=str(seen), external_reference="PO-2")
    answer = browser.post(url, data=second)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "PO-1" in page
    assert 'value="PO-2"' in page
    with house.work() as actor:
        assert service.get(actor, quotation_id).external_reference == "PO-1"
    again = re.search(r'name="lock_version" value="(\d+)"', page)
    assert again
    second["lock_version"] = again[1]
    assert browser.post(url, data=second).status_code == 302
    with house.work() as actor:
        assert service.get(actor, quotation_id).external_reference == "PO-2"


def test_edit_fills_the_form_from_the_draft(house: House) -> None:
    with house.work() as actor:
        quotation_id = service.create(actor, quotation_in(make_desk(house, actor))).id
    page = text_of(house.browser("officer").get(f"/quotations/{quotation_id}/edit"))
    assert 'value="120.5"' in page
    assert "متابعة شهرية" in page
    assert page.count(" checked") >= 2  # the worker and the optional line


def test_list_filters_and_stays_in_the_house(house: House, other_house: House) -> None:
    sent = make_sent(house)
    with house.work() as actor:
        draft = service.create(
            actor, quotation_in(sent.desk, external_reference="TENDER-77")
        ).number
    browser = house.browser("viewer")
    page = text_of(browser.get("/quotations"))
    assert sent.number in page
    assert draft in page
    assert "New quotation" not in page
    page = text_of(browser.get("/quotations?status=sent"))
    assert sent.number in page
    assert draft not in page
    page = text_of(browser.get("/quotations?q=tender-77"))
    assert draft in page
    assert sent.number not in page
    assert sent.number not in text_of(other_house.browser("owner").get("/quotations"))
    assert other_house.browser("owner").get(f"/quotations/{sent.id}").status_code == 404


def test_a_viewer_may_read_only(house: House) -> None:
    sent = make_sent(house)
    browser = house.browser("viewer")
    page = browser.get(f"/quotations/{sent.id}")
    assert page.status_code == 200
    assert f"/quotations/{sent.id}/withdraw" not in text_of(page)
    assert browser.post(f"/quotations/{sent.id}/withdraw").status_code == 403
    assert browser.get("/quotations/new").status_code == 403


def test_sending_without_a_contact_says_so(house: House) -> None:
    with house.work() as actor:
        desk = make_desk(house, actor, email=None, contacts=[])
        quotation_id = service.create(actor, quotation_in(desk)).id
    answer = house.browser("officer").post(f"/quotations/{quotation_id}/send")
    assert answer.status_code == 422
    assert "contact" in text_of(answer)
    with house.work() as actor:
        assert service.get(actor, quotation_id).status == "draft"


def test_revise_extend_and_withdraw(house: House) -> None:
    sent = make_sent(house)
    browser = house.browser("officer")
    url = f"/quotations/{sent.id}"
    assert browser.post(f"{url}/revise").headers["Location"].endswith("/edit")
    assert "Version 2 is being written" in text_of(browser.get(url))
    assert browser.post(f"{url}/discard").status_code == 302
    answer = browser.post(f"{url}/extend", data={"valid_until": "2099-01-31"})
    assert answer.status_code == 302, text_of(answer)
    with house.work() as actor:
        quotation = service.get(actor, sent.id)
        assert (quotation.current_version, str(quotation.valid_until)) == (2, "2099-01-31")
    assert browser.post(f"{url}/extend", data={"valid_until": "soon"}).status_code == 422
    for version in (1, 2):
        pdf = browser.get(f"{url}/versions/{version}/pdf")
        assert pdf.data.startswith(b"%PDF")
    assert browser.post(f"{url}/withdraw", data={"reason": "نفدت المدة"}).status_code == 302
    page = text_of(browser.get(url))
    assert "نفدت المدة" in page
    assert browser.post(f"{url}/withdraw").status_code == 409


def test_accept_on_behalf_and_undo(house: House) -> None:
    sent = make_sent(house)
    browser = house.browser("manager")
    url = f"/quotations/{sent.id}"
    data = {"name": "سعد العتيبي", "version": "1", "optional_line_ids": [str(sent.optional_id)]}
    answer = browser.post(f"{url}/accept", data=data)
    assert answer.status_code == 422
    assert 'value="سعد العتيبي"' in text_of(answer)
    answer = browser.post(f"{url}/accept", data=data | {"note": "Signed copy by e-mail"})
    assert answer.status_code == 302, text_of(answer)
    page = text_of(browser.get(url))
    assert "Signed copy by e-mail" in page
    assert browser.get(f"{url}/certificate").data.startswith(b"%PDF")
    assert browser.post(f"{url}/undo-acceptance").status_code == 422
    answer = browser.post(f"{url}/undo-acceptance", data={"reason": "Wrong client"})
    assert answer.status_code == 302, text_of(answer)
    assert "Wrong client" in text_of(browser.get(url))
    with house.work() as actor:
        assert service.get(actor, sent.id).status == "sent"


def test_answer_needs_a_question(house: House) -> None:
    sent = make_sent(house)
    browser = house.browser("officer")
    url = f"/quotations/{sent.id}/answers"
    assert browser.post(url, data={"body": "  "}).status_code == 422
    assert browser.post(url, data={"body": "Yes"}).status_code == 409


def test_pages_in_arabic(house: House) -> None:
    sent = make_sent(house)
    browser = house.browser("owner", "ar")
    for path in ("/quotations", f"/quotations/{sent.id}", "/quotations/new"):
        page = browser.get(path)
        assert page.status_code == 200
        assert 'dir="rtl"' in text_of(page)
