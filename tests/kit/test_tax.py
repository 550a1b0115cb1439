from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.money import quantize
from portal.kit.tax import (
    STANDARD_RATE,
    TAX_REASONS,
    Discount,
    InvalidLine,
    Line,
    TaxCategory,
    Totals,
    apportion,
    compute,
)
from portal.kit.tax_categories import reasons_for

D = Decimal
STANDARD, ZERO, EXEMPT, OUT = TaxCategory


def test_three_lines_of_ten_ten_bear_four_fifty_five() -> None:
    totals = compute([Line(D(1), D("10.10"))] * 3)
    assert [line.tax for line in totals.lines] == [D("1.52")] * 3
    assert totals.tax_total == D("4.55")
    assert totals.total == D("34.85")


def test_rounding_by_line_is_switchable() -> None:
    totals = compute([Line(D(1), D("10.10"))] * 3, rounding="line")
    assert totals.tax_total == D("4.56")
    assert totals.total == D("34.86")


def test_codes_of_categories() -> None:
    assert [c.code for c in TaxCategory] == ["S", "Z", "E", "O"]
    assert STANDARD_RATE == 15


def test_a_licence_renewal_with_a_disbursed_fee() -> None:
    line = Line(D(2), D("500"), discount_percent=D(10), government_fee=D("650"))
    totals = compute([line])
    (result,) = totals.lines
    assert (result.gross, result.discount, result.net) == (D(1000), D(100), D(900))
    assert (result.government_fee, result.taxable_fee) == (D(1300), D(0))
    assert totals.subtotal == D(1000)
    assert totals.discount_total == D(100)
    assert totals.net_total == D(900)
    assert totals.tax_total == D(135)
    assert totals.total == D(2335)


def test_a_fee_without_the_clients_receipt_bears_standard_vat() -> None:
    line = Line(D(1), D(100), tax_category=ZERO, government_fee=D(40), fee_is_disbursement=False)
    totals = compute([line])
    by_category = {c.category: c for c in totals.categories}
    assert by_category[STANDARD].taxable == D(40)
    assert by_category[STANDARD].tax == D(6)
    assert by_category[ZERO].taxable == D(100)
    assert totals.government_fees == 0
    assert totals.net_total == D(140)
    assert totals.total == D(146)


def test_a_taxable_fee_is_rounded_apart_from_the_fee_of_the_firm() -> None:
    line = Line(D("0.5"), D("0.01"), government_fee=D("0.01"), fee_is_disbursement=False)
    (result,) = compute([line]).lines
    assert (result.net, result.taxable_fee) == (D("0.01"), D("0.01"))


def test_document_discount_never_touches_fees() -> None:
    lines = [
        Line(D(1), D(100), government_fee=D(1000)),
        Line(D(1), D(100), government_fee=D(500), fee_is_disbursement=False),
    ]
    totals = compute(lines, document_discount=Discount(percent=D(50)))
    assert totals.discount_total == D(100)
    assert totals.government_fees == D(1000)
    assert totals.net_total == D(600)
    assert totals.tax_total == D(90)


def test_document_discount_is_shared_over_categories() -> None:
    lines = [
        Line(D(1), D("33.33")),
        Line(D(1), D("33.33"), tax_category=ZERO),
        Line(D(1), D("33.33"), tax_category=EXEMPT),
    ]
    totals = compute(lines, document_discount=Discount(amount=D(10)))
    assert [c.document_discount for c in totals.categories] == [D("3.34"), D("3.33"), D("3.33")]
    assert totals.net_total == D("89.99")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_odd_halala_stays_in_its_category(order: tuple[int, ...]) -> None:
    lines = [Line(D(1), D(1)), Line(D(1), D(1), tax_category=ZERO), Line(D(1), D(1))]
    totals = compute([lines[i] for i in order], document_discount=Discount(amount=D("0.05")))
    discounts = {c.category: c.document_discount for c in totals.categories}
    assert discounts == {STANDARD: D("0.03"), ZERO: D("0.02")}


def test_percent_and_amount_of_a_discount_add() -> None:
    line = Line(D(1), D(100), discount_percent=D(10), discount_amount=D(5))
    totals = compute([line], document_discount=Discount(percent=D(10), amount=D("1.50")))
    assert totals.lines[0].net_before_document_discount == D(85)
    assert totals.lines[0].document_discount == D("10.00")
    assert totals.net_total == D(75)


