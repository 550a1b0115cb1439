"""Choosing the client first: an invoice and a payment both begin with whose they are."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.clients import service as clients
from portal.core.actor import Actor
from portal.web.paging import StaffPage, page_url


def client_page(actor: Actor, endpoint: str, title: str, back: str) -> ResponseReturnValue:
    """Clients to choose from; each opens ``endpoint`` with its id."""
    asked, q = StaffPage.asked(), request.args.get("q", "").strip()
    page = clients.listed(actor, search=q, page=asked.page, per_page=asked.per_page)
    return render_template(
        "invoices/staff/choose_client.html",
        page=page,
        q=q,
        title=title,
        endpoint=endpoint,
        back=back,
        page_url=page_url,
    )
