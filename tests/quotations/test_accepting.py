"""Acceptance: what it stores, when it is refused, and taking it back."""

import hashlib
import re
import threading
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from portal.accounts import service as accounts
from portal.core import audit, events, files
from portal.core.db import unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.invoices.service import verify
from portal.links import service as links
from portal.quotations import service
from portal.quotations.schemas import AcceptIn, UndoIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.quotations import drawn_signature, holder, make_quotation, make_sent, token_of
from tests.quotations.test_sending import mails, mails_about


def accept(quotation: Any, actor: Any = None, **changes: Any) -> Any:
    values = {"name": "خالد العتيبي", "role": "المدير المالي", **changes}
    return service.accept(actor or holder(quotation), quotation.id, AcceptIn.model_validate(values))


def test_an_acceptance_keeps_who_what_when_and_how_we_know(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        quotation = make_sent(actor, client.id)
        address = client.contacts[0].email
        version = service.shown(actor, quotation.id)
        fixed, optional = version.lines
        made = accept(quotation, signature=drawn_signature(), optional_line_ids=[optional.id])
        assert quotation.status == "accepted"
        assert made.line_ids == [fixed.id, optional.id]
        assert made.total == Decimal("1725.00")
        assert (made.ip, made.user_agent) == ("198.51.100.7", "Phone")
        assert made.pdf_sha256 == version.pdf_sha256
        assert (made.on_behalf, made.typed_signature) == (False, "")
        assert made.signature_file_id
        certificate = files.read(service.certificate(actor, quotation.id))
        assert certificate.startswith(b"%PDF")
        assert hashlib.sha256(certificate).hexdigest() == made.certificate_sha256
        seen = service.public_view(holder(quotation), quotation.id)
        assert (seen.state, seen.accepted_by, seen.totals.total) == (
            "accepted",
            "خالد العتيبي",
            Decimal("1725.00"),
        )
        number = quotation.number
    assert any("1,725.00" in text for text in mails_about(house, number, address))
    told = mails_about(house, number, house.emails["owner"])
    assert any("خالد العتيبي" in text for text in told)


def test_the_certificate_goes_with_the_clients_copy(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        quotation = make_sent(actor, client.id)
        made = accept(quotation)
        address, sha256 = client.contacts[0].email, made.certificate_sha256
    mails(house)
    folder = house.app.extensions["house"].settings.data / "mail"
    letters = [
        message_from_bytes(path.read_bytes(), policy=default) for path in folder.rglob("*.eml")
    ]
    attached = [
        hashlib.sha256(part.get_content()).hexdigest()
        for letter in letters
        if address in letter["To"]
        for part in letter.iter_attachments()
    ]
    assert attached == [sha256]


def test_left_out_optional_lines_are_not_agreed_to(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor, discount_amount="100")
        made = accept(quotation)
        (line,) = service.accepted_lines(actor, quotation.id)
        assert made.line_ids == [line.line_id]
        assert line.document_discount_share == Decimal("100.00")
        assert made.total == Decimal("1035.00")


def test_the_document_discount_is_shared_over_what_was_chosen(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor, discount_amount="100")
        optional = service.shown(actor, quotation.id).lines[1]
        made = accept(quotation, optional_line_ids=[optional.id])
        shares = [
            line.document_discount_share for line in service.accepted_lines(actor, quotation.id)
        ]
        assert shares == [Decimal("66.67"), Decimal("33.33")]
        assert made.total == Decimal("1610.00")
        assert service.totals_if(holder(quotation), quotation.id, [optional.id]).total == (
            Decimal("1610.00")
        )


def test_a_fixed_or_foreign_line_is_no_option(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        fixed = service.shown(actor, quotation.id).lines[0]
        for wrong in (fixed.id, 999_999):
            with pytest.raises(Invalid) as caught:
                accept(quotation, optional_line_ids=[wrong])
            assert caught.value.errors[0].code == "unknown_line"
        only_options = make_sent(
            actor, lines=[{"description": "س", "unit_price": "5", "optional": True}]
        )
        with pytest.raises(Invalid) as caught:
            accept(only_options)
        assert caught.value.errors[0].code == "nothing_chosen"


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        ("data:image/svg+xml;base64,PHN2Zy8+", "signature_format"),
        ("data:image/png;base64,!!!!", "signature_format"),
        ("data:image/png;base64,aGVsbG8=", "signature_format"),
        (drawn_signature(blank=True), "signature_empty"),
        (drawn_signature((3100, 10)), "signature_too_large"),
        ("data:image/png;base64," + "A" * 273_080, "signature_too_large"),
        ("x" * 201, "string_too_long"),
    ],
)
def test_a_signature_that_is_none_is_refused(house: House, signature: str, code: str) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        with pytest.raises(Invalid) as caught:
            accept(quotation, signature=signature)
        assert [(error.field, error.code) for error in caught.value.errors] == [("signature", code)]
        assert quotation.status == "sent"


def test_without_a_signature_the_name_is_the_typed_one(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        assert accept(quotation).typed_signature == "خالد العتيبي"


def test_accepting_twice_is_one_acceptance(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        accept(quotation)
        with pytest.raises(Conflict) as caught:
            accept(quotation, version=1)
        assert caught.value.code == "already_accepted"
        assert caught.value.details["state"] == "accepted"
        assert len(service.acceptances(actor, quotation.id)) == 1


def test_two_accepting_at_once_make_one_acceptance(house: House) -> None:
    with house.work() as actor:
        renewal = make_service(actor)
        quotation = make_sent(actor, lines=[{"service_definition_id": renewal.id}])
        quotation_id, token = quotation.id, token_of(quotation)
    ready, outcomes = threading.Barrier(2), []

    def press() -> None:
        with house.app.app_context():
            ready.wait()
            try:
                with unit_of_work():
                    reader = links.open_link(
                        token, "quotation", ip="1.2.3.4", user_agent="x", locale="ar"
                    ).actor
                    service.accept(reader, quotation_id, AcceptIn(name="سعد"))
                outcomes.append("accepted")
            except Conflict as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["accepted", "already_accepted"]
    with house.work() as actor:
        assert len(service.acceptances(actor, quotation_id)) == 1
        assert len(service.head(actor, quotation_id).order_ids) == 1
        verbs = [entry.verb for entry in audit.timeline([("quotation", quotation_id)])]
        assert verbs.count("quotation.accepted") == 1


def test_only_the_version_shown_is_accepted(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        service.revise(actor, quotation.id)
        service.send(actor, quotation.id)
        for stale in (1, 3, None):
            with pytest.raises(Conflict) as caught:
                accept(quotation, version=stale)
            assert caught.value.code == "quotation_changed"
            assert caught.value.details["version"] == 2
        assert accept(quotation, version=2).version == 2


def test_an_unsent_revision_ends_with_the_acceptance(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        service.revise(actor, quotation.id)
        accept(quotation, version=1)
        assert (quotation.newest_version, service.draft(actor, quotation.id)) == (1, None)
        with pytest.raises(Conflict) as caught:
            service.revise(actor, quotation.id)
        assert caught.value.code == "already_accepted"


@pytest.mark.parametrize(
    ("state", "code"),
    [("expired", "quotation_expired"), ("withdrawn", "quotation_withdrawn")],
)
def test_an_ended_offer_is_not_accepted(house: House, state: str, code: str) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        if state == "expired":
            quotation.valid_until = accounts.today(actor) - timedelta(days=1)
        else:
            service.withdraw(actor, quotation.id)
        with pytest.raises(Conflict) as caught:
            accept(quotation)
        assert (caught.value.code, caught.value.details["state"]) == (code, state)


def last_code(house: House, address: str) -> str:
    """The one-time code in the newest message to ``address``."""
    letters = [text for text in mails(house) if address in text.split("\n")[0]]
    found = [re.findall(r"^\s*\W*(\d{6})\W*$", text, re.MULTILINE) for text in letters]
    return str(next(codes[0] for codes in reversed(found) if codes))


@pytest.mark.parametrize("by_amount", [True, False])
def test_every_door_wants_the_code_where_the_firm_asks_for_it(
    house: House, by_amount: bool
) -> None:
    with house.work() as actor:
        client = make_client(actor)
        quotation = make_sent(actor, client.id, requires_code=None if by_amount else True)
        if by_amount:
            accounts.the_workspace(actor).step_up_above = Decimal("1150")
        for door in (holder(quotation), actor):
            with pytest.raises(Forbidden) as caught:
                accept(quotation, door, note="بالهاتف")
            assert caught.value.code == "step_up_required"
        sent = service.request_code(holder(quotation), quotation.id)
        assert sent.minutes == 10
        assert all("…@" in address for address in sent.sent_to)
        quotation_id, address = quotation.id, client.contacts[0].email
    code = last_code(house, address)
    with house.work() as actor:
        quotation = service.head(actor, quotation_id)
        with pytest.raises(Invalid) as wrong:
            accept(quotation, code="000000" if code != "000000" else "111111")
        assert wrong.value.errors[0].field == "code"
        made = accept(quotation, code=code)
        assert "…@" in made.confirmed_contact


def test_below_the_amount_no_code_is_wanted(house: House) -> None:
    with house.work() as actor:
        accounts.the_workspace(actor).step_up_above = Decimal("1150.01")
        assert accept(make_sent(actor)).confirmed_contact == ""
        # the optional line lifts it above the limit
        quotation = make_sent(actor)
        optional = service.shown(actor, quotation.id).lines[1]
        with pytest.raises(Forbidden):
            accept(quotation, optional_line_ids=[optional.id])


def test_staff_accept_on_behalf_with_a_note(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        with pytest.raises(Invalid) as caught:
            accept(quotation, actor, note="  ")
        assert caught.value.errors[0].field == "note"
        made = accept(quotation, actor, note="بالهاتف يوم الأحد")
        assert (made.on_behalf, made.note, made.actor_kind) == (True, "بالهاتف يوم الأحد", "staff")


def test_a_viewer_accepts_for_nobody(house: House) -> None:
    with house.work() as actor:
        quotation_id = make_sent(actor).id
    with house.work("viewer") as viewer:
        quotation = service.head(viewer, quotation_id)
        with pytest.raises(Forbidden):
            accept(quotation, viewer, note="x")


def test_the_event_carries_version_and_lines_in_the_transaction(house: House) -> None:
    heard = []
    events.on("quotation.accepted", heard.append)
    with house.work() as actor:
        quotation = make_sent(actor)
        made = accept(quotation)
        event = next(item for item in heard if item.subject_id == quotation.id)
        assert (event.data["version"], event.data["line_ids"]) == (1, made.line_ids)


def test_one_order_per_unit_and_worker_i_for_unit_i(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        company = make_company(house, actor, client.id)
        workers = [make_worker(house, actor, company.id) for _ in range(2)]
        renewal = make_service(actor)
        quotation = make_sent(
            actor,
            client.id,
            [
                {
                    "service_definition_id": renewal.id,
                    "quantity": "2",
                    "worker_ids": [worker.id for worker in workers],
                },
                {"description": "نص حر", "unit_price": "10"},
            ],
            company_id=company.id,
        )
        accept(quotation)
        assert len(quotation.order_ids) == 2
        lines = service.accepted_lines(actor, quotation.id)
        assert lines[0].worker_ids == tuple(worker.id for worker in workers)
        assert lines[1].service_definition_id is None


def test_undoing_needs_a_reason_and_keeps_the_record(house: House) -> None:
    with house.work() as actor:
        renewal = make_service(actor)
        quotation = make_sent(actor, lines=[{"service_definition_id": renewal.id}])
        accept(quotation)
        service.undo_acceptance(actor, quotation.id, UndoIn(reason="ضغطة بالخطأ"))
        assert (quotation.status, quotation.accepted_at, quotation.order_ids) == ("sent", None, [])
        assert service.accepted_lines(actor, quotation.id) == []
        (record,) = service.acceptances(actor, quotation.id)
        assert (record.undo_reason, record.undone_by) == ("ضغطة بالخطأ", actor.display_name)
        with pytest.raises(Conflict) as caught:
            service.undo_acceptance(actor, quotation.id, UndoIn(reason="مرة أخرى"))
        assert caught.value.code == "not_accepted"
        accept(quotation)  # and it can be accepted again
        assert quotation.status == "accepted"


def test_undoing_is_for_a_stated_time(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        made = accept(quotation)
        made.accepted_at -= timedelta(hours=48)
        with pytest.raises(Conflict) as caught:
            service.undo_acceptance(actor, quotation.id, UndoIn(reason="متأخر"))
        assert caught.value.code == "undo_window_over"


def test_an_issued_invoice_converts_the_quotation_and_bars_undoing(house: House) -> None:
    from portal.invoices import service as invoices
    from portal.orders import service as orders

    with house.work() as actor:
        quotation = make_sent(actor)
        accept(quotation)
        invoice = orders.invoice_quotation(actor, quotation.id)
        assert quotation.status == "accepted"
        invoices.issue(actor, invoice.id)
        assert quotation.status == "converted"
        with pytest.raises(Conflict) as caught:
            service.undo_acceptance(actor, quotation.id, UndoIn(reason="متأخر"))
        assert caught.value.code == "invoice_issued"
        assert service.answer_of(actor, quotation.id).invoice_ids == [invoice.id]


def test_the_verify_page_confirms_quotation_and_certificate(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        version = service.shown(actor, quotation.id)
        made = accept(quotation)
        codes = (version.verify_code or "", made.verify_code)
        number, ip = quotation.number, f"test-{house.slug}"
    with house.app.app_context(), unit_of_work():
        paper = verify(number, codes[0], ip=ip)
        assert (paper.kind, paper.amount, paper.state) == (
            "quotation",
            Decimal("1150.00"),
            "accepted",
        )
        certificate = verify(number, codes[1], ip=ip)
        assert (certificate.kind, certificate.state) == ("acceptance_certificate", "accepted")


def test_a_draft_has_nothing_to_accept(house: House) -> None:
    with house.work() as actor:
        draft = make_quotation(actor)
        with pytest.raises(Conflict) as caught:
            accept(draft, actor, note="x")
        assert caught.value.code == "quotation_not_sent"


def test_every_act_is_on_the_timeline_in_the_readers_language(house: House) -> None:
    from portal.core.i18n import locale_scope

    with house.work() as actor:
        quotation = make_sent(actor)
        accept(quotation)
        with locale_scope("en"):
            labels = [entry.label for entry in audit.timeline([("quotation", quotation.id)])]
        assert labels[-1] == "Quotation written"
        assert "Quotation sent" in labels
        assert "Quotation accepted" in labels
