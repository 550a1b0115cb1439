"""Ending an order before its work is done."""

from portal.core.actor import Actor
from portal.core.db import now
from portal.orders import policy
from portal.orders.models import ServiceOrder
from portal.orders.service.progress import note_status
from portal.orders.service.reading import locked


def cancel(actor: Actor, order_id: int, reason: str = "") -> ServiceOrder:
    """Cancel an open order. Raises ``Conflict`` when it is completed or cancelled already.

    A government fee that was paid stays to be invoiced (see ``draw_invoice``).
    """
    order = locked(actor, order_id)
    actor.require("orders:write")
    policy.require_open(order)
    end(actor, order, reason)
    return order


def end(actor: Actor, order: ServiceOrder, reason: str) -> None:
    """Stop the clock for good."""
    order.cancelled_at = now()
    order.reason = reason or None
    order.due_at = None
    note_status(actor, order, "cancelled", reason=order.reason)
