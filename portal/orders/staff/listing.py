"""The list of orders, and writing a direct one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from portal.catalog import service as catalog
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core.errors import Invalid
from portal.core.i18n import gettext, lazy_gettext
from portal.orders import service
from portal.orders.schemas import OrderFilter, OrderIn
from portal.orders.staff.door import PRIORITIES, STATES, OrderForm, blueprint
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.forms import BLANK_CHOICE, parse, show
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

navigation.add(
    navigation.Entry(
        "work", lazy_gettext("Orders"), "orders.index", "clipboard-list", "orders:read", 10
    )
)
_FILTERS = ("status", "priority", "company_id", "client_id", "service_definition_id")
_MOST_CHOICES = 200


def _asked() -> OrderFilter:
    """The filters of the address; what makes no sense is left out."""
    given = {name: request.args[name] for name in _FILTERS if request.args.get(name)}
    if words := request.args.get("q", "").strip():
        given["search"] = words[:100]
    try:
        return OrderFilter.model_validate(given)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors()}
        return OrderFilter.model_validate({k: v for k, v in given.items() if k not in wrong})


def _without(name: str) -> str:
    rest: dict[str, Any] = {k: v for k, v in request.args.items() if k not in (name, "page")}
    return url_for("orders.index", **rest)


@blueprint.get("/orders")
@staff_only("orders:read")
def index() -> ResponseReturnValue:
    """The orders with their filters and search."""
    actor, asked, place = current_actor(), _asked(), StaffPage.asked()
    page = service.listed(actor, asked, page=place.page, per_page=place.per_page)
    words = {"status": dict(STATES), "priority": dict(PRIORITIES)}
    chips = [
        {"label": words[name][value], "remove_url": _without(name)}
        for name in words
        if (value := getattr(asked, name)) is not None
    ]
    return render_template(
        "orders/staff/index.html",
        page=page,
        asked=asked,
        counts=service.counts(actor),
        states=STATES,
        priorities=PRIORITIES,
        chips=chips,
        page_url=page_url,
        is_overdue=service.is_overdue,
    )


@blueprint.get("/orders/new")
@staff_only("orders:write")
def new() -> ResponseReturnValue:
    """The form of a direct order; the address may choose client and company already."""
    form = OrderForm(request.args)
    return _new_page(form)


@blueprint.post("/orders/new")
@staff_only("orders:write")
def create() -> ResponseReturnValue:
    """Take a direct order, or say why not."""
    form = OrderForm()
    if "choose" in request.form:  # a client or company was chosen: show what belongs to it
        return _new_page(form)
    data = parse(form, OrderIn)
    if data is not None:
        try:
            order = service.create(current_actor(), data)
        except Invalid as error:
            show(form, error)
        else:
            flash(gettext("The order was created."), "success")
            return redirect(url_for("orders.detail", order_id=order.id))
    return _new_page(form), 422


def _new_page(form: Any) -> str:
    actor = current_actor()
    locale = actor.locale
    services = catalog.published(actor, per_page=_MOST_CHOICES).rows
    form.service_definition_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name_ar if locale == "ar" else row.name_en) for row in services
    ]
    form.client_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name(locale))
        for row in clients.listed(actor, per_page=_MOST_CHOICES).rows
    ]
    client_id, company_id = _number(form.client_id.data), _number(form.company_id.data)
    chosen = (
        companies.listed(actor, client_id=client_id, per_page=_MOST_CHOICES).rows
        if client_id
        else []
    )
    form.company_id.choices = [BLANK_CHOICE] + [(str(row.id), row.name(locale)) for row in chosen]
    known = {row.id for row in chosen}
    workers = companies.workers(actor, company_id) if company_id in known and company_id else []
    form.worker_id.choices = [BLANK_CHOICE] + [(str(row.id), row.name(locale)) for row in workers]
    return render_template("orders/staff/new.html", form=form)


def _number(text: Any) -> int | None:
    return int(text) if text and str(text).isascii() and str(text).isdigit() else None
