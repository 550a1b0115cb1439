"""Numbers that identify people, firms, accounts and places, checked and brought into one form.

Every function takes what a person typed (spaces, hyphens, direction marks and Arabic-Indic digits
are forgiven), returns the stored form and raises InvalidIdentifier with a stable `code`.
Sources: ZATCA for VAT and e-invoice schemes, Ministry of Commerce for CR and the unified number,
Ministry of Interior for national ID and Iqama (Luhn), ISO 13616 for IBAN, ITU E.164 for phones,
Saudi Post for the national address, ICAO 9303 for passports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import iban as stdnum_iban
from stdnum import luhn
from stdnum.exceptions import InvalidChecksum, ValidationError

from portal.kit.digits import to_western
from portal.kit.text import strip_format_characters

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_./]+")


class InvalidIdentifier(ValueError):
    """A value that breaks its rule; `code` says which, such as `vat_number_format`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class IdScheme(StrEnum):
    """Schemes of other party identifiers in ZATCA e-invoices (BT-29-1, BT-46-1)."""

    CRN = "CRN"  # commercial registration
    MOM = "MOM"  # municipality (Momra) licence
    MLS = "MLS"  # ministry of human resources (MLSD) licence
    NUMBER_700 = "700"  # unified national number
    SAG = "SAG"  # ministry of investment (Sagia) licence
    OTH = "OTH"
    TIN = "TIN"
    NAT = "NAT"  # national ID
    GCC = "GCC"  # ID of a GCC citizen
    IQA = "IQA"  # Iqama
    PAS = "PAS"  # passport


SELLER_ID_SCHEMES: Final = frozenset(
    {IdScheme.CRN, IdScheme.MOM, IdScheme.MLS, IdScheme.NUMBER_700, IdScheme.SAG, IdScheme.OTH}
)
BUYER_ID_SCHEMES: Final = frozenset(IdScheme)


@dataclass(frozen=True, slots=True)
class NationalId:
    """A Saudi citizen's or a resident's number (the resident's is the Iqama number)."""

    kind: Literal["citizen", "resident"]
    number: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank by the two digits of its Saudi IBAN."""

    code: str
    en: str
    ar: str


SAUDI_BANKS: Final[dict[str, Bank]] = {
    bank.code: bank
    for bank in (
        Bank("05", "Alinma Bank", "مصرف الإنماء"),
        Bank("10", "Saudi National Bank", "البنك الأهلي السعودي"),
        Bank("15", "Bank Albilad", "بنك البلاد"),
        Bank("20", "Riyad Bank", "بنك الرياض"),
        Bank("30", "Arab National Bank", "البنك العربي الوطني"),
        Bank("45", "Saudi Awwal Bank", "البنك السعودي الأول"),
        Bank("55", "Banque Saudi Fransi", "البنك السعودي الفرنسي"),
        Bank("60", "Bank Aljazira", "بنك الجزيرة"),
        Bank("65", "Saudi Investment Bank", "البنك السعودي للاستثمار"),
        Bank("80", "Al Rajhi Bank", "مصرف الراجحي"),
    )
}


def _compact(value: str) -> str:
    return _SEPARATORS.sub("", to_western(strip_format_characters(value))).upper()


def _matching(value: str, pattern: str, code: str) -> str:
    compact = _compact(value)
    if not re.fullmatch(pattern, compact, re.ASCII):
        raise InvalidIdentifier(code)
    return compact


_VAT_FORMS: Final = {"SA": r"3\d{13}3", "AE": r"1\d{14}"}
_VAT_ELSEWHERE: Final = r"[A-Z0-9]{5,20}"


def vat_number(value: str, country: str = "SA") -> str:
    """VAT number by the form of `country` (ISO 3166 alpha-2): Saudi 15 digits that begin and end
    with 3, Emirati 15 digits that begin with 1, elsewhere 5 to 20 letters and digits.
    Code: vat_number_format."""
    return _matching(value, _VAT_FORMS.get(country.upper(), _VAT_ELSEWHERE), "vat_number_format")


def commercial_registration(value: str) -> str:
    """Commercial registration: the legacy ten digits, or the unified number (7 and nine digits).
    Code: commercial_registration_format."""
    number = _matching(value, r"\d{10}", "commercial_registration_format")
    if not number.strip("0"):
        raise InvalidIdentifier("commercial_registration_format")
    return number


def unified_number(value: str) -> str:
    """Unified national number of an establishment: 7 and nine digits.
    Code: unified_number_format."""
    return _matching(value, r"7\d{9}", "unified_number_format")


def national_id(value: str) -> NationalId:
    """National ID (begins with 1) or Iqama (begins with 2): ten digits with a Luhn check digit.
    Codes: national_id_format, national_id_check_digit, iqama_check_digit."""
    number = _matching(value, r"[12]\d{9}", "national_id_format")
    citizen = number[0] == "1"
    if not luhn.is_valid(number):
        raise InvalidIdentifier("national_id_check_digit" if citizen else "iqama_check_digit")
    return NationalId("citizen" if citizen else "resident", number)


def iqama(value: str) -> str:
    """A resident's number. Codes: iqama_format, iqama_check_digit."""
    number = _matching(value, r"2\d{9}", "iqama_format")
    return national_id(number).number


