from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import identifiers as ids
from portal.kit import specimen
from portal.kit.digits import to_arabic_indic
from portal.kit.identifiers import BUYER_ID_SCHEMES, SELLER_ID_SCHEMES, IdScheme, NationalId

GOOD = [
    (ids.vat_number, "310122393500003", "310122393500003"),
    (ids.vat_number, " 3101-2239 3500003 ", "310122393500003"),
    (ids.vat_number, "٣١٠١٢٢٣٩٣٥٠٠٠٠٣", "310122393500003"),
    (ids.commercial_registration, "1010123456", "1010123456"),
    (ids.commercial_registration, "7001234567", "7001234567"),
    (ids.commercial_registration, "١٠١٠ ١٢٣ ٤٥٦", "1010123456"),
    (ids.unified_number, "7001234567", "7001234567"),
    (ids.iqama, "2000000006", "2000000006"),
    (ids.iban, "SA03 8000 0000 6080 1016 7519", "SA0380000000608010167519"),
    (ids.iban, "sa0380000000608010167519", "SA0380000000608010167519"),
    (ids.iban, "SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩", "SA0380000000608010167519"),
    (ids.iban, "AE07 0331 2345 6789 0123 456", "AE070331234567890123456"),
    (ids.phone, "0512345678", "+966512345678"),
    (ids.phone, "٠٥١٢٣٤٥٦٧٨", "+966512345678"),
    (ids.phone, "512345678", "+966512345678"),
    (ids.phone, "966512345678", "+966512345678"),
    (ids.phone, "00966512345678", "+966512345678"),
    (ids.phone, "+966 (51) 234-5678", "+966512345678"),
    (ids.phone, "\u200e+966 51 234 5678\u200e", "+966512345678"),
    (ids.phone, "011 234 5678", "+966112345678"),
    (ids.phone, "920012345", "+966920012345"),
    (ids.phone, "+971 50 123 4567", "+971501234567"),
    (ids.phone, "+44 20 7946 0018", "+442079460018"),
    (ids.email, " Noura@Example.COM ", "Noura@example.com"),
    (ids.building_number, "٢٩٢٩", "2929"),
    (ids.additional_number, "1234", "1234"),
    (ids.postal_code, "12345", "12345"),
    (ids.short_address, "rrrd 2929", "RRRD2929"),
    (ids.short_address, "RRRD٢٩٢٩", "RRRD2929"),
    (ids.passport, "a 1234567", "A1234567"),
]

BAD = [
    (ids.vat_number, "", "vat_number_format"),
    (ids.vat_number, "31012239350000", "vat_number_format"),
    (ids.vat_number, "3101223935000031", "vat_number_format"),
    (ids.vat_number, "210122393500003", "vat_number_format"),
    (ids.vat_number, "310122393500004", "vat_number_format"),
    (ids.vat_number, "31012239350000²", "vat_number_format"),
    (ids.commercial_registration, "101012345", "commercial_registration_format"),
    (ids.commercial_registration, "0000000000", "commercial_registration_format"),
    (ids.commercial_registration, "10101234AB", "commercial_registration_format"),
    (ids.unified_number, "1001234567", "unified_number_format"),
    (ids.national_id, "3000000000", "national_id_format"),
    (ids.national_id, "100000000", "national_id_format"),
    (ids.national_id, "1000000009", "national_id_check_digit"),
    (ids.national_id, "2000000007", "iqama_check_digit"),
    (ids.iqama, "1000000008", "iqama_format"),
    (ids.iqama, "2000000007", "iqama_check_digit"),
    (ids.iban, "", "iban_format"),
    (ids.iban, "0380000000608010167519", "iban_format"),
    (ids.iban, "XX8380000000608010167519", "iban_format"),
    (ids.iban, "SA038000000060801016751", "iban_length"),
    (ids.iban, "AE0703312345678901234567", "iban_length"),
    (ids.iban, "DE8937040044053201300", "iban_check_digits"),
    (ids.iban, "SA0480000000608010167519", "iban_check_digits"),
    (ids.iban, "SA0380000000608010167591", "iban_check_digits"),
    (ids.phone, "", "phone_format"),
    (ids.phone, "12", "phone_format"),
    (ids.phone, "051234567", "phone_format"),
    (ids.phone, "05123456789", "phone_format"),
    (ids.phone, "hello", "phone_format"),
    (ids.phone, "0512345678 ext. 9", "phone_format"),
    (ids.email, "noura", "email_format"),
    (ids.email, "a b@example.com", "email_format"),
    (ids.email, "a@b@example.com", "email_format"),
    (ids.email, "a@localhost", "email_format"),
    (ids.building_number, "123", "building_number_format"),
    (ids.additional_number, "12345", "additional_number_format"),
    (ids.postal_code, "1234", "postal_code_format"),
    (ids.short_address, "RRR29299", "short_address_format"),
    (ids.passport, "ABCDEFG", "passport_format"),
    (ids.passport, "1234", "passport_format"),
    (ids.passport, "A1234567!", "passport_format"),
]


