"""Tables of the quotations domain."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Json, Versioned, WorkspaceOwned, owned_args

ZERO = Decimal(0)


class QuotationStatus:
    """The states of a quotation; the API's words."""

    DRAFT = "draft"
    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"

    ALL = (DRAFT, SENT, VIEWED, ACCEPTED, DECLINED, EXPIRED, WITHDRAWN, CONVERTED)
    OPEN = (SENT, VIEWED)  # waiting for the client's answer
    AGREED = (ACCEPTED, CONVERTED)


class TotalsColumns:
    """The sums of a version, exact to the smallest unit; see ``kit.tax.Totals``."""

    subtotal: Mapped[Decimal] = mapped_column(default=ZERO)
    discount_total: Mapped[Decimal] = mapped_column(default=ZERO)
    net_total: Mapped[Decimal] = mapped_column(default=ZERO)
    government_fees: Mapped[Decimal] = mapped_column(default=ZERO)
    tax_total: Mapped[Decimal] = mapped_column(default=ZERO)
    total: Mapped[Decimal] = mapped_column(default=ZERO)


class Quotation(TotalsColumns, WorkspaceOwned, Versioned, Base):
    """The head: what stays the same over all versions, and figures of the one that counts.

    Its ``valid_until`` and totals are those of the last sent version, or of the draft while none
    was sent; a revision being written does not show before it is sent.
    """

    __tablename__ = "quotation"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "number", unique=True),
        Index(None, "workspace_id", "status", "id"),
        Index(None, "workspace_id", "client_id", "id"),
        Index(None, "workspace_id", "external_reference"),
        foreign={
            "client_id": "client",
            "company_id": "company",
            "legal_entity_id": "legal_entity",
            "link_id": "link",
        },
    )

    number: Mapped[str] = mapped_column(String(40))
    client_id: Mapped[int] = mapped_column(BigId)
    company_id: Mapped[int | None] = mapped_column(BigId)
    legal_entity_id: Mapped[int] = mapped_column(BigId)
    status: Mapped[str] = mapped_column(String(12), default=QuotationStatus.DRAFT)
    current_version: Mapped[int] = mapped_column(default=0)  # the last sent; 0 before the first
    newest_version: Mapped[int] = mapped_column(default=1)  # above current: a draft is open
    language: Mapped[str] = mapped_column(String(2), default="ar")
    currency: Mapped[str] = mapped_column(String(3), default="SAR")
    valid_until: Mapped[date] = mapped_column(Date)
    external_reference: Mapped[str] = mapped_column(String(200), default="")
    # True asks for a one-time code whatever the amount; None leaves it to the workspace's rule.
    requires_code: Mapped[bool | None]
    order_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    link_id: Mapped[int | None] = mapped_column(BigId)
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[int | None] = mapped_column(BigId)  # the staff member who is written to
    sent_at: Mapped[datetime | None]
    viewed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str] = mapped_column(String(200), default="")
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def has_open_draft(self) -> bool:
        """Whether a version is being written that was not sent yet."""
        return self.newest_version > self.current_version


class QuotationVersion(TotalsColumns, WorkspaceOwned, Base):
    """One version. Once ``sent_at`` is set nothing of it changes any more."""

    __tablename__ = "quotation_version"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "quotation_id", "version", unique=True),
        Index(None, "verify_code"),  # looked up before a workspace is known
        foreign={"quotation_id": "quotation", "pdf_file_id": "stored_file"},
    )

    quotation_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int]
    notes_ar: Mapped[str] = mapped_column(Text, default="")
    notes_en: Mapped[str] = mapped_column(Text, default="")
    document_discount_percent: Mapped[Decimal] = mapped_column(default=ZERO)
    document_discount_amount: Mapped[Decimal] = mapped_column(default=ZERO)
    valid_until: Mapped[date] = mapped_column(Date)
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(String(200), default="")
    pdf_file_id: Mapped[int | None] = mapped_column(BigId)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    verify_code: Mapped[str | None] = mapped_column(String(14))
    # Everything the version shows, as it was on the day: parties, texts, prices, totals.
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)
    lines: Mapped[list["QuotationLine"]] = relationship(
        order_by="QuotationLine.position",
        lazy="selectin",
        cascade="all, delete-orphan",
    )

    @property
    def is_sent(self) -> bool:
        """Whether the client has this version, which makes it immutable."""
        return self.sent_at is not None


