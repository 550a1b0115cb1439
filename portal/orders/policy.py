"""Who may see and do what with an order."""

from portal.core.actor import Actor, ActorKind
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.i18n import lazy_gettext
from portal.orders.models import ENDED, OrderStep, ServiceOrder

_APPROVERS = frozenset({"owner", "manager"})


def require_seeing(actor: Actor, order: ServiceOrder) -> None:
    """A link sees the orders of its quotation, a client its own; everybody else by permission."""
    if actor.kind is ActorKind.LINK:
        if order.quotation_id is None or actor.subject != ("quotation", order.quotation_id):
            raise NotFound
    elif actor.kind is ActorKind.CLIENT:
        if order.client_id != actor.client_id:
            raise NotFound
    elif not actor.can("orders:write"):  # a key that may write sees what it writes
        actor.require("orders:read")


def require_working(actor: Actor, step: OrderStep) -> None:
    """Who may work on a step: officers and above, and the role that it is for.

    An approval is for its own role and for those above it only.
    """
    own = actor.role == step.role
    if step.kind == "approval" and actor.kind is ActorKind.STAFF:
        if own or actor.role in _APPROVERS:
            return
        raise Forbidden(lazy_gettext("This step waits for somebody who may approve it."))
    if not own:
        actor.require("orders:write")


def require_open(order: ServiceOrder) -> None:
    """Raise ``Conflict`` once the order is completed or cancelled."""
    if order.status in ENDED:
        raise Conflict(
            lazy_gettext("This order is completed or cancelled."),
            code="order_ended",
            details={"state": order.status},
        )


def may_work(actor: Actor, step: OrderStep) -> bool:
    """Whether ``require_working`` would let the actor pass; for what a page offers."""
    try:
        require_working(actor, step)
    except Forbidden:
        return False
    return True
