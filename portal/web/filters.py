"""What every page's template can use, beside Flask's own: formats, language, navigation."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_wtf.csrf import generate_csrf

from portal.core.i18n import (
    get_locale,
    gettext,
    lazy_gettext,
    other_locale,
    pgettext,
    template_ngettext,
    template_npgettext,
    text_direction,
)
from portal.core.rendering import install_filters
from portal.web import navigation, slots
from portal.web.context import actor_or_none, workspace_face


@cache
def _version(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def static_url(path: str) -> str:
    """The address of a static file, with a version so that it can be cached for long."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=path, v=_version(str(Path(folder) / path)))


def switch_locale_url(locale: str) -> str:
    """This page in another language."""
    query = {**request.args.to_dict(), "lang": locale}
    return f"{request.path}?{urlencode(query)}"


def _context() -> dict[str, Any]:
    locale = get_locale()
    return {
        "locale": locale,
        "other_locale": other_locale(locale),
        "text_direction": text_direction(locale),
        "actor": actor_or_none(),
        "workspace": workspace_face(),
        "nav": navigation.groups(),
        "switch_locale_url": switch_locale_url,
        "slot": slots.drawn,
    }


def init_app(app: Flask) -> None:
    """Install filters, globals and gettext into the pages' Jinja environment."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        template_ngettext,
        newstyle=True,
        pgettext=pgettext,
        npgettext=template_npgettext,
    )
    # globals, not context: imported macros see these and nothing of the page's context
    app.jinja_env.globals.update(
        lazy_gettext=lazy_gettext, static_url=static_url, csrf_token=generate_csrf
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    install_filters(app.jinja_env)
    app.context_processor(_context)
