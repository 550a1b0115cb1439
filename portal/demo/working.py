"""The history of orders: of accepted quotations and direct ones, in every state, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.models import LegalEntity
from portal.catalog.models import ServiceDefinition
from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.numbering import written
from portal.demo.books import Books, By, Series
from portal.demo.content import phrases
from portal.demo.quoting import Agreed, entity_for
from portal.demo.world import World
from portal.kit.dates import local_date
from portal.kit.text import fold
from portal.kit.worktime import add_working_hours, working_hours_between
from portal.orders.service.from_quotation import unit_prices
from portal.orders.service.making import PREFIX, Price, fees_of
from portal.orders.service.requirements import DOCUMENT, of_service
from portal.quotations.schemas import AcceptedLine
from portal.quotations.service.snapshots import SnapshotLine

ZERO = Decimal(0)
RECENT = timedelta(days=35)
# how orders stand, by whether their quotation is recent; the rest of the share is completed
OPEN_STATES = (
    ("pending", 0.14),
    ("awaiting_information", 0.2),
    ("in_progress", 0.3),
    ("on_hold", 0.1),
    ("cancelled", 0.08),
)
OLD_STATES = (("cancelled", 0.06), ("on_hold", 0.02), ("in_progress", 0.03))


@dataclass
class Work:
    """An order as its invoice needs it."""

    id: int
    number: str
    client: Client
    company: Company | None
    worker: Worker | None
    entity: LegalEntity
    service: ServiceDefinition
    language: str
    price: Price
    status: str
    made: datetime
    ended: datetime | None
    agreed: Agreed | None
    line_id: int | None


@dataclass(frozen=True)
class _Plan:
    made: datetime
    status: str
    client: Client
    company: Company | None
    worker: Worker | None
    entity: LegalEntity
    service: ServiceDefinition
    price: Price
    agreed: Agreed | None = None
    line_id: int | None = None
    unit: int = 1


def write(world: World, books: Books, agreed: list[Agreed], count: int) -> list[Work]:
    """Put ``count`` orders on the piles, oldest first: those of quotations, then direct ones."""
    plans = [plan for quotation in agreed for plan in _of_quotation(world, quotation)]
    while len(plans) < count:
        plans.append(_direct(world, len(plans)))
    series = Series("order")
    made = [
        _order(world, books, series, plan) for plan in sorted(plans, key=lambda plan: plan.made)
    ]
    for work in made:
        if work.agreed is not None:
            work.agreed.row["order_ids"].append(work.id)
    series.settle()
    return made


def _state(world: World, made: datetime, *, converted: bool) -> str:
    recent = world.now - made < RECENT
    draw = world.rng.random()
    for state, share in OPEN_STATES if recent else OLD_STATES:
        if draw < share:
            # what was invoiced as a whole was not cancelled
            return "in_progress" if converted and state == "cancelled" else state
        draw -= share
    return "completed"


def _of_quotation(world: World, agreed: Agreed) -> list[_Plan]:
    services = {service.id: service for service in world.services}
    staffed = world.workers.get(agreed.company.id, []) if agreed.company else []
    workers = {worker.id: worker for worker in staffed}
    plans = []
    for line, sums in agreed.lines:
        if line.service_definition_id is None:
            continue
        service = services[line.service_definition_id]
        count = int(line.quantity)
        prices = unit_prices(_accepted(line, sums.document_discount), service, count)
        named = [workers.get(worker["id"]) for worker in line.workers]
        named += [None] * (count - len(named))
        for unit in range(count):
            state = _state(world, agreed.accepted_at, converted=agreed.converted)
            if service.requires_worker and named[unit] is None:
                state = "awaiting_information"
            plans.append(
                _Plan(
                    agreed.accepted_at,
                    state,
                    agreed.client,
                    agreed.company,
                    named[unit],
                    agreed.entity,
                    service,
                    prices[unit],
                    agreed,
                    line.id,
                    unit + 1,
                )
            )
    return plans


def _accepted(line: SnapshotLine, share: Decimal) -> AcceptedLine:
    return AcceptedLine(
        line_id=line.id,
        service_definition_id=line.service_definition_id,
        description_ar=line.description_ar,
        description_en=line.description_en,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        document_discount_share=share,
        tax_category=line.tax_category,
        tax_reason=line.tax_reason,
        government_fee=line.government_fee,
        fee_is_disbursement=line.fee_is_disbursement,
        worker_ids=[worker["id"] for worker in line.workers],
    )


def _direct(world: World, place: int) -> _Plan:
    """An order that staff or an integrator wrote without a quotation."""
    company = world.rng.choice(world.companies)
    client = world.client_of(company)
    staffed = world.workers.get(company.id, [])
    fitting = [service for service in world.services if staffed or not service.requires_worker]
    service = world.rng.choice(fitting)
    states = ("pending", "in_progress", "on_hold", "cancelled", "completed", "completed")
    state = states[place % len(states)] if world.chance(0.5) else "completed"
    most, least = (530, 20) if state in ("completed", "cancelled") else (18, 0)
    made = min(world.office_hour(world.day_before(most, least)), world.now)
    price = Price(
        service.unit_price, ZERO, service.tax_category, service.tax_reason, fees_of(service)
    )
    return _Plan(
        made,
        state,
        client,
        company,
        world.rng.choice(staffed) if service.requires_worker else None,
        entity_for(world, [service]),
        service,
        price,
    )


def _order(world: World, books: Books, series: Series, plan: _Plan) -> Work:
    day = local_date(plan.made, world.zone)
    number = written(PREFIX, day.year, series.take(year=day.year))
    order_id = books.orders.add()
    row = books.orders.last
    who = By("link", None, plan.client.name(plan.client.locale))
    by = who if plan.agreed else books.by("officer", "manager")
    needs = of_service(plan.service)
    needs["documents_first"] = plan.agreed is not None
    row.update(
        number=number,
        client_id=plan.client.id,
        company_id=plan.company.id if plan.company else None,
        worker_id=plan.worker.id if plan.worker else None,
        service_definition_id=plan.service.id,
        quotation_id=plan.agreed.id if plan.agreed else None,
        quotation_line_id=plan.line_id,
        legal_entity_id=plan.entity.id,
        unit=plan.unit,
        status=plan.status,
        priority=world.rng.choices(("normal", "high", "low", "urgent"), (80, 12, 4, 4))[0],
        language=plan.client.locale,
        currency="SAR",
        service_name_ar=plan.service.name_ar,
        service_name_en=plan.service.name_en,
        requirements=needs,
        missing=[],
        price=plan.price.kept(),
        due_at=None,
        started_at=None,
        completed_at=None,
        cancelled_at=None,
        reason=None,
        created_by=by.name,
        search_text=_search(plan, number),
        lock_version=1,
        created_at=plan.made,
    )
    first = "awaiting_information" if plan.status == "awaiting_information" else "pending"
    _note(books, row, first, plan.made, by, "")
    _work_through(world, books, row, plan, needs)
    ended = row["completed_at"] or row["cancelled_at"]
    return Work(
        order_id,
        number,
        plan.client,
        plan.company,
        plan.worker,
        plan.entity,
        plan.service,
        plan.client.locale,
        plan.price,
        row["status"],
        plan.made,
        ended,
        plan.agreed,
        plan.line_id,
    )


def _search(plan: _Plan, number: str) -> str:
    parts = [number, plan.service.name_ar, plan.service.name_en]
    parts += [plan.client.name_ar or "", plan.client.name_en or ""]
    if plan.company:
        parts += [plan.company.legal_name_ar or "", plan.company.legal_name_en or ""]
        parts.append(plan.company.commercial_registration or "")
    if plan.worker:
        parts += [plan.worker.name_ar or "", plan.worker.name_en or ""]
        parts.append(plan.worker.identity_number or "")
    return fold(" ".join(part for part in parts if part))


def _note(
    books: Books, row: dict[str, Any], state: str, at: datetime, by: By, before: str, **facts: Any
) -> None:
    books.note(
        f"order.{state}",
        ("order", row["id"]),
        at,
        by,
        before={"status": before},
        after={"status": state, **facts},
    )


def _missing(plan: _Plan, needs: dict[str, Any]) -> list[str]:
    """What an order that waits is waiting for."""
    found = ["company"] if needs["company"] and plan.company is None else []
    found += ["worker"] if needs["worker"] and plan.worker is None else []
    mandatory = [document for document in needs["documents"] if document["mandatory"]]
    return found + [f"{DOCUMENT}{document['key']}" for document in mandatory]


def _work_through(
    world: World, books: Books, row: dict[str, Any], plan: _Plan, needs: dict[str, Any]
) -> None:
    """Write the steps as far as the order came, and its state with them."""
    if plan.status == "awaiting_information":
        row["missing"] = _missing(plan, needs)
        if not row["missing"]:  # the service asks for nothing: nothing holds it back
            row["status"] = "pending"
    elif needs["documents_first"]:
        _documents(books, row, plan, needs["documents"], plan.made)
    steps = plan.service.steps
    done = len(steps) if plan.status == "completed" else 0
    if plan.status in ("in_progress", "on_hold", "cancelled"):
        done = world.rng.randrange(0, len(steps))
    clock: datetime | None = None if row["status"] == "awaiting_information" else plan.made
    fees = {fee["key"]: fee for fee in plan.price.fees}
    for position, step in enumerate(steps, 1):
        fee = fees.get(step.fee_key or "")
        values = _step(books, row, step, position, fee)
        if clock is None:
            continue
        values["clock_started_at"] = clock
        values["due_at"] = add_working_hours(clock, Decimal(step.sla_hours), world.calendar)
        share = Decimal(str(round(world.rng.uniform(0.2, 1.05), 3)))
        end = add_working_hours(clock, Decimal(step.sla_hours) * share, world.calendar)
        if position > done or end >= world.now:
            _current(world, books, row, plan, values)
            clock = None
            continue
        _finish(world, books, row, plan, values, end, needs)
        clock = end
    if clock is not None:
        row.update(status="completed", completed_at=clock)
        _note(books, row, "completed", clock, books.by("officer"), "in_progress")


def _step(
    books: Books, row: dict[str, Any], step: Any, position: int, fee: dict[str, Any] | None
) -> dict[str, Any]:
    books.steps.add(
        order_id=row["id"],
        position=position,
        step_key=step.step_key,
        kind=step.kind,
        name_ar=step.name_ar,
        name_en=step.name_en,
        instructions_ar=step.instructions_ar,
        instructions_en=step.instructions_en,
        role=step.role,
        sla_hours=Decimal(step.sla_hours),
        client_visible=step.client_visible,
        required_documents=step.required_documents,
        fee=fee,
        status="pending",
        clock_started_at=None,
        due_at=None,
        hours_left=None,
        started_at=None,
        ended_at=None,
        ended_by="",
        reason=None,
        paid_at=None,
        paid_amount=None,
        paid_reference=None,
        receipt_file_id=None,
        created_at=row["created_at"],
    )
    return books.steps.last


def _begin(books: Books, row: dict[str, Any], by: By, at: datetime) -> None:
    if row["started_at"] is None:
        row["started_at"] = at
        _note(books, row, "in_progress", at, by, "pending")


def _finish(
    world: World,
    books: Books,
    row: dict[str, Any],
    plan: _Plan,
    values: dict[str, Any],
    end: datetime,
    needs: dict[str, Any],
) -> None:
    """A step that was completed, or skipped with a reason."""
    by = books.by(values["role"])
    start = values["clock_started_at"] + (end - values["clock_started_at"]) / 4
    skipped = values["fee"] is None and world.chance(0.04)
    _begin(books, row, by, end if skipped else start)
    if not skipped:
        values["started_at"] = start
        if not needs["documents_first"]:
            _documents(books, row, plan, values["required_documents"], end)
    if values["fee"] is not None:
        values["paid_at"] = start + (end - start) / 2
        values["paid_amount"] = Decimal(values["fee"]["amount"])
        values["paid_reference"] = str(world.rng.randrange(10**9, 10**10))
    reason = world.rng.choice(phrases.SKIP_REASONS).ar if skipped else None
    status = "skipped" if skipped else "completed"
    values.update(status=status, ended_at=end, ended_by=by.name, reason=reason)
    books.note(
        f"order.step_{status}",
        ("order", row["id"]),
        end,
        by,
        before={"step": values["step_key"], "status": "in_progress"},
        after={"step": values["step_key"], "status": status, "reason": reason},
    )


def _current(
    world: World, books: Books, row: dict[str, Any], plan: _Plan, values: dict[str, Any]
) -> None:
    """The step whose turn it is, and with it the state of the whole order."""
    wanted, clock = plan.status, values["clock_started_at"]
    by = books.by(values["role"])
    soon = min(clock + timedelta(minutes=world.rng.randrange(10, 90)), world.now)
    if wanted == "cancelled":
        reason = world.rng.choice(phrases.CANCEL_REASONS).ar
        ended = min(clock + timedelta(hours=world.rng.randrange(2, 80)), world.now)
        before = "in_progress" if row["started_at"] else "pending"
        row.update(status="cancelled", cancelled_at=ended, reason=reason)
        _note(books, row, "cancelled", ended, by, before, reason=reason)
    elif wanted == "on_hold":
        left = working_hours_between(soon, values["due_at"], world.calendar)
        reason = world.rng.choice(phrases.HOLD_REASONS).ar
        values.update(status="on_hold", due_at=None, reason=reason)
        values["hours_left"] = left.quantize(Decimal("0.0001"))
        before = "in_progress" if row["started_at"] else "pending"
        row["status"] = "on_hold"
        _note(books, row, "on_hold", soon, by, before, reason=reason)
    elif wanted in ("in_progress", "completed"):
        _begin(books, row, by, soon)
        values.update(status="in_progress", started_at=soon)
        row.update(status="in_progress", due_at=values["due_at"])
    else:
        row["due_at"] = values["due_at"]


def _documents(
    books: Books, row: dict[str, Any], plan: _Plan, wanted: list[dict[str, Any]], at: datetime
) -> None:
    """Mandatory documents that staff saw on paper."""
    by = books.by("officer")
    for document in wanted:
        if document["mandatory"]:
            books.documents.add(
                order_id=row["id"],
                document_key=document["key"],
                file_id=None,
                note="اطّلعنا على الأصل لدى العميل",
                given_by=by.name,
                by_client=False,
                created_at=at,
            )
