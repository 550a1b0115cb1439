"""The invoices resource of the API."""

from flask import Response, redirect, url_for
from pydantic import Field

from portal.accounts import service as accounts
from portal.core.actor import system_actor
from portal.core.db import enter_workspace
from portal.core.errors import Gone
from portal.core.schema import Id, Schema
from portal.core.secrets import sign, unsign
from portal.invoices import service as invoices
from portal.invoices.schemas import InvoiceOut, InvoiceStatus, InvoiceSummary
from portal.web.api import Api, IdPath, ListQuery, listing, page_answer
from portal.web.context import current_actor
from portal.web.downloads import SIGNED_SECONDS, signed_url

api = Api("invoices", __name__, tag="Invoices", description="Invoices and credit notes.")
_PURPOSE = "invoice-pdf"


class InvoiceQuery(ListQuery):
    """The filters of the list."""

    status: InvoiceStatus | None = None
    client_id: Id | None = None
    search: str = Field("", max_length=200, description="Number, client, company or reference.")


class TokenPath(Schema):
    """The path of a signed address."""

    token: str = Field(max_length=400)


@api.operation(
    "GET", "/invoices", scope="invoices:read", answers=listing("InvoiceList", InvoiceSummary)
)
def list_invoices(query: InvoiceQuery) -> dict[str, object]:
    """List invoices and credit notes, newest first."""
    actor = current_actor()
    page = invoices.listed(
        actor,
        status=query.status,
        client_id=query.client_id,
        search=query.search,
        page=query.page,
        per_page=query.per_page,
    )
    today = accounts.today(actor)
    return page_answer(page, lambda row: invoices.summary(row, today))


@api.operation(
    "GET", "/invoices/<int:id>", scope="invoices:read", answers=InvoiceOut, errors=(404,)
)
def show_invoice(path: IdPath) -> InvoiceOut:
    """Get one invoice or credit note."""
    actor = current_actor()
    return invoices.described(actor, invoices.get(actor, path.id))


@api.operation(
    "GET",
    "/invoices/<int:id>/pdf",
    scope="invoices:read",
    answers=None,
    status=302,
    errors=(404, 409),
)
def invoice_pdf(path: IdPath) -> Response:
    """Go to the PDF: an address that works without a key for five minutes."""
    actor = current_actor()
    invoice = invoices.get(actor, path.id)
    stored = invoices.stored_pdf(actor, invoice)
    if stored is not None:
        return redirect(signed_url(stored))  # type: ignore[return-value]
    # Nothing may be stored in a GET: such a PDF is drawn when its address is opened.
    token = sign(_PURPOSE, [actor.workspace_id, invoice.id])
    return redirect(  # type: ignore[return-value]
        url_for("invoices_api.drawn_pdf", token=token, _external=True)
    )


@api.operation("GET", "/public/invoice-pdfs/<token>", scope=None, answers=None, errors=(404, 410))
def drawn_pdf(path: TokenPath) -> Response:
    """The PDF behind a signed address that has no stored file."""
    payload = unsign(_PURPOSE, path.token, SIGNED_SECONDS)
    if payload is None:
        raise Gone
    workspace_id, invoice_id = payload
    enter_workspace(workspace_id)
    actor = system_actor(workspace_id)
    invoice = invoices.get(actor, invoice_id)
    response = Response(invoices.pdf_bytes(actor, invoice), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{invoice.number}.pdf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
