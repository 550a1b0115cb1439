"""Lines as they are typed, turned into lines as they are kept, with every rule checked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.catalog import service as catalog
from portal.companies import service as companies
from portal.core.actor import Actor
from portal.core.errors import FieldError, Invalid
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.kit import tax
from portal.quotations.models import QuotationLine, QuotationLineWorker
from portal.quotations.schemas import LineIn, QuotationIn
from portal.quotations.service.access import house

MAX_UNITS = 500  # orders that one service line may make
OUT_OF_SCOPE_REASON = "VATEX-SA-OOS"


def resolve(
    actor: Actor, data: QuotationIn, language: str, company: Any | None
) -> list[QuotationLine]:
    """The lines as they will be kept: what the catalogue knows filled in, every rule checked."""
    wanted = {line.service_definition_id for line in data.lines if line.service_definition_id}
    services = catalog.get_many(house(actor), sorted(wanted)) if wanted else {}
    workers: dict[int, Any] = {}
    if company is not None and any(line.worker_ids for line in data.lines):
        workers = {row.id: row for row in companies.workers(house(actor), company.id)}
    problems: list[FieldError] = []
    lines = []
    for place, line in enumerate(data.lines):
        service = services.get(line.service_definition_id or 0)
        found = _problems(line, service, workers, company)
        problems += [FieldError(f"lines.{place}.{name}", text, code) for name, text, code in found]
        lines.append(_line(actor, line, place, service, language))
    if problems:
        raise Invalid(problems)
    return lines


Problem = tuple[str, Any, str]


def _problems(
    line: LineIn, service: Any | None, workers: Mapping[int, Any], company: Any | None
) -> list[Problem]:
    found: list[Problem] = []
    if line.service_definition_id and service is None:
        text = lazy_gettext("We could not find this service in the catalogue.")
        found.append(("service_definition_id", text, "unknown_service"))
    if not line.service_definition_id:
        if not (line.description or line.description_ar or line.description_en):
            found.append(("description", message_for("missing"), "missing"))
        if line.unit_price is None:
            found.append(("unit_price", message_for("missing"), "missing"))
    elif line.quantity != line.quantity.to_integral_value():
        text = lazy_gettext("A service is ordered in whole units.")
        found.append(("quantity", text, "whole_quantity"))
    elif line.quantity > MAX_UNITS:
        text = lazy_gettext("At most %(limit)s units of a service fit a line.", limit=MAX_UNITS)
        found.append(("quantity", text, "too_many_units"))
    found += _tax_problems(line, service)
    return found + _worker_problems(line, workers, company)


def _tax_problems(line: LineIn, service: Any | None) -> list[Problem]:
    if not line.tax_reason:
        return []
    reason = tax.TAX_REASONS.get(line.tax_reason)
    category = line.tax_category or (service.tax_category if service else "standard")
    if reason is None or reason.category.value != category:
        text = lazy_gettext("This reason does not fit the VAT category.")
        return [("tax_reason", text, "tax_reason")]
    return []


def _worker_problems(
    line: LineIn, workers: Mapping[int, Any], company: Any | None
) -> list[Problem]:
    if not line.worker_ids:
        return []
    if company is None:
        text = lazy_gettext("Choose the company that the workers belong to.")
        return [("worker_ids", text, "company_missing")]
    if len(set(line.worker_ids)) != len(line.worker_ids):
        text = lazy_gettext("A worker is named twice on this line.")
        return [("worker_ids", text, "worker_twice")]
    if any(worker_id not in workers for worker_id in line.worker_ids):
        text = lazy_gettext("A worker on this line does not belong to the company.")
        return [("worker_ids", text, "unknown_worker")]
    if len(line.worker_ids) > line.quantity:
        text = lazy_gettext("There are more workers than units on this line.")
        return [("worker_ids", text, "too_many_workers")]
    return []


def _line(
    actor: Actor, line: LineIn, place: int, service: Any | None, language: str
) -> QuotationLine:
    ar, en = line.description_ar, line.description_en
    if line.description and language == "ar":
        ar = ar or line.description
    elif line.description:
        en = en or line.description
    category = line.tax_category or (service.tax_category if service else "standard")
    fee, is_disbursement = _fee(line, service)
    return QuotationLine(
        workspace_id=actor.workspace_id,
        position=place + 1,
        service_definition_id=line.service_definition_id,
        description_ar=ar or (service.name_ar if service else "") or "",
        description_en=en or (service.name_en if service else "") or "",
        quantity=line.quantity,
        unit_price=_unit_price(line, service),
        discount_percent=line.discount_percent,
        tax_category=category,
        tax_reason=_tax_reason(line, service, category),
        government_fee=fee,
        fee_is_disbursement=is_disbursement,
        optional=line.optional,
        workers=[
            QuotationLineWorker(
                workspace_id=actor.workspace_id, worker_id=worker_id, position=position
            )
            for position, worker_id in enumerate(line.worker_ids, 1)
        ],
    )


def _unit_price(line: LineIn, service: Any | None) -> Decimal:
    if line.unit_price is not None:
        return line.unit_price
    if service is None:
        return Decimal(0)
    price: Decimal = service.unit_price
    # A line keeps one kind of government fee. Where a service has both, the part that bears VAT
    # is the firm's own turnover and goes with its price.
    if service.government_fee and service.taxable_fee:
        price += service.taxable_fee
    return price


def _fee(line: LineIn, service: Any | None) -> tuple[Decimal, bool]:
    fee, is_disbursement = Decimal(0), True
    if service is not None:
        is_disbursement = bool(service.government_fee) or not service.taxable_fee
        fee = service.government_fee if is_disbursement else service.taxable_fee
    if line.government_fee is not None:
        fee = line.government_fee
    if line.fee_is_disbursement is not None:
        is_disbursement = line.fee_is_disbursement
    return fee, is_disbursement


def _tax_reason(line: LineIn, service: Any | None, category: str) -> str | None:
    if category == "standard":
        return None
    if line.tax_reason:
        return line.tax_reason
    if service is not None and service.tax_category == category and service.tax_reason:
        return str(service.tax_reason)
    return OUT_OF_SCOPE_REASON if category == "out_of_scope" else None


def line_as_input(line: QuotationLine) -> LineIn:
    return LineIn(
        service_definition_id=line.service_definition_id,
        description_ar=line.description_ar or None,
        description_en=line.description_en or None,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_category=line.tax_category,
        tax_reason=line.tax_reason,
        government_fee=line.government_fee,
        fee_is_disbursement=line.fee_is_disbursement,
        optional=line.optional,
        worker_ids=line.worker_ids,
    )
