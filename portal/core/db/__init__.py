"""The database: the only place that knows Flask-SQLAlchemy."""

from typing import Any

from portal.core.db.base import (
    Base,
    Entity,
    Versioned,
    WorkspaceOwned,
    asc_or_desc,
    db,
    now,
    owned_args,
)
from portal.core.db.engine import engine_options, prepare
from portal.core.db.tenancy import (
    CARRIES_WORKSPACE,
    UNSCOPED,
    TenancyError,
    install,
    workspace,
)
from portal.core.db.types import MAX_ID, Amount, BigId, Json, UtcDateTime
from portal.core.db.unit import (
    after_commit,
    begin_reading,
    commit,
    enter_workspace,
    rollback,
    session,
    unit_of_work,
)

__all__ = [
    "CARRIES_WORKSPACE",
    "MAX_ID",
    "UNSCOPED",
    "Amount",
    "Base",
    "BigId",
    "Entity",
    "Json",
    "TenancyError",
    "UtcDateTime",
    "Versioned",
    "WorkspaceOwned",
    "after_commit",
    "asc_or_desc",
    "begin_reading",
    "commit",
    "db",
    "enter_workspace",
    "init_app",
    "now",
    "owned_args",
    "rollback",
    "session",
    "unit_of_work",
    "workspace",
]


def init_app(app: Any, url: str) -> None:
    """Attach the database at ``url`` to ``app``: engine rules, the wall between workspaces."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    install()
    with app.app_context():
        prepare(db.engine)
