"""Snapshots as the plain values that the PDF templates draw, in one language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from portal.core import files, pdf, site
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext, locale_scope
from portal.core.paper import (
    BankView,
    CategoryRow,
    InvoiceKind,
    InvoicePaper,
    PaperLine,
    Party,
    ReceiptAllocation,
    ReceiptPaper,
    RegistrationScheme,
    TotalsView,
    VerifyView,
)
from portal.invoices.models import CREDIT_NOTE
from portal.kit.tax import TAX_REASONS, TaxCategory

METHODS = {
    "bank_transfer": lazy_gettext("Bank transfer"),
    "cash": lazy_gettext("Cash"),
    "card": lazy_gettext("Card"),
    "cheque": lazy_gettext("Cheque"),
    "other": lazy_gettext("Other"),
}
_KINDS: dict[tuple[str, bool], InvoiceKind] = {
    ("tax", False): "tax",
    ("simplified", False): "simplified",
    ("plain", False): "plain",
    ("tax", True): "credit_note",
    ("simplified", True): "simplified_credit_note",
    ("plain", True): "plain_credit_note",
}


def verify_view(number: str, code: str) -> VerifyView:
    """The public page that confirms a document, with number and code filled in."""
    return VerifyView(site.url(f"/verify?{urlencode({'n': number, 'c': code})}"), code)


def _two(facts: dict[str, Any], name: str, locale: str) -> tuple[str, str]:
    """A text in the reader's language and its twin, which is empty when they are the same."""
    arabic, english = facts[f"{name}_ar"], facts[f"{name}_en"]
    first, second = (arabic, english) if locale == "ar" else (english, arabic)
    return first or second, second if first and second != first else ""


def _logo(file_id: int | None) -> str:
    """The seller's logo; a picture that cannot be drawn must not stop an invoice."""
    if file_id is None:
        return ""
    try:
        return pdf.image_data_uri(files.read(files.get(file_id)))
    except (NotFound, OSError, pdf.PdfError):
        return ""


def _party(facts: dict[str, Any], locale: str) -> Party:
    name, other = _two(facts, "name", locale)
    return Party(
        name=name,
        name_other=other,
        vat_number=facts["vat_number"],
        registration_scheme=cast(RegistrationScheme, facts["registration_scheme"]),
        registration_number=facts["registration_number"],
        address_lines=tuple(facts[f"address_{locale}"]),
        email=facts["email"],
        phone=facts["phone"],
        logo=_logo(facts.get("logo_file_id")),
    )


def _reason(code: str | None, locale: str) -> str:
    reason = TAX_REASONS.get(code or "")
    return (reason.ar if locale == "ar" else reason.en) if reason else ""


def _line(facts: dict[str, Any], locale: str) -> PaperLine:
    description, other = _two(facts, "description", locale)
    return PaperLine(
        position=facts["position"],
        description=description,
        description_other=other,
        quantity=Decimal(facts["quantity"]),
        unit_price=Decimal(facts["unit_price"]),
        discount=Decimal(facts["discount"]),
        net=Decimal(facts["net"]),
        tax_category=TaxCategory(facts["tax_category"]),
        tax_rate=Decimal(facts["tax_rate"]),
        tax_reason=_reason(facts["tax_reason"], locale),
        tax=Decimal(facts["tax"]),
        total=Decimal(facts["total"]),
        government_fee=facts["kind"] == "disbursement",
        workers=tuple(facts["workers"]),
    )


def _totals(snapshot: dict[str, Any], locale: str) -> TotalsView:
    sums = {name: Decimal(value) for name, value in snapshot["totals"].items()}
    return TotalsView(
        subtotal=sums["subtotal"],
        discount=sums["discount_total"],
        net=sums["net_total"],
        government_fees=sums["government_fees"],
        tax=sums["tax_total"],
        total=sums["total"],
        by_category=tuple(
            CategoryRow(
                category=TaxCategory(row["category"]),
                rate=Decimal(row["rate"]),
                taxable=Decimal(row["taxable"]),
                tax=Decimal(row["tax"]),
                reason=" / ".join(_reason(code, locale) for code in row["reasons"]),
                reason_code=", ".join(row["reasons"]),
            )
            for row in snapshot["categories"]
        ),
    )


def _bank(facts: dict[str, Any] | None, locale: str) -> BankView | None:
    if facts is None:
        return None
    return BankView(
        iban=facts["iban"],
        account_name=_two(facts, "account_name", locale)[0],
        bank_name=_two(facts, "bank_name", locale)[0],
        reference=facts["reference"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def invoice_paper(snapshot: dict[str, Any], *, code: str, tax_qr: str, locale: str) -> InvoicePaper:
    """An issued invoice or credit note as it is drawn in ``locale``."""
    credited = snapshot.get("credited") or {}
    is_note = snapshot["kind"] == CREDIT_NOTE
    return InvoicePaper(
        kind=_KINDS[snapshot["treatment"], is_note],
        number=snapshot["number"],
        issued_at=datetime.fromisoformat(snapshot["issued_at"]),
        timezone=snapshot["timezone"],
        currency=snapshot["currency"],
        seller=_party(snapshot["seller"], locale),
        buyer=_party(snapshot["buyer"], locale),
        lines=tuple(_line(line, locale) for line in snapshot["lines"]),
        totals=_totals(snapshot, locale),
        verify=verify_view(snapshot["number"], code),
        supply_date=_day(snapshot["supply_date"]),
        due_on=_day(snapshot["due_on"]),
        uuid=snapshot["uuid"],
        tax_qr=tax_qr,
        tax_sar=Decimal(snapshot["tax_sar"]) if snapshot["tax_sar"] else None,
        bank=_bank(snapshot["bank"], locale),
        original_number=credited.get("number") or "",
        original_date=_day(credited.get("date")),
        reason=credited.get("reason") or "",
        reference=snapshot["reference"],
        quotation_number=snapshot["quotation_number"],
        notes=snapshot["notes"],
    )


def method_name(method: str, locale: str) -> str:
    """How money came in, in ``locale``."""
    with locale_scope(locale):
        return str(METHODS[method])


def receipt_paper(snapshot: dict[str, Any], *, code: str, locale: str) -> ReceiptPaper:
    """A posted payment as its receipt is drawn in ``locale``."""
    other = "en" if locale == "ar" else "ar"
    return ReceiptPaper(
        number=snapshot["number"],
        paid_on=date.fromisoformat(snapshot["paid_on"]),
        amount=Decimal(snapshot["amount"]),
        currency=snapshot["currency"],
        seller=_party(snapshot["seller"], locale),
        payer=_party(snapshot["payer"], locale),
        method=method_name(snapshot["method"], locale),
        method_other=method_name(snapshot["method"], other),
        verify=verify_view(snapshot["number"], code),
        reference=snapshot["reference"],
        received_by=snapshot["received_by"],
        notes=snapshot["notes"],
        allocations=tuple(
            ReceiptAllocation(row["number"], Decimal(row["amount"]))
            for row in snapshot["allocations"]
        ),
        unallocated=Decimal(snapshot["unallocated"]),
    )
