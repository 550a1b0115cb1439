"""Amounts of money: rounding, reading what people type, and writing them for two languages.

An amount is a Decimal in the currency's major unit, never a float. Decimal places of currencies
are those of ISO 4217; the written patterns are the project's own (Western digits by default,
`1,150.00 ر.س` and `SAR 1,150.00`).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from portal.kit.digits import to_arabic_indic, to_western
from portal.kit.text import strip_format_characters

CURRENCY_DECIMALS: Final[dict[str, int]] = {
    "SAR": 2,
    "AED": 2,
    "USD": 2,
    "EUR": 2,
    "EGP": 2,
    "QAR": 2,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
}

_ARABIC_SYMBOLS: Final[dict[str, str]] = {
    "SAR": "ر.س",
    "AED": "د.إ",
    "EGP": "ج.م",
    "QAR": "ر.ق",
    "KWD": "د.ك",
    "BHD": "د.ب",
    "OMR": "ر.ع",
    "JOD": "د.أ",
}

MAX_AMOUNT: Final = Decimal("999999999999.999999")
MAX_INTEGER_DIGITS: Final = 12
MAX_DECIMAL_DIGITS: Final = 6

_LEFT_TO_RIGHT_MARK = "\u200e"
_MARKS_TO_ARABIC = str.maketrans({",": "٬", ".": "٫", "%": "٪"})
_SAME_MARK = str.maketrans({"،": ",", "٬": "'", "’": "'", "−": "-", "\u2009": " "})
_SIGNED = re.compile(r"([+-]?)\s*(\S(?:.*\S)?)", re.DOTALL)
_PLAIN = re.compile(r"\d+|\d{1,3}(?:([ ,.'])\d{3}(?:\1\d{3})*)")


class InvalidAmount(ValueError):
    """Text that is no amount. `code`: amount_empty, amount_format, amount_too_many_digits."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def decimals_of(currency: str) -> int:
    """Decimal places of `currency`; KeyError for one that the product does not handle."""
    return CURRENCY_DECIMALS[currency]


def quantize(amount: Decimal, currency: str = "SAR") -> Decimal:
    """`amount` rounded half up (away from zero) to the currency's smallest unit.

    Half up is what EN 16931 and the ZATCA validators use. KeyError for an unknown currency.
    """
    rounded = amount.quantize(Decimal(1).scaleb(-CURRENCY_DECIMALS[currency]), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # no "-0.00" on a document


def _split_decimal_mark(body: str) -> tuple[str, str]:
    """(whole part with its grouping marks, fraction) of an unsigned number."""
    if "٫" in body:
        whole, _, fraction = body.partition("٫")
        return whole, fraction
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        # Both are there: the last one is the decimal mark.
        whole, _, fraction = body.rpartition("." if body.rfind(".") > body.rfind(",") else ",")
        return whole, fraction
    if dots == 1:
        whole, _, fraction = body.partition(".")
        return whole, fraction
    if commas == 1:
        whole, _, fraction = body.partition(",")
        # 1,150 is a thousand; 1,5 and 0,500 and 1234,567 can only be decimals.
        is_group = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
        return (body, "") if is_group else (whole, fraction)
    return body, ""


def parse_amount(text: str) -> Decimal:
    """The number that a person typed, with 0-9, ٠-٩ or ۰-۹ and any usual mark.

    ٫ is always decimal; ٬, a space and an apostrophe always group; of `,` and `.` the last is
    decimal when both occur, a lone dot is decimal, a lone comma before exactly three digits
    groups. Not rounded. At most 12 digits before and 6 after the mark; exponents, NaN and
    infinity are refused. Raises InvalidAmount.
    """
    cleaned = to_western(strip_format_characters(text)).translate(_SAME_MARK)
    match = _SIGNED.fullmatch(" ".join(cleaned.split()))
    if match is None:
        raise InvalidAmount("amount_format" if cleaned.strip() else "amount_empty", text)
    sign, body = match.groups()
    whole, fraction = _split_decimal_mark(body)
    if not (fraction or whole) or body[-1] in "٫.,":
        raise InvalidAmount("amount_format", text)
    if (whole and not _PLAIN.fullmatch(whole)) or (fraction and not _is_ascii_digits(fraction)):
        raise InvalidAmount("amount_format", text)
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    if len(digits) > MAX_INTEGER_DIGITS or len(fraction) > MAX_DECIMAL_DIGITS:
        raise InvalidAmount("amount_too_many_digits", text)
    amount = Decimal(f"{digits}.{fraction or '0'}" if fraction else digits)
    return -amount if sign == "-" and amount else amount


def _is_ascii_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_arabic(locale: str) -> bool:
    return locale.partition("_")[0].partition("-")[0] == "ar"


def _signed(number: str, locale: str) -> str:
    # In a right-to-left paragraph a bare minus would land behind the number (UAX #9, W6).
    if number.startswith("-") and _is_arabic(locale):
        return _LEFT_TO_RIGHT_MARK + number
    return number


def format_amount(
    amount: Decimal, currency: str, locale: str, *, arabic_digits: bool = False
) -> str:
    """`amount` as money: `1,150.00 ر.س` for `ar`, `SAR 1,150.00` for any other locale.

    Rounded to the currency. `arabic_digits` turns digits and marks into ٠-٩ ٬ ٫ (Arabic only). A
    negative Arabic amount begins with U+200E. KeyError for an unknown currency.
    """
    number = f"{quantize(amount, currency):,f}"
    if not _is_arabic(locale):
        return f"{currency} {number}"
    if arabic_digits:
        number = _arabic_marks(number)
    return f"{_signed(number, locale)} {_ARABIC_SYMBOLS.get(currency, currency)}"


def _arabic_marks(number: str) -> str:
    return to_arabic_indic(number.translate(_MARKS_TO_ARABIC))


def format_number(
    value: Decimal | int, locale: str, decimals: int | None = None, *, arabic_digits: bool = False
) -> str:
    """`value` with thousands marks; `decimals` places, or as many as it needs when None."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    written = f"{number:,f}"
    if decimals is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    if written.startswith("-") and not number:
        written = written[1:]
    if arabic_digits and _is_arabic(locale):
        written = _arabic_marks(written)
    return _signed(written, locale)


def format_percent(
    value: Decimal | int, locale: str, decimals: int | None = None, *, arabic_digits: bool = False
) -> str:
    """`value` in per cent (15 means 15 %): `15%`, with Arabic-Indic digits `١٥٪`."""
    number = format_number(value, locale, decimals, arabic_digits=arabic_digits)
    return f"{number}٪" if arabic_digits and _is_arabic(locale) else f"{number}%"
