"""What others read of a quotation: staff, the client's page, the API, the floors above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.accounts import service as accounts
from portal.core import audit, events, files
from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.paper import TotalsView
from portal.invoices import service as invoices
from portal.kit import tax
from portal.kit.text import fold
from portal.links import service as links
from portal.quotations import policy, repository
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationStatus,
    QuotationVersion,
)
from portal.quotations.schemas import (
    AcceptedLine,
    CommentView,
    PublicLine,
    PublicView,
)
from portal.quotations.service.access import (
    expires_at,
    fetch,
    house,
    sent_version,
    shown_version,
    state_of,
    state_on,
)
from portal.quotations.service.amounts import reasons_of, totals_view
from portal.quotations.service.papers import notes_of
from portal.quotations.service.snapshots import (
    SnapshotLine,
    chosen_totals,
    counts,
    lines_of,
)


def head(actor: Actor, quotation_id: int) -> Quotation:
    """The head of a quotation. Raises ``NotFound``, ``Forbidden``."""
    return fetch(actor, quotation_id)


get = head


def state(actor: Actor, quotation: Quotation) -> str:
    """The state as of today in the workspace's zone: ``expired`` the day after the last."""
    return state_of(actor, quotation)


def versions(actor: Actor, quotation_id: int) -> list[QuotationVersion]:
    """All versions, newest first; the client's side sees those that were sent."""
    quotation = fetch(actor, quotation_id)
    rows = repository.versions(quotation.id)
    return [row for row in rows if row.is_sent] if policy.by_client(actor) else rows


def draft(actor: Actor, quotation_id: int) -> QuotationVersion | None:
    """The version being written, None when there is none; for staff."""
    actor.require("quotations:read")
    quotation = fetch(actor, quotation_id)
    if not quotation.has_open_draft:
        return None
    return repository.version(quotation.id, quotation.newest_version)


def shown(actor: Actor, quotation_id: int) -> QuotationVersion:
    """The version that counts: the last sent, or the draft while none was sent."""
    quotation = fetch(actor, quotation_id)
    if policy.by_client(actor):
        return sent_version(quotation)
    return shown_version(quotation)


@dataclass(frozen=True)
class QuotationRow:
    """A quotation in a list."""

    id: int
    number: str
    state: str
    client_id: int
    client_name_ar: str
    client_name_en: str
    company_id: int | None
    legal_entity_id: int
    version: int
    has_open_draft: bool
    language: str
    currency: str
    valid_until: date
    external_reference: str
    subtotal: Decimal
    discount_total: Decimal
    government_fees: Decimal
    tax_total: Decimal
    total: Decimal
    order_ids: list[int]
    created_by: str
    sent_at: datetime | None
    accepted_at: datetime | None
    created_at: datetime
    updated_at: datetime

    def client_name(self, locale: str) -> str:
        """The client's name in the reader's language, or in the one there is."""
        first, second = self.client_name_ar, self.client_name_en
        return (first or second) if locale == "ar" else (second or first)


def _row(row: Any, today: date) -> QuotationRow:
    values = dict(row._mapping)
    status = values.pop("status")
    current, newest = values.pop("current_version"), values.pop("newest_version")
    for name in ("client_name_ar", "client_name_en"):
        values[name] = values[name] or ""
    return QuotationRow(
        state=state_on(status, values["valid_until"], today),
        version=current or 1,
        has_open_draft=newest > current,
        **values,
    )


