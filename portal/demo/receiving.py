"""The history of payments: in full, in parts, too much, voided, and not yet posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.models import LegalEntity
from portal.clients.models import Client
from portal.core.numbering import written
from portal.demo.books import Books, Series
from portal.demo.world import World
from portal.invoices.service.payments import PREFIX
from portal.invoices.service.snapshot import buyer_facts, money, seller_facts
from portal.kit.codes import verify_code
from portal.kit.dates import local_date
from portal.kit.money import quantize

ZERO = Decimal(0)
METHODS = (("bank_transfer", "cash", "card", "cheque"), (80, 6, 10, 4))


@dataclass
class Owed:
    """An issued invoice; ``credited_at`` is when a credit note took it back."""

    row: dict[str, Any]
    client: Client
    entity: LegalEntity
    credited_at: datetime | None


@dataclass(frozen=True)
class _Receipt:
    at: datetime
    owed: Owed
    amount: Decimal
    applied: Decimal  # the rest of the amount is the client's credit
    voided: bool = False


def receive(world: World, books: Books, owed: list[Owed]) -> None:
    """Put the payments of these invoices on the piles and state the invoices accordingly."""
    receipts = [receipt for one in owed for receipt in _plan(world, one)]
    series = Series(PREFIX)
    for receipt in sorted(receipts, key=lambda receipt: receipt.at):
        _post(world, books, series, receipt)
    series.settle()
    open_ones = [one for one in owed if one.row["status"] in ("issued", "partially_paid")]
    for one in open_ones[: max(1, len(open_ones) // 20)]:
        _record(world, books, one)


def _plan(world: World, owed: Owed) -> list[_Receipt]:
    """When and how much this client paid of this invoice."""
    issued, total = owed.row["issued_at"], owed.row["total"]
    age = (world.now - issued).days
    if owed.credited_at is not None:
        if not world.chance(0.3):
            return []
        wait = (owed.credited_at - issued) / 2
        return [_Receipt(issued + wait, owed, total, total)]
    # Of what has been due for long nearly all is paid; of the last weeks hardly half.
    share = 0.93 if age > 75 else 0.72 if age > 35 else 0.35
    if not world.chance(share):
        return _part(world, owed, 0.25)
    waited = timedelta(hours=world.rng.randrange(2, 24 * 45))
    at = min(issued + waited, world.now)
    if world.chance(0.08):
        first = quantize(total / 2)
        if first:
            later = min(at + timedelta(days=world.rng.randrange(1, 20)), world.now)
            return [
                _Receipt(at, owed, first, first),
                _Receipt(later, owed, total - first, total - first),
            ]
    if world.chance(0.03):
        voided = _Receipt(at, owed, total, total, voided=True)
        later = min(at + timedelta(days=3), world.now)
        return [voided, _Receipt(later, owed, total, total)]
    extra = Decimal(world.rng.choice((50, 100, 500))) if world.chance(0.03) else ZERO
    return [_Receipt(at, owed, total + extra, total)]


def _part(world: World, owed: Owed, share: float) -> list[_Receipt]:
    total = owed.row["total"]
    amount = quantize(total * Decimal(world.rng.choice(("0.25", "0.4", "0.5"))))
    if not amount or not world.chance(share):
        return []
    at = min(owed.row["issued_at"] + timedelta(days=world.rng.randrange(1, 25)), world.now)
    return [_Receipt(at, owed, amount, amount)]


def _post(world: World, books: Books, series: Series, receipt: _Receipt) -> None:
    """A posted payment with its receipt, what it settles, and what became of that."""
    owed, at = receipt.owed, receipt.at
    invoice, entity = owed.row, owed.entity
    by = books.by("accountant")
    day = local_date(at, world.zone)
    number = written(
        f"{entity.code}-{PREFIX}", day.year, series.take(entity_id=entity.id, year=day.year)
    )
    ended = owed.credited_at if owed.credited_at else at + timedelta(hours=5)
    ended = min(ended, world.now)
    released = receipt.voided or owed.credited_at is not None
    values = _values(world, receipt, by.name)
    payment_id = books.payments.add(
        **values,
        status="void" if receipt.voided else "posted",
        number=number,
        allocated_total=ZERO if released else receipt.applied,
        posted_at=at,
        voided_at=ended if receipt.voided else None,
        void_reason="سُجّلت الحوالة مرتين" if receipt.voided else "",
        verify_code=verify_code(),
        snapshot={
            "number": number,
            "language": owed.client.locale,
            "paid_on": values["paid_on"].isoformat(),
            "amount": money(receipt.amount, "SAR"),
            "currency": "SAR",
            "method": values["method"],
            "reference": values["reference"],
            "notes": "",
            "received_by": by.name,
            "seller": seller_facts(entity),
            "payer": buyer_facts(owed.client, None),
            "bank": {"iban": entity.iban} if entity.iban else None,
            "allocations": [{"number": invoice["number"], "amount": money(receipt.applied, "SAR")}],
            "unallocated": money(receipt.amount - receipt.applied, "SAR"),
        },
        created_at=at,
    )
    books.allocations.add(
        payment_id=payment_id,
        invoice_id=invoice["id"],
        amount=receipt.applied,
        released_at=ended if released else None,
        created_at=at,
    )
    subject = ("payment", payment_id)
    books.note("payment.posted", subject, at, by, after={"number": number})
    applied = {"payment": number, "paid_total": invoice["paid_total"] + receipt.applied}
    books.note("invoice.payment_applied", ("invoice", invoice["id"]), at, by, after=applied)
    if receipt.voided:
        books.note("payment.voided", subject, ended, by, after={"status": "void"})
    if released:
        after = {"payment": number, "paid_total": invoice["paid_total"]}
        books.note("invoice.payment_released", ("invoice", invoice["id"]), ended, by, after=after)
        return
    invoice["paid_total"] += receipt.applied
    settled = invoice["paid_total"] >= invoice["total"]
    invoice["status"] = "paid" if settled else "partially_paid"


def _values(world: World, receipt: _Receipt, recorded_by: str) -> dict[str, Any]:
    owed = receipt.owed
    return {
        "client_id": owed.client.id,
        "legal_entity_id": owed.entity.id,
        "currency": "SAR",
        "amount": receipt.amount,
        "paid_on": local_date(receipt.at, world.zone),
        "method": world.rng.choices(*METHODS)[0],
        "reference": f"FT{world.rng.randrange(10**9, 10**10)}",
        "notes": "",
        "wanted": [[owed.row["id"], str(receipt.applied)]],
        "proof_id": None,
        "pdf_file_id": None,
        "pdf_sha256": None,
        "recorded_by": recorded_by,
        "lock_version": 1,
    }


def _record(world: World, books: Books, owed: Owed) -> None:
    """A payment written down but not posted yet."""
    left = owed.row["total"] - owed.row["paid_total"]
    receipt = _Receipt(world.now, owed, left, left)
    by = books.by("accountant")
    payment_id = books.payments.add(
        **_values(world, receipt, by.name),
        status="draft",
        number=None,
        allocated_total=ZERO,
        posted_at=None,
        voided_at=None,
        void_reason="",
        verify_code=None,
        snapshot=None,
        created_at=world.now,
    )
    books.note("payment.recorded", ("payment", payment_id), world.now, by, after={})
