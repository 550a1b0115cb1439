"""Tables of the links domain."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, Json, WorkspaceOwned, now, owned_args


class Link(WorkspaceOwned, Base):
    """A public address for one purpose and one subject.

    The row keeps a nonce and the SHA-256 of the token: the token itself is derived from the nonce
    with the server's secret, so a copy of the database opens nothing.
    """

    __tablename__ = "link"
    __table_args__ = owned_args(
        Index(None, "token_hash", unique=True),
        Index(None, "workspace_id", "subject_type", "subject_id", "purpose"),
    )

    purpose: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    client_id: Mapped[int | None] = mapped_column(BigId)
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64))
    permissions: Mapped[list[str]] = mapped_column(Json, default=list)
    locale: Mapped[str] = mapped_column(String(2), default="ar")
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    view_count: Mapped[int] = mapped_column(default=0)
    last_viewed_at: Mapped[datetime | None]

    @property
    def subject(self) -> tuple[str, int]:
        """What the link is for."""
        return self.subject_type, self.subject_id

    @property
    def ended(self) -> str | None:
        """Why the link no longer works: ``revoked``, ``expired``, or None while it does."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= now():
            return "expired"
        return None


class LinkView(WorkspaceOwned, Base):
    """One opening of a link: the access log, written a little later than it happened."""

    __tablename__ = "link_view"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "link_id", "id"), foreign={"link_id": "link"}
    )

    link_id: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime]
    ip: Mapped[str | None] = mapped_column(String(45))
    user_agent: Mapped[str | None] = mapped_column(String(300))


class OneTimeCode(WorkspaceOwned, Base):
    """A code sent to one known address. The row holds a nonce, never the code.

    Codes asked for together (one per address) share a ``batch``; wrong tries count for all of it.
    """

    __tablename__ = "one_time_code"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "subject_type", "subject_id", "purpose", "id")
    )

    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    purpose: Mapped[str] = mapped_column(String(40))
    batch: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
