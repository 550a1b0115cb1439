"""Staff pages of companies: the list, one company, adding and changing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.companies import service
from portal.companies.schemas import (
    IDENTITY_LABELS,
    STATUS_LABELS,
    TYPE_LABELS,
    CompanyIn,
    WorkerIn,
    countries,
)
from portal.core import audit
from portal.core.errors import Conflict, NotFound
from portal.core.fields import ADDRESS_LABELS, NationalAddress
from portal.core.i18n import get_locale, lazy_gettext
from portal.core.i18n import gettext as _
from portal.web import navigation, slots
from portal.web.changes import (
    EditConflict,
    FieldWords,
    edit_conflict,
    opened_version,
    timeline_entries,
)
from portal.web.context import actor_or_none, current_actor
from portal.web.forms import BLANK_CHOICE, as_typed, parse, schema_form
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

blueprint = Blueprint("companies", __name__)
navigation.add(
    navigation.Entry(
        "people", lazy_gettext("Companies"), "companies.index", "building", "companies:read", 20
    )
)

WORDS = FieldWords(
    labels={
        **ADDRESS_LABELS,
        "client_id": lazy_gettext("Client"),
        "legal_name_ar": lazy_gettext("Legal name in Arabic"),
        "legal_name_en": lazy_gettext("Legal name in English"),
        "trade_name_ar": lazy_gettext("Trade name in Arabic"),
        "trade_name_en": lazy_gettext("Trade name in English"),
        "type": lazy_gettext("Legal form"),
        "commercial_registration": lazy_gettext("Commercial registration"),
        "unified_number": lazy_gettext("Unified national number"),
        "vat_number": lazy_gettext("VAT number"),
        "cr_expires_on": lazy_gettext("Registration expires on"),
        "confirmation_on": lazy_gettext("Annual confirmation due on"),
        "status": lazy_gettext("Company status"),
        "notes": lazy_gettext("Internal notes"),
    },
    choices={"type": TYPE_LABELS, "status": STATUS_LABELS},
)
WORKER_WORDS = FieldWords(
    labels={
        "name_ar": lazy_gettext("Name in Arabic"),
        "name_en": lazy_gettext("Name in English"),
        "nationality": lazy_gettext("Nationality"),
        "identity_kind": lazy_gettext("Kind of identity"),
        "identity_number": lazy_gettext("Identity number"),
        "identity_expires_on": lazy_gettext("Identity expires on"),
        "passport_number": lazy_gettext("Passport number"),
        "passport_expires_on": lazy_gettext("Passport expires on"),
        "birth_date": lazy_gettext("Date of birth"),
        "job_title": lazy_gettext("Job title"),
        "is_active": lazy_gettext("Works here now"),
    },
    choices={"identity_kind": IDENTITY_LABELS},
    named=True,
)
_SHOWN = 8  # companies on their client's page


def _company_form(**values: Any) -> Any:
    form = schema_form(
        CompanyIn,
        labels=WORDS.labels,
        choices={
            "type": TYPE_LABELS.items(),
            "status": STATUS_LABELS.items(),
            "address.country": countries(get_locale()),
        },
        hidden=("client_id",),
    )
    return form(**values)


def _worker_form(**values: Any) -> Any:
    form = schema_form(
        WorkerIn,
        labels=WORKER_WORDS.labels,
        choices={
            "identity_kind": [BLANK_CHOICE, *IDENTITY_LABELS.items()],
            "nationality": [BLANK_CHOICE, *countries(get_locale())],
        },
    )
    return form(**values)


@blueprint.get("/companies")
@staff_only("companies:read")
def index() -> ResponseReturnValue:
    """The list of companies, searched and filtered."""
    asked = StaffPage.asked()
    search = request.args.get("q", "").strip()[:100]
    status = request.args.get("status", "")
    status = status if status in STATUS_LABELS else ""
    page = service.listed_with_clients(
        current_actor(),
        search=search,
        status=status or None,
        page=asked.page,
        per_page=asked.per_page,
    )
    return render_template(
        "companies/staff/index.html",
        page=page,
        q=search,
        status=status,
        statuses=STATUS_LABELS,
        page_url=page_url,
    )


@blueprint.get("/companies/new")
@staff_only("companies:write")
def new() -> ResponseReturnValue:
    """The form of a new company; without ``client_id`` the client is chosen first."""
    actor = current_actor()
    asked = request.args.get("client_id", "")
    if not (asked.isascii() and asked.isdigit()):
        search = request.args.get("q", "").strip()[:100]
        found = clients.listed(actor, search=search, page=1, per_page=20)
        return render_template("companies/staff/choose_client.html", page=found, q=search)
    client = clients.get(actor, int(asked))
    values = {"client_id": client.id, "vat_number": client.vat_number or ""}
    address = {"country": "SA"}
    return _form(_company_form(data={**values, "address": address}), client, None)


@blueprint.post("/companies/new")
@staff_only("companies:write")
def create() -> ResponseReturnValue:
    """Add a company to a client."""
    actor = current_actor()
    form = _company_form()
    asked = form.client_id.data or ""
    if not (asked.isascii() and asked.isdigit()):
        raise NotFound
    client = clients.get(actor, int(asked))
    data = parse(form, CompanyIn)
    if data is None:
        return _form(form, client, None), 422
    try:
        company = service.create(actor, data)
    except Conflict as error:
        return _form(form, client, None, edit_conflict(error, WORDS)), error.status
    flash(_("The company is added."), "success")
    return redirect(url_for("companies.show", company_id=company.id))


@blueprint.get("/companies/<int:company_id>")
@staff_only("companies:read")
def show(company_id: int) -> ResponseReturnValue:
    """One company: what the authorities know it by, its workers, what happened."""
    actor = current_actor()
    company = service.get(actor, company_id)
    asked = StaffPage.asked()
    search = request.args.get("q", "").strip()[:100]
    workers = service.workers_listed(
        actor, company_id, search=search, page=asked.page, per_page=asked.per_page
    )
    subjects = [("company", company_id), *(("worker", row.id) for row in workers.rows[:5])]
    words = {"company": WORDS, "worker": WORKER_WORDS}
    return render_template(
        "companies/staff/show.html",
        company=company,
        client=clients.get(actor, company.client_id),
        address=NationalAddress(**company.address).lines(),
        workers=workers,
        q=search,
        page_url=page_url,
        today=accounts.today(actor),
        countries=dict(countries(get_locale())),
        identities=IDENTITY_LABELS,
        types=TYPE_LABELS,
        statuses=STATUS_LABELS,
        entries=timeline_entries(audit.timeline(subjects, limit=20), words),
    )


@blueprint.get("/companies/<int:company_id>/edit")
@staff_only("companies:write")
def edit(company_id: int) -> ResponseReturnValue:
    """The form of a company there is."""
    actor = current_actor()
    company = service.get(actor, company_id)
    values = {name: as_typed(getattr(company, name)) for name in CompanyIn.model_fields}
    values["address"] = {"country": "SA", **company.address}
    return _form(_company_form(data=values), clients.get(actor, company.client_id), company)


@blueprint.post("/companies/<int:company_id>/edit")
@staff_only("companies:write")
def update(company_id: int) -> ResponseReturnValue:
    """Save a company; what somebody else changed in the meantime is shown first."""
    actor = current_actor()
    company = service.get(actor, company_id)
    client = clients.get(actor, company.client_id)
    form = _company_form()
    data = parse(form, CompanyIn, client_id=company.client_id)
    if data is None:
        return _form(form, client, company), 422
    try:
        service.update(actor, company_id, data, opened_version())
    except Conflict as error:
        return _form(form, client, company, edit_conflict(error, WORDS)), error.status
    flash(_("The changes are saved."), "success")
    return redirect(url_for("companies.show", company_id=company_id))


def _form(form: Any, client: Any, company: Any, problem: EditConflict | None = None) -> str:
    return render_template(
        "companies/staff/form.html",
        form=form,
        client=client,
        company=company,
        problem=problem,
        existing_url=_existing_url(problem),
        lock_version=_version(company, problem),
    )


def _existing_url(problem: EditConflict | None) -> str | None:
    """Where the record is that has the same number."""
    if problem is None or "existing_id" not in problem.existing:
        return None
    found = problem.existing
    if found["existing_type"] == "worker":
        return url_for(
            "companies.edit_worker", company_id=found["company_id"], worker_id=found["existing_id"]
        )
    return url_for("companies.show", company_id=found["existing_id"])


def _version(row: Any, problem: EditConflict | None) -> int | None:
    """The version the form will be checked against when it is sent again."""
    if row is None:
        return None
    if problem is not None and problem.lock_version is not None:
        return problem.lock_version
    version: int = opened_version() or row.lock_version
    return version


@blueprint.get("/companies/<int:company_id>/workers/new")
@staff_only("companies:write")
def new_worker(company_id: int) -> ResponseReturnValue:
    """The form of a new worker."""
    company = service.get(current_actor(), company_id)
    return _show_worker(_worker_form(data={"is_active": True}), company, None)


@blueprint.post("/companies/<int:company_id>/workers/new")
@staff_only("companies:write")
def create_worker(company_id: int) -> ResponseReturnValue:
    """Add a worker to a company."""
    actor = current_actor()
    company = service.get(actor, company_id)
    form = _worker_form()
    data = parse(form, WorkerIn)
    if data is None:
        return _show_worker(form, company, None), 422
    try:
        service.add_worker(actor, company_id, data)
    except Conflict as error:
        problem = edit_conflict(error, WORKER_WORDS)
        return _show_worker(form, company, None, problem), error.status
    flash(_("The worker is added."), "success")
    return redirect(url_for("companies.show", company_id=company_id))


@blueprint.get("/companies/<int:company_id>/workers/<int:worker_id>/edit")
@staff_only("companies:write")
def edit_worker(company_id: int, worker_id: int) -> ResponseReturnValue:
    """The form of a worker there is."""
    company, worker = _worker_of(company_id, worker_id)
    values = {name: as_typed(getattr(worker, name)) for name in WorkerIn.model_fields}
    return _show_worker(_worker_form(data=values), company, worker)


@blueprint.post("/companies/<int:company_id>/workers/<int:worker_id>/edit")
@staff_only("companies:write")
def update_worker(company_id: int, worker_id: int) -> ResponseReturnValue:
    """Save a worker; what somebody else changed in the meantime is shown first."""
    company, worker = _worker_of(company_id, worker_id)
    form = _worker_form()
    data = parse(form, WorkerIn)
    if data is None:
        return _show_worker(form, company, worker), 422
    try:
        service.update_worker(current_actor(), worker_id, data, opened_version())
    except Conflict as error:
        problem = edit_conflict(error, WORKER_WORDS)
        return _show_worker(form, company, worker, problem), error.status
    flash(_("The changes are saved."), "success")
    return redirect(url_for("companies.show", company_id=company_id))


def _worker_of(company_id: int, worker_id: int) -> tuple[Any, Any]:
    actor = current_actor()
    worker = service.get_worker(actor, worker_id)
    if worker.company_id != company_id:
        raise NotFound
    return service.get(actor, company_id), worker


def _show_worker(form: Any, company: Any, worker: Any, problem: EditConflict | None = None) -> str:
    entries = audit.timeline([("worker", worker.id)]) if worker else []
    return render_template(
        "companies/staff/worker.html",
        form=form,
        company=company,
        worker=worker,
        problem=problem,
        existing_url=_existing_url(problem),
        lock_version=_version(worker, problem),
        entries=timeline_entries(entries, {"worker": WORKER_WORDS}),
    )


def _on_client_page(client: Any) -> str:
    """The companies of a client, for the client's page."""
    actor = actor_or_none()
    if actor is None or not actor.can("companies:read"):
        return ""
    page = service.listed(actor, client_id=client.id, per_page=_SHOWN)
    return render_template("companies/staff/_of_client.html", client=client, page=page)


slots.fill("client_related", _on_client_page, order=10)
