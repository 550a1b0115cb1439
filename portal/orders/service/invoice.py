"""What an order or a whole quotation is billed for.

The firm's own fee bears the service's VAT. A government fee is a line of its own: a disbursement
without VAT when its receipt is in the client's name and the exact amount is passed on, so what
was really paid is billed once it is known; otherwise it is the firm's turnover and bears VAT.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.companies import service as companies
from portal.core.actor import Actor
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext
from portal.invoices import service as invoices
from portal.invoices.schemas import InvoiceDraft, InvoiceLineIn
from portal.kit.tax import TaxCategory
from portal.orders import repository
from portal.orders.models import ServiceOrder
from portal.orders.service.parties import reader
from portal.orders.service.reading import locked
from portal.quotations import service as quotations
from portal.quotations.schemas import AcceptedLine

Names = Callable[[ServiceOrder], list[str]]
_DESCRIPTION = 500


@dataclass(frozen=True)
class Fee:
    """A government fee of one order as it is to be billed."""

    key: str
    name_ar: str
    name_en: str
    amount: Decimal
    is_disbursement: bool
    changed: bool  # what was paid differs from what was agreed


def draw_invoice(actor: Actor, order_id: int, issue: bool = False) -> invoices.Invoice:
    """Draw up the invoice of one order, and issue it when asked to.

    Of a cancelled order only the fees that were paid are billed. Raises ``Conflict``
    ``already_invoiced`` (with ``invoice_id``) or ``nothing_to_invoice``.
    """
    order = locked(actor, order_id)
    if taken := _standing(actor, "order", order.id):
        raise Conflict(
            lazy_gettext("This order is already invoiced."),
            code="already_invoiced",
            details={"state": order.status, "invoice_id": taken[0].id},
        )
    lines = _order_lines(order, _names(actor, [order]))
    sources: list[tuple[str, int]] = [("order", order.id)]
    number = ""
    if order.quotation_id is not None:
        number = quotations.head(reader(actor), order.quotation_id).number
        sources.append(("quotation", order.quotation_id))
    return _write(
        actor,
        lines,
        sources,
        issue=issue,
        client_id=order.client_id,
        company_id=order.company_id,
        legal_entity_id=order.legal_entity_id,
        language=order.language,
        currency=order.currency,
        reference=order.number,
        quotation_number=number,
    )


def invoice_quotation(actor: Actor, quotation_id: int, issue: bool = False) -> invoices.Invoice:
    """Draw up one invoice of every accepted line that is not invoiced yet, free text included.

    Raises ``Conflict`` ``nothing_to_invoice`` when all are.
    """
    actor.require("orders:read")
    house = reader(actor)
    head = quotations.head(house, quotation_id)
    repository.lock_quotation(quotation_id)
    orders = repository.of_quotation(quotation_id, lock=True)
    open_orders = [order for order in orders if not _standing(actor, "order", order.id)]
    names = _names(actor, open_orders)
    lines: list[InvoiceLineIn] = []
    for line in quotations.accepted_lines(house, quotation_id):
        of_line = [order for order in orders if order.quotation_line_id == line.line_id]
        unbilled = [order for order in open_orders if order.quotation_line_id == line.line_id]
        if not of_line:
            if not _standing(actor, "quotation_line", line.line_id):
                lines += _whole_line(line, [], names)
        elif len(unbilled) == len(of_line) and all(_as_agreed(order) for order in of_line):
            lines += _whole_line(line, of_line, names)
        else:
            for order in unbilled:
                lines += _order_lines(order, names)
    sources: list[tuple[str, int]] = [("quotation", quotation_id)]
    sources += [("order", order.id) for order in open_orders]
    return _write(
        actor,
        lines,
        sources,
        issue=issue,
        client_id=head.client_id,
        company_id=_company(head, orders),
        legal_entity_id=head.legal_entity_id,
        language=head.language,
        currency=head.currency,
        reference=head.external_reference,
        quotation_number=head.number,
    )


def can_invoice(actor: Actor, order: ServiceOrder) -> bool:
    """Whether ``draw_invoice`` would find something to bill."""
    has_lines = order.status != "cancelled" or any(step.paid_at for step in order.steps)
    return has_lines and not _standing(actor, "order", order.id)


def _write(
    actor: Actor,
    lines: list[InvoiceLineIn],
    sources: list[tuple[str, int]],
    *,
    issue: bool,
    **facts: Any,
) -> invoices.Invoice:
    if not lines:
        raise Conflict(lazy_gettext("There is nothing left to invoice."), code="nothing_to_invoice")
    invoice = invoices.draft(actor, InvoiceDraft(lines=lines, sources=sources, **facts))
    return invoices.issue(actor, invoice.id) if issue else invoice


def _standing(actor: Actor, kind: str, source_id: int) -> list[invoices.Invoice]:
    """The invoices that bill a source now: not the credited ones, nor credit notes."""
    return [
        invoice
        for invoice in invoices.of_source(reader(actor), kind, source_id)
        if invoice.kind == "invoice" and invoice.status != "credited"
    ]


def _names(actor: Actor, orders: Sequence[ServiceOrder]) -> Names:
    ids = {order.worker_id for order in orders if order.worker_id}
    workers = companies.workers_by_id(reader(actor), ids)

    def of(order: ServiceOrder) -> list[str]:
        worker = workers.get(order.worker_id or 0)
        return [worker.name(order.language)] if worker else []

    return of


def _company(head: quotations.Quotation, orders: Sequence[ServiceOrder]) -> int | None:
    if head.company_id is not None:
        return head.company_id
    known = {order.company_id for order in orders}
    return known.pop() if len(known) == 1 else None


def _as_agreed(order: ServiceOrder) -> bool:
    return order.status != "cancelled" and not any(fee.changed for fee in fees_to_bill(order))


def fees_to_bill(order: ServiceOrder) -> list[Fee]:
    """The order's fees; a disbursed one at what was really paid, and only paid ones once the order
    is cancelled."""
    paid: dict[str, Decimal] = {}
    for step in order.steps:
        if step.fee and step.paid_amount is not None:
            key = step.fee["key"]
            paid[key] = paid.get(key, Decimal(0)) + step.paid_amount
    found = []
    for fee in order.price["fees"]:
        agreed = Decimal(fee["amount"])
        actual = paid.get(fee["key"])
        if actual is None and order.status == "cancelled":
            continue
        exact = actual if actual is not None and fee["is_disbursement"] else agreed
        found.append(
            Fee(
                fee["key"],
                fee["name_ar"],
                fee["name_en"],
                exact,
                fee["is_disbursement"],
                changed=exact != agreed,
            )
        )
    return found


def _order_lines(order: ServiceOrder, names: Names) -> list[InvoiceLineIn]:
    """One line for the firm's fee and one for each government fee."""
    price, workers = order.price, names(order)
    sources = [("order", order.id)]
    lines = []
    if order.status != "cancelled":
        lines.append(
            InvoiceLineIn(
                description_ar=order.service_name_ar,
                description_en=order.service_name_en,
                unit_price=Decimal(price["unit_price"]),
                discount_amount=Decimal(price["discount_amount"]),
                tax_category=TaxCategory(price["tax_category"]),
                tax_reason=price["tax_reason"],
                workers=workers,
                sources=sources,
            )
        )
    for fee in fees_to_bill(order):
        lines.append(
            _fee_line(
                f"{fee.name_ar} — {order.service_name_ar}",
                f"{fee.name_en} — {order.service_name_en}",
                Decimal(1),
                fee.amount,
                fee.is_disbursement,
                workers,
                sources,
            )
        )
    return lines


