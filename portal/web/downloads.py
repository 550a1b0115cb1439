"""Handing out stored files: with the right headers, or by a signed address that soon ends."""

from urllib.parse import quote

from flask import Blueprint, Response, url_for

from portal.core import files
from portal.core.db import enter_workspace
from portal.core.errors import Gone
from portal.core.secrets import sign, unsign
from portal.web.guards import public

blueprint = Blueprint("downloads_public", __name__)
SIGNED_SECONDS = 300
_INLINE = {"application/pdf", "image/png", "image/jpeg", "image/webp"}


def send(row: files.StoredFile, *, download: bool = False) -> Response:
    """The answer that carries a stored file; PDFs and pictures open in the browser."""
    inline = row.media_type in _INLINE and not download
    response = Response(files.read(row), mimetype=row.media_type)
    response.headers["Content-Disposition"] = (
        f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(row.name)}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def signed_url(row: files.StoredFile) -> str:
    """An address that opens this one file without a key for five minutes."""
    token = sign("file", [row.workspace_id, row.id])
    return url_for("downloads_public.signed", token=token, _external=True)


@blueprint.get("/api/v1/files/<token>")
@public
def signed(token: str) -> Response:
    """The file of a signed address; ``gone`` after five minutes."""
    payload = unsign("file", token, SIGNED_SECONDS)
    if payload is None:
        raise Gone
    workspace_id, file_id = payload
    enter_workspace(workspace_id)
    return send(files.get(file_id))
