"""What stands on paper: plain values that a domain fills from its snapshot and a template draws.

Amounts are Decimals in the document's currency, already rounded; dates are dates, moments are
aware UTC datetimes; texts are in the document's language, their ``_other`` twin in the second
one (Arabic must be present on a tax invoice whatever its first language). Nothing here is
formatted: that is the templates' work, so that a snapshot can be drawn again byte for byte.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from portal.kit.tax import TaxCategory

RegistrationScheme = Literal["CRN", "700", "MOM", "MLS", "SAG", "TIN", "NAT", "IQA", "GCC", "OTH"]
InvoiceKind = Literal[
    "tax", "simplified", "plain", "credit_note", "simplified_credit_note", "plain_credit_note"
]

ZERO = Decimal(0)


@dataclass(frozen=True)
class Party:
    """A seller or buyer as named on the document."""

    name: str
    name_other: str = ""
    vat_number: str = ""
    registration_scheme: RegistrationScheme | Literal[""] = ""
    registration_number: str = ""
    address_lines: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    logo: str = ""
    """A ``data:`` URI of PNG or JPEG bytes (``pdf.image_data_uri``); empty draws none."""


@dataclass(frozen=True)
class PaperLine:
    """One line. ``tax_rate`` is in percent (15, not 0.15); ``net`` is after ``discount``.

    ``government_fee`` puts the line into the section of amounts paid on the client's behalf,
    outside VAT; a fee that bears VAT is an ordinary line. ``optional`` marks a line the client
    may leave out, ``selected`` whether it counts in the totals.
    """

    position: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    total: Decimal
    detail: str = ""
    description_other: str = ""
    unit: str = ""
    discount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    tax_category: TaxCategory = TaxCategory.STANDARD
    tax_reason: str = ""
    tax: Decimal = ZERO
    optional: bool = False
    selected: bool = True
    government_fee: bool = False
    workers: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryRow:
    """VAT of one category and rate; ``reason`` is required when the category bears none."""

    category: TaxCategory
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True)
class TotalsView:
    """``net`` = subtotal - discount; ``total`` = net + tax + government_fees."""

    subtotal: Decimal
    discount: Decimal
    net: Decimal
    government_fees: Decimal
    tax: Decimal
    total: Decimal
    by_category: tuple[CategoryRow, ...] = ()


@dataclass(frozen=True)
class BankView:
    """Where to pay, and the reference that finds the payment again."""

    iban: str
    account_name: str
    bank_name: str = ""
    swift: str = ""
    reference: str = ""


@dataclass(frozen=True)
class VerifyView:
    """The public page that confirms this document: its address and the code to type there."""

    url: str
    code: str


@dataclass(frozen=True)
class QuotationPaper:
    """A sent version of a quotation: ``quotations/pdf/quotation.html``."""

    number: str
    version: int
    issued_on: date
    valid_until: date
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    totals: TotalsView
    verify: VerifyView
    attention: str = ""
    subject: str = ""
    reference: str = ""
    prepared_by: str = ""
    notes: str = ""
    terms: str = ""
    vat_registered: bool = True
    hijri: bool = False


@dataclass(frozen=True)
class CertificatePaper:
    """The record of an acceptance: ``quotations/pdf/certificate.html``.

    ``quotation_sha256`` is the hex digest of the stored PDF of the accepted version; exactly one
    of ``signature_image`` (``data:`` URI) and ``typed_signature`` is set.
    """

    quotation_number: str
    version: int
    quotation_issued_on: date
    quotation_sha256: str
    accepted_by: str
    accepted_role: str
    accepted_at: datetime
    ip: str
    user_agent: str
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    totals: TotalsView
    verify: VerifyView
    timezone: str = "Asia/Riyadh"
    signature_image: str = ""
    typed_signature: str = ""
    confirmed_contact: str = ""
    """The masked address that a one-time code was sent to, when one was asked for."""


@dataclass(frozen=True)
class InvoicePaper:
    """An issued invoice or credit note: ``invoices/pdf/invoice.html``.

    ``tax_qr`` is the base64 TLV of the phase 1 code, empty for the plain kinds; a credit note
    names ``original_number`` and ``reason``. ``issued_at`` carries the time that stands in the
    tax QR.
    """

    kind: InvoiceKind
    number: str
    issued_at: datetime
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    totals: TotalsView
    verify: VerifyView
    timezone: str = "Asia/Riyadh"
    supply_date: date | None = None
    due_on: date | None = None
    uuid: str = ""
    tax_qr: str = ""
    tax_sar: Decimal | None = None
    """The VAT in SAR, which the law wants beside it when ``currency`` is another one."""
    bank: BankView | None = None
    original_number: str = ""
    original_date: date | None = None
    reason: str = ""
    reference: str = ""
    quotation_number: str = ""
    notes: str = ""
    hijri: bool = False

    @property
    def is_credit_note(self) -> bool:
        """Whether this document takes back an earlier one."""
        return self.kind.endswith("credit_note")

    @property
    def bears_vat(self) -> bool:
        """Whether the seller is registered for VAT: plain documents show no VAT and no tax QR."""
        return not self.kind.startswith("plain")


@dataclass(frozen=True)
class ReceiptAllocation:
    """The part of a payment that settled one invoice."""

    invoice_number: str
    amount: Decimal


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt for money received: ``invoices/pdf/receipt.html``.

    ``method`` is in the document's language; ``unallocated`` stays with the client as credit.
    """

    number: str
    paid_on: date
    amount: Decimal
    currency: str
    seller: Party
    payer: Party
    method: str
    verify: VerifyView
    method_other: str = ""
    reference: str = ""
    received_by: str = ""
    notes: str = ""
    allocations: tuple[ReceiptAllocation, ...] = field(default_factory=tuple)
    unallocated: Decimal = ZERO
    hijri: bool = False
