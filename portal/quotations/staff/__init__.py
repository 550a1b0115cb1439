"""Staff pages of the quotations domain: the list, one quotation, writing one."""

from portal.quotations.staff import actions, composer, listing, pages
from portal.quotations.staff.door import blueprint

__all__ = ["actions", "blueprint", "composer", "listing", "pages"]
