"""What the companies doors take and give."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Annotated, Literal

from babel import Locale
from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from portal.core.db import now
from portal.core.field_messages import describe
from portal.core.fields import (
    CrNumber,
    NationalAddress,
    NationalIdNumber,
    Passport,
    UnifiedNumber,
    VatNumber,
)
from portal.core.i18n import LazyString, lazy_gettext, lazy_pgettext
from portal.core.schema import DateIn, Id, Instant, LongText, Output, Schema, Text
from portal.kit.text import collation_key

describe(
    {
        "name_required": lazy_gettext("Enter a name in Arabic, in English or in both."),
        "identity_kind_missing": lazy_gettext("Say whether this is a national ID or an Iqama."),
        "not_an_iqama": lazy_gettext("An Iqama number begins with 2."),
        "not_a_national_id": lazy_gettext("A citizen's national ID begins with 1."),
        "date_in_future": lazy_gettext("This date is in the future."),
        "country_unknown": lazy_gettext("Choose a country from the list."),
    }
)

CompanyType = Literal[
    "establishment",
    "llc",
    "one_person",
    "joint_stock",
    "simplified_joint_stock",
    "partnership",
    "professional",
    "branch",
    "foreign_branch",
    "nonprofit",
    "other",
]
CompanyStatus = Literal["active", "suspended", "closed"]
IdentityKind = Literal["national_id", "iqama"]

TYPE_LABELS: dict[str, LazyString] = {
    "establishment": lazy_gettext("Sole establishment"),
    "llc": lazy_gettext("Limited liability company"),
    "one_person": lazy_gettext("One-person company"),
    "joint_stock": lazy_gettext("Joint-stock company"),
    "simplified_joint_stock": lazy_gettext("Simplified joint-stock company"),
    "partnership": lazy_gettext("Partnership"),
    "professional": lazy_gettext("Professional company"),
    "branch": lazy_gettext("Branch of a company"),
    "foreign_branch": lazy_gettext("Branch of a foreign company"),
    "nonprofit": lazy_gettext("Non-profit organisation"),
    "other": lazy_gettext("Other kind"),
}
STATUS_LABELS: dict[str, LazyString] = {
    "active": lazy_pgettext("company", "Active"),
    "suspended": lazy_pgettext("company", "Suspended"),
    "closed": lazy_pgettext("company", "Closed"),
}
IDENTITY_LABELS: dict[str, LazyString] = {
    "iqama": lazy_gettext("Iqama"),
    "national_id": lazy_gettext("National ID"),
}


@cache
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166 alpha-2, name) of every country in ``locale``, in its order."""
    names: Iterable[tuple[str, str]] = Locale.parse(locale).territories.items()
    # EU, QO and the like are regions, ZZ and the X-codes are nobody's
    real = [
        (code, name)
        for code, name in names
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "QO", "ZZ"}
        and code[0] != "X"
    ]
    return tuple(sorted(real, key=lambda pair: collation_key(pair[1])))


def _country(value: str) -> str:
    code = value.upper()
    if code not in dict(countries("en")):
        raise PydanticCustomError("country_unknown", "not a country")
    return code


def _past(value: date) -> date:
    if value > now().date():
        raise PydanticCustomError("date_in_future", "in the future")
    return value


Country = Annotated[str, AfterValidator(_country), Field(max_length=2, examples=["IN"])]


class CompanyIn(Schema):
    """A company as it is to be."""

    client_id: Id
    legal_name_en: Text | None = None
    legal_name_ar: Text | None = Field(None, validate_default=True)
    trade_name_ar: Text | None = None
    trade_name_en: Text | None = None
    type: CompanyType = "llc"
    commercial_registration: CrNumber | None = None
    unified_number: UnifiedNumber | None = None
    vat_number: VatNumber | None = None
    address: NationalAddress = NationalAddress()
    cr_expires_on: DateIn | None = None
    confirmation_on: DateIn | None = None
    status: CompanyStatus = "active"
    notes: LongText | None = None

    @field_validator("legal_name_ar")
    @classmethod
    def _name(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and not info.data.get("legal_name_en"):
            raise PydanticCustomError("name_required", "a name in one language")
        return value


class WorkerIn(Schema):
    """A worker as they are to be."""

    name_en: Text | None = None
    name_ar: Text | None = Field(None, validate_default=True)
    nationality: Country | None = None
    identity_kind: IdentityKind | None = None
    identity_number: NationalIdNumber | None = None
    identity_expires_on: DateIn | None = None
    passport_number: Passport | None = None
    passport_expires_on: DateIn | None = None
    birth_date: Annotated[DateIn, AfterValidator(_past)] | None = None
    job_title: Text | None = None
    is_active: bool = True

    @field_validator("name_ar")
    @classmethod
    def _name(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and not info.data.get("name_en"):
            raise PydanticCustomError("name_required", "a name in one language")
        return value

    @field_validator("identity_number")
    @classmethod
    def _fits_its_kind(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("identity_kind")
        if value is None or "identity_kind" not in info.data:
            return value
        if kind is None:
            raise PydanticCustomError("identity_kind_missing", "which identity")
        if kind == "iqama" and value[0] != "2":
            raise PydanticCustomError("not_an_iqama", "begins with 2")
        if kind == "national_id" and value[0] != "1":
            raise PydanticCustomError("not_a_national_id", "begins with 1")
        return value


class WorkerPatch(Schema):
    """The fields of a worker to change; what is left out stays."""

    name_en: Text | None = None
    name_ar: Text | None = None
    nationality: Country | None = None
    identity_kind: IdentityKind | None = None
    identity_number: NationalIdNumber | None = None
    identity_expires_on: DateIn | None = None
    passport_number: Passport | None = None
    passport_expires_on: DateIn | None = None
    birth_date: Annotated[DateIn, AfterValidator(_past)] | None = None
    job_title: Text | None = None
    is_active: bool = True
    lock_version: int | None = Field(None, ge=1)


class CompanyOut(Output):
    """A company as the API shows it."""

    id: int
    client_id: int
    legal_name_ar: str | None
    legal_name_en: str | None
    trade_name_ar: str | None
    trade_name_en: str | None
    type: CompanyType
    commercial_registration: str | None
    unified_number: str | None
    vat_number: str | None
    address: NationalAddress
    cr_expires_on: date | None
    confirmation_on: date | None
    status: CompanyStatus
    notes: str | None
    lock_version: int
    created_at: Instant
    updated_at: Instant


class WorkerOut(Output):
    """A worker as the API shows them."""

    id: int
    company_id: int
    name_ar: str | None
    name_en: str | None
    nationality: str | None
    identity_kind: IdentityKind | None
    identity_number: str | None
    identity_expires_on: date | None
    passport_number: str | None
    passport_expires_on: date | None
    birth_date: date | None
    job_title: str | None
    is_active: bool
    lock_version: int
    created_at: Instant
    updated_at: Instant
