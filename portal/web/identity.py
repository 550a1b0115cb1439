"""Sessions of signed-in people: Flask-Login keeps who, the composer says how to load them."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as flask_user

from portal.core.actor import Actor
from portal.web.context import (
    WorkspaceFace,
    client_ip,
    prefer_locale,
    select_locale,
    set_actor,
    user_agent,
)

Resume = Callable[[Any], tuple[Actor, WorkspaceFace, str] | None]


class SessionUser(UserMixin):  # type: ignore[misc]
    """What the cookie names: user, workspace and the epoch that ends all sessions when raised."""

    def __init__(self, user_id: int, workspace_id: int, epoch: int) -> None:
        self.user_id = user_id
        self.workspace_id = workspace_id
        self.epoch = epoch

    def get_id(self) -> str:
        """The cookie's text."""
        return f"{self.user_id}.{self.workspace_id}.{self.epoch}"

    @classmethod
    def parse(cls, text: str) -> "SessionUser | None":
        """From the cookie's text; None for anything else."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        return cls(*(int(part) for part in parts))


def init_app(app: Flask, resume: Callable[..., tuple[Actor, WorkspaceFace, str] | None]) -> None:
    """Install Flask-Login; ``resume(user_id, workspace_id, epoch, ip=…, user_agent=…, locale=…)``
    gives the actor of a running session with the face of its workspace and the person's language.
    """
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(text: str) -> SessionUser | None:
        known = SessionUser.parse(text)
        if known is None:
            return None
        found = resume(
            known.user_id,
            known.workspace_id,
            known.epoch,
            ip=client_ip(),
            user_agent=user_agent(),
            locale=select_locale(),
        )
        if found is None:
            return None
        g.resumed = found
        return known

    @app.before_request
    def recognise() -> None:
        if _needs_nobody():
            return
        if flask_user.is_authenticated:
            actor, face, locale = g.resumed
            prefer_locale(locale)
            set_actor(actor.speaking(select_locale()), face)


def _needs_nobody() -> bool:
    """Whether the door has its own way of knowing who is there: the API, links, health checks.

    A link may belong to another workspace than the signed-in reader's, so the session is not even
    looked at on public doors (blueprints called ``<domain>_public``).
    """
    return (
        request.endpoint in (None, "static")
        or request.path.startswith("/api/")
        or (request.blueprint or "").endswith("_public")
    )


def remember(signed_in: Any) -> None:
    """Start the session of somebody who just signed in."""
    login_user(SessionUser(signed_in.user_id, signed_in.workspace_id, signed_in.session_epoch))


def forget() -> None:
    """End the session."""
    logout_user()
