"""Staff pages of invoices: the list, a draft's form, an issued document and its verbs."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit, files
from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound, Unprocessable
from portal.core.i18n import get_locale, locale_scope, pgettext
from portal.core.i18n import gettext as _
from portal.invoices import service
from portal.invoices.schemas import CreditIn
from portal.invoices.service import overview
from portal.invoices.service.papers import METHODS
from portal.invoices.staff import forms
from portal.invoices.staff.choosing import client_page
from portal.invoices.staff.door import blueprint
from portal.kit.money import format_amount
from portal.web.context import current_actor
from portal.web.downloads import send as send_file
from portal.web.forms import parse, show
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

_MAX_ROWS = 500


@blueprint.get("/invoices")
@staff_only("invoices:read")
def index() -> ResponseReturnValue:
    """All invoices and credit notes, by state and by a word."""
    actor, asked = current_actor(), StaffPage.asked()
    state, q = request.args.get("state", ""), request.args.get("q", "").strip()
    client_id = forms.asked_id("client_id")
    chosen = _filters(state)
    page = service.listed(
        actor, client_id=client_id, search=q, page=asked.page, per_page=asked.per_page, **chosen
    )
    kept = {"state": state} if state else {}
    chips = []
    if client_id:
        kept["client_id"] = str(client_id)
        name = clients.get(actor, client_id).name(get_locale())
        remove = url_for("invoices.index", state=state or None, q=q or None)
        chips.append({"label": name, "remove_url": remove})
    return render_template(
        "invoices/staff/list.html",
        page=page,
        today=accounts.today(actor),
        sums=overview.sums(actor, client_id=client_id, search=q, **chosen),
        q=q,
        active_state=state,
        state_tabs=_tabs(state, q, client_id),
        kept=kept,
        chips=chips,
        page_url=page_url,
    )


def _filters(state: str) -> dict[str, Any]:
    if state == "overdue":
        return {"overdue": True}
    if state == "credit_note":
        return {"kind": "credit_note"}
    if state in ("draft", "issued", "partially_paid", "paid", "credited"):
        return {"kind": "invoice", "status": state}
    return {}


def _tabs(active: str, q: str, client_id: int | None) -> list[dict[str, Any]]:
    labels = {
        "": pgettext("invoices", "All"),
        "draft": pgettext("invoices", "Drafts"),
        "issued": pgettext("invoices", "Issued"),
        "partially_paid": pgettext("invoices", "Partially paid"),
        "overdue": pgettext("invoices", "Overdue"),
        "paid": pgettext("invoices", "Paid"),
        "credited": pgettext("invoices", "Credited"),
        "credit_note": pgettext("invoices", "Credit notes"),
    }
    return [
        {
            "label": label,
            "url": url_for("invoices.index", state=state or None, q=q or None, client_id=client_id),
            "active": state == active,
        }
        for state, label in labels.items()
    ]


# --- a draft's form ---


@blueprint.get("/invoices/new")
@staff_only("invoices:write")
def new() -> ResponseReturnValue:
    """Choose the client, then write the invoice."""
    actor, client_id = current_actor(), forms.asked_id("client_id")
    if client_id is None:
        return client_page(actor, "invoices.new", _("New invoice"), "invoices.index")
    client = clients.get(actor, client_id)
    entity = accounts.legal_entity(actor)
    values = {
        "client_id": str(client.id),
        "legal_entity_id": str(entity.id),
        "language": client.locale,
        "currency": accounts.the_workspace(actor).currency,
        "lines": [{}],
    }
    return _form_page(actor, _draft_form(actor, client.id, values), client.id)


def _draft_form(actor: Actor, client_id: int, values: dict[str, Any] | None = None) -> Any:
    locale = get_locale()
    theirs = companies.listed(actor, client_id=client_id, page=1, per_page=200).rows
    ours = accounts.legal_entities(actor)
    return forms.invoice_form(
        locale,
        [(company.id, company.name(locale)) for company in theirs],
        [(entity.id, entity.name(locale)) for entity in ours],
        values,
    )


def _form_page(
    actor: Actor,
    form: Any,
    client_id: int,
    invoice_id: int | None = None,
    lock_version: int | None = None,
) -> str:
    page: str = render_template(
        "invoices/staff/form.html",
        form=form,
        client=clients.get(actor, client_id),
        crumbs=[(_("Invoices"), url_for("invoices.index"))],
        title=_("Edit draft invoice") if invoice_id else _("New invoice"),
        action=url_for("invoices.update", invoice_id=invoice_id)
        if invoice_id
        else url_for("invoices.create"),
        rows_url=_rows_url(invoice_id),
        invoice_id=invoice_id,
        lock_version=lock_version,
        totals=_totals(actor, form),
        cancel_url=url_for("invoices.show", invoice_id=invoice_id)
        if invoice_id
        else url_for("invoices.index"),
    )
    return page


def _rows_url(invoice_id: int | None) -> str:
    return url_for("invoices.rows", invoice_id=invoice_id)


def _totals(actor: Actor, form: Any) -> Any:
    """What the rows add up to, None while something in them is missing or wrong."""
    values = forms.unchecked(form)
    if values is None:
        return None
    try:
        return service.preview(actor, values)
    except (Invalid, NotFound):
        return None


@blueprint.post("/invoices/rows")
@staff_only("invoices:write")
def rows() -> ResponseReturnValue:
    """The lines with one added or taken away, or their totals; nothing is saved."""
    actor, client_id = current_actor(), forms.asked_id("client_id")
    if client_id is None:
        raise NotFound
    form = _draft_form(actor, client_id)
    if request.args.get("totals"):
        return render_template(
            "invoices/staff/_totals.html", form=form, totals=_totals(actor, form)
        )
    typed = forms.typed_rows(form)
    remove = request.form.get("remove_row", "")
    if remove.isascii() and remove.isdigit() and int(remove) < len(typed):
        del typed[int(remove)]
    if "add_row" in request.form and len(typed) < _MAX_ROWS:
        typed.append({})
    changed = _draft_form(actor, client_id, {**forms.typed(form), "lines": typed or [{}]})
    invoice_id = forms.asked_id("invoice_id")
    if request.headers.get("HX-Request"):
        return render_template(
            "invoices/staff/_lines.html",
            form=changed,
            rows_url=_rows_url(invoice_id),
            totals=_totals(actor, changed),
        )
    return _form_page(actor, changed, client_id, invoice_id, forms.asked_id("lock_version"))


@blueprint.post("/invoices")
@staff_only("invoices:write")
def create() -> ResponseReturnValue:
    """Save a new draft."""
    actor, client_id = current_actor(), forms.asked_id("client_id")
    if client_id is None:
        raise NotFound
    form = _draft_form(actor, clients.get(actor, client_id).id)
    data = forms.parsed_invoice(form)
    if data is not None:
        try:
            invoice = service.draft(actor, data)
        except Invalid as error:
            show(form, error)
        else:
            flash(_("The draft is saved. Check it, then issue it."), "success")
            return redirect(url_for("invoices.show", invoice_id=invoice.id))
    return _form_page(actor, form, client_id), 422


@blueprint.get("/invoices/<int:invoice_id>/edit")
@staff_only("invoices:write")
def edit(invoice_id: int) -> ResponseReturnValue:
    """The form of a draft."""
    actor = current_actor()
    invoice = service.get(actor, invoice_id)
    if invoice.status != "draft":
        raise Conflict(details={"state": invoice.status})
    values = forms.as_rows(overview.as_draft(actor, invoice).model_dump())
    form = _draft_form(actor, invoice.client_id, values)
    return _form_page(actor, form, invoice.client_id, invoice.id, invoice.lock_version)


@blueprint.post("/invoices/<int:invoice_id>/edit")
@staff_only("invoices:write")
def update(invoice_id: int) -> ResponseReturnValue:
    """Save a draft; what somebody else saved meanwhile is not overwritten unseen."""
    actor = current_actor()
    invoice = service.get(actor, invoice_id)
    form = _draft_form(actor, invoice.client_id)
    data, version = forms.parsed_invoice(form), forms.asked_id("lock_version")
    status = 422
    if data is not None:
        try:
            service.update_draft(actor, invoice_id, data, lock_version=version)
        except Invalid as error:
            show(form, error)
        except Conflict as error:
            if invoice.status != "draft":
                raise
            form.form_errors.append(error.message)
            status, version = 409, invoice.lock_version
        else:
            flash(_("The draft is saved."), "success")
            return redirect(url_for("invoices.show", invoice_id=invoice_id))
    return _form_page(actor, form, invoice.client_id, invoice_id, version), status


# --- one invoice ---


@blueprint.get("/invoices/<int:invoice_id>")
@staff_only("invoices:read")
def show_invoice(invoice_id: int) -> ResponseReturnValue:
    """An invoice: who, what, state and what comes next; payments, proofs, history."""
    return render_template("invoices/staff/detail.html", **_detail(current_actor(), invoice_id))


blueprint.add_url_rule("/invoices/<int:invoice_id>", "show", show_invoice)


def _detail(actor: Actor, invoice_id: int) -> dict[str, Any]:
    invoice = service.get(actor, invoice_id)
    client = clients.get(actor, invoice.client_id)
    locale, url = get_locale(), service.link_url(actor, invoice)
    overdue = invoice.is_overdue(accounts.today(actor))
    proofs = service.proofs_of(actor, invoice_id)
    return {
        "invoice": invoice,
        "about": service.described(actor, invoice),
        "state": "overdue" if overdue else invoice.status,
        "client": client,
        "company": companies.get(actor, invoice.company_id) if invoice.company_id else None,
        "entity": accounts.legal_entity(actor, invoice.legal_entity_id),
        "bears_vat": invoice.treatment != "plain"
        and accounts.legal_entity(actor, invoice.legal_entity_id).vat_registered,
        "public_url": url,
        "whatsapp_url": _whatsapp(client.phone, client.locale, invoice, url),
        "contacts": clients.recipients(actor, client.id),
        "payments": service.payments_of(actor, invoice_id) if actor.can("payments:read") else [],
        "credit": _credit(actor, client.id, invoice.currency),
        "proofs": [(proof, files.get(proof.file_id)) for proof in proofs],
        "methods": METHODS,
        "history": audit.timeline([("invoice", invoice_id)]),
        "locale": locale,
    }


def _credit(actor: Actor, client_id: int, currency: str) -> Decimal | None:
    if not actor.can("payments:read"):
        return None
    return service.client_credit(actor, client_id).get(currency)


def _whatsapp(phone: str | None, locale: str, invoice: Any, url: str | None) -> str | None:
    """An address that opens WhatsApp with a message in the client's language."""
    if url is None:
        return None
    with locale_scope(locale):
        text = _(
            "Invoice %(number)s, %(total)s. View it, pay and send the proof of transfer here: "
            "%(url)s",
            number=invoice.number,
            total=format_amount(invoice.total, invoice.currency, locale),
            url=url,
        )
    digits = "".join(char for char in phone or "" if char.isdigit())
    return f"https://wa.me/{digits}?text={quote(text)}"


