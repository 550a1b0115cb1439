"""Changes of a record in words: on a timeline, and to somebody who edited it at the same time."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request

from portal.core.audit import TimelineEntry
from portal.core.editing import VERSION, public_changes
from portal.core.errors import Conflict
from portal.core.i18n import LazyString, get_locale, other_locale
from portal.core.i18n import gettext as _
from portal.kit.dates import format_date
from portal.kit.text import isolate

Words = Mapping[str, LazyString | str]


@dataclass(frozen=True)
class FieldWords:
    """How a record's fields and the values of its choices are called.

    ``named`` says that a timeline names the record where it was made: it shares the timeline with
    others of its kind.
    """

    labels: Words
    choices: Mapping[str, Words] = field(default_factory=dict)
    named: bool = False

    def value(self, name: str, value: Any) -> str:
        """A field's value as a reader sees it."""
        if value in (None, "", [], {}):
            return str(_("empty"))
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if name in self.choices:
            return str(self.choices[name].get(value, value))
        if isinstance(value, dict):
            return _apart("، ".join(str(v) for k, v in value.items() if v and k != "country"))
        if isinstance(value, list):
            return _apart("؛ ".join(self._item(item) for item in value))
        return _apart(_as_date(value) or str(value))

    @staticmethod
    def _item(item: Any) -> str:
        if isinstance(item, dict):
            return " ".join(str(part) for part in item.values() if part and part is not True)
        return str(item)

    def label(self, name: str) -> str:
        """A field's name as a reader sees it."""
        return str(self.labels.get(name, name))

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        """One sentence for each field that differs."""
        return [
            _(
                "%(field)s: %(after)s (was: %(before)s)",
                field=self.label(name),
                after=self.value(name, after.get(name)),
                before=self.value(name, before.get(name)),
            )
            for name in after
            if name != VERSION
        ]


def _apart(text: str) -> str:
    """``text`` isolated in its own direction; left to right where it has no letter of either
    (a phone number's plus sign would change sides)."""
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        return isolate(text)
    return f"\u2066{text}\u2069"


def _as_date(value: Any) -> str | None:
    try:
        return format_date(date.fromisoformat(value), get_locale())
    except (TypeError, ValueError):
        return None


def timeline_entries(
    entries: list[TimelineEntry], words: Mapping[str, FieldWords]
) -> list[dict[str, Any]]:
    """Audit entries for the ``timeline`` macro; ``words`` by the first part of the verb."""
    shown = []
    for entry in entries:
        known = words.get(entry.verb.partition(".")[0])
        body = ""
        if known is not None and entry.before is not None:
            body = " · ".join(known.changes(entry.before, public_changes(entry.after)))
        elif known is not None and known.named:
            body = _name(entry.after or {})
        shown.append({"at": entry.at, "text": entry.label, "actor": entry.actor_name, "body": body})
    return shown


def _name(values: Mapping[str, Any]) -> str:
    locale = get_locale()
    names = (values.get(f"name_{locale}"), values.get(f"name_{other_locale(locale)}"))
    return str(next((name for name in names if name), ""))


@dataclass(frozen=True)
class EditConflict:
    """What a form shows when it could not be saved because of another record or person."""

    message: str
    code: str
    changes: list[dict[str, str]]
    lock_version: int | None
    existing: Mapping[str, Any]


def edit_conflict(error: Conflict, words: FieldWords) -> EditConflict:
    """A ``Conflict`` of an update or a create, in the reader's words."""
    return EditConflict(
        message=str(error.message),
        code=error.code,
        changes=[
            {
                "label": words.label(change["field"]),
                "before": words.value(change["field"], change["before"]),
                "after": words.value(change["field"], change["after"]),
                "by": change["by"],
            }
            for change in error.details.get("changes", ())
        ],
        lock_version=error.details.get(VERSION),
        existing=error.details,
    )


def opened_version() -> int | None:
    """The ``lock_version`` the posted form was opened with."""
    text = request.form.get(VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
