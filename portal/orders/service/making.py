"""Making an order's row: number, price and workflow as they are today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.catalog.models import ServiceDefinition, WorkflowStep
from portal.core import numbering
from portal.core.actor import Actor
from portal.core.db import now
from portal.kit.dates import local_date
from portal.orders import repository
from portal.orders.models import OrderStep, ServiceOrder
from portal.orders.service import requirements
from portal.orders.service.parties import index_for_search, parties
from portal.orders.service.progress import move_on, note_status

PREFIX = "SR"
SUM_OF_FEES = "sum_of_fees"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Price:
    """What one unit costs: all amounts for the whole unit, without VAT."""

    unit_price: Decimal
    discount_amount: Decimal
    tax_category: str
    tax_reason: str | None
    fees: list[dict[str, Any]] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """As the order keeps it."""
        return {
            "unit_price": str(self.unit_price),
            "discount_amount": str(self.discount_amount),
            "tax_category": self.tax_category,
            "tax_reason": self.tax_reason,
            "fees": self.fees,
        }


@dataclass(frozen=True)
class Wanted:
    """One order to make."""

    service: ServiceDefinition
    price: Price
    client_id: int
    company_id: int | None
    worker_id: int | None
    priority: str = "normal"
    language: str = "ar"
    currency: str = "SAR"
    legal_entity_id: int | None = None
    quotation_id: int | None = None
    quotation_line_id: int | None = None
    unit: int = 1


def fees_of(service: ServiceDefinition) -> list[dict[str, Any]]:
    """The service's government fees as an order keeps them."""
    return [
        {
            "key": fee.key,
            "name_ar": fee.name_ar,
            "name_en": fee.name_en,
            "authority_ar": fee.authority_ar,
            "authority_en": fee.authority_en,
            "amount": str(fee.amount),
            "is_disbursement": fee.is_disbursement,
        }
        for fee in service.fees
    ]


def make(actor: Actor, wanted: Sequence[Wanted]) -> list[ServiceOrder]:
    """Write orders with their steps; each starts ``pending`` or ``awaiting_information``.

    Numbers are the workspace's own, gapless by year; the clock of the first step starts at once
    unless something is missing.
    """
    if not wanted:
        return []
    year = local_date(now(), actor.zone).year
    first = numbering.take("order", year=year, count=len(wanted))
    orders = [
        _row(actor, one, numbering.written(PREFIX, year, first + offset))
        for offset, one in enumerate(wanted)
    ]
    repository.add(*orders)
    for order in orders:
        _begin(actor, order)
    return orders


def _row(actor: Actor, wanted: Wanted, number: str) -> ServiceOrder:
    needs = requirements.of_service(wanted.service)
    needs["documents_first"] = wanted.quotation_id is not None
    return ServiceOrder(
        workspace_id=actor.workspace_id,
        number=number,
        client_id=wanted.client_id,
        company_id=wanted.company_id,
        worker_id=wanted.worker_id,
        service_definition_id=wanted.service.id,
        quotation_id=wanted.quotation_id,
        quotation_line_id=wanted.quotation_line_id,
        legal_entity_id=wanted.legal_entity_id,
        unit=wanted.unit,
        priority=wanted.priority,
        language=wanted.language,
        currency=wanted.currency,
        service_name_ar=wanted.service.name_ar,
        service_name_en=wanted.service.name_en,
        requirements=needs,
        price=wanted.price.kept(),
        created_by=actor.display_name,
        steps=_steps(actor, wanted),
        documents=[],
    )


def _steps(actor: Actor, wanted: Wanted) -> list[OrderStep]:
    ordered = sorted(wanted.service.steps, key=lambda step: step.position)
    fees = _fees_by_step(ordered, wanted.price.fees)
    return [
        OrderStep(
            workspace_id=actor.workspace_id,
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
            required_documents=list(step.required_documents),
            fee=fees.get(step.step_key),
            status="pending",
        )
        for position, step in enumerate(ordered, start=1)
    ]


def _fees_by_step(
    steps: Sequence[WorkflowStep], fees: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Which step pays which fee; one agreed sum for all fees is paid by the first that pays."""
    if len(fees) == 1 and fees[0]["key"] == SUM_OF_FEES:
        paying = [step for step in steps if step.kind == "government_fee"]
        return {paying[0].step_key: fees[0]} if paying else {}
    known = {fee["key"]: fee for fee in fees}
    return {step.step_key: known[step.fee_key] for step in steps if step.fee_key in known}


def _begin(actor: Actor, order: ServiceOrder) -> None:
    who = parties(actor, order)
    index_for_search(order, who)
    order.missing = requirements.still_missing(actor, order, who)
    order.status = ""
    if order.missing:
        note_status(actor, order, "awaiting_information", missing=order.missing)
    else:
        note_status(actor, order, "pending")
        move_on(actor, order)
