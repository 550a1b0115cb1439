"""The blueprint that the staff pages of invoices and payments share, and their menu entries."""

from flask import Blueprint

from portal.core.i18n import lazy_gettext
from portal.web import navigation
from portal.web.navigation import Entry

blueprint = Blueprint("invoices", __name__)

navigation.add(
    Entry("money", lazy_gettext("Invoices"), "invoices.index", "file-invoice", "invoices:read", 10)
)
navigation.add(
    Entry("money", lazy_gettext("Payments"), "invoices.payments", "cash", "payments:read", 20)
)
