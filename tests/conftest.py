"""The application under test, on SQLite or on the database of TEST_DATABASE_URL.

Tests never clean up after each other: each makes its own workspace, and the wall between
workspaces keeps them apart. With xdist every worker has a database of its own.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from portal.app import create_app
from portal.core.db import db
from portal.web.application import Application
from tests.factories.house import House, make_house


def _database(worker: str, folder: Path) -> str:
    """A fresh database for one xdist worker."""
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        return f"sqlite:///{folder / 'test.db'}"
    base = make_url(url.replace("postgresql://", "postgresql+psycopg://"))
    name = f"{base.database}_{worker}"
    admin = create_engine(base.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return base.set(database=name).render_as_string(hide_password=False)


def _redis(worker: str) -> str:
    """An empty Redis database of one xdist worker; the first one is TEST_REDIS_URL's own."""
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        return ""
    server, _, number = url.rpartition("/")
    own = (
        f"{server}/{int(number) + int(worker.removeprefix('gw') or 0)}"
        if worker != "master"
        else url
    )
    with redis.Redis.from_url(own) as connection:
        connection.flushdb()
    return own


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Application]:
    """The application with an empty database and its own data folder."""
    folder = tmp_path_factory.mktemp("data")
    application = create_app(
        {
            "PORTAL_DATA": str(folder),
            "DATABASE_URL": _database(worker_id, folder),
            "SECRET_KEY": "for tests only",
            "MAIL_URL": "file:",
            "REDIS_URL": _redis(worker_id),
            "BASE_URL": "http://localhost",
            "PORTAL_TESTING": "1",
        }
    )
    with application.app_context():
        upgrade()
        db.session.remove()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Take the place of pytest-flask's fixture of this name.

    With its outer context every request of a test would share one ``g``, and one would see who the
    one before it had signed in; in the product each request has its own.
    """


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser nobody is signed in with."""
    return app.test_client()


@pytest.fixture
def house(app: Application) -> House:
    """A workspace of this test's own: a VAT-registered legal entity and an owner."""
    return make_house(app)


@pytest.fixture
def other_house(app: Application) -> House:
    """Another workspace, to look for leaks."""
    return make_house(app)
