"""Staff pages of payments: the list, recording one, what it settles, its receipt, voiding it."""

from decimal import Decimal
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.core import audit, files
from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, Unprocessable
from portal.core.i18n import get_locale, pgettext
from portal.core.i18n import gettext as _
from portal.invoices import service
from portal.invoices.schemas import PaymentIn, VoidIn
from portal.invoices.service import overview
from portal.invoices.service.papers import METHODS
from portal.invoices.staff import forms
from portal.invoices.staff.choosing import client_page
from portal.invoices.staff.door import blueprint
from portal.kit import money
from portal.web.context import current_actor
from portal.web.downloads import send as send_file
from portal.web.forms import as_typed, parse, show
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url


@blueprint.get("/payments")
@staff_only("payments:read")
def payments() -> ResponseReturnValue:
    """Payments received, by state and by a word."""
    actor, asked = current_actor(), StaffPage.asked()
    state, q = request.args.get("state", ""), request.args.get("q", "").strip()
    status = state if state in ("draft", "posted", "void") else None
    client_id = forms.asked_id("client_id")
    page = service.list_payments(
        actor,
        status=status,
        client_id=client_id,
        search=q,
        page=asked.page,
        per_page=asked.per_page,
    )
    kept, chips = ({"state": state} if state else {}), []
    if client_id:
        kept["client_id"] = str(client_id)
        name = clients.get(actor, client_id).name(get_locale())
        remove = url_for("invoices.payments", state=state or None, q=q or None)
        chips.append({"label": name, "remove_url": remove})
    return render_template(
        "invoices/staff/payments.html",
        page=page,
        methods=METHODS,
        q=q,
        active_state=state,
        state_tabs=_tabs(state, q, client_id),
        kept=kept,
        chips=chips,
        page_url=page_url,
    )


def _tabs(active: str, q: str, client_id: int | None) -> list[dict[str, Any]]:
    labels = {
        "": pgettext("payments", "All"),
        "draft": pgettext("payments", "Drafts"),
        "posted": pgettext("payments", "Posted"),
        "void": pgettext("payments", "Void"),
    }
    return [
        {
            "label": label,
            "url": url_for(
                "invoices.payments", state=state or None, q=q or None, client_id=client_id
            ),
            "active": state == active,
        }
        for state, label in labels.items()
    ]


@blueprint.get("/payments/new")
@staff_only("payments:write")
def new_payment() -> ResponseReturnValue:
    """Choose the client, then record what they paid; an invoice or a proof fills the form."""
    actor, client_id = current_actor(), forms.asked_id("client_id")
    invoice_id, proof_id = forms.asked_id("invoice_id"), forms.asked_id("proof_id")
    invoice = service.get(actor, invoice_id) if invoice_id else None
    if invoice is not None:
        client_id = invoice.client_id
    if client_id is None:
        return client_page(
            actor, "invoices.new_payment", _("Record a payment"), "invoices.payments"
        )
    amount = invoice.amount_due if invoice else Decimal(0)
    if invoice and proof_id:
        proofs = {proof.id: proof.amount for proof in service.proofs_of(actor, invoice.id)}
        amount = proofs.get(proof_id) or amount
    entity_id = invoice.legal_entity_id if invoice else accounts.legal_entity(actor).id
    currency = invoice.currency if invoice else accounts.the_workspace(actor).currency
    values = {
        "client_id": str(client_id),
        "legal_entity_id": str(entity_id),
        "currency": currency,
        "proof_id": str(proof_id or ""),
        "amount": as_typed(amount) if amount else "",
        "paid_on": accounts.today(actor).isoformat(),
        "method": "bank_transfer",
    }
    return _payment_page(actor, client_id, _filled(actor, client_id, values, first=invoice_id))


def _open(actor: Actor, client_id: int, entity_id: str, currency: str) -> list[Any]:
    """The client's invoices that a payment to this legal entity can settle, oldest due first."""
    return [
        invoice
        for invoice in overview.open_invoices(actor, client_id)
        if str(invoice.legal_entity_id) == entity_id and invoice.currency == currency
    ]