@blueprint.get("/invoices/<int:invoice_id>/pdf")
@staff_only("invoices:read")
def pdf(invoice_id: int) -> ResponseReturnValue:
    """The stored PDF of an issued invoice."""
    actor = current_actor()
    invoice = service.get(actor, invoice_id)
    stored = service.stored_pdf(actor, invoice)
    if stored is not None:
        return send_file(stored)
    return Response(service.pdf_bytes(actor, invoice), mimetype="application/pdf")


@blueprint.get("/invoices/<int:invoice_id>/proofs/<int:proof_id>")
@staff_only("invoices:read")
def proof(invoice_id: int, proof_id: int) -> Response:
    """A proof of transfer that the client uploaded."""
    for row in service.proofs_of(current_actor(), invoice_id):
        if row.id == proof_id:
            return send_file(files.get(row.file_id))
    raise NotFound


@blueprint.post("/invoices/<int:invoice_id>/issue")
@staff_only("invoices:write")
def issue(invoice_id: int) -> ResponseReturnValue:
    """Give a draft its number and freeze it."""
    try:
        invoice = service.issue(current_actor(), invoice_id)
    except (Conflict, Unprocessable) as error:
        return _refused(invoice_id, error)
    flash(_("Invoice %(number)s is issued.", number=invoice.number), "success")
    return redirect(url_for("invoices.show", invoice_id=invoice_id))


