"""Staff pages of the clients domain: the list, one client, adding and changing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.clients import service
from portal.clients.schemas import ClientIn
from portal.core import audit
from portal.core.errors import Conflict
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext
from portal.web import navigation
from portal.web.changes import (
    EditConflict,
    FieldWords,
    edit_conflict,
    opened_version,
    timeline_entries,
)
from portal.web.context import current_actor
from portal.web.forms import as_typed, parse, schema_form
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

blueprint = Blueprint("clients", __name__)
navigation.add(
    navigation.Entry(
        "people", lazy_gettext("Clients"), "clients.index", "users", "clients:read", 10
    )
)

KINDS = {
    "organisation": lazy_gettext("Organisation"),
    "person": lazy_gettext("Person"),
}
LANGUAGES = {"ar": lazy_gettext("Arabic"), "en": lazy_gettext("English")}
WORDS = FieldWords(
    labels={
        "kind": lazy_gettext("Kind of client"),
        "name_ar": lazy_gettext("Name in Arabic"),
        "name_en": lazy_gettext("Name in English"),
        "email": lazy_gettext("E-mail address"),
        "phone": lazy_gettext("Phone"),
        "locale": lazy_gettext("Language of documents and messages"),
        "vat_number": lazy_gettext("VAT number"),
        "external_reference": lazy_gettext("External reference"),
        "notes": lazy_gettext("Internal notes"),
        "contacts": lazy_gettext("Contacts"),
        "contacts.name": lazy_gettext("Contact's name"),
        "contacts.email": lazy_gettext("E-mail address"),
        "contacts.phone": lazy_gettext("Phone"),
        "contacts.role": lazy_gettext("Position"),
        "contacts.is_primary": lazy_gettext("Primary contact"),
    },
    choices={"kind": KINDS, "locale": LANGUAGES},
)
ClientForm = schema_form(
    ClientIn,
    labels=WORDS.labels,
    choices={
        "kind": KINDS.items(),
        "locale": LANGUAGES.items(),
        "contacts.is_primary": [("", lazy_gettext("No")), ("True", lazy_gettext("Yes"))],
    },
)
_SPARE_ROWS = 2  # blank contacts to fill in; more appear with every save


@blueprint.get("/clients")
@staff_only("clients:read")
def index() -> ResponseReturnValue:
    """The list of clients, searched and filtered."""
    asked = StaffPage.asked()
    search = request.args.get("q", "").strip()[:100]
    kind = request.args.get("kind", "")
    page = service.listed(
        current_actor(),
        search=search,
        kind=kind if kind in KINDS else None,
        page=asked.page,
        per_page=asked.per_page,
    )
    return render_template(
        "clients/staff/index.html",
        page=page,
        q=search,
        kind=kind if kind in KINDS else "",
        kinds=KINDS,
        page_url=page_url,
    )


@blueprint.get("/clients/new")
@staff_only("clients:write")
def new() -> ResponseReturnValue:
    """The form of a new client."""
    return _form(ClientForm(data={"contacts": [{}] * _SPARE_ROWS}), None)


@blueprint.post("/clients/new")
@staff_only("clients:write")
def create() -> ResponseReturnValue:
    """Add a client."""
    form = ClientForm()
    data = parse(form, ClientIn)
    if data is None:
        return _form(form, None), 422
    try:
        client = service.create(current_actor(), data)
    except Conflict as error:
        return _form(form, None, edit_conflict(error, WORDS)), error.status
    flash(_("The client is added."), "success")
    return redirect(url_for("clients.show", client_id=client.id))


@blueprint.get("/clients/<int:client_id>")
@staff_only("clients:read")
def show(client_id: int) -> ResponseReturnValue:
    """One client: who they are, their companies and papers, what happened."""
    actor = current_actor()
    client = service.get(actor, client_id)
    entries = timeline_entries(audit.timeline([("client", client_id)]), {"client": WORDS})
    return render_template(
        "clients/staff/show.html", client=client, entries=entries, kinds=KINDS, languages=LANGUAGES
    )


@blueprint.get("/clients/<int:client_id>/edit")
@staff_only("clients:write")
def edit(client_id: int) -> ResponseReturnValue:
    """The form of a client there is."""
    client = service.get(current_actor(), client_id)
    return _form(ClientForm(data=_typed(client)), client)


@blueprint.post("/clients/<int:client_id>/edit")
@staff_only("clients:write")
def update(client_id: int) -> ResponseReturnValue:
    """Save a client; what somebody else changed in the meantime is shown first."""
    actor = current_actor()
    form = ClientForm()
    # a form with every contact blanked out takes them all away
    data = parse(form, ClientIn)
    if data is None:
        return _form(form, service.get(actor, client_id)), 422
    whole = data if data.contacts is not None else data.model_copy(update={"contacts": []})
    try:
        client = service.update(actor, client_id, whole, opened_version())
    except Conflict as error:
        problem = edit_conflict(error, WORDS)
        return _form(form, service.get(actor, client_id), problem), error.status
    flash(_("The changes are saved."), "success")
    return redirect(url_for("clients.show", client_id=client.id))


def _typed(client: Any) -> dict[str, Any]:
    values = {name: as_typed(getattr(client, name)) for name in ClientIn.model_fields}
    rows: list[dict[str, Any]] = [
        {
            "name": person.name,
            "email": as_typed(person.email),
            "phone": as_typed(person.phone),
            "role": as_typed(person.role),
            "is_primary": "True" if person.is_primary else "",
        }
        for person in client.contacts
    ]
    return {**values, "contacts": rows + [{}] * _SPARE_ROWS}


def _form(form: Any, client: Any, problem: EditConflict | None = None) -> str:
    existing = None
    if problem and problem.existing.get("existing_id"):
        existing = url_for("clients.show", client_id=problem.existing["existing_id"])
    return render_template(
        "clients/staff/form.html",
        form=form,
        client=client,
        problem=problem,
        existing_url=existing,
        lock_version=_version(client, problem),
    )


def _version(client: Any, problem: EditConflict | None) -> int | None:
    """The version the form will be checked against when it is sent again."""
    if client is None:
        return None
    if problem is not None and problem.lock_version is not None:
        return problem.lock_version
    return opened_version() or client.lock_version
