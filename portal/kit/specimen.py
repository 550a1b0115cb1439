"""Made-up identifiers that pass the real checks, for demo data and tests.

Each takes a seeded `random.Random`, so that the same seed makes the same data.
"""

from __future__ import annotations

from random import Random
from typing import Literal

import phonenumbers
from stdnum import luhn
from stdnum.iban import calc_check_digits

from portal.kit.identifiers import SAUDI_BANKS

_CR_PREFIXES = ("1010", "2050", "2051", "4030", "4031", "4650", "1131", "5850")
_MOBILE_PREFIXES = ("50", "53", "54", "55", "56", "58", "59")


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def make_vat_number(rng: Random) -> str:
    """A Saudi VAT number: 15 digits that begin and end with 3."""
    return f"3{_digits(rng, 9)}00003"


def make_national_id(rng: Random, kind: Literal["citizen", "resident"]) -> str:
    """A national ID or Iqama number with the right Luhn digit."""
    body = ("1" if kind == "citizen" else "2") + _digits(rng, 8)
    return body + str(luhn.calc_check_digit(body))


def make_iban(rng: Random, bank_code: str | None = None) -> str:
    """A Saudi IBAN with right check digits, at `bank_code` (two digits) or any known bank."""
    bank = bank_code if bank_code is not None else rng.choice(sorted(SAUDI_BANKS))
    body = bank + _digits(rng, 18)
    return f"SA{calc_check_digits('SA00' + body)}{body}"


def make_cr(rng: Random) -> str:
    """A legacy commercial registration: a city's prefix and six digits."""
    return rng.choice(_CR_PREFIXES) + _digits(rng, 6)


def make_unified_number(rng: Random) -> str:
    """A unified national number: 700 and seven digits."""
    return "700" + _digits(rng, 7)


def make_mobile(rng: Random) -> str:
    """A Saudi mobile number in E.164."""
    while True:
        number = f"+966{rng.choice(_MOBILE_PREFIXES)}{_digits(rng, 7)}"
        if phonenumbers.is_valid_number(phonenumbers.parse(number)):
            return number
