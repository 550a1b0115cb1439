"""What the orders domain does."""

from portal.core import audit
from portal.core.i18n import lazy_gettext
from portal.orders.policy import may_work
from portal.orders.service.cancel import cancel
from portal.orders.service.counts import OrderDesk, desk
from portal.orders.service.create import create
from portal.orders.service.fees import pay_fee
from portal.orders.service.from_quotation import make_for_quotation, undo_for_quotation
from portal.orders.service.information import (
    DOCUMENT_FIELD,
    ask_for_information,
    choices,
    provide_information,
    receive_document,
    recheck,
    recheck_for,
    waive,
)
from portal.orders.service.invoice import can_invoice, draw_invoice, invoice_quotation
from portal.orders.service.parties import parties
from portal.orders.service.priority import update
from portal.orders.service.reading import (
    counts,
    file_of,
    get,
    is_overdue,
    listed,
    missing_texts,
    of_quotation,
    order_out,
    price_breakdown,
    step_of,
    step_out,
    summary_out,
)
from portal.orders.service.requirements import received
from portal.orders.service.steps import (
    complete_step,
    hold_step,
    resume_step,
    skip_step,
    start_step,
)

audit.describe(
    {
        "order.pending": lazy_gettext("The order is ready to begin"),
        "order.awaiting_information": lazy_gettext("The order awaits information"),
        "order.in_progress": lazy_gettext("The order is in progress"),
        "order.on_hold": lazy_gettext("The order was put on hold"),
        "order.completed": lazy_gettext("The order was completed"),
        "order.cancelled": lazy_gettext("The order was cancelled"),
        "order.updated": lazy_gettext("The order's priority was changed"),
        "order.step_started": lazy_gettext("A step was started"),
        "order.step_completed": lazy_gettext("A step was completed"),
        "order.step_skipped": lazy_gettext("A step was skipped"),
        "order.step_held": lazy_gettext("A step was put on hold"),
        "order.step_resumed": lazy_gettext("A step was resumed"),
        "order.fee_paid": lazy_gettext("A government fee was paid"),
        "order.information_provided": lazy_gettext("Information was provided"),
        "order.information_asked": lazy_gettext("The client was asked for information"),
        "order.document_received": lazy_gettext("A document was received"),
        "order.waived": lazy_gettext("Missing information was waived"),
    }
)

__all__ = [
    "OrderDesk",
    "DOCUMENT_FIELD",
    "ask_for_information",
    "can_invoice",
    "cancel",
    "choices",
    "complete_step",
    "counts",
    "create",
    "draw_invoice",
    "file_of",
    "get",
    "hold_step",
    "invoice_quotation",
    "is_overdue",
    "listed",
    "make_for_quotation",
    "may_work",
    "missing_texts",
    "of_quotation",
    "order_out",
    "parties",
    "pay_fee",
    "price_breakdown",
    "provide_information",
    "receive_document",
    "received",
    "recheck",
    "recheck_for",
    "resume_step",
    "skip_step",
    "start_step",
    "step_of",
    "step_out",
    "summary_out",
    "undo_for_quotation",
    "update",
    "waive",
    "desk",
]
