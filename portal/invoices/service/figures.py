"""The sums of an invoice's lines, by the one rule of ``kit.tax``."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from portal.core.errors import FieldError, Invalid
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.kit import tax
from portal.kit.tax import TAX_REASONS, TaxCategory

OUT_OF_SCOPE_REASON = "VATEX-SA-OOS"


class PricedLine(Protocol):
    """What a line must carry to be added up: a schema's or a table's."""

    @property
    def kind(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def discount_percent(self) -> Decimal: ...
    @property
    def discount_amount(self) -> Decimal: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def tax_reason(self) -> str | None: ...


@dataclass(frozen=True)
class LineFigures:
    """One line's amounts; ``tax`` is informative: VAT is rounded once per category."""

    tax_category: TaxCategory
    tax_reason: str | None
    tax_rate: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class CategoryFigures:
    """VAT of one category and reason: what a tax invoice lists per rate."""

    category: TaxCategory
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """An invoice's sums: total = net_total + tax_total + government_fees."""

    lines: tuple[LineFigures, ...]
    categories: tuple[CategoryFigures, ...]
    subtotal: Decimal
    discount_total: Decimal
    net_total: Decimal
    government_fees: Decimal
    tax_total: Decimal
    total: Decimal


def add_up(lines: Sequence[PricedLine], *, currency: str, vat_registered: bool) -> Figures:
    """The figures of ``lines`` in ``currency``.

    A disbursement stays outside VAT and discounts; without VAT registration everything is out of
    scope. Raises ``Invalid`` on ``lines.<index>.<field>`` for impossible numbers, a discount on a
    disbursement, and a zero-rated or exempt line without a fitting reason code.
    """
    _check_reasons(lines, vat_registered)
    try:
        totals = tax.compute(
            [_as_kit_line(line) for line in lines],
            currency=currency,
            vat_registered=vat_registered,
        )
    except tax.InvalidLine as error:
        raise _named(error, lines) from error
    rates = {row.category: row.rate for row in totals.categories}
    figures = tuple(
        _line_figures(line, sums, rates, vat_registered)
        for line, sums in zip(lines, totals.lines, strict=True)
    )
    reasons: dict[TaxCategory, list[str]] = {}
    charged = {
        made.tax_category
        for line, made in zip(lines, figures, strict=True)
        if line.kind != "disbursement"
    }
    for made in figures:
        known = reasons.setdefault(made.tax_category, [])
        if made.tax_reason and made.tax_reason not in known:
            known.append(made.tax_reason)
    return Figures(
        lines=figures,
        categories=tuple(
            CategoryFigures(
                row.category,
                row.rate,
                row.taxable,
                row.tax,
                tuple(reasons.get(row.category, ())),
            )
            for row in totals.categories
            if row.category in charged
        ),
        subtotal=totals.subtotal,
        discount_total=totals.discount_total,
        net_total=totals.net_total,
        government_fees=totals.government_fees,
        tax_total=totals.tax_total,
        total=totals.total,
    )


def _as_kit_line(line: PricedLine) -> tax.Line:
    if line.kind == "disbursement":
        return tax.Line(
            quantity=line.quantity,
            unit_price=Decimal(0),
            tax_category=TaxCategory.OUT_OF_SCOPE,
            government_fee=line.unit_price,
        )
    return tax.Line(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        discount_amount=line.discount_amount,
        tax_category=TaxCategory(line.tax_category),
    )


def _line_figures(
    line: PricedLine,
    sums: tax.LineTotals,
    rates: dict[TaxCategory, Decimal],
    vat_registered: bool,
) -> LineFigures:
    if line.kind == "disbursement":
        fee = sums.government_fee
        nothing = fee * 0
        return LineFigures(TaxCategory.OUT_OF_SCOPE, None, Decimal(0), nothing, fee, nothing, fee)
    category = TaxCategory(line.tax_category) if vat_registered else TaxCategory.OUT_OF_SCOPE
    reason = line.tax_reason if vat_registered and category is not TaxCategory.STANDARD else None
    if vat_registered and category is TaxCategory.OUT_OF_SCOPE and not reason:
        reason = OUT_OF_SCOPE_REASON
    return LineFigures(
        category, reason, rates[category], sums.discount, sums.net, sums.tax, sums.total
    )


def _check_reasons(lines: Sequence[PricedLine], vat_registered: bool) -> None:
    errors = []
    for index, line in enumerate(lines):
        if line.kind == "disbursement":
            if line.discount_percent or line.discount_amount:
                errors.append(
                    FieldError(
                        f"lines.{index}.discount_amount",
                        lazy_gettext("A government fee is passed on as it is, without a discount."),
                        "discount_on_disbursement",
                    )
                )
            continue
        category = TaxCategory(line.tax_category)
        if not vat_registered or category is TaxCategory.STANDARD:
            continue
        reason = TAX_REASONS.get(line.tax_reason or "")
        optional = category is TaxCategory.OUT_OF_SCOPE and not line.tax_reason
        if not optional and (reason is None or reason.category is not category):
            errors.append(
                FieldError(
                    f"lines.{index}.tax_reason",
                    lazy_gettext("Choose the reason why this line bears no VAT."),
                    "tax_reason_required",
                )
            )
    if errors:
        raise Invalid(errors)


def _named(error: tax.InvalidLine, lines: Sequence[PricedLine]) -> Invalid:
    field = error.field
    if error.index is None:
        return Invalid.field("lines", message_for(error.code), error.code)
    if field == "government_fee" and lines[error.index].kind == "disbursement":
        field = "unit_price"
    return Invalid.field(f"lines.{error.index}.{field}", message_for(error.code), error.code)
