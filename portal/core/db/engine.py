"""How connections begin: what SQLite needs to be safe, and read-only transactions for reads.

pysqlite's own transaction handling loses updates silently; ``BEGIN IMMEDIATE`` for anything that
may write loses none, while plain ``BEGIN`` keeps readers from waiting for writers. A read-only
unit of work is held to it by the database itself on both systems.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

READ_ONLY = "portal_read_only"


def engine_options(url: str) -> dict[str, Any]:
    """Arguments for ``create_engine`` by database."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    return {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}


def prepare(engine: Engine) -> None:
    """Install the connection rules on ``engine``."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgres_begin)


def _sqlite_connect(connection: Any, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # pysqlite must not begin by itself
    for pragma in ("journal_mode=wal", "synchronous=normal", "foreign_keys=on"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READ_ONLY))
    connection.exec_driver_sql(f"PRAGMA query_only={'on' if reading else 'off'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgres_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
