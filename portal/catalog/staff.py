"""Staff pages of the catalogue: list, one service, the form, publishing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog import policy, service
from portal.catalog.schemas import ServiceEdit
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import get_locale, lazy_gettext
from portal.core.i18n import gettext as _
from portal.kit.tax_categories import TAX_REASONS
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.forms import BLANK_CHOICE, as_typed, options, parse, raw, schema_form, show
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

blueprint = Blueprint("catalog", __name__, url_prefix="/services")

navigation.add(
    navigation.Entry(
        "settings",
        lazy_gettext("Service catalogue"),
        "catalog.index",
        "clipboard-list",
        "services:read",
        order=10,
    )
)

_NAME_AR = lazy_gettext("Name in Arabic")
_NAME_EN = lazy_gettext("Name in English")
LABELS = {
    "code": lazy_gettext("Code"),
    "name_ar": _NAME_AR,
    "name_en": _NAME_EN,
    "description_ar": lazy_gettext("Description in Arabic"),
    "description_en": lazy_gettext("Description in English"),
    "category_ar": lazy_gettext("Category in Arabic"),
    "category_en": lazy_gettext("Category in English"),
    "unit_price": lazy_gettext("Our fee before VAT"),
    "tax_category": lazy_gettext("VAT category"),
    "tax_reason": lazy_gettext("Reason without VAT"),
    "starts_at_price": lazy_gettext("The price depends on choices: show “from”"),
    "price_note_ar": lazy_gettext("What the price depends on, in Arabic"),
    "price_note_en": lazy_gettext("What the price depends on, in English"),
    "requires_company": lazy_gettext("Needs a company"),
    "requires_worker": lazy_gettext("Needs a worker"),
    "eligibility": lazy_gettext("Checked before work begins"),
    "document_type": lazy_gettext("Document produced or renewed"),
    "validity_months": lazy_gettext("Valid for, in months"),
    "fees.key": lazy_gettext("Key"),
    "fees.name_ar": _NAME_AR,
    "fees.name_en": _NAME_EN,
    "fees.authority_ar": lazy_gettext("Authority in Arabic"),
    "fees.authority_en": lazy_gettext("Authority in English"),
    "fees.amount": lazy_gettext("Amount"),
    "fees.is_disbursement": lazy_gettext(
        "Paid for the client with a receipt in the client's name: outside VAT"
    ),
    "steps.step_key": lazy_gettext("Key"),
    "steps.kind": lazy_gettext("Kind"),
    "steps.name_ar": _NAME_AR,
    "steps.name_en": _NAME_EN,
    "steps.role": lazy_gettext("Responsible role"),
    "steps.sla_hours": lazy_gettext("Working hours allowed"),
    "steps.client_visible": lazy_gettext("The client sees this step"),
    "steps.instructions_ar": lazy_gettext("Instructions in Arabic"),
    "steps.instructions_en": lazy_gettext("Instructions in English"),
    "steps.fee_key": lazy_gettext("Fee that this step pays"),
    "steps.required_documents.ar": _NAME_AR,
    "steps.required_documents.en": _NAME_EN,
    "steps.required_documents.mandatory": lazy_gettext("Mandatory"),
}
ServiceForm = schema_form(
    ServiceEdit,
    labels=LABELS,
    choices={
        "tax_category": policy.TAX_CATEGORIES.items(),
        "tax_reason": [],
        "eligibility": policy.ELIGIBILITY.items(),
        "document_type": [BLANK_CHOICE, *policy.DOCUMENT_TYPES.items()],
        "steps.kind": policy.STEP_KINDS.items(),
        "steps.role": policy.STEP_ROLES.items(),
        "steps.fee_key": [],
    },
    hidden=("lock_version", "category", "fees.note_ar", "fees.note_en"),
)
NEW_ROWS: dict[str, dict[str, Any]] = {
    "fees": {"is_disbursement": True},
    "steps": {"sla_hours": "8", "client_visible": True},
    "required_documents": {"mandatory": True},
}


@blueprint.get("")
@staff_only("services:read")
def index() -> ResponseReturnValue:
    """The catalogue by category, with search."""
    actor = current_actor()
    asked = StaffPage.asked(per_page=50)
    search, status, category = (request.args.get(name, "") for name in ("q", "status", "category"))
    page = service.listed(
        actor,
        search=search[:200],
        status=status,
        category=category,
        page=asked.page,
        per_page=asked.per_page,
    )
    return render_template(
        "catalog/staff/index.html",
        page=page,
        page_url=page_url,
        q=search,
        status=status if status in policy.STATUSES else "",
        category=category,
        categories=service.categories(actor),
        counts=service.status_counts(actor),
        words=policy.STATUS_WORDS,
        currency=service.currency(actor),
    )


@blueprint.get("/<int:service_id>")
@staff_only("services:read")
def show_service(service_id: int) -> ResponseReturnValue:
    """One service: price, fees, workflow, documents, eligibility, history."""
    actor = current_actor()
    found = service.get(actor, service_id)
    return render_template(
        "catalog/staff/show.html",
        service=found,
        documents=service.required_documents(actor, service_id),
        history=service.history(actor, service_id),
        policy=policy,
        reason=TAX_REASONS.get(found.tax_reason or ""),
        currency=service.currency(actor),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only("services:write")
def new() -> ResponseReturnValue:
    """Add a service."""
    if request.method == "GET":
        start = {"requires_company": True, "steps": [NEW_ROWS["steps"]], "fees": []}
        return _page(ServiceForm(formdata=None, data=start), None)
    form = ServiceForm()
    if command := request.form.get("rows"):
        return _page(_with_rows(form, command), None)
    data = parse(form, ServiceEdit)
    if data is not None:
        try:
            made = service.create(current_actor(), data)
        except Invalid as error:
            show(form, error)
        else:
            flash(_("The service is saved. Publish it when it is complete."), "success")
            return redirect(url_for("catalog.show_service", service_id=made.id))
    return _page(form, None), 422


@blueprint.route("/<int:service_id>/edit", methods=["GET", "POST"])
@staff_only("services:write")
def edit(service_id: int) -> ResponseReturnValue:
    """Change a service; somebody else's save in the meantime is shown, nothing typed is lost."""
    actor = current_actor()
    found = service.get(actor, service_id)
    if request.method == "GET":
        return _page(ServiceForm(formdata=None, data=_typed(found)), found)
    form = ServiceForm()
    if command := request.form.get("rows"):
        return _page(_with_rows(form, command), found)
    data = parse(form, ServiceEdit)
    if data is None:
        return _page(form, found), 422
    try:
        service.update(actor, service_id, data, lock_version=data.lock_version)
    except Invalid as error:
        show(form, error)
        return _page(form, found), 422
    except Conflict:
        theirs = _differences(form, found)
        form.lock_version.data = str(found.lock_version)
        return _page(form, found, theirs=theirs), 409
    flash(_("The service is saved."), "success")
    return redirect(url_for("catalog.show_service", service_id=service_id))