class QuotationLine(WorkspaceOwned, Base):
    """One line of a version. ``government_fee`` is per unit, apart from the firm's own price."""

    __tablename__ = "quotation_line"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "version_id", "position"),
        foreign={
            "version_id": "quotation_version",
            "service_definition_id": "service_definition",
        },
        cascade=frozenset({"version_id"}),
    )

    version_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    service_definition_id: Mapped[int | None] = mapped_column(BigId)
    description_ar: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    discount_percent: Mapped[Decimal] = mapped_column(default=ZERO)
    tax_category: Mapped[str] = mapped_column(String(20), default="standard")
    tax_reason: Mapped[str | None] = mapped_column(String(40))
    government_fee: Mapped[Decimal] = mapped_column(default=ZERO)
    fee_is_disbursement: Mapped[bool] = mapped_column(default=True)
    optional: Mapped[bool] = mapped_column(default=False)
    workers: Mapped[list["QuotationLineWorker"]] = relationship(
        order_by="QuotationLineWorker.position", lazy="selectin", cascade="all, delete-orphan"
    )

    def description(self, locale: str) -> str:
        """The text in the reader's language, or in the other one when it has none."""
        if locale == "ar":
            return self.description_ar or self.description_en
        return self.description_en or self.description_ar

    @property
    def worker_ids(self) -> list[int]:
        """For whom the line is, in order: worker i is for unit i."""
        return [row.worker_id for row in self.workers]


class QuotationLineWorker(WorkspaceOwned, Base):
    """A worker a line is for."""

    __tablename__ = "quotation_line_worker"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "line_id", "worker_id", unique=True),
        foreign={"line_id": "quotation_line", "worker_id": "worker"},
        cascade=frozenset({"line_id"}),
    )

    line_id: Mapped[int] = mapped_column(BigId)
    worker_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int] = mapped_column(default=1)


class QuotationComment(WorkspaceOwned, Base):
    """A question of the client or an answer of the staff."""

    __tablename__ = "quotation_comment"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "quotation_id", "id"),
        foreign={"quotation_id": "quotation"},
    )

    quotation_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int]
    author_kind: Mapped[str] = mapped_column(String(12))  # client or staff
    author_name: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    answers_id: Mapped[int | None] = mapped_column(BigId)  # the question an answer belongs to


class Acceptance(WorkspaceOwned, Base):
    """Who accepted what, when and how we know; an undone one stays as a record."""

    __tablename__ = "acceptance"
    __table_args__ = owned_args(
        # The database's own word on it: a quotation has one acceptance that stands.
        Index(
            "ix_acceptance_standing",
            "workspace_id",
            "quotation_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(None, "verify_code"),
        foreign={
            "quotation_id": "quotation",
            "version_id": "quotation_version",
            "signature_file_id": "stored_file",
            "certificate_file_id": "stored_file",
        },
    )

    quotation_id: Mapped[int] = mapped_column(BigId)
    version_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int]
    on_behalf: Mapped[bool] = mapped_column(default=False)  # recorded by staff
    note: Mapped[str] = mapped_column(Text, default="")  # how staff know, when on behalf
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200), default="")
    typed_signature: Mapped[str] = mapped_column(String(200), default="")
    signature_file_id: Mapped[int | None] = mapped_column(BigId)
    accepted_at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    ip: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    line_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    total: Mapped[Decimal]
    tax_total: Mapped[Decimal]
    confirmed_contact: Mapped[str] = mapped_column(String(254), default="")
    certificate_file_id: Mapped[int | None] = mapped_column(BigId)
    certificate_sha256: Mapped[str | None] = mapped_column(String(64))
    verify_code: Mapped[str] = mapped_column(String(14), default="")
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(200), default="")
    undo_reason: Mapped[str] = mapped_column(Text, default="")