@blueprint.post("/invoices/<int:invoice_id>/send")
@staff_only("invoices:write")
def send(invoice_id: int) -> ResponseReturnValue:
    """Mail the invoice's link to the client."""
    actor = current_actor()
    try:
        invoice = service.send(actor, invoice_id)
    except (Conflict, Unprocessable) as error:
        return _refused(invoice_id, error)
    flash(_("Invoice %(number)s is sent to the client.", number=invoice.number), "success")
    return redirect(url_for("invoices.show", invoice_id=invoice_id))


@blueprint.post("/invoices/<int:invoice_id>/discard")
@staff_only("invoices:write")
def discard(invoice_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    try:
        service.discard_draft(current_actor(), invoice_id)
    except Conflict as error:
        return _refused(invoice_id, error)
    flash(_("The draft is discarded."), "success")
    return redirect(url_for("invoices.index"))


@blueprint.get("/invoices/<int:invoice_id>/credit")
@staff_only("invoices:write")
def credit(invoice_id: int) -> ResponseReturnValue:
    """Ask for the reason of a credit note and say what it does."""
    return _credit_page(invoice_id, forms.CreditForm())


@blueprint.post("/invoices/<int:invoice_id>/credit")
@staff_only("invoices:write")
def credit_submit(invoice_id: int) -> ResponseReturnValue:
    """Issue the credit note that cancels the invoice."""
    form = forms.CreditForm()
    data = parse(form, CreditIn)
    if data is not None:
        try:
            note = service.credit(current_actor(), invoice_id, data.reason)
        except Invalid as error:
            show(form, error)
        except (Conflict, Unprocessable) as error:
            return _refused(invoice_id, error)
        else:
            flash(_("Credit note %(number)s is issued.", number=note.number), "success")
            return redirect(url_for("invoices.show", invoice_id=note.id))
    return _credit_page(invoice_id, form), 422


def _credit_page(invoice_id: int, form: Any) -> str:
    actor = current_actor()
    invoice = service.get(actor, invoice_id)
    page: str = render_template(
        "invoices/staff/credit.html",
        form=form,
        invoice=invoice,
        client=clients.get(actor, invoice.client_id),
    )
    return page


def _refused(invoice_id: int, error: Conflict | Unprocessable) -> ResponseReturnValue:
    """The invoice again, with why it could not be done."""
    detail = _detail(current_actor(), invoice_id)
    return render_template("invoices/staff/detail.html", problem=error, **detail), error.status
