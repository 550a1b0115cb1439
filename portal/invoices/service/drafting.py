"""Drafts: an invoice before it is issued, which may still change or vanish."""

from portal.accounts import service as accounts
from portal.accounts.models import LegalEntity
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit
from portal.core.actor import Actor, system_actor
from portal.core.errors import Conflict, FieldError, Invalid, NotFound
from portal.core.i18n import lazy_gettext
from portal.invoices import policy, repository
from portal.invoices.models import DRAFT, Invoice, InvoiceLine
from portal.invoices.schemas import InvoiceDraft, InvoiceLineIn
from portal.invoices.service.figures import Figures, PricedLine, add_up
from portal.kit.text import fold


def draft(actor: Actor, data: InvoiceDraft) -> Invoice:
    """Draw up an invoice without issuing it.

    Raises ``NotFound`` for a client, company or legal entity that is not the actor's to see and
    ``Invalid`` for lines that cannot be added up.
    """
    actor.require(policy.WRITE)
    invoice = Invoice(workspace_id=actor.workspace_id, status=DRAFT, created_by=actor.display_name)
    _fill(actor, invoice, data)
    audit.record(actor, "invoice.drafted", "invoice", invoice.id, after=_facts(invoice))
    return invoice


def update_draft(
    actor: Actor, invoice_id: int, data: InvoiceDraft, *, lock_version: int | None = None
) -> Invoice:
    """Change a draft.

    Raises ``Conflict`` when it is issued already, and ``edited_meanwhile`` when ``lock_version``
    is not the one that is stored.
    """
    actor.require(policy.WRITE)
    invoice = the_draft(invoice_id)
    if lock_version is not None and invoice.lock_version != lock_version:
        raise Conflict(
            lazy_gettext("Somebody else changed this record while you were editing it."),
            code="edited_meanwhile",
        )
    before = _facts(invoice)
    _fill(actor, invoice, data)
    audit.record(
        actor, "invoice.updated", "invoice", invoice.id, before=before, after=_facts(invoice)
    )
    return invoice


def discard_draft(actor: Actor, invoice_id: int) -> None:
    """Throw a draft away: it never had a number. Raises ``Conflict`` when it is issued."""
    actor.require(policy.WRITE)
    invoice = the_draft(invoice_id)
    repository.replace_lines(invoice, [], [])
    repository.replace_sources(invoice, [])
    audit.record(actor, "invoice.discarded", "invoice", invoice.id, before=_facts(invoice))
    repository.delete(invoice)


def preview(actor: Actor, data: InvoiceDraft) -> Figures:
    """The totals that ``data`` would have; nothing is written."""
    actor.require(policy.WRITE)
    entity = accounts.legal_entity(actor, data.legal_entity_id)
    return add_up(data.lines, currency=data.currency, vat_registered=entity.vat_registered)


def the_draft(invoice_id: int) -> Invoice:
    """A draft, held until the end of the transaction."""
    invoice = repository.invoice(invoice_id, lock=True)
    if invoice is None:
        raise NotFound
    if invoice.status != DRAFT:
        raise Conflict(
            lazy_gettext("This invoice is issued and can no longer be changed."),
            code="invoice_issued",
            details={"state": invoice.status},
        )
    return invoice


def reckon(invoice: Invoice, lines: list[InvoiceLine], entity: LegalEntity) -> Figures:
    """Put the figures of ``lines`` on the invoice and on the lines."""
    priced: list[PricedLine] = [*lines]
    figures = add_up(priced, currency=invoice.currency, vat_registered=entity.vat_registered)
    for line, made in zip(lines, figures.lines, strict=True):
        line.tax_category, line.tax_reason = made.tax_category.value, made.tax_reason
        line.tax_rate, line.discount = made.tax_rate, made.discount
        line.net, line.tax, line.total = made.net, made.tax, made.total
    invoice.subtotal, invoice.discount_total = figures.subtotal, figures.discount_total
    invoice.net_total, invoice.tax_total = figures.net_total, figures.tax_total
    invoice.government_fees, invoice.total = figures.government_fees, figures.total
    return figures


def _fill(actor: Actor, invoice: Invoice, data: InvoiceDraft) -> None:
    house = system_actor(actor.workspace_id)
    client = clients.get(house, data.client_id)
    company = companies.get(house, data.company_id) if data.company_id else None
    if company is not None and company.client_id != client.id:
        raise Invalid.field(
            "company_id", lazy_gettext("This company belongs to another client."), "foreign_company"
        )
    entity = accounts.legal_entity(actor, data.legal_entity_id)
    _check_texts(data)
    if data.due_on and data.due_on < accounts.today(actor):
        raise Invalid.field(
            "due_on", lazy_gettext("The due date cannot lie in the past."), "due_in_the_past"
        )
    invoice.client_id, invoice.legal_entity_id = client.id, entity.id
    invoice.company_id = company.id if company else None
    invoice.language = data.language or client.locale
    invoice.currency, invoice.sar_rate = data.currency, data.sar_rate
    invoice.supply_date, invoice.due_on = data.supply_date, data.due_on
    invoice.notes, invoice.reference = data.notes, data.reference
    invoice.quotation_number = data.quotation_number
    lines = [_line(actor, position, line) for position, line in enumerate(data.lines, 1)]
    reckon(invoice, lines, entity)
    invoice.search_text = fold(
        " ".join(
            part
            for part in (
                company.name("ar") if company else "",
                company.name("en") if company else "",
                data.reference,
                data.quotation_number,
            )
            if part
        )
    )
    repository.add(invoice)
    repository.replace_lines(invoice, lines, [line.sources for line in data.lines])
    repository.replace_sources(invoice, data.sources)


def _line(actor: Actor, position: int, data: InvoiceLineIn) -> InvoiceLine:
    values = data.model_dump(exclude={"sources"})
    values["tax_category"] = values["tax_category"].value
    return InvoiceLine(workspace_id=actor.workspace_id, position=position, **values)


def _check_texts(data: InvoiceDraft) -> None:
    errors = [
        FieldError(
            f"lines.{index}.description_{data.language or 'ar'}",
            lazy_gettext("Say what this line is for."),
            "missing",
        )
        for index, line in enumerate(data.lines)
        if not (line.description_ar or line.description_en)
    ]
    if errors:
        raise Invalid(errors)


def _facts(invoice: Invoice) -> dict[str, object]:
    return {
        "client_id": invoice.client_id,
        "company_id": invoice.company_id,
        "currency": invoice.currency,
        "total": invoice.total,
        "tax_total": invoice.tax_total,
        "due_on": invoice.due_on,
        "reference": invoice.reference,
        "lines": [
            f"{line.quantity.normalize():f} × {line.unit_price.normalize():f}"
            f" {line.description_en or line.description_ar}"
            for line in invoice.lines
        ],
    }


__all__ = ["discard_draft", "draft", "preview", "reckon", "the_draft", "update_draft"]
