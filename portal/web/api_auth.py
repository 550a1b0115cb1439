"""Recognising a key before anything else happens under ``/api/v1``."""

from collections.abc import Callable

from flask import Flask, request

from portal.core.actor import Actor
from portal.core.errors import Unauthenticated
from portal.core.i18n import lazy_gettext
from portal.web.api import PREFIX
from portal.web.context import WorkspaceFace, client_ip, select_locale, set_actor, user_agent

# Reached without a key: the document itself and what a link's holder may do.
OPEN = (f"{PREFIX}/openapi.json", f"{PREFIX}/public/", f"{PREFIX}/files/")

Authenticate = Callable[..., tuple[Actor, WorkspaceFace | None]]


def presented_key() -> str | None:
    """The key of ``Authorization: Bearer`` or, failing that, of ``X-Api-Key``."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and credentials.strip():
        return credentials.strip()
    return request.headers.get("X-Api-Key") or None


def install(app: Flask, authenticate: Authenticate) -> None:
    """Check the key of every call under the API's prefix, 404s and 405s included."""

    @app.before_request
    def check_key() -> None:
        if not request.path.startswith(PREFIX + "/") or request.path.startswith(OPEN):
            return
        key = presented_key()
        if key is None:
            raise Unauthenticated(lazy_gettext("Send your API key."), code="invalid_api_key")
        actor, face = authenticate(
            key, ip=client_ip(), user_agent=user_agent(), locale=select_locale()
        )
        set_actor(actor, face)
