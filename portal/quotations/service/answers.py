"""A quotation, an acceptance and a refusal as the API answers them."""

from portal.accounts import service as accounts
from portal.core.actor import Actor
from portal.invoices import service as invoices
from portal.kit import tax
from portal.quotations import policy, repository
from portal.quotations.models import Acceptance, Quotation, QuotationLine
from portal.quotations.schemas import (
    AcceptanceOut,
    DeclineOut,
    LineOut,
    QuotationOut,
    QuotationSummary,
)
from portal.quotations.service.access import fetch, house, shown_version, state_of
from portal.quotations.service.amounts import tax_line
from portal.quotations.service.letters import public_url
from portal.quotations.service.reading import QuotationRow


def summary(row: QuotationRow) -> QuotationSummary:
    """A list's row as the API answers it."""
    values = {
        name: getattr(row, name) for name in QuotationSummary.model_fields if name != "status"
    }
    values["external_reference"] = row.external_reference or None
    return QuotationSummary(status=row.state, **values)


def answer_of(actor: Actor, quotation_id: int, *, of_draft: bool = False) -> QuotationOut:
    """A quotation as the API answers it: the version that counts, or the open draft."""
    quotation = fetch(actor, quotation_id)
    version = shown_version(quotation)
    if of_draft and quotation.has_open_draft:
        version = repository.version(quotation.id, quotation.newest_version) or version
    entity = accounts.legal_entity(house(actor), quotation.legal_entity_id)
    vat = version.snapshot["vat_registered"] if version.snapshot else entity.vat_registered
    return QuotationOut(
        id=quotation.id,
        number=quotation.number,
        version=version.version,
        status=state_of(actor, quotation),
        client_id=quotation.client_id,
        company_id=quotation.company_id,
        legal_entity_id=quotation.legal_entity_id,
        language=quotation.language,
        currency=quotation.currency,
        valid_until=version.valid_until,
        external_reference=quotation.external_reference or None,
        subtotal=version.subtotal,
        discount_total=version.discount_total,
        government_fees=version.government_fees,
        tax_total=version.tax_total,
        total=version.total,
        order_ids=quotation.order_ids,
        created_at=quotation.created_at,
        updated_at=quotation.updated_at,
        notes_ar=version.notes_ar,
        notes_en=version.notes_en,
        discount_percent=version.document_discount_percent,
        discount_amount=version.document_discount_amount,
        requires_code=quotation.requires_code,
        lock_version=quotation.lock_version,
        lines=[line_out(line, quotation, vat) for line in version.lines],
        public_url=public_url(actor, quotation),
        invoice_ids=invoices.ids_of_source(house(actor), policy.SUBJECT, quotation.id),
        sent_at=quotation.sent_at,
        viewed_at=quotation.viewed_at,
        accepted_at=quotation.accepted_at,
        pdf_sha256=version.pdf_sha256,
    )


def line_out(line: QuotationLine, quotation: Quotation, vat_registered: bool) -> LineOut:
    """A line as the API answers it; its sums are its own, without the document discount."""
    sums = tax.compute(
        [tax_line(line)], currency=quotation.currency, vat_registered=vat_registered
    ).lines[0]
    return LineOut(
        id=line.id,
        position=line.position,
        service_definition_id=line.service_definition_id,
        description=line.description(quotation.language),
        description_ar=line.description_ar,
        description_en=line.description_en,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_category=line.tax_category,
        tax_reason=line.tax_reason,
        government_fee=line.government_fee,
        fee_is_disbursement=line.fee_is_disbursement,
        optional=line.optional,
        worker_ids=line.worker_ids,
        net=sums.net_before_document_discount,
        tax=sums.tax,
        total=sums.total,
    )


def acceptance_out(actor: Actor, acceptance: Acceptance) -> AcceptanceOut:
    """An acceptance as the API answers it."""
    quotation = fetch(actor, acceptance.quotation_id)
    return AcceptanceOut(
        quotation_id=quotation.id,
        number=quotation.number,
        version=acceptance.version,
        status=state_of(actor, quotation),
        accepted_by=acceptance.name,
        accepted_role=acceptance.role or None,
        accepted_at=acceptance.accepted_at,
        line_ids=acceptance.line_ids,
        currency=quotation.currency,
        tax_total=acceptance.tax_total,
        total=acceptance.total,
        pdf_sha256=acceptance.pdf_sha256,
        certificate_sha256=acceptance.certificate_sha256,
        order_ids=quotation.order_ids,
    )


def decline_out(actor: Actor, quotation: Quotation) -> DeclineOut:
    """A refusal as the API answers it."""
    return DeclineOut(
        quotation_id=quotation.id,
        number=quotation.number,
        version=quotation.current_version,
        status=state_of(actor, quotation),
    )
