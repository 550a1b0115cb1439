"""Issue: numbers without gaps, the chain, the tax QR, treatments, credit notes."""

import random
import subprocess
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from portal.accounts import service as accounts
from portal.accounts.schemas import LegalEntityIn
from portal.core import audit, files
from portal.core.db import session
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from portal.core.i18n import locale_scope
from portal.invoices import service as invoices
from portal.invoices.models import Invoice
from portal.invoices.schemas import InvoiceDraft
from portal.invoices.service import issuing
from portal.invoices.service.snapshot import canonical
from portal.kit import specimen
from portal.kit.zatca import FIRST_PREVIOUS_HASH, document_hash, read_qr_tlv
from portal.web.application import Application
from tests.factories.clients import make_client, make_company
from tests.factories.house import House, make_house
from tests.factories.invoices import disbursement, fee, make_draft, make_invoice, make_payment


def test_vat_is_rounded_once_for_the_invoice(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor, fee("10.10"), fee("10.10"), fee("10.10"))
        assert [line.tax for line in invoice.lines] == [Decimal("1.52")] * 3
        assert invoice.net_total == Decimal("30.30")
        assert invoice.tax_total == Decimal("4.55")
        assert invoice.total == Decimal("34.85")


def test_a_disbursement_stays_outside_vat(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(
            actor,
            fee("450.00", quantity=2, discount_percent=10),
            disbursement("650.00", quantity=2),
        )
        assert invoice.subtotal == Decimal("900.00")
        assert invoice.discount_total == Decimal("90.00")
        assert invoice.government_fees == Decimal("1300.00")
        assert invoice.tax_total == Decimal("121.50")
        assert invoice.total == Decimal("2231.50")
        assert [row["category"] for row in invoice.snapshot["categories"]] == ["standard"]


def test_a_disbursement_takes_no_discount(house: House) -> None:
    with house.work() as actor:
        with pytest.raises(Invalid) as caught:
            make_draft(actor, fee(), disbursement(discount_amount="5"))
        assert [(e.field, e.code) for e in caught.value.errors] == [
            ("lines.1.discount_amount", "discount_on_disbursement")
        ]


@pytest.mark.parametrize(
    ("category", "reason", "fine"),
    [
        ("zero", None, False),
        ("zero", "VATEX-SA-29", False),
        ("zero", "VATEX-SA-33", True),
        ("exempt", None, False),
        ("exempt", "VATEX-SA-30", True),
        ("out_of_scope", None, True),
    ],
)
def test_lines_without_vat_name_a_fitting_reason(
    house: House, category: str, reason: str | None, fine: bool
) -> None:
    with house.work() as actor:
        lines = (fee(), fee("100", tax_category=category, tax_reason=reason))
        if not fine:
            with pytest.raises(Invalid) as caught:
                make_draft(actor, *lines)
            assert caught.value.errors[0].field == "lines.1.tax_reason"
            return
        invoice = make_invoice(actor, *lines)
        assert invoice.tax_total == Decimal("150.00")
        rows = {row["category"]: row["reasons"] for row in invoice.snapshot["categories"]}
        assert rows[category] == [reason or "VATEX-SA-OOS"]


def test_issue_freezes_everything_the_chain_needs(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        year = accounts.today(actor).year
        assert invoice.number == f"RUH-INV-{year}-00001"
        assert uuid.UUID(invoice.uuid or "").version == 4
        assert (invoice.icv, invoice.previous_hash) == (1, FIRST_PREVIOUS_HASH)
        assert invoice.document_hash == document_hash(canonical(invoice.snapshot or {}))
        assert invoice.status == "issued"
        assert invoice.treatment == "tax"
        second = make_invoice(actor)
        assert second.number == f"RUH-INV-{year}-00002"
        assert (second.icv, second.previous_hash) == (2, invoice.document_hash)
        assert invoices.chain_breaks(actor, house.legal_entity_id) == []


def test_the_chain_tells_of_a_changed_document(house: House) -> None:
    with house.work() as actor:
        made = [make_invoice(actor).id for _ in range(3)]
    with house.work() as actor:
        second = invoices.get(actor, made[1])
        second.snapshot = {**(second.snapshot or {}), "notes": "changed"}
        session().flush()
        assert invoices.chain_breaks(actor, house.legal_entity_id) == [2]


def test_the_qr_decodes_to_the_right_five_fields(house: House) -> None:
    with house.work() as actor:
        entity = accounts.legal_entity(actor)
        invoice = make_invoice(actor, fee("450.00"), disbursement("650.00"))
        assert invoice.issued_at is not None
        assert read_qr_tlv(invoice.tax_qr) == {
            "seller": entity.name_ar,
            "vat_number": entity.vat_number,
            "timestamp": invoice.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "total": "1167.50",
            "vat_total": "67.50",
        }


def test_treatment_follows_seller_and_buyer(app: Application, house: House) -> None:
    with house.work() as actor:
        person = make_client(actor, kind="person")
        assert make_invoice(actor, client_id=person.id).treatment == "simplified"
        registered = make_client(
            actor, kind="person", vat_number=specimen.make_vat_number(house.rng)
        )
        assert make_invoice(actor, client_id=registered.id).treatment == "tax"
        company = make_company(house, actor, person.id)
        theirs = make_invoice(actor, client_id=person.id, company_id=company.id)
        assert theirs.treatment == "tax"
        assert theirs.snapshot is not None
        assert theirs.snapshot["buyer"]["vat_number"] == company.vat_number
    plain = make_house(app, vat_registered=False)
    with plain.work() as actor:
        invoice = make_invoice(actor, fee("1000"), fee("50", tax_category="zero"))
        assert (invoice.treatment, invoice.tax_qr) == ("plain", "")
        assert (invoice.tax_total, invoice.total) == (Decimal(0), Decimal("1050.00"))


def test_a_rolled_back_issue_leaves_no_gap(house: House) -> None:
    with house.work() as actor:
        first, second = make_draft(actor).id, make_draft(actor).id

    def issue_and_fail() -> None:
        with house.work() as actor:
            assert (invoices.issue(actor, first).number or "").endswith("-00001")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        issue_and_fail()
    with house.work() as actor:
        assert invoices.get(actor, first).status == "draft"
        issued = invoices.issue(actor, second)
        assert issued.number is not None
        assert issued.number.endswith("-00001")
        assert issued.icv == 1


def _at_once(house: House, work: Callable[[int], None], arguments: list[int]) -> list[str]:
    """Run ``work`` in one thread per argument; the codes of what was refused."""

    def run(argument: int) -> str:
        try:
            work(argument)
        except (Conflict, Invalid) as error:
            return error.code
        return ""

    with ThreadPoolExecutor(len(arguments)) as pool:
        return [code for code in pool.map(run, arguments) if code]


def test_eight_threads_leave_no_gap_and_no_double(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        drafts = [make_draft(actor, client_id=client.id).id for _ in range(16)]

    def issue(draft_id: int) -> None:
        with house.work() as actor:
            invoices.issue(actor, draft_id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(issue, drafts))
    with house.work() as actor:
        rows = [invoices.get(actor, draft_id) for draft_id in drafts]
        numbers = sorted(int((row.number or "")[-5:]) for row in rows)
        assert numbers == list(range(1, 17))
        assert sorted(row.icv or 0 for row in rows) == list(range(1, 17))
        assert invoices.chain_breaks(actor, house.legal_entity_id) == []


def test_issuing_the_same_draft_twice_at_once_makes_one(house: House) -> None:
    with house.work() as actor:
        draft_id = make_draft(actor).id

    def issue(_: int) -> None:
        with house.work() as actor:
            invoices.issue(actor, draft_id)

    assert _at_once(house, issue, [1, 2, 3]) == ["invoice_issued"] * 2
    with house.work() as actor:
        assert invoices.get(actor, draft_id).icv == 1


def test_each_entity_kind_and_year_counts_for_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.work() as actor:
        rng = random.Random("jeddah")
        other = accounts.save_legal_entity(
            actor,
            LegalEntityIn(
                code="JED",
                name_ar="شركة جدة",
                name_en="Jeddah Company",
                vat_number=specimen.make_vat_number(rng),
            ),
        )
        first = make_invoice(actor)
        theirs = make_invoice(actor, legal_entity_id=other.id)
        note = invoices.credit(actor, first.id, "Not wanted any more")
        year = accounts.today(actor).year
        assert theirs.number == f"JED-INV-{year}-00001"
        assert theirs.icv == 1
        assert note.number == f"RUH-CN-{year}-00001"
        assert note.icv == 2
        # Half past nine in the evening UTC on New Year's Eve is the new year in Riyadh.
        monkeypatch.setattr(issuing, "now", lambda: datetime(year, 12, 31, 21, 30, tzinfo=UTC))
        late = make_invoice(actor)
        assert late.number == f"RUH-INV-{year + 1}-00001"
        assert late.issued_on == date(year + 1, 1, 1)
        assert late.icv == 3


def test_an_issued_invoice_no_longer_changes(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        data = InvoiceDraft(client_id=invoice.client_id, lines=[fee("1")])
        for attempt in (
            lambda: invoices.update_draft(actor, invoice.id, data),
            lambda: invoices.discard_draft(actor, invoice.id),
            lambda: invoices.issue(actor, invoice.id),
        ):
            with pytest.raises(Conflict) as caught:
                attempt()
            assert caught.value.details["state"] == "issued"


def test_a_draft_changes_and_vanishes(house: House) -> None:
    with house.work() as actor:
        draft = make_draft(actor, fee("100"), fee("200"), sources=[("order", 5)])
        version = draft.lock_version
        data = InvoiceDraft(
            client_id=draft.client_id,
            lines=[fee("50", sources=[("order", 7)])],
            sources=[("order", 7)],
        )
        invoices.update_draft(actor, draft.id, data, lock_version=version)
        assert draft.total == Decimal("57.50")
        assert len(draft.lines) == 1
        assert invoices.ids_of_source(actor, "order", 7) == [draft.id]
        assert invoices.ids_of_source(actor, "order", 5) == []
        with pytest.raises(Conflict) as caught:
            invoices.update_draft(actor, draft.id, data, lock_version=version)
        assert caught.value.code == "edited_meanwhile"
        invoices.discard_draft(actor, draft.id)
        with pytest.raises(NotFound):
            invoices.get(actor, draft.id)


def test_preview_writes_nothing(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        figures = invoices.preview(
            actor, InvoiceDraft(client_id=client.id, lines=[fee("10.10")] * 3)
        )
        assert figures.total == Decimal("34.85")
        assert invoices.listed(actor).total == 0


def test_a_credit_note_takes_the_whole_invoice_back(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor, fee("10.10"), fee("10.10"), fee("10.10"), disbursement())
        payment = make_payment(actor, invoice.client_id, "300.00")
        note = invoices.credit(actor, invoice.id, "Service cancelled")
        assert invoice.status == "credited"
        assert invoice.amount_due == 0
        assert note.kind == "credit_note"
        assert note.total == invoice.total
        assert note.tax_total == Decimal("4.55")
        assert note.snapshot is not None
        assert invoice.snapshot is not None
        assert note.snapshot["credited"]["number"] == invoice.number
        assert note.snapshot["lines"] == invoice.snapshot["lines"]
        paper = invoices.paper_of(note, "en")
        assert paper.kind == "credit_note"
        assert (paper.original_number, paper.reason) == (invoice.number, "Service cancelled")
        assert payment.unallocated == Decimal("300.00")
        assert invoices.client_credit(actor, invoice.client_id) == {"SAR": Decimal("300.00")}
        with pytest.raises(Conflict):
            invoices.credit(actor, invoice.id, "Again")
        with pytest.raises(Conflict):
            invoices.credit(actor, note.id, "A note of a note")
        assert invoices.chain_breaks(actor, house.legal_entity_id) == []


def test_a_draft_cannot_be_credited(house: House) -> None:
    with house.work() as actor:
        draft = make_draft(actor)
        with pytest.raises(Conflict) as caught:
            invoices.credit(actor, draft.id, "No")
        assert caught.value.details["state"] == "draft"


def test_another_currency_needs_a_rate_and_says_vat_in_riyals(house: House) -> None:
    with house.work() as actor:
        draft = make_draft(actor, fee("100.00"), currency="USD")
        with pytest.raises(Unprocessable) as caught:
            invoices.issue(actor, draft.id)
        assert caught.value.code == "exchange_rate_required"
        invoice = make_invoice(actor, fee("100.00"), currency="USD", sar_rate="3.75")
        fields = read_qr_tlv(invoice.tax_qr)
        assert (fields["total"], fields["vat_total"]) == ("431.25", "56.25")
        assert invoices.paper_of(invoice).tax_sar == Decimal("56.25")


def _text(pdf: bytes, folder: Path) -> str:
    path = folder / "x.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pdf_is_stored_once_and_says_number_and_total(
    house: House, tmp_path: Path, language: str
) -> None:
    with house.work() as actor, locale_scope("en"):
        invoice = make_invoice(actor, fee("1234.00"), disbursement(), language=language)
        stored = invoices.pdf_of(actor, invoice)
        data = files.read(stored)
        assert invoice.pdf_sha256 == stored.sha256
        text = _text(data, tmp_path)
        assert invoice.number is not None
        assert invoice.number in text
        assert "2,069.10" in text
        assert (invoice.verify_code or "-") in text
        # Drawn again from the snapshot it is the same, byte for byte.
        invoice.pdf_file_id = None
        assert invoices.pdf_bytes(actor, invoice) == data


def test_issue_leaves_a_record(house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        verbs = [row.verb for row in audit.timeline([("invoice", invoice.id)])]
        assert verbs == ["invoice.issued", "link.created", "invoice.drafted"]


def test_who_may_not(house: House, other_house: House) -> None:
    with house.work() as actor:
        invoice_id, client_id = make_invoice(actor).id, make_client(actor).id
    with house.work("viewer") as viewer:
        assert invoices.get(viewer, invoice_id).id == invoice_id
        data = InvoiceDraft(client_id=client_id, lines=[fee()])
        for attempt in (
            lambda: invoices.draft(viewer, data),
            lambda: invoices.issue(viewer, invoice_id),
            lambda: invoices.credit(viewer, invoice_id, "No"),
            lambda: invoices.send(viewer, invoice_id),
        ):
            with pytest.raises(Forbidden):
                attempt()
    with other_house.work() as stranger:
        for attempt in (
            lambda: invoices.get(stranger, invoice_id),
            lambda: invoices.issue(stranger, invoice_id),
            lambda: invoices.credit(stranger, invoice_id, "No"),
            lambda: invoices.send(stranger, invoice_id),
            lambda: make_draft(stranger, client_id=client_id),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_lists_filter_and_find(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar="مؤسسة الأمل", name_en="Hope Est.")
        draft = make_draft(actor, client_id=client.id, reference="PO-77")
        issued = make_invoice(actor)
        found = invoices.listed(actor, search="الامل")
        assert [row.id for row in found.rows] == [draft.id]
        assert [r.id for r in invoices.listed(actor, search="po-77").rows] == [draft.id]
        assert [r.id for r in invoices.listed(actor, search=issued.number or "").rows] == [
            issued.id
        ]
        assert [r.id for r in invoices.listed(actor, status="draft").rows] == [draft.id]
        assert [r.id for r in invoices.listed(actor, client_id=client.id).rows] == [draft.id]
        assert invoices.listed(actor, search="%").total == 0
        assert invoices.listed(actor, overdue=True).total == 0
        issued.due_on = date(2020, 1, 1)
        session().flush()
        assert [r.id for r in invoices.listed(actor, overdue=True).rows] == [issued.id]
        assert isinstance(issued, Invoice)
        assert issued.is_overdue(accounts.today(actor))
