"""What is wrong with a field, said in the reader's language.

Keys are pydantic's error types and the codes of ``kit``'s errors; pages and the API share them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from portal.core.errors import FieldError, Invalid, Message
from portal.core.i18n import LazyString, lazy_gettext

_GENERAL: dict[str, LazyString] = {
    "missing": lazy_gettext("This field is required."),
    "extra_forbidden": lazy_gettext("This field is not known here."),
    "string_type": lazy_gettext("Enter text."),
    "string_too_short": lazy_gettext("This is too short."),
    "string_too_long": lazy_gettext("This is too long."),
    "string_pattern_mismatch": lazy_gettext("The format is not right."),
    "int_type": lazy_gettext("Enter a whole number."),
    "int_parsing": lazy_gettext("Enter a whole number."),
    "int_from_float": lazy_gettext("Enter a whole number."),
    "int_parsing_size": lazy_gettext("This number is too large."),
    "bool_type": lazy_gettext("Choose yes or no."),
    "bool_parsing": lazy_gettext("Choose yes or no."),
    "list_type": lazy_gettext("Send a list."),
    "dict_type": lazy_gettext("Send an object."),
    "model_type": lazy_gettext("Send an object."),
    "model_attributes_type": lazy_gettext("Send an object."),
    "too_short": lazy_gettext("Add at least one entry."),
    "too_long": lazy_gettext("There are too many entries."),
    "greater_than": lazy_gettext("This number is too small."),
    "greater_than_equal": lazy_gettext("This number is too small."),
    "less_than": lazy_gettext("This number is too large."),
    "less_than_equal": lazy_gettext("This number is too large."),
    "literal_error": lazy_gettext("Choose one of the listed values."),
    "enum": lazy_gettext("Choose one of the listed values."),
    "date_parsing": lazy_gettext("Enter a date such as 2026-11-30."),
    "datetime_parsing": lazy_gettext("Enter a moment such as 2026-11-30T09:00:00Z."),
    "bad_text": lazy_gettext("This text holds characters that cannot be kept."),
    "json_invalid": lazy_gettext("This is not valid JSON."),
}
_kit: dict[str, LazyString] = {}


def describe(messages: Mapping[str, LazyString]) -> None:
    """Add messages for more codes; called at import by the modules that own the codes."""
    _kit.update(messages)


def message_for(code: str, fallback: str = "") -> Message:
    """The sentence for a code; the general one when the code has none."""
    return _kit.get(code) or _GENERAL.get(code) or fallback or lazy_gettext("This is not valid.")


def from_pydantic(error: ValidationError, prefix: Sequence[str | int] = ()) -> Invalid:
    """Every field of a pydantic error at once, with our codes and messages."""
    fields = []
    for item in error.errors(include_url=False, include_input=False):
        code = _code(item)
        path = ".".join(str(part) for part in (*prefix, *item["loc"])) or "body"
        fields.append(FieldError(path, message_for(code), code))
    return Invalid(fields)


def _code(item: Any) -> str:
    inner = item.get("ctx", {}).get("error")
    return str(getattr(inner, "code", None) or item["type"])
