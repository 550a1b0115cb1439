"""What the holder of a quotation's link sees of its orders, and completes.

The progress is drawn on the quotation's own page; what is sent comes in here. Where it cannot be
taken, the form comes back on a page of its own with what was typed.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import get_locale, gettext, lazy_gettext, supported
from portal.links import service as links
from portal.orders import service
from portal.orders.schemas import INFORMATION_LABELS, InformationIn
from portal.web import slots
from portal.web.context import (
    LANGUAGE_COOKIE,
    WorkspaceFace,
    client_ip,
    prefer_locale,
    set_actor,
    user_agent,
)
from portal.web.forms import BLANK_CHOICE, parse, schema_form, show
from portal.web.guards import public
from portal.web.uploads import uploads

blueprint = Blueprint("orders_public", __name__)

_LOOKS = {"completed": "done", "skipped": "done", "on_hold": "stopped", "in_progress": "current"}

InformationForm = schema_form(
    InformationIn,
    labels=INFORMATION_LABELS,
    choices={"company_id": [BLANK_CHOICE], "worker_id": [BLANK_CHOICE]},
)


def _form(actor: Actor, order: Any, form: Any = None) -> Any:
    """The order's form; each has ids of its own, since a page may show several."""
    form = form or InformationForm(prefix=f"order-{order.id}-", formdata=None)
    found_companies, found_workers = service.choices(actor, order)
    locale = get_locale()
    form.company_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name(locale)) for row in found_companies
    ]
    form.worker_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name(locale)) for row in found_workers
    ]
    return form


def _shown(actor: Actor, order: Any, form: Any = None) -> dict[str, Any]:
    locale = get_locale()
    waits = order.status == "awaiting_information"
    current = order.current_step
    worker = service.parties(actor, order).worker
    return {
        "order": order,
        "worker": worker.name(locale) if worker else None,
        "missing": service.missing_texts(order, locale),
        "form": _form(actor, order, form) if waits else None,
        "stepper": [
            {
                "label": step.name(locale),
                "state": _LOOKS.get(
                    step.status, "current" if step is current and not waits else "upcoming"
                ),
            }
            for step in order.steps
            if step.client_visible
        ],
    }


def _progress(subject: dict[str, Any]) -> str:
    """The orders of an accepted quotation, each with its steps and what it waits for."""
    actor = subject["actor"]
    orders = service.of_quotation(actor, subject["quotation"].id)
    if not orders:
        return ""
    return render_template(
        "orders/public/_progress.html",
        token=subject["token"],
        shown=[_shown(actor, order) for order in orders],
        document_field=service.DOCUMENT_FIELD,
    )


slots.fill("quotation_public_progress", _progress, order=20)


def _open(token: str) -> links.OpenedLink:
    """The link's holder becomes the request's actor. Raises ``Conflict`` when the link ended."""
    chosen = supported(request.args.get("lang")) or supported(request.cookies.get(LANGUAGE_COOKIE))
    opened = links.open_link(
        token, "quotation", ip=client_ip(), user_agent=user_agent(), locale=chosen
    )
    prefer_locale(opened.link.locale)
    name = opened.workspace.name_ar if get_locale() == "ar" else opened.workspace.name_en
    actor = opened.actor.speaking(get_locale())
    set_actor(actor, WorkspaceFace(opened.workspace.id, name, opened.workspace.slug))
    if opened.ended:
        raise Conflict(
            lazy_gettext("This link no longer works. Ask for a new one."),
            code="link_ended",
            details={"state": opened.ended},
        )
    return links.OpenedLink(opened.link, actor, opened.workspace)


def _page(token: str, actor: Actor, order_id: int, form: Any = None, problem: Any = None) -> str:
    order = service.get(actor, order_id)
    return render_template(
        "orders/public/information.html",
        token=token,
        item=_shown(actor, order, form),
        problem=problem,
        document_field=service.DOCUMENT_FIELD,
    )


@blueprint.get("/q/<token>/orders/<int:order_id>/information")
@public
def information(token: str, order_id: int) -> ResponseReturnValue:
    """What one order waits for, on a page of its own."""
    opened = _open(token)
    return _page(token, opened.actor, order_id)


@blueprint.post("/q/<token>/orders/<int:order_id>/information")
@public
def provide_information(token: str, order_id: int) -> ResponseReturnValue:
    """Take the company, the worker, dates and documents that the client sends."""
    opened = _open(token)
    form = InformationForm(prefix=f"order-{order_id}-")
    data = parse(form, InformationIn)
    problem = None
    if data is not None:
        try:
            order = service.provide_information(
                opened.actor, order_id, data, uploads(service.DOCUMENT_FIELD)
            )
        except Invalid as error:
            show(form, error)
        except Conflict as error:
            problem = error
        else:
            still = order.status == "awaiting_information"
            flash(
                gettext("Thank you. Something is still missing; see below.")
                if still
                else gettext("Thank you. Everything is here; we go on with your order."),
                "info" if still else "success",
            )
            back = url_for("quotations_public.show_page", token=token)
            return redirect(f"{back}#order-{order_id}")
    page = _page(token, opened.actor, order_id, form, problem.message if problem else None)
    return page, problem.status if problem else 422
