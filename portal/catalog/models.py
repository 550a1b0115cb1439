"""Tables of the catalogue domain."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Json, Versioned, WorkspaceOwned, owned_args

ZERO = Decimal(0)


class ServiceDefinition(WorkspaceOwned, Versioned, Base):
    """A service of the catalogue: ``unit_price`` is the firm's own fee before VAT."""

    __tablename__ = "service_definition"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "code", unique=True),
        Index(None, "workspace_id", "status", "category", "code"),
    )

    code: Mapped[str] = mapped_column(String(24))
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    description_ar: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(60))
    category_ar: Mapped[str] = mapped_column(String(200))
    category_en: Mapped[str] = mapped_column(String(200))
    unit_price: Mapped[Decimal]
    tax_category: Mapped[str] = mapped_column(String(20), default="standard")
    tax_reason: Mapped[str | None] = mapped_column(String(30))
    starts_at_price: Mapped[bool] = mapped_column(default=False)
    price_note_ar: Mapped[str] = mapped_column(String(500), default="")
    price_note_en: Mapped[str] = mapped_column(String(500), default="")
    requires_company: Mapped[bool] = mapped_column(default=True)
    requires_worker: Mapped[bool] = mapped_column(default=False)
    eligibility: Mapped[list[str]] = mapped_column(Json, default=list)
    # The compliance record that a finished order produces or renews, and how long it is valid.
    document_type: Mapped[str | None] = mapped_column(String(60))
    validity_months: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(12), default="draft")
    search_text: Mapped[str] = mapped_column(Text, default="")

    fees: Mapped[list["ServiceFee"]] = relationship(
        order_by="ServiceFee.position", cascade="all, delete-orphan", lazy="selectin"
    )
    steps: Mapped[list["WorkflowStep"]] = relationship(
        order_by="WorkflowStep.position", cascade="all, delete-orphan", lazy="selectin"
    )

    def name(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en

    def description(self, locale: str) -> str:
        """The description in the reader's language."""
        return self.description_ar if locale == "ar" else self.description_en

    def category_name(self, locale: str) -> str:
        """The category in the reader's language."""
        return self.category_ar if locale == "ar" else self.category_en

    @property
    def government_fee(self) -> Decimal:
        """What is paid to authorities in the client's name per unit: outside VAT."""
        return sum((fee.amount for fee in self.fees if fee.is_disbursement), ZERO)

    @property
    def taxable_fee(self) -> Decimal:
        """Authorities' fees that are not disbursements: they bear VAT like the firm's own fee."""
        return sum((fee.amount for fee in self.fees if not fee.is_disbursement), ZERO)

    def fee(self, key: str | None) -> "ServiceFee | None":
        """The fee named ``key``."""
        return next((fee for fee in self.fees if fee.key == key), None)


class ServiceFee(WorkspaceOwned, Base):
    """What an authority charges for a service, per unit ordered."""

    __tablename__ = "service_fee"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "service_definition_id", "key", unique=True),
        foreign={"service_definition_id": "service_definition"},
    )

    service_definition_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    authority_ar: Mapped[str] = mapped_column(String(200), default="")
    authority_en: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[Decimal]
    is_disbursement: Mapped[bool] = mapped_column(default=True)
    note_ar: Mapped[str] = mapped_column(String(500), default="")
    note_en: Mapped[str] = mapped_column(String(500), default="")

    def name(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en

    def authority(self, locale: str) -> str:
        """The authority in the reader's language."""
        return self.authority_ar if locale == "ar" else self.authority_en

    def note(self, locale: str) -> str:
        """What the amount depends on, in the reader's language."""
        return self.note_ar if locale == "ar" else self.note_en


class WorkflowStep(WorkspaceOwned, Base):
    """One step of a service's workflow; orders copy it, so a change touches only new orders."""

    __tablename__ = "workflow_step"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "service_definition_id", "step_key", unique=True),
        foreign={"service_definition_id": "service_definition"},
    )

    service_definition_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    step_key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(24))
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    sla_hours: Mapped[int]  # working hours in the workspace's calendar
    client_visible: Mapped[bool] = mapped_column(default=True)
    instructions_ar: Mapped[str] = mapped_column(Text, default="")
    instructions_en: Mapped[str] = mapped_column(Text, default="")
    # [{key, ar, en, mandatory}]
    required_documents: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    fee_key: Mapped[str | None] = mapped_column(String(60))

    def name(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en

    def instructions(self, locale: str) -> str:
        """The instructions for staff in the reader's language."""
        return self.instructions_ar if locale == "ar" else self.instructions_en
