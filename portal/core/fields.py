"""Field types for Saudi identifiers, contacts and addresses, with what is said when they fail.

The rules are ``kit.identifiers``; here they become schema fields, so that a page, the API and an
import check the same way and name the field in the reader's language.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from portal.core.field_messages import describe
from portal.core.i18n import lazy_gettext
from portal.core.schema import Schema, Text
from portal.kit import identifiers as ids

describe(
    {
        "vat_number_format": lazy_gettext(
            "A Saudi VAT number has 15 digits and begins and ends with 3."
        ),
        "commercial_registration_format": lazy_gettext("A commercial registration has 10 digits."),
        "unified_number_format": lazy_gettext(
            "A unified national number has 10 digits and begins with 7."
        ),
        "national_id_format": lazy_gettext(
            "A national ID or Iqama number has 10 digits and begins with 1 or 2."
        ),
        "national_id_check_digit": lazy_gettext(
            "This national ID number is not right: its check digit does not match."
        ),
        "iqama_check_digit": lazy_gettext(
            "This Iqama number is not right: its check digit does not match."
        ),
        "iqama_format": lazy_gettext("An Iqama number has 10 digits and begins with 2."),
        "iban_format": lazy_gettext("This is not an IBAN; a Saudi one begins with SA."),
        "iban_length": lazy_gettext(
            "This IBAN has the wrong length; a Saudi one has 24 characters."
        ),
        "iban_check_digits": lazy_gettext("This IBAN is not right: its check digits do not match."),
        "phone_format": lazy_gettext(
            "Enter a phone number such as 0501234567 or +966 11 234 5678."
        ),
        "email_format": lazy_gettext("Enter an e-mail address such as name@example.com."),
        "building_number_format": lazy_gettext("A building number has 4 digits."),
        "additional_number_format": lazy_gettext("An additional number has 4 digits."),
        "postal_code_format": lazy_gettext("A postal code has 5 digits."),
        "short_address_format": lazy_gettext(
            "A short address has four letters and four digits, such as RRRD2929."
        ),
        "passport_format": lazy_gettext("A passport number has 5 to 15 letters and digits."),
        "amount_format": lazy_gettext("Enter an amount such as 1,150.00."),
        "amount_empty": lazy_gettext("Enter an amount such as 1,150.00."),
        "amount_too_many_digits": lazy_gettext("This amount has too many digits."),
        "decimal_max_places": lazy_gettext("This amount has too many decimals."),
        "decimal_type": lazy_gettext("Enter an amount such as 1,150.00."),
        "decimal_parsing": lazy_gettext("Enter an amount such as 1,150.00."),
        "date_empty": lazy_gettext("Enter a date such as 2026-11-30."),
        "date_format": lazy_gettext("Enter a date such as 2026-11-30, or a Hijri one."),
        "date_type": lazy_gettext("Enter a date such as 2026-11-30."),
        "date_from_datetime_parsing": lazy_gettext("Enter a date such as 2026-11-30."),
        "date_not_real": lazy_gettext("This date does not exist."),
        "date_out_of_range": lazy_gettext("This date is out of range."),
        "code_format": lazy_gettext("This code is not complete."),
        "over_hundred_percent": lazy_gettext("A discount is at most one hundred percent."),
        "discount_exceeds_line": lazy_gettext("The discount is more than the line."),
        "discount_exceeds_total": lazy_gettext("The discount is more than the total."),
        "amount_too_large": lazy_gettext("This amount is too large."),
        "not_a_number": lazy_gettext("Enter a number."),
        "negative": lazy_gettext("This cannot be below zero."),
    }
)


def _by(rule: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda value: rule(value) if isinstance(value, str) else value)


VatNumber = Annotated[str, _by(ids.vat_number), Field(max_length=20, examples=["300000000000003"])]
CrNumber = Annotated[
    str, _by(ids.commercial_registration), Field(max_length=10, examples=["1010123456"])
]
UnifiedNumber = Annotated[
    str, _by(ids.unified_number), Field(max_length=10, examples=["7001234567"])
]
NationalIdNumber = Annotated[
    str,
    _by(lambda value: ids.national_id(value).number),
    Field(max_length=10, examples=["1000000008"]),
]
Iban = Annotated[str, _by(ids.iban), Field(max_length=34, examples=["SA0380000000608010167519"])]
Phone = Annotated[str, _by(ids.phone), Field(max_length=20, examples=["+966501234567"])]
Email = Annotated[str, _by(ids.email), Field(max_length=254, examples=["name@example.com"])]
Passport = Annotated[str, _by(ids.passport), Field(max_length=15, examples=["A12345678"])]


class NationalAddress(Schema):
    """A Saudi national address; everything may be left out, what is given must be right."""

    building_number: Annotated[str, _by(ids.building_number)] | None = None
    street: Text | None = None
    district: Text | None = None
    city: Text | None = None
    postal_code: Annotated[str, _by(ids.postal_code)] | None = None
    additional_number: Annotated[str, _by(ids.additional_number)] | None = None
    short_code: Annotated[str, _by(ids.short_address)] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "SA"

    def lines(self) -> list[str]:
        """The address as it stands on paper: street and building, district and city, post code."""
        first = " ".join(part for part in (self.building_number, self.street) if part)
        second = " - ".join(part for part in (self.district, self.city) if part)
        third = " ".join(part for part in (self.postal_code, self.additional_number) if part)
        return [line for line in (first, second, third) if line]


def address_lines(stored: Mapping[str, Any] | None) -> list[str]:
    """A stored national address as it stands on paper; nothing for an empty one."""
    return NationalAddress.model_validate(stored).lines() if stored else []


ADDRESS_LABELS = {
    "address": lazy_gettext("National address"),
    "address.building_number": lazy_gettext("Building number"),
    "address.street": lazy_gettext("Street"),
    "address.district": lazy_gettext("District"),
    "address.city": lazy_gettext("City"),
    "address.postal_code": lazy_gettext("Postal code"),
    "address.additional_number": lazy_gettext("Additional number"),
    "address.short_code": lazy_gettext("Short address"),
    "address.country": lazy_gettext("Country"),
}
