"""What the invoices of the demo are drawn from: quotations, finished orders, single services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal.accounts.models import LegalEntity
from portal.clients.models import Client
from portal.companies.models import Company
from portal.demo.books import By
from portal.demo.content import phrases
from portal.demo.quoting import Agreed
from portal.demo.working import Work
from portal.demo.world import World
from portal.invoices.service.figures import Figures

ZERO, ONE = Decimal(0), Decimal(1)
_TEXT = 500


@dataclass
class Bill:
    """An invoice to be: from an accepted quotation, a direct order, or by itself."""

    at: datetime
    client: Client
    company: Company | None
    entity: LegalEntity
    language: str
    lines: list[SimpleNamespace]
    sources: list[tuple[str, int]]
    reference: str = ""
    quotation_number: str = ""
    draft: bool = False
    credit_of: Made | None = None
    reason: str = ""


@dataclass
class Made:
    """An invoice on the pile."""

    row: dict[str, Any]
    bill: Bill
    figures: Figures
    by: By
    will_be_credited: bool = False
    line_rows: list[dict[str, Any]] = field(default_factory=list)


def drawn(world: World, agreed: list[Agreed], works: list[Work], count: int) -> list[Bill]:
    by_quotation: dict[int, list[Work]] = {}
    for work in works:
        if work.agreed is not None:
            by_quotation.setdefault(work.agreed.id, []).append(work)
    bills = [
        _of_quotation(world, quotation, by_quotation.get(quotation.id, []))
        for quotation in agreed
        if quotation.converted
    ]
    direct = [work for work in works if work.agreed is None and work.status == "completed"]
    room = max(0, count - len(bills))
    bills += [_of_order(world, work) for work in direct[: int(room * 0.75)]]
    while len(bills) < count:
        bills.append(alone(world))
    return bills[:count]


def _line(
    title: tuple[str, str],
    price: Decimal,
    *,
    quantity: Decimal = ONE,
    percent: Decimal = ZERO,
    discount: Decimal = ZERO,
    category: str = "standard",
    reason: str | None = None,
    kind: str = "fee",
    workers: list[str] | None = None,
    sources: list[tuple[str, int]] | None = None,
) -> SimpleNamespace:
    return SimpleNamespace(
        kind=kind,
        description_ar=title[0][:_TEXT],
        description_en=title[1][:_TEXT],
        quantity=quantity,
        unit_price=price,
        discount_percent=percent,
        discount_amount=discount,
        tax_category=category,
        tax_reason=reason,
        workers=workers or [],
        sources=sources or [],
    )


def _fee(
    title: tuple[str, str],
    amount: Decimal,
    disbursed: bool,
    **more: Any,
) -> SimpleNamespace:
    return _line(
        title,
        amount,
        category="out_of_scope" if disbursed else "standard",
        reason="VATEX-SA-OOS" if disbursed else None,
        kind="disbursement" if disbursed else "fee",
        **more,
    )


def _of_quotation(world: World, agreed: Agreed, works: list[Work]) -> Bill:
    lines = []
    for line, sums in agreed.lines:
        mine = [work for work in works if work.line_id == line.id]
        names = [work.worker.name(agreed.language) for work in mine if work.worker]
        sources = [("quotation_line", line.id), *(("order", work.id) for work in mine)]
        lines.append(
            _line(
                (line.description_ar, line.description_en),
                line.unit_price,
                quantity=line.quantity,
                percent=line.discount_percent,
                discount=sums.document_discount,
                category=line.tax_category,
                reason=line.tax_reason,
                workers=names,
                sources=sources,
            )
        )
        if line.government_fee:
            lines.append(
                _fee(
                    (
                        f"رسوم حكومية — {line.description_ar}",
                        f"Government fee — {line.description_en}",
                    ),
                    line.government_fee,
                    line.fee_is_disbursement,
                    quantity=line.quantity,
                    workers=names,
                    sources=sources,
                )
            )
    ready = agreed.accepted_at + timedelta(days=world.rng.randrange(0, 12))
    return Bill(
        min(ready, world.now - timedelta(minutes=5)),
        agreed.client,
        agreed.company,
        agreed.entity,
        agreed.language,
        lines,
        [("quotation", agreed.id), *(("order", work.id) for work in works)],
        agreed.row["external_reference"],
        agreed.number,
    )


def _of_order(world: World, work: Work) -> Bill:
    names = [work.worker.name(work.language)] if work.worker else []
    title = (work.service.name_ar, work.service.name_en)
    sources = [("order", work.id)]
    price = work.price
    lines = [
        _line(
            title,
            price.unit_price,
            discount=price.discount_amount,
            category=price.tax_category,
            reason=price.tax_reason,
            workers=names,
            sources=sources,
        )
    ]
    for fee in price.fees:
        lines.append(
            _fee(
                (f"{fee['name_ar']} — {title[0]}", f"{fee['name_en']} — {title[1]}"),
                Decimal(fee["amount"]),
                fee["is_disbursement"],
                workers=names,
                sources=sources,
            )
        )
    ended = work.ended or work.made
    at = min(ended + timedelta(minutes=world.rng.randrange(20, 3000)), world.now)
    return Bill(
        at, work.client, work.company, work.entity, work.language, lines, sources, work.number
    )


def alone(world: World) -> Bill:
    client = world.rng.choice(world.clients)
    homes = world.companies_of(client.id)
    chosen = world.rng.sample(phrases.FREE_LINES, k=world.rng.choice((1, 1, 2, 3)))
    lines = [
        _line(
            (free.description.ar, free.description.en),
            free.unit_price,
            quantity=Decimal(world.rng.choice((1, 1, 2, 3))),
            percent=Decimal(world.rng.choice((0, 0, 0, 10))),
        )
        for free in chosen
    ]
    at = min(world.office_hour(world.day_before(540, 0)), world.now)
    return Bill(
        at,
        client,
        world.rng.choice(homes) if homes else None,
        world.entities[world.rng.choices((0, 1, 2), (70, 15, 15))[0]],
        client.locale,
        lines,
        [],
    )


def credit(world: World, made: Made) -> Bill:
    at = min(made.bill.at + timedelta(days=world.rng.randrange(2, 15)), world.now)
    reason = world.rng.choice(phrases.CREDIT_NOTE_REASONS).in_language(made.bill.language)
    bill = made.bill
    return Bill(
        at,
        bill.client,
        bill.company,
        bill.entity,
        bill.language,
        bill.lines,
        [],
        bill.reference,
        bill.quotation_number,
        credit_of=made,
        reason=reason,
    )
