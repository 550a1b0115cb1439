"""What the quotations domain does without being asked: the clock and other domains' events."""

from datetime import timedelta
from typing import Any

from portal.core import events
from portal.core.events import Event
from portal.core.jobs import handler, periodic
from portal.invoices import service as invoices
from portal.quotations import service


def subscribe() -> None:
    """Follow invoices in their own transactions, and let the verify page know quotations."""
    events.on("invoice.issued", _invoice_issued)
    invoices.register_verifier(service.verified)


def _invoice_issued(event: Event) -> None:
    service.note_invoiced(event.actor, event.subject_id)


@periodic("quotations.sweep", every=timedelta(hours=1))
def sweep(payload: dict[str, Any]) -> None:
    """Look for quotations whose last day has passed."""
    service.sweep()


@handler("quotations.expire")
def expire(payload: dict[str, Any]) -> None:
    """Expire those of one workspace."""
    service.expire_in(payload["workspace"], payload["ids"])
