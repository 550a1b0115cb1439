"""The staff's home page."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.db import now
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext
from portal.dashboard import service
from portal.dashboard.service import Desk
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.guards import staff_only

blueprint = Blueprint("dashboard", __name__)

navigation.add(
    navigation.Entry("work", lazy_gettext("Dashboard"), "dashboard.home", "dashboard", None, 0)
)


@blueprint.get("/")
@staff_only()
def home() -> ResponseReturnValue:
    """What needs somebody now, the month in figures, and where work begins."""
    actor = current_actor()
    desk = service.desk(actor)
    return render_template(
        "dashboard/staff/home.html", desk=desk, needs=_needs(desk), quick=_quick(actor), now=now()
    )


def _need(count: int, label: str, icon: str, tone: str, url: str, **more: Any) -> dict[str, Any]:
    return {"count": count, "label": label, "icon": icon, "tone": tone, "url": url, **more}


def _needs(desk: Desk) -> list[dict[str, Any]]:
    """The tiles that are not empty, the most pressing first."""
    found: list[dict[str, Any]] = []
    if (orders := desk.orders) is not None:
        index = url_for("orders.index")
        awaiting = url_for("orders.index", status="awaiting_information")
        found += [
            _need(orders.overdue, _("Steps overdue"), "alert-triangle", "refused", "#pressing"),
            _need(orders.due_today, _("Steps due today"), "clock", "waiting", "#pressing"),
            _need(
                orders.awaiting_information,
                _("Orders awaiting information"),
                "message-question",
                "waiting",
                awaiting or index,
            ),
        ]
    if (bills := desk.invoices) is not None:
        found.append(
            _need(
                bills.overdue,
                _("Invoices overdue"),
                "calendar-due",
                "refused",
                url_for("invoices.index", state="overdue"),
                amount=bills.overdue_total,
            )
        )
        if bills.proofs is not None:
            found.append(
                _need(
                    bills.proofs,
                    _("Proofs of transfer to check"),
                    "receipt",
                    "waiting",
                    url_for("invoices.index", state="issued"),
                )
            )
    if (offers := desk.quotations) is not None:
        found += [
            _need(
                offers.expiring_soon,
                _("Quotations that end soon"),
                "hourglass",
                "waiting",
                "#expiring",
            ),
            _need(
                offers.waiting,
                _("Quotations waiting for an answer"),
                "send",
                "moving",
                url_for("quotations.index", status="sent"),
                amount=offers.waiting_total,
            ),
            _need(
                offers.drafts,
                _("Quotation drafts"),
                "edit",
                "draft",
                url_for("quotations.index", status="draft"),
            ),
        ]
    if bills is not None:
        found.append(
            _need(
                bills.drafts,
                _("Invoice drafts"),
                "file-invoice",
                "draft",
                url_for("invoices.index", state="draft"),
            )
        )
    return [need for need in found if need["count"]]


def _quick(actor: Any) -> list[dict[str, Any]]:
    """Where work begins, by what the actor may write."""
    wanted = [
        ("quotations:write", _("New quotation"), "quotations.new", "file-plus"),
        ("clients:write", _("New client"), "clients.new", "user-plus"),
        ("orders:write", _("New order"), "orders.new", "clipboard-list"),
        ("invoices:write", _("New invoice"), "invoices.new", "file-invoice"),
        ("payments:write", _("Record payment"), "invoices.new_payment", "cash"),
    ]
    return [
        {"label": label, "url": url_for(endpoint), "icon": icon}
        for permission, label, endpoint, icon in wanted
        if actor.can(permission)
    ]
