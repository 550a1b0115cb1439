"""What follows from an accepted quotation, in the same transaction."""

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import Any

from portal.catalog import service as catalog
from portal.catalog.models import ServiceDefinition
from portal.companies import service as companies
from portal.core.actor import Actor
from portal.core.errors import Conflict, Unprocessable
from portal.core.i18n import lazy_gettext
from portal.invoices import service as invoices
from portal.kit.money import quantize
from portal.kit.tax import apportion
from portal.orders import repository
from portal.orders.models import ServiceOrder
from portal.orders.service.cancel import end
from portal.orders.service.making import SUM_OF_FEES, Price, Wanted, fees_of, make
from portal.orders.service.parties import reader
from portal.quotations import service as quotations
from portal.quotations.schemas import AcceptedLine

MOST_UNITS = 500
HUNDRED = Decimal(100)


def make_for_quotation(actor: Actor, quotation_id: int) -> list[ServiceOrder]:
    """One order per unit of each accepted service line; free-text lines make none.

    Worker i of a line is for unit i. Missing data never fails it: such an order starts
    ``awaiting_information``. Raises ``Unprocessable`` only for a line of over 500 units.
    """
    house = reader(actor)
    head = quotations.head(house, quotation_id)
    lines = [
        (line, line.service_definition_id)
        for line in quotations.accepted_lines(house, quotation_id)
        if line.service_definition_id is not None
    ]
    services = catalog.get_many(house, {service_id for _, service_id in lines}, any_status=True)
    wanted: list[Wanted] = []
    for line, service_id in lines:
        wanted += _units(actor, head, line, services[service_id])
    orders = make(actor, wanted)
    quotations.note_orders(house, quotation_id, [order.id for order in orders])
    return orders


def _units(
    actor: Actor, head: quotations.Quotation, line: AcceptedLine, service: ServiceDefinition
) -> list[Wanted]:
    count = max(1, int(line.quantity.to_integral_value(ROUND_CEILING)))
    if count > MOST_UNITS:
        raise Unprocessable(
            lazy_gettext("One line makes at most %(most)s orders.", most=MOST_UNITS),
            code="too_many_units",
        )
    prices = unit_prices(line, service, count, head.currency)
    workers: list[int | None] = [*line.worker_ids[:count]]
    workers += [None] * (count - len(workers))
    return [
        Wanted(
            service=service,
            price=prices[index],
            client_id=head.client_id,
            company_id=head.company_id or _company_of(actor, workers[index]),
            worker_id=workers[index],
            language=head.language,
            currency=head.currency,
            legal_entity_id=head.legal_entity_id,
            quotation_id=head.id,
            quotation_line_id=line.line_id,
            unit=index + 1,
        )
        for index in range(count)
    ]


def _company_of(actor: Actor, worker_id: int | None) -> int | None:
    """The company of a worker: a line may name workers where the quotation names no company."""
    return companies.get_worker(reader(actor), worker_id).company_id if worker_id else None


def unit_prices(
    line: AcceptedLine, service: ServiceDefinition, count: int, currency: str = "SAR"
) -> list[Price]:
    """The line's amounts shared out over its units so that they add up exactly.

    The line is rounded as a whole first, as its quotation did (EN 16931), then apportioned.
    """
    gross = quantize(line.quantity * line.unit_price, currency)
    discount = quantize(gross * line.discount_percent / HUNDRED, currency)
    discount += line.document_discount_share
    equal = [Decimal(1)] * count
    grosses = apportion(gross, equal, currency)
    # In proportion to the shares of the gross, so that no unit's discount exceeds its price.
    discounts = apportion(discount, grosses, currency)
    fee_total = quantize(line.quantity * line.government_fee, currency)
    return [
        Price(
            one_gross, one_discount, line.tax_category, line.tax_reason, _fees(line, service, fee)
        )
        for one_gross, one_discount, fee in zip(
            grosses, discounts, apportion(fee_total, equal, currency), strict=True
        )
    ]


def _fees(line: AcceptedLine, service: ServiceDefinition, amount: Decimal) -> list[dict[str, Any]]:
    """The catalogue's list of fees when the quotation asks the same sum, else the one sum."""
    if not amount:
        return []
    listed = fees_of(service)
    same_kind = [fee for fee in listed if fee["is_disbursement"] == line.fee_is_disbursement]
    if same_kind and sum(Decimal(fee["amount"]) for fee in same_kind) == amount:
        return same_kind
    return [
        {
            "key": SUM_OF_FEES,
            "name_ar": "رسوم حكومية",
            "name_en": "Government fee",
            "authority_ar": "",
            "authority_en": "",
            "amount": str(amount),
            "is_disbursement": line.fee_is_disbursement,
        }
    ]


def undo_for_quotation(actor: Actor, quotation_id: int) -> list[ServiceOrder]:
    """Cancel the orders of an acceptance that is undone.

    Raises ``Conflict`` once an invoice was issued (``invoice_issued``) or a government fee
    paid (``fee_paid``): money has moved then. A draft invoice goes with the acceptance.
    """
    orders = repository.of_quotation(quotation_id, lock=True)
    if any(step.paid_at for order in orders for step in order.steps):
        raise Conflict(
            lazy_gettext("A government fee was already paid for this quotation."),
            code="fee_paid",
            details={"state": "accepted"},
        )
    house = reader(actor)
    _drop_drafts(actor, quotation_id)
    open_orders = [order for order in orders if order.status != "cancelled"]
    for order in open_orders:
        end(actor, order, str(lazy_gettext("The acceptance was undone.")))
    quotations.note_orders(house, quotation_id, [])
    return open_orders


def _drop_drafts(actor: Actor, quotation_id: int) -> None:
    drawn = [
        invoice
        for invoice in invoices.of_source(reader(actor), "quotation", quotation_id)
        if invoice.kind == "invoice" and invoice.status != "credited"
    ]
    for invoice in drawn:
        if invoice.status != "draft":
            raise Conflict(
                lazy_gettext("An invoice was already issued for this quotation."),
                code="invoice_issued",
                details={"state": "accepted", "invoice_id": invoice.id},
            )
    # who undoes an acceptance may not be one who writes invoices; the draft has no number yet
    clerk = replace(actor, permissions=frozenset({"invoices:read", "invoices:write"}))
    for invoice in drawn:
        invoices.discard_draft(clerk, invoice.id)
