"""Who may see and change which company."""

from portal.core.actor import Actor


def sees(actor: Actor, client_id: int) -> bool:
    """Whether companies of ``client_id`` are the actor's to see.

    The holder of a link and a client's own account only ever have those of their client.
    """
    return actor.client_id is None or actor.client_id == client_id
