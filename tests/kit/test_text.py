import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.text import (
    collation_key,
    fold,
    initials,
    isolate,
    slug,
    strip_format_characters,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آل سعود", "ال سعود"),
        ("ٱلرياض", "الرياض"),
        ("مستشفى", "مستشفي"),
        ("شركة", "شركه"),
        ("مؤسسة", "موسسه"),
        ("رئيس", "رييس"),
        ("مُحَمَّدٌ", "محمد"),
        ("شـــركة", "شركه"),
        ("ﻻﺭﺍ", "لارا"),  # presentation forms, as copied out of a PDF
        ("علی کریم", "علي كريم"),
        ("رقم ١٢٣ و۴۵", "رقم 123 و45"),
        ("  Al-Noor\u00a0 TRADING\n", "al-noor trading"),
        ("Café Straße", "cafe strasse"),
        ("\u200fشركة\u200e", "شركه"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي أإآىة ABCabc0123٠١٢٣"))
def test_fold_ignores_case_and_digit_kind(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


def test_isolate_and_strip_are_opposites() -> None:
    assert isolate("SA03") == "\u2068SA03\u2069"
    assert strip_format_characters(isolate("SA03")) == "SA03"
    assert strip_format_characters("\u202babc\u202c\u061c\ufeff") == "abc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iqama Renewal (1 year)", "iqama-renewal-1-year"),
        ("تجديد الإقامة", "تجديد-الاقامه"),
        ("--", ""),
        ("a_b", "a-b"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_is_cut_without_a_trailing_hyphen() -> None:
    assert slug("abc def", max_length=4) == "abc"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ahmed Salem", "AS"),
        ("ahmed bin Salem Al-Otaibi", "AO"),
        ("Noura", "N"),
        ("محمد الشمري", "م\u200cش"),
        ("عبدالله بن سالم العتيبي", "ع\u200cع"),
        ("نورة", "ن"),
        ("ABC شركة", "Aش"),
        ("بن", "ب"),
        ("  ", ""),
        ("***", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(st.text(max_size=30))
def test_initials_are_short(name: str) -> None:
    assert len(initials(name)) <= 6  # two letters, of which one may be ﬃ-like in upper case


def test_collation_follows_the_alphabet_and_puts_arabic_before_latin() -> None:
    ordered = ["2026", "أحمد", "آدم", "إيمان", "بدر", "تركي", "ثامر", "هدى", "وليد", "يوسف"]
    ordered += ["Ahmed", "badr", "Zaid"]
    assert sorted(sorted(ordered), key=collation_key) == ordered


def test_collation_treats_letter_variants_alike() -> None:
    # أ and ا differ only when all else is equal, so the second letter decides first.
    assert sorted(["ابن", "أبا"], key=collation_key) == ["أبا", "ابن"]
    assert collation_key("سارة").split("\t")[0] == collation_key("ساره").split("\t")[0]


@given(st.text())
def test_collation_keys_can_be_stored(text: str) -> None:
    collation_key(text.replace("\x00", "")).encode("utf-8", "surrogatepass")
