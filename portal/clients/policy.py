"""Who may see and change which client."""

from portal.core.actor import Actor


def sees(actor: Actor, client_id: int) -> bool:
    """Whether ``client_id`` is the actor's to see: a client or a link only ever has its own."""
    return actor.client_id is None or actor.client_id == client_id
