"""One text in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Arabic (``ar``) and English (``en``); neither is ever empty."""

    ar: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the Arabic for ``ar`` and its regional variants, else the English."""
        return self.ar if language.startswith("ar") else self.en
