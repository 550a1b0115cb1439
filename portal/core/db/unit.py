"""The unit of work: begun by a door, committed once at its edge."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.core.db.base import db
from portal.core.db.engine import READ_ONLY
from portal.core.db.tenancy import enter
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext

log = logging.getLogger(__name__)


def session() -> Session:
    """The session of the current application context."""
    return db.session()


def begin_reading() -> None:
    """Hold the coming unit of work to reads; the database itself refuses a write."""
    session().connection(execution_options={READ_ONLY: True})


def enter_workspace(workspace_id: int) -> None:
    """Bind the current session to ``workspace_id``."""
    enter(session(), workspace_id)


def after_commit(action: Callable[[], None]) -> None:
    """Run ``action`` once the current unit of work is durable; never when it is rolled back."""
    session().info.setdefault("after_commit", []).append(action)


def commit() -> None:
    """Make the unit of work durable, then run what waited for it.

    Raises ``Conflict`` when somebody else changed the same row first, or took the same unique
    value; nothing is written then.
    """
    current = session()
    try:
        current.commit()
    except StaleDataError as error:
        rollback()
        raise Conflict(
            lazy_gettext("Somebody else changed this record while you were editing it."),
            code="edited_meanwhile",
        ) from error
    except IntegrityError as error:
        rollback()
        log.info("integrity conflict: %s", error.orig)
        raise Conflict from error
    actions: list[Callable[[], None]] = current.info.pop("after_commit", [])
    for action in actions:
        try:
            action()
        except Exception:  # the work is durable; the sweep repeats what a notification lost
            log.exception("an after-commit action failed")


def rollback() -> None:
    """Undo the unit of work and forget what waited for its commit."""
    current = session()
    current.info.pop("after_commit", None)
    current.rollback()


@contextmanager
def unit_of_work(workspace_id: int | None = None) -> Iterator[Session]:
    """A unit of work of its own, for jobs and commands: a fresh session, one commit at the end."""
    db.session.remove()
    current = session()
    if workspace_id is not None:
        enter(current, workspace_id)
    try:
        yield current
        commit()
    except BaseException:
        rollback()
        raise
    finally:
        db.session.remove()
