"""Random codes and tokens, and the hash under which tokens are stored."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

from portal.kit.digits import to_western
from portal.kit.text import strip_format_characters

# Crockford's base 32: no I, L, O, U, so that a code survives being read aloud or off paper.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS: Final = 3
_GROUP_LENGTH: Final = 4  # 12 characters of 5 bits: 60 bits
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_.]+")


class InvalidCode(ValueError):
    """Text that cannot be a verification code; `code` is `code_format`."""

    def __init__(self) -> None:
        super().__init__("code_format")
        self.code = "code_format"


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP_LENGTH] for i in range(0, len(letters), _GROUP_LENGTH))


def verify_code() -> str:
    """A fresh code of 60 random bits such as `7K2M-QX9D-40FN`, to print on a document."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(_GROUPS * _GROUP_LENGTH)))


def normalise_code(text: str) -> str:
    """A typed code in the written form of `verify_code`.

    Case, spaces, hyphens, Arabic digits and the look-alikes O, I, L are forgiven. Raises
    InvalidCode when it is not 12 characters of the alphabet.
    """
    letters = _SEPARATORS.sub("", to_western(strip_format_characters(text))).upper()
    letters = letters.translate(_LOOKALIKES)
    if len(letters) != _GROUPS * _GROUP_LENGTH or any(c not in ALPHABET for c in letters):
        raise InvalidCode
    return _grouped(letters)


def one_time_code() -> str:
    """Six random digits, leading zeros kept, for a short-lived second step with few attempts."""
    return f"{secrets.randbelow(1_000_000):06d}"


def random_token() -> str:
    """256 random bits, URL-safe (43 characters); store only its `sha256_hex`."""
    return secrets.token_urlsafe(32)


def sha256_hex(value: str | bytes) -> str:
    """Lower-case hex SHA-256 of the bytes (text as UTF-8)."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()
