"""Money: part payments, over-payments, allocations, voids, two at once, proofs, mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from portal.accounts import service as accounts
from portal.core import files
from portal.core.db import now
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from portal.core.files import Upload
from portal.core.jobs import run_due
from portal.core.mail import of_subject
from portal.invoices import service as invoices
from portal.invoices.schemas import AllocationIn, PaymentIn, ProofIn
from portal.links import service as links
from portal.web.application import Application
from tests.factories.clients import make_client
from tests.factories.house import House
from tests.factories.invoices import fee, holder, make_draft, make_invoice, make_payment

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def test_part_payments_then_the_rest(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        first = make_payment(actor, invoice.client_id, "500.00")
        assert (invoice.status, invoice.amount_due) == ("partially_paid", Decimal("650.00"))
        year = accounts.today(actor).year
        assert first.number == f"RUH-RCT-{year}-00001"
        second = make_payment(actor, invoice.client_id, "650.00")
        assert second.number == f"RUH-RCT-{year}-00002"
        assert (invoice.status, invoice.amount_due) == ("paid", Decimal(0))
        parts = invoices.payments_of(actor, invoice.id)
        assert [(p.id, amount) for p, amount in parts] == [
            (first.id, Decimal("500.00")),
            (second.id, Decimal("650.00")),
        ]


def test_over_payment_stays_as_credit_and_can_be_used(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment = make_payment(actor, invoice.client_id, "1500.00")
        assert invoice.status == "paid"
        assert invoice.paid_total == Decimal("1150.00")
        assert payment.unallocated == Decimal("350.00")
        assert invoices.client_credit(actor, invoice.client_id) == {"SAR": Decimal("350.00")}
        later = make_invoice(actor, fee("200.00"), client_id=invoice.client_id)
        invoices.allocate(actor, payment.id, [(later.id, Decimal("230.00"))])
        assert later.status == "paid"
        assert invoices.client_credit(actor, invoice.client_id) == {"SAR": Decimal("120.00")}


def test_without_a_wish_the_oldest_due_is_settled_first(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        today = accounts.today(actor)
        late = make_invoice(actor, client_id=client.id, due_on=today + timedelta(days=60))
        soon = make_invoice(actor, client_id=client.id, due_on=today + timedelta(days=5))
        payment = make_payment(actor, client.id, "1500.00")
        assert (soon.status, late.status) == ("paid", "partially_paid")
        assert [(i.id, amount) for i, amount in invoices.allocations_of(actor, payment.id)] == [
            (soon.id, Decimal("1150.00")),
            (late.id, Decimal("350.00")),
        ]


def test_an_empty_wish_keeps_all_as_credit(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment = make_payment(actor, invoice.client_id, "100.00", [])
        assert invoice.status == "issued"
        assert payment.unallocated == Decimal("100.00")


def test_one_payment_settles_several_as_asked(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        one = make_invoice(actor, client_id=client.id)
        two = make_invoice(actor, client_id=client.id)
        payment = make_payment(actor, client.id, "1000.00", [(two.id, "700"), (one.id, "200")])
        assert (one.paid_total, two.paid_total) == (Decimal("200"), Decimal("700"))
        assert payment.unallocated == Decimal("100.00")
        paper = invoices.receipt_paper_of(payment, "en")
        assert {a.invoice_number: a.amount for a in paper.allocations} == {
            one.number: Decimal("200.00"),
            two.number: Decimal("700.00"),
        }
        assert paper.unallocated == Decimal("100.00")


def _codes(house: House, amount: str, rows: list[tuple[int, str]], **changes: object) -> list[str]:
    """What is said against recording such a payment."""
    with house.work() as actor:
        data = PaymentIn(
            amount=Decimal(amount),
            allocations=[AllocationIn(invoice_id=i, amount=Decimal(a)) for i, a in rows],
            **changes,  # type: ignore[arg-type]
        )
        with pytest.raises(Invalid) as caught:
            invoices.record_payment(actor, data)
        return [f"{error.field} {error.code}" for error in caught.value.errors]


def test_allocations_that_do_not_fit_are_named(house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
        mine = make_invoice(actor, client_id=client_id).id
        dollars = make_invoice(
            actor, fee("100"), client_id=client_id, currency="USD", sar_rate="3.75"
        ).id
        foreign = make_invoice(actor).id
        draft = make_draft(actor, client_id=client_id).id
    who = {"client_id": client_id}
    assert _codes(house, "2000", [(mine, "1150.01")], **who) == [
        "allocations.0.amount more_than_due"
    ]
    assert _codes(house, "100", [(mine, "100.01")], **who) == [
        "allocations.0.amount more_than_paid"
    ]
    assert _codes(house, "100", [(mine, "50"), (mine, "50")], **who) == [
        "allocations.1.invoice_id foreign_invoice"
    ]
    assert _codes(house, "100", [(foreign, "50")], **who) == [
        "allocations.0.invoice_id foreign_invoice"
    ]
    assert _codes(house, "100", [(dollars, "50")], **who) == [
        "allocations.0.invoice_id currency_mismatch"
    ]
    assert _codes(house, "100", [(draft, "50")], **who) == ["allocations.0.invoice_id nothing_due"]
    assert _codes(house, "100", [(mine, "0.001")], **who) == ["allocations.0.amount amount_format"]
    assert _codes(house, "0.001", [], **who) == ["amount decimal_max_places"]
    with house.work() as actor:
        tomorrow = accounts.today(actor) + timedelta(days=1)
    assert _codes(house, "100", [], paid_on=tomorrow, **who) == ["paid_on future"]


def test_credit_is_not_spent_twice(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        payment = make_payment(actor, client.id, "100.00")
        invoice = make_invoice(actor, client_id=client.id)
        invoices.allocate(actor, payment.id, [(invoice.id, Decimal("60"))])
        with pytest.raises(Invalid) as caught:
            invoices.allocate(actor, payment.id, [(invoice.id, Decimal("60"))])
        assert caught.value.errors[0].code == "more_than_paid"
        assert invoice.paid_total == Decimal("60")


def test_two_payments_at_once_never_settle_more_than_is_due(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        invoice_id, client_id = invoice.id, invoice.client_id
        drafts = [
            invoices.record_payment(
                actor,
                PaymentIn(
                    client_id=client_id,
                    amount=Decimal(1000),
                    allocations=[AllocationIn(invoice_id=invoice_id, amount=Decimal(1000))],
                ),
            ).id
            for _ in range(4)
        ]

    def post(payment_id: int) -> None:
        with house.work() as actor:
            invoices.post_payment(actor, payment_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, drafts))
    with house.work() as actor:
        invoice = invoices.get(actor, invoice_id)
        assert (invoice.status, invoice.paid_total) == ("paid", Decimal("1150.00"))
        parts = [amount for _, amount in invoices.payments_of(actor, invoice_id)]
        assert sum(parts) == Decimal("1150.00")
        assert invoices.client_credit(actor, client_id) == {"SAR": Decimal("2850.00")}


def test_two_allocations_at_once_never_settle_more_than_is_due(house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
        payments = [make_payment(actor, client_id, "1000.00").id for _ in range(4)]
        invoice_id = make_invoice(actor, client_id=client_id).id

    def allocate(payment_id: int) -> str:
        try:
            with house.work() as actor:
                invoices.allocate(actor, payment_id, [(invoice_id, Decimal(1000))])
        except Invalid as error:
            return error.errors[0].code
        return ""

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(allocate, payments))
    assert sorted(answers) == ["", "more_than_due", "more_than_due", "more_than_due"]


def test_a_payment_is_posted_and_voided_once(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment = make_payment(actor, invoice.client_id, "1150.00")
        with pytest.raises(Conflict) as caught:
            invoices.post_payment(actor, payment.id)
        assert caught.value.details["state"] == "posted"
        invoices.void_payment(actor, payment.id, "The transfer bounced")
        assert (invoice.status, invoice.paid_total) == ("issued", Decimal(0))
        assert (payment.status, payment.unallocated) == ("void", Decimal(0))
        assert invoices.payments_of(actor, invoice.id) == []
        assert invoices.client_credit(actor, invoice.client_id) == {}
        with pytest.raises(Conflict) as caught:
            invoices.void_payment(actor, payment.id, "Again")
        assert caught.value.details["state"] == "void"
        with pytest.raises(Conflict):
            invoices.allocate(actor, payment.id, [(invoice.id, Decimal(1))])
        # The number of the void one stays taken.
        second = make_payment(actor, invoice.client_id, "1150.00")
        assert second.number is not None
        assert second.number.endswith("-00002")


def test_voiding_one_of_two_leaves_the_invoice_partially_paid(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        make_payment(actor, invoice.client_id, "150.00")
        second = make_payment(actor, invoice.client_id, "1000.00")
        assert invoice.status == "paid"
        invoices.void_payment(actor, second.id, "Wrong client")
        assert (invoice.status, invoice.amount_due) == ("partially_paid", Decimal("1000.00"))


def test_payments_need_their_own_permission(house: House, other_house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment_id = make_payment(actor, invoice.client_id, "10.00").id
        client_id = invoice.client_id
    with house.work("officer") as officer:
        with pytest.raises(Forbidden):
            invoices.get_payment(officer, payment_id)
        with pytest.raises(Forbidden):
            invoices.record_payment(officer, PaymentIn(client_id=client_id, amount=Decimal(1)))
        with pytest.raises(Forbidden):
            invoices.void_payment(officer, payment_id, "No reason")
    with house.work("accountant") as accountant:
        assert invoices.list_payments(accountant, search="horizon").total == 1
        make_payment(accountant, client_id, "5.00")
    with other_house.work() as stranger:
        for attempt in (
            lambda: invoices.get_payment(stranger, payment_id),
            lambda: invoices.void_payment(stranger, payment_id, "Not mine"),
            lambda: make_payment(stranger, client_id, "5.00"),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_the_receipt_is_stored_at_posting(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment = make_payment(actor, invoice.client_id, "1500.00")
        stored = invoices.receipt_pdf_of(actor, payment)
        data = files.read(stored)
        assert data.startswith(b"%PDF")
        assert payment.pdf_sha256 == stored.sha256
        payment.pdf_file_id = None
        assert invoices.receipt_bytes(actor, payment) == data


def test_the_holder_of_the_link_sends_a_proof_and_staff_record_from_it(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        client = holder(actor, invoice)
        proof = invoices.submit_proof(
            client, invoice.id, Upload("حوالة.png", PNG), ProofIn(amount=Decimal(1150))
        )
        assert [p.id for p in invoices.public_view(client, invoice.id).proofs] == [proof.id]
        payment = invoices.record_payment(
            actor,
            PaymentIn(client_id=invoice.client_id, amount=Decimal(1150), proof_id=proof.id),
        )
        invoices.post_payment(actor, payment.id)
        assert proof.payment_id == payment.id
        assert invoice.status == "paid"
        with pytest.raises(Conflict) as caught:
            invoices.record_payment(
                actor,
                PaymentIn(client_id=invoice.client_id, amount=Decimal(1), proof_id=proof.id),
            )
        assert caught.value.code == "proof_used"
        with pytest.raises(Conflict) as caught:
            invoices.submit_proof(client, invoice.id, Upload("x.png", PNG))
        assert caught.value.code == "nothing_due"


def test_a_proof_must_be_a_picture_or_pdf_and_few(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        client = holder(actor, invoice)
        with pytest.raises(Invalid) as caught:
            invoices.submit_proof(client, invoice.id, Upload("x.pdf", b"MZ no picture"))
        assert caught.value.errors[0].field == "file"
        for _ in range(10):
            invoices.submit_proof(client, invoice.id, Upload("x.png", PNG))
        with pytest.raises(Conflict) as full:
            invoices.submit_proof(client, invoice.id, Upload("x.png", PNG))
        assert full.value.code == "enough_proofs"


def test_a_holder_sees_only_its_own(house: House) -> None:
    with house.work() as actor:
        mine = make_invoice(actor, sources=[("quotation", 41)])
        other = make_invoice(actor, client_id=mine.client_id)
        draft = make_draft(actor, client_id=mine.client_id, sources=[("quotation", 41)])
        client = holder(actor, mine)
        assert invoices.public_view(client, mine.id).due == Decimal("1150.00")
        for invoice_id in (other.id, draft.id):
            with pytest.raises(NotFound):
                invoices.get(client, invoice_id)
        with pytest.raises(NotFound):
            invoices.of_source(client, "quotation", 41)
        with pytest.raises(Forbidden):
            invoices.issue(client, draft.id)
        note = invoices.credit(actor, mine.id, "Cancelled at their wish")
        assert invoices.get(client, note.id).kind == "credit_note"
        assert invoices.public_view(client, mine.id).credit_note is note


def test_sending_mails_the_link_and_the_pdf(app: Application, house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        invoices.send(actor, invoice.id)
        make_payment(actor, invoice.client_id, "150.00")
        url = invoices.link_url(actor, invoice)
        assert url is not None
        assert url.startswith("http://localhost/i/")
        number = invoice.number
        invoice_id = invoice.id
        payment_id = invoices.payments_of(actor, invoice_id)[0][0].id
    with app.app_context():
        run_due()
    with house.work() as actor:
        (sent,) = of_subject("invoice", invoice_id)
        (thanks,) = of_subject("payment", payment_id)
        assert (sent.state, thanks.state) == ("sent", "sent"), (sent.error, thanks.error)
        token = url.rsplit("/", 1)[1]
        assert token not in str(sent.context)
        assert len(sent.attachments) == len(thanks.attachments) == 1
    letters = [path.read_bytes() for path in _mail_folder(app).glob("*.eml")]
    assert any(f"{number}".encode() in letter for letter in letters)


def _mail_folder(app: Application) -> Path:
    return Path(app.extensions["house"].settings.data) / "mail"


def test_a_credit_note_has_a_letter_of_its_own_and_a_dead_link_is_replaced(
    app: Application, house: House
) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        link = links.current(("invoice", invoice.id), "invoice")
        assert link is not None
        link.expires_at = now() - timedelta(days=1)
        assert invoices.link_url(actor, invoice) is None
        invoices.send(actor, invoice.id)
        assert invoices.link_url(actor, invoice) == links.url(link)
        links.revoke(actor, link)
        invoices.send(actor, invoice.id)
        assert invoices.link_url(actor, invoice) not in (None, links.url(link))
        note = invoices.credit(actor, invoice.id, "Cancelled")
        invoices.send(actor, note.id)
        note_id = note.id
    with app.app_context():
        run_due()
    with house.work() as actor:
        (letter,) = of_subject("invoice", note_id)
        assert (letter.template, letter.state) == ("credit_note_issued", "sent"), letter.error


def test_nobody_to_write_to_is_said(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, email=None, contacts=[])
        invoice = make_invoice(actor, client_id=client.id)
        with pytest.raises(Unprocessable) as caught:
            invoices.send(actor, invoice.id)
        assert caught.value.code == "client_has_no_contact"
        draft = make_draft(actor)
        with pytest.raises(Conflict):
            invoices.send(actor, draft.id)
        make_payment(actor, client.id, "1150.00")
        assert invoice.status == "paid"
