"""The client's own page of a quotation, opened by a link and without an account.

A GET writes nothing but the access log; every change is a POST with a CSRF token. The link's
holder acts as an Actor with a few permissions, so the same service functions decide.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.core import files
from portal.core.actor import system_actor
from portal.core.errors import (
    AppError,
    Conflict,
    Forbidden,
    Invalid,
    TooMany,
    Unprocessable,
)
from portal.core.i18n import get_locale, lazy_gettext, supported
from portal.core.i18n import gettext as _
from portal.core.pdf import image_data_uri
from portal.invoices import service as invoices
from portal.links import service as links
from portal.quotations import service
from portal.quotations.schemas import AcceptIn, CommentIn, DeclineIn, NewLinkIn, PublicView
from portal.web.context import (
    LANGUAGE_COOKIE,
    WorkspaceFace,
    client_ip,
    prefer_locale,
    set_actor,
    user_agent,
)
from portal.web.downloads import send as send_file
from portal.web.forms import parse, schema_form, show
from portal.web.guards import public

blueprint = Blueprint("quotations_public", __name__)

AcceptForm = schema_form(
    AcceptIn,
    labels={
        "name": lazy_gettext("Your name"),
        "role": lazy_gettext("Your role"),
        "signature": lazy_gettext("Signature"),
        "code": lazy_gettext("One-time code"),
        "optional_line_ids": lazy_gettext("Optional items"),
    },
    hidden=("version", "note"),
)
DeclineForm = schema_form(
    DeclineIn,
    labels={"reason": lazy_gettext("Why do you decline?"), "name": lazy_gettext("Your name")},
    hidden=("version",),
)
QuestionForm = schema_form(
    CommentIn, labels={"body": lazy_gettext("Your question"), "name": lazy_gettext("Your name")}
)
NewLinkForm = schema_form(NewLinkIn, labels={"message": lazy_gettext("Your message")})


def _open(token: str) -> links.OpenedLink:
    """The link's holder becomes the request's actor, speaking the language they chose."""
    chosen = supported(request.args.get("lang")) or supported(request.cookies.get(LANGUAGE_COOKIE))
    opened = links.open_link(
        token, "quotation", ip=client_ip(), user_agent=user_agent(), locale=chosen
    )
    prefer_locale(opened.link.locale)
    name = opened.workspace.name_ar if get_locale() == "ar" else opened.workspace.name_en
    actor = opened.actor.speaking(get_locale())
    set_actor(actor, WorkspaceFace(opened.workspace.id, name, opened.workspace.slug))
    return links.OpenedLink(opened.link, actor, opened.workspace)


def _subject(opened: links.OpenedLink) -> int:
    """The quotation of a link that still works. Raises ``Conflict`` for one that ended."""
    if opened.ended:
        raise Conflict(
            lazy_gettext("This link no longer works. Ask for a new one."),
            code="link_ended",
            details={"state": opened.ended},
        )
    return opened.link.subject_id


@blueprint.get("/q/<token>")
@public
def show_page(token: str) -> ResponseReturnValue:
    """The version that was sent, where it stands, and the places to answer."""
    opened = _open(token)
    links.note_view(opened)
    if opened.ended:
        return _ended(token, opened)
    answer = _page(token, opened)
    return _remember_language(answer)


def _remember_language(page: str) -> ResponseReturnValue:
    """A language asked for in the address stays for the forms of this page."""
    chosen = supported(request.args.get("lang"))
    if chosen is None:
        return page
    response = make_response(page)
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def _ended(token: str, opened: links.OpenedLink) -> ResponseReturnValue:
    page = render_template(
        "quotations/public/ended.html", token=token, ended=opened.ended, view=None
    )
    return page, 410


def _page(
    token: str,
    opened: links.OpenedLink,
    *,
    accept_form: Any = None,
    decline_form: Any = None,
    question_form: Any = None,
    problem: Any = None,
    code_sent: Any = None,
    wants_code: bool = False,
) -> str:
    actor = opened.actor
    view = service.public_view(actor, opened.link.subject_id)
    accept_form = accept_form or AcceptForm(formdata=None)
    chosen = _chosen(view, accept_form.optional_line_ids.data or [])
    totals = service.totals_if(actor, view.quotation_id, chosen) if chosen else view.totals
    agreed = view.state in ("accepted", "converted")
    page_url = links.url(opened.link)
    return render_template(
        "quotations/public/quotation.html",
        token=token,
        view=view,
        firm={"name": view.seller["name"], "logo_url": logo_url(view)},
        buyer_name=view.buyer["name"],
        seller_name=view.seller["name"],
        seller_address=view.seller["address"],
        totals=totals,
        chosen_ids=chosen,
        has_options=any(line.optional for line in view.lines),
        accept_form=accept_form,
        decline_form=decline_form or DeclineForm(formdata=None),
        question_form=question_form or QuestionForm(formdata=None),
        problem=problem,
        code_sent=code_sent,
        needs_code=wants_code or _wants_code(view, totals.total),
        comments=[_comment(comment, view) for comment in view.comments],
        can_ask=view.state not in ("withdrawn",),
        invoices=_invoices(actor, view) if agreed else [],
        quotation=service.head(actor, view.quotation_id),
        page_url=page_url,
        mailto=_mailto(view, page_url),
        viewed_url=url_for("quotations_public.viewed", token=token)
        if view.state == "sent"
        else None,
    )


def logo_url(view: PublicView) -> str | None:
    """The logo of the legal entity, as a picture inside the page."""
    file_id = view.seller.get("logo_file_id")
    return image_data_uri(files.read(files.get(file_id))) if file_id else None


def _wants_code(view: PublicView, total: Decimal) -> bool:
    return view.requires_code or (view.code_above is not None and total >= view.code_above)


def _chosen(view: PublicView, typed: Sequence[str]) -> list[int]:
    """The ticked lines that are really optional lines of this version."""
    return [line.id for line in view.lines if line.optional and str(line.id) in typed]


def _comment(comment: Any, view: PublicView) -> dict[str, Any]:
    mine = comment.author_kind == "client"
    return {
        "author": comment.author_name or (_("You") if mine else view.seller["name"]),
        "at": comment.at,
        "text": comment.body,
        "mine": mine,
    }


def _mailto(view: PublicView, page_url: str) -> str:
    subject = _("Quotation %(number)s", number=view.number)
    body = _("Please look at this quotation and answer it here:") + f"\n\n{page_url}\n"
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


def _invoices(actor: Any, view: PublicView) -> list[dict[str, Any]]:
    """Issued invoices of the quotation with their own pages."""
    today = accounts.today(actor)
    # the link may not list invoices; those of its own quotation are its to see
    house = system_actor(actor.workspace_id, locale=actor.locale)
    return [
        {
            "number": invoice.number,
            "url": invoices.link_url(actor, invoice),
            "state": "overdue" if invoice.is_overdue(today) else invoice.status,
            "total": invoice.total,
            "currency": invoice.currency,
            "open": invoice.is_open,
        }
        for invoice in invoices.of_source(house, "quotation", view.quotation_id)
        if invoice.status != "draft"
    ]


def _back(token: str, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("quotations_public.show_page", token=token) + anchor)


@blueprint.post("/q/<token>/viewed")
@public
def viewed(token: str) -> ResponseReturnValue:
    """A person has the page in front of them; said once by the page itself."""
    opened = _open(token)
    if not opened.ended:
        service.mark_viewed(opened.actor, opened.link.subject_id)
    return "", 204


@blueprint.post("/q/<token>/totals")
@public
def totals(token: str) -> ResponseReturnValue:
    """The total with the ticked optional lines: a fragment, or the page with all that was typed."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    form = AcceptForm()
    if not request.headers.get("HX-Request"):
        return _page(token, opened, accept_form=form)
    view = service.public_view(opened.actor, _subject(opened))
    chosen = _chosen(view, form.optional_line_ids.data or [])
    sums = service.totals_if(opened.actor, view.quotation_id, chosen)
    return render_template("quotations/public/totals.html", view=view, totals=sums)


