"""The migrations make exactly the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from portal.core.db import Amount, UtcDateTime, db
from portal.web.application import Application


def _type_differs(_context, _inspected, _meta, _seen, wanted) -> bool | None:
    return False if isinstance(wanted, Amount | UtcDateTime) else None


def test_models_and_migrations_agree(app: Application) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _type_differs})
        assert compare_metadata(context, db.metadata) == []