def listed(
    actor: Actor,
    *,
    search: str | None = None,
    status: str | None = None,
    client_id: int | None = None,
    external_reference: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page[QuotationRow]:
    """A page of quotations, newest first. ``search`` looks at numbers, names and references.

    Two statements whatever the size. A client's person sees the client's own that were sent.
    """
    actor.require("quotations:read")
    today = accounts.today(actor)
    found = repository.listed(
        today=today,
        search=fold(search or ""),
        status=status if status in QuotationStatus.ALL else None,
        client_id=actor.client_id or client_id,
        external_reference=external_reference,
        page=page,
        per_page=per_page,
    )
    return Page([_row(row, today) for row in found.rows], found.total, found.page, found.per_page)


# --- the client's page ----------------------------------------------------------------------


def public_view(actor: Actor, quotation_id: int) -> PublicView:
    """What the client's page shows, in the actor's language; from the snapshot alone.

    Raises ``NotFound`` before the first sending. Writes nothing.
    """
    quotation = fetch(actor, quotation_id)
    version = sent_version(quotation)
    snapshot = version.snapshot or {}
    acceptance = repository.acceptance(quotation.id)
    chosen = acceptance.line_ids if acceptance else None
    totals = chosen_totals(snapshot, chosen)
    locale = actor.locale
    lines = lines_of(snapshot)
    current = state_of(actor, quotation)
    vat = snapshot["vat_registered"]
    return PublicView(
        quotation_id=quotation.id,
        number=quotation.number,
        version=version.version,
        state=current,
        language=quotation.language,
        currency=quotation.currency,
        vat_registered=vat,
        issued_on=date.fromisoformat(snapshot["issued_on"]),
        valid_until=version.valid_until,
        expires_at=expires_at(actor, quotation),
        external_reference=snapshot["external_reference"],
        notes=notes_of(snapshot, locale),
        seller=_party_view(snapshot["seller"], locale),
        buyer=_party_view(snapshot["buyer"], locale),
        lines=[_public_line(line, locale, vat, chosen) for line in lines],
        totals=totals_view(totals, reasons_of(lines), locale),
        requires_code=bool(quotation.requires_code),
        code_above=accounts.the_workspace(actor).step_up_above,
        verify_code=version.verify_code or "",
        pdf_file_id=version.pdf_file_id or 0,
        pdf_sha256=version.pdf_sha256 or "",
        comments=comments(actor, quotation_id),
        attachments=[files.get(row["id"]) for row in snapshot.get("attachments", ())],
        accepted_by=acceptance.name if acceptance else "",
        accepted_role=acceptance.role if acceptance else "",
        accepted_at=acceptance.accepted_at if acceptance else None,
        certificate_file_id=acceptance.certificate_file_id if acceptance else None,
        declined_at=quotation.declined_at,
        decline_reason=quotation.decline_reason,
        withdraw_reason=quotation.withdraw_reason,
        can_answer=current in QuotationStatus.OPEN,
    )


def _party_view(facts: dict[str, Any], locale: str) -> dict[str, Any]:
    other = "en" if locale == "ar" else "ar"
    name = facts[f"name_{locale}"] or facts[f"name_{other}"]
    return {
        "name": name,
        "name_other": facts[f"name_{other}"] if facts[f"name_{other}"] != name else "",
        "vat_number": facts["vat_number"],
        "commercial_registration": facts["commercial_registration"],
        "unified_number": facts["unified_number"],
        "address": facts[f"address_{locale}"],
        "email": facts["email"],
        "phone": facts["phone"],
        "logo_file_id": facts.get("logo_file_id"),
    }


def _public_line(
    line: SnapshotLine, locale: str, vat: bool, chosen: Sequence[int] | None
) -> PublicLine:
    text, other = line.description(locale), line.description("en" if locale == "ar" else "ar")
    category = tax.TaxCategory(line.tax_category)
    return PublicLine(
        id=line.id,
        position=line.position,
        description=text,
        description_other=other if other != text else "",
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        discount=line.discount,
        net=line.net,
        tax=line.tax,
        tax_rate=tax.DEFAULT_RATES[category] if vat else Decimal(0),
        government_fee=line.government_fee * line.quantity,
        total=line.total,
        optional=line.optional,
        selected=counts(line, chosen),
        workers=line.worker_names(locale),
    )


def totals_if(actor: Actor, quotation_id: int, optional_line_ids: Sequence[int]) -> TotalsView:
    """The totals of the current version with these optional lines chosen; writes nothing."""
    quotation = fetch(actor, quotation_id)
    snapshot = sent_version(quotation).snapshot or {}
    totals = chosen_totals(snapshot, optional_line_ids)
    return totals_view(totals, reasons_of(lines_of(snapshot)), actor.locale)


def comments(actor: Actor, quotation_id: int) -> list[CommentView]:
    """The thread of questions and answers, oldest first."""
    quotation = fetch(actor, quotation_id)
    return [
        CommentView(
            id=row.id,
            author_kind=row.author_kind,
            author_name=row.author_name,
            body=row.body,
            at=row.created_at,
            answers_id=row.answers_id,
        )
        for row in repository.comments(quotation.id)
    ]


# --- files ----------------------------------------------------------------------------------


def version_pdf(actor: Actor, quotation_id: int, version: int | None = None) -> files.StoredFile:
    """The stored PDF of a sent version, the current one by default. Raises ``NotFound``."""
    row = sent_version(fetch(actor, quotation_id), version)
    if row.pdf_file_id is None:
        raise NotFound
    return files.get(row.pdf_file_id)


def certificate(actor: Actor, quotation_id: int) -> files.StoredFile:
    """The certificate of the acceptance that stands. Raises ``NotFound``."""
    quotation = fetch(actor, quotation_id)
    acceptance = repository.acceptance(quotation.id)
    if acceptance is None or acceptance.certificate_file_id is None:
        raise NotFound
    return files.get(acceptance.certificate_file_id)


def attachments(actor: Actor, quotation_id: int) -> list[files.StoredFile]:
    """The files that go with a quotation: the client sees those of the version sent."""
    quotation = fetch(actor, quotation_id)
    if policy.by_client(actor):
        snapshot = sent_version(quotation).snapshot or {}
        return [files.get(row["id"]) for row in snapshot.get("attachments", ())]
    return files.of_subject(policy.SUBJECT, quotation.id, "attachment")


def attachment(actor: Actor, quotation_id: int, file_id: int) -> files.StoredFile:
    """One of ``attachments``. Raises ``NotFound``."""
    for row in attachments(actor, quotation_id):
        if row.id == file_id:
            return row
    raise NotFound


# --- the floors above -----------------------------------------------------------------------


def acceptance_of(actor: Actor, quotation_id: int) -> Acceptance | None:
    """The acceptance that stands, None when there is none."""
    return repository.acceptance(fetch(actor, quotation_id).id)


def acceptances(actor: Actor, quotation_id: int) -> list[Acceptance]:
    """Every acceptance there ever was, undone ones too; for staff."""
    actor.require("quotations:read")
    return repository.acceptances(fetch(actor, quotation_id).id)


def accepted_lines(actor: Actor, quotation_id: int) -> list[AcceptedLine]:
    """The lines that were agreed to, with each one's share of the document discount.

    Empty while nothing is accepted.
    """
    quotation = fetch(actor, quotation_id)
    acceptance = repository.acceptance(quotation.id)
    if acceptance is None:
        return []
    version = repository.version_by_id(acceptance.version_id)
    if version is None:
        raise NotFound
    snapshot = version.snapshot or {}
    agreed = [line for line in lines_of(snapshot) if counts(line, acceptance.line_ids)]
    sums = chosen_totals(snapshot, acceptance.line_ids).lines
    return [
        AcceptedLine(
            line_id=line.id,
            service_definition_id=line.service_definition_id,
            description_ar=line.description_ar,
            description_en=line.description_en,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            document_discount_share=share.document_discount,
            tax_category=line.tax_category,
            tax_reason=line.tax_reason,
            government_fee=line.government_fee,
            fee_is_disbursement=line.fee_is_disbursement,
            worker_ids=tuple(worker["id"] for worker in line.workers),
        )
        for line, share in zip(agreed, sums, strict=True)
    ]


def note_orders(actor: Actor, quotation_id: int, order_ids: Sequence[int]) -> None:
    """Keep the ids of the orders made of a quotation; called by the floor that makes them."""
    quotation = fetch(actor, quotation_id, lock=True)
    quotation.order_ids = list(order_ids)
    repository.flush()


def note_invoiced(actor: Actor, invoice_id: int) -> None:
    """An accepted quotation of which an invoice was issued is ``converted``."""
    for kind, quotation_id in invoices.sources_of(house(actor), invoice_id):
        if kind != policy.SUBJECT:
            continue
        quotation = repository.head(quotation_id, lock=True)
        if quotation is None or quotation.status != QuotationStatus.ACCEPTED:
            continue
        quotation.status = QuotationStatus.CONVERTED
        audit.record(
            actor,
            "quotation.converted",
            policy.SUBJECT,
            quotation.id,
            before={"status": QuotationStatus.ACCEPTED},
            after={"status": quotation.status},
        )
        events.emit(
            actor, "quotation.converted", policy.SUBJECT, quotation.id, {"invoice_id": invoice_id}
        )


def link_views(actor: Actor, quotation_id: int) -> list[links.LinkView]:
    """When the client's page was opened, newest first; for staff."""
    actor.require("quotations:read")
    quotation = fetch(actor, quotation_id)
    return links.views(links.get(quotation.link_id)) if quotation.link_id else []