def test_without_registration_everything_is_out_of_scope() -> None:
    lines = [
        Line(D(1), D(100)),
        Line(D(1), D(50), tax_category=ZERO, government_fee=D(9), fee_is_disbursement=False),
    ]
    totals = compute(lines, vat_registered=False, rates={STANDARD: D(5)})
    assert [c.category for c in totals.categories] == [OUT]
    assert totals.tax_total == 0
    assert totals.total == D(159)


def test_rates_can_be_replaced() -> None:
    assert compute([Line(D(1), D(100))], rates={STANDARD: D(5)}).tax_total == D(5)


@pytest.mark.parametrize(
    "rates", [{STANDARD: D(-1)}, {STANDARD: D(101)}, {STANDARD: D("NaN")}, {ZERO: D(5)}]
)
def test_impossible_rates(rates: dict[TaxCategory, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"rate|between"):
        compute([Line(D(1), D(1))], rates=rates)


def test_dinars_have_three_places() -> None:
    totals = compute([Line(D(1), D("10.1005"))], currency="BHD")
    assert str(totals.net_total) == "10.101"
    assert str(totals.tax_total) == "1.515"


def test_no_lines_no_money() -> None:
    totals = compute([], document_discount=Discount(percent=D(10)))
    assert (totals.total, totals.categories) == (0, ())
    assert str(totals.total) == "0.00"


def test_a_category_given_as_plain_text_counts() -> None:
    totals = compute([Line(D(1), D(100), tax_category="zero")])  # type: ignore[arg-type]
    assert totals.categories[0].category is ZERO
    assert totals.categories[0].taxable == D(100)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"quantity": D(-1)}, "negative", "quantity"),
        ({"quantity": D("NaN")}, "not_a_number", "quantity"),
        ({"unit_price": D(-1)}, "negative", "unit_price"),
        ({"unit_price": D("Infinity")}, "not_a_number", "unit_price"),
        ({"unit_price": D("1e12")}, "amount_too_large", "unit_price"),
        ({"quantity": D("1e7"), "unit_price": D("1e7")}, "amount_too_large", "unit_price"),
        ({"discount_percent": D(-1)}, "negative", "discount_percent"),
        ({"discount_percent": D("100.01")}, "over_hundred_percent", "discount_percent"),
        ({"discount_amount": D(-1)}, "negative", "discount_amount"),
        ({"discount_amount": D("10.01")}, "discount_exceeds_line", "discount_amount"),
        (
            {"discount_percent": D(100), "discount_amount": D("0.01")},
            "discount_exceeds_line",
            "discount_amount",
        ),
        ({"government_fee": D(-1)}, "negative", "government_fee"),
        ({"quantity": D("1e7"), "government_fee": D("1e7")}, "amount_too_large", "government_fee"),
    ],
)
def test_invalid_lines_name_their_place(change: dict[str, Decimal], code: str, field: str) -> None:
    good = Line(D(1), D(10))
    with pytest.raises(InvalidLine) as caught:
        compute([good, replace(good, **change)])  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.index, caught.value.field) == (code, 1, field)


@pytest.mark.parametrize(
    ("discount", "code", "field"),
    [
        (Discount(percent=D(101)), "over_hundred_percent", "discount_percent"),
        (Discount(percent=D(-1)), "negative", "discount_percent"),
        (Discount(amount=D(-1)), "negative", "discount_amount"),
        (Discount(amount=D("NaN")), "not_a_number", "discount_amount"),
        (Discount(amount=D("10.01")), "discount_exceeds_total", "discount_amount"),
    ],
)
def test_invalid_document_discounts(discount: Discount, code: str, field: str) -> None:
    with pytest.raises(InvalidLine) as caught:
        compute([Line(D(1), D(10), government_fee=D(500))], document_discount=discount)
    assert (caught.value.code, caught.value.index, caught.value.field) == (code, None, field)


def test_a_sum_can_be_too_large() -> None:
    with pytest.raises(InvalidLine) as caught:
        compute([Line(D(1), D("9e11"))] * 2)
    assert (caught.value.code, caught.value.field) == ("amount_too_large", "total")


