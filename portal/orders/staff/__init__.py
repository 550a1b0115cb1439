"""The staff's pages of orders."""

from portal.orders.staff import detail, listing, related
from portal.orders.staff.door import blueprint

__all__ = ["blueprint", "detail", "listing", "related"]
