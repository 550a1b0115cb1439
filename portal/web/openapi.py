"""The published description of the API, drawn from the code that enforces it."""

from typing import Any

from flask import Blueprint, Response
from flask_openapi3 import Server

from portal.core.permissions import SCOPES
from portal.web.api import PREFIX, SECURITY, ErrorOut, json_answer
from portal.web.guards import public

DESCRIPTION = (
    "Server-to-server access to a workspace: the same services that its pages use. "
    "Send the key as `Authorization: Bearer …` or `X-Api-Key`. Every error has a `message` in the "
    "language of `Accept-Language` (ar, en) and a `code` that never changes. "
    "Within v1, answers only gain fields."
)
SECURITY_SCHEMES: dict[str, Any] = {
    SECURITY: {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key. Scopes: " + ", ".join(SCOPES),
    }
}

blueprint = Blueprint("openapi_public", __name__)


def install(app: Any, base_url: str) -> Blueprint:
    """Serve the document; returns the blueprint."""
    app.severs = [Server(url=base_url)]
    app.validation_error_model = ErrorOut

    @public
    def document() -> Response:
        return json_answer(app.api_doc)

    app.add_url_rule(f"{PREFIX}/openapi.json", "openapi_public.document", document)
    return blueprint


def finish(app: Any) -> None:
    """Make the document once, when every operation is known."""
    app.generate_spec_json()
