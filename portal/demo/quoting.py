"""The history of quotations: every state, with lines, versions, links, comments, acceptances."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal.accounts.models import LegalEntity
from portal.catalog.models import ServiceDefinition
from portal.clients.models import Client
from portal.companies.models import Company
from portal.core.numbering import written
from portal.demo.books import Books, By, Series
from portal.demo.content import phrases
from portal.demo.world import World
from portal.kit.codes import verify_code
from portal.kit.dates import end_of_day, local_date
from portal.kit.tax import LineTotals, Totals
from portal.kit.text import fold
from portal.quotations.policy import LINK_PERMISSIONS
from portal.quotations.service.snapshots import SnapshotLine, build, chosen_totals, lines_of

ZERO = Decimal(0)
VALID_DAYS = 30
LINK_OUTLIVES = timedelta(days=365)  # the offer's last day, as the service has it
# share of all, and how long ago (most, least) such a quotation was begun
STATES: dict[str, tuple[float, int, int]] = {
    "converted": (0.32, 530, 25),
    "accepted": (0.14, 60, 4),
    "expired": (0.13, 530, 45),
    "declined": (0.11, 530, 5),
    "viewed": (0.09, 20, 3),
    "sent": (0.08, 14, 2),
    "withdrawn": (0.07, 530, 6),
    "draft": (0.06, 15, 0),
}
TOTALS = ("subtotal", "discount_total", "net_total", "government_fees", "tax_total", "total")


@dataclass
class Agreed:
    """An accepted quotation, as orders and invoices need it. ``row`` is still to be written."""

    id: int
    number: str
    client: Client
    company: Company | None
    entity: LegalEntity
    language: str
    accepted_at: datetime
    converted: bool
    row: dict[str, Any]
    lines: list[tuple[SnapshotLine, LineTotals]] = field(default_factory=list)


@dataclass(frozen=True)
class _Plan:
    state: str
    made: datetime


def states_of(count: int) -> list[str]:
    """``count`` states by their shares, each at least once when there is room."""
    found = [state for state, (share, _, _) in STATES.items() for _ in range(int(count * share))]
    missing = [state for state in STATES if state not in found]
    found += missing[: max(0, count - len(found))]
    found += ["converted"] * (count - len(found))
    return found[:count]


def write(world: World, books: Books, count: int) -> list[Agreed]:
    """Put ``count`` quotations on the piles, oldest first; gives those that were accepted."""
    plans = []
    for state in states_of(count):
        _, most, least = STATES[state]
        day = world.day_before(most, least)
        plans.append(_Plan(state, min(world.office_hour(day), world.now)))
    series = Series("quotation")
    agreed = []
    for plan in sorted(plans, key=lambda plan: plan.made):
        found = _quotation(world, books, series, plan)
        if found is not None:
            agreed.append(found)
    series.settle()
    return agreed


def choose_work(world: World, client: Client, company: Company | None) -> list[ServiceDefinition]:
    """One to three services that fit: a client without a company buys none that needs one."""
    fitting = [
        service
        for service in world.services
        if company is not None or not (service.requires_company or service.requires_worker)
    ]
    return world.rng.sample(fitting, k=world.rng.choice((1, 1, 2, 2, 3)))


def entity_for(world: World, services: list[ServiceDefinition]) -> LegalEntity:
    """The firm's company that does such work; the translators have no VAT registration."""
    kinds = {service.category for service in services}
    if kinds == {"papers"}:
        return world.entities[2]
    return world.entities[1 if kinds == {"trade"} else 0]


def _line_facts(
    world: World, service: ServiceDefinition | None, company: Company | None
) -> dict[str, Any]:
    if service is None:
        free = world.rng.choice(phrases.FREE_LINES)
        return {
            "service_definition_id": None,
            "description_ar": free.description.ar,
            "description_en": free.description.en,
            "quantity": Decimal(world.rng.choice((1, 1, 2, 4))),
            "unit_price": free.unit_price,
            "discount_percent": ZERO,
            "tax_category": "standard",
            "tax_reason": None,
            "government_fee": ZERO,
            "fee_is_disbursement": True,
            "worker_ids": [],
        }
    staffed = world.workers.get(company.id, []) if company else []
    units = world.rng.choice((1, 1, 1, 2, 3)) if service.requires_worker else 1
    named = world.rng.sample(staffed, k=min(units, len(staffed))) if service.requires_worker else []
    disbursed = bool(service.government_fee) or not service.taxable_fee
    return {
        "service_definition_id": service.id,
        "description_ar": service.name_ar,
        "description_en": service.name_en,
        "quantity": Decimal(units),
        "unit_price": service.unit_price
        + (service.taxable_fee if service.government_fee else ZERO),
        "discount_percent": Decimal(world.rng.choice((0, 0, 0, 0, 5, 10))),
        "tax_category": service.tax_category,
        "tax_reason": service.tax_reason,
        "government_fee": service.government_fee if disbursed else service.taxable_fee,
        "fee_is_disbursement": disbursed,
        "worker_ids": [worker.id for worker in named],
    }


