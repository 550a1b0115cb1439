"""The staff menu: doors register their entries, the page shows what the actor may open."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.core.i18n import LazyString, lazy_gettext
from portal.web.context import actor_or_none

GROUPS: dict[str, LazyString] = {
    "work": lazy_gettext("Work"),
    "sales": lazy_gettext("Sales"),
    "money": lazy_gettext("Money"),
    "people": lazy_gettext("Clients"),
    "settings": lazy_gettext("Settings"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the menu. ``endpoint`` is the page it opens, ``permission`` who sees it."""

    group: str
    label: LazyString
    endpoint: str
    icon: str
    permission: str | None = None
    order: int = 50


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    """Register a menu entry; adding the same twice is one."""
    if entry not in _entries:
        _entries.append(entry)


def groups() -> list[dict[str, Any]]:
    """The menu of the current actor, grouped, the open page marked."""
    actor = actor_or_none()
    if actor is None or actor.role is None:
        return []
    shown = []
    for key, label in GROUPS.items():
        items = [
            {
                "label": entry.label,
                "url": url_for(entry.endpoint),
                "icon": entry.icon,
                "active": _active(entry),
            }
            for entry in sorted(_entries, key=lambda entry: entry.order)
            if entry.group == key and (entry.permission is None or actor.can(entry.permission))
        ]
        if items:
            shown.append({"key": key, "label": label, "items": items})
    return shown


def _active(entry: Entry) -> bool:
    url = url_for(entry.endpoint)
    return request.path == url or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))
