"""What the current request knows: its actor, its workspace's face, its language."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, g, has_request_context, request
from werkzeug.wrappers import Response as BaseResponse

from portal.core.actor import Actor
from portal.core.db import enter_workspace
from portal.core.errors import Unauthenticated
from portal.core.i18n import DEFAULT_LOCALE, Locale, supported

LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True)
class WorkspaceFace:
    """What pages show of a workspace."""

    id: int
    name: str
    slug: str
    logo_url: str | None = None


def set_actor(actor: Actor, face: WorkspaceFace | None = None) -> None:
    """Make ``actor`` the request's own and bind the session to its workspace."""
    enter_workspace(actor.workspace_id)
    g.actor = actor
    g.workspace_face = face


def actor_or_none() -> Actor | None:
    """The request's actor, None when nobody was recognised."""
    return getattr(g, "actor", None) if has_request_context() else None


def current_actor() -> Actor:
    """The request's actor. Raises ``Unauthenticated``."""
    actor = actor_or_none()
    if actor is None:
        raise Unauthenticated
    return actor


def workspace_face() -> WorkspaceFace | None:
    """The face of the request's workspace, when there is one."""
    return getattr(g, "workspace_face", None)


def prefer_locale(locale: str | None) -> None:
    """Say which language the page's owner speaks (the client of a link, the signed-in person).

    An explicit choice by the reader (``?lang=``, then the cookie) still wins.
    """
    g.preferred_locale = supported(locale)


def select_locale() -> Locale:
    """The language of this request: asked for, remembered, preferred, accepted, Arabic."""
    if not has_request_context():
        return DEFAULT_LOCALE
    if request.path.startswith("/api/"):
        return _accepted() or "en"
    return (
        supported(request.args.get("lang"))
        or supported(request.cookies.get(LANGUAGE_COOKIE))
        or getattr(g, "preferred_locale", None)
        or _accepted()
        or DEFAULT_LOCALE
    )


def _accepted() -> Locale | None:
    return supported(request.accept_languages.best_match(["ar", "en"]))


def remember_language(response: BaseResponse, locale: str) -> None:
    """Keep the reader's own choice of language in this browser for a year."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        locale,
        max_age=31_536_000,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
    )


def keep_asked_language(response: Response) -> Response:
    """After a page: an explicit ``?lang=`` is remembered, so that the next page speaks it too.

    Only on a page that was drawn: a file, an error or the API says nothing about its reader.
    """
    asked = supported(request.args.get("lang"))
    if (
        asked
        and asked != request.cookies.get(LANGUAGE_COOKIE)
        and response.mimetype == "text/html"
        and not request.path.startswith("/api/")
    ):
        remember_language(response, asked)
    return response


def client_ip() -> str:
    """The caller's address; behind trusted proxies, the one they vouch for (see ProxyFix)."""
    return request.remote_addr or ""


def user_agent() -> str:
    """The caller's user agent, cut to what we keep."""
    return request.user_agent.string[:300]


def door() -> dict[str, Any]:
    """The parts of an actor that come from the connection: address, user agent, language."""
    return {"ip": client_ip(), "user_agent": user_agent(), "locale": select_locale()}