def _filled(
    actor: Actor, client_id: int, values: dict[str, Any], *, first: int | None = None
) -> Any:
    """The form with its amount spread over the open invoices, ``first`` before the others."""
    offered = _open(actor, client_id, values["legal_entity_id"], values["currency"])
    by_turn = sorted(offered, key=lambda invoice: invoice.id != first)
    shares = forms.spread(
        _amount(values.get("amount", "")), [invoice.amount_due for invoice in by_turn]
    )
    share_of = {invoice.id: share for invoice, share in zip(by_turn, shares, strict=True)}
    allocations = [
        {
            "invoice_id": str(invoice.id),
            "amount": as_typed(share_of[invoice.id]) if share_of[invoice.id] else "",
        }
        for invoice in offered
    ]
    return forms.PaymentForm(formdata=None, data={**values, "allocations": allocations})


def _amount(text: str) -> Decimal:
    try:
        return money.parse_amount(text) if text else Decimal(0)
    except ValueError:
        return Decimal(0)


def _payment_page(
    actor: Actor, client_id: int, form: Any, template: str = "payment_form.html"
) -> str:
    locale = get_locale()
    form.legal_entity_id.choices = [
        (entity.id, entity.name(locale)) for entity in accounts.legal_entities(actor)
    ]
    currency = form.currency.data or "SAR"
    offered = _open(actor, client_id, str(form.legal_entity_id.data), currency)
    typed = {}
    for row in form.allocations:
        typed[str(row.form.invoice_id.data)] = row
    page: str = render_template(
        f"invoices/staff/{template}",
        form=form,
        client=clients.get(actor, client_id),
        currency=currency,
        rows=[(invoice, typed[str(invoice.id)]) for invoice in offered if str(invoice.id) in typed],
        credit=service.client_credit(actor, client_id).get(currency),
        today=accounts.today(actor),
    )
    return page


@blueprint.post("/payments/allocations")
@staff_only("payments:write")
def allocations() -> ResponseReturnValue:
    """The amount spread over the open invoices, oldest due first; nothing is saved."""
    actor, form = current_actor(), forms.PaymentForm()
    client_id = clients.get(actor, forms.asked_id("client_id") or 0).id
    values = {**forms.typed(form), "csrf_token": None}
    values.setdefault("currency", accounts.the_workspace(actor).currency)
    values.setdefault("legal_entity_id", str(accounts.legal_entity(actor).id))
    filled = _filled(actor, client_id, values)
    part = request.headers.get("HX-Request")
    return _payment_page(
        actor, client_id, filled, "_allocations.html" if part else "payment_form.html"
    )


@blueprint.post("/payments")
@staff_only("payments:write")
def record_payment() -> ResponseReturnValue:
    """Record a payment and post it, or keep it as a draft."""
    actor, form = current_actor(), forms.PaymentForm()
    client_id = clients.get(actor, forms.asked_id("client_id") or 0).id
    with forms.only_paid_rows(form) as nothing_given:
        data = parse(form, PaymentIn, **({"allocations": []} if nothing_given else {}))
        status = 422
        if data is not None:
            try:
                payment = service.record_payment(actor, data)
                if "draft" not in request.form:
                    payment = service.post_payment(actor, payment.id)
            except Invalid as error:
                show(form, error)
            except (Conflict, Unprocessable) as error:
                form.form_errors.append(error.message)
                status = error.status
            else:
                flash(_recorded(payment), "success")
                return redirect(url_for("invoices.show_payment", payment_id=payment.id))
    return _payment_page(actor, client_id, form), status


def _recorded(payment: Any) -> str:
    if payment.status == "draft":
        return str(_("The payment is kept as a draft. It counts once it is posted."))
    return str(_("Payment %(number)s is recorded.", number=payment.number))


@blueprint.get("/payments/<int:payment_id>")
@staff_only("payments:read")
def show_payment(payment_id: int) -> ResponseReturnValue:
    """A payment: who paid what, how, and which invoices it settled."""
    return render_template("invoices/staff/payment.html", **_detail(current_actor(), payment_id))


