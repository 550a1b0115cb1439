"""Totals of a quotation or invoice: line nets, discounts, fees and VAT that always add up.

Source of the rounding: EN 16931, rule BR-CO-17 (VAT per category = taxable amount of the category
× rate, rounded once), which the ZATCA e-invoice validators check. Line nets are rounded first, a
document discount is shared out over categories and lines so that the shares add up exactly.
A disbursed government fee is no turnover of the firm and stays outside VAT and discounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from portal.kit.money import CURRENCY_DECIMALS, MAX_AMOUNT, quantize
from portal.kit.tax_categories import (
    DEFAULT_RATES,
    STANDARD_RATE,
    TAX_REASONS,
    TaxCategory,
    TaxReason,
)

__all__ = [
    "DEFAULT_RATES",
    "STANDARD_RATE",
    "TAX_REASONS",
    "CategoryTotals",
    "Discount",
    "InvalidLine",
    "Line",
    "LineTotals",
    "Rounding",
    "TaxCategory",
    "TaxReason",
    "Totals",
    "apportion",
    "compute",
]

Rounding = Literal["category", "line"]

ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)


class InvalidLine(ValueError):
    """Input that has no sensible total.

    `code`: not_a_number, negative, over_hundred_percent, discount_exceeds_line,
    discount_exceeds_total, amount_too_large. `index` is the line's place from 0, None for the
    document discount or a sum; `field` is the name of the wrong attribute.
    """

    def __init__(self, code: str, index: int | None, field: str) -> None:
        super().__init__(f"{code}: {field} of {'document' if index is None else f'line {index}'}")
        self.code = code
        self.index = index
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Amounts in the currency's major unit without VAT, discounts on the firm's own fee
    only; `government_fee` is per unit, and is a disbursement when its receipt is in the client's
    name and the exact amount is passed on, else it bears standard VAT."""

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    tax_category: TaxCategory = TaxCategory.STANDARD
    government_fee: Decimal = ZERO
    fee_is_disbursement: bool = True


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount on the whole document: per cent of the lines' nets, and/or an amount."""

    percent: Decimal = ZERO
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LineTotals:
    """`gross` = quantity × price; `net` = gross − discount − document_discount (its share);
    `government_fee` is the disbursed fee, `taxable_fee` one that bears VAT; `tax` is informative
    (see `Totals`); `total` = net + taxable_fee + government_fee + tax."""

    gross: Decimal
    discount: Decimal
    document_discount: Decimal
    net: Decimal
    taxable_fee: Decimal
    tax: Decimal
    government_fee: Decimal
    total: Decimal

    @property
    def net_before_document_discount(self) -> Decimal:
        """The line net amount of EN 16931 (BT-131)."""
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class CategoryTotals:
    """What one VAT category adds up to; `rate` in per cent."""

    category: TaxCategory
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    document_discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's sums, exact to the last unit:

    subtotal = Σ (gross + taxable_fee) · net_total = subtotal − discount_total = Σ category
    taxable · tax_total = Σ category tax · total = net_total + tax_total + government_fees.
    The tax of lines need not add up to `tax_total`: VAT is rounded once per category.
    """

    lines: tuple[LineTotals, ...]
    categories: tuple[CategoryTotals, ...]
    subtotal: Decimal
    discount_total: Decimal
    net_total: Decimal
    government_fees: Decimal
    tax_total: Decimal
    total: Decimal


def apportion(total: Decimal, weights: Sequence[Decimal], currency: str = "SAR") -> list[Decimal]:
    """`total` shared out in proportion to `weights`, in the currency's smallest units.

    Largest remainder: the shares add up to `total` exactly, and none is larger than its weight
    when `total` is no more than their sum. Equal remainders go to the earlier one. All zero when
    the weights add up to zero.
    """
    unit = Decimal(1).scaleb(-CURRENCY_DECIMALS[currency])
    whole = sum(weights, ZERO)
    if not whole or not total:
        return [quantize(ZERO, currency) for _ in weights]
    # Whole units throughout: a quotient kept as a fraction would be rounded by the context.
    units = int(total / unit)
    scaled = [int(weight / unit) for weight in weights]
    parts = [divmod(units * weight, sum(scaled)) for weight in scaled]
    shares = [share for share, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    for i in by_remainder[: units - sum(shares)]:
        shares[i] += 1
    return [quantize(share * unit, currency) for share in shares]


def _check(line: Line, index: int) -> None:
    for field in (
        "quantity", "unit_price", "discount_percent", "discount_amount", "government_fee"
    ):  # fmt: skip
        value: Decimal = getattr(line, field)
        _check_number(value, index, field)
    if line.discount_percent > HUNDRED:
        raise InvalidLine("over_hundred_percent", index, "discount_percent")
    for field, price in (("unit_price", line.unit_price), ("government_fee", line.government_fee)):
        if line.quantity * price > MAX_AMOUNT:
            raise InvalidLine("amount_too_large", index, field)


def _check_number(value: Decimal, index: int | None, field: str) -> None:
    if not Decimal(value).is_finite():
        raise InvalidLine("not_a_number", index, field)
    if value < 0:
        raise InvalidLine("negative", index, field)
    if value > MAX_AMOUNT:
        raise InvalidLine("amount_too_large", index, field)


@dataclass(frozen=True, slots=True)
class _Rounded:
    """A line after its own rounding, before the document discount."""

    category: TaxCategory
    gross: Decimal
    discount: Decimal
    taxable_fee: Decimal
    government_fee: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.discount


def _round_line(line: Line, index: int, currency: str, vat_registered: bool) -> _Rounded:
    _check(line, index)
    gross = quantize(line.quantity * line.unit_price, currency)
    discount = quantize(gross * line.discount_percent / HUNDRED, currency)
    discount += quantize(line.discount_amount, currency)
    if discount > gross:
        raise InvalidLine("discount_exceeds_line", index, "discount_amount")
    fee = quantize(line.quantity * line.government_fee, currency)
    nothing = quantize(ZERO, currency)
    return _Rounded(
        # A plain "zero" from JSON must not slip past the comparisons by identity.
        category=TaxCategory(line.tax_category) if vat_registered else TaxCategory.OUT_OF_SCOPE,
        gross=gross,
        discount=discount,
        taxable_fee=nothing if line.fee_is_disbursement else fee,
        government_fee=fee if line.fee_is_disbursement else nothing,
    )


def _document_discount(lines: Sequence[_Rounded], asked: Discount | None, currency: str) -> Decimal:
    if asked is None:
        return quantize(ZERO, currency)
    _check_number(asked.percent, None, "discount_percent")
    _check_number(asked.amount, None, "discount_amount")
    if asked.percent > HUNDRED:
        raise InvalidLine("over_hundred_percent", None, "discount_percent")
    base = sum((line.net for line in lines), ZERO)
    discount = quantize(base * asked.percent / HUNDRED, currency)
    discount += quantize(asked.amount, currency)
    if discount > base:
        raise InvalidLine("discount_exceeds_total", None, "discount_amount")
    return discount


def _share_discount(lines: Sequence[_Rounded], discount: Decimal, currency: str) -> list[Decimal]:
    """Each line's share. Categories first, then lines within: the order of lines must not move a
    halala from one VAT category to another."""
    groups = {c: [i for i, line in enumerate(lines) if line.category is c] for c in TaxCategory}
    nets = [sum((lines[i].net for i in group), ZERO) for group in groups.values()]
    shares = [quantize(ZERO, currency)] * len(lines)
    for group, part in zip(groups.values(), apportion(discount, nets, currency), strict=True):
        within = apportion(part, [lines[i].net for i in group], currency)
        for i, share in zip(group, within, strict=True):
            shares[i] = share
    return shares


def _effective_rates(
    rates: Mapping[TaxCategory, Decimal] | None, vat_registered: bool
) -> Mapping[TaxCategory, Decimal]:
    merged = {**DEFAULT_RATES, **(rates or {})}
    for category, rate in merged.items():
        if not rate.is_finite() or rate < 0 or rate > HUNDRED:
            raise ValueError(f"rate of {category} must lie between 0 and 100")
        if rate and category is not TaxCategory.STANDARD:
            raise ValueError(f"{category} has no rate but 0 (EN 16931 BR-Z-05, BR-E-05, BR-O-05)")
    return merged if vat_registered else dict.fromkeys(TaxCategory, ZERO)


def compute(
    lines: Sequence[Line],
    *,
    document_discount: Discount | None = None,
    rates: Mapping[TaxCategory, Decimal] | None = None,
    currency: str = "SAR",
    vat_registered: bool = True,
    rounding: Rounding = "category",
) -> Totals:
    """All totals of a document with these lines.

    `rates` (per cent) replaces single default rates. Without VAT registration every line is out
    of scope. `rounding="line"` rounds the VAT of every amount and adds (some older books do so);
    the default rounds once per category (BR-CO-17): three lines of 10.10 bear 4.55, not 4.56.
    Raises InvalidLine; ValueError for impossible rates; KeyError for an unknown currency.
    """
    percent = _effective_rates(rates, vat_registered)
    rounded = [_round_line(line, i, currency, vat_registered) for i, line in enumerate(lines)]
    shares = _share_discount(rounded, _document_discount(rounded, document_discount, currency),
                             currency)  # fmt: skip
    fee_category = TaxCategory.STANDARD if vat_registered else TaxCategory.OUT_OF_SCOPE

    def tax_of(amount: Decimal, category: TaxCategory) -> Decimal:
        return quantize(amount * percent[category] / HUNDRED, currency)

    results = []
    for line, share in zip(rounded, shares, strict=True):
        net = line.net - share
        tax = tax_of(net, line.category) + tax_of(line.taxable_fee, fee_category)
        results.append(
            LineTotals(
                gross=line.gross,
                discount=line.discount,
                document_discount=share,
                net=net,
                taxable_fee=line.taxable_fee,
                tax=tax,
                government_fee=line.government_fee,
                total=net + line.taxable_fee + line.government_fee + tax,
            )
        )
    categories = _sum_categories(
        rounded, results, fee_category, percent, currency, rounding, tax_of
    )
    return _sum_document(results, categories, currency)


def _sum_categories(
    rounded: Sequence[_Rounded],
    results: Sequence[LineTotals],
    fee_category: TaxCategory,
    percent: Mapping[TaxCategory, Decimal],
    currency: str,
    rounding: Rounding,
    tax_of: Callable[[Decimal, TaxCategory], Decimal],
) -> tuple[CategoryTotals, ...]:
    nothing = quantize(ZERO, currency)
    totals = []
    for category in TaxCategory:
        members = [r for line, r in zip(rounded, results, strict=True) if line.category is category]
        amounts = [r.net for r in members]
        if category is fee_category:
            amounts += [r.taxable_fee for r in results if r.taxable_fee]
        if not amounts:
            continue
        taxable = sum(amounts, nothing)
        by_line = sum((tax_of(amount, category) for amount in amounts), nothing)
        tax = tax_of(taxable, category) if rounding == "category" else by_line
        discount = sum((r.document_discount for r in members), nothing)
        totals.append(CategoryTotals(category, percent[category], taxable, tax, discount))
    return tuple(totals)


def _sum_document(
    lines: Sequence[LineTotals], categories: tuple[CategoryTotals, ...], currency: str
) -> Totals:
    nothing = quantize(ZERO, currency)
    subtotal = sum((line.gross + line.taxable_fee for line in lines), nothing)
    discount_total = sum((line.discount + line.document_discount for line in lines), nothing)
    fees = sum((line.government_fee for line in lines), nothing)
    tax_total = sum((category.tax for category in categories), nothing)
    net_total = subtotal - discount_total
    total = net_total + tax_total + fees
    if total > MAX_AMOUNT:
        raise InvalidLine("amount_too_large", None, "total")
    return Totals(
        lines=tuple(lines),
        categories=categories,
        subtotal=subtotal,
        discount_total=discount_total,
        net_total=net_total,
        government_fees=fees,
        tax_total=tax_total,
        total=total,
    )
