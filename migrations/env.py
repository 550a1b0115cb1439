"""Alembic's environment: the application's engine, our column types written as plain ones."""

from typing import Any

from alembic import context
from flask import current_app

from portal.core.db import Amount, UtcDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Migrations must not import the application: our types become what the database sees."""
    if kind != "type":
        return False
    if isinstance(item, Amount):
        return "sa.BigInteger()"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(_context: Any, inspected: Any, meta: Any, seen: Any, wanted: Any) -> bool | None:
    """Our decorators compare as what they are stored as; everything else as Alembic would."""
    return False if isinstance(wanted, Amount | UtcDateTime) else None


def run() -> None:
    """Run the migrations on the application's database."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=render_item,
            compare_type=compare_type,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
