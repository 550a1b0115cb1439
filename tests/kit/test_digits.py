import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.digits import to_arabic_indic, to_western


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("فاتورة رقم ٢٠٢٦/١٥", "فاتورة رقم 2026/15"),
        ("", ""),
        ("²", "²"),
    ],
)
def test_to_western(text: str, western: str) -> None:
    assert to_western(text) == western


def test_arabic_indic_leaves_letters_and_marks() -> None:
    assert to_arabic_indic("INV-2026, 1.5") == "INV-٢٠٢٦, ١.٥"


@given(st.text(alphabet=st.characters(blacklist_characters="٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")))
def test_there_and_back(text: str) -> None:
    assert to_western(to_arabic_indic(text)) == text