# Lengths of the neighbours, looked at first: "too short" helps more than "wrong check digits".
_IBAN_LENGTHS: Final = {
    "SA": 24,
    "AE": 23,
    "BH": 22,
    "EG": 29,
    "JO": 30,
    "KW": 30,
    "OM": 23,
    "QA": 29,
}


def iban(value: str) -> str:
    """IBAN without spaces, of any country whose length and check digits (mod 97) are right.
    Codes: iban_format, iban_length, iban_check_digits."""
    compact = _matching(value, r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", "iban_format")
    if len(compact) != _IBAN_LENGTHS.get(compact[:2], len(compact)):
        raise InvalidIdentifier("iban_length")
    try:
        return str(stdnum_iban.validate(compact))
    except InvalidChecksum as error:
        raise InvalidIdentifier("iban_check_digits") from error
    except ValidationError as error:
        raise InvalidIdentifier("iban_format") from error


def iban_bank(value: str) -> Bank | None:
    """The bank of a Saudi IBAN; None for another country's or an unknown bank. Codes as `iban`."""
    number = iban(value)
    return SAUDI_BANKS.get(number[4:6]) if number.startswith("SA") else None


def phone(value: str, country: str = "SA") -> str:
    """Phone number in E.164 (`+966512345678`); `country` is assumed for a national number.

    Mobile, land line (011...), 9200 and foreign numbers. Code: phone_format.
    """
    written = to_western(strip_format_characters(value)).strip()
    try:
        number = phonenumbers.parse(written, country.upper())
    except phonenumbers.NumberParseException as error:
        raise InvalidIdentifier("phone_format") from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise InvalidIdentifier("phone_format")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(value: str) -> str:
    """E-mail address, domain in lower case; nothing is looked up. Code: email_format."""
    try:
        checked = validate_email(strip_format_characters(value).strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidIdentifier("email_format") from error
    return checked.normalized


def building_number(value: str) -> str:
    """Building number of the national address: 4 digits. Code: building_number_format."""
    return _matching(value, r"\d{4}", "building_number_format")


def additional_number(value: str) -> str:
    """Additional number of the national address: 4 digits. Code: additional_number_format."""
    return _matching(value, r"\d{4}", "additional_number_format")


def postal_code(value: str) -> str:
    """Saudi postal code: 5 digits. Code: postal_code_format."""
    return _matching(value, r"\d{5}", "postal_code_format")


def short_address(value: str) -> str:
    """Short national address: 4 letters and 4 digits, `RRRD2929`. Code: short_address_format."""
    return _matching(value, r"[A-Z]{4}\d{4}", "short_address_format")


def passport(value: str) -> str:
    """Passport number: 5 to 15 letters and digits with at least one digit. ICAO 9303 gives 9
    places in the machine-readable zone and lets longer numbers run over. Code: passport_format."""
    return _matching(value, r"(?=.*\d)[A-Z0-9]{5,15}", "passport_format")