def _quotation(world: World, books: Books, series: Series, plan: _Plan) -> Agreed | None:
    client = world.rng.choice(world.clients)
    homes = world.companies_of(client.id)
    company = world.rng.choice(homes) if homes else None
    services = choose_work(world, client, company)
    entity = entity_for(world, services)
    facts = [_line_facts(world, service, company) for service in services]
    if world.chance(0.35):
        facts.append({**_line_facts(world, None, company), "optional": world.chance(0.5)})
    day = local_date(plan.made, world.zone)
    by = books.by("manager", "officer")
    number = written(f"{entity.code}-QT", day.year, series.take(entity_id=entity.id, year=day.year))
    sent = plan.state != "draft"
    sent_at = min(plan.made + timedelta(minutes=world.rng.randrange(5, 600)), world.now)
    valid_until = day + timedelta(days=VALID_DAYS)
    head = SimpleNamespace(
        number=number,
        language=client.locale,
        currency="SAR",
        external_reference=f"PO-{world.rng.randrange(1000, 9999)}" if world.chance(0.2) else "",
        created_by=by.name,
    )
    quotation_id = books.quotations.add()
    row = books.quotations.last
    workers = {worker.id: worker for worker in world.workers.get(company.id if company else 0, [])}
    discount = Decimal(world.rng.choice((0, 0, 0, 0, 0, 5)))
    versions = 2 if sent and world.chance(0.12) else 1
    for version in range(1, versions + 1):
        last = version == versions
        made = plan.made if version == 1 else sent_at
        version_id, snapshot, totals = _version(
            books,
            head,
            quotation_id,
            version,
            facts,
            company=company,
            client=client,
            entity=entity,
            workers=workers,
            # the first of two offered nothing off: that is why there is a second
            discount=discount if last and versions == 1 else Decimal(7) if last else ZERO,
            valid_until=valid_until,
            made=made,
            sent_at=(sent_at if last else plan.made) if sent else None,
            by=by,
        )
    link_id = None
    if sent:
        link_id = books.link(
            "quotation",
            quotation_id,
            client_id=client.id,
            locale=client.locale,
            permissions=LINK_PERMISSIONS,
            made=sent_at,
            expires=end_of_day(valid_until, world.zone) + LINK_OUTLIVES,
            views=0 if plan.state == "sent" else world.rng.randrange(1, 6),
        )
    row.update(
        number=number,
        client_id=client.id,
        company_id=company.id if company else None,
        legal_entity_id=entity.id,
        status=plan.state,
        current_version=versions if sent else 0,
        newest_version=versions,
        language=client.locale,
        currency="SAR",
        valid_until=valid_until,
        external_reference=head.external_reference,
        requires_code=None,
        order_ids=[],
        link_id=link_id,
        search_text=fold(
            " ".join(
                part
                for part in (
                    number,
                    head.external_reference,
                    client.name_ar,
                    client.name_en,
                    company.name("ar") if company else None,
                    company.name("en") if company else None,
                )
                if part
            )
        ),
        created_by=by.name,
        owner_id=by.identity,
        sent_at=sent_at if sent else None,
        viewed_at=None,
        accepted_at=None,
        declined_at=None,
        declined_by="",
        decline_reason="",
        withdrawn_at=None,
        withdraw_reason="",
        lock_version=1,
        created_at=plan.made,
        **{name: getattr(totals, name) for name in TOTALS},
    )
    subject = ("quotation", quotation_id)
    books.note("quotation.created", subject, plan.made, by, after={"number": number})
    if sent:
        after = {"status": "sent", "version": versions, "total": totals.total}
        books.note("quotation.sent", subject, sent_at, by, after=after)
    return _answer(
        world, books, row, snapshot, version_id, client, company, entity, sent_at, valid_until, by
    )


def _version(
    books: Books,
    head: Any,
    quotation_id: int,
    version: int,
    facts: list[dict[str, Any]],
    *,
    company: Company | None,
    client: Client,
    entity: LegalEntity,
    workers: dict[int, Any],
    discount: Decimal,
    valid_until: date,
    made: datetime,
    sent_at: datetime | None,
    by: By,
) -> tuple[int, dict[str, Any], Totals]:
    rng = books.world.rng
    version_id = books.versions.add()
    row = books.versions.last
    lines = []
    for position, fact in enumerate(facts, 1):
        values = {"optional": False, **fact, "position": position}
        worker_ids = values.pop("worker_ids")
        line_id = books.lines.add(version_id=version_id, created_at=made, **values)
        for place, worker_id in enumerate(worker_ids, 1):
            books.line_workers.add(
                line_id=line_id, worker_id=worker_id, position=place, created_at=made
            )
        lines.append(SimpleNamespace(id=line_id, worker_ids=worker_ids, **values))
    notes = rng.sample(phrases.QUOTATION_NOTES, k=rng.choice((0, 1, 2)))
    record: Any = SimpleNamespace(
        version=version,
        notes_ar="\n".join(note.ar for note in notes),
        notes_en="\n".join(note.en for note in notes),
        document_discount_percent=discount,
        document_discount_amount=ZERO,
        valid_until=valid_until,
        verify_code=verify_code() if sent_at else None,
        lines=lines,
    )
    snapshot = build(
        head,
        record,
        entity=entity,
        client=client,
        company=company,
        workers=workers,
        attention=client.contacts[0].name if client.contacts else "",
        prepared_by=by.name,
        issued_on=local_date(sent_at or made, books.world.zone).isoformat(),
        attachments=[],
    )
    totals = chosen_totals(snapshot, None)
    row.update(
        quotation_id=quotation_id,
        version=version,
        notes_ar=record.notes_ar,
        notes_en=record.notes_en,
        document_discount_percent=discount,
        document_discount_amount=ZERO,
        valid_until=valid_until,
        sent_at=sent_at,
        sent_by=by.name if sent_at else "",
        pdf_file_id=None,
        pdf_sha256=None,
        verify_code=record.verify_code,
        snapshot=snapshot if sent_at else None,
        created_at=made,
        **{name: getattr(totals, name) for name in TOTALS},
    )
    return version_id, snapshot, totals


