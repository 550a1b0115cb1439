"""Sending a version, and what may happen to it before the client answers."""

from datetime import datetime, timedelta

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit, events, files
from portal.core.actor import Actor, ActorKind
from portal.core.db import now
from portal.core.errors import Conflict, Gone, Invalid
from portal.core.i18n import gettext, lazy_gettext, locale_scope
from portal.core.pdf import render_pdf
from portal.kit.codes import verify_code
from portal.links import service as links
from portal.quotations import policy, repository
from portal.quotations.models import (
    Quotation,
    QuotationLine,
    QuotationLineWorker,
    QuotationStatus,
    QuotationVersion,
)
from portal.quotations.service import letters
from portal.quotations.service.access import (
    draft_of,
    expires_at,
    fetch,
    fetch_to_write,
    house,
    sent_version,
    state_of,
)
from portal.quotations.service.compose import set_totals
from portal.quotations.service.papers import quotation_paper
from portal.quotations.service.snapshots import build, chosen_totals

PDF_PURPOSE, ATTACHMENT_PURPOSE = "quotation_pdf", "attachment"
# The page outlives the offer: it explains itself, then shows orders and invoices.
LINK_OUTLIVES = timedelta(days=365)


def send(actor: Actor, quotation_id: int, note: str | None = None) -> Quotation:
    """Send the open draft: freeze it, store its PDF, open its link and write to the client.

    Raises ``Unprocessable`` ``client_has_no_contact``, ``Invalid`` on ``valid_until`` when its
    last day has passed, ``Conflict`` when there is no draft to send.
    """
    quotation = fetch_to_write(actor, quotation_id)
    version = draft_of(quotation)
    to = letters.recipients(actor, quotation)
    if version.valid_until < accounts.today(actor):
        raise Invalid.field(
            "valid_until",
            lazy_gettext("The quotation would be expired already; choose a later day."),
            "date_in_past",
        )
    before = {"status": quotation.status, "version": quotation.current_version}
    moment = now()
    _freeze(actor, quotation, version, moment, attention=to[0][1])
    quotation.current_version = version.version
    quotation.status = QuotationStatus.SENT
    quotation.sent_at, quotation.viewed_at = moment, None
    quotation.declined_at, quotation.declined_by, quotation.decline_reason = None, "", ""
    quotation.withdrawn_at, quotation.withdraw_reason = None, ""
    quotation.valid_until = version.valid_until
    set_totals(quotation, chosen_totals(version.snapshot or {}, None))
    _open_link(actor, quotation)
    repository.flush()
    letters.sent(actor, quotation, version, note)
    after = {
        "status": quotation.status,
        "version": version.version,
        "total": version.total,
        "pdf_sha256": version.pdf_sha256,
        "to": [links.masked(address) for address, _ in to],
    }
    audit.record(actor, "quotation.sent", policy.SUBJECT, quotation.id, before=before, after=after)
    events.emit(
        actor,
        "quotation.sent",
        policy.SUBJECT,
        quotation.id,
        {"version": version.version, "total": version.total, "number": quotation.number},
    )
    return quotation


def _freeze(
    actor: Actor,
    quotation: Quotation,
    version: QuotationVersion,
    moment: datetime,
    *,
    attention: str,
) -> None:
    """Make the version what it will be for good: snapshot, PDF, digest, code to verify it by."""
    asking = house(actor)
    entity = accounts.legal_entity(asking, quotation.legal_entity_id)
    company = companies.get(asking, quotation.company_id) if quotation.company_id else None
    named = sorted({worker_id for line in version.lines for worker_id in line.worker_ids})
    version.verify_code = verify_code()
    version.snapshot = build(
        quotation,
        version,
        entity=entity,
        client=clients.get(asking, quotation.client_id),
        company=company,
        workers=companies.workers_by_id(asking, named) if named else {},
        attention=attention,
        prepared_by=_prepared_by(asking, quotation),
        issued_on=accounts.today(actor).isoformat(),
        attachments=files.of_subject(policy.SUBJECT, quotation.id, ATTACHMENT_PURPOSE),
    )
    set_totals(version, chosen_totals(version.snapshot, None))
    locale = quotation.language
    with locale_scope(locale):
        title = gettext("Quotation %(number)s", number=quotation.number)
    pdf = render_pdf(
        "quotations/pdf/quotation.html",
        locale,
        title=title,
        author=entity.name(locale),
        dated=moment,
        paper=quotation_paper(version.snapshot),
    )
    row = files.store(
        actor,
        pdf,
        name=f"{quotation.number}-v{version.version}.pdf",
        media_type="application/pdf",
        purpose=PDF_PURPOSE,
        subject=(policy.SUBJECT, quotation.id),
    )
    version.pdf_file_id, version.pdf_sha256 = row.id, row.sha256
    version.sent_at, version.sent_by = moment, actor.display_name


