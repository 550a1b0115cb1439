"""Government fees: paid to the authority for the client, with the receipt kept."""

from portal.core import audit, events, files
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, Invalid
from portal.core.files import Upload
from portal.core.i18n import lazy_gettext
from portal.orders import policy
from portal.orders.models import OrderStep
from portal.orders.schemas import FeePaidIn
from portal.orders.service.reading import locked, step_of


def pay_fee(
    actor: Actor, order_id: int, step_key: str, data: FeePaidIn, receipt: Upload | None = None
) -> OrderStep:
    """Record that the fee of a step was paid; the receipt is what keeps it outside VAT.

    Raises ``Conflict`` when the step has no fee, it is paid already or the order has ended, and
    ``Invalid`` on ``receipt`` for a file of another kind.
    """
    order = locked(actor, order_id)
    step = step_of(order, step_key)
    policy.require_working(actor, step)
    policy.require_open(order)
    if step.fee is None:
        raise Conflict(lazy_gettext("This step has no government fee."), code="no_fee")
    if step.paid_at is not None:
        raise Conflict(
            lazy_gettext("This fee is already recorded as paid."),
            code="fee_paid",
            details={"state": step.status},
        )
    amount = data.amount if data.amount is not None else step.fee_amount
    if amount <= 0:
        raise Invalid.field("amount", lazy_gettext("Enter what was paid."), "greater_than")
    if receipt is not None:
        row = files.store_upload(
            actor, receipt, purpose="fee_receipt", field="receipt", subject=("order", order.id)
        )
        step.receipt_file_id = row.id
    step.paid_at, step.paid_amount = now(), amount
    step.paid_reference = data.reference or None
    facts = {
        "step": step.step_key,
        "amount": amount,
        "reference": step.paid_reference,
        "receipt_file_id": step.receipt_file_id,
    }
    audit.record(actor, "order.fee_paid", "order", order.id, after=facts)
    events.emit(actor, "order.fee_paid", "order", order.id, facts)
    return step
