"""The client's page: reading, choosing, accepting, declining, asking, and links that ended."""

import re
from typing import Any

from flask.testing import FlaskClient

from portal.core import audit, later
from portal.core.jobs import run_due
from portal.links import service as links
from portal.quotations import service
from tests.factories.house import House
from tests.factories.quotation_pages import Sent, make_sent


def text_of(answer: Any) -> str:
    text: str = answer.get_data(as_text=True)
    return text


def visitor(house: House) -> FlaskClient:
    house.app.config["WTF_CSRF_ENABLED"] = False
    return house.app.test_client()


def accept_fields(sent: Sent, **changes: Any) -> dict[str, Any]:
    return {"name": "سعد العتيبي", "role": "المدير العام", "version": "1"} | changes


def status_of(house: House, sent: Sent) -> str:
    with house.work() as actor:
        return service.get(actor, sent.id).status


def test_arabic_by_default_and_a_switch(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    page = browser.get(f"/q/{sent.token}")
    assert page.status_code == 200
    text = text_of(page)
    assert '<html lang="ar" dir="rtl"' in text
    assert sent.number in text
    assert "ترجمة عقد التأسيس" in text
    assert "ه" in text  # the Hijri date beside the Gregorian one
    english = text_of(browser.get(f"/q/{sent.token}?lang=en"))
    assert '<html lang="en" dir="ltr"' in english
    assert "Certified translation" in english
    # the choice stays for the pages that follow
    assert 'lang="en"' in text_of(browser.get(f"/q/{sent.token}"))


def test_a_get_writes_nothing_but_the_access_log(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    with house.work():
        before = len(audit.timeline([("quotation", sent.id)]))
    for path in ("", "/pdf"):
        assert browser.get(f"/q/{sent.token}{path}").status_code == 200
    with house.app.app_context():
        later.flush()
    assert status_of(house, sent) == "sent"
    with house.work() as actor:
        assert len(audit.timeline([("quotation", sent.id)])) == before
        assert len(service.link_views(actor, sent.id)) == 1
    assert browser.post(f"/q/{sent.token}/viewed").status_code == 204
    assert status_of(house, sent) == "viewed"


def test_forms_want_a_token_against_forgery(house: House) -> None:
    sent = make_sent(house)
    browser = house.app.test_client()
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = text_of(browser.get(f"/q/{sent.token}"))
        answer = browser.post(f"/q/{sent.token}/accept", data=accept_fields(sent))
        assert answer.status_code == 400
        token = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', page)
        assert token
        fields = accept_fields(sent, csrf_token=token[1])
        assert browser.post(f"/q/{sent.token}/accept", data=fields).status_code == 302
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False


def test_optional_lines_move_the_total_without_a_script_too(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    ticked = {"optional_line_ids": [str(sent.optional_id)], "version": "1", "name": "سعد"}
    url = f"/q/{sent.token}"
    # 500 + 325.35, VAT 123.80, fees 1300; with the option 900 more and its VAT
    assert "2,249.15" in text_of(browser.get(url))
    fragment = text_of(browser.post(f"{url}/totals", data=ticked, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "3,284.15" in fragment
    page = text_of(browser.post(f"{url}/totals", data=ticked))
    assert "3,284.15" in page
    assert 'value="سعد"' in page
    assert status_of(house, sent) == "sent"


def test_accept_with_an_optional_line(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    url = f"/q/{sent.token}"
    fields = accept_fields(sent, optional_line_ids=[str(sent.optional_id)])
    answer = browser.post(f"{url}/accept", data=fields)
    assert answer.status_code == 302, text_of(answer)
    page = text_of(browser.get(url))
    assert "سعد العتيبي" in page
    assert "3,284.15" in page
    assert 'id="accept-form"' not in page
    assert browser.get(f"{url}/certificate").data.startswith(b"%PDF")
    with house.work() as actor:
        acceptance = service.acceptance_of(actor, sent.id)
        assert acceptance is not None
        assert sent.optional_id in acceptance.line_ids
        assert (acceptance.actor_kind, acceptance.ip) == ("link", "127.0.0.1")
    again = browser.post(f"{url}/accept", data=fields)
    assert again.status_code == 409
    assert "problem" not in text_of(again)


def test_accept_errors_keep_what_was_typed(house: House) -> None:
    sent = make_sent(house)
    answer = visitor(house).post(
        f"/q/{sent.token}/accept",
        data=accept_fields(
            sent, name="", role="أمين الصندوق", signature="data:image/png;base64,xx"
        ),
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'id="name-error"' in page
    assert 'value="أمين الصندوق"' in page
    assert status_of(house, sent) == "sent"


def test_another_version_than_the_current_is_refused(house: House) -> None:
    sent = make_sent(house)
    with house.work() as actor:
        service.revise(actor, sent.id)
        service.send(actor, sent.id)
    browser = visitor(house)
    answer = browser.post(f"/q/{sent.token}/accept", data=accept_fields(sent))
    assert answer.status_code == 409
    assert 'name="version" value="2"' in text_of(answer)
    assert browser.post(
        f"/q/{sent.token}/accept", data=accept_fields(sent, version="2")
    ).status_code == 302  # fmt: skip


def test_one_time_code(house: House) -> None:
    sent = make_sent(house, requires_code=True)
    browser = visitor(house)
    url = f"/q/{sent.token}"
    answer = browser.post(f"{url}/accept", data=accept_fields(sent))
    assert answer.status_code == 403
    assert 'name="code"' in text_of(answer)
    answer = browser.post(f"{url}/code", data=accept_fields(sent))
    page = text_of(answer)
    assert answer.status_code == 200, page
    assert "…@horizon.example" in page
    assert 'value="سعد العتيبي"' in page
    with house.app.app_context():
        run_due()
    assert (
        browser.post(f"{url}/accept", data=accept_fields(sent, code="000000x")).status_code == 422
    )
    code = code_from_mail(house)
    assert browser.post(f"{url}/accept", data=accept_fields(sent, code=code)).status_code == 302
    with house.work() as actor:
        acceptance = service.acceptance_of(actor, sent.id)
        assert acceptance is not None
        assert acceptance.confirmed_contact.endswith("@horizon.example")


def code_from_mail(house: House) -> str:
    """The digits of the newest code that was mailed."""
    import email
    from email import policy

    folder = house.app.extensions["house"].settings.data / "mail"
    found = ""
    for path in sorted(folder.glob("*.eml"), key=lambda item: item.stat().st_mtime_ns):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        match = re.search(r"(?<!\d)(\d{6})(?!\d)", body.get_content() if body else "")
        found = match[1] if match else found
    assert found
    return found


def test_decline_wants_a_reason(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    url = f"/q/{sent.token}"
    answer = browser.post(f"{url}/decline", data={"version": "1"})
    assert answer.status_code == 422
    assert 'id="reason-error"' in text_of(answer)
    fields = {"version": "1", "reason": "السعر أعلى من الميزانية"}
    assert browser.post(f"{url}/decline", data=fields).status_code == 302
    page = text_of(browser.get(url))
    assert "السعر أعلى من الميزانية" in page
    assert 'id="renew"' in page
    assert status_of(house, sent) == "declined"


def test_questions_and_answers(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    url = f"/q/{sent.token}"
    assert browser.post(f"{url}/questions", data={"body": ""}).status_code == 422
    body = "هل تشمل الرسوم التأمين؟"
    assert browser.post(f"{url}/questions", data={"body": body}).status_code == 302
    staff = house.browser("officer")
    assert body in text_of(staff.get(f"/quotations/{sent.id}"))
    staff.post(f"/quotations/{sent.id}/answers", data={"body": "نعم، كلها."})
    page = text_of(browser.get(url))
    assert body in page
    assert "نعم، كلها." in page


def test_withdrawn_and_revoked_explain_themselves(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    url = f"/q/{sent.token}"
    with house.work() as actor:
        service.withdraw(actor, sent.id, "تغيرت الرسوم الحكومية")
    page = text_of(browser.get(url))
    assert "تغيرت الرسوم الحكومية" in page
    assert 'id="accept-form"' not in page
    assert browser.post(f"{url}/accept", data=accept_fields(sent)).status_code == 409
    with house.work() as actor:
        service.revoke_link(actor, sent.id)
    answer = browser.get(url)
    assert answer.status_code == 410
    assert 'id="renew"' in text_of(answer)
    assert browser.get(f"{url}/pdf").status_code == 410
    asked = browser.post(f"{url}/renew", data={"message": "نحتاجه من جديد"})
    assert asked.status_code == 200
    with house.work():
        verbs = [entry.verb for entry in audit.timeline([("quotation", sent.id)])]
    assert "quotation.link_requested" in verbs


def test_an_expired_link_and_an_unknown_one(house: House) -> None:
    sent = make_sent(house)
    browser = visitor(house)
    with house.work() as actor:
        link = links.get(service.get(actor, sent.id).link_id or 0)
        links.extend(actor, link, link.created_at)
    answer = browser.get(f"/q/{sent.token}")
    assert answer.status_code == 410
    assert 'id="renew"' in text_of(answer)
    assert browser.get("/q/" + "A" * 43).status_code == 404
    assert browser.get("/q/short").status_code == 404


def test_a_draft_being_revised_does_not_show(house: House) -> None:
    sent = make_sent(house)
    with house.work() as actor:
        service.revise(actor, sent.id)
        draft = service.as_input(actor, sent.id)
        service.update(actor, sent.id, draft.model_copy(update={"notes_ar": "ملاحظة لم ترسل بعد"}))
    page = text_of(visitor(house).get(f"/q/{sent.token}"))
    assert "ملاحظة لم ترسل بعد" not in page
    assert 'name="version" value="1"' in page