@pytest.mark.parametrize(("check", "value", "stored"), GOOD)
def test_good_values_are_stored_in_one_form(
    check: Callable[[str], str], value: str, stored: str
) -> None:
    assert check(value) == stored
    assert check(stored) == stored


@pytest.mark.parametrize(("check", "value", "code"), BAD)
def test_bad_values_say_what_is_wrong(
    check: Callable[[str], object], value: str, code: str
) -> None:
    with pytest.raises(ids.InvalidIdentifier) as caught:
        check(value)
    assert caught.value.code == code


def test_vat_numbers_differ_by_country() -> None:
    assert ids.vat_number("100123456700003", "AE") == "100123456700003"
    assert ids.vat_number("OM1100012345", "om") == "OM1100012345"
    with pytest.raises(ids.InvalidIdentifier):
        ids.vat_number("310122393500003", "AE")
    with pytest.raises(ids.InvalidIdentifier):
        ids.vat_number("100123456700003", "SA")


def test_a_phone_is_read_in_its_country() -> None:
    assert ids.phone("050 123 4567", "AE") == "+971501234567"


def test_national_id_tells_citizen_from_resident() -> None:
    assert ids.national_id("1000000008") == NationalId("citizen", "1000000008")
    assert ids.national_id("٢٠٠٠٠٠٠٠٠٦") == NationalId("resident", "2000000006")


def test_the_bank_of_an_iban() -> None:
    bank = ids.iban_bank("SA0380000000608010167519")
    assert bank is not None
    assert bank.en == "Al Rajhi Bank"
    assert ids.iban_bank("AE070331234567890123456") is None


def test_schemes_of_sellers_and_buyers() -> None:
    assert IdScheme("700") is IdScheme.NUMBER_700
    assert {s.value for s in BUYER_ID_SCHEMES - SELLER_ID_SCHEMES} == {
        "TIN", "NAT", "GCC", "IQA", "PAS",
    }  # fmt: skip


@given(st.integers(0, 10**9), st.sampled_from(["citizen", "resident"]))
def test_luhn_finds_every_single_wrong_digit(seed: int, kind: str) -> None:
    rng = Random(seed)
    number = specimen.make_national_id(rng, kind)  # type: ignore[arg-type]
    assert ids.national_id(number) == NationalId(kind, number)  # type: ignore[arg-type]
    place = rng.randrange(1, 10)
    wrong = (int(number[place]) + rng.randrange(1, 10)) % 10
    with pytest.raises(ids.InvalidIdentifier) as caught:
        ids.national_id(f"{number[:place]}{wrong}{number[place + 1 :]}")
    assert caught.value.code.endswith("_check_digit")


@given(st.integers(0, 10**9))
def test_specimens_pass_the_checks(seed: int) -> None:
    rng = Random(seed)
    pairs: list[tuple[Callable[[Random], str], Callable[[str], str]]] = [
        (specimen.make_vat_number, ids.vat_number),
        (specimen.make_iban, ids.iban),
        (specimen.make_cr, ids.commercial_registration),
        (specimen.make_unified_number, ids.unified_number),
        (specimen.make_mobile, ids.phone),
    ]
    for make, check in pairs:
        value = make(rng)
        assert check(value) == value
        assert check(to_arabic_indic(value)) == value


def test_the_same_seed_makes_the_same_specimens() -> None:
    assert specimen.make_iban(Random(7), "10") == specimen.make_iban(Random(7), "10")
    bank = ids.iban_bank(specimen.make_iban(Random(7), "10"))
    assert bank is not None
    assert bank.code == "10"


@given(st.text(max_size=30))
def test_any_text_is_an_identifier_or_invalid(text: str) -> None:
    for check in {check for check, _, _ in GOOD}:
        try:
            check(text)
        except ids.InvalidIdentifier:
            continue
