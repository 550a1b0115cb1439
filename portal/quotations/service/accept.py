"""Acceptance: by the holder of the link or by staff on behalf, and undoing one made by mistake."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.core import audit, events, files, mail
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.field_messages import message_for
from portal.core.i18n import gettext, lazy_gettext, locale_scope
from portal.core.pdf import render_pdf
from portal.invoices import service as invoices
from portal.kit.codes import verify_code
from portal.kit.tax import Totals
from portal.links import service as links
from portal.quotations import policy, repository
from portal.quotations.models import Acceptance, Quotation, QuotationStatus, QuotationVersion
from portal.quotations.schemas import AcceptIn, CodeSent, UndoIn
from portal.quotations.service import letters
from portal.quotations.service.access import (
    fetch,
    fetch_to_write,
    house,
    sent_version,
    state_of,
)
from portal.quotations.service.drawing import keep_pdf
from portal.quotations.service.papers import certificate_paper
from portal.quotations.service.send import drop_draft
from portal.quotations.service.signatures import Signed, read_signature
from portal.quotations.service.snapshots import chosen_totals, counts, lines_of

CODE_PURPOSE = "quotation_acceptance"
CERTIFICATE_PURPOSE, SIGNATURE_PURPOSE = "acceptance_certificate", "signature"
_ABOUT = mail.Bilingual("قبول عرض السعر", "accepting the quotation")


def accept(actor: Actor, quotation_id: int, data: AcceptIn) -> Acceptance:
    """Accept the current version with the chosen optional lines.

    The orders of its service lines are made by whoever listens to ``quotation.accepted``, in the
    same transaction. Raises ``Conflict`` (``already_accepted``, ``quotation_changed`` when
    ``data.version`` is not the current one, ``quotation_expired``, ``quotation_withdrawn``,
    ``quotation_declined``), ``Invalid`` on the field, ``Forbidden`` ``step_up_required`` when a
    one-time code is wanted and none was given.
    """
    quotation = _fetch_to_answer(actor, quotation_id)
    require_open(actor, quotation)
    require_current(quotation, data.version)
    version = sent_version(quotation)
    snapshot = version.snapshot or {}
    line_ids = _chosen(version, data.optional_line_ids)
    totals = chosen_totals(snapshot, line_ids)
    signed = read_signature(data.signature, data.name)
    on_behalf = not policy.by_client(actor)
    if on_behalf and not (data.note or "").strip():
        raise Invalid.field(
            "note",
            lazy_gettext("Say how the client told you that they accept."),
            "note_required",
        )
    contact = _step_up(actor, quotation, totals.total, data.code)
    moment = now()
    acceptance = Acceptance(
        workspace_id=actor.workspace_id,
        quotation_id=quotation.id,
        version_id=version.id,
        version=version.version,
        on_behalf=on_behalf,
        note=(data.note or "") if on_behalf else "",
        name=data.name,
        role=data.role or "",
        typed_signature=signed.typed,
        accepted_at=moment,
        actor_kind=actor.kind.value,
        actor_id=actor.identity,
        actor_name=actor.display_name,
        ip=actor.ip or "",
        user_agent=(actor.user_agent or "")[:300],
        pdf_sha256=keep_pdf(actor, quotation, version),
        line_ids=line_ids,
        total=totals.total,
        tax_total=totals.tax_total,
        confirmed_contact=links.masked(contact) if contact else "",
        verify_code=verify_code(),
    )
    _certify(actor, quotation, version, acceptance, signed)
    _settle(actor, quotation, acceptance, totals, moment)
    letters.accepted(actor, quotation, acceptance)
    return acceptance


def _fetch_to_answer(actor: Actor, quotation_id: int) -> Quotation:
    if policy.by_client(actor):
        quotation = fetch(actor, quotation_id, lock=True)
        policy.require_answer(actor)
        return quotation
    return fetch_to_write(actor, quotation_id)


def require_open(actor: Actor, quotation: Quotation) -> None:
    """Raise the conflict of the state unless the quotation waits for an answer."""
    state = state_of(actor, quotation)
    if state == QuotationStatus.DRAFT and policy.by_client(actor):
        raise NotFound
    if state not in QuotationStatus.OPEN:
        raise policy.wrong_state(state)


def require_current(quotation: Quotation, version: int | None) -> None:
    """Raise ``Conflict`` ``quotation_changed`` unless ``version`` is the one the client has.

    It may be left out only while a single one was ever sent.
    """
    if version == quotation.current_version or (version is None and quotation.current_version == 1):
        return
    raise Conflict(
        lazy_gettext("The quotation has changed since you opened it. Look at the new version."),
        code="quotation_changed",
        details={"state": quotation.status, "version": quotation.current_version},
    )


def _chosen(version: QuotationVersion, optional: Sequence[int]) -> list[int]:
    """The ids of all lines that are accepted: the fixed ones and the optional ones named."""
    lines = lines_of(version.snapshot or {})
    offered = {line.id for line in lines if line.optional}
    if set(optional) - offered:
        raise Invalid.field(
            "optional_line_ids",
            lazy_gettext("One of these lines is not an optional line of this quotation."),
            "unknown_line",
        )
    chosen = [line.id for line in lines if counts(line, optional)]
    if not chosen:
        raise Invalid.field(
            "optional_line_ids", lazy_gettext("Choose at least one line."), "nothing_chosen"
        )
    return chosen


def needs_code(actor: Actor, quotation: Quotation, total: Decimal) -> bool:
    """Whether accepting ``total`` wants a one-time code: asked for, or above the firm's limit."""
    above = accounts.the_workspace(actor).step_up_above
    return bool(quotation.requires_code) or (above is not None and total >= above)


