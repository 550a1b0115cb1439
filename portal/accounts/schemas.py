"""What the accounts doors take."""

from typing import Annotated, Literal

from pydantic import Field

from portal.core.fields import (
    CrNumber,
    Email,
    Iban,
    NationalAddress,
    Phone,
    UnifiedNumber,
    VatNumber,
)
from portal.core.schema import AmountIn, DateIn, Schema, Text, WholeIn

RoleName = Literal["owner", "manager", "officer", "accountant", "viewer"]
Password = Annotated[str, Field(min_length=10, max_length=200)]


class SignInIn(Schema):
    """The sign-in form."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200)]


class WorkspaceIn(Schema):
    """A firm's own settings."""

    name_ar: Text
    name_en: Text
    email: Email | None = None
    default_locale: Literal["ar", "en"] = "ar"
    step_up_above: AmountIn | None = None
    undo_acceptance_hours: WholeIn = Field(48, ge=0, le=720)
    quotation_valid_days: WholeIn = Field(30, ge=1, le=365)
    invoice_due_days: WholeIn = Field(14, ge=0, le=365)


class LegalEntityIn(Schema):
    """One of the firm's companies. Without ``vat_number`` it charges no VAT."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$", examples=["RUH"])]
    name_ar: Text
    name_en: Text
    vat_number: VatNumber | None = None
    commercial_registration: CrNumber | None = None
    unified_number: UnifiedNumber | None = None
    address_ar: NationalAddress = NationalAddress()
    address_en: NationalAddress = NationalAddress()
    bank_name_ar: Text | None = None
    bank_name_en: Text | None = None
    iban: Iban | None = None
    email: Email | None = None
    phone: Phone | None = None
    is_default: bool = False


class StaffIn(Schema):
    """A new member of staff."""

    email: Email
    name_ar: Text
    name_en: Text
    role: RoleName
    password: Password
    locale: Literal["ar", "en"] = "ar"
    job_title_ar: Annotated[str, Field(max_length=120)] = ""
    job_title_en: Annotated[str, Field(max_length=120)] = ""


class StaffChangeIn(Schema):
    """What may change about a member of staff; name and password are the person's own."""

    role: RoleName
    job_title_ar: Annotated[str, Field(max_length=120)] = ""
    job_title_en: Annotated[str, Field(max_length=120)] = ""


class ApiKeyIn(Schema):
    """A new API key. It ends with the day ``expires_on``, by the workspace's clock."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    scopes: list[str] = []
    allowed_ips: Annotated[str, Field(max_length=2000)] = ""  # one address or network a line
    expires_on: DateIn | None = None
