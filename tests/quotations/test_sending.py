"""Sending and what follows until the client answers."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.core import audit, files, jobs, later
from portal.core.db import session, unit_of_work
from portal.core.errors import Conflict, Gone, Invalid, NotFound, Unprocessable
from portal.core.files import Upload
from portal.links import service as links
from portal.quotations import service
from portal.quotations.models import Quotation
from portal.quotations.schemas import CommentIn, DeclineIn, NewLinkIn, QuotationPatch
from tests.factories.clients import make_client
from tests.factories.house import House
from tests.factories.quotations import holder, make_quotation, make_sent, token_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def mails(house: House) -> list[str]:
    """The text of every message of this house's recipients, after running the jobs."""
    with house.app.app_context():
        jobs.run_due()
        folder: Path = house.app.extensions["house"].settings.data / "mail"
    texts = []
    for path in sorted(folder.rglob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        texts.append(f"To: {message['To']}\nSubject: {message['Subject']}\n{body.get_content()}")
    return texts


def mails_about(house: House, number: str, to: str) -> list[str]:
    return [text for text in mails(house) if number in text and to in text.split("\n")[0]]


def test_sending_freezes_the_version_and_writes_to_the_client(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        quotation = make_sent(actor, client.id, notes="شروط الدفع")
        version = service.shown(actor, quotation.id)
        pdf = files.read(service.version_pdf(actor, quotation.id))
        assert pdf.startswith(b"%PDF")
        assert hashlib.sha256(pdf).hexdigest() == version.pdf_sha256
        assert (quotation.status, quotation.current_version) == ("sent", 1)
        assert len(version.verify_code or "") == 14
        number, address = quotation.number, clients.recipients(actor, client.id)[0][0]
        token = token_of(quotation)
    (letter,) = mails_about(house, number, address)
    assert f"/q/{token}" in letter
    assert "1,150.00 ر.س" in letter
    assert "SAR 1,150.00" in letter


def test_the_pdf_says_number_total_and_optional_lines_in_both_languages(house: House) -> None:
    import subprocess

    with house.work() as actor:
        client = make_client(actor)
        for language, words in (
            ("ar", ("1,150.00",)),
            ("en", ("Quotation", "1,150.00", "Optional item", "not counted in the total")),
        ):
            quotation = make_sent(actor, client.id, language=language)
            pdf = files.read(service.version_pdf(actor, quotation.id))
            text = subprocess.run(
                ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
            ).stdout.decode()
            for word in (quotation.number, *words):
                assert word in text


def test_a_client_without_a_contact_cannot_be_sent_to(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, email=None, contacts=[])
        quotation = make_quotation(actor, client.id)
        with pytest.raises(Unprocessable) as caught:
            service.send(actor, quotation.id)
        assert caught.value.code == "client_has_no_contact"
        assert quotation.status == "draft"


def test_a_quotation_whose_last_day_passed_is_not_sent(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(actor)
        draft = service.draft(actor, quotation.id)
        assert draft is not None
        draft.valid_until = accounts.today(actor) - timedelta(days=1)
        with pytest.raises(Invalid) as caught:
            service.send(actor, quotation.id)
        assert caught.value.errors[0].field == "valid_until"


def test_what_was_sent_does_not_follow_a_renamed_client_or_new_prices(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar="الاسم الأول", name_en="First name")
        quotation = make_sent(actor, client.id)
        client.name_ar = "الاسم الثاني"
        service.shown(actor, quotation.id).lines[0].unit_price = Decimal(1)
        seen = service.public_view(holder(quotation), quotation.id)
        assert seen.buyer["name"] == "الاسم الأول"
        assert seen.lines[0].unit_price == Decimal(1000)
        assert service.public_view(holder(quotation, "en"), quotation.id).buyer["name"] == (
            "First name"
        )


def test_the_paper_names_its_writer_in_its_own_language(house: House) -> None:
    with house.work() as actor:
        for language, name in (("ar", "نورة القحطاني"), ("en", "Noura Al-Qahtani")):
            quotation = make_sent(actor, language=language)
            snapshot = service.shown(actor, quotation.id).snapshot or {}
            assert snapshot["prepared_by"] == name


def test_a_revision_shows_only_once_it_is_sent(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        token, link_id = token_of(quotation), quotation.link_id
        service.revise(actor, quotation.id)
        assert service.revise(actor, quotation.id).newest_version == 2
        service.patch(actor, quotation.id, QuotationPatch(discount_percent=Decimal(10)))
        seen = service.public_view(holder(quotation), quotation.id)
        assert (seen.version, seen.totals.total) == (1, Decimal("1150.00"))
        assert quotation.total == Decimal("1150.00")
        service.send(actor, quotation.id)
        seen = service.public_view(holder(quotation), quotation.id)
        assert (seen.version, seen.totals.total) == (2, Decimal("1035.00"))
        assert (token_of(quotation), quotation.link_id) == (token, link_id)
        first, second = (
            service.version_pdf(actor, quotation.id, version).sha256 for version in (1, 2)
        )
        assert first != second
        number = quotation.number
        address = clients.recipients(actor, quotation.client_id)[0][0]
    assert any("1,035.00" in text for text in mails_about(house, number, address))


def test_a_discarded_revision_leaves_the_sent_one(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        service.revise(actor, quotation.id)
        service.discard_draft(actor, quotation.id)
        assert (quotation.newest_version, service.draft(actor, quotation.id)) == (1, None)
        with pytest.raises(Conflict):
            service.discard_draft(actor, quotation.id)


def test_viewed_is_set_once_by_the_client_and_disturbs_no_edit(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        locked = quotation.lock_version
        service.mark_viewed(actor, quotation.id)
        assert quotation.status == "sent"
        reader = holder(quotation)
        service.mark_viewed(reader, quotation.id)
        first = quotation.viewed_at
        assert (quotation.status, quotation.lock_version) == ("viewed", locked)
        service.mark_viewed(reader, quotation.id)
        assert quotation.viewed_at == first


def test_a_link_opens_its_own_quotation_alone(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        mine, other = make_sent(actor, client.id), make_sent(actor, client.id)
        reader = holder(mine)
        with pytest.raises(NotFound):
            service.public_view(reader, other.id)
        with pytest.raises(NotFound):
            service.decline(reader, other.id, DeclineIn(reason="x"))
        with pytest.raises(NotFound):
            service.public_view(holder(mine), make_quotation(actor, client.id).id)


def test_withdrawing_says_so_and_ends_the_offer(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        service.withdraw(actor, quotation.id, "تغيّرت الأسعار")
        seen = service.public_view(holder(quotation), quotation.id)
        assert (seen.state, seen.can_answer) == ("withdrawn", False)
        assert seen.withdraw_reason == "تغيّرت الأسعار"
        with pytest.raises(Conflict) as caught:
            service.withdraw(actor, quotation.id)
        assert caught.value.details["state"] == "withdrawn"
        service.revise(actor, quotation.id)
        service.send(actor, quotation.id)
        assert service.public_view(holder(quotation), quotation.id).can_answer


def test_expiry_is_midnight_of_the_workspaces_zone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        quotation.valid_until = date(2026, 11, 30)
        last = datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)  # 23:59:59 in Riyadh
        monkeypatch.setattr("portal.accounts.service.workspaces.now", lambda: last)
        assert service.state(actor, quotation) == "sent"
        monkeypatch.setattr(
            "portal.accounts.service.workspaces.now", lambda: last + timedelta(seconds=1)
        )
        assert service.state(actor, quotation) == "expired"
        assert service.public_view(holder(quotation), quotation.id).expires_at == datetime(
            2026, 11, 30, 21, tzinfo=UTC
        )


def test_the_sweep_expires_what_is_overdue_and_nothing_else(house: House) -> None:
    with house.work() as actor:
        late, fresh = make_sent(actor), make_sent(actor)
        late.valid_until = accounts.today(actor) - timedelta(days=1)
        late_id, fresh_id = late.id, fresh.id
    with house.app.app_context():
        with unit_of_work():
            service.sweep()
        jobs.run_due()
    with house.work() as actor:
        assert service.head(actor, late_id).status == "expired"
        assert service.head(actor, fresh_id).status == "sent"
        verbs = [entry.verb for entry in audit.timeline([("quotation", late_id)])]
        assert verbs.count("quotation.expired") == 1


def test_declining_keeps_the_reason_and_tells_staff(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        service.decline(
            holder(quotation), quotation.id, DeclineIn(reason="السعر مرتفع", name="خالد")
        )
        assert (quotation.status, quotation.decline_reason) == ("declined", "السعر مرتفع")
        with pytest.raises(Conflict) as caught:
            service.decline(holder(quotation), quotation.id, DeclineIn(reason="x"))
        assert caught.value.code == "quotation_declined"
        number = quotation.number
    (letter,) = mails_about(house, number, house.emails["owner"])
    assert "السعر مرتفع" in letter


def test_questions_go_to_staff_and_answers_to_the_client(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        quotation = make_sent(actor, client.id)
        with pytest.raises(Conflict):
            service.answer(actor, quotation.id, CommentIn(body="بلا سؤال"))
        asked = service.ask(
            holder(quotation), quotation.id, CommentIn(body="هل السعر نهائي؟", name="سعد")
        )
        service.answer(actor, quotation.id, CommentIn(body="نعم، نهائي."), asked.id)
        thread = service.public_view(holder(quotation), quotation.id).comments
        assert [(row.author_kind, row.body) for row in thread] == [
            ("client", "هل السعر نهائي؟"),
            ("staff", "نعم، نهائي."),
        ]
        assert thread[1].answers_id == asked.id
        number, address = quotation.number, clients.recipients(actor, client.id)[0][0]
    assert any(
        "هل السعر نهائي؟" in text for text in mails_about(house, number, house.emails["owner"])
    )
    assert any("نعم، نهائي." in text for text in mails_about(house, number, address))


def test_a_revoked_link_can_only_ask_for_a_new_one(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        old = token_of(quotation)
        service.revoke_link(actor, quotation.id)
        opened = links.open_link(old, "quotation", ip=None, user_agent=None, locale="ar")
        assert opened.ended == "revoked"
        with pytest.raises(NotFound):
            service.public_view(opened.actor, quotation.id)
        service.request_new_link(opened.actor, quotation.id, NewLinkIn(message="أين الرابط؟"))
        with pytest.raises(Gone):
            service.revoke_link(actor, quotation.id)
        service.send_again(actor, quotation.id)
        assert token_of(quotation) != old
        number = quotation.number
    assert any("أين الرابط؟" in text for text in mails_about(house, number, house.emails["owner"]))


def test_attachments_are_those_of_the_version_that_was_sent(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(actor)
        row = service.attach(actor, quotation.id, Upload("عرض.png", PNG))
        service.send(actor, quotation.id)
        with pytest.raises(Conflict):
            service.attach(actor, quotation.id, Upload("late.png", PNG))
        service.revise(actor, quotation.id)
        service.detach(actor, quotation.id, row.id)
        reader = holder(quotation)
        assert [file.id for file in service.attachments(reader, quotation.id)] == [row.id]
        assert service.attachments(actor, quotation.id) == []
        assert service.attachment(reader, quotation.id, row.id).name == "عرض.png"


def test_sharing_through_whatsapp_speaks_the_quotations_language(house: House) -> None:
    from urllib.parse import unquote

    with house.work() as actor:
        client = make_client(actor, phone="0501234567")
        draft = make_quotation(actor, client.id, language="en")
        assert service.whatsapp_url(actor, draft) is None
        service.send(actor, draft.id)
        url = service.whatsapp_url(actor, draft) or ""
        assert url.startswith("https://wa.me/966501234567?text=")
        assert f"Quotation {draft.number} from Test Services Company" in unquote(url)
        assert service.public_url(actor, draft) in unquote(url)


def test_reading_the_public_page_writes_nothing(house: House) -> None:
    with house.work() as actor:
        quotation_id = make_sent(actor).id
    with house.work() as actor:
        quotation = service.head(actor, quotation_id)
        service.public_view(holder(quotation), quotation_id)
        service.totals_if(holder(quotation), quotation_id, [])
        assert not session().new
        assert not session().dirty
    later.flush()
    with house.work():
        row = session().scalar(select(Quotation).where(Quotation.id == quotation_id))
        assert row is not None
        assert row.status == "sent"
