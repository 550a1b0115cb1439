"""Sums of a quotation: ``kit.tax`` with this domain's lines, errors put on their fields."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from portal.core.errors import Invalid
from portal.core.field_messages import message_for
from portal.core.paper import CategoryRow, TotalsView
from portal.kit import tax


class Priced(Protocol):
    """What is needed of a line to compute it."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def discount_percent(self) -> Decimal: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def tax_reason(self) -> str | None: ...
    @property
    def government_fee(self) -> Decimal: ...
    @property
    def fee_is_disbursement(self) -> bool: ...


def tax_line(line: Priced) -> tax.Line:
    """A line as ``kit.tax`` takes it."""
    return tax.Line(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_category=tax.TaxCategory(line.tax_category),
        government_fee=line.government_fee,
        fee_is_disbursement=line.fee_is_disbursement,
    )


def compute(
    lines: Mapping[int, Priced],
    *,
    percent: Decimal,
    amount: Decimal,
    currency: str,
    vat_registered: bool,
) -> tax.Totals:
    """Totals of ``lines``, which are keyed by their place in what the writer typed (from 0).

    Raises ``Invalid`` on the field that has no sensible total.
    """
    places = list(lines)
    try:
        return tax.compute(
            [tax_line(lines[place]) for place in places],
            document_discount=tax.Discount(percent, amount),
            currency=currency,
            vat_registered=vat_registered,
        )
    except tax.InvalidLine as error:
        field = error.field if error.index is None else f"lines.{places[error.index]}.{error.field}"
        if field == "total":
            field = "lines"
        raise Invalid.field(field, message_for(error.code), error.code) from error


def totals_view(totals: tax.Totals, reasons: Mapping[str, str | None], locale: str) -> TotalsView:
    """Totals as pages and papers show them; ``reasons`` maps a tax category to its reason code."""
    return TotalsView(
        subtotal=totals.subtotal,
        discount=totals.discount_total,
        net=totals.net_total,
        government_fees=totals.government_fees,
        tax=totals.tax_total,
        total=totals.total,
        by_category=tuple(_category(row, reasons, locale) for row in totals.categories),
    )


def _category(
    row: tax.CategoryTotals, reasons: Mapping[str, str | None], locale: str
) -> CategoryRow:
    code = reasons.get(row.category.value) or ""
    reason = tax.TAX_REASONS.get(code)
    text = (reason.ar if locale == "ar" else reason.en) if reason else ""
    return CategoryRow(row.category, row.rate, row.taxable, row.tax, text, code)


def reasons_of(lines: Sequence[Priced]) -> dict[str, str | None]:
    """The reason code of each tax category among ``lines``: the first one given."""
    found: dict[str, str | None] = {}
    for line in lines:
        if line.tax_reason and not found.get(line.tax_category):
            found[line.tax_category] = line.tax_reason
    return found
