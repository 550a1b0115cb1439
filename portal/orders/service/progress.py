"""How an order moves: whose turn it is, when the clock runs, when it is done.

One step at a time has the clock: the first that is neither completed nor skipped. Its SLA runs in
the workspace's working hours from the moment the step before it ended.
"""

from datetime import datetime

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.core import audit, events, mail
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.mail_compose import Bilingual
from portal.kit.dates import local_date
from portal.kit.worktime import add_working_hours
from portal.links import service as links
from portal.orders.models import ServiceOrder
from portal.orders.service.parties import calendar, reader


def move_on(actor: Actor, order: ServiceOrder, moment: datetime | None = None) -> None:
    """Give the clock to the step whose turn it is, or complete the order when none is left."""
    at = moment or now()
    step = order.current_step
    if step is None:
        _complete(actor, order, at)
        return
    if step.clock_started_at is None:
        step.clock_started_at = at
        step.due_at = add_working_hours(at, step.sla_hours, calendar(actor))
    order.due_at = step.due_at


def note_status(actor: Actor, order: ServiceOrder, status: str, **facts: object) -> None:
    """Change the order's state with its audit entry and event (``order.<state>``)."""
    before = order.status
    order.status = status
    verb = f"order.{status}"
    audit.record(
        actor, verb, "order", order.id, before={"status": before}, after={"status": status, **facts}
    )
    events.emit(
        actor,
        verb,
        "order",
        order.id,
        {"number": order.number, "status": status, "quotation_id": order.quotation_id, **facts},
    )


def _complete(actor: Actor, order: ServiceOrder, at: datetime) -> None:
    order.completed_at = at
    order.due_at = None
    note_status(actor, order, "completed")
    tell_client(
        actor,
        order,
        "order_completed",
        completed_on=local_date(at, actor.zone),
    )


def tell_client(actor: Actor, order: ServiceOrder, template: str, **context: object) -> bool:
    """Write to the client about an order of a quotation; False when there is nobody to write to.

    The letter leads to the quotation's link, where its orders are shown; a direct order has none.
    """
    if order.quotation_id is None:
        return False
    house = reader(actor)
    link = links.current(("quotation", order.quotation_id), "quotation")
    recipients = clients.recipients(house, order.client_id)
    if link is None or not recipients:
        return False
    mail.queue(
        actor,
        template,
        to=recipients[:1],
        locale=order.language,
        context={
            "sender_name": _sender(actor, order),
            "recipient_name": recipients[0][1] or None,
            "number": order.number,
            "service_name": Bilingual(order.service_name_ar, order.service_name_en),
            "url": {"$resolve": "link_url", "id": link.id},
            **context,
        },
        subject=("order", order.id),
    )
    return True


def _sender(actor: Actor, order: ServiceOrder) -> Bilingual:
    entity = accounts.legal_entity(actor, order.legal_entity_id)
    return Bilingual(entity.name_ar, entity.name_en)
