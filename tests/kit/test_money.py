from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.digits import to_arabic_indic
from portal.kit.money import (
    CURRENCY_DECIMALS,
    InvalidAmount,
    decimals_of,
    format_amount,
    format_number,
    format_percent,
    parse_amount,
    quantize,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1.005", "SAR", "1.01"),
        ("1.015", "SAR", "1.02"),  # half up, not half even
        ("-1.005", "SAR", "-1.01"),
        ("1.0049", "SAR", "1.00"),
        ("1.0005", "KWD", "1.001"),
        ("7", "OMR", "7.000"),
    ],
)
def test_quantize_rounds_half_up(amount: str, currency: str, expected: str) -> None:
    assert str(quantize(D(amount), currency)) == expected


def test_quantize_refuses_an_unknown_currency() -> None:
    with pytest.raises(KeyError):
        quantize(D(1), "XXX")
    assert decimals_of("BHD") == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1150", "1150"),
        ("1,150.00", "1150.00"),
        ("1.150,00", "1150.00"),
        ("١٬١٥٠٫٠٠", "1150.00"),
        ("١١٥٠٫٥", "1150.5"),
        ("۱۲۳", "123"),
        ("1,150", "1150"),
        ("1,150,000", "1150000"),
        ("1.150.000", "1150000"),
        ("1,5", "1.5"),
        ("1,50", "1.50"),
        ("0,500", "0.500"),
        ("1234,567", "1234.567"),
        ("1.150", "1.150"),  # one dot is a decimal mark
        ("1 150 000,25", "1150000.25"),
        ("1\u00a0150", "1150"),
        ("1\u202f150", "1150"),
        ("1'150.25", "1150.25"),
        ("١،٥", "1.5"),
        (".5", "0.5"),
        ("٫٥", "0.5"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("-12.5", "-12.5"),
        ("\u200e-12.5", "-12.5"),
        ("− 12.5", "-12.5"),
        ("+3", "3"),
        (" \u2068 42 \u2069 ", "42"),
        ("999999999999.999999", "999999999999.999999"),
    ],
)
def test_parse_amount(text: str, expected: str) -> None:
    amount = parse_amount(text)
    assert amount == D(expected)
    assert not (amount.is_zero() and amount.is_signed())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_empty"),
        ("  \u200f ", "amount_empty"),
        ("abc", "amount_format"),
        ("NaN", "amount_format"),
        ("inf", "amount_format"),
        ("-Infinity", "amount_format"),
        ("1e5", "amount_format"),
        ("1_000", "amount_format"),
        ("0x10", "amount_format"),
        ("1.", "amount_format"),
        ("1,", "amount_format"),
        (".", "amount_format"),
        ("-", "amount_format"),
        ("--1", "amount_format"),
        ("1,15,000", "amount_format"),
        ("1,1500.00", "amount_format"),
        ("1.150,000.00", "amount_format"),
        ("1,150 000", "amount_format"),
        ("1٫5٫5", "amount_format"),
        ("1.5.5", "amount_format"),
        ("12 34", "amount_format"),
        ("١٢ر", "amount_format"),
        ("SAR 5", "amount_format"),
        ("²", "amount_format"),
        ("1234567890123", "amount_too_many_digits"),
        ("0.1234567", "amount_too_many_digits"),
    ],
)
def test_parse_amount_refuses(text: str, code: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        parse_amount(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "expected"),
    [
        ("1150", "SAR", "ar", "1,150.00 ر.س"),
        ("1150", "SAR", "ar_SA", "1,150.00 ر.س"),
        ("1150", "SAR", "ar-SA", "1,150.00 ر.س"),
        ("1150", "SAR", "en", "SAR 1,150.00"),
        ("0.005", "SAR", "en", "SAR 0.01"),
        ("1234567.8915", "KWD", "en", "KWD 1,234,567.892"),
        ("5", "USD", "ar", "5.00 USD"),
        ("-5", "SAR", "en", "SAR -5.00"),
        ("-5", "SAR", "ar", "\u200e-5.00 ر.س"),
    ],
)
def test_format_amount(amount: str, currency: str, locale: str, expected: str) -> None:
    assert format_amount(D(amount), currency, locale) == expected


def test_format_amount_with_arabic_digits() -> None:
    assert format_amount(D("1150.5"), "SAR", "ar", arabic_digits=True) == "١٬١٥٠٫٥٠ ر.س"
    assert format_amount(D("1150.5"), "SAR", "en", arabic_digits=True) == "SAR 1,150.50"


def test_a_rounded_away_debt_shows_no_minus() -> None:
    assert format_amount(D("-0.001"), "SAR", "en") == "SAR 0.00"
    assert format_number(D("-0.001"), "en", 2) == "0.00"


def test_format_number_and_percent() -> None:
    assert format_number(D("1234.500"), "en") == "1,234.5"
    assert format_number(1000, "ar") == "1,000"
    assert format_number(D("2.345"), "en", 2) == "2.35"
    assert format_number(D("-7"), "ar") == "\u200e-7"
    assert format_number(D("1234.5"), "ar", arabic_digits=True) == "١٬٢٣٤٫٥"
    assert format_number(D("1E+3"), "en") == "1,000"
    assert format_percent(D("15"), "ar") == "15%"
    assert format_percent(D("7.50"), "en") == "7.5%"
    assert format_percent(D("15"), "ar", arabic_digits=True) == "١٥٪"


amounts = st.decimals(min_value=D("-99999999"), max_value=D("99999999"), places=2, allow_nan=False)


@given(amounts, st.sampled_from(sorted(CURRENCY_DECIMALS)), st.booleans())
def test_what_is_written_is_read_back(amount: Decimal, currency: str, arabic: bool) -> None:
    written = format_amount(amount, currency, "ar", arabic_digits=arabic)
    assert parse_amount(written.rsplit(" ", 1)[0]) == amount
    assert parse_amount(format_amount(amount, currency, "en").split(" ")[1]) == amount


@given(amounts)
def test_both_digit_kinds_mean_the_same(amount: Decimal) -> None:
    assert parse_amount(to_arabic_indic(str(amount))) == parse_amount(str(amount))


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_an_invalid_amount(text: str) -> None:
    # Any other exception fails the test: the parser may only answer or raise InvalidAmount.
    with suppress(InvalidAmount):
        assert parse_amount(text).is_finite()
