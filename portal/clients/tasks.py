"""What the clients domain does for others without being asked by a page."""

from portal.clients import service
from portal.links import service as links


def subscribe() -> None:
    """Tell the links domain how to name the holder of a link."""
    links.name_holders(service.holder_name)
