"""What the orders domain does when others say that something happened."""

from portal.core import events
from portal.core.events import Event
from portal.orders import service


def subscribe() -> None:
    """Follow quotations, companies and workers, in their own transactions."""
    events.on("quotation.accepted", _accepted)
    events.on("quotation.acceptance_undone", _undone)
    events.on("company.updated", _company_changed)
    events.on("worker.updated", _worker_changed)


def _accepted(event: Event) -> None:
    service.make_for_quotation(event.actor, event.subject_id)


def _undone(event: Event) -> None:
    service.undo_for_quotation(event.actor, event.subject_id)


def _company_changed(event: Event) -> None:
    service.recheck_for(event.actor, company_id=event.subject_id)


def _worker_changed(event: Event) -> None:
    service.recheck_for(event.actor, worker_id=event.subject_id)
