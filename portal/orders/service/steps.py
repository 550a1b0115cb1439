"""Working through the steps: start, complete, skip, hold, resume.

Each verb holds the order's row first, so of two people who do the same thing at once the second
finds the step in its new state and gets a ``Conflict`` that says which.
"""

from decimal import Decimal

from portal.core import audit, events
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, Message
from portal.core.i18n import lazy_gettext
from portal.kit.worktime import add_working_hours, working_hours_between
from portal.orders import policy
from portal.orders.models import STEP_DONE, OrderStep, ServiceOrder
from portal.orders.service import requirements
from portal.orders.service.parties import calendar
from portal.orders.service.progress import move_on, note_status
from portal.orders.service.reading import locked, step_of


def start_step(actor: Actor, order_id: int, step_key: str) -> OrderStep:
    """Begin the step whose turn it is; the first one begins the order.

    Raises ``Conflict``: ``awaiting_information``, ``not_its_turn``, or the step's own state.
    """
    order, step = _turn(actor, order_id, step_key)
    _require(step, ("pending",), lazy_gettext("This step has already begun."))
    _require_ready(order)
    step.status = "in_progress"
    step.started_at = now()
    _note(actor, order, step, "order.step_started", "pending")
    if order.status == "pending":
        order.started_at = step.started_at
        note_status(actor, order, "in_progress")
    return step


def complete_step(actor: Actor, order_id: int, step_key: str) -> OrderStep:
    """End a step; the clock goes to the next one, or the order is completed.

    Raises ``Conflict``: the step is not in progress, ``documents_missing`` while a mandatory
    document of it did not come, ``fee_unpaid`` while its government fee is not recorded as paid.
    """
    order, step = _turn(actor, order_id, step_key)
    _require(step, ("in_progress",), lazy_gettext("This step is not in progress."))
    lacking = requirements.missing_documents(order, step.required_documents)
    if lacking:
        raise Conflict(
            lazy_gettext("Documents of this step are still missing."),
            code="documents_missing",
            details={"state": step.status, "documents": lacking},
        )
    if step.kind == "government_fee" and step.fee is not None and step.paid_at is None:
        raise Conflict(
            lazy_gettext("Record the payment of the government fee first."),
            code="fee_unpaid",
            details={"state": step.status},
        )
    _end(actor, order, step, "completed", None)
    return step


def skip_step(actor: Actor, order_id: int, step_key: str, reason: str) -> OrderStep:
    """Leave out the step whose turn it is, and say why. Raises ``Conflict`` as the others do."""
    order, step = _turn(actor, order_id, step_key)
    _require_ready(order)
    _require(step, ("pending", "in_progress"), lazy_gettext("Resume this step first."))
    if order.status == "pending":
        order.started_at = now()
        note_status(actor, order, "in_progress")
    _end(actor, order, step, "skipped", reason)
    return step


def hold_step(actor: Actor, order_id: int, step_key: str, reason: str) -> OrderStep:
    """Stop the clock of the current step, and with it the order, until ``resume_step``."""
    order, step = _turn(actor, order_id, step_key)
    _require_ready(order)
    _require(step, ("pending", "in_progress"), lazy_gettext("This step is already on hold."))
    before = step.status
    if step.due_at is not None:
        # Negative once overdue: the lateness is kept too.
        step.hours_left = working_hours_between(now(), step.due_at, calendar(actor)).quantize(
            Decimal("0.0001")
        )
    step.due_at = order.due_at = None
    step.status = "on_hold"
    step.reason = reason
    _note(actor, order, step, "order.step_held", before)
    note_status(actor, order, "on_hold", reason=reason)
    return step


def resume_step(actor: Actor, order_id: int, step_key: str) -> OrderStep:
    """Go on with a held step; the clock has the working hours left that it had."""
    order, step = _turn(actor, order_id, step_key)
    _require(step, ("on_hold",), lazy_gettext("This step is not on hold."))
    at = now()
    left = step.hours_left or 0
    step.due_at = add_working_hours(at, max(left, 0), calendar(actor))
    order.due_at = step.due_at
    step.hours_left = None
    step.reason = None
    step.status = "in_progress" if step.started_at else "pending"
    _note(actor, order, step, "order.step_resumed", "on_hold")
    note_status(actor, order, "in_progress" if order.started_at else "pending")
    return step


def _turn(actor: Actor, order_id: int, step_key: str) -> tuple[ServiceOrder, OrderStep]:
    """The order and a step of it that is open and first in line."""
    order = locked(actor, order_id)
    step = step_of(order, step_key)
    policy.require_working(actor, step)
    if step.status in STEP_DONE:
        raise Conflict(
            lazy_gettext("Somebody else finished this step in the meantime."),
            code="step_done",
            details={"state": step.status, "by": step.ended_by},
        )
    policy.require_open(order)
    if order.current_step is not step:
        raise Conflict(
            lazy_gettext("Another step comes before this one."),
            code="not_its_turn",
            details={"state": step.status},
        )
    return order, step


def _require(step: OrderStep, states: tuple[str, ...], message: Message) -> None:
    if step.status not in states:
        raise Conflict(message, code="step_state", details={"state": step.status})


def _require_ready(order: ServiceOrder) -> None:
    if order.status == "awaiting_information":
        raise Conflict(
            lazy_gettext("This order still awaits information."),
            code="awaiting_information",
            details={"state": order.status, "missing": list(order.missing)},
        )


def _end(
    actor: Actor, order: ServiceOrder, step: OrderStep, status: str, reason: str | None
) -> None:
    before = step.status
    step.status = status
    step.ended_at = now()
    step.ended_by = actor.display_name
    step.reason = reason
    _note(actor, order, step, f"order.step_{status}", before)
    move_on(actor, order, step.ended_at)


def _note(actor: Actor, order: ServiceOrder, step: OrderStep, verb: str, before: str) -> None:
    audit.record(
        actor,
        verb,
        "order",
        order.id,
        before={"step": step.step_key, "status": before},
        after={"step": step.step_key, "status": step.status, "reason": step.reason},
    )
    events.emit(
        actor,
        verb,
        "order",
        order.id,
        {"step_key": step.step_key, "status": step.status, "reason": step.reason},
    )
