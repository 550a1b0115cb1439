"""Tables of the orders domain."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Json, Versioned, WorkspaceOwned, owned_args

OPEN = ("pending", "awaiting_information", "in_progress", "on_hold")
ENDED = ("completed", "cancelled")
STATES = (*OPEN, *ENDED)
PRIORITIES = ("low", "normal", "high", "urgent")
STEP_DONE = ("completed", "skipped")


class ServiceOrder(WorkspaceOwned, Versioned, Base):
    """A service request. What the catalogue and the quotation said is kept as it was then."""

    __tablename__ = "service_order"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "number", unique=True),
        Index(None, "workspace_id", "status", "id"),
        Index(None, "workspace_id", "client_id", "id"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "worker_id"),
        Index(None, "workspace_id", "service_definition_id"),
        Index(None, "workspace_id", "quotation_id", "id"),
        Index(None, "workspace_id", "due_at"),
        foreign={
            "client_id": "client",
            "company_id": "company",
            "worker_id": "worker",
            "service_definition_id": "service_definition",
            "quotation_id": "quotation",
            "quotation_line_id": "quotation_line",
            "legal_entity_id": "legal_entity",
        },
    )

    number: Mapped[str] = mapped_column(String(30))
    client_id: Mapped[int] = mapped_column(BigId)
    company_id: Mapped[int | None] = mapped_column(BigId)
    worker_id: Mapped[int | None] = mapped_column(BigId)
    service_definition_id: Mapped[int] = mapped_column(BigId)
    quotation_id: Mapped[int | None] = mapped_column(BigId)
    quotation_line_id: Mapped[int | None] = mapped_column(BigId)
    legal_entity_id: Mapped[int | None] = mapped_column(BigId)
    unit: Mapped[int] = mapped_column(default=1)  # which unit of the quotation line, from 1
    status: Mapped[str] = mapped_column(String(24), default="pending")
    priority: Mapped[str] = mapped_column(String(10), default="normal")
    language: Mapped[str] = mapped_column(String(2), default="ar")
    currency: Mapped[str] = mapped_column(String(3), default="SAR")
    service_name_ar: Mapped[str] = mapped_column(String(200))
    service_name_en: Mapped[str] = mapped_column(String(200))
    # {company, worker, eligibility: [key], documents: [{key, ar, en, mandatory}], waived: [key]}
    requirements: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    missing: Mapped[list[str]] = mapped_column(Json, default=list)
    # {unit_price, discount_amount, tax_category, tax_reason, fees: [{key, …, amount}]} as strings
    price: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    due_at: Mapped[datetime | None]  # of the active step
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))  # why cancelled
    created_by: Mapped[str] = mapped_column(String(200), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    steps: Mapped[list["OrderStep"]] = relationship(
        order_by="OrderStep.position", lazy="selectin", cascade="all, delete-orphan"
    )
    documents: Mapped[list["OrderDocument"]] = relationship(
        order_by="OrderDocument.id", lazy="selectin", cascade="all, delete-orphan"
    )

    def service_name(self, locale: str) -> str:
        """The service's name in the reader's language."""
        return self.service_name_ar if locale == "ar" else self.service_name_en

    @property
    def current_step(self) -> "OrderStep | None":
        """The first step that is not done; None when all are."""
        return next((step for step in self.steps if step.status not in STEP_DONE), None)


class OrderStep(WorkspaceOwned, Base):
    """One step of an order, copied from the workflow when the order was made."""

    __tablename__ = "order_step"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "order_id", "step_key", unique=True),
        foreign={"order_id": "service_order"},
        cascade=frozenset({"order_id"}),
    )

    order_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    step_key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(24))
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    instructions_ar: Mapped[str] = mapped_column(Text, default="")
    instructions_en: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(20))
    sla_hours: Mapped[Decimal]
    client_visible: Mapped[bool] = mapped_column(default=True)
    required_documents: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    fee: Mapped[dict[str, Any] | None] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16), default="pending")
    clock_started_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    hours_left: Mapped[Decimal | None]  # working hours left on the clock while on hold
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str | None] = mapped_column(String(500))  # why skipped or on hold
    paid_at: Mapped[datetime | None]
    paid_amount: Mapped[Decimal | None]
    paid_reference: Mapped[str | None] = mapped_column(String(120))
    receipt_file_id: Mapped[int | None] = mapped_column(BigId)

    def name(self, locale: str) -> str:
        """The step's name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en

    def instructions(self, locale: str) -> str:
        """What to do, in the reader's language."""
        return self.instructions_ar if locale == "ar" else self.instructions_en

    @property
    def fee_amount(self) -> Decimal:
        """What the order says the government fee is; zero without one."""
        return Decimal(self.fee["amount"]) if self.fee else Decimal(0)


class OrderDocument(WorkspaceOwned, Base):
    """A required document that came: a file, or a note of staff who saw it on paper."""

    __tablename__ = "order_document"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "order_id"),
        foreign={"order_id": "service_order", "file_id": "stored_file"},
        cascade=frozenset({"order_id"}),
    )

    order_id: Mapped[int] = mapped_column(BigId)
    document_key: Mapped[str] = mapped_column(String(60))
    file_id: Mapped[int | None] = mapped_column(BigId)
    note: Mapped[str] = mapped_column(String(500), default="")
    given_by: Mapped[str] = mapped_column(String(200), default="")
    by_client: Mapped[bool] = mapped_column(default=False)
