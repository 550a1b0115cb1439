"""Tables of the clients domain."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, Versioned, WorkspaceOwned, owned_args
from portal.kit.text import fold


class Client(WorkspaceOwned, Versioned, Base):
    """A person or an organisation that buys."""

    __tablename__ = "client"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "vat_number", unique=True),
        Index(None, "workspace_id", "external_reference", unique=True),
        Index(None, "workspace_id", "updated_at"),
    )

    kind: Mapped[str] = mapped_column(String(12), default="organisation")
    name_ar: Mapped[str | None] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(2), default="ar")
    vat_number: Mapped[str | None] = mapped_column(String(20))
    external_reference: Mapped[str | None] = mapped_column(String(200))
    notes: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="")

    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="client",
        cascade="all, delete-orphan",
        order_by="Contact.is_primary.desc(), Contact.id",
        lazy="selectin",
    )

    def name(self, locale: str) -> str:
        """The name in the reader's language, or in the one there is."""
        first, second = (
            (self.name_ar, self.name_en) if locale == "ar" else (self.name_en, self.name_ar)
        )
        return first or second or ""

    def searchable(self) -> str:
        """What a search looks through, folded."""
        parts = [
            self.name_ar,
            self.name_en,
            self.email,
            self.phone,
            self.vat_number,
            self.external_reference,
        ]
        for contact in self.contacts:
            parts += [contact.name, contact.email, contact.phone]
        return fold(" ".join(part for part in parts if part))


class Contact(WorkspaceOwned, Base):
    """A person to write to at a client."""

    __tablename__ = "contact"
    __table_args__ = owned_args(
        Index(None, "workspace_id", "client_id"),
        foreign={"client_id": "client"},
        cascade=frozenset({"client_id"}),
    )

    client_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    role: Mapped[str | None] = mapped_column(String(200))
    is_primary: Mapped[bool] = mapped_column(default=False)

    client: Mapped[Client] = relationship(back_populates="contacts")
