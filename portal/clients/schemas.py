"""What the clients doors take and give."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from portal.core.field_messages import describe
from portal.core.fields import Email, Phone, VatNumber
from portal.core.i18n import lazy_gettext
from portal.core.schema import Instant, LongText, Output, Schema, Text

describe(
    {
        "name_required": lazy_gettext("Enter a name in Arabic, in English or in both."),
        "one_primary": lazy_gettext("Only one contact can be the primary one."),
    }
)

ClientKind = Literal["person", "organisation"]


def need_a_name(value: str | None, info: ValidationInfo) -> str | None:
    """The rule of every bilingual name: one of the two languages is enough."""
    if value is None and not info.data.get("name_en"):
        raise PydanticCustomError("name_required", "a name in one language")
    return value


class ContactIn(Schema):
    """A person to write to."""

    name: Text
    email: Email | None = None
    phone: Phone | None = None
    role: Text | None = None
    is_primary: bool = False


class ClientIn(Schema):
    """A client as it is to be. ``contacts`` left out keeps those there are."""

    kind: ClientKind = "organisation"
    name_en: Text | None = None
    name_ar: Text | None = Field(None, validate_default=True)
    email: Email | None = None
    phone: Phone | None = None
    locale: Literal["ar", "en"] = "ar"
    vat_number: VatNumber | None = None
    external_reference: Text | None = None
    notes: LongText | None = None
    contacts: list[ContactIn] | None = Field(None, max_length=50)

    _name = field_validator("name_ar")(need_a_name)

    @field_validator("contacts")
    @classmethod
    def _one_primary(cls, value: list[ContactIn] | None) -> list[ContactIn] | None:
        if sum(contact.is_primary for contact in value or ()) > 1:
            raise PydanticCustomError("one_primary", "more than one primary contact")
        return value


class ContactOut(Output):
    """A contact of a client."""

    id: int
    name: str
    email: str | None
    phone: str | None
    role: str | None
    is_primary: bool


class ClientOut(Output):
    """A client as the API shows it."""

    id: int
    kind: ClientKind
    name_ar: str | None
    name_en: str | None
    email: str | None
    phone: str | None
    locale: str
    vat_number: str | None
    external_reference: str | None
    notes: str | None
    contacts: list[ContactOut]
    lock_version: int
    created_at: Instant
    updated_at: Instant