def _step_up(actor: Actor, quotation: Quotation, total: Decimal, code: str | None) -> str | None:
    if not needs_code(actor, quotation, total):
        return None
    if not (code or "").strip():
        raise Forbidden(
            lazy_gettext("Enter the one-time code that we send to a known contact."),
            code="step_up_required",
        )
    return links.check_code(
        actor,
        subject=(policy.SUBJECT, quotation.id),
        purpose=CODE_PURPOSE,
        code=code or "",
    )


def request_code(actor: Actor, quotation_id: int) -> CodeSent:
    """Send a one-time code for accepting to the client's known contacts, wherever it is asked.

    Raises ``Conflict`` when there is nothing to accept, ``Unprocessable``
    ``client_has_no_contact``, ``TooMany``.
    """
    quotation = _fetch_to_answer(actor, quotation_id)
    require_open(actor, quotation)
    to = clients.recipients(house(actor), quotation.client_id)
    links.request_code(
        actor.speaking("ar" if quotation.language == "ar" else "en"),
        subject=(policy.SUBJECT, quotation.id),
        purpose=CODE_PURPOSE,
        to=to,
        about=_ABOUT,
    )
    return CodeSent(
        sent_to=[links.masked(address) for address, _ in to],
        minutes=int(links.CODE_LIFE.total_seconds() // 60),
    )


def _certify(
    actor: Actor,
    quotation: Quotation,
    version: QuotationVersion,
    acceptance: Acceptance,
    signed: Signed,
) -> None:
    """Make and keep the certificate, and the drawn signature that it shows."""
    subject = (policy.SUBJECT, quotation.id)
    if signed.png is not None:
        acceptance.signature_file_id = files.store(
            actor,
            signed.png,
            name="signature.png",
            media_type="image/png",
            purpose=SIGNATURE_PURPOSE,
            subject=subject,
        ).id
    locale = quotation.language
    with locale_scope(locale):
        title = gettext("Acceptance certificate of quotation %(number)s", number=quotation.number)
    snapshot = version.snapshot or {}
    pdf = render_pdf(
        "quotations/pdf/certificate.html",
        locale,
        title=title,
        author=snapshot["seller"][f"name_{locale}"],
        dated=acceptance.accepted_at,
        paper=certificate_paper(snapshot, acceptance, signed.png, str(actor.zone)),
    )
    row = files.store(
        actor,
        pdf,
        name=f"{quotation.number}-v{version.version}-certificate.pdf",
        media_type="application/pdf",
        purpose=CERTIFICATE_PURPOSE,
        subject=subject,
    )
    acceptance.certificate_file_id, acceptance.certificate_sha256 = row.id, row.sha256


def _settle(
    actor: Actor, quotation: Quotation, acceptance: Acceptance, totals: Totals, moment: datetime
) -> None:
    """Write the acceptance, close the quotation, and tell who makes the orders."""
    before = {"status": quotation.status}
    drop_draft(quotation)  # a revision nobody saw ends with the offer that it would replace
    quotation.status = QuotationStatus.ACCEPTED
    quotation.accepted_at = moment
    repository.add(acceptance)
    after = {
        "status": quotation.status,
        "version": acceptance.version,
        "name": acceptance.name,
        "role": acceptance.role,
        "on_behalf": acceptance.on_behalf,
        "note": acceptance.note,
        "line_ids": acceptance.line_ids,
        "total": totals.total,
        "pdf_sha256": acceptance.pdf_sha256,
        "certificate_sha256": acceptance.certificate_sha256,
        "confirmed_contact": acceptance.confirmed_contact,
    }
    audit.record(
        actor, "quotation.accepted", policy.SUBJECT, quotation.id, before=before, after=after
    )
    events.emit(
        actor,
        "quotation.accepted",
        policy.SUBJECT,
        quotation.id,
        {
            "version": acceptance.version,
            "line_ids": acceptance.line_ids,
            "number": quotation.number,
            "total": totals.total,
        },
    )
    repository.flush()


def undo_deadline(actor: Actor, acceptance: Acceptance) -> datetime:
    """Until when staff may undo an acceptance."""
    hours = accounts.the_workspace(actor).undo_acceptance_hours
    return acceptance.accepted_at + timedelta(hours=hours)


def undo_acceptance(actor: Actor, quotation_id: int, data: UndoIn) -> Quotation:
    """Take an acceptance made by mistake back, within the time the firm allows, with a record.

    Its orders are cancelled by whoever listens to ``quotation.acceptance_undone``. Raises
    ``Conflict``: the state, ``undo_window_over``, ``invoice_issued`` once an invoice of it was
    issued, and what the listeners object to (a government fee that was paid).
    """
    quotation = fetch_to_write(actor, quotation_id)
    acceptance = repository.acceptance(quotation.id)
    if quotation.status not in QuotationStatus.AGREED or acceptance is None:
        raise Conflict(
            lazy_gettext("There is no acceptance to undo."),
            code="not_accepted",
            details={"state": state_of(actor, quotation)},
        )
    if not data.reason.strip():
        raise Invalid.field("reason", message_for("missing"), "missing")
    moment = now()
    if moment >= undo_deadline(actor, acceptance):
        raise Conflict(
            lazy_gettext("The time for undoing this acceptance is over."),
            code="undo_window_over",
            details={"state": quotation.status},
        )
    drawn = invoices.of_source(house(actor), policy.SUBJECT, quotation.id)
    if any(invoice.status != "draft" for invoice in drawn):
        raise Conflict(
            lazy_gettext("An invoice of this quotation was issued; credit it first."),
            code="invoice_issued",
            details={"state": quotation.status},
        )
    before = {"status": quotation.status, "order_ids": quotation.order_ids}
    acceptance.undone_at, acceptance.undone_by = moment, actor.display_name
    acceptance.undo_reason = data.reason
    quotation.status = QuotationStatus.VIEWED if quotation.viewed_at else QuotationStatus.SENT
    quotation.accepted_at = None
    events.emit(
        actor,
        "quotation.acceptance_undone",
        policy.SUBJECT,
        quotation.id,
        {"version": acceptance.version, "reason": data.reason, "line_ids": acceptance.line_ids},
    )
    quotation.order_ids = []
    after = {"status": quotation.status, "order_ids": [], "reason": data.reason}
    audit.record(
        actor,
        "quotation.acceptance_undone",
        policy.SUBJECT,
        quotation.id,
        before=before,
        after=after,
    )
    repository.flush()
    return quotation
