"""Writing a quotation: new, a draft changed, the next version of one that was sent."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.catalog import service as catalog
from portal.clients import service as clients
from portal.core.actor import Actor
from portal.core.errors import Conflict, FieldError, Invalid, Unprocessable
from portal.core.files import Upload
from portal.core.i18n import gettext as _
from portal.quotations import service
from portal.quotations.schemas import QuotationIn
from portal.quotations.staff import form as forms
from portal.quotations.staff.door import WRITE, blueprint
from portal.web.context import current_actor
from portal.web.forms import parse
from portal.web.guards import staff_only

MAX_FILES = 10


@blueprint.get("/quotations/new")
@staff_only(WRITE)
def new() -> ResponseReturnValue:
    """A blank composer; ``client_id``, ``company_id`` and ``service_id`` may be given."""
    actor = current_actor()
    asked = request.args.get("client_id", "")
    known = clients.get(actor, int(asked)) if asked.isdigit() and len(asked) < 19 else None
    typed: dict[str, Any] = {
        "language": known.locale if known else "",
        "legal_entity_id": next(
            (str(entity.id) for entity in accounts.legal_entities(actor) if entity.is_default), ""
        ),
        "client_id": str(known.id) if known else "",
        "company_id": request.args.get("company_id", ""),
        "lines": [
            {**forms.BLANK_LINE, "service_definition_id": request.args.get("service_id", "")}
        ],
    }
    form = forms.ComposeForm(formdata=None, data=typed)
    forms.fill_from_catalogue(actor, form, 0)
    return _page(actor, form)


@blueprint.post("/quotations/new")
@staff_only(WRITE)
def create() -> ResponseReturnValue:
    """Keep a new draft."""
    return _save(current_actor(), None)


@blueprint.get("/quotations/<int:quotation_id>/edit")
@staff_only(WRITE)
def edit(quotation_id: int) -> ResponseReturnValue:
    """The open draft in the composer."""
    actor = current_actor()
    quotation = service.get(actor, quotation_id)
    typed = forms.from_draft(service.as_input(actor, quotation_id))
    form = forms.ComposeForm(formdata=None, data=typed)
    return _page(actor, form, quotation=quotation, lock_version=quotation.lock_version)


@blueprint.post("/quotations/<int:quotation_id>/edit")
@staff_only(WRITE)
def update(quotation_id: int) -> ResponseReturnValue:
    """Keep the changed draft, unless somebody else saved in between."""
    return _save(current_actor(), quotation_id)


@blueprint.post("/quotations/compose")
@staff_only(WRITE)
def compose() -> ResponseReturnValue:
    """The composer again with what was typed: a line more or less, a service's price filled in.

    Nothing is checked and nothing is kept.
    """
    actor = current_actor()
    form = forms.typed_form()
    act, _dash, place = request.form.get("act", "").partition("-")
    if act == "add":
        form.lines.append_entry(dict(forms.BLANK_LINE))
    elif act == "remove":
        form.lines.entries = [e for e in form.lines.entries if e.name != f"lines-{place}"]
    elif act == "service" and place.isdigit():
        forms.fill_from_catalogue(actor, form, int(place))
    asked = request.form.get("quotation_id", "")
    quotation = service.get(actor, int(asked)) if asked.isdigit() and len(asked) < 19 else None
    lock_version = request.form.get("lock_version", "")
    return _page(actor, form, quotation=quotation, lock_version=lock_version)


@blueprint.post("/quotations/preview")
@staff_only(WRITE)
def preview() -> ResponseReturnValue:
    """The sums of what is typed so far, and each line's own beside it."""
    actor = current_actor()
    form = forms.typed_form()
    sums, problem = forms.preview(actor, form)
    infos = forms.line_info(actor, form, sums)
    return render_template(
        "quotations/staff/preview.html",
        **_sums(actor, sums, problem),
        line_sums=[
            (entry.name.rsplit("-", 1)[1], info.sum)
            for entry, info in zip(form.lines, infos, strict=True)
        ],
    )


def _save(actor: Actor, quotation_id: int | None) -> ResponseReturnValue:
    form = forms.typed_form()
    forms.drop_blank_lines(form)
    data = parse(form, QuotationIn)
    quotation = service.get(actor, quotation_id) if quotation_id is not None else None
    lock_version = request.form.get("lock_version", "")
    changes = None
    status = 422
    if data is not None:
        try:
            if quotation_id is None:
                quotation = service.create(actor, data)
            else:
                number = int(lock_version) if lock_version.isdigit() else 0
                quotation = service.update(actor, quotation_id, data, lock_version=number)
            _attach(actor, quotation.id)
        except Invalid as error:
            forms.show_errors(form, error)
        except Unprocessable as error:
            form.form_errors.append(error.message)
        except Conflict as error:
            if quotation is None or error.code != "edited_meanwhile":
                raise
            status = 409
            theirs = forms.from_draft(service.as_input(actor, quotation.id))
            changes = forms.differences(theirs, form)
            lock_version = str(quotation.lock_version)
        else:
            flash(_("Draft %(number)s is saved.", number=quotation.number), "success")
            return redirect(url_for("quotations.detail", quotation_id=quotation.id))
    if quotation_id is None:
        quotation = None
    page = _page(actor, form, quotation=quotation, lock_version=lock_version, changes=changes)
    return page, status


def _attach(actor: Actor, quotation_id: int) -> None:
    """Keep the chosen files. Raises ``Invalid`` on ``attachments``."""
    chosen = [file for file in request.files.getlist("attachments") if file.filename]
    if len(chosen) > MAX_FILES:
        raise Invalid([FieldError("attachments", _("At most %(count)s files at once.", count=10))])
    for file in chosen:
        service.attach(actor, quotation_id, Upload(file.filename or "", file.read()))


def _sums(actor: Actor, sums: Any, problem: str | None) -> dict[str, Any]:
    if sums is None:
        return {"totals": None, "totals_problem": problem, "currency": catalog.currency(actor)}
    return {
        "totals": sums.totals,
        "with_optional": sums.with_optional if sums.with_optional != sums.totals else None,
        "vat_registered": sums.vat_registered,
        "currency": sums.currency,
    }


def _page(
    actor: Actor,
    form: Any,
    *,
    quotation: Any = None,
    lock_version: int | str = "",
    changes: list[dict[str, str]] | None = None,
) -> str:
    """The composer, or for htmx only its body."""
    forms.keep_one_line(form)
    search = request.form.get("client_search", "").strip()[:100]
    forms.offer(actor, form, search, quotation)
    sums, problem = forms.preview(actor, form)
    here = {"quotation_id": quotation.id} if quotation else {}
    save_url = url_for("quotations.update", **here) if quotation else url_for("quotations.create")
    back = url_for("quotations.detail", **here) if quotation else url_for("quotations.index")
    template = "_composer_body.html" if request.headers.get("HX-Request") else "compose.html"
    return render_template(
        f"quotations/staff/{template}",
        form=form,
        attach_form=forms.AttachForm(),
        quotation=quotation,
        attachments=service.attachments(actor, quotation.id) if quotation else [],
        lock_version=lock_version,
        changes=changes,
        client_search=search,
        line_info=forms.line_info(actor, form, sums),
        save_url=save_url,
        cancel_url=back,
        compose_url=url_for("quotations.compose"),
        **_sums(actor, sums, problem),
    )
