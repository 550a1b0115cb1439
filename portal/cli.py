"""``portal``: the operator's command line."""

import logging
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import click
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication

from portal.accounts import service as accounts
from portal.accounts.schemas import StaffIn, WorkspaceIn
from portal.app import House, create_app, start_background
from portal.core import config
from portal.core.db import db, unit_of_work
from portal.core.errors import AppError, Invalid
from portal.core.i18n import locale_scope
from portal.core.jobs import run_due, runner
from portal.core.permissions import SCOPES
from portal.demo import loader as demo_loader
from portal.web.application import Application

DEMO_ACCOUNT = "demo_account"  # under PORTAL_DATA: the demo owner's e-mail and password


@click.group()
def main() -> None:
    """Run and look after a Bawaba installation."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)


def _speak(error: AppError) -> None:
    """Say an error on standard error and end with status 1."""
    with locale_scope("en"):
        lines = [str(error.message)]
        if isinstance(error, Invalid):
            lines += [f"{item.field}: {item.message}" for item in error.errors]
    click.echo("\n".join(lines), err=True)
    sys.exit(1)


def _migrate(app: Application) -> None:
    with app.app_context():
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()
        db.session.remove()


@main.command()
def init() -> None:
    """Create the tables, or bring them up to date."""
    _migrate(create_app())
    click.echo("The database is up to date.", err=True)


@main.command()
@click.option("--scale", default=1, show_default=True, help="How many times the usual amount.")
@click.option("--seed", default=1, show_default=True, help="Same seed and day, same data.")
@click.option("--if-empty", is_flag=True, help="Do nothing when a workspace exists.")
def demo(scale: int, seed: int, if_empty: bool) -> None:
    """Load a believable firm; the last line is the owner's e-mail and password."""
    app = create_app()
    _migrate(app)
    with app.app_context():
        if accounts.demo_exists():
            if if_empty:
                return
            click.echo("The database is not empty.", err=True)
            sys.exit(1)
        account = demo_loader.load(scale=scale, seed=seed)
        run_due()
    house: House = app.extensions["house"]
    text = f"{account.email} {account.password}"
    (house.settings.data / DEMO_ACCOUNT).write_text(text, encoding="utf-8")
    click.echo(text)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, help="Default: PORT, else 8000.")
@click.option("--workers", default=1, show_default=True, help="Web processes.")
@click.option("--threads", default=8, show_default=True, help="Threads of each process.")
def serve(host: str, port: int | None, workers: int, threads: int) -> None:
    """Serve pages and API on a production WSGI server; embedded, run the jobs too."""
    settings = config.load()
    port = port or settings.port
    click.echo(f"Bawaba is on http://{host}:{port}", err=True)
    if (account := settings.data / DEMO_ACCOUNT).exists():
        click.echo(f"Demo sign-in: {account.read_text(encoding='utf-8')}", err=True)
    _Server(f"{host}:{port}", workers, threads, embedded=settings.redis_url is None).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the application made in each worker, after the fork."""

    def __init__(self, bind: str, workers: int, threads: int, *, embedded: bool) -> None:
        self._options = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "post_worker_init": self._beside,
            "worker_exit": self._stop,
            "graceful_timeout": 20,
            "control_socket_disable": True,
            "accesslog": None,
        }
        self._embedded = embedded
        self._running: list[Any] = []
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Application:
        self._app = create_app()
        return self._app

    def _beside(self, worker: Any) -> None:
        self._running = start_background(self._app, jobs=self._embedded)

    def _stop(self, server: Any, worker: Any) -> None:
        for thread in self._running:
            (thread.stop if hasattr(thread, "stop") else thread.end)()


@main.command()
@click.option("--threads", default=2, show_default=True)
def worker(threads: int) -> None:
    """Run jobs: any number of these beside the web processes."""
    app = create_app()
    house: House = app.extensions["house"]
    consumer = runner.consumer(house.huey, threads)
    ended = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    consumer.start()
    click.echo(f"worker {os.getpid()} is waiting for jobs", err=True)
    ended.wait()
    consumer.stop(graceful=True)


@main.group()
def user() -> None:
    """Staff accounts."""


@user.command("add")
@click.option("--workspace", "slug", required=True, help="Made when it does not exist.")
@click.option("--email", required=True)
@click.option("--name", required=True, help="In Latin letters.")
@click.option("--name-ar", help="In Arabic letters.")
@click.option("--role", default="owner", show_default=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def user_add(
    slug: str, email: str, name: str, name_ar: str | None, role: str, password: str
) -> None:
    """Add a member of staff."""
    with create_app().app_context():
        try:
            with unit_of_work():
                if not accounts.workspace_exists(slug):
                    accounts.create_workspace(slug, WorkspaceIn(name_ar=slug, name_en=slug))
                actor = accounts.owner_actor(accounts.workspace_by_slug(slug))
                accounts.add_staff(
                    actor,
                    StaffIn.model_validate(
                        {
                            "email": email,
                            "name_en": name,
                            "name_ar": name_ar or name,
                            "role": role,
                            "password": password,
                        }
                    ),
                )
        except AppError as error:
            _speak(error)


@main.group()
def keys() -> None:
    """API keys."""


@keys.command("mint")
@click.option("--workspace", "slug", required=True)
@click.option("--name", required=True)
@click.option("--scopes", required=True, help="'all', or words such as orders:read,orders:write.")
@click.option("--ip", "ips", multiple=True, help="An address or network it may be used from.")
@click.option("--expires", help="ISO 8601, e.g. 2027-01-01T00:00:00Z.")
def keys_mint(slug: str, name: str, scopes: str, ips: tuple[str, ...], expires: str | None) -> None:
    """Make a key; prints its secret and nothing else."""
    wanted = list(SCOPES) if scopes == "all" else [word.strip() for word in scopes.split(",")]
    with create_app().app_context():
        try:
            with unit_of_work():
                actor = accounts.owner_actor(accounts.workspace_by_slug(slug))
                _, secret = accounts.mint(
                    actor,
                    name=name,
                    scopes=wanted,
                    allowed_ips=ips,
                    expires_at=_moment(expires) if expires else None,
                )
        except AppError as error:
            _speak(error)
    click.echo(secret)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("give a moment such as 2027-01-01T00:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@keys.command("revoke")
@click.argument("prefix")
def keys_revoke(prefix: str) -> None:
    """Revoke the key that begins with PREFIX (17 characters, as the list shows it)."""
    with create_app().app_context():
        try:
            with unit_of_work():
                accounts.revoke_anywhere(prefix)
        except AppError as error:
            _speak(error)


if __name__ == "__main__":
    main()
