"""The list of quotations."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.clients import service as clients
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.quotations import service
from portal.quotations.staff.door import READ, blueprint
from portal.web.context import current_actor
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

STATES = (
    "draft", "sent", "viewed", "accepted", "converted", "declined", "expired", "withdrawn",
)  # fmt: skip


@blueprint.get("/quotations")
@staff_only(READ)
def index() -> ResponseReturnValue:
    """Quotations, newest first, by words, state and client."""
    actor = current_actor()
    asked = StaffPage.asked()
    q = request.args.get("q", "").strip()[:100]
    status = request.args.get("status", "")
    status = status if status in STATES else ""
    client = _client(request.args.get("client_id", ""))
    found = service.listed(
        actor,
        search=q,
        status=status or None,
        client_id=client.id if client else None,
        page=asked.page,
        per_page=asked.per_page,
    )
    return render_template(
        "quotations/staff/list.html",
        rows=[_row(row, actor.locale) for row in found.rows],
        meta=found.meta,
        page_url=page_url,
        q=q,
        status=status,
        states=STATES,
        client=client,
        chips=_chips(q, status, client, actor.locale),
    )


def _client(text: str) -> Any:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        return clients.get(current_actor(), int(text))
    except NotFound:
        return None


def _row(row: Any, locale: str) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": url_for("quotations.detail", quotation_id=row.id),
        "client": row.client_name(locale),
        "status": row.state,
        "valid_until": row.valid_until,
        "total": row.total,
        "currency": row.currency,
        "reference": row.external_reference,
    }


def _chips(q: str, status: str, client: Any, locale: str) -> list[dict[str, str]]:
    active = {
        "q": q,
        "status": status,
        "client_id": str(client.id) if client else "",
    }

    def without(name: str) -> str:
        rest = {key: value for key, value in active.items() if value and key != name}
        return url_for("quotations.index", **rest)  # type: ignore[arg-type]

    chips = []
    if q:
        chips.append({"label": _("Words: %(words)s", words=q), "remove_url": without("q")})
    if status:
        chips.append({"state": status, "remove_url": without("status")})
    if client:
        chips.append({"label": client.name(locale), "remove_url": without("client_id")})
    return chips
