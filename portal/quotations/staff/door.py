"""The blueprint that the staff pages of quotations share, and their entry in the menu."""

from flask import Blueprint

from portal.core.i18n import lazy_gettext
from portal.web import navigation

blueprint = Blueprint("quotations", __name__)

READ, WRITE = "quotations:read", "quotations:write"

navigation.add(
    navigation.Entry(
        group="sales",
        label=lazy_gettext("Quotations"),
        endpoint="quotations.index",
        icon="file-text",
        permission=READ,
        order=10,
    )
)
