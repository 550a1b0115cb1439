"""Digits of the two numeral systems that Saudi readers type: 0-9 and ٠-٩ (and the Persian ۰-۹).

Source: Unicode blocks Arabic (U+0660-0669, U+06F0-06F9); ARABIC writing rules of the project say
that every numeric and date input accepts both kinds.
"""

from __future__ import annotations

WESTERN = "0123456789"
ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"

_TO_WESTERN = str.maketrans(ARABIC_INDIC + PERSIAN, WESTERN * 2)
_TO_ARABIC_INDIC = str.maketrans(WESTERN, ARABIC_INDIC)


def to_western(text: str) -> str:
    """`text` with Arabic-Indic and Persian digits turned into 0-9; all else is left alone."""
    return text.translate(_TO_WESTERN)


def to_arabic_indic(text: str) -> str:
    """`text` with 0-9 turned into ٠-٩; all else, marks and separators too, is left alone."""
    return text.translate(_TO_ARABIC_INDIC)
