"""What staff do with a quotation: each is a POST that goes back to its page."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.actor import Actor
from portal.core.errors import Conflict, Forbidden, Invalid, TooMany, Unprocessable
from portal.core.i18n import gettext as _
from portal.kit.dates import parse_date
from portal.quotations import service
from portal.quotations.schemas import AcceptIn, CommentIn, UndoIn
from portal.quotations.staff import pages
from portal.quotations.staff.door import WRITE, blueprint
from portal.web.context import current_actor
from portal.web.forms import parse, show
from portal.web.guards import staff_only


def _back(quotation_id: int, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("quotations.detail", quotation_id=quotation_id) + anchor)


def _do(quotation_id: int, act: Callable[[Actor], Any], said: str) -> ResponseReturnValue:
    """Do it and say so; what stands in the way is said on the page itself."""
    actor = current_actor()
    try:
        act(actor)
    except Invalid as error:
        problem = " ".join(str(item.message) for item in error.errors)
        return pages.draw(actor, quotation_id, problem=problem), error.status
    except (Conflict, Unprocessable, TooMany) as error:
        return pages.draw(actor, quotation_id, problem=error.message), error.status
    flash(said, "success")
    return _back(quotation_id)


def _reason() -> str:
    return request.form.get("reason", "").strip()[:2000]


@blueprint.post("/quotations/<int:quotation_id>/send")
@staff_only(WRITE)
def send(quotation_id: int) -> ResponseReturnValue:
    """Send the open draft to the client."""
    return _do(
        quotation_id,
        lambda actor: service.send(actor, quotation_id),
        _("Sent. The client has the link by e-mail; you can also copy it or share it."),
    )


@blueprint.post("/quotations/<int:quotation_id>/send-again")
@staff_only(WRITE)
def send_again(quotation_id: int) -> ResponseReturnValue:
    """Write the link to the client once more."""
    return _do(
        quotation_id,
        lambda actor: service.send_again(actor, quotation_id),
        _("The link is on its way to the client again."),
    )


@blueprint.post("/quotations/<int:quotation_id>/revoke-link")
@staff_only(WRITE)
def revoke_link(quotation_id: int) -> ResponseReturnValue:
    """End the link that is out."""
    return _do(
        quotation_id,
        lambda actor: service.revoke_link(actor, quotation_id),
        _("The link no longer works. Send it again to make a new one."),
    )


@blueprint.post("/quotations/<int:quotation_id>/revise")
@staff_only(WRITE)
def revise(quotation_id: int) -> ResponseReturnValue:
    """Open the next version and go on writing it."""
    actor = current_actor()
    try:
        service.revise(actor, quotation_id)
    except Conflict as error:
        return pages.draw(actor, quotation_id, problem=error.message), error.status
    return redirect(url_for("quotations.edit", quotation_id=quotation_id))


@blueprint.post("/quotations/<int:quotation_id>/discard")
@staff_only(WRITE)
def discard(quotation_id: int) -> ResponseReturnValue:
    """Give up the version that is being written."""
    return _do(
        quotation_id,
        lambda actor: service.discard_draft(actor, quotation_id),
        _("The draft version is discarded; the client keeps the one that was sent."),
    )


@blueprint.post("/quotations/<int:quotation_id>/withdraw")
@staff_only(WRITE)
def withdraw(quotation_id: int) -> ResponseReturnValue:
    """Take the offer back."""
    return _do(
        quotation_id,
        lambda actor: service.withdraw(actor, quotation_id, _reason() or None),
        _("The quotation is withdrawn."),
    )


@blueprint.post("/quotations/<int:quotation_id>/extend")
@staff_only(WRITE)
def extend(quotation_id: int) -> ResponseReturnValue:
    """Send the same lines again as a version with a later last day.

    What was sent never changes, its last day neither: so an extension is a version.
    """
    try:
        until = parse_date(request.form.get("valid_until", ""))
    except ValueError:
        problem = _("Enter a date such as 2026-11-30.")
        return pages.draw(current_actor(), quotation_id, problem=problem), 422

    def act(actor: Actor) -> None:
        service.revise(actor, quotation_id)
        draft = service.as_input(actor, quotation_id)
        service.update(actor, quotation_id, draft.model_copy(update={"valid_until": until}))
        service.send(actor, quotation_id)

    return _do(quotation_id, act, _("Extended, and sent to the client as a new version."))


@blueprint.post("/quotations/<int:quotation_id>/undo-acceptance")
@staff_only(WRITE)
def undo(quotation_id: int) -> ResponseReturnValue:
    """Take back an acceptance made by mistake."""
    reason = _reason()
    if not reason:
        problem = _("Say why the acceptance is undone.")
        return pages.draw(current_actor(), quotation_id, problem=problem), 422
    return _do(
        quotation_id,
        lambda actor: service.undo_acceptance(actor, quotation_id, UndoIn(reason=reason)),
        _("The acceptance is undone. The quotation waits for the client again."),
    )


@blueprint.post("/quotations/<int:quotation_id>/accept")
@staff_only(WRITE)
def accept(quotation_id: int) -> ResponseReturnValue:
    """Record an acceptance the client gave on paper or by phone."""
    actor = current_actor()
    form = pages.AcceptForm()
    data = parse(form, AcceptIn)
    problem: Conflict | Forbidden | TooMany | None = None
    if data is not None:
        try:
            service.accept(actor, quotation_id, data)
        except Invalid as error:
            show(form, error)
        except (Conflict, TooMany) as error:
            problem = error
        except Forbidden as error:
            if error.code != "step_up_required":
                raise
            problem = error
        else:
            flash(_("The acceptance is recorded."), "success")
            return _back(quotation_id)
    page = pages.draw(
        actor, quotation_id, accept_form=form, problem=problem.message if problem else None
    )
    return page, problem.status if problem else 422


@blueprint.post("/quotations/<int:quotation_id>/code")
@staff_only(WRITE)
def request_code(quotation_id: int) -> ResponseReturnValue:
    """Send the one-time code to the client; what was typed for the acceptance comes back."""
    actor = current_actor()
    form = pages.AcceptForm()
    try:
        sent = service.request_code(actor, quotation_id)
    except (Conflict, Unprocessable, TooMany) as error:
        page = pages.draw(actor, quotation_id, accept_form=form, problem=error.message)
        return page, error.status
    flash(_("A code is on its way to %(addresses)s.", addresses=", ".join(sent.sent_to)), "info")
    return pages.draw(actor, quotation_id, accept_form=form)


@blueprint.post("/quotations/<int:quotation_id>/answers")
@staff_only(WRITE)
def answer(quotation_id: int) -> ResponseReturnValue:
    """Answer the client's question."""
    body = request.form.get("body", "").strip()[:2000]
    if not body:
        problem = _("Write an answer first.")
        return pages.draw(current_actor(), quotation_id, problem=problem), 422
    return _do(
        quotation_id,
        lambda actor: service.answer(actor, quotation_id, CommentIn(body=body)),
        _("The answer is sent."),
    )


@blueprint.post("/quotations/<int:quotation_id>/files/<int:file_id>/remove")
@staff_only(WRITE)
def detach(quotation_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file off the draft."""
    return _do(
        quotation_id,
        lambda actor: service.detach(actor, quotation_id, file_id),
        _("The file is removed from the draft."),
    )
