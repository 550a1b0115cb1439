"""The firm's legal entities: their names, numbers, address, bank account and logo."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import FileField

from portal.accounts import service
from portal.accounts.schemas import LegalEntityIn
from portal.accounts.staff.blueprint import blueprint
from portal.core.errors import Conflict, Invalid
from portal.core.fields import ADDRESS_LABELS, NationalAddress
from portal.core.files import Upload
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext
from portal.web import downloads, navigation
from portal.web.context import current_actor
from portal.web.forms import as_typed, parse, schema_form, show
from portal.web.guards import staff_only

navigation.add(
    navigation.Entry(
        "settings",
        lazy_gettext("Legal entities"),
        "accounts.legal_entities",
        "building-bank",
        "settings:read",
        20,
    )
)

LABELS = {
    "code": lazy_gettext("Code at the head of document numbers"),
    "name_ar": lazy_gettext("Legal name in Arabic"),
    "name_en": lazy_gettext("Legal name in English"),
    "vat_number": lazy_gettext("VAT number"),
    "commercial_registration": lazy_gettext("Commercial registration"),
    "unified_number": lazy_gettext("Unified national number"),
    "bank_name_ar": lazy_gettext("Bank in Arabic"),
    "bank_name_en": lazy_gettext("Bank in English"),
    "iban": lazy_gettext("IBAN"),
    "email": lazy_gettext("E-mail address"),
    "phone": lazy_gettext("Phone"),
    "is_default": lazy_gettext("Use for new documents unless another is chosen"),
    **{
        name.replace("address", f"address_{language}", 1): label
        for name, label in ADDRESS_LABELS.items()
        for language in ("ar", "en")
    },
}
EntityForm = schema_form(
    LegalEntityIn, labels=LABELS, hidden=("address_ar.country", "address_en.country")
)


class LogoForm(FlaskForm):  # type: ignore[misc]
    """The one file a logo is."""

    logo = FileField(lazy_gettext("Logo"))


@blueprint.get("/settings/legal-entities")
@staff_only("settings:read")
def legal_entities() -> ResponseReturnValue:
    """All of the firm's companies."""
    entities = service.legal_entities(current_actor())
    return render_template("accounts/staff/legal_entities.html", entities=entities)


@blueprint.get("/settings/legal-entities/new")
@staff_only("settings:write")
def legal_entity_new() -> ResponseReturnValue:
    """An empty form."""
    return _page(EntityForm(formdata=None))


@blueprint.post("/settings/legal-entities/new")
@staff_only("settings:write")
def legal_entity_create() -> ResponseReturnValue:
    """Add a legal entity."""
    form = EntityForm()
    data = parse(form, LegalEntityIn)
    if data is None:
        return _page(form), 422
    try:
        entity = service.save_legal_entity(current_actor(), data)
    except Invalid as error:
        show(form, error)
        return _page(form), 422
    flash(_("The legal entity is saved. Add its logo below."), "success")
    return redirect(url_for("accounts.legal_entity_edit", entity_id=entity.id))


@blueprint.get("/settings/legal-entities/<int:entity_id>")
@staff_only("settings:read")
def legal_entity_edit(entity_id: int) -> ResponseReturnValue:
    """A legal entity as it stands."""
    entity = service.legal_entity(current_actor(), entity_id)
    return _page(EntityForm(formdata=None, data=_typed(entity)), entity)


@blueprint.post("/settings/legal-entities/<int:entity_id>")
@staff_only("settings:write")
def legal_entity_save(entity_id: int) -> ResponseReturnValue:
    """Change a legal entity; a second editor sees what the first one saved, and loses nothing."""
    actor = current_actor()
    entity = service.legal_entity(actor, entity_id)
    form = EntityForm()
    data = parse(form, LegalEntityIn)
    if data is None:
        return _page(form, entity, lock_version=_lock_version()), 422
    try:
        service.save_legal_entity(actor, data, entity_id, lock_version=_lock_version())
    except Invalid as error:
        show(form, error)
        return _page(form, entity, lock_version=_lock_version()), 422
    except Conflict:
        return _page(form, entity, meanwhile=_differences(form, entity)), 409
    flash(_("The legal entity is saved."), "success")
    return redirect(url_for("accounts.legal_entities"))


@blueprint.get("/settings/legal-entities/<int:entity_id>/logo")
@staff_only("settings:read")
def legal_entity_logo(entity_id: int) -> ResponseReturnValue:
    """The logo's picture."""
    return downloads.send(service.logo(current_actor(), entity_id))


@blueprint.post("/settings/legal-entities/<int:entity_id>/logo")
@staff_only("settings:write")
def legal_entity_logo_save(entity_id: int) -> ResponseReturnValue:
    """Keep another logo."""
    actor = current_actor()
    entity = service.legal_entity(actor, entity_id)
    form = LogoForm()
    try:
        service.set_logo(actor, entity_id, _sent_picture())
    except Invalid as error:
        show(form, error)
        page = _page(EntityForm(formdata=None, data=_typed(entity)), entity, logo_form=form)
        return page, 422
    flash(_("The logo is saved. Documents from now on carry it."), "success")
    return redirect(url_for("accounts.legal_entity_edit", entity_id=entity_id))


@blueprint.post("/settings/legal-entities/<int:entity_id>/logo/remove")
@staff_only("settings:write")
def legal_entity_logo_remove(entity_id: int) -> ResponseReturnValue:
    """Go on without a logo."""
    service.remove_logo(current_actor(), entity_id)
    flash(_("The logo is removed. Documents issued before keep it."), "success")
    return redirect(url_for("accounts.legal_entity_edit", entity_id=entity_id))


def _sent_picture() -> Upload:
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        raise Invalid.field("logo", lazy_gettext("Choose a picture first."), "missing")
    return Upload(sent.filename, sent.read())


def _lock_version() -> int:
    text = request.form.get("lock_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _typed(entity: Any) -> dict[str, Any]:
    values = {name: getattr(entity, name) for name in LegalEntityIn.model_fields}
    for name in ("address_ar", "address_en"):
        values[name] = NationalAddress.model_validate(values[name] or {})
    return {name: as_typed(value) for name, value in values.items()}


def _differences(form: Any, entity: Any) -> list[tuple[str, str]]:
    """What is stored now where it differs from what was typed: label and stored value."""
    stored = _typed(entity)
    found = []
    for name, field in form._fields.items():
        if name in ("csrf_token", "is_default") or name not in stored:
            continue
        if isinstance(stored[name], dict):
            inner = field.form._fields
            found += [
                (str(inner[key].label.text), str(value))
                for key, value in stored[name].items()
                if key != "country" and (inner[key].data or "") != value
            ]
        elif (field.data or "") != stored[name]:
            found.append((str(field.label.text), str(stored[name])))
    return found


def _page(
    form: Any,
    entity: Any = None,
    *,
    lock_version: int | None = None,
    meanwhile: list[tuple[str, str]] | None = None,
    logo_form: Any = None,
) -> str:
    # after a conflict the form carries the newest version: saving again is then a decision
    version = lock_version if lock_version is not None else getattr(entity, "lock_version", 0)
    return render_template(
        "accounts/staff/legal_entity.html",
        form=form,
        entity=entity,
        lock_version=version,
        meanwhile=meanwhile,
        logo_form=logo_form or LogoForm(formdata=None),
    )