def _answer(
    world: World,
    books: Books,
    row: dict[str, Any],
    snapshot: dict[str, Any],
    version_id: int,
    client: Client,
    company: Company | None,
    entity: LegalEntity,
    sent_at: datetime,
    valid_until: date,
    by: By,
) -> Agreed | None:
    """What the client, or the calendar, made of it."""
    state, subject = row["status"], ("quotation", row["id"])
    if state in ("draft", "sent"):
        return None
    contact = client.contacts[0] if client.contacts else None
    holder = By("link", row["link_id"], client.name(client.locale))
    viewed = min(sent_at + timedelta(minutes=world.rng.randrange(20, 2000)), world.now)
    row["viewed_at"] = viewed
    books.note("quotation.viewed", subject, viewed, holder, after={"status": "viewed"})
    if world.chance(0.2):
        _talk(world, books, row, viewed, by, contact.name if contact else holder.name)
    last = end_of_day(valid_until, world.zone) - timedelta(hours=3)
    answered = min(viewed + timedelta(hours=world.rng.randrange(1, 200)), last, world.now)
    if state == "declined":
        reason = world.rng.choice(phrases.DECLINE_REASONS).in_language(client.locale)
        row.update(declined_at=answered, decline_reason=reason)
        row["declined_by"] = contact.name if contact else holder.name
        books.note("quotation.declined", subject, answered, holder, after={"reason": reason})
    elif state == "withdrawn":
        reason = world.rng.choice(phrases.WITHDRAW_REASONS).ar
        row.update(withdrawn_at=answered, withdraw_reason=reason)
        books.note("quotation.withdrawn", subject, answered, by, after={"reason": reason})
    elif state == "expired":
        house = By("system", None, "")
        ended = end_of_day(valid_until, world.zone)
        books.note("quotation.expired", subject, ended, house, after={"status": "expired"})
    if state not in ("accepted", "converted"):
        return None
    lines = lines_of(snapshot)
    chosen = [line for line in lines if not line.optional or world.chance(0.5)] or lines[:1]
    totals = chosen_totals(snapshot, [line.id for line in chosen])
    name = contact.name if contact else client.name(client.locale)
    row["accepted_at"] = answered
    books.acceptances.add(
        quotation_id=row["id"],
        version_id=version_id,
        version=row["current_version"],
        on_behalf=False,
        note="",
        name=name,
        role=(contact.role if contact else None) or "",
        typed_signature=name,
        signature_file_id=None,
        accepted_at=answered,
        actor_kind="link",
        actor_id=row["link_id"],
        actor_name=holder.name,
        ip=f"203.0.113.{world.rng.randrange(1, 255)}",
        user_agent="Mozilla/5.0",
        pdf_sha256="",
        line_ids=[line.id for line in chosen],
        total=totals.total,
        tax_total=totals.tax_total,
        confirmed_contact="",
        certificate_file_id=None,
        certificate_sha256=None,
        verify_code=verify_code(),
        undone_at=None,
        undone_by="",
        undo_reason="",
        created_at=answered,
    )
    after = {"status": "accepted", "name": name, "total": totals.total}
    books.note("quotation.accepted", subject, answered, holder, after=after)
    return Agreed(
        row["id"],
        row["number"],
        client,
        company,
        entity,
        client.locale,
        answered,
        state == "converted",
        row,
        list(zip(chosen, totals.lines, strict=True)),
    )


def _talk(
    world: World, books: Books, row: dict[str, Any], asked: datetime, by: By, client: str
) -> None:
    """A question of the client and the answer of the staff."""
    exchange = world.rng.choice(phrases.EXCHANGES)
    language, common = row["language"], {"quotation_id": row["id"], "version": 1}
    question = books.comments.add(
        **common,
        author_kind="client",
        author_name=client,
        body=exchange.question.in_language(language),
        answers_id=None,
        created_at=asked,
    )
    books.comments.add(
        **common,
        author_kind="staff",
        author_name=by.name,
        body=exchange.answer.in_language(language),
        answers_id=question,
        created_at=min(asked + timedelta(minutes=world.rng.randrange(10, 300)), world.now),
    )
