"""Jinja without a web request: PDF pages, mail and any text a job writes.

The web's own environment takes the same filters through ``install_filters``.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.core import i18n
from portal.kit import dates, money

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DEFAULT_TIMEZONE = "Asia/Riyadh"

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def money_filter(amount: Decimal, currency: str, locale: str | None = None) -> str:
    """``1,150.00 ر.س`` or ``SAR 1,150.00`` in the locale in force (or ``locale``)."""
    return money.format_amount(amount, currency, locale or i18n.get_locale())


def number_filter(value: Decimal | int, places: int | None = None) -> str:
    """A number with thousands marks; ``places`` decimals, or as many as it needs."""
    return money.format_number(value, i18n.get_locale(), places)


def percent_filter(value: Decimal | int) -> str:
    """``15%`` of 15."""
    return money.format_percent(value, i18n.get_locale())


def date_filter(value: date, hijri: bool = False) -> str:
    """``21 نوفمبر 2026`` / ``21 November 2026``, the Hijri date behind it in brackets if asked."""
    written = dates.format_date(value, i18n.get_locale())
    return f"{written} ({hijri_filter(value)})" if hijri else written


def datetime_filter(value: datetime, tz: str = DEFAULT_TIMEZONE) -> str:
    """Date and time of an aware UTC moment on the clocks of ``tz`` (an IANA name)."""
    return dates.format_datetime(value, i18n.get_locale(), ZoneInfo(tz))


def hijri_filter(value: date) -> str:
    """The date by the Umm al-Qura calendar alone."""
    return dates.format_date(value, i18n.get_locale(), hijri=True)


@pass_eval_context
def isolate_filter(context: EvalContext, value: object) -> str:
    """Keep the value's own direction inside the sentence around it.

    ``<bdi>`` where the template escapes (HTML), U+2068 … U+2069 in plain text.
    """
    if context.autoescape:
        marked: str = Markup("<bdi>{}</bdi>").format(value)
        return marked
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def direction_filter(text: str) -> str:
    """``rtl`` or ``ltr`` by the first letter of ``text``; the page's own for text without one.

    For whole lines of somebody's text: browsers know ``dir="auto"``, the PDF renderer does not.
    """
    kinds = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), None)
    if first is None:
        return i18n.text_direction(i18n.get_locale())
    return "ltr" if first == "L" else "rtl"


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money_filter,
    "number": number_filter,
    "percent": percent_filter,
    "date": date_filter,
    "datetime": datetime_filter,
    "hijri": hijri_filter,
    "isolate": isolate_filter,
    "direction": direction_filter,
}


def install_filters(env: Environment) -> None:
    """Give ``env`` the filters every template may use."""
    env.filters.update(FILTERS)


def translate(msgid: str, locale: str) -> str:
    """``msgid`` in ``locale``, whatever is in force: the second half of a bilingual label."""
    with i18n.locale_scope(locale):
        return str(i18n.gettext(msgid))


def _mark(msgid: str) -> str:
    """Name a string for the translators where it is not translated yet (``N_`` in templates)."""
    return msgid


def _escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment of everything rendered outside a web request."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=_escapes,  # noqa: S701 - everything but plain-text templates
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext,
        i18n.template_ngettext,
        newstyle=True,
        pgettext=i18n.pgettext,
        npgettext=i18n.template_npgettext,
    )
    env.globals.update(N_=_mark, translate=translate, decimals_of=money.decimals_of)
    install_filters(env)
    return env


def render(template: str, locale: str, **context: Any) -> str:
    """Render ``template`` in ``locale``; needs an application context.

    Adds ``locale``, ``other_locale`` and ``dir``. An undefined name raises
    ``jinja2.UndefinedError``, an unknown template ``jinja2.TemplateNotFound``.
    """
    with i18n.locale_scope(locale):
        return (
            environment()
            .get_template(template)
            .render(
                locale=locale,
                other_locale=i18n.other_locale(locale),
                dir=i18n.text_direction(locale),
                **context,
            )
        )
