"""Public pages of invoices: the client's page behind a link, and the verification of a document."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from portal.core import files
from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound, TooMany
from portal.core.files import Upload
from portal.core.i18n import get_locale, lazy_gettext
from portal.core.i18n import gettext as _
from portal.invoices import service
from portal.invoices.schemas import ProofIn, VerifyIn
from portal.invoices.service.papers import METHODS
from portal.links import service as links
from portal.web.context import (
    WorkspaceFace,
    client_ip,
    prefer_locale,
    select_locale,
    set_actor,
    user_agent,
)
from portal.web.downloads import send as send_file
from portal.web.forms import parse, schema_form, show
from portal.web.guards import public

blueprint = Blueprint("invoices_public", __name__)

_ProofFields = schema_form(
    ProofIn,
    labels={
        "amount": lazy_gettext("Amount transferred"),
        "note": lazy_gettext("Note to the firm"),
    },
)


class ProofForm(_ProofFields):  # type: ignore[misc, valid-type]
    """The proof of transfer: a file, and what the client wants to say of it."""

    file = FileField(lazy_gettext("Proof of transfer"))


VerifyForm = schema_form(
    VerifyIn,
    labels={
        "number": lazy_gettext("Document number"),
        "code": lazy_gettext("Verification code"),
    },
)

View = Callable[[str, Actor, int], ResponseReturnValue]


def _behind_link(view: View) -> Callable[[str], ResponseReturnValue]:
    """Open the link of ``token`` and call ``view(token, actor, invoice_id)`` as its holder.

    A link that has ended explains itself instead, with status 410.
    """

    @public
    @wraps(view)
    def opened_view(token: str) -> ResponseReturnValue:
        opened = links.open_link(
            token, "invoice", ip=client_ip(), user_agent=user_agent(), locale=None
        )
        prefer_locale(opened.link.locale)
        actor = opened.actor.speaking(select_locale())
        workspace = opened.workspace
        name = workspace.name_ar if actor.locale == "ar" else workspace.name_en
        set_actor(actor, WorkspaceFace(workspace.id, name, workspace.slug))
        if opened.ended is not None:
            page = render_template(
                "invoices/public/ended.html", ended=opened.ended, email=workspace.email
            )
            return page, 410
        if request.method == "GET":
            links.note_view(opened)
        return view(token, actor, opened.link.subject_id)

    return opened_view


@blueprint.get("/i/<token>")
@_behind_link
def show_invoice(token: str, actor: Actor, invoice_id: int) -> ResponseReturnValue:
    """The invoice: what is due, how to pay, what was paid."""
    return _page(token, actor, invoice_id, ProofForm())


def _page(token: str, actor: Actor, invoice_id: int, form: Any) -> str:
    view = service.public_view(actor, invoice_id)
    paper, invoice = view.paper, view.invoice
    page: str = render_template(
        "invoices/public/invoice.html",
        token=token,
        form=form,
        view=view,
        invoice=invoice,
        paper=paper,
        firm={"name": paper.seller.name, "logo_url": paper.seller.logo or None},
        state="overdue" if view.is_overdue else invoice.status,
        payable=view.due > 0,
        iban_shown=_grouped(paper.bank.iban) if paper.bank else None,
        methods=METHODS,
        proofs=[(proof, files.get(proof.file_id)) for proof in view.proofs],
    )
    return page


def _grouped(iban: str) -> str:
    """An IBAN in groups of four, as banks print it."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


@blueprint.get("/i/<token>/pdf")
@_behind_link
def pdf(token: str, actor: Actor, invoice_id: int) -> ResponseReturnValue:
    """The PDF, as it was issued."""
    invoice = service.get(actor, invoice_id)
    stored = service.stored_pdf(actor, invoice)
    if stored is not None:
        return send_file(stored, download="download" in request.args)
    return Response(service.pdf_bytes(actor, invoice), mimetype="application/pdf")


@blueprint.post("/i/<token>/proof")
@_behind_link
def proof(token: str, actor: Actor, invoice_id: int) -> ResponseReturnValue:
    """Take the proof of a transfer."""
    form, status = ProofForm(), 422
    sent, form.file.data = form.file.data, None  # the schema knows of the words beside it only
    data = parse(form, ProofIn)
    if not sent:
        show(form, Invalid.field("file", _("Choose the file first."), "missing"))
    elif data is not None:
        try:
            upload = Upload(sent.filename or "", sent.read())
            service.submit_proof(actor, invoice_id, upload, data)
        except Invalid as error:
            show(form, error)
        except (Conflict, TooMany) as error:
            form.form_errors.append(error.message)
            status = error.status
        else:
            flash(_("Thank you. We received your proof of transfer."), "success")
            return redirect(
                url_for("invoices_public.show_invoice", token=token, lang=request.args.get("lang"))
            )
    return _page(token, actor, invoice_id, form), status


# --- is this paper genuine? ---


@blueprint.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """The form, filled by the QR code of the document; nothing is looked up yet."""
    asked = request.args
    typed = {
        "number": (asked.get("n") or asked.get("number") or "")[:60],
        "code": (asked.get("c") or asked.get("code") or "")[:60],
    }
    return render_template(
        "invoices/public/verify.html", form=VerifyForm(formdata=None, data=typed)
    )


@blueprint.post("/verify")
@public
def verify_check() -> ResponseReturnValue:
    """Whether a document of this number and code was issued here; attempts are counted."""
    form = VerifyForm()
    data = parse(form, VerifyIn)
    if data is None:
        return render_template("invoices/public/verify.html", form=form), 422
    try:
        found = service.verify(data.number, data.code, ip=client_ip())
    except Invalid as error:
        show(form, error)
        return render_template("invoices/public/verify.html", form=form), 422
    except NotFound:
        return render_template("invoices/public/verify.html", form=form, outcome="unknown"), 404
    except TooMany as error:
        page = render_template("invoices/public/verify.html", form=form, limited=error.message)
        return page, 429, {"Retry-After": str(error.retry_after)}
    return render_template(
        "invoices/public/verify.html",
        form=form,
        outcome="genuine",
        found=found,
        firm={"name": found.entity_name(get_locale()), "logo_url": None},
        iban_shown=_grouped(found.iban) if found.iban else None,
    )
