"""The firm's own settings."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.schemas import WorkspaceIn
from portal.accounts.staff.blueprint import blueprint
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.forms import as_typed, parse, schema_form
from portal.web.guards import staff_only

navigation.add(
    navigation.Entry(
        "settings",
        lazy_gettext("Workspace"),
        "accounts.workspace_settings",
        "settings",
        "settings:read",
        10,
    )
)

WorkspaceForm = schema_form(
    WorkspaceIn,
    labels={
        "name_ar": lazy_gettext("Name in Arabic"),
        "name_en": lazy_gettext("Name in English"),
        "email": lazy_gettext("E-mail address of the firm"),
        "default_locale": lazy_gettext("First language of new clients"),
        "step_up_above": lazy_gettext("Ask for a one-time code from this total"),
        "undo_acceptance_hours": lazy_gettext("Hours in which an acceptance can be undone"),
        "quotation_valid_days": lazy_gettext("Days a new quotation is valid"),
        "invoice_due_days": lazy_gettext("Days until an invoice is due"),
    },
    choices={"default_locale": [("ar", "العربية"), ("en", "English")]},
)


@blueprint.get("/settings/workspace")
@staff_only("settings:read")
def workspace_settings() -> ResponseReturnValue:
    """The settings as they stand; who may not change them reads them."""
    workspace = service.the_workspace(current_actor())
    form = WorkspaceForm(
        formdata=None,
        data={name: as_typed(getattr(workspace, name)) for name in WorkspaceIn.model_fields},
    )
    return _page(form)


@blueprint.post("/settings/workspace")
@staff_only("settings:write")
def workspace_save() -> ResponseReturnValue:
    """Keep the settings."""
    form = WorkspaceForm()
    data = parse(form, WorkspaceIn)
    if data is None:
        return _page(form), 422
    service.update_workspace(current_actor(), data)
    flash(_("The settings are saved."), "success")
    return redirect(url_for("accounts.workspace_settings"))


def _page(form: object) -> str:
    return render_template("accounts/staff/workspace.html", form=form)
