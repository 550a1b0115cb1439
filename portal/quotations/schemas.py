"""What the quotations doors take and answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.core.paper import TotalsView
from portal.core.schema import (
    AmountIn,
    AmountOut,
    DateIn,
    Id,
    Instant,
    LongText,
    NumberOut,
    Output,
    PercentIn,
    QuantityIn,
    Schema,
    Text,
)

Language = Literal["ar", "en"]
StatusWord = Literal[
    "draft", "sent", "viewed", "accepted", "declined", "expired", "withdrawn", "converted"
]
TaxWord = Literal["standard", "zero", "exempt", "out_of_scope"]
Description = Annotated[str, Field(max_length=500)]
# A drawn signature of 200 KB is 267 KB of base64.
Signature = Annotated[str, Field(max_length=280_000)]


class LineIn(Schema):
    """One line: a published service, or free text in ``description``.

    What a service line leaves out (``unit_price``, tax, government fee, texts) comes from the
    catalogue. ``description`` is in the quotation's language. ``worker_ids[i]`` is for unit i.
    """

    service_definition_id: Id | None = None
    description: Description | None = None
    description_ar: Description | None = None
    description_en: Description | None = None
    quantity: QuantityIn = Decimal(1)
    unit_price: AmountIn | None = None
    discount_percent: PercentIn = Decimal(0)
    tax_category: TaxWord | None = None
    tax_reason: Annotated[str, Field(max_length=40)] | None = None
    government_fee: AmountIn | None = None
    fee_is_disbursement: bool | None = None
    optional: bool = False
    worker_ids: Annotated[list[Id], Field(max_length=500)] = []


class QuotationIn(Schema):
    """A quotation as it is composed. ``notes`` is in the quotation's language."""

    client_id: Id
    company_id: Id | None = None
    legal_entity_id: Id | None = None
    language: Language | None = None
    valid_until: DateIn | None = None
    notes: LongText | None = None
    notes_ar: LongText | None = None
    notes_en: LongText | None = None
    external_reference: Annotated[str, Field(max_length=200)] | None = None
    discount_percent: PercentIn = Decimal(0)
    discount_amount: AmountIn = Decimal(0)
    requires_code: bool | None = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)]


class QuotationPatch(Schema):
    """Changes to a draft: what is left out stays; ``lines`` replaces all lines."""

    client_id: Id | None = None
    company_id: Id | None = None
    language: Language | None = None
    valid_until: DateIn | None = None
    notes: LongText | None = None
    notes_ar: LongText | None = None
    notes_en: LongText | None = None
    external_reference: Annotated[str, Field(max_length=200)] | None = None
    discount_percent: PercentIn | None = None
    discount_amount: AmountIn | None = None
    requires_code: bool | None = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)] | None = None
    lock_version: Annotated[int, Field(ge=1)] | None = None


class SendIn(Schema):
    """Sending: a few words of the sender's own for the e-mail."""

    note: LongText | None = None


class WithdrawIn(Schema):
    """Withdrawing, with a reason the client sees."""

    reason: LongText | None = None


class AcceptIn(Schema):
    """An acceptance. ``signature`` is a PNG ``data:`` URI or the typed name; by default ``name``.

    ``version`` is the one the page shows; ``note`` is for staff who accept on behalf.
    """

    name: Text
    role: Annotated[str, Field(max_length=200)] | None = None
    signature: Signature | None = None
    optional_line_ids: Annotated[list[Id], Field(max_length=200)] = []
    version: Annotated[int, Field(ge=1)] | None = None
    code: Annotated[str, Field(max_length=20)] | None = None
    note: LongText | None = None


class DeclineIn(Schema):
    """A refusal with its reason."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Annotated[str, Field(max_length=200)] | None = None
    version: Annotated[int, Field(ge=1)] | None = None


class CodeIn(Schema):
    """Asking for a one-time code; nothing to say."""


class CommentIn(Schema):
    """A question or an answer; ``name`` is the client's own, staff need none."""

    body: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Annotated[str, Field(max_length=200)] | None = None


class NewLinkIn(Schema):
    """Asking for a new link in place of one that ended."""

    message: Annotated[str, Field(max_length=1000)] | None = None