@blueprint.post("/<int:service_id>/publish")
@staff_only("services:write")
def publish(service_id: int) -> ResponseReturnValue:
    """Offer the service."""
    service.publish(current_actor(), service_id)
    flash(_("The service is published."), "success")
    return redirect(url_for("catalog.show_service", service_id=service_id))


@blueprint.post("/<int:service_id>/archive")
@staff_only("services:write")
def archive(service_id: int) -> ResponseReturnValue:
    """Stop offering the service."""
    service.archive(current_actor(), service_id)
    flash(_("The service is archived."), "success")
    return redirect(url_for("catalog.show_service", service_id=service_id))


def _page(form: Any, found: Any, *, theirs: list[tuple[Any, Any]] | None = None) -> str:
    """The form; what each list offers depends on what is typed so far."""
    locale = get_locale()
    category = form.tax_category.data or "standard"
    reasons = [
        (code, f"{reason.ar if locale == 'ar' else reason.en} ({code})")
        for code, reason in TAX_REASONS.items()
        if category in ("standard", reason.category.value)
    ]
    form.tax_reason.choices = options([BLANK_CHOICE, *reasons])
    fees = [(row.form.key.data or "", row.form.name_en.data or "") for row in form.fees]
    keys = options([BLANK_CHOICE, *((key, key) for key in service.fee_keys(fees))])
    for row in form.steps:
        row.form.fee_key.choices = keys
    return render_template(
        "catalog/staff/form.html",
        form=form,
        service=found,
        theirs=theirs,
        categories=service.categories(current_actor()),
        currency=service.currency(current_actor()),
    )


def _typed(found: Any) -> dict[str, Any]:
    """A service as its form shows it."""
    data = {
        name: as_typed(getattr(found, name))
        for name in ServiceEdit.model_fields
        if name not in ("fees", "steps", "category")
    }
    data["fees"] = [_row(fee, ServiceForm.schema.model_fields["fees"]) for fee in found.fees]
    data["steps"] = [_row(step, ServiceForm.schema.model_fields["steps"]) for step in found.steps]
    return data


def _row(record: Any, field: Any) -> dict[str, Any]:
    (schema,) = field.annotation.__args__
    return {name: as_typed(getattr(record, name)) for name in schema.model_fields}


def _differences(form: Any, found: Any) -> list[tuple[Any, Any]]:
    """Label and saved value of every plain field that reads differently from what is typed."""
    saved, typed = _typed(found), raw(form)
    return [
        (LABELS[name], saved[name])
        for name in LABELS
        if "." not in name and name in saved and str(saved[name]) != str(typed.get(name, ""))
        if isinstance(saved[name], str)
    ]


def _with_rows(form: Any, command: str) -> Any:
    """The form with a row added, taken away or moved; ``command`` is ``add:steps`` and the like.

    A button of the form sends it, so rows come and go without a script too.
    """
    data = raw(form)
    verb, _colon, path = command.partition(":")
    *way, last = path.split(".")
    try:
        here: Any = data
        for part in way:
            here = here[int(part)] if isinstance(here, list) else here[part]
        if verb == "add":
            here.setdefault(last, []).append(dict(NEW_ROWS[last]))
        elif verb == "remove":
            here.pop(int(last))
        elif verb == "up" and int(last) > 0:
            row = here.pop(int(last))
            here.insert(int(last) - 1, row)
    except (KeyError, ValueError, IndexError, AttributeError, TypeError):
        pass  # a made-up command changes nothing
    return ServiceForm(formdata=None, data=data)