@blueprint.post("/q/<token>/accept")
@public
def accept(token: str) -> ResponseReturnValue:
    """Accept the version that the form shows."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    form = AcceptForm()
    data = parse(form, AcceptIn)
    problem: AppError | None = None
    if data is not None:
        try:
            service.accept(opened.actor, _subject(opened), data)
        except Invalid as error:
            show(form, error)
        except (Conflict, Forbidden, TooMany) as error:
            problem = error
        else:
            flash(_("Thank you. Your acceptance is recorded, and a copy is on its way to you."),
                  "success")  # fmt: skip
            return _back(token)
    wants_code = problem is not None and problem.code == "step_up_required"
    page = _page(
        token,
        opened,
        accept_form=form,
        problem=problem.message if problem else None,
        wants_code=wants_code,
    )
    return page, problem.status if problem else 422


@blueprint.post("/q/<token>/code")
@public
def request_code(token: str) -> ResponseReturnValue:
    """Send the one-time code; the page comes back with all that was typed."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    form = AcceptForm()
    try:
        sent = service.request_code(opened.actor, _subject(opened))
    except (Conflict, Unprocessable, TooMany) as error:
        return _page(token, opened, accept_form=form, problem=error.message, wants_code=True), (
            error.status
        )
    told = _(
        "We sent a code to %(addresses)s. It works for %(minutes)s minutes.",
        addresses=", ".join(sent.sent_to),
        minutes=sent.minutes,
    )
    return _page(token, opened, accept_form=form, code_sent=told, wants_code=True)


