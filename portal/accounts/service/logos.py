"""The logo of a legal entity: what its papers and public pages carry."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from portal.accounts.service.workspaces import legal_entity
from portal.core import audit, files
from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext

LARGEST_SIDE = 4000  # pixels; a picture beyond it would only slow every PDF down


def set_logo(actor: Actor, entity_id: int, upload: files.Upload) -> files.StoredFile:
    """Keep ``upload`` as the entity's logo; papers already issued keep theirs.

    Raises ``Invalid`` on ``logo`` unless it is a PNG, JPEG or WebP picture that decodes.
    """
    actor.require("settings:write")
    entity = legal_entity(actor, entity_id)
    _check(upload.data)
    row = files.store_upload(
        actor, upload, purpose="logo", field="logo", subject=("legal_entity", entity.id)
    )
    before, entity.logo_file_id = entity.logo_file_id, row.id
    audit.record(
        actor,
        "legal_entity.logo_changed",
        "legal_entity",
        entity.id,
        before={"logo_file_id": before},
        after={"logo_file_id": row.id},
    )
    return row


def _check(data: bytes) -> None:
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            too_large = max(picture.size) > LARGEST_SIDE
            if not too_large:
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Invalid.field(
            "logo", lazy_gettext("Send a picture (PNG, JPEG or WebP)."), "file_type"
        ) from error
    if too_large:
        raise Invalid.field(
            "logo",
            lazy_gettext("The picture is larger than %(side)s pixels.", side=LARGEST_SIDE),
            "picture_too_large",
        )


def remove_logo(actor: Actor, entity_id: int) -> None:
    """Draw the entity without a logo from now on; without one, this changes nothing."""
    actor.require("settings:write")
    entity = legal_entity(actor, entity_id)
    if entity.logo_file_id is None:
        return
    before, entity.logo_file_id = entity.logo_file_id, None
    audit.record(
        actor,
        "legal_entity.logo_changed",
        "legal_entity",
        entity.id,
        before={"logo_file_id": before},
        after={"logo_file_id": None},
    )


def logo(actor: Actor, entity_id: int) -> files.StoredFile:
    """The stored file of an entity's logo. Raises ``NotFound`` when it has none."""
    entity = legal_entity(actor, entity_id)
    if entity.logo_file_id is None:
        raise NotFound
    return files.get(entity.logo_file_id)
