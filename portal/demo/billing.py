"""The history of invoices and payments: chained as the law wants it, every sum accounted for."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal.core.numbering import written
from portal.demo.bills import Bill, Made, alone, credit, drawn
from portal.demo.books import Books, Series
from portal.demo.quoting import Agreed
from portal.demo.receiving import Owed, receive
from portal.demo.working import Work
from portal.demo.world import World
from portal.invoices.policy import LINK_PERMISSIONS
from portal.invoices.service.figures import add_up
from portal.invoices.service.issuing import CONTENT, PREFIXES
from portal.invoices.service.snapshot import (
    bank_facts,
    buyer_facts,
    canonical,
    content_of,
    moment,
    treatment_of,
)
from portal.invoices.service.writing import LINK_LIFE
from portal.kit.codes import verify_code
from portal.kit.dates import local_date
from portal.kit.text import fold
from portal.kit.zatca import FIRST_PREVIOUS_HASH, document_hash, qr_tlv

ZERO, ONE = Decimal(0), Decimal(1)
DUE_DAYS = 14
SUMS = ("subtotal", "discount_total", "net_total", "government_fees", "tax_total", "total")
CREDITED_SHARE, DRAFT_SHARE = 0.05, 0.04


class _Chain:
    """Counter and hash of each legal entity, as ``issue`` keeps them."""

    def __init__(self) -> None:
        self.numbers = {kind: Series(prefix) for kind, prefix in PREFIXES.items()}
        self.counter = Series("ICV")
        self.last: dict[int, str] = {}

    def settle(self) -> None:
        for series in (*self.numbers.values(), self.counter):
            series.settle()


def write(world: World, books: Books, agreed: list[Agreed], works: list[Work], count: int) -> None:
    """Put ``count`` invoices and credit notes on the piles with the payments that settle them."""
    notes = max(1, int(count * CREDITED_SHARE))
    drafts = max(1, int(count * DRAFT_SHARE))
    bills = drawn(world, agreed, works, count - notes - drafts)
    queue = sorted(bills, key=lambda bill: bill.at)
    old = [bill for bill in queue if world.now - bill.at > timedelta(days=20)]
    doomed = world.rng.sample(range(len(old)), k=min(notes, len(old)))
    credited = {id(old[place]) for place in doomed}
    chain = _Chain()
    made: list[Made] = []
    while queue:
        bill = queue.pop(0)
        one = _issue(world, books, chain, bill)
        made.append(one)
        if id(bill) in credited:
            one.will_be_credited = True
            queue.append(credit(world, one))
            queue.sort(key=lambda bill: bill.at)
    chain.settle()
    for _ in range(drafts):
        _draft(world, books)
    _settle(world, books, made)


def _draft(world: World, books: Books) -> None:
    bill = alone(world)
    bill.draft = True
    bill.at = min(world.office_hour(world.day_before(12, 0)), world.now)
    _put(world, books, bill)


def _put(world: World, books: Books, bill: Bill) -> Made:
    """Lay an invoice and its lines on the piles as a draft."""
    by = books.by("accountant", "manager")
    entity, original = bill.entity, bill.credit_of
    figures = add_up(bill.lines, currency="SAR", vat_registered=entity.vat_registered)
    invoice_id = books.invoices.add()
    row = books.invoices.last
    names = (bill.company.name("ar"), bill.company.name("en")) if bill.company else ()
    row.update(
        kind="credit_note" if original else "invoice",
        treatment="",
        status="draft",
        number=None,
        client_id=bill.client.id,
        company_id=bill.company.id if bill.company else None,
        legal_entity_id=entity.id,
        language=bill.language,
        currency="SAR",
        sar_rate=None,
        supply_date=None,
        due_on=None,
        notes="",
        reference=bill.reference,
        quotation_number=bill.quotation_number,
        credited_invoice_id=original.row["id"] if original else None,
        reason=bill.reason,
        paid_total=ZERO,
        issued_at=None,
        issued_on=None,
        uuid=None,
        icv=None,
        previous_hash=None,
        document_hash=None,
        tax_qr="",
        verify_code=None,
        snapshot=None,
        pdf_file_id=None,
        pdf_sha256=None,
        sent_at=None,
        created_by=by.name,
        search_text=fold(
            " ".join(part for part in (*names, bill.reference, bill.quotation_number) if part)
        ),
        lock_version=1,
        created_at=bill.at,
        **{name: getattr(figures, name) for name in SUMS},
    )
    made = Made(row, bill, figures, by)
    for position, (line, sums) in enumerate(zip(bill.lines, figures.lines, strict=True), 1):
        line.position = position
        line_id = books.invoice_lines.add(
            invoice_id=invoice_id,
            position=position,
            kind=line.kind,
            description_ar=line.description_ar,
            description_en=line.description_en,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            discount_amount=line.discount_amount,
            tax_category=sums.tax_category.value,
            tax_reason=sums.tax_reason,
            workers=line.workers,
            discount=sums.discount,
            net=sums.net,
            tax_rate=sums.tax_rate,
            tax=sums.tax,
            total=sums.total,
            created_at=bill.at,
        )
        if original is None:
            for kind, source_id in line.sources:
                _source(books, invoice_id, line_id, kind, source_id, bill.at)
    for kind, source_id in dict.fromkeys(bill.sources):
        _source(books, invoice_id, None, kind, source_id, bill.at)
    if original is None:
        books.note("invoice.drafted", ("invoice", invoice_id), bill.at, by, after={})
    return made


def _source(
    books: Books, invoice_id: int, line_id: int | None, kind: str, source_id: int, at: datetime
) -> None:
    books.sources.add(
        invoice_id=invoice_id,
        line_id=line_id,
        source_type=kind,
        source_id=source_id,
        created_at=at,
    )


def _issue(world: World, books: Books, chain: _Chain, bill: Bill) -> Made:
    """Issue as the service does: number, counter, hash of the one before, QR, snapshot, link."""
    made = _put(world, books, bill)
    row, entity = made.row, bill.entity
    at = bill.at.replace(microsecond=0)
    today = local_date(at, world.zone)
    buyer = buyer_facts(bill.client, bill.company)
    original = bill.credit_of
    if original is None:
        row["due_on"] = today + timedelta(days=DUE_DAYS)
        row["supply_date"] = today
        row["treatment"] = treatment_of(entity, buyer)
    else:
        row["supply_date"] = original.row["supply_date"]
        row["treatment"] = original.row["treatment"]
    content = _content(world, made, buyer)
    kind = row["kind"]
    number = chain.numbers[kind].take(entity_id=entity.id, year=today.year)
    row["number"] = written(f"{entity.code}-{PREFIXES[kind]}", today.year, number)
    row["icv"] = chain.counter.take(entity_id=entity.id)
    row["previous_hash"] = chain.last.get(entity.id, FIRST_PREVIOUS_HASH)
    row["uuid"] = str(uuid.UUID(int=world.rng.getrandbits(128), version=4))
    row.update(issued_at=at, issued_on=today, verify_code=verify_code(), status="issued")
    if row["treatment"] != "plain":
        row["tax_qr"] = qr_tlv(
            content["seller"]["name_ar"],
            content["seller"]["vat_number"],
            at,
            row["total"],
            row["tax_total"],
        )
    row["snapshot"] = {
        **content,
        "kind": kind,
        "treatment": row["treatment"],
        "number": row["number"],
        "uuid": row["uuid"],
        "icv": row["icv"],
        "previous_hash": row["previous_hash"],
        "issued_at": moment(at),
        "issued_on": today.isoformat(),
        "bank": bank_facts(entity, row["number"]),
    }
    row["document_hash"] = chain.last[entity.id] = document_hash(canonical(row["snapshot"]))
    row["search_text"] = fold(
        f"{row['number']} {buyer['name_ar']} {buyer['name_en']} {row['search_text']}"
    )
    row["sent_at"] = at if world.chance(0.9) else None
    _publish(books, made, at, today)
    return made


def _content(world: World, made: Made, buyer: dict[str, Any]) -> dict[str, Any]:
    original = made.bill.credit_of
    if original is not None:
        issued = original.row
        return {
            **{key: issued["snapshot"][key] for key in CONTENT if key in issued["snapshot"]},
            "due_on": None,
            "notes": "",
            "credited": {
                "number": issued["number"],
                "date": issued["issued_on"].isoformat(),
                "uuid": issued["uuid"],
                "reason": made.bill.reason,
            },
        }
    invoice: Any = SimpleNamespace(**made.row, lines=made.bill.lines)
    return content_of(
        invoice, made.figures, entity=made.bill.entity, buyer=buyer, timezone=str(world.zone)
    )


def _publish(books: Books, made: Made, at: datetime, today: date) -> None:
    row = made.row
    due = row["due_on"] or today
    books.link(
        "invoice",
        row["id"],
        client_id=row["client_id"],
        locale=row["language"],
        permissions=LINK_PERMISSIONS,
        made=at,
        expires=at + max(due - today, timedelta()) + LINK_LIFE,
        views=books.world.rng.randrange(0, 5),
    )
    verb = "invoice.issued" if row["kind"] == "invoice" else "credit_note.issued"
    after = {"number": row["number"], "total": row["total"], "icv": row["icv"]}
    books.note(verb, ("invoice", row["id"]), at, made.by, after=after)
    original = made.bill.credit_of
    if original is not None:
        original.row["status"] = "credited"
        after = {"status": "credited", "credit_note": row["number"]}
        books.note("invoice.credited", ("invoice", original.row["id"]), at, made.by, after=after)


def _settle(world: World, books: Books, made: list[Made]) -> None:
    """Let clients pay: most in time, some in parts, late, or not at all."""
    notes = {one.bill.credit_of.row["id"]: one for one in made if one.bill.credit_of}
    owed = []
    for one in made:
        row = one.row
        if row["kind"] != "invoice" or not row["total"]:
            if row["kind"] == "invoice":
                row["status"] = "paid"
            continue
        credited = notes.get(row["id"])
        owed.append(
            Owed(row, one.bill.client, one.bill.entity, credited.bill.at if credited else None)
        )
    receive(world, books, owed)