def _prepared_by(actor: Actor, quotation: Quotation) -> str:
    """Who is in charge, named in the quotation's language; else the name it was written under."""
    for member in accounts.staff(actor):
        if member.id == quotation.owner_id:
            return member.user.name(quotation.language)
    return quotation.created_by


def _open_link(actor: Actor, quotation: Quotation) -> None:
    """The quotation's one link: the same over all versions, a new one after a revocation."""
    until = expires_at(actor, quotation) + LINK_OUTLIVES
    link = links.current((policy.SUBJECT, quotation.id), "quotation")
    if link is None:
        link = links.create(
            actor,
            purpose="quotation",
            subject=(policy.SUBJECT, quotation.id),
            client_id=quotation.client_id,
            expires_at=until,
            permissions=policy.LINK_PERMISSIONS,
            locale=quotation.language,
        )
    elif link.expires_at is not None and link.expires_at < until:
        links.extend(actor, link, until)
    quotation.link_id = link.id


def send_again(actor: Actor, quotation_id: int, note: str | None = None) -> Quotation:
    """Write the same link to the client once more; a revoked or ended one is replaced.

    Raises ``Conflict`` before the first sending.
    """
    quotation = fetch_to_write(actor, quotation_id)
    if not quotation.current_version:
        raise policy.wrong_state(quotation.status)
    version = sent_version(quotation)
    to = letters.recipients(actor, quotation)
    current = links.current((policy.SUBJECT, quotation.id), "quotation")
    if current is not None and current.ended:
        links.extend(actor, current, max(expires_at(actor, quotation), now()) + LINK_OUTLIVES)
    _open_link(actor, quotation)
    repository.flush()
    letters.sent(actor, quotation, version, note)
    after = {"to": [links.masked(address) for address, _ in to], "version": version.version}
    audit.record(actor, "quotation.sent_again", policy.SUBJECT, quotation.id, after=after)
    return quotation


def revise(actor: Actor, quotation_id: int) -> Quotation:
    """Open a draft of the next version, copied from the current one; an open one is kept.

    The client keeps seeing the current version until the new one is sent. Raises ``Conflict``
    when the quotation was accepted.
    """
    quotation = fetch_to_write(actor, quotation_id)
    if quotation.status in QuotationStatus.AGREED:
        raise policy.wrong_state(quotation.status)
    if quotation.has_open_draft:
        return quotation
    current = sent_version(quotation)
    quotation.newest_version = current.version + 1
    fresh = accounts.today(actor) + timedelta(
        days=accounts.the_workspace(actor).quotation_valid_days
    )
    draft = QuotationVersion(
        workspace_id=actor.workspace_id,
        quotation_id=quotation.id,
        version=quotation.newest_version,
        notes_ar=current.notes_ar,
        notes_en=current.notes_en,
        document_discount_percent=current.document_discount_percent,
        document_discount_amount=current.document_discount_amount,
        valid_until=(
            current.valid_until if current.valid_until >= accounts.today(actor) else fresh
        ),
        lines=[_copied(line) for line in current.lines],
    )
    for name in (
        "subtotal", "discount_total", "net_total", "government_fees", "tax_total", "total"
    ):  # fmt: skip
        setattr(draft, name, getattr(current, name))
    repository.add(draft)
    after = {"version": draft.version}
    audit.record(actor, "quotation.revised", policy.SUBJECT, quotation.id, after=after)
    events.emit(actor, "quotation.revised", policy.SUBJECT, quotation.id, after)
    return quotation


_COPIED = (
    "workspace_id", "position", "service_definition_id", "description_ar", "description_en",
    "quantity", "unit_price", "discount_percent", "tax_category", "tax_reason", "government_fee",
    "fee_is_disbursement", "optional",
)  # fmt: skip


def _copied(line: QuotationLine) -> QuotationLine:
    return QuotationLine(
        **{name: getattr(line, name) for name in _COPIED},
        workers=[
            QuotationLineWorker(
                workspace_id=row.workspace_id, worker_id=row.worker_id, position=row.position
            )
            for row in line.workers
        ],
    )


