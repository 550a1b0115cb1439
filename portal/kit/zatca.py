"""What a Saudi e-invoice needs from its first day: the phase 1 QR code and the hash chain.

Source: ZATCA, "Electronic Invoice Security Features Implementation Standards" (TLV of the QR
code, tags 1-5; invoice hash; the previous invoice hash of the first invoice).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from portal.kit.money import quantize

_MAX_LENGTH: Final = 255
_TAGS: Final = {1: "seller", 2: "vat_number", 3: "timestamp", 4: "total", 5: "vat_total"}

FIRST_PREVIOUS_HASH: Final = base64.b64encode(hashlib.sha256(b"0").hexdigest().encode()).decode()
"""The previous invoice hash of an entity's first invoice: base64 of the hex SHA-256 of "0"."""


class InvalidQr(ValueError):
    """A QR code that cannot be written or read; `code`: qr_value_too_long, qr_empty_value,
    qr_format, qr_naive_timestamp."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _shorten(text: str, limit: int) -> bytes:
    """UTF-8 bytes of `text`, cut between characters so that they fit into `limit` bytes."""
    return text.encode()[:limit].decode(errors="ignore").rstrip().encode()


def _field(tag: int, value: bytes) -> bytes:
    if not value:
        raise InvalidQr("qr_empty_value")
    if len(value) > _MAX_LENGTH:
        raise InvalidQr("qr_value_too_long")
    return bytes((tag, len(value))) + value


def qr_tlv(
    seller: str, vat_number: str, timestamp: datetime, total: Decimal, vat_total: Decimal
) -> str:
    """Base64 of the five TLV fields that the QR code of a tax invoice carries.

    `timestamp` must know its zone and is written in UTC (`2026-11-21T09:30:00Z`); `total`
    (with VAT) and `vat_total` are in SAR. The length byte counts UTF-8 bytes, so a seller name
    over 255 bytes is cut between characters (an invoice must not fail for its firm's name); any
    other value that is too long or empty raises InvalidQr.
    """
    if timestamp.tzinfo is None:
        raise InvalidQr("qr_naive_timestamp")
    moment = timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = (
        _shorten(seller.strip(), _MAX_LENGTH),
        vat_number.encode(),
        moment.encode(),
        f"{quantize(total):f}".encode(),
        f"{quantize(vat_total):f}".encode(),
    )
    return base64.b64encode(b"".join(_field(t, v) for t, v in enumerate(values, 1))).decode()


def read_qr_tlv(b64: str) -> dict[str, str]:
    """The five fields of a QR code by name: seller, vat_number, timestamp, total, vat_total.

    Tags above 5 (phase 2) are passed over. Raises InvalidQr `qr_format` when the text is not
    base64, a length runs past the end, or one of the five is missing, doubled or not UTF-8.
    """
    try:
        data = base64.b64decode(b64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidQr("qr_format") from error
    fields: dict[str, str] = {}
    position = 0
    while position < len(data):
        header = data[position : position + 2]
        if len(header) < 2 or position + 2 + header[1] > len(data):
            raise InvalidQr("qr_format")
        value = data[position + 2 : position + 2 + header[1]]
        position += 2 + header[1]
        name = _TAGS.get(header[0])
        if name is None:
            continue
        if name in fields:
            raise InvalidQr("qr_format")
        try:
            fields[name] = value.decode()
        except UnicodeDecodeError as error:
            raise InvalidQr("qr_format") from error
    if len(fields) != len(_TAGS):
        raise InvalidQr("qr_format")
    return fields


def document_hash(content: bytes) -> str:
    """Base64 of the binary SHA-256 of a document: the next one's previous invoice hash."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
