"""Stored files: uploads and made documents, kept by content under ``PORTAL_DATA/files``.

Nothing here is public: a door hands a file out after its own check of the subject. The bytes are
written before the row, so that a crash leaves at most an orphan, never a row without its file.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import filetype
from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.actor import Actor
from portal.core.db import Base, BigId, WorkspaceOwned, owned_args, session
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext

_root: Path | None = None
_limit = 10 * 1024 * 1024

UPLOAD_TYPES = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
}


class StoredFile(WorkspaceOwned, Base):
    """One file of a workspace; ``subject`` is what it belongs to, when it belongs to something."""

    __tablename__ = "stored_file"
    __table_args__ = owned_args(Index(None, "workspace_id", "subject_type", "subject_id"))

    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(40))
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    uploaded_by: Mapped[str] = mapped_column(String(200), default="")


@dataclass(frozen=True)
class Upload:
    """What a person sent: the name their machine gave it and the bytes."""

    name: str
    data: bytes


def init(data_dir: Path, max_upload: int) -> None:
    """Set where files live and the largest upload in bytes; called once by the composer."""
    global _root, _limit  # noqa: PLW0603 - one store a process
    _root, _limit = data_dir / "files", max_upload


def _path(sha256: str) -> Path:
    if _root is None:
        raise RuntimeError("core.files.init was not called")
    return _root / sha256[:2] / sha256[2:4] / sha256


def _write(data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    return sha256


def store(
    actor: Actor,
    data: bytes,
    *,
    name: str,
    media_type: str,
    purpose: str,
    subject: tuple[str, int] | None = None,
) -> StoredFile:
    """Keep ``data`` and return its row (flushed, so that it has an id)."""
    row = StoredFile(
        workspace_id=actor.workspace_id,
        sha256=_write(data),
        size=len(data),
        media_type=media_type,
        name=name,
        purpose=purpose,
        subject_type=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
        uploaded_by=actor.display_name,
    )
    session().add(row)
    session().flush()
    return row


def store_upload(
    actor: Actor,
    upload: Upload,
    *,
    purpose: str,
    field: str,
    subject: tuple[str, int] | None = None,
) -> StoredFile:
    """Check what a person sent and keep it.

    The type is read from the bytes, not from the name: PDF, PNG, JPEG or WebP. Raises ``Invalid``
    on ``field`` for an empty, too large or other kind of file.
    """
    if not upload.data:
        raise Invalid.field(field, lazy_gettext("The file is empty."), "empty_file")
    if len(upload.data) > _limit:
        raise Invalid.field(
            field,
            lazy_gettext("The file is larger than %(limit)s MB.", limit=_limit // (1024 * 1024)),
            "file_too_large",
        )
    kind = filetype.guess(upload.data)
    suffix = UPLOAD_TYPES.get(kind.mime) if kind else None
    if kind is None or suffix is None:
        raise Invalid.field(
            field, lazy_gettext("Send a PDF or a picture (PNG, JPEG, WebP)."), "file_type"
        )
    return store(
        actor,
        upload.data,
        name=safe_name(upload.name, suffix),
        media_type=kind.mime,
        purpose=purpose,
        subject=subject,
    )


def safe_name(name: str, suffix: str) -> str:
    """``name`` without path, control characters or a second extension, ending in ``suffix``."""
    stem = re.split(r"[\\/]", name)[-1].split(".")[0]
    stem = re.sub(r"[^\w\- ]+", "", stem, flags=re.UNICODE).strip()[:80]
    return (stem or "file") + suffix


def get(file_id: int) -> StoredFile:
    """The row of a file of this workspace. Raises ``NotFound``."""
    row = session().get(StoredFile, file_id)
    if row is None or row.workspace_id != session().info.get("workspace_id"):
        raise NotFound
    return row


def read(row: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return _path(row.sha256).read_bytes()


def of_subject(subject_type: str, subject_id: int, purpose: str | None = None) -> list[StoredFile]:
    """The files of one subject, oldest first."""
    query = select(StoredFile).where(
        StoredFile.subject_type == subject_type, StoredFile.subject_id == subject_id
    )
    if purpose:
        query = query.where(StoredFile.purpose == purpose)
    return list(session().scalars(query.order_by(StoredFile.id)))
