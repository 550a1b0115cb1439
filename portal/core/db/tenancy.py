"""The first of the two walls between workspaces: the session's own filter.

Every ORM statement on a workspace-owned model gets ``workspace_id = <the session's>``; without a
workspace it is refused, unless the statement is marked as one of the few look-ups that come before
a workspace is known. Core statements, which the filter cannot see, must say that they carry the
workspace themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from portal.core.db.base import WorkspaceOwned

# Execution options: the statement runs before a workspace is known / carries its own filter.
UNSCOPED = {"unscoped": True}
CARRIES_WORKSPACE = {"carries_workspace": True}


class TenancyError(RuntimeError):
    """A statement or a row that would cross the wall between workspaces: a programming error."""


def _owned(state: ORMExecuteState) -> bool:
    return any(issubclass(mapper.class_, WorkspaceOwned) for mapper in state.all_mappers)


def _guard(state: ORMExecuteState) -> None:
    options = state.execution_options
    if options.get("unscoped"):
        return
    if not state.is_orm_statement:
        if not options.get("carries_workspace"):
            raise TenancyError("a Core statement must carry its workspace and say so")
        return
    workspace_id = state.session.info.get("workspace_id")
    if workspace_id is None:
        if _owned(state):
            raise TenancyError("a workspace-owned model was queried outside a workspace")
        return
    if state.is_insert:
        return
    state.statement = state.statement.options(
        with_loader_criteria(
            WorkspaceOwned, lambda cls: cls.workspace_id == workspace_id, include_aliases=True
        )
    )


def _check_flush(session: Session, context: UOWTransaction, instances: Any) -> None:
    workspace_id = session.info.get("workspace_id")
    for row in session.new:
        if isinstance(row, WorkspaceOwned):
            if getattr(row, "workspace_id", None) is None:
                row.workspace_id = workspace_id
            if workspace_id is None or row.workspace_id != workspace_id:
                raise TenancyError(f"{type(row).__name__} written outside its workspace")
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, WorkspaceOwned) and row.workspace_id != workspace_id:
            raise TenancyError(f"{type(row).__name__} changed outside its workspace")


def install() -> None:
    """Hook the wall into every session; safe to call twice."""
    if not event.contains(Session, "do_orm_execute", _guard):
        event.listen(Session, "do_orm_execute", _guard)
        event.listen(Session, "before_flush", _check_flush)


def enter(session: Session, workspace_id: int) -> None:
    """Bind ``session`` to a workspace for the rest of its life (one session, one workspace)."""
    bound = session.info.get("workspace_id")
    if bound is not None and bound != workspace_id:
        raise TenancyError("a session serves one workspace only")
    session.info["workspace_id"] = workspace_id


@contextmanager
def workspace(session: Session, workspace_id: int) -> Iterator[None]:
    """Serve ``workspace_id`` inside the block, with an empty identity map before and after."""
    if session.info.get("workspace_id") == workspace_id:
        yield
        return
    before = session.info.pop("workspace_id", None)
    session.expunge_all()
    session.info["workspace_id"] = workspace_id
    try:
        yield
    finally:
        session.flush()
        session.expunge_all()
        session.info.pop("workspace_id", None)
        if before is not None:
            session.info["workspace_id"] = before
