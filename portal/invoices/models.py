"""Tables of the invoices domain.

An issued document's content is its ``snapshot``: everything the paper shows, frozen at issue. The
columns beside it serve lists, sums and the chain; only the state and what was paid change later.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Json, Versioned, WorkspaceOwned, owned_args

DRAFT, ISSUED, PARTIALLY_PAID, PAID, CREDITED = (
    "draft",
    "issued",
    "partially_paid",
    "paid",
    "credited",
)
OPEN = (ISSUED, PARTIALLY_PAID)
INVOICE, CREDIT_NOTE = "invoice", "credit_note"
PAYMENT_DRAFT, POSTED, VOID = "draft", "posted", "void"
ZERO = Decimal(0)


class Invoice(WorkspaceOwned, Versioned, Base):
    """An invoice or the credit note of one; ``kind`` tells which.

    ``treatment`` is tax, simplified or plain: how the document stands to VAT, known at issue.
    """

    __tablename__ = "invoice"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "number", unique=True),
        Index(None, "workspace_id", "legal_entity_id", "icv", unique=True),
        Index(None, "workspace_id", "status", "due_on"),
        Index(None, "workspace_id", "client_id", "id"),
        Index(None, "verify_code", unique=True),
        Index(None, "workspace_id", "credited_invoice_id", unique=True),
        foreign={
            "client_id": "client",
            "company_id": "company",
            "legal_entity_id": "legal_entity",
            "credited_invoice_id": "invoice",
        },
    )

    kind: Mapped[str] = mapped_column(String(12), default=INVOICE)
    treatment: Mapped[str] = mapped_column(String(12), default="")
    status: Mapped[str] = mapped_column(String(16), default=DRAFT)
    number: Mapped[str | None] = mapped_column(String(40))
    client_id: Mapped[int] = mapped_column(BigId)
    company_id: Mapped[int | None] = mapped_column(BigId)
    legal_entity_id: Mapped[int] = mapped_column(BigId)
    language: Mapped[str] = mapped_column(String(2), default="ar")
    currency: Mapped[str] = mapped_column(String(3), default="SAR")
    sar_rate: Mapped[Decimal | None]  # SAR for one unit of a foreign currency
    supply_date: Mapped[date | None]
    due_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(String(200), default="")
    quotation_number: Mapped[str] = mapped_column(String(40), default="")
    credited_invoice_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(Text, default="")

    subtotal: Mapped[Decimal] = mapped_column(default=ZERO)
    discount_total: Mapped[Decimal] = mapped_column(default=ZERO)
    net_total: Mapped[Decimal] = mapped_column(default=ZERO)
    government_fees: Mapped[Decimal] = mapped_column(default=ZERO)
    tax_total: Mapped[Decimal] = mapped_column(default=ZERO)
    total: Mapped[Decimal] = mapped_column(default=ZERO)
    paid_total: Mapped[Decimal] = mapped_column(default=ZERO)

    issued_at: Mapped[datetime | None]
    issued_on: Mapped[date | None]  # the day of issue on the workspace's wall
    uuid: Mapped[str | None] = mapped_column(String(36))
    icv: Mapped[int | None]
    previous_hash: Mapped[str | None] = mapped_column(String(88))
    document_hash: Mapped[str | None] = mapped_column(String(44))
    tax_qr: Mapped[str] = mapped_column(Text, default="")
    verify_code: Mapped[str | None] = mapped_column(String(14))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)
    pdf_file_id: Mapped[int | None] = mapped_column(BigId)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(200), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    lines: Mapped[list["InvoiceLine"]] = relationship(
        order_by="InvoiceLine.position",
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    @property
    def amount_due(self) -> Decimal:
        """What is still to pay; nothing before issue, after a credit note, and on one itself."""
        return self.total - self.paid_total if self.is_open else ZERO

    @property
    def is_open(self) -> bool:
        """Whether it is an issued invoice that is not settled yet."""
        return self.kind == INVOICE and self.status in OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether something is still due after its day; derived, never stored."""
        return self.is_open and self.due_on is not None and self.due_on < today


