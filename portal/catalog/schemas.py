"""What the catalogue takes and what it answers."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from portal.core.field_messages import describe
from portal.core.i18n import lazy_gettext
from portal.core.schema import AmountIn, AmountOut, LongText, Output, Schema, Text

describe(
    {
        "code_format": lazy_gettext(
            "Use capital letters, digits and hyphens, beginning with a letter or digit."
        ),
        "key_format": lazy_gettext("Use small letters, digits and underscores."),
        "key_twice": lazy_gettext("Each key may stand only once."),
        "fee_unknown": lazy_gettext("Choose one of this service's fees."),
        "fee_missing": lazy_gettext("Choose the fee that this step pays."),
        "tax_reason_missing": lazy_gettext("Choose why no VAT is charged."),
        "tax_reason_mismatch": lazy_gettext("This reason does not fit the VAT category."),
    }
)

StepKind = Literal["task", "document_collection", "government_fee", "approval", "appointment"]
StepRole = Literal["officer", "manager", "accountant"]
TaxCategoryName = Literal["standard", "zero", "exempt", "out_of_scope"]
EligibilityKey = Literal[
    "cr_valid",
    "company_active",
    "iqama_valid",
    "passport_valid",
    "required_documents",
    "vat_registered",
    "national_address_registered",
]


def _key(value: str) -> str:
    if not (value.isascii() and value.replace("_", "").isalnum() and value == value.lower()):
        raise PydanticCustomError("key_format", "not a key")
    return value


def _code(value: str) -> str:
    if not (value.isascii() and value.replace("-", "").isalnum() and value[0] != "-"):
        raise PydanticCustomError("code_format", "not a code")
    return value


Key = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_key)]
Code = Annotated[
    str,
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
    Field(min_length=1, max_length=24),
    AfterValidator(_code),
]
Note = Annotated[str, Field(max_length=500)]
Hours = Annotated[int, Field(ge=0, le=2000)]


class DocumentIn(Schema):
    """A file that the client hands over; without ``key`` one is made from the English name."""

    key: Key | None = None
    ar: Text
    en: Text
    mandatory: bool = True


class FeeIn(Schema):
    """What an authority charges, in SAR per unit; without ``key`` one is made from the name."""

    key: Key | None = None
    name_ar: Text
    name_en: Text
    authority_ar: Annotated[str, Field(max_length=200)] = ""
    authority_en: Annotated[str, Field(max_length=200)] = ""
    amount: AmountIn
    is_disbursement: bool = True
    note_ar: Note = ""
    note_en: Note = ""


class StepIn(Schema):
    """One step; ``sla_hours`` are working hours, ``fee_key`` names the fee that it pays."""

    step_key: Key | None = None
    kind: StepKind = "task"
    name_ar: Text
    name_en: Text
    role: StepRole = "officer"
    sla_hours: Hours = 8
    client_visible: bool = True
    instructions_ar: LongText = ""
    instructions_en: LongText = ""
    required_documents: list[DocumentIn] = []
    fee_key: str | None = None


class ServiceIn(Schema):
    """A service. Without ``category`` its key is made from the English name of the category."""

    code: Code
    name_ar: Text
    name_en: Text
    description_ar: LongText = ""
    description_en: LongText = ""
    category: Key | None = None
    category_ar: Text
    category_en: Text
    unit_price: AmountIn
    tax_category: TaxCategoryName = "standard"
    tax_reason: str | None = None
    starts_at_price: bool = False
    price_note_ar: Note = ""
    price_note_en: Note = ""
    requires_company: bool = True
    requires_worker: bool = False
    eligibility: list[EligibilityKey] = []
    document_type: Key | None = None
    validity_months: Annotated[int, Field(ge=1, le=240)] | None = None
    fees: list[FeeIn] = []
    steps: list[StepIn] = []


class ServiceEdit(ServiceIn):
    """A service as the edit form sends it, with the version that was shown."""

    lock_version: int | None = None


class FeeOut(Output):
    """A government fee."""

    key: str
    name_ar: str
    name_en: str
    authority_ar: str
    authority_en: str
    amount: AmountOut
    is_disbursement: bool


class StepOut(Output):
    """A step of the workflow, as clients may see it."""

    step_key: str
    kind: StepKind
    name_ar: str
    name_en: str
    sla_hours: int


class RequiredDocumentOut(Output):
    """A file that the client hands over, and the step that collects it."""

    key: str
    name_ar: str
    name_en: str
    mandatory: bool
    step_key: str


class RequiredDocumentsOut(Output):
    """All files that one service asks for."""

    data: list[RequiredDocumentOut]


class ServiceSummary(Output):
    """A published service in a list; amounts are per unit, before VAT."""

    id: int
    code: str
    name_ar: str
    name_en: str
    description_ar: str
    description_en: str
    category: str
    category_ar: str
    category_en: str
    unit_price: AmountOut
    government_fee: AmountOut = Decimal(0)
    currency: str
    tax_category: TaxCategoryName
    tax_reason: str | None
    starts_at_price: bool
    requires_company: bool
    requires_worker: bool
    document_type: str | None
    status: str


class ServiceOut(ServiceSummary):
    """One service with its fees, steps and eligibility checks."""

    price_note_ar: str
    price_note_en: str
    eligibility: list[str]
    validity_months: int | None
    fees: list[FeeOut]
    steps: list[StepOut]
