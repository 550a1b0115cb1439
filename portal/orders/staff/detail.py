"""The workspace of one order: its steps and everything that moves it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import audit
from portal.core.db import now
from portal.core.errors import AppError, Conflict, Forbidden, Invalid
from portal.core.i18n import gettext
from portal.invoices import service as invoices
from portal.orders import service
from portal.orders.schemas import (
    CancelIn,
    DocumentIn,
    FeePaidIn,
    InformationIn,
    OrderPatch,
    ReasonIn,
)
from portal.orders.staff.door import (
    PRIORITIES,
    ROLES,
    STEP_KINDS,
    CancelForm,
    DocumentForm,
    FeeForm,
    InformationForm,
    ReasonForm,
    blueprint,
)
from portal.web.context import current_actor
from portal.web.downloads import send
from portal.web.forms import BLANK_CHOICE, parse, show
from portal.web.guards import staff_only
from portal.web.uploads import uploaded, uploads

STEP_LOOKS = {
    "completed": "done",
    "skipped": "skipped",
    "on_hold": "stopped",
    "in_progress": "current",
}


@blueprint.get("/orders/<int:order_id>")
@staff_only("orders:read")
def detail(order_id: int) -> ResponseReturnValue:
    """One order."""
    return _page(order_id)


def _forms() -> dict[str, Any]:
    """One form a question, each with field ids of its own."""
    return {
        "skip": ReasonForm(prefix="skip-", formdata=None),
        "hold": ReasonForm(prefix="hold-", formdata=None),
        "waive": ReasonForm(prefix="waive-", formdata=None),
        "cancel": CancelForm(prefix="cancel-", formdata=None),
        "fee": FeeForm(prefix="fee-", formdata=None),
        "document": DocumentForm(prefix="document-", formdata=None),
        "information": InformationForm(prefix="information-", formdata=None),
    }


def _page(order_id: int, problem: AppError | None = None, **shown: Any) -> str:
    actor = current_actor()
    order = service.get(actor, order_id)
    forms = {**_forms(), **shown}
    found_companies, found_workers = service.choices(actor, order)
    locale = actor.locale
    forms["information"].company_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name(locale)) for row in found_companies
    ]
    forms["information"].worker_id.choices = [BLANK_CHOICE] + [
        (str(row.id), row.name(locale)) for row in found_workers
    ]
    there = service.received(order)
    documents = order.requirements["documents"]
    forms["document"].document_key.choices = [
        (row["key"], row["ar"] if locale == "ar" else row["en"])
        for row in sorted(documents, key=lambda row: row["key"] in there)
    ]
    names = {step.step_key: step.name(locale) for step in order.steps}
    current = order.current_step if order.status not in ("cancelled", "completed") else None
    return render_template(
        "orders/staff/detail.html",
        order=order,
        who=service.parties(actor, order),
        step=current,
        stepper=[
            {
                "label": step.name(locale),
                "state": STEP_LOOKS.get(step.status, "current" if step is current else "upcoming"),
            }
            for step in order.steps
        ],
        missing=service.missing_texts(order, locale),
        received=there,
        forms=forms,
        problem=problem,
        price=service.price_breakdown(actor, order),
        invoices=invoices.of_source(actor, "order", order.id) if _sees_invoices() else [],
        can_invoice=actor.can("invoices:write") and service.can_invoice(actor, order),
        can_work=current is not None and service.may_work(actor, current),
        timeline=[
            {
                "at": entry.at,
                "text": entry.label,
                "actor": entry.actor_name,
                "body": _details(entry.after or {}, names),
            }
            for entry in audit.timeline([("order", order.id)])
        ],
        priorities=PRIORITIES,
        roles=ROLES,
        step_kinds=STEP_KINDS,
        document_field=service.DOCUMENT_FIELD,
        now=now(),
    )


def _details(facts: dict[str, Any], names: dict[str, str]) -> str:
    """Which step an entry is about, and the reason that was given."""
    parts = (names.get(facts.get("step", "")), facts.get("reason"))
    return " — ".join(part for part in parts if part)


def _sees_invoices() -> bool:
    return current_actor().can("invoices:read")


def _done(order_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("orders.detail", order_id=order_id))


def _try(
    order_id: int, act: Callable[[], object], message: str, **shown: Any
) -> ResponseReturnValue:
    """Do it; what stands in the way is shown on the order's page as it is now."""
    try:
        act()
    except (Conflict, Forbidden) as error:
        return _page(order_id, error, **shown), error.status
    except Invalid as error:
        for form in shown.values():
            show(form, error)
        return _page(order_id, error, **shown), error.status
    return _done(order_id, message)


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/start")
@staff_only("orders:read")
def start_step(order_id: int, step_key: str) -> ResponseReturnValue:
    """Begin a step."""
    act = lambda: service.start_step(current_actor(), order_id, step_key)  # noqa: E731
    return _try(order_id, act, gettext("The step was started."))


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/complete")
@staff_only("orders:read")
def complete_step(order_id: int, step_key: str) -> ResponseReturnValue:
    """End a step."""
    act = lambda: service.complete_step(current_actor(), order_id, step_key)  # noqa: E731
    return _try(order_id, act, gettext("The step was completed."))


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/resume")
@staff_only("orders:read")
def resume_step(order_id: int, step_key: str) -> ResponseReturnValue:
    """Go on with a held step."""
    act = lambda: service.resume_step(current_actor(), order_id, step_key)  # noqa: E731
    return _try(order_id, act, gettext("The step goes on."))


