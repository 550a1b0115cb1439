"""Languages: the only place that knows Flask-Babel.

Source strings are English; Arabic comes from ``translations/ar``. Everything below ``web``
imports its gettext from here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from flask_babel import (
    Babel,
    force_locale,
    get_translations,
    gettext,
    lazy_gettext,
    lazy_pgettext,
    ngettext,
    npgettext,
    pgettext,
)
from flask_babel import (
    get_locale as _babel_locale,
)
from flask_babel.speaklater import LazyString

Locale = Literal["ar", "en"]
LOCALES: tuple[Locale, ...] = ("ar", "en")
DEFAULT_LOCALE: Locale = "ar"

__all__ = [
    "DEFAULT_LOCALE",
    "LOCALES",
    "LazyString",
    "Locale",
    "get_locale",
    "gettext",
    "init_app",
    "lazy_gettext",
    "lazy_pgettext",
    "locale_scope",
    "ngettext",
    "npgettext",
    "other_locale",
    "pgettext",
    "supported",
    "template_ngettext",
    "template_npgettext",
    "text_direction",
]

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def init_app(app: Any, select: Callable[[], str]) -> None:
    """Attach Flask-Babel to ``app``; ``select`` names the locale of the current request."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT_LOCALE)
    Babel(app, locale_selector=select, default_domain="messages")


def template_ngettext(singular: str, plural: str, num: int) -> str:
    """The plural form for ``num``, unformatted: Jinja puts the values in itself."""
    return str(get_translations().ungettext(singular, plural, num))


def template_npgettext(context: str, singular: str, plural: str, num: int) -> str:
    """As ``template_ngettext``, for a text with a context."""
    return str(get_translations().unpgettext(context, singular, plural, num))


def supported(value: str | None) -> Locale | None:
    """The locale named by ``value`` ("ar", "en-GB", …), or None when it is not one of ours."""
    head = (value or "").split("-")[0].split("_")[0].lower()
    return next((locale for locale in LOCALES if locale == head), None)


def get_locale() -> Locale:
    """The locale in force: the request's, or the one of ``locale_scope``."""
    current = _babel_locale()
    return supported(current.language if current else None) or DEFAULT_LOCALE


@contextmanager
def locale_scope(locale: str) -> Iterator[None]:
    """Speak ``locale`` inside the block; needs an application context."""
    with force_locale(locale):
        yield


def other_locale(locale: str) -> Locale:
    """Arabic for English and English for Arabic: the second language of bilingual texts."""
    return "en" if locale == "ar" else "ar"


def text_direction(locale: str) -> Literal["rtl", "ltr"]:
    """The writing direction of ``locale``."""
    return "rtl" if locale == "ar" else "ltr"
