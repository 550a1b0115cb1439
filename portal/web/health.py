"""Is the process alive, and can it serve: for whoever runs it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.core.db import CARRIES_WORKSPACE, session
from portal.core.jobs import backlog
from portal.web.guards import public

blueprint = Blueprint("health_public", __name__)
LATE = 600  # seconds a due job may wait before the installation counts as not ready


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers and jobs are being done."""
    session().execute(text("SELECT 1"), execution_options=CARRIES_WORKSPACE)
    waiting = backlog()
    jobs = "late" if waiting > LATE else "ok"
    body = {"status": jobs, "database": "ok", "jobs": jobs, "jobs_backlog_seconds": waiting}
    return body, 503 if jobs == "late" else 200