class InvoiceLine(WorkspaceOwned, Base):
    """One line. A disbursement is passed on outside VAT; ``net``, ``tax``, ``total`` are kept."""

    __tablename__ = "invoice_line"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "invoice_id"),
        foreign={"invoice_id": "invoice"},
        cascade=frozenset({"invoice_id"}),
    )

    invoice_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), default="fee")
    description_ar: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    discount_percent: Mapped[Decimal] = mapped_column(default=ZERO)
    discount_amount: Mapped[Decimal] = mapped_column(default=ZERO)
    tax_category: Mapped[str] = mapped_column(String(12), default="standard")
    tax_reason: Mapped[str | None] = mapped_column(String(24))
    workers: Mapped[list[str]] = mapped_column(Json, default=list)
    discount: Mapped[Decimal] = mapped_column(default=ZERO)
    net: Mapped[Decimal] = mapped_column(default=ZERO)
    tax_rate: Mapped[Decimal] = mapped_column(default=ZERO)
    tax: Mapped[Decimal] = mapped_column(default=ZERO)
    total: Mapped[Decimal] = mapped_column(default=ZERO)

    def description(self, locale: str) -> str:
        """The text in the reader's language, or in the one there is."""
        first, second = self.description_ar, self.description_en
        return (first or second) if locale == "ar" else (second or first)


class InvoiceSource(WorkspaceOwned, Base):
    """What an invoice, or one of its lines, was drawn from: an order, a quotation, its line."""

    __tablename__ = "invoice_source"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "source_type", "source_id"),
        Index(None, "workspace_id", "invoice_id"),
        foreign={"invoice_id": "invoice", "line_id": "invoice_line"},
        cascade=frozenset({"invoice_id", "line_id"}),
    )

    invoice_id: Mapped[int] = mapped_column(BigId)
    line_id: Mapped[int | None] = mapped_column(BigId)
    source_type: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int] = mapped_column(BigId)


class Payment(WorkspaceOwned, Versioned, Base):
    """Money received; posting gives it a receipt number. What is not allocated is credit."""

    __tablename__ = "payment"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "number", unique=True),
        Index(None, "workspace_id", "client_id", "status"),
        Index(None, "workspace_id", "status", "paid_on"),
        Index(None, "verify_code", unique=True),
        foreign={"client_id": "client", "legal_entity_id": "legal_entity"},
    )

    status: Mapped[str] = mapped_column(String(8), default=PAYMENT_DRAFT)
    number: Mapped[str | None] = mapped_column(String(40))
    client_id: Mapped[int] = mapped_column(BigId)
    legal_entity_id: Mapped[int] = mapped_column(BigId)
    currency: Mapped[str] = mapped_column(String(3), default="SAR")
    amount: Mapped[Decimal]
    allocated_total: Mapped[Decimal] = mapped_column(default=ZERO)
    paid_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(16), default="bank_transfer")
    reference: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    # What the draft is meant to settle, as [[invoice id, amount], …]; None: oldest due first.
    wanted: Mapped[list[Any] | None] = mapped_column(Json)
    proof_id: Mapped[int | None] = mapped_column(BigId)
    posted_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(Text, default="")
    verify_code: Mapped[str | None] = mapped_column(String(14))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)
    pdf_file_id: Mapped[int | None] = mapped_column(BigId)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(200), default="")

    @property
    def unallocated(self) -> Decimal:
        """The part of a posted payment that is the client's credit."""
        return self.amount - self.allocated_total if self.status == POSTED else ZERO


class PaymentAllocation(WorkspaceOwned, Base):
    """The part of a payment that settles one invoice; ``released_at`` ends it."""

    __tablename__ = "payment_allocation"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "payment_id"),
        Index(None, "workspace_id", "invoice_id"),
        foreign={"payment_id": "payment", "invoice_id": "invoice"},
    )

    payment_id: Mapped[int] = mapped_column(BigId)
    invoice_id: Mapped[int] = mapped_column(BigId)
    amount: Mapped[Decimal]
    released_at: Mapped[datetime | None]


class TransferProof(WorkspaceOwned, Base):
    """What the holder of an invoice's link sent to show that the money was transferred."""

    __tablename__ = "transfer_proof"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "invoice_id"),
        foreign={"invoice_id": "invoice", "file_id": "stored_file", "payment_id": "payment"},
    )

    invoice_id: Mapped[int] = mapped_column(BigId)
    file_id: Mapped[int] = mapped_column(BigId)
    amount: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(Text, default="")
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    ip: Mapped[str | None] = mapped_column(String(45))
    payment_id: Mapped[int | None] = mapped_column(BigId)  # the payment recorded from it
