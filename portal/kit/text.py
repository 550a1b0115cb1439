"""Text in two scripts: folding for search, isolation for mixed direction, ordering, initials."""

from __future__ import annotations

import re
import unicodedata

from portal.kit.digits import to_western

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"

# Letters that Arabic readers treat as the same one when they search. Hamza carriers (أ إ آ ؤ ئ)
# need no row: NFKD splits them into the carrier and a combining hamza, which is dropped.
_SAME_LETTER = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ی": "ي",  # Persian yeh and keheh come from foreign keyboards
        "ک": "ك",
        "ـ": None,
    }
)

_ARTICLE = "ال"
_ARTICLE_MIN_LENGTH = 5
_NAME_PARTICLES = frozenset(
    {"بن", "ابن", "بنت", "ال", "آل", "bin", "ibn", "bint", "al", "el", "of"}
)
_LATIN_ARTICLE = re.compile(r"^(?:al|el)[-\u2010'’]", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_ZERO_WIDTH_NON_JOINER = "\u200c"


def _bare(text: str) -> str:
    """Compatibility form without combining marks and without invisible format characters."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def fold(text: str) -> str:
    """The form of `text` that search compares; folding twice changes nothing more.

    Hamza carriers become their carrier, ى is ي, ة is ه; vowel marks, tatweel and direction marks
    go; Arabic-Indic digits become 0-9; Latin loses case and accents; white space collapses.
    """
    folded = _bare(text).translate(_SAME_LETTER).casefold()
    folded = to_western(_bare(folded).translate(_SAME_LETTER))
    return " ".join(folded.split())


def strip_format_characters(text: str) -> str:
    """`text` without zero-width and direction marks, which pasted numbers carry unseen."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def isolate(text: str) -> str:
    """`text` between U+2068 and U+2069, so that a number or Latin word keeps its own order.

    For plain text (mail, file headers, PDF strings); in HTML use `<bdi>` (Unicode UAX #9).
    """
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"


def slug(text: str, *, max_length: int = 60) -> str:
    """Lower-case words joined by hyphens, Arabic letters kept; empty when nothing is left."""
    joined = _NOT_WORD.sub("-", fold(text)).strip("-")
    return joined[:max_length].rstrip("-")


def _significant_words(name: str) -> list[str]:
    words = [_NOT_WORD.sub("", _LATIN_ARTICLE.sub("", word)) for word in name.split()]
    kept = [w for w in words if w and w.casefold() not in _NAME_PARTICLES]
    return kept or [w for w in words if w]


def initials(name: str) -> str:
    """Two initials of a person or firm, first and last word: `AS`, `م‌ش`; one for one word.

    Particles (بن, bin, al-) and the Arabic article are passed over. Arabic initials are parted by
    a zero-width non-joiner, since joined they would read as a word. Empty for an empty name.
    """
    words = _significant_words(strip_format_characters(name))
    if not words:
        return ""
    chosen = [words[0]] if len(words) == 1 else [words[0], words[-1]]
    letters = []
    for word in chosen:
        if word.startswith(_ARTICLE) and len(word) >= _ARTICLE_MIN_LENGTH:
            word = word[len(_ARTICLE) :]
        letters.append(word[0].upper())
    if all("\u0600" <= letter <= "\u06ff" for letter in letters):
        return _ZERO_WIDTH_NON_JOINER.join(letters)
    return "".join(letters)


_ARABIC_FIRST_OFFSET = 0xE000
_LAST_SHIFTED = 0x05FF


def collation_key(text: str) -> str:
    """A string whose code-point order is a sensible Arabic order of `text`.

    As the CLDR collation for `ar`: spaces and digits first, then Arabic in alphabet order, then
    Latin; variants of a letter count as equal until the end, where the text itself decides. Other
    letters are moved behind the Arabic block through the private use area. Compare by code point
    (Python, SQLite BINARY, PostgreSQL `COLLATE "C"`).
    """
    primary = "".join(
        chr(_ARABIC_FIRST_OFFSET + ord(c)) if c.isalpha() and ord(c) <= _LAST_SHIFTED else c
        for c in fold(text)
    )
    return f"{primary}\t{unicodedata.normalize('NFC', text)}"