def _whole_line(
    line: AcceptedLine, orders: Sequence[ServiceOrder], names: Names
) -> list[InvoiceLineIn]:
    """A quotation's line as it was agreed: its rounding is the quotation's own."""
    workers = [name for order in orders for name in names(order)]
    sources: list[tuple[str, int]] = [("quotation_line", line.line_id)]
    sources += [("order", order.id) for order in orders]
    lines = [
        InvoiceLineIn(
            description_ar=line.description_ar[:_DESCRIPTION],
            description_en=line.description_en[:_DESCRIPTION],
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            discount_amount=line.document_discount_share,
            tax_category=TaxCategory(line.tax_category),
            tax_reason=line.tax_reason,
            workers=workers,
            sources=sources,
        )
    ]
    if line.government_fee:
        title_ar = line.description_ar or line.description_en
        title_en = line.description_en or line.description_ar
        lines.append(
            _fee_line(
                f"رسوم حكومية — {title_ar}",
                f"Government fee — {title_en}",
                line.quantity,
                line.government_fee,
                line.fee_is_disbursement,
                workers,
                sources,
            )
        )
    return lines


def _fee_line(
    title_ar: str,
    title_en: str,
    quantity: Decimal,
    amount: Decimal,
    is_disbursement: bool,
    workers: list[str],
    sources: Sequence[tuple[str, int]],
) -> InvoiceLineIn:
    return InvoiceLineIn(
        description_ar=title_ar[:_DESCRIPTION],
        description_en=title_en[:_DESCRIPTION],
        quantity=quantity,
        unit_price=amount,
        tax_category=TaxCategory.OUT_OF_SCOPE if is_disbursement else TaxCategory.STANDARD,
        tax_reason="VATEX-SA-OOS" if is_disbursement else None,
        kind="disbursement" if is_disbursement else "fee",
        workers=workers,
        sources=list(sources),
    )
