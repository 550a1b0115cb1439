"""Tables of the companies domain."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, Json, Versioned, WorkspaceOwned, owned_args
from portal.kit.text import fold


class Company(WorkspaceOwned, Versioned, Base):
    """A client's company, with what the authorities know it by."""

    __tablename__ = "company"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "commercial_registration", unique=True),
        Index(None, "workspace_id", "vat_number"),
        Index(None, "workspace_id", "client_id"),
        foreign={"client_id": "client"},
    )

    client_id: Mapped[int] = mapped_column(BigId)
    legal_name_ar: Mapped[str | None] = mapped_column(String(200))
    legal_name_en: Mapped[str | None] = mapped_column(String(200))
    trade_name_ar: Mapped[str | None] = mapped_column(String(200))
    trade_name_en: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(30), default="llc")
    commercial_registration: Mapped[str | None] = mapped_column(String(10))
    unified_number: Mapped[str | None] = mapped_column(String(10))
    vat_number: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # Since the 2025 law a confirmation every year replaces the expiry of a registration; both
    # kinds are about for years.
    cr_expires_on: Mapped[date | None] = mapped_column(Date)
    confirmation_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(12), default="active")
    notes: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="")

    def name(self, locale: str) -> str:
        """The legal name in the reader's language, or the best there is."""
        ar, en = self.legal_name_ar, self.legal_name_en
        first, second = (ar, en) if locale == "ar" else (en, ar)
        return first or second or self.trade_name_ar or self.trade_name_en or ""

    def searchable(self) -> str:
        """What a search looks through, folded."""
        parts = (
            self.legal_name_ar,
            self.legal_name_en,
            self.trade_name_ar,
            self.trade_name_en,
            self.commercial_registration,
            self.unified_number,
            self.vat_number,
        )
        return fold(" ".join(part for part in parts if part))


class Worker(WorkspaceOwned, Versioned, Base):
    """An employee of a client's company."""

    __tablename__ = "worker"
    __table_args__ = owned_args(
        # A worker who left may be with another company now: only the active one is unique.
        Index(
            None,
            "workspace_id",
            "identity_number",
            unique=True,
            sqlite_where=text("is_active"),
            postgresql_where=text("is_active"),
        ),
        Index(None, "workspace_id", "company_id"),
        foreign={"company_id": "company"},
    )

    company_id: Mapped[int] = mapped_column(BigId)
    name_ar: Mapped[str | None] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    nationality: Mapped[str | None] = mapped_column(String(2))
    identity_kind: Mapped[str | None] = mapped_column(String(12))
    identity_number: Mapped[str | None] = mapped_column(String(10))
    identity_expires_on: Mapped[date | None] = mapped_column(Date)
    passport_number: Mapped[str | None] = mapped_column(String(15))
    passport_expires_on: Mapped[date | None] = mapped_column(Date)
    birth_date: Mapped[date | None] = mapped_column(Date)
    job_title: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    search_text: Mapped[str] = mapped_column(Text, default="")

    def name(self, locale: str) -> str:
        """The name in the reader's language, or in the one there is."""
        first, second = (
            (self.name_ar, self.name_en) if locale == "ar" else (self.name_en, self.name_ar)
        )
        return first or second or ""

    def searchable(self) -> str:
        """What a search looks through, folded."""
        parts = (self.name_ar, self.name_en, self.identity_number, self.passport_number)
        return fold(" ".join(part for part in parts if part))
