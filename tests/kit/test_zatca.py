import base64
import hashlib
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.zatca import (
    FIRST_PREVIOUS_HASH,
    InvalidQr,
    document_hash,
    qr_tlv,
    read_qr_tlv,
)

NOON = datetime(2022, 4, 25, 15, 30, tzinfo=UTC)
VAT = "310122393500003"


def test_the_bytes_of_a_known_invoice() -> None:
    expected = (
        b"\x01\x0cBobs Records\x02\x0f310122393500003\x03\x142022-04-25T15:30:00Z"
        b"\x04\x071000.00\x05\x06150.00"
    )
    code = qr_tlv("Bobs Records", VAT, NOON, Decimal(1000), Decimal(150))
    assert base64.b64decode(code) == expected


def test_lengths_count_utf8_bytes() -> None:
    name = "شركة بوابة الأعمال"
    data = base64.b64decode(qr_tlv(name, VAT, NOON, Decimal("115"), Decimal("15")))
    assert data[1] == len(name.encode()) > len(name)
    assert data[2 : 2 + data[1]].decode() == name


def test_the_moment_is_written_in_utc() -> None:
    riyadh = datetime(2026, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    fields = read_qr_tlv(qr_tlv("A", VAT, riyadh, Decimal(1), Decimal(0)))
    assert fields["timestamp"] == "2025-12-31T22:00:00Z"


def test_a_long_name_is_cut_between_characters() -> None:
    fields = read_qr_tlv(qr_tlv("x" + "ش" * 200, VAT, NOON, Decimal(1), Decimal(0)))
    assert fields["seller"] == "x" + "ش" * 127
    exact = read_qr_tlv(qr_tlv("y" * 255, VAT, NOON, Decimal(1), Decimal(0)))
    assert exact["seller"] == "y" * 255


@pytest.mark.parametrize(
    ("seller", "vat", "moment", "code"),
    [
        ("  ", VAT, NOON, "qr_empty_value"),
        ("A", "", NOON, "qr_empty_value"),
        ("A", "3" * 256, NOON, "qr_value_too_long"),
        ("A", VAT, NOON.replace(tzinfo=None), "qr_naive_timestamp"),
    ],
)
def test_what_cannot_be_written(seller: str, vat: str, moment: datetime, code: str) -> None:
    with pytest.raises(InvalidQr) as caught:
        qr_tlv(seller, vat, moment, Decimal(1), Decimal(0))
    assert caught.value.code == code


GOOD = base64.b64decode(qr_tlv("A", VAT, NOON, Decimal(1), Decimal(0)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\x06",
        GOOD + b"\x01\x01B",
        GOOD[3:],
        b"\x01\x01\xff" + GOOD[3:],
    ],
)
def test_broken_codes(data: bytes) -> None:
    with pytest.raises(InvalidQr) as caught:
        read_qr_tlv(base64.b64encode(data).decode())
    assert caught.value.code == "qr_format"


def test_text_that_is_no_base64() -> None:
    for text in ("***", "رمز", "abc"):
        with pytest.raises(InvalidQr):
            read_qr_tlv(text)


def test_phase_two_tags_are_passed_over() -> None:
    more = GOOD + b"\x06\x02hh\x07\x01\xff"
    assert read_qr_tlv(base64.b64encode(more).decode())["vat_number"] == VAT


@given(
    st.text(min_size=1, max_size=60, alphabet=st.characters(codec="utf-8")).filter(str.strip),
    st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),
    st.decimals(min_value=0, max_value=10**9, places=2),
)
def test_what_is_written_is_read(seller: str, moment: datetime, total: Decimal) -> None:
    fields = read_qr_tlv(qr_tlv(seller, VAT, moment, total, total))
    assert fields["seller"] == seller.strip()
    assert Decimal(fields["total"]) == Decimal(fields["vat_total"]) == total
    assert datetime.fromisoformat(fields["timestamp"]) == moment.replace(microsecond=0)


def test_the_first_previous_hash() -> None:
    # The value that ZATCA's own samples carry.
    assert FIRST_PREVIOUS_HASH == (
        "NWZlY2ViNjZmZmM4NmYzOGQ5NTI3ODZjNmQ2OTZjNzljMmRiYzIzOWRkNGU5MWI0NjcyOWQ3M2EyN2ZiNTdlOQ=="
    )


def test_document_hash_is_the_binary_digest() -> None:
    assert base64.b64decode(document_hash(b"abc")) == hashlib.sha256(b"abc").digest()
    assert document_hash(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
