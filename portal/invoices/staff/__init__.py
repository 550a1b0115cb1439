"""Staff pages of invoices and payments."""

from portal.invoices.staff import invoices, payments
from portal.invoices.staff.door import blueprint

__all__ = ["blueprint", "invoices", "payments"]
