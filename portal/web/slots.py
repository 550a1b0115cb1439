"""Places on a page that a higher domain may fill.

A quotation's page shows the orders and invoices that came of it, but quotations may not import
orders. The lower door opens a slot by name; the higher one registers what to draw there.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

Drawing = Callable[[Any], str]
_slots: dict[str, list[tuple[int, Drawing]]] = {}


def fill(slot: str, draw: Drawing, order: int = 50) -> None:
    """Register ``draw(subject) -> HTML`` for ``slot``; lower ``order`` comes first."""
    known = _slots.setdefault(slot, [])
    if (order, draw) not in known:
        known.append((order, draw))
        known.sort(key=lambda pair: pair[0])


def drawn(slot: str, subject: Any) -> Markup:
    """Everything registered for ``slot``, drawn for ``subject``."""
    return Markup("").join(Markup(draw(subject)) for _, draw in _slots.get(slot, ()))  # noqa: S704


def is_filled(slot: str) -> bool:
    """Whether anybody draws in ``slot``."""
    return bool(_slots.get(slot))