def _detail(actor: Actor, payment_id: int) -> dict[str, Any]:
    payment = service.get_payment(actor, payment_id)
    offered = _open(actor, payment.client_id, str(payment.legal_entity_id), payment.currency)
    return {
        "payment": payment,
        "client": clients.get(actor, payment.client_id),
        "entity": accounts.legal_entity(actor, payment.legal_entity_id),
        "allocations": service.allocations_of(actor, payment_id),
        "open_invoices": offered if payment.unallocated else [],
        "method": METHODS.get(payment.method, payment.method),
        "history": audit.timeline([("payment", payment_id)]),
    }


def _refused(payment_id: int, error: Any) -> ResponseReturnValue:
    detail = _detail(current_actor(), payment_id)
    page = render_template("invoices/staff/payment.html", problem=error, **detail)
    return page, error.status


@blueprint.post("/payments/<int:payment_id>/post")
@staff_only("payments:write")
def post_payment(payment_id: int) -> ResponseReturnValue:
    """Post a draft payment: it gets its number and settles its invoices."""
    try:
        payment = service.post_payment(current_actor(), payment_id)
    except (Conflict, Unprocessable) as error:
        return _refused(payment_id, error)
    flash(_recorded(payment), "success")
    return redirect(url_for("invoices.show_payment", payment_id=payment_id))


@blueprint.post("/payments/<int:payment_id>/allocate")
@staff_only("payments:write")
def allocate(payment_id: int) -> ResponseReturnValue:
    """Settle an open invoice with what is left of the payment."""
    actor = current_actor()
    payment = service.get_payment(actor, payment_id)
    chosen = forms.asked_id("invoice_id")
    due = {
        invoice.id: invoice.amount_due
        for invoice in overview.open_invoices(actor, payment.client_id)
    }
    share = min(payment.unallocated, due.get(chosen or 0, Decimal(0)))
    try:
        service.allocate(actor, payment_id, [(chosen or 0, share)])
    except (Conflict, Unprocessable) as error:
        return _refused(payment_id, error)
    flash(_("The credit is used for the invoice."), "success")
    return redirect(url_for("invoices.show_payment", payment_id=payment_id))


@blueprint.get("/payments/<int:payment_id>/void")
@staff_only("payments:write")
def void(payment_id: int) -> ResponseReturnValue:
    """Ask why a payment is void and say what that does."""
    return _void_page(payment_id, forms.VoidForm())


@blueprint.post("/payments/<int:payment_id>/void")
@staff_only("payments:write")
def void_submit(payment_id: int) -> ResponseReturnValue:
    """Void a payment: what it settled is due again."""
    form = forms.VoidForm()
    data = parse(form, VoidIn)
    if data is not None:
        try:
            service.void_payment(current_actor(), payment_id, data.reason)
        except Invalid as error:
            show(form, error)
        except (Conflict, Unprocessable) as error:
            return _refused(payment_id, error)
        else:
            flash(_("The payment is void. What it settled is due again."), "success")
            return redirect(url_for("invoices.show_payment", payment_id=payment_id))
    return _void_page(payment_id, form), 422


def _void_page(payment_id: int, form: Any) -> str:
    actor = current_actor()
    payment = service.get_payment(actor, payment_id)
    page: str = render_template(
        "invoices/staff/void.html",
        form=form,
        payment=payment,
        client=clients.get(actor, payment.client_id),
        allocations=service.allocations_of(actor, payment_id),
    )
    return page


@blueprint.get("/payments/<int:payment_id>/receipt")
@staff_only("payments:read")
def receipt(payment_id: int) -> ResponseReturnValue:
    """The receipt of a posted payment as PDF."""
    actor = current_actor()
    payment = service.get_payment(actor, payment_id)
    if payment.pdf_file_id is not None:
        return send_file(files.get(payment.pdf_file_id))
    return Response(service.receipt_bytes(actor, payment), mimetype="application/pdf")
