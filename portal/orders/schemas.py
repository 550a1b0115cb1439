"""What the orders doors take and answer."""

from typing import Annotated, Literal

from pydantic import Field

from portal.core.fields import CrNumber, NationalIdNumber, Passport, UnifiedNumber, VatNumber
from portal.core.i18n import LazyString, lazy_gettext
from portal.core.schema import (
    AmountIn,
    AmountOut,
    DateIn,
    Id,
    Instant,
    NumberOut,
    Output,
    Schema,
    Text,
)

Priority = Literal["low", "normal", "high", "urgent"]
OrderStatus = Literal[
    "pending", "awaiting_information", "in_progress", "on_hold", "completed", "cancelled"
]
StepStatus = Literal["pending", "in_progress", "on_hold", "completed", "skipped"]
StepKind = Literal["task", "document_collection", "government_fee", "approval", "appointment"]
Reason = Annotated[str, Field(min_length=3, max_length=500)]
Note = Annotated[str, Field(max_length=500)]


class OrderIn(Schema):
    """A direct order. Without ``company_id`` say which client it is for."""

    service_definition_id: Id = Field(description="A published service (see GET /services).")
    client_id: Id | None = Field(None, description="Needed when no company is given.")
    company_id: Id | None = Field(None, description="Needed when the service is for a company.")
    worker_id: Id | None = Field(None, description="Needed when the service is for a worker.")
    company_employee_id: Id | None = Field(None, description="Another name of worker_id.")
    priority: Priority = "normal"

    @property
    def worker(self) -> int | None:
        """The worker, by either name."""
        return self.worker_id if self.worker_id is not None else self.company_employee_id


class OrderPatch(Schema):
    """What may be changed of an order."""

    priority: Priority | None = None


class ReasonIn(Schema):
    """Why a step is skipped or held, or a requirement is waived."""

    reason: Reason


class CancelIn(Schema):
    """Why an order is cancelled."""

    reason: Note = ""


class FeePaidIn(Schema):
    """A government fee that was paid; without ``amount`` it was what the order says."""

    amount: AmountIn | None = None
    reference: Annotated[str, Field(max_length=120)] = ""


class DocumentIn(Schema):
    """Which required document came; ``note`` says where it was seen when there is no file."""

    document_key: Annotated[str, Field(min_length=1, max_length=60)]
    note: Note = ""


class InformationIn(Schema):
    """What an order was waiting for. Either an id of a known record or the data of a new one.

    The dates and the passport also complete the order's own company and worker.
    """

    company_id: Id | None = None
    company_name: Text | None = None
    commercial_registration: CrNumber | None = None
    unified_number: UnifiedNumber | None = None
    vat_number: VatNumber | None = None
    cr_expires_on: DateIn | None = None
    worker_id: Id | None = None
    worker_name: Text | None = None
    identity_number: NationalIdNumber | None = None
    identity_expires_on: DateIn | None = None
    passport_number: Passport | None = None
    passport_expires_on: DateIn | None = None


INFORMATION_LABELS: dict[str, LazyString] = {
    "company_id": lazy_gettext("Company"),
    "company_name": lazy_gettext("Company name"),
    "commercial_registration": lazy_gettext("Commercial registration"),
    "unified_number": lazy_gettext("Unified national number"),
    "vat_number": lazy_gettext("VAT number"),
    "cr_expires_on": lazy_gettext("Commercial registration valid until"),
    "worker_id": lazy_gettext("Worker"),
    "worker_name": lazy_gettext("Worker's name"),
    "identity_number": lazy_gettext("Iqama or national ID number"),
    "identity_expires_on": lazy_gettext("Identity valid until"),
    "passport_number": lazy_gettext("Passport number"),
    "passport_expires_on": lazy_gettext("Passport valid until"),
}


class FeeOut(Output):
    """A government fee of an order."""

    key: str
    name_ar: str
    name_en: str
    authority_ar: str
    authority_en: str
    amount: AmountOut
    is_disbursement: bool


class DocumentOut(Output):
    """A document that the workflow asks for."""

    key: str
    name_ar: str
    name_en: str
    mandatory: bool
    received: bool


class StepOut(Output):
    """One step of an order; the clock (``due_at``) starts when the step before it ends."""

    step_key: str
    position: int
    kind: StepKind
    name_ar: str
    name_en: str
    role: str
    sla_hours: NumberOut
    status: StepStatus
    is_overdue: bool
    due_at: Instant | None
    started_at: Instant | None
    completed_at: Instant | None
    reason: str | None
    client_visible: bool
    required_documents: list[DocumentOut]
    fee: FeeOut | None
    fee_paid_at: Instant | None


class PriceOut(Output):
    """What the order costs the client; ``government_fees`` are passed on without VAT."""

    currency: str
    unit_price: AmountOut
    discount: AmountOut
    fees: list[FeeOut]
    net_total: AmountOut
    tax_total: AmountOut
    government_fees: AmountOut
    total: AmountOut


class OrderSummary(Output):
    """An order in a list."""

    id: int
    number: str
    status: OrderStatus
    priority: Priority
    client_id: int
    company_id: int | None
    worker_id: int | None
    service_definition_id: int
    service_name_ar: str
    service_name_en: str
    quotation_id: int | None
    is_overdue: bool
    due_at: Instant | None
    created_at: Instant
    updated_at: Instant


class OrderOut(OrderSummary):
    """A whole order. ``missing`` names what it waits for while ``awaiting_information``."""

    quotation_line_id: int | None
    missing: list[str]
    current_step: str | None
    steps: list[StepOut]
    documents: list[DocumentOut]
    price_breakdown: PriceOut
    invoice_ids: list[int]
    started_at: Instant | None
    completed_at: Instant | None
    cancelled_at: Instant | None
    reason: str | None


class OrderFilter(Schema):
    """Which orders a list shows; dates are days in the workspace's zone, both included."""

    status: OrderStatus | None = None
    company_id: Id | None = None
    client_id: Id | None = None
    service_definition_id: Id | None = None
    quotation_id: Id | None = None
    priority: Priority | None = None
    search: Annotated[str, Field(max_length=100)] | None = None
    created_from: DateIn | None = None
    created_to: DateIn | None = None


__all__ = [
    "INFORMATION_LABELS",
    "CancelIn",
    "DocumentIn",
    "DocumentOut",
    "FeeOut",
    "FeePaidIn",
    "InformationIn",
    "OrderFilter",
    "OrderIn",
    "OrderOut",
    "OrderPatch",
    "OrderSummary",
    "PriceOut",
    "ReasonIn",
    "StepOut",
]
