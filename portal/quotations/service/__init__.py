"""What the quotations domain does.

Compose: ``create(actor, QuotationIn)`` · ``update(actor, id, QuotationIn, lock_version)`` ·
``patch(actor, id, QuotationPatch)`` · ``as_input(actor, id) -> QuotationIn`` (fills the form) ·
``preview(actor, QuotationIn) -> TotalsPreview`` · ``attach`` · ``detach``.
Send: ``send(actor, id, note)`` · ``send_again`` · ``revise`` · ``discard_draft`` · ``withdraw`` ·
``mark_viewed`` · ``revoke_link`` · ``take_over`` · ``public_url`` · ``whatsapp_url``.
Answer: ``request_code`` · ``accept(actor, id, AcceptIn) -> Acceptance`` · ``decline`` ·
``undo_acceptance(actor, id, UndoIn)`` · ``ask`` · ``answer`` · ``request_new_link``.
Read: ``head`` (= ``get``) · ``state`` · ``listed`` · ``shown`` · ``draft`` · ``versions`` ·
``public_view`` · ``totals_if`` · ``comments`` · ``version_pdf`` · ``certificate`` ·
``attachments`` · ``attachment`` · ``acceptance_of`` · ``acceptances`` · ``link_views``.
For the floors above: ``accepted_lines`` · ``note_orders``.
"""

from portal.core import audit
from portal.core.i18n import lazy_gettext
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationComment,
    QuotationLine,
    QuotationStatus,
    QuotationVersion,
)
from portal.quotations.service.accept import (
    accept,
    needs_code,
    request_code,
    undo_acceptance,
    undo_deadline,
)
from portal.quotations.service.answer import answer, ask, decline, request_new_link
from portal.quotations.service.answers import acceptance_out, answer_of, decline_out, summary
from portal.quotations.service.compose import as_input, create, patch, preview, update
from portal.quotations.service.counts import QuotationDesk, desk
from portal.quotations.service.drawing import drawn_pdf
from portal.quotations.service.expire import expire, expire_in, sweep
from portal.quotations.service.letters import public_url, whatsapp_url
from portal.quotations.service.reading import (
    QuotationRow,
    acceptance_of,
    acceptances,
    accepted_lines,
    attachment,
    attachments,
    certificate,
    comments,
    draft,
    get,
    head,
    link_views,
    listed,
    note_invoiced,
    note_orders,
    public_view,
    shown,
    state,
    totals_if,
    version_pdf,
    versions,
)
from portal.quotations.service.send import (
    attach,
    detach,
    discard_draft,
    mark_viewed,
    revise,
    revoke_link,
    send,
    send_again,
    take_over,
    withdraw,
)
from portal.quotations.service.verifying import verified

audit.describe(
    {
        "quotation.created": lazy_gettext("Quotation written"),
        "quotation.updated": lazy_gettext("Quotation changed"),
        "quotation.sent": lazy_gettext("Quotation sent"),
        "quotation.sent_again": lazy_gettext("Link sent again"),
        "quotation.viewed": lazy_gettext("Quotation viewed by the client"),
        "quotation.revised": lazy_gettext("New version begun"),
        "quotation.draft_discarded": lazy_gettext("New version given up"),
        "quotation.withdrawn": lazy_gettext("Quotation withdrawn"),
        "quotation.accepted": lazy_gettext("Quotation accepted"),
        "quotation.acceptance_undone": lazy_gettext("Acceptance undone"),
        "quotation.converted": lazy_gettext("Quotation converted"),
        "quotation.declined": lazy_gettext("Quotation declined"),
        "quotation.expired": lazy_gettext("Quotation expired"),
        "quotation.question_asked": lazy_gettext("Question asked"),
        "quotation.question_answered": lazy_gettext("Question answered"),
        "quotation.link_requested": lazy_gettext("New link asked for"),
        "quotation.attachment_added": lazy_gettext("Attachment added"),
        "quotation.attachment_removed": lazy_gettext("Attachment removed"),
        "quotation.taken_over": lazy_gettext("Quotation taken over"),
    }
)

__all__ = [
    "QuotationDesk",
    "Acceptance",
    "Quotation",
    "QuotationComment",
    "QuotationLine",
    "QuotationRow",
    "QuotationStatus",
    "QuotationVersion",
    "accept",
    "acceptance_of",
    "acceptance_out",
    "acceptances",
    "accepted_lines",
    "answer",
    "answer_of",
    "as_input",
    "ask",
    "attach",
    "attachment",
    "attachments",
    "certificate",
    "comments",
    "create",
    "decline",
    "decline_out",
    "detach",
    "discard_draft",
    "draft",
    "drawn_pdf",
    "expire",
    "expire_in",
    "get",
    "head",
    "link_views",
    "listed",
    "mark_viewed",
    "needs_code",
    "note_invoiced",
    "note_orders",
    "patch",
    "preview",
    "public_url",
    "public_view",
    "request_code",
    "request_new_link",
    "revise",
    "revoke_link",
    "send",
    "send_again",
    "shown",
    "state",
    "summary",
    "sweep",
    "take_over",
    "totals_if",
    "undo_acceptance",
    "undo_deadline",
    "update",
    "verified",
    "version_pdf",
    "versions",
    "whatsapp_url",
    "withdraw",
    "desk",
]
