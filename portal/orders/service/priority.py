"""Changing what comes first."""

from portal.core import audit, events
from portal.core.actor import Actor
from portal.orders import policy
from portal.orders.models import ServiceOrder
from portal.orders.schemas import OrderPatch
from portal.orders.service.reading import locked


def update(actor: Actor, order_id: int, data: OrderPatch) -> ServiceOrder:
    """Change an open order's priority. Raises ``Conflict`` once it has ended."""
    order = locked(actor, order_id)
    actor.require("orders:write")
    policy.require_open(order)
    if data.priority is not None and data.priority != order.priority:
        before, order.priority = order.priority, data.priority
        facts = {"priority": order.priority}
        audit.record(
            actor, "order.updated", "order", order.id, before={"priority": before}, after=facts
        )
        events.emit(actor, "order.updated", "order", order.id, facts)
    return order
