"""Who may come through which door: decorators that doors put on their views."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from portal.core.actor import ActorKind
from portal.core.errors import Unauthenticated
from portal.web.context import current_actor

P = ParamSpec("P")
R = TypeVar("R")


def staff_only(permission: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in signed-in staff, and only those who hold ``permission`` when one is named.

    The service checks again; the guard keeps a page from being drawn for nothing.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = current_actor()
            if actor.kind is not ActorKind.STAFF:
                raise Unauthenticated
            if permission is not None:
                actor.require(permission)
            return view(*args, **kwargs)

        guarded.__access__ = ("staff", permission)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to anybody; the access table test reads the mark."""
    view.__access__ = ("public", None)  # type: ignore[attr-defined]
    return view
