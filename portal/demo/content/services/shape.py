"""The shape of a published service and of its workflow, and short builders for its steps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from portal.demo.content.text import Text
from portal.kit.tax_categories import TaxCategory

StepKind = Literal["task", "document_collection", "government_fee", "approval", "appointment"]
StepRole = Literal["officer", "manager", "accountant"]
FeeBasis = Literal["order", "worker", "year", "month", "visa", "document", "trademark_class"]
EligibilityKey = Literal[
    "cr_valid",
    "company_active",
    "iqama_valid",
    "passport_valid",
    "required_documents",
    "vat_registered",
    "national_address_registered",
]

SCAN = ("pdf", "jpg", "png")
PDF_ONLY = ("pdf",)
PICTURE = ("jpg", "png")
EDITABLE = ("pdf", "docx")

COLLECT_NAME = Text("استلام المستندات من العميل", "Collect documents from the client")
COLLECT_HOW = Text(
    "أرسل للعميل قائمة المستندات المطلوبة وتحقق من وضوحها وسريانها قبل قبولها.",
    "Send the client the list of documents; check that each is legible and valid.",
)
PAY_HOW = Text(
    "سدّد الرسوم عبر نظام سداد، وأرفق إيصال السداد الصادر باسم العميل.",
    "Pay the fee through SADAD and attach the receipt issued in the client's name.",
)


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A file that the client hands over; ``accepts`` lists file extensions without the dot."""

    key: str
    name: Text
    mandatory: bool = True
    accepts: tuple[str, ...] = SCAN


@dataclass(frozen=True, slots=True)
class GovernmentFee:
    """What an authority charges, in SAR, once per ``per``.

    ``is_disbursement`` says that the receipt is in the client's name and the exact amount is
    passed on, so that it stays outside VAT; otherwise it bears VAT like the firm's own fee.
    ``note`` explains an amount that depends on choices.
    """

    key: str
    name: Text
    authority: Text
    amount: Decimal
    per: FeeBasis = "order"
    is_disbursement: bool = True
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """One step; ``sla_hours`` are working hours in the workspace's calendar."""

    step_key: str
    kind: StepKind
    name: Text
    role: StepRole
    sla_hours: int
    client_visible: bool
    instructions: Text
    documents: tuple[RequiredDocument, ...] = ()
    government_fee_key: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the service catalogue."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Service:
    """A published service: ``fee`` is the firm's own, in SAR before VAT.

    ``document_type`` is the compliance record that the finished order produces or renews, valid
    for ``validity_months`` (``None``: no record, or one that does not expire). When
    ``starts_at_price`` is set, ``price_note`` says what the price depends on.
    """

    code: str
    name: Text
    description: Text
    category: Category
    fee: Decimal
    eligibility: tuple[EligibilityKey, ...]
    steps: tuple[WorkflowStep, ...]
    government_fees: tuple[GovernmentFee, ...] = ()
    requires_company: bool = True
    requires_worker: bool = False
    document_type: str | None = None
    validity_months: int | None = None
    price_note: Text | None = None
    tax_category: TaxCategory = TaxCategory.STANDARD

    @property
    def starts_at_price(self) -> bool:
        """True when the price depends on choices made in the order."""
        return self.price_note is not None

    @property
    def required_documents(self) -> tuple[RequiredDocument, ...]:
        """The documents of all collection steps, in the order of the workflow."""
        return tuple(document for step in self.steps for document in step.documents)

    def government_fee(self, key: str) -> GovernmentFee:
        """Return the fee named ``key``; ``KeyError`` when the service has none such."""
        for fee in self.government_fees:
            if fee.key == key:
                return fee
        raise KeyError(key)


def task(
    key: str,
    name: Text,
    hours: int,
    instructions: Text,
    *,
    role: StepRole = "officer",
    visible: bool = True,
) -> WorkflowStep:
    """Work that the firm does by itself."""
    return WorkflowStep(key, "task", name, role, hours, visible, instructions)


def collect(
    *documents: RequiredDocument,
    key: str = "collect_documents",
    name: Text = COLLECT_NAME,
    hours: int = 16,
    instructions: Text = COLLECT_HOW,
) -> WorkflowStep:
    """Wait for the client's files; always shown to the client, who has to act."""
    return WorkflowStep(
        key, "document_collection", name, "officer", hours, True, instructions, documents
    )


def pay(
    fee_key: str,
    name: Text,
    *,
    key: str | None = None,
    hours: int = 8,
    instructions: Text = PAY_HOW,
) -> WorkflowStep:
    """Pay the government fee ``fee_key`` of the same service; the accountant does it."""
    return WorkflowStep(
        key or f"pay_{fee_key}",
        "government_fee",
        name,
        "accountant",
        hours,
        True,
        instructions,
        government_fee_key=fee_key,
    )


def approve(
    key: str, name: Text, hours: int, instructions: Text, *, visible: bool = False
) -> WorkflowStep:
    """A manager looks before the work goes on."""
    return WorkflowStep(key, "approval", name, "manager", hours, visible, instructions)


def appointment(key: str, name: Text, hours: int, instructions: Text) -> WorkflowStep:
    """A visit at a fixed time that the client or the worker attends."""
    return WorkflowStep(key, "appointment", name, "officer", hours, True, instructions)


def deliver(name: Text, instructions: Text, *, hours: int = 4) -> WorkflowStep:
    """Hand the result over: the last step of every workflow."""
    return WorkflowStep("deliver_result", "task", name, "officer", hours, True, instructions)
