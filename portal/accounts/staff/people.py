"""The firm's staff: who may come in, with which role."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.schemas import StaffChangeIn, StaffIn
from portal.accounts.staff.blueprint import blueprint
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext, lazy_pgettext
from portal.core.permissions import ROLE_LABELS
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.forms import as_typed, parse, schema_form, show
from portal.web.guards import staff_only

navigation.add(
    navigation.Entry(
        "settings", lazy_gettext("Staff"), "accounts.staff_list", "users", "settings:read", 30
    )
)

ROLE_HELP = {
    "owner": lazy_gettext("Everything, with staff, settings and API access."),
    "manager": lazy_gettext("Everything but changing settings and API access."),
    "officer": lazy_gettext("Clients, quotations, orders and documents."),
    "accountant": lazy_gettext("Invoices, payments and purchasing; reads the rest."),
    "viewer": lazy_gettext("Reads; changes nothing."),
}
LABELS = {
    "email": lazy_gettext("E-mail address"),
    "name_ar": lazy_gettext("Name in Arabic"),
    "name_en": lazy_gettext("Name in English"),
    "role": lazy_pgettext("staff", "Role"),
    "password": lazy_gettext("First password"),
    "locale": lazy_gettext("Language"),
    "job_title_ar": lazy_gettext("Job title in Arabic"),
    "job_title_en": lazy_gettext("Job title in English"),
}
CHOICES = {
    "role": list(ROLE_LABELS.items()),
    "locale": [("ar", "العربية"), ("en", "English")],
}
StaffForm = schema_form(StaffIn, labels=LABELS, choices=CHOICES)
StaffChangeForm = schema_form(StaffChangeIn, labels=LABELS, choices=CHOICES)


@blueprint.get("/settings/staff")
@staff_only("settings:read")
def staff_list() -> ResponseReturnValue:
    """Everybody of the staff, those without access last."""
    people = sorted(service.staff(current_actor()), key=lambda one: (not one.is_active, one.id))
    return render_template("accounts/staff/staff_list.html", people=people, roles=ROLE_LABELS)


@blueprint.get("/settings/staff/new")
@staff_only("settings:write")
def staff_new() -> ResponseReturnValue:
    """An empty form."""
    return _new_page(StaffForm(formdata=None, data={"role": "officer"}))


@blueprint.post("/settings/staff/new")
@staff_only("settings:write")
def staff_create() -> ResponseReturnValue:
    """Add somebody to the staff."""
    form = StaffForm()
    data = parse(form, StaffIn)
    if data is None:
        return _new_page(form), 422
    try:
        member = service.add_staff(current_actor(), data)
    except Invalid as error:
        show(form, error)
        return _new_page(form), 422
    name = member.user.name(current_actor().locale)
    flash(_("%(name)s can sign in now.", name=name), "success")
    return redirect(url_for("accounts.staff_list"))


@blueprint.get("/settings/staff/<int:staff_id>")
@staff_only("settings:read")
def staff_edit(staff_id: int) -> ResponseReturnValue:
    """One member of staff."""
    member = service.staff_member(current_actor(), staff_id)
    values = {name: as_typed(getattr(member, name)) for name in StaffChangeIn.model_fields}
    return _edit_page(StaffChangeForm(formdata=None, data=values), member)


@blueprint.post("/settings/staff/<int:staff_id>")
@staff_only("settings:write")
def staff_save(staff_id: int) -> ResponseReturnValue:
    """Give another role or job title."""
    actor = current_actor()
    form = StaffChangeForm()
    member = service.staff_member(actor, staff_id)
    data = parse(form, StaffChangeIn)
    if data is None:
        return _edit_page(form, member), 422
    try:
        service.change_staff(actor, staff_id, data)
    except Invalid as error:
        show(form, error)
        return _edit_page(form, member), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for("accounts.staff_list"))


@blueprint.post("/settings/staff/<int:staff_id>/deactivate")
@staff_only("settings:write")
def staff_deactivate(staff_id: int) -> ResponseReturnValue:
    """Take away somebody's access."""
    member = service.deactivate_staff(current_actor(), staff_id)
    name = member.user.name(current_actor().locale)
    flash(_("%(name)s can no longer sign in.", name=name), "success")
    return redirect(url_for("accounts.staff_list"))


@blueprint.post("/settings/staff/<int:staff_id>/reactivate")
@staff_only("settings:write")
def staff_reactivate(staff_id: int) -> ResponseReturnValue:
    """Give somebody access again."""
    member = service.reactivate_staff(current_actor(), staff_id)
    name = member.user.name(current_actor().locale)
    flash(_("%(name)s can sign in again.", name=name), "success")
    return redirect(url_for("accounts.staff_list"))


def _new_page(form: Any) -> str:
    return render_template("accounts/staff/staff_new.html", form=form, role_help=_role_help())


def _edit_page(form: Any, member: Any) -> str:
    return render_template(
        "accounts/staff/staff_edit.html", form=form, member=member, role_help=_role_help()
    )


def _role_help() -> list[tuple[Any, Any]]:
    return [(label, ROLE_HELP[role]) for role, label in ROLE_LABELS.items()]
