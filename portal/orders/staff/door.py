"""The blueprint of the order pages, their forms, and the words of their choices."""

from flask import Blueprint

from portal.core.i18n import lazy_gettext, lazy_pgettext
from portal.orders.schemas import (
    INFORMATION_LABELS,
    CancelIn,
    DocumentIn,
    FeePaidIn,
    InformationIn,
    OrderIn,
    ReasonIn,
)
from portal.web.forms import BLANK_CHOICE, schema_form

blueprint = Blueprint("orders", __name__)

PRIORITIES = [
    ("low", lazy_pgettext("priority", "Low")),
    ("normal", lazy_pgettext("priority", "Normal")),
    ("high", lazy_pgettext("priority", "High")),
    ("urgent", lazy_pgettext("priority", "Urgent")),
]
STATES = [
    ("pending", lazy_pgettext("order", "Pending")),
    ("awaiting_information", lazy_pgettext("order", "Awaiting information")),
    ("in_progress", lazy_pgettext("order", "In progress")),
    ("on_hold", lazy_pgettext("order", "On hold")),
    ("completed", lazy_pgettext("order", "Completed")),
    ("cancelled", lazy_pgettext("order", "Cancelled")),
]
ROLES = {
    "owner": lazy_gettext("Owner"),
    "manager": lazy_gettext("Manager"),
    "officer": lazy_gettext("Case officer"),
    "accountant": lazy_gettext("Accountant"),
    "viewer": lazy_gettext("Viewer"),
}
STEP_KINDS = {
    "task": lazy_pgettext("kind of step", "Task"),
    "document_collection": lazy_pgettext("kind of step", "Document collection"),
    "government_fee": lazy_pgettext("kind of step", "Government fee"),
    "approval": lazy_pgettext("kind of step", "Approval"),
    "appointment": lazy_pgettext("kind of step", "Appointment"),
}

ReasonForm = schema_form(ReasonIn, labels={"reason": lazy_gettext("Reason")})
CancelForm = schema_form(CancelIn, labels={"reason": lazy_gettext("Reason")})
FeeForm = schema_form(
    FeePaidIn,
    labels={
        "amount": lazy_gettext("Amount paid"),
        "reference": lazy_gettext("Payment reference"),
    },
)
DocumentForm = schema_form(
    DocumentIn,
    labels={
        "document_key": lazy_gettext("Document"),
        "note": lazy_gettext("Where you saw it"),
    },
    choices={"document_key": []},
)
InformationForm = schema_form(
    InformationIn,
    labels=INFORMATION_LABELS,
    choices={"company_id": [BLANK_CHOICE], "worker_id": [BLANK_CHOICE]},
)
OrderForm = schema_form(
    OrderIn,
    labels={
        "service_definition_id": lazy_gettext("Service"),
        "client_id": lazy_gettext("Client"),
        "company_id": lazy_gettext("Company"),
        "worker_id": lazy_gettext("Worker"),
        "priority": lazy_gettext("Priority"),
    },
    choices={
        "service_definition_id": [BLANK_CHOICE],
        "client_id": [BLANK_CHOICE],
        "company_id": [BLANK_CHOICE],
        "worker_id": [BLANK_CHOICE],
        "priority": PRIORITIES,
    },
)
