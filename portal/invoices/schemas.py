"""What the invoices doors take and answer."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

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
)
from portal.kit.money import CURRENCY_DECIMALS
from portal.kit.tax import TaxCategory

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["SAR"])]
InvoiceStatus = Literal["draft", "issued", "partially_paid", "paid", "credited"]
PaymentStatus = Literal["draft", "posted", "void"]
PaymentMethod = Literal["bank_transfer", "cash", "card", "cheque", "other"]
Source = tuple[Annotated[str, Field(max_length=40)], Id]
Description = Annotated[str, Field(max_length=500)]
Reference = Annotated[str, Field(max_length=200)]
RateIn = Annotated[AmountIn, Field(gt=0)]
PositiveAmount = Annotated[AmountIn, Field(gt=0)]


class _InCurrency(Schema):
    """Anything with a currency that the product can round."""

    currency: Currency = "SAR"

    @field_validator("currency")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CURRENCY_DECIMALS:
            raise PydanticCustomError("literal_error", "not a currency of the product")
        return value


class InvoiceLineIn(Schema):
    """A line: the firm's own fee, or a government fee passed on (``disbursement``) without VAT.

    ``unit_price`` is without VAT, in the invoice's currency; one of the descriptions is needed.
    ``sources`` name what the line was drawn from, as ``("order", 7)``.
    """

    description_ar: Description = ""
    description_en: Description = ""
    quantity: QuantityIn = Decimal(1)
    unit_price: AmountIn
    discount_percent: PercentIn = Decimal(0)
    discount_amount: AmountIn = Decimal(0)
    tax_category: TaxCategory = TaxCategory.STANDARD
    tax_reason: str | None = None
    kind: Literal["fee", "disbursement"] = "fee"
    workers: list[Annotated[str, Field(max_length=200)]] = []
    sources: list[Source] = []


class InvoiceDraft(_InCurrency):
    """What an invoice is drawn from. ``sar_rate`` (SAR for one unit) goes with other currencies."""

    client_id: Id
    company_id: Id | None = None
    legal_entity_id: Id | None = None
    language: Literal["ar", "en"] | None = None
    sar_rate: RateIn | None = None
    lines: Annotated[list[InvoiceLineIn], Field(min_length=1, max_length=500)]
    supply_date: DateIn | None = None
    due_on: DateIn | None = None
    notes: LongText = ""
    reference: Reference = ""
    quotation_number: Annotated[str, Field(max_length=40)] = ""
    sources: list[Source] = []


class CreditIn(Schema):
    """The reason of a credit note, which stands on it."""

    reason: Annotated[str, Field(min_length=3, max_length=500)]


class AllocationIn(Schema):
    """The part of a payment for one invoice."""

    invoice_id: Id
    amount: PositiveAmount


class PaymentIn(_InCurrency):
    """Money received from a client.

    Without ``allocations`` posting settles the oldest due invoices first (of the same legal
    entity and currency); with an empty list everything stays as the client's credit.
    """

    client_id: Id
    legal_entity_id: Id | None = None
    amount: PositiveAmount
    paid_on: DateIn | None = None
    method: PaymentMethod = "bank_transfer"
    reference: Reference = ""
    notes: LongText = ""
    allocations: Annotated[list[AllocationIn], Field(max_length=200)] | None = None
    proof_id: Id | None = None


class VoidIn(Schema):
    """Why a payment is void."""

    reason: Annotated[str, Field(min_length=3, max_length=500)]


class ProofIn(Schema):
    """What goes with an uploaded proof of transfer."""

    amount: AmountIn | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class VerifyIn(Schema):
    """A document's number and code, as printed on it."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    code: Annotated[str, Field(min_length=1, max_length=60)]


class InvoiceLineOut(Output):
    """A line as the API shows it."""

    id: int
    position: int
    kind: Literal["fee", "disbursement"]
    description_ar: str
    description_en: str
    quantity: NumberOut
    unit_price: AmountOut
    discount: AmountOut
    net: AmountOut
    tax_category: str
    tax_rate: NumberOut
    tax_reason: str | None
    tax: AmountOut
    total: AmountOut
    workers: list[str]


class InvoiceSummary(Output):
    """An invoice or credit note in a list."""

    id: int
    number: str | None
    kind: Literal["invoice", "credit_note"]
    status: InvoiceStatus
    is_overdue: bool
    client_id: int
    company_id: int | None
    legal_entity_id: int
    currency: str
    total: AmountOut
    amount_paid: AmountOut
    amount_due: AmountOut
    issued_on: date | None
    due_on: date | None
    created_at: Instant


class InvoiceOut(InvoiceSummary):
    """A whole invoice; ``treatment`` (tax, simplified, plain) is empty before issue."""

    treatment: str
    language: str
    reference: str
    quotation_number: str
    quotation_ids: list[int]
    order_ids: list[int]
    supply_date: date | None
    notes: str
    lines: list[InvoiceLineOut]
    subtotal: AmountOut
    discount_total: AmountOut
    net_total: AmountOut
    government_fees: AmountOut
    tax_total: AmountOut
    uuid: str | None
    issued_at: Instant | None
    credited_invoice_id: int | None
    credit_note_id: int | None
    reason: str
    pdf_sha256: str | None
    public_url: str | None


__all__ = [
    "AllocationIn",
    "CreditIn",
    "InvoiceDraft",
    "InvoiceLineIn",
    "InvoiceLineOut",
    "InvoiceOut",
    "InvoiceStatus",
    "InvoiceSummary",
    "PaymentIn",
    "PaymentMethod",
    "PaymentStatus",
    "ProofIn",
    "VerifyIn",
    "VoidIn",
]
