"""Who may do what with a quotation."""

from portal.core.actor import Actor, ActorKind
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext

SUBJECT = "quotation"
# What the holder of a link may do; nothing of it opens another record.
VIEW, ANSWER = "quotation:view", "quotation:answer"
LINK_PERMISSIONS = (VIEW, ANSWER)

STATE_MESSAGES = {
    "draft": lazy_gettext("This quotation has not been sent yet."),
    "sent": lazy_gettext("This quotation is waiting for the client's answer."),
    "viewed": lazy_gettext("This quotation is waiting for the client's answer."),
    "accepted": lazy_gettext("This quotation has been accepted already."),
    "converted": lazy_gettext("This quotation has been accepted already."),
    "declined": lazy_gettext("This quotation was declined."),
    "expired": lazy_gettext("This quotation has expired."),
    "withdrawn": lazy_gettext("This quotation was withdrawn."),
}
_CODES = {
    "accepted": "already_accepted",
    "converted": "already_accepted",
    "declined": "quotation_declined",
    "expired": "quotation_expired",
    "withdrawn": "quotation_withdrawn",
    "draft": "quotation_not_sent",
}


def by_client(actor: Actor) -> bool:
    """Whether the actor is on the client's side of the table."""
    return actor.kind in (ActorKind.LINK, ActorKind.CLIENT)


def require_sight(actor: Actor, quotation_id: int, client_id: int) -> None:
    """Raise ``NotFound`` unless the quotation is the actor's to see, ``Forbidden`` without scope.

    A link sees its own subject alone, a client's person what is the client's.
    """
    if actor.kind is ActorKind.LINK:
        if actor.subject != (SUBJECT, quotation_id) or not actor.can(VIEW):
            raise NotFound
    elif actor.kind is ActorKind.CLIENT:
        if actor.client_id != client_id:
            raise NotFound
    else:
        actor.require("quotations:read")


def require_answer(actor: Actor) -> None:
    """Raise ``Forbidden`` unless the actor may answer: the client's side, or staff who may write.

    Call after ``require_sight``.
    """
    if actor.kind is ActorKind.LINK:
        actor.require(ANSWER)
    elif actor.kind is not ActorKind.CLIENT:
        actor.require("quotations:write")


def wrong_state(state: str) -> Conflict:
    """The conflict that says in which state the quotation is."""
    return Conflict(
        STATE_MESSAGES[state], code=_CODES.get(state, "conflict"), details={"state": state}
    )
