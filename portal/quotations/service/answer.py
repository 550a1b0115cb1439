"""What else the client may say: no, a question, and that a new link is wanted."""

from portal.clients import service as clients
from portal.core import audit, events
from portal.core.actor import Actor, ActorKind
from portal.core.db import now
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.core.limits import attempt
from portal.quotations import policy, repository
from portal.quotations.models import Quotation, QuotationComment, QuotationStatus
from portal.quotations.schemas import CommentIn, DeclineIn, NewLinkIn
from portal.quotations.service import letters
from portal.quotations.service.accept import require_current, require_open
from portal.quotations.service.access import fetch, fetch_to_write, house, state_of

QUESTIONS, QUESTION_WINDOW = 20, 3600  # per quotation, seconds
RENEWALS, RENEWAL_WINDOW = 3, 3600


def decline(actor: Actor, quotation_id: int, data: DeclineIn) -> Quotation:
    """Refuse the current version with a reason.

    Raises ``Conflict`` as ``accept`` does; a version given that is not the current one is
    ``quotation_changed``.
    """
    if policy.by_client(actor):
        quotation = fetch(actor, quotation_id, lock=True)
        policy.require_answer(actor)
    else:
        quotation = fetch_to_write(actor, quotation_id)
    require_open(actor, quotation)
    if data.version is not None:
        require_current(quotation, data.version)
    if not data.reason.strip():
        raise Invalid.field("reason", message_for("missing"), "missing")
    before = {"status": quotation.status}
    quotation.status = QuotationStatus.DECLINED
    quotation.declined_at = now()
    quotation.declined_by = data.name or ""
    quotation.decline_reason = data.reason
    after = {"status": quotation.status, "reason": data.reason, "name": data.name}
    audit.record(
        actor, "quotation.declined", policy.SUBJECT, quotation.id, before=before, after=after
    )
    events.emit(
        actor,
        "quotation.declined",
        policy.SUBJECT,
        quotation.id,
        {"version": quotation.current_version, "reason": data.reason},
    )
    repository.flush()
    if policy.by_client(actor):
        letters.declined(actor, quotation)
    return quotation


def ask(actor: Actor, quotation_id: int, data: CommentIn) -> QuotationComment:
    """Ask a question; the member of staff in charge gets it by mail.

    Open as long as the link is: also after acceptance. Raises ``TooMany``.
    """
    quotation = fetch(actor, quotation_id)
    policy.require_answer(actor)
    if not quotation.current_version:
        raise NotFound
    if not data.body.strip():
        raise Invalid.field("body", message_for("missing"), "missing")
    attempt(
        f"quotation:ask:{actor.workspace_id}:{quotation.id}",
        limit=QUESTIONS,
        window=QUESTION_WINDOW,
    )
    client = clients.get(house(actor), quotation.client_id)
    comment = QuotationComment(
        workspace_id=actor.workspace_id,
        quotation_id=quotation.id,
        version=quotation.current_version,
        author_kind="client",
        author_name=data.name or client.name(quotation.language),
        body=data.body,
    )
    repository.add(comment)
    audit.record(
        actor,
        "quotation.question_asked",
        policy.SUBJECT,
        quotation.id,
        after={"name": comment.author_name, "body": comment.body},
    )
    events.emit(
        actor, "quotation.question_asked", policy.SUBJECT, quotation.id, {"comment_id": comment.id}
    )
    letters.asked(actor, quotation, comment)
    return comment


def answer(
    actor: Actor, quotation_id: int, data: CommentIn, answers_id: int | None = None
) -> QuotationComment:
    """Answer the client: the question named, or the last one. Mailed to the client."""
    quotation = fetch_to_write(actor, quotation_id)
    if not quotation.current_version:
        raise policy.wrong_state(quotation.status)
    if not data.body.strip():
        raise Invalid.field("body", message_for("missing"), "missing")
    question = _question(quotation.id, answers_id)
    comment = QuotationComment(
        workspace_id=actor.workspace_id,
        quotation_id=quotation.id,
        version=quotation.current_version,
        author_kind="staff",
        author_name=actor.display_name,
        body=data.body,
        answers_id=question.id,
    )
    repository.add(comment)
    audit.record(
        actor,
        "quotation.question_answered",
        policy.SUBJECT,
        quotation.id,
        after={"body": comment.body},
    )
    events.emit(
        actor,
        "quotation.question_answered",
        policy.SUBJECT,
        quotation.id,
        {"comment_id": comment.id},
    )
    letters.answered(actor, quotation, question.body, comment)
    return comment


def _question(quotation_id: int, comment_id: int | None) -> QuotationComment:
    if comment_id is not None:
        found = repository.comment(quotation_id, comment_id)
        if found is None:
            raise NotFound
        return found
    asked = [row for row in repository.comments(quotation_id) if row.author_kind == "client"]
    if not asked:
        raise Conflict(lazy_gettext("There is no question to answer."), code="no_question")
    return asked[-1]


def request_new_link(actor: Actor, quotation_id: int, data: NewLinkIn) -> None:
    """Ask staff for a new link or offer; the answer goes to the contact on file.

    Works with a link that has ended: it is all its holder may still do. Raises ``TooMany``.
    """
    if actor.kind is ActorKind.LINK:
        quotation = repository.head(quotation_id)
        if quotation is None or actor.subject != (policy.SUBJECT, quotation_id):
            raise NotFound
    else:
        quotation = fetch(actor, quotation_id)
    attempt(
        f"quotation:renew:{actor.workspace_id}:{quotation.id}",
        limit=RENEWALS,
        window=RENEWAL_WINDOW,
    )
    audit.record(
        actor,
        "quotation.link_requested",
        policy.SUBJECT,
        quotation.id,
        after={"message": data.message, "state": state_of(actor, quotation)},
    )
    events.emit(actor, "quotation.link_requested", policy.SUBJECT, quotation.id)
    letters.new_link_wanted(actor, quotation, data.message)