def test_reasons_belong_to_categories_without_tax() -> None:
    assert TAX_REASONS["VATEX-SA-29"].category is EXEMPT
    assert TAX_REASONS["VATEX-SA-32"].category is ZERO
    assert TAX_REASONS["VATEX-SA-OOS"].category is OUT
    assert reasons_for(STANDARD) == {}
    assert set(reasons_for(EXEMPT)) == {"VATEX-SA-29", "VATEX-SA-29-7", "VATEX-SA-30"}
    for code, reason in TAX_REASONS.items():
        assert code.startswith("VATEX-SA-")
        assert reason.en.isascii()
        assert any("\u0600" <= c <= "\u06ff" for c in reason.ar)


# Properties

money = st.decimals(min_value=0, max_value=D(100000), places=2)
percents = st.decimals(min_value=0, max_value=D(100), places=2)
quantities = st.decimals(min_value=0, max_value=D(500), places=3)


@st.composite
def invoice_lines(draw: st.DrawFn) -> Line:
    line = Line(
        quantity=draw(quantities),
        unit_price=draw(money),
        discount_percent=draw(percents | st.just(D(0))),
        tax_category=draw(st.sampled_from(TaxCategory)),
        government_fee=draw(money | st.just(D(0))),
        fee_is_disbursement=draw(st.booleans()),
    )
    (result,) = compute([line]).lines
    share = draw(st.integers(min_value=0, max_value=100))
    amount = (result.net * share / 100).quantize(D("0.01"), "ROUND_DOWN")
    return replace(line, discount_amount=amount)


discounts = st.none() | st.builds(Discount, percent=percents)
roundings: st.SearchStrategy[Literal["category", "line"]] = st.sampled_from(["category", "line"])


def check_sums(totals: Totals) -> None:
    lines, categories = totals.lines, totals.categories
    for line in lines:
        assert line.net == line.gross - line.discount - line.document_discount
        assert line.total == line.net + line.taxable_fee + line.government_fee + line.tax
        assert min(line.gross, line.discount, line.document_discount, line.net, line.tax) >= 0
    assert totals.subtotal == sum(x.gross + x.taxable_fee for x in lines)
    assert totals.discount_total == sum(x.discount + x.document_discount for x in lines)
    assert totals.net_total == sum(x.net + x.taxable_fee for x in lines)
    assert totals.net_total == sum(c.taxable for c in categories)
    assert totals.government_fees == sum(x.government_fee for x in lines)
    assert totals.tax_total == sum(c.tax for c in categories)
    assert totals.subtotal - totals.discount_total == totals.net_total
    assert totals.total == totals.net_total + totals.tax_total + totals.government_fees
    assert sum(c.document_discount for c in categories) == sum(x.document_discount for x in lines)


@given(st.lists(invoice_lines(), max_size=6), discounts, roundings, st.booleans())
def test_parts_always_add_up(
    lines: list[Line],
    discount: Discount | None,
    rounding: Literal["category", "line"],
    registered: bool,
) -> None:
    totals = compute(
        lines, document_discount=discount, rounding=rounding, vat_registered=registered
    )
    check_sums(totals)
    if not registered:
        assert totals.tax_total == 0
    if rounding == "category":
        for category in totals.categories:
            assert category.tax == quantize(category.taxable * category.rate / 100)
    else:
        assert totals.tax_total == sum(line.tax for line in totals.lines)


@given(st.lists(invoice_lines(), min_size=1, max_size=6), discounts, st.integers(0, 100))
def test_the_order_of_lines_changes_no_vat(
    lines: list[Line], discount: Discount | None, seed: int
) -> None:
    shuffled = list(lines)
    Random(seed).shuffle(shuffled)
    first, second = (compute(x, document_discount=discount) for x in (lines, shuffled))
    assert first.categories == second.categories
    assert first.total == second.total


@given(st.lists(money, max_size=8), st.integers(0, 1000))
def test_apportion_adds_up_and_never_takes_more_than_there_is(
    weights: list[Decimal], permille: int
) -> None:
    total = quantize(sum(weights, D(0)) * permille / 1000)
    shares = apportion(total, weights)
    assert sum(shares, D(0)) == total
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight


def test_apportion_gives_the_odd_unit_to_the_largest_remainder() -> None:
    assert apportion(D("0.05"), [D(1), D(1), D(1)]) == [D("0.02"), D("0.02"), D("0.01")]
    assert apportion(D(1), [D(0), D(0)]) == [D(0), D(0)]
    assert apportion(D("10"), [D("1"), D("2")], "KWD") == [D("3.333"), D("6.667")]
