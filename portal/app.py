"""The composer: the only place that knows every domain and ties the doors to the house."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask_migrate import Migrate
from flask_openapi3 import Info
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts import service as accounts
from portal.core import config, files, i18n, later, limits, mail, secrets, site
from portal.core import db as database
from portal.core.actor import Actor
from portal.core.jobs import runner
from portal.web import (
    api_auth,
    downloads,
    errors,
    filters,
    health,
    identity,
    openapi,
    security,
)
from portal.web.application import Application, close_unit_of_work, start_unit_of_work
from portal.web.context import WorkspaceFace, keep_asked_language, select_locale

# Lower floors first; each name is a package with the doors it has.
DOMAINS: tuple[str, ...] = (
    "accounts",
    "links",
    "clients",
    "companies",
    "catalog",
    "invoices",
    "quotations",
    "orders",
    "dashboard",
)
DOORS = ("staff", "client", "vendor", "public", "api", "tasks")


@dataclass(frozen=True)
class House:
    """What the application was made with; kept in ``app.extensions["house"]``."""

    settings: config.Settings
    huey: Any


def create_app(overrides: dict[str, str] | None = None) -> Application:
    """Make the application from the environment (``overrides`` win, for tests)."""
    settings = config.load(overrides)
    app = Application(
        "portal",
        info=Info(title="Bawaba API", version="1.0.0", description=openapi.DESCRIPTION),
        security_schemes=openapi.SECURITY_SCHEMES,
        static_folder=str(config.PROJECT / "static"),
        template_folder=str(config.PROJECT / "templates"),
        doc_ui=False,
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=settings.testing,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
    secrets.init(settings.secret_key)
    files.init(settings.data, settings.max_upload)
    limits.init(settings.data, settings.redis_url)
    mail.init(settings.mail_url, settings.mail_from, settings.data)
    site.init(settings.base_url)
    accounts.set_prefix(settings.api_key_prefix)
    database.init_app(app, settings.database_url)
    i18n.init_app(app, select_locale)
    _open_doors(app, settings)
    huey = runner.make_huey(settings.data, settings.redis_url)
    runner.attach(huey, app)
    app.extensions["house"] = House(settings, huey)
    Migrate(app, database.db, directory=str(config.PROJECT / "migrations"), render_as_batch=True)
    return app


def _open_doors(app: Application, settings: config.Settings) -> None:
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    csrf = CSRFProtect(app)
    Htmx(app)
    security.configure_cookies(app, secure=settings.secure_cookies)
    app.before_request(start_unit_of_work)
    api_auth.install(app, _authenticate)
    identity.init_app(app, _resume)
    filters.init_app(app)
    errors.init_app(app)
    app.after_request(security.harden)
    app.after_request(keep_asked_language)
    app.teardown_request(close_unit_of_work)
    for blueprint in (health.blueprint, downloads.blueprint):
        app.register_blueprint(blueprint)
    csrf.exempt(openapi.install(app, settings.base_url))
    for door in doors():
        if hasattr(door, "blueprint"):
            app.register_blueprint(door.blueprint)
        if hasattr(door, "api"):
            app.register_api(door.api)
            csrf.exempt(door.api)
        if hasattr(door, "subscribe"):
            door.subscribe()
    openapi.finish(app)


def doors() -> Sequence[Any]:
    """Every door module there is, lower floors first."""
    return [
        import_module(f"portal.{domain}.{door}")
        for domain in DOMAINS
        for door in DOORS
        if find_spec(f"portal.{domain}") and find_spec(f"portal.{domain}.{door}")
    ]


def _authenticate(secret: str, **connection: Any) -> tuple[Actor, WorkspaceFace]:
    actor, workspace = accounts.authenticate(secret, **connection)
    accounts.note_key_use(actor)
    name = workspace.name_ar if actor.locale == "ar" else workspace.name_en
    return actor, WorkspaceFace(workspace.id, name, workspace.slug)


def _resume(
    user_id: int, workspace_id: int, epoch: int, **connection: Any
) -> tuple[Actor, WorkspaceFace, str] | None:
    signed_in = accounts.SignedIn(user_id, workspace_id, epoch, "")
    found = accounts.resume(signed_in, **connection)
    if found is None:
        return None
    actor, user, workspace = found
    name = workspace.name_ar if actor.locale == "ar" else workspace.name_en
    return actor, WorkspaceFace(workspace.id, name, workspace.slug), user.locale


def start_background(app: Application, *, jobs: bool) -> list[Any]:
    """Start what runs beside the web workers here: the note writer and, embedded, jobs."""
    house: House = app.extensions["house"]
    writer = later.Writer(app)
    writer.start()
    running: list[Any] = [writer]
    if jobs:
        consumer = runner.EmbeddedConsumer(house.huey, house.settings.data / "jobs.lock")
        consumer.start()
        running.append(consumer)
    logging.getLogger(__name__).debug("background: %s", running)
    return running


__all__ = ["DOMAINS", "House", "create_app", "doors", "start_background"]
