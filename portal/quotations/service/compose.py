"""Composing: a quotation and its lines while nothing was sent yet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit, events, numbering
from portal.core.actor import Actor, ActorKind
from portal.core.editing import check_version, record_update
from portal.core.errors import Invalid, NotFound
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.kit import tax
from portal.kit.text import fold
from portal.quotations import policy, repository
from portal.quotations.models import (
    Quotation,
    QuotationLine,
    QuotationVersion,
    TotalsColumns,
)
from portal.quotations.schemas import (
    LinePreview,
    QuotationIn,
    QuotationPatch,
    TotalsPreview,
)
from portal.quotations.service.access import draft_of, fetch, fetch_to_write, house, shown_version
from portal.quotations.service.amounts import compute, reasons_of, tax_line, totals_view
from portal.quotations.service.lines import line_as_input, resolve


def create(actor: Actor, data: QuotationIn) -> Quotation:
    """Start a quotation: a draft of version 1 with its number.

    Raises ``Invalid`` naming every field that does not hold, ``Forbidden`` without the scope.
    """
    actor.require("quotations:write")
    client = _client(actor, data.client_id)
    company = _company(actor, data.company_id, client.id)
    entity = _entity(actor, data.legal_entity_id)
    workspace = accounts.the_workspace(actor)
    today = accounts.today(actor)
    language = data.language or client.locale
    quotation = Quotation(
        workspace_id=actor.workspace_id,
        number=numbering.written(
            f"{entity.code}-QT",
            today.year,
            numbering.take("quotation", legal_entity_id=entity.id, year=today.year),
        ),
        client_id=client.id,
        company_id=company.id if company else None,
        legal_entity_id=entity.id,
        language=language,
        currency=workspace.currency,
        valid_until=_valid_until(actor, data.valid_until),
        external_reference=data.external_reference or "",
        requires_code=data.requires_code,
        created_by=actor.display_name,
        owner_id=actor.identity if actor.kind is ActorKind.STAFF else None,
        order_ids=[],
    )
    version = QuotationVersion(
        workspace_id=actor.workspace_id, version=1, valid_until=quotation.valid_until
    )
    _fill(actor, quotation, version, data, entity, company)
    quotation.search_text = _search_text(quotation, client, company)
    repository.add(quotation)
    version.quotation_id = quotation.id
    repository.add(version)
    facts = _facts(quotation, version)
    audit.record(actor, "quotation.created", policy.SUBJECT, quotation.id, after=facts)
    events.emit(
        actor,
        "quotation.created",
        policy.SUBJECT,
        quotation.id,
        {"number": quotation.number, "total": quotation.total},
    )
    return quotation


def update(
    actor: Actor, quotation_id: int, data: QuotationIn, lock_version: int | None = None
) -> Quotation:
    """Write the open draft anew.

    Raises ``Conflict``: the state when nothing may be edited, ``edited_meanwhile`` when
    ``lock_version`` is not the current one.
    """
    quotation = fetch_to_write(actor, quotation_id)
    version = draft_of(quotation)
    check_version(quotation, (policy.SUBJECT, quotation.id), lock_version)
    before = _facts(quotation, version)
    client = _client(actor, data.client_id)
    if quotation.current_version and client.id != quotation.client_id:
        raise Invalid.field(
            "client_id",
            lazy_gettext("A quotation that was sent stays with its client."),
            "client_fixed",
        )
    if data.legal_entity_id not in (None, quotation.legal_entity_id):
        raise Invalid.field(
            "legal_entity_id",
            lazy_gettext("The number belongs to the legal entity; write a new quotation instead."),
            "legal_entity_fixed",
        )
    company = _company(actor, data.company_id, client.id)
    entity = accounts.legal_entity(house(actor), quotation.legal_entity_id)
    quotation.client_id = client.id
    quotation.company_id = company.id if company else None
    quotation.language = data.language or quotation.language
    quotation.external_reference = data.external_reference or ""
    quotation.requires_code = data.requires_code
    version.valid_until = _valid_until(actor, data.valid_until, version.valid_until)
    _fill(actor, quotation, version, data, entity, company)
    quotation.search_text = _search_text(quotation, client, company)
    record_update(
        actor,
        "quotation.updated",
        (policy.SUBJECT, quotation.id),
        quotation,
        before=before,
        after=_facts(quotation, version),
    )
    events.emit(actor, "quotation.updated", policy.SUBJECT, quotation.id, {"total": version.total})
    return quotation


def patch(actor: Actor, quotation_id: int, data: QuotationPatch) -> Quotation:
    """Change what ``data`` names of the open draft and keep the rest."""
    given = data.model_dump(exclude_unset=True, exclude={"lock_version"})
    if data.lines is not None:
        given["lines"] = data.lines
    if "notes" in given:
        given.setdefault("notes_ar", None)
        given.setdefault("notes_en", None)
    for name in ("client_id", "lines", "discount_percent", "discount_amount"):
        if name in given and given[name] is None:
            raise Invalid.field(name, message_for("missing"), "missing")
    current = as_input(actor, quotation_id).model_copy(update=given)
    return update(actor, quotation_id, current, data.lock_version)


def as_input(actor: Actor, quotation_id: int) -> QuotationIn:
    """The open draft, or the version that counts, as a writer would type it: to fill a form."""
    quotation = fetch(actor, quotation_id)
    version = repository.version(quotation.id, quotation.newest_version) or shown_version(quotation)
    return QuotationIn(
        client_id=quotation.client_id,
        company_id=quotation.company_id,
        legal_entity_id=quotation.legal_entity_id,
        language=quotation.language,
        valid_until=version.valid_until,
        notes_ar=version.notes_ar or None,
        notes_en=version.notes_en or None,
        external_reference=quotation.external_reference or None,
        discount_percent=version.document_discount_percent,
        discount_amount=version.document_discount_amount,
        requires_code=quotation.requires_code,
        lines=[line_as_input(line) for line in version.lines],
    )


def preview(actor: Actor, data: QuotationIn) -> TotalsPreview:
    """What ``data`` would come to, without writing anything. Raises ``Invalid`` as ``create``."""
    actor.require("quotations:write")
    client = _client(actor, data.client_id)
    company = _company(actor, data.company_id, client.id)
    entity = _entity(actor, data.legal_entity_id)
    currency = accounts.the_workspace(actor).currency
    language = data.language or client.locale
    lines = resolve(actor, data, language, company)
    totals, everything = _sums(lines, data, currency, entity.vat_registered)
    alone = [
        tax.compute(
            [tax_line(line)], currency=currency, vat_registered=entity.vat_registered
        ).lines[0]
        for line in lines
    ]
    reasons = reasons_of(lines)
    return TotalsPreview(
        currency=currency,
        vat_registered=entity.vat_registered,
        lines=[
            LinePreview(
                position=line.position,
                description_ar=line.description_ar,
                description_en=line.description_en,
                service_definition_id=line.service_definition_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
                government_fee=line.government_fee,
                optional=line.optional,
                gross=sums.gross,
                discount=sums.discount,
                net=sums.net,
                tax=sums.tax,
                total=sums.total,
            )
            for line, sums in zip(lines, alone, strict=True)
        ],
        totals=totals_view(totals, reasons, actor.locale),
        with_optional=totals_view(everything, reasons, actor.locale),
    )


def _client(actor: Actor, client_id: int) -> Any:
    try:
        return clients.get(house(actor), client_id)
    except NotFound as error:
        raise Invalid.field(
            "client_id", lazy_gettext("We could not find this client."), "unknown_client"
        ) from error


def _company(actor: Actor, company_id: int | None, client_id: int) -> Any | None:
    if company_id is None:
        return None
    try:
        company = companies.get(house(actor), company_id)
    except NotFound:
        company = None
    if company is None or company.client_id != client_id:
        raise Invalid.field(
            "company_id",
            lazy_gettext("This company does not belong to the client."),
            "unknown_company",
        )
    return company


def _entity(actor: Actor, entity_id: int | None) -> Any:
    try:
        return accounts.legal_entity(actor, entity_id)
    except NotFound as error:
        raise Invalid.field(
            "legal_entity_id",
            lazy_gettext("We could not find this legal entity."),
            "unknown_legal_entity",
        ) from error


def _valid_until(actor: Actor, wanted: date | None, known: date | None = None) -> date:
    today = accounts.today(actor)
    if wanted is None:
        if known is not None:
            return known
        return today + timedelta(days=accounts.the_workspace(actor).quotation_valid_days)
    if wanted < today and wanted != known:
        raise Invalid.field(
            "valid_until", lazy_gettext("Choose today or a later day."), "date_in_past"
        )
    return wanted


def _fill(
    actor: Actor,
    quotation: Quotation,
    version: QuotationVersion,
    data: QuotationIn,
    entity: Any,
    company: Any | None,
) -> None:
    """Put what was typed into the draft and work out its sums."""
    lines = resolve(actor, data, quotation.language, company)
    totals, _ = _sums(lines, data, quotation.currency, entity.vat_registered)
    version.lines = lines
    version.document_discount_percent = data.discount_percent
    version.document_discount_amount = data.discount_amount
    version.notes_ar = data.notes_ar or (data.notes if quotation.language == "ar" else "") or ""
    version.notes_en = data.notes_en or (data.notes if quotation.language == "en" else "") or ""
    set_totals(version, totals)
    if quotation.current_version in (None, 0):
        set_totals(quotation, totals)
        quotation.valid_until = version.valid_until


def _sums(
    lines: Sequence[QuotationLine], data: QuotationIn, currency: str, vat_registered: bool
) -> tuple[tax.Totals, tax.Totals]:
    """Totals without and with the optional lines: both must have a sensible outcome."""
    all_lines = dict(enumerate(lines))
    standing = {place: line for place, line in all_lines.items() if not line.optional}
    percent, amount = data.discount_percent, data.discount_amount

    def total(chosen: Mapping[int, QuotationLine]) -> tax.Totals:
        return compute(
            chosen,
            percent=percent,
            amount=amount,
            currency=currency,
            vat_registered=vat_registered,
        )

    return total(standing), total(all_lines)


def set_totals(row: TotalsColumns, totals: tax.Totals) -> None:
    """Keep the sums on a head or a version."""
    row.subtotal = totals.subtotal
    row.discount_total = totals.discount_total
    row.net_total = totals.net_total
    row.government_fees = totals.government_fees
    row.tax_total = totals.tax_total
    row.total = totals.total


def _search_text(quotation: Quotation, client: Any, company: Any | None) -> str:
    names: Sequence[str | None] = (client.name_ar, client.name_en)
    if company is not None:
        names = (*names, company.name("ar"), company.name("en"))
    parts = (quotation.number, quotation.external_reference, *names)
    return fold(" ".join(part for part in parts if part))


def _facts(quotation: Quotation, version: QuotationVersion) -> dict[str, Any]:
    """What the audit log keeps of a draft."""
    return {
        "number": quotation.number,
        "client_id": quotation.client_id,
        "company_id": quotation.company_id,
        "language": quotation.language,
        "valid_until": version.valid_until,
        "external_reference": quotation.external_reference,
        "requires_code": quotation.requires_code,
        "notes_ar": version.notes_ar,
        "notes_en": version.notes_en,
        "discount_percent": version.document_discount_percent,
        "discount_amount": version.document_discount_amount,
        "total": version.total,
        "lines": [
            {
                "service_definition_id": line.service_definition_id,
                "description_ar": line.description_ar,
                "description_en": line.description_en,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount_percent": line.discount_percent,
                "tax_category": line.tax_category,
                "government_fee": line.government_fee,
                "optional": line.optional,
                "worker_ids": line.worker_ids,
            }
            for line in version.lines
        ],
    }


__all__ = ["as_input", "create", "patch", "preview", "set_totals", "update"]