@blueprint.post("/q/<token>/decline")
@public
def decline(token: str) -> ResponseReturnValue:
    """Decline with a reason."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    form = DeclineForm()
    data = parse(form, DeclineIn)
    problem: AppError | None = None
    if data is not None:
        try:
            service.decline(opened.actor, _subject(opened), data)
        except Invalid as error:
            show(form, error)
        except (Conflict, TooMany) as error:
            problem = error
        else:
            flash(_("Your answer is recorded; the firm has been told."), "success")
            return _back(token)
    page = _page(token, opened, decline_form=form, problem=problem.message if problem else None)
    return page, problem.status if problem else 422


@blueprint.post("/q/<token>/questions")
@public
def ask(token: str) -> ResponseReturnValue:
    """Ask a question; staff get it by mail and answer on the same thread."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    form = QuestionForm()
    data = parse(form, CommentIn)
    if data is not None:
        try:
            service.ask(opened.actor, _subject(opened), data)
        except Invalid as error:
            show(form, error)
        except TooMany as error:
            return _page(token, opened, question_form=form, problem=error.message), error.status
        else:
            flash(_("Your question is sent. The answer appears here and comes by e-mail."),
                  "success")  # fmt: skip
            return _back(token, "#questions")
    return _page(token, opened, question_form=form), 422


@blueprint.post("/q/<token>/renew")
@public
def renew(token: str) -> ResponseReturnValue:
    """Ask for a new link or a new offer; works with a link that has ended."""
    opened = _open(token)
    form = NewLinkForm()
    data = parse(form, NewLinkIn) or NewLinkIn()
    service.request_new_link(opened.actor, opened.link.subject_id, data)
    return render_template("quotations/public/asked.html", token=token, ended=opened.ended)


@blueprint.get("/q/<token>/pdf")
@public
def pdf(token: str) -> ResponseReturnValue:
    """The stored PDF of the version the page shows."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    drawn = service.drawn_pdf(opened.actor, _subject(opened))
    if drawn is not None:
        return Response(drawn, mimetype="application/pdf")
    return send_file(service.version_pdf(opened.actor, _subject(opened)))


@blueprint.get("/q/<token>/certificate")
@public
def certificate(token: str) -> ResponseReturnValue:
    """The acceptance certificate."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    return send_file(service.certificate(opened.actor, _subject(opened)))


@blueprint.get("/q/<token>/files/<int:file_id>")
@public
def attachment(token: str, file_id: int) -> ResponseReturnValue:
    """A file that was sent with the quotation."""
    opened = _open(token)
    if opened.ended:
        return _ended(token, opened)
    return send_file(service.attachment(opened.actor, _subject(opened), file_id))
