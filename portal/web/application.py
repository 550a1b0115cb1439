"""The application class: one request, one unit of work, committed once at the edge."""

from typing import Any

from flask import request
from flask.wrappers import Response
from flask_openapi3 import OpenAPI

from portal.core.db import begin_reading, commit, rollback

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Application(OpenAPI):  # type: ignore[misc]
    """Flask with the house's unit of work around every view."""

    def dispatch_request(self) -> Response:
        """Run the view; commit when it succeeded, undo everything when it did not.

        An answer of 400 or more undoes the work even when the view made that answer itself (a
        form shown again with its errors). A GET never commits: its transaction is read-only.
        """
        answer: Any = super().dispatch_request()
        response: Response = self.make_response(answer)
        if request.method in READING or response.status_code >= 400:
            rollback()
        else:
            commit()
        return response


def start_unit_of_work() -> None:
    """Before each request: reads are held to reading by the database itself."""
    if request.endpoint == "static" or request.endpoint is None:
        return
    if request.method in READING:
        begin_reading()


def close_unit_of_work(error: BaseException | None = None) -> Any:
    """After each request, whatever happened: nothing half-written stays."""
    if error is not None:
        rollback()
