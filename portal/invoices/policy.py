"""Who may see and do what with invoices and payments."""

from collections.abc import Collection

from portal.core.actor import Actor, ActorKind
from portal.core.errors import NotFound

READ, WRITE = "invoices:read", "invoices:write"
PAYMENTS_READ, PAYMENTS_WRITE = "payments:read", "payments:write"
PROVE = "invoices:prove"
LINK_PERMISSIONS = (READ, PROVE)


def require_read(
    actor: Actor, invoice_id: int, status: str, sources: Collection[tuple[str, int]]
) -> None:
    """Let pass who may see this invoice.

    The holder of a link sees the issued invoice it is for, and those drawn from what it is for;
    anything else is ``NotFound``. Others need ``invoices:read``.
    """
    if actor.kind is not ActorKind.LINK:
        actor.require(READ)
        return
    mine = actor.subject == ("invoice", invoice_id) or actor.subject in sources
    if not mine or status == "draft":
        raise NotFound


def require_read_source(actor: Actor, source: tuple[str, int]) -> None:
    """Let pass who may see the invoices of ``source``; a link's holder only those of its own."""
    if actor.kind is not ActorKind.LINK:
        actor.require(READ)
    elif actor.subject != source:
        raise NotFound