def discard_draft(actor: Actor, quotation_id: int) -> Quotation:
    """Give up a revision that was not sent; the version the client has stays as it is."""
    quotation = fetch_to_write(actor, quotation_id)
    if not quotation.current_version or not quotation.has_open_draft:
        raise policy.wrong_state(quotation.status)
    number = quotation.newest_version
    drop_draft(quotation)
    audit.record(
        actor,
        "quotation.draft_discarded",
        policy.SUBJECT,
        quotation.id,
        before={"version": number},
        after={"version": quotation.current_version},
    )
    return quotation


def drop_draft(quotation: Quotation) -> None:
    """Delete an open revision; nothing happens when there is none."""
    if quotation.has_open_draft:
        draft = repository.version(quotation.id, quotation.newest_version)
        quotation.newest_version = quotation.current_version
        if draft is not None:
            repository.delete(draft)


def withdraw(actor: Actor, quotation_id: int, reason: str | None = None) -> Quotation:
    """Take an offer back; its page says so. Raises ``Conflict`` with the state otherwise."""
    quotation = fetch_to_write(actor, quotation_id)
    if quotation.status not in QuotationStatus.OPEN:
        raise policy.wrong_state(quotation.status)
    before = {"status": quotation.status}
    quotation.status = QuotationStatus.WITHDRAWN
    quotation.withdrawn_at, quotation.withdraw_reason = now(), reason or ""
    after = {"status": quotation.status, "reason": reason}
    audit.record(
        actor, "quotation.withdrawn", policy.SUBJECT, quotation.id, before=before, after=after
    )
    events.emit(actor, "quotation.withdrawn", policy.SUBJECT, quotation.id, {"reason": reason})
    return quotation


def mark_viewed(actor: Actor, quotation_id: int) -> Quotation:
    """Note that the client has the page open: ``sent`` turns ``viewed``, once.

    Called by the page's own POST, so that mail scanners and previews, which only GET, stay
    harmless. Staff looking at the page change nothing.
    """
    quotation = fetch(actor, quotation_id)
    if not policy.by_client(actor):
        return quotation
    if state_of(actor, quotation) == QuotationStatus.SENT and repository.mark_viewed(
        quotation.id, now()
    ):
        after = {"status": QuotationStatus.VIEWED, "version": quotation.current_version}
        audit.record(actor, "quotation.viewed", policy.SUBJECT, quotation.id, after=after)
        events.emit(actor, "quotation.viewed", policy.SUBJECT, quotation.id, after)
    return quotation


def revoke_link(actor: Actor, quotation_id: int) -> Quotation:
    """End the public address; ``send_again`` makes a new one."""
    quotation = fetch_to_write(actor, quotation_id)
    link = links.current((policy.SUBJECT, quotation.id), "quotation")
    if link is None:
        raise Gone
    links.revoke(actor, link)
    return quotation


def attach(actor: Actor, quotation_id: int, upload: files.Upload) -> files.StoredFile:
    """Add a file to the open draft. Raises ``Invalid`` on ``attachment``, ``Conflict``."""
    quotation = fetch_to_write(actor, quotation_id)
    draft_of(quotation)
    row = files.store_upload(
        actor,
        upload,
        purpose=ATTACHMENT_PURPOSE,
        field="attachment",
        subject=(policy.SUBJECT, quotation.id),
    )
    after = {"name": row.name, "sha256": row.sha256}
    audit.record(actor, "quotation.attachment_added", policy.SUBJECT, quotation.id, after=after)
    return row


def detach(actor: Actor, quotation_id: int, file_id: int) -> None:
    """Take a file off the open draft; versions that were sent with it keep it."""
    quotation = fetch_to_write(actor, quotation_id)
    draft_of(quotation)
    for row in files.of_subject(policy.SUBJECT, quotation.id, ATTACHMENT_PURPOSE):
        if row.id == file_id:
            row.purpose = "former_attachment"
            before = {"name": row.name, "sha256": row.sha256}
            audit.record(
                actor, "quotation.attachment_removed", policy.SUBJECT, quotation.id, before=before
            )
            return
    raise Conflict(lazy_gettext("This file is not attached any more."))


def take_over(actor: Actor, quotation_id: int) -> Quotation:
    """Become the one in charge: questions and answers of the client come to this member."""
    quotation = fetch_to_write(actor, quotation_id)
    if actor.kind is ActorKind.STAFF and quotation.owner_id != actor.identity:
        before = {"owner_id": quotation.owner_id}
        quotation.owner_id = actor.identity
        audit.record(
            actor,
            "quotation.taken_over",
            policy.SUBJECT,
            quotation.id,
            before=before,
            after={"owner_id": quotation.owner_id},
        )
    return quotation