class UndoIn(Schema):
    """Undoing an acceptance: why."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


# --- what services answer to pages and upper domains ---------------------------------------


@dataclass(frozen=True)
class LinePreview:
    """A line of a composed quotation with its sums."""

    position: int
    description_ar: str
    description_en: str
    service_definition_id: int | None
    quantity: Decimal
    unit_price: Decimal
    government_fee: Decimal
    optional: bool
    gross: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class TotalsPreview:
    """Sums while composing: ``totals`` without optional lines, ``with_optional`` with all."""

    currency: str
    vat_registered: bool
    lines: Sequence[LinePreview]
    totals: TotalsView
    with_optional: TotalsView


@dataclass(frozen=True)
class AcceptedLine:
    """A line the client agreed to. ``document_discount_share`` is for the whole line."""

    line_id: int
    service_definition_id: int | None
    description_ar: str
    description_en: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    document_discount_share: Decimal
    tax_category: str
    tax_reason: str | None
    government_fee: Decimal
    fee_is_disbursement: bool
    worker_ids: Sequence[int]


@dataclass(frozen=True)
class CommentView:
    """One entry of the thread."""

    id: int
    author_kind: str
    author_name: str
    body: str
    at: datetime
    answers_id: int | None


@dataclass(frozen=True)
class PublicLine:
    """A line as the public page shows it; sums are of the line alone, as if chosen.

    ``selected`` says whether it counts (not optional, or chosen at acceptance).
    """

    id: int
    position: int
    description: str
    description_other: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    tax_rate: Decimal
    government_fee: Decimal
    total: Decimal
    optional: bool
    selected: bool
    workers: Sequence[str]


@dataclass(frozen=True)
class PublicView:
    """Everything the public page shows, from the snapshot of the version the client has."""

    quotation_id: int
    number: str
    version: int
    state: str
    language: str
    currency: str
    vat_registered: bool
    issued_on: date
    valid_until: date
    expires_at: datetime
    external_reference: str
    notes: str
    seller: dict[str, Any]
    buyer: dict[str, Any]
    lines: Sequence[PublicLine]
    totals: TotalsView
    requires_code: bool
    code_above: Decimal | None
    verify_code: str
    pdf_file_id: int
    pdf_sha256: str
    comments: Sequence[CommentView]
    attachments: Sequence[Any]
    accepted_by: str
    accepted_role: str
    accepted_at: datetime | None
    certificate_file_id: int | None
    declined_at: datetime | None
    decline_reason: str
    withdraw_reason: str
    can_answer: bool


# --- what the API answers -------------------------------------------------------------------


class LineOut(Output):
    """A line with its sums; ``tax`` is informative, VAT is rounded once per category."""

    id: int
    position: int
    service_definition_id: int | None
    description: str
    description_ar: str
    description_en: str
    quantity: NumberOut
    unit_price: AmountOut
    discount_percent: NumberOut
    tax_category: TaxWord
    tax_reason: str | None
    government_fee: AmountOut
    fee_is_disbursement: bool
    optional: bool
    worker_ids: list[int]
    net: AmountOut
    tax: AmountOut
    total: AmountOut


class QuotationSummary(Output):
    """A quotation in a list."""

    id: int
    number: str
    version: int
    status: StatusWord
    client_id: int
    company_id: int | None
    legal_entity_id: int
    language: Language
    currency: str
    valid_until: date
    external_reference: str | None
    subtotal: AmountOut
    discount_total: AmountOut
    government_fees: AmountOut
    tax_total: AmountOut
    total: AmountOut
    order_ids: list[int]
    created_at: Instant
    updated_at: Instant


class QuotationOut(QuotationSummary):
    """A quotation with its lines. Totals leave optional lines out until they are accepted."""

    notes_ar: str
    notes_en: str
    discount_percent: NumberOut
    discount_amount: AmountOut
    requires_code: bool | None
    lock_version: int
    lines: list[LineOut]
    public_url: str | None
    invoice_ids: list[int]
    sent_at: Instant | None
    viewed_at: Instant | None
    accepted_at: Instant | None
    pdf_sha256: str | None


class AcceptanceOut(Output):
    """What was agreed."""

    quotation_id: int
    number: str
    version: int
    status: StatusWord
    accepted_by: str
    accepted_role: str | None
    accepted_at: Instant
    line_ids: list[int]
    currency: str
    tax_total: AmountOut
    total: AmountOut
    pdf_sha256: str
    certificate_sha256: str | None
    order_ids: list[int]


class DeclineOut(Output):
    """What became of a declined quotation."""

    quotation_id: int
    number: str
    version: int
    status: StatusWord


class CodeSent(Output):
    """Where the code went, masked, and for how many minutes it works."""

    sent_to: list[str]
    minutes: int
