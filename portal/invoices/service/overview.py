"""What the staff's pages ask for beside the documents themselves: sums, open invoices, a draft."""

from datetime import date
from decimal import Decimal
from typing import Any

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.invoices import policy, repository
from portal.invoices.models import ISSUED, PARTIALLY_PAID, Invoice
from portal.invoices.repository import Filters, InvoiceRow, InvoiceSums
from portal.invoices.schemas import InvoiceDraft, InvoiceLineIn, Source
from portal.kit.tax import TaxCategory

_MOST = 500


def sums(
    actor: Actor,
    *,
    kind: str | None = None,
    status: str | None = None,
    client_id: int | None = None,
    search: str = "",
    overdue: bool = False,
) -> list[InvoiceSums]:
    """What the invoices of a list add up to, by currency; drafts and credit notes count nothing."""
    actor.require(policy.READ)
    today = accounts.today(actor)
    wanted = Filters(kind, status, client_id, search, today if overdue else None)
    return repository.sums_of_invoices(wanted, today)


def open_invoices(actor: Actor, client_id: int) -> list[InvoiceRow]:
    """What a client still owes, oldest due day first; at most ``_MOST`` of each state."""
    actor.require(policy.READ)
    found: list[InvoiceRow] = []
    for status in (ISSUED, PARTIALLY_PAID):
        wanted = Filters("invoice", status, client_id)
        found += repository.page_of_invoices(wanted, page=1, per_page=_MOST).rows
    return sorted(found, key=lambda row: (row.due_on or date.max, row.id))


def as_draft(actor: Actor, invoice: Invoice) -> InvoiceDraft:
    """A draft as it was drawn up, to change it: what ``update_draft`` takes."""
    actor.require(policy.READ)
    of_lines: dict[int | None, list[Source]] = {}
    for row in repository.sources_of(invoice.id):
        of_lines.setdefault(row.line_id, []).append((row.source_type, row.source_id))
    # built without checking: a draft may hold what today's rules refuse, and its form says so
    return InvoiceDraft.model_construct(
        client_id=invoice.client_id,
        company_id=invoice.company_id,
        legal_entity_id=invoice.legal_entity_id,
        language="ar" if invoice.language == "ar" else "en",
        currency=invoice.currency,
        sar_rate=invoice.sar_rate,
        supply_date=invoice.supply_date,
        due_on=invoice.due_on,
        notes=invoice.notes,
        reference=invoice.reference,
        quotation_number=invoice.quotation_number,
        sources=of_lines.get(None, []),
        lines=[_line(line, of_lines.get(line.id, [])) for line in invoice.lines],
    )


def _line(line: Any, sources: list[Source]) -> InvoiceLineIn:
    return InvoiceLineIn.model_construct(
        description_ar=line.description_ar,
        description_en=line.description_en,
        quantity=Decimal(line.quantity),
        unit_price=Decimal(line.unit_price),
        discount_percent=Decimal(line.discount_percent),
        discount_amount=Decimal(line.discount_amount),
        tax_category=TaxCategory(line.tax_category),
        tax_reason=line.tax_reason,
        kind=line.kind,
        workers=list(line.workers),
        sources=sources,
    )
