"""Looking at orders."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts import service as accounts
from portal.core import files
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.invoices import service as invoices
from portal.kit.tax import Line, TaxCategory, compute
from portal.orders import policy, repository
from portal.orders.models import STEP_DONE, OrderStep, ServiceOrder
from portal.orders.schemas import (
    DocumentOut,
    FeeOut,
    OrderFilter,
    OrderOut,
    OrderSummary,
    PriceOut,
    StepOut,
)
from portal.orders.service import requirements
from portal.orders.service.parties import reader


def get(actor: Actor, order_id: int) -> ServiceOrder:
    """An order this actor may see. Raises ``NotFound``, also for a foreign one."""
    return _seen(actor, repository.order(order_id))


def locked(actor: Actor, order_id: int) -> ServiceOrder:
    """The same, its row held until the end of the transaction: one change at a time."""
    return _seen(actor, repository.order(order_id, lock=True))


def _seen(actor: Actor, order: ServiceOrder | None) -> ServiceOrder:
    if order is None:
        raise NotFound
    policy.require_seeing(actor, order)
    return order


def step_of(order: ServiceOrder, step_key: str) -> OrderStep:
    """A step of an order by its key. Raises ``NotFound``."""
    found = next((step for step in order.steps if step.step_key == step_key), None)
    if found is None:
        raise NotFound
    return found


def listed(actor: Actor, asked: OrderFilter, *, page: int = 1, per_page: int = 10) -> Page[Any]:
    """A page of orders, newest first, with the names shown beside them; a fixed number of queries.

    ``created_from`` and ``created_to`` are whole days on the workspace's wall.
    """
    actor.require("orders:read")
    return repository.listed(asked, _span(actor, asked), page=page, per_page=per_page)


def _span(actor: Actor, asked: OrderFilter) -> tuple[datetime | None, datetime | None]:
    def midnight(day: Any) -> datetime:
        return datetime.combine(day, time(), actor.zone).astimezone(UTC)

    return (
        midnight(asked.created_from) if asked.created_from else None,
        midnight(asked.created_to + timedelta(days=1)) if asked.created_to else None,
    )


def of_quotation(actor: Actor, quotation_id: int) -> list[ServiceOrder]:
    """The orders of a quotation that this actor may see."""
    orders = repository.of_quotation(quotation_id)
    for order in orders:
        policy.require_seeing(actor, order)
    return orders


def counts(actor: Actor) -> dict[str, int]:
    """How many orders stand in each open state."""
    actor.require("orders:read")
    return repository.counts()


def missing_texts(order: ServiceOrder, locale: str) -> list[str]:
    """What an order waits for, in words."""
    return [requirements.label(order, key, locale) for key in order.missing]


def file_of(actor: Actor, order_id: int, file_id: int) -> files.StoredFile:
    """A document or receipt of an order. Raises ``NotFound`` for any other file.

    A link sees what its holder handed over, not the receipts of the staff.
    """
    order = get(actor, order_id)
    known = {document.file_id for document in order.documents}
    if actor.client_id is None:
        known |= {step.receipt_file_id for step in order.steps}
    if file_id not in known:
        raise NotFound
    return files.get(file_id)


def is_overdue(status: str, due_at: datetime | None) -> bool:
    """Whether the step whose turn it is has run over its time; a held clock does not run."""
    return status in ("pending", "in_progress") and due_at is not None and due_at < now()


def price_breakdown(actor: Actor, order: ServiceOrder) -> PriceOut:
    """What the order costs: the firm's fee, VAT, and government fees passed on."""
    price = order.price
    entity = accounts.legal_entity(reader(actor), order.legal_entity_id)
    lines = [
        Line(
            quantity=Decimal(1),
            unit_price=Decimal(price["unit_price"]),
            discount_amount=Decimal(price["discount_amount"]),
            tax_category=TaxCategory(price["tax_category"]),
        )
    ]
    lines += [
        Line(
            quantity=Decimal(1),
            unit_price=Decimal(0),
            government_fee=Decimal(fee["amount"]),
            fee_is_disbursement=fee["is_disbursement"],
        )
        for fee in price["fees"]
    ]
    totals = compute(lines, currency=order.currency, vat_registered=entity.vat_registered)
    return PriceOut(
        currency=order.currency,
        unit_price=Decimal(price["unit_price"]),
        discount=Decimal(price["discount_amount"]),
        fees=[FeeOut(**fee) for fee in price["fees"]],
        net_total=totals.net_total,
        tax_total=totals.tax_total,
        government_fees=totals.government_fees,
        total=totals.total,
    )


def summary_out(row: Any) -> OrderSummary:
    """A row of ``listed`` as the API shows it."""
    facts = {name: getattr(row, name) for name in OrderSummary.model_fields if name != "is_overdue"}
    return OrderSummary(**facts, is_overdue=is_overdue(row.status, row.due_at))


def step_out(order: ServiceOrder, step: OrderStep) -> StepOut:
    """A step as the API shows it."""
    facts = {
        name: getattr(step, name)
        for name in StepOut.model_fields
        if name
        not in ("is_overdue", "completed_at", "required_documents", "fee", "fee_paid_at", "due_at")
    }
    return StepOut(
        **facts,
        due_at=step.due_at,
        completed_at=step.ended_at,
        is_overdue=order.status != "cancelled"
        and step.status not in STEP_DONE
        and is_overdue(step.status, step.due_at),
        required_documents=_documents(order, step.required_documents),
        fee=FeeOut(**step.fee) if step.fee else None,
        fee_paid_at=step.paid_at,
    )


def _documents(order: ServiceOrder, wanted: Sequence[dict[str, Any]]) -> list[DocumentOut]:
    there = requirements.received(order)
    return [
        DocumentOut(
            key=document["key"],
            name_ar=document["ar"],
            name_en=document["en"],
            mandatory=document.get("mandatory", True),
            received=document["key"] in there,
        )
        for document in wanted
    ]


def order_out(actor: Actor, order: ServiceOrder) -> OrderOut:
    """A whole order as the API shows it."""
    current = order.current_step
    return OrderOut(
        **summary_out(order).model_dump(exclude={"due_at", "created_at", "updated_at"}),
        due_at=order.due_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
        quotation_line_id=order.quotation_line_id,
        missing=list(order.missing),
        current_step=current.step_key if current and order.status != "cancelled" else None,
        steps=[step_out(order, step) for step in order.steps],
        documents=_documents(order, order.requirements["documents"]),
        price_breakdown=price_breakdown(actor, order),
        invoice_ids=invoices.ids_of_source(reader(actor), "order", order.id),
        started_at=order.started_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        reason=order.reason,
    )
