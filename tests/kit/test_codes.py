import re
from math import log2

import pytest

from portal.kit.codes import (
    ALPHABET,
    InvalidCode,
    normalise_code,
    one_time_code,
    random_token,
    sha256_hex,
    verify_code,
)


def test_a_verification_code_has_sixty_bits_and_a_readable_form() -> None:
    codes = {verify_code() for _ in range(300)}
    assert len(codes) == 300
    assert 12 * log2(len(set(ALPHABET))) >= 60
    for code in codes:
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}", code)
        assert normalise_code(code) == code
    assert set("".join(codes)) - {"-"} == set(ALPHABET)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    [
        "7K2M-QX9D-40FN",
        "7k2mqx9d40fn",
        " 7K2M QX9D 40FN ",
        "7K2M\u2013QX9D\u201340FN",
        "\u20687K2M-QX9D-40FN\u2069",
        "7K2M-QX9D-4OFN",
        "٧K٢M-QX٩D-٤٠FN",
    ],
)
def test_typed_codes_are_forgiven(text: str) -> None:
    assert normalise_code(text) == "7K2M-QX9D-40FN"


def test_i_and_l_are_one() -> None:
    assert normalise_code("IL11-0000-0000") == "1111-0000-0000"


@pytest.mark.parametrize("text", ["", "7K2M-QX9D", "7K2M-QX9D-40FNN", "7K2M-QX9D-40FU", "رمز" * 4])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(InvalidCode) as caught:
        normalise_code(text)
    assert caught.value.code == "code_format"


def test_one_time_codes_are_six_digits() -> None:
    codes = [one_time_code() for _ in range(400)]
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in codes)
    assert len(set(codes)) > 350
    assert any(code.startswith("0") for code in codes)


def test_tokens_are_long_and_url_safe() -> None:
    tokens = {random_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_sha256_hex() -> None:
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex("abc") == sha256_hex(b"abc") == digest
    assert sha256_hex("رمز") == sha256_hex("رمز".encode())