def _with_reason(
    order_id: int, name: str, act: Callable[[str], object], message: str
) -> ResponseReturnValue:
    form = ReasonForm(prefix=f"{name}-")
    data = parse(form, ReasonIn)
    if data is None:
        return _page(order_id, _invalid(form), **{name: form}), 422
    return _try(order_id, lambda: act(data.reason), message, **{name: form})


def _invalid(form: Any) -> Invalid:
    """What is wrong with a form, for the notice on top: its dialog is closed again by then."""
    words = [str(error) for field in form for error in field.errors]
    return Invalid([], " ".join(words) or None)


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/skip")
@staff_only("orders:read")
def skip_step(order_id: int, step_key: str) -> ResponseReturnValue:
    """Leave a step out, with a reason."""
    return _with_reason(
        order_id,
        "skip",
        lambda reason: service.skip_step(current_actor(), order_id, step_key, reason),
        gettext("The step was skipped."),
    )


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/hold")
@staff_only("orders:read")
def hold_step(order_id: int, step_key: str) -> ResponseReturnValue:
    """Put a step on hold, with a reason."""
    return _with_reason(
        order_id,
        "hold",
        lambda reason: service.hold_step(current_actor(), order_id, step_key, reason),
        gettext("The step is on hold; its clock stands still."),
    )


@blueprint.post("/orders/<int:order_id>/steps/<step_key>/fee")
@staff_only("orders:read")
def pay_fee(order_id: int, step_key: str) -> ResponseReturnValue:
    """Record a paid government fee with its receipt."""
    form = FeeForm(prefix="fee-")
    data = parse(form, FeePaidIn)
    if data is None:
        return _page(order_id, _invalid(form), fee=form), 422
    receipt = uploaded("receipt")
    act = lambda: service.pay_fee(current_actor(), order_id, step_key, data, receipt)  # noqa: E731
    return _try(order_id, act, gettext("The fee is recorded as paid."), fee=form)


@blueprint.post("/orders/<int:order_id>/information")
@staff_only("orders:write")
def provide_information(order_id: int) -> ResponseReturnValue:
    """Complete what is missing on the client's behalf."""
    form = InformationForm(prefix="information-")
    data = parse(form, InformationIn)
    if data is None:
        return _page(order_id, _invalid(form), information=form), 422
    files = uploads(service.DOCUMENT_FIELD)
    act = lambda: service.provide_information(current_actor(), order_id, data, files)  # noqa: E731
    return _try(order_id, act, gettext("The information was saved."), information=form)


@blueprint.post("/orders/<int:order_id>/documents")
@staff_only("orders:write")
def receive_document(order_id: int) -> ResponseReturnValue:
    """Note that a document came."""
    form = DocumentForm(prefix="document-")
    data = parse(form, DocumentIn)
    if data is None:
        return _page(order_id, _invalid(form), document=form), 422
    upload = uploaded("file")
    act = lambda: service.receive_document(  # noqa: E731
        current_actor(), order_id, data.document_key, upload, data.note
    )
    return _try(order_id, act, gettext("The document was received."), document=form)


@blueprint.post("/orders/<int:order_id>/waive")
@staff_only("orders:write")
def waive(order_id: int) -> ResponseReturnValue:
    """Begin although something is missing."""
    return _with_reason(
        order_id,
        "waive",
        lambda reason: service.waive(current_actor(), order_id, reason),
        gettext("Recorded: the order goes on without it."),
    )


@blueprint.post("/orders/<int:order_id>/ask")
@staff_only("orders:write")
def ask(order_id: int) -> ResponseReturnValue:
    """Write to the client what is missing."""
    act = lambda: service.ask_for_information(current_actor(), order_id)  # noqa: E731
    return _try(order_id, act, gettext("We have written to the client."))


@blueprint.post("/orders/<int:order_id>/cancel")
@staff_only("orders:write")
def cancel(order_id: int) -> ResponseReturnValue:
    """Cancel the order."""
    form = CancelForm(prefix="cancel-")
    data = parse(form, CancelIn)
    if data is None:
        return _page(order_id, _invalid(form), cancel=form), 422
    act = lambda: service.cancel(current_actor(), order_id, data.reason)  # noqa: E731
    return _try(order_id, act, gettext("The order was cancelled."), cancel=form)


@blueprint.post("/orders/<int:order_id>/priority")
@staff_only("orders:write")
def priority(order_id: int) -> ResponseReturnValue:
    """Change the priority."""
    wanted: Any = request.form.get("priority")
    if wanted not in dict(PRIORITIES):
        raise Invalid.field("priority", gettext("Choose one of the listed values."), "enum")
    act = lambda: service.update(  # noqa: E731
        current_actor(), order_id, OrderPatch(priority=wanted)
    )
    return _try(order_id, act, gettext("The priority was changed."))


@blueprint.post("/orders/<int:order_id>/invoice")
@staff_only("invoices:write")
def draw_invoice(order_id: int) -> ResponseReturnValue:
    """Draw up the order's invoice as a draft and open it."""
    try:
        invoice = service.draw_invoice(current_actor(), order_id)
    except Conflict as error:
        return _page(order_id, error), error.status
    flash(gettext("The invoice was drawn up. Check it, then issue it."), "success")
    return redirect(url_for("invoices.show_invoice", invoice_id=invoice.id))


@blueprint.get("/orders/<int:order_id>/files/<int:file_id>")
@staff_only("orders:read")
def file(order_id: int, file_id: int) -> ResponseReturnValue:
    """A document or receipt of the order."""
    return send(service.file_of(current_actor(), order_id, file_id))
