"""One mapper from errors to answers: a page, a fragment for htmx, or JSON."""

import logging
import uuid
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.core.db import rollback
from portal.core.errors import AppError, Invalid, TooMany, Unauthenticated
from portal.core.field_messages import from_pydantic
from portal.core.i18n import lazy_gettext
from portal.web.api import json_answer
from portal.web.context import actor_or_none

log = logging.getLogger(__name__)

_HTTP: dict[int, tuple[str, Any]] = {
    400: ("bad_request", lazy_gettext("The request could not be understood.")),
    401: ("unauthenticated", lazy_gettext("Sign in to continue.")),
    403: ("forbidden", lazy_gettext("Your role does not allow this.")),
    404: ("not_found", lazy_gettext("We could not find this.")),
    405: ("method_not_allowed", lazy_gettext("This address does not take that method.")),
    409: ("conflict", lazy_gettext("The record has changed in the meantime.")),
    413: ("payload_too_large", lazy_gettext("What you sent is too large.")),
    415: ("unsupported_media_type", lazy_gettext("Send JSON with Content-Type application/json.")),
    429: ("rate_limited", lazy_gettext("Too many attempts. Wait a little and try again.")),
    503: ("unavailable", lazy_gettext("The service is busy. Try again in a moment.")),
}


def wants_json() -> bool:
    """Whether the caller is a program: everything under ``/api/``."""
    return request.path.startswith("/api/")


def as_json(error: AppError) -> Response:
    """The API's error shape: message, code, errors?, and what the code needs (required_scope…)."""
    body: dict[str, Any] = {"message": str(error.message), "code": error.code, **error.details}
    if isinstance(error, Invalid):
        body["errors"] = [
            {"field": item.field, "message": str(item.message), "code": item.code}
            for item in error.errors
        ]
    response = json_answer(body, error.status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def as_page(error: AppError, request_id: str | None = None) -> ResponseReturnValue:
    """An error page in the reader's language; a signed-out visitor of a staff page signs in."""
    if isinstance(error, Unauthenticated) and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    page = render_template(
        "errors/error.html",
        status=error.status,
        message=error.message,
        fields=error.errors if isinstance(error, Invalid) else [],
        details=error.details,
        request_id=request_id,
        public=actor_or_none() is None,
    )
    response = Response(page, status=error.status, mimetype="text/html")
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def answer(error: AppError) -> ResponseReturnValue:
    """Undo the unit of work and answer in the caller's form."""
    rollback()
    return as_json(error) if wants_json() else as_page(error)


def _from_http(error: HTTPException) -> AppError:
    status = error.code or 500
    code, message = _HTTP.get(status, ("error", AppError.default_message))
    mapped = AppError(message, code=code)
    mapped.status = status
    return mapped


def init_app(app: Flask) -> None:
    """Register the mapper on ``app``."""

    @app.errorhandler(AppError)
    def app_error(error: AppError) -> ResponseReturnValue:
        return answer(error)

    @app.errorhandler(ValidationError)
    def validation_error(error: ValidationError) -> ResponseReturnValue:
        return answer(from_pydantic(error))

    @app.errorhandler(CSRFError)
    def csrf_error(error: CSRFError) -> ResponseReturnValue:
        mapped = AppError(
            lazy_gettext("This page was open too long. Reload it and send it again."),
            code="csrf_failed",
        )
        mapped.status = 400
        return answer(mapped)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:  # an answer made on purpose
            return error.response
        if error.code is not None and error.code < 400:
            return error.get_response()
        response = app.make_response(answer(_from_http(error)))
        if error.code == 405 and (allowed := getattr(error, "valid_methods", None)):
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        log.error("database: %s", error.orig)
        mapped = AppError(_HTTP[503][1], code="unavailable")
        mapped.status = 503
        response = app.make_response(answer(mapped))
        response.headers["Retry-After"] = "5"
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        request_id = uuid.uuid4().hex[:16]
        log.exception("request %s failed", request_id)
        rollback()
        if wants_json():
            body = {"message": str(AppError.default_message), "code": "internal_error"}
            return jsonify({**body, "request_id": request_id}), 500
        return as_page(AppError(), request_id)
