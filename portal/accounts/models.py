"""Tables of the accounts domain."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Entity, Json, Versioned, WorkspaceOwned, owned_args


class Workspace(Entity, Base):
    """The tenant: a firm that uses the product."""

    __tablename__ = "workspace"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    default_locale: Mapped[str] = mapped_column(String(2), default="ar")
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Riyadh")
    currency: Mapped[str] = mapped_column(String(3), default="SAR")
    plan: Mapped[str] = mapped_column(String(20), default="scale")
    email: Mapped[str | None] = mapped_column(String(254))
    # Acceptance at or above this total wants a one-time code; None asks for none.
    step_up_above: Mapped[Decimal | None]
    undo_acceptance_hours: Mapped[int] = mapped_column(default=48)
    quotation_valid_days: Mapped[int] = mapped_column(default=30)
    invoice_due_days: Mapped[int] = mapped_column(default=14)
    holidays: Mapped[list[str]] = mapped_column(Json, default=list)  # ISO days off of this firm


class LegalEntity(WorkspaceOwned, Versioned, Base):
    """One of the firm's own companies: its books, VAT number and number series are its own."""

    __tablename__ = "legal_entity"
    __table_args__ = owned_args(Index(None, "workspace_id", "code", unique=True))

    code: Mapped[str] = mapped_column(String(12))  # the lead of its document numbers
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    vat_number: Mapped[str | None] = mapped_column(String(20))
    commercial_registration: Mapped[str | None] = mapped_column(String(10))
    unified_number: Mapped[str | None] = mapped_column(String(10))
    address_ar: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    address_en: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    bank_name_ar: Mapped[str | None] = mapped_column(String(200))
    bank_name_en: Mapped[str | None] = mapped_column(String(200))
    iban: Mapped[str | None] = mapped_column(String(34))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    logo_file_id: Mapped[int | None] = mapped_column(BigId)
    is_default: Mapped[bool] = mapped_column(default=False)

    @property
    def vat_registered(self) -> bool:
        """Whether this entity charges VAT and issues tax invoices."""
        return self.vat_number is not None

    def name(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en


class User(Entity, Base):
    """A person who signs in as staff; global, with a membership per workspace."""

    __tablename__ = "app_user"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name_ar: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2), default="ar")
    session_epoch: Mapped[int] = mapped_column(default=1)  # raised to sign out everywhere
    is_active: Mapped[bool] = mapped_column(default=True)

    def name(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.name_ar if locale == "ar" else self.name_en


class StaffMember(WorkspaceOwned, Base):
    """A user's membership of a workspace, with a role."""

    __tablename__ = "staff_member"
    __table_args__ = owned_args(Index(None, "workspace_id", "user_id", unique=True))

    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("app_user.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    job_title_ar: Mapped[str] = mapped_column(String(120), default="")
    job_title_en: Mapped[str] = mapped_column(String(120), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ApiKey(WorkspaceOwned, Base):
    """An integrator's key: only its hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = owned_args(Index(None, "workspace_id", "prefix", unique=True))

    name: Mapped[str] = mapped_column(String(120))
    prefix: Mapped[str] = mapped_column(String(24))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json, default=list)
    allowed_ips: Mapped[list[str]] = mapped_column(Json, default=list)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_used_ip: Mapped[str | None] = mapped_column(String(45))
    created_by: Mapped[str] = mapped_column(String(200), default="")
