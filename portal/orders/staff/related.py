"""What other pages show of orders, and the invoice of a whole quotation."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Conflict
from portal.core.i18n import gettext
from portal.orders import service
from portal.orders.schemas import OrderFilter
from portal.orders.staff.door import blueprint
from portal.web import slots
from portal.web.context import actor_or_none, current_actor
from portal.web.guards import staff_only

_AGREED = ("accepted", "converted")
_FEW = 10


def _quotation(quotation: Any) -> str:
    actor = actor_or_none()
    if actor is None or not actor.can("orders:read") or quotation.status not in _AGREED:
        return ""
    return render_template(
        "orders/staff/_of_quotation.html",
        quotation=quotation,
        orders=service.of_quotation(actor, quotation.id),
    )


def _latest(**wanted: int) -> str:
    actor = actor_or_none()
    if actor is None or not actor.can("orders:read"):
        return ""
    asked = OrderFilter(**wanted)
    page = service.listed(actor, asked, page=1, per_page=_FEW)
    if not page.rows:
        return ""
    return render_template("orders/staff/_latest.html", page=page, wanted=wanted)


slots.fill("quotation_staff_related", _quotation, order=20)
slots.fill("client_related", lambda client: _latest(client_id=client.id), order=30)
slots.fill("company_related", lambda company: _latest(company_id=company.id), order=30)


@blueprint.post("/quotations/<int:quotation_id>/invoice")
@staff_only("invoices:write")
def invoice_quotation(quotation_id: int) -> ResponseReturnValue:
    """Draw up one invoice of everything accepted that is not invoiced yet, and open it."""
    try:
        invoice = service.invoice_quotation(current_actor(), quotation_id)
    except Conflict as error:
        flash(str(error.message), "error")
        return redirect(url_for("quotations.detail", quotation_id=quotation_id))
    flash(gettext("The invoice was drawn up. Check it, then issue it."), "success")
    return redirect(url_for("invoices.show_invoice", invoice_id=invoice.id))
