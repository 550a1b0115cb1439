"""A signature as the page sends it: a drawn picture or a typed name."""

import base64
import binascii
import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext

MAX_BYTES = 200 * 1024
MAX_SIDE = 3000  # pixels; a larger picture is no signature and costs memory
MAX_TYPED = 200
_LEAD = "data:image/png;base64,"


@dataclass(frozen=True)
class Signed:
    """Exactly one of the two is set: ``png`` on white, without transparency, or ``typed``."""

    png: bytes | None = None
    typed: str = ""


def read_signature(text: str | None, name: str) -> Signed:
    """What was signed; the typed ``name`` when nothing else was given.

    Raises ``Invalid`` on ``signature`` for a picture that is none, too large or empty.
    """
    text = (text or "").strip()
    if not text:
        return Signed(typed=name)
    if not text.startswith("data:"):
        if len(text) > MAX_TYPED:
            raise _bad("string_too_long")
        return Signed(typed=text)
    if not text.startswith(_LEAD):
        raise _bad("signature_format")
    try:
        data = base64.b64decode(text.removeprefix(_LEAD), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad("signature_format") from error
    if len(data) > MAX_BYTES:
        raise _bad("signature_too_large")
    return Signed(png=_on_white(data))


def _on_white(data: bytes) -> bytes:
    """The picture drawn anew: nothing but its pixels is kept of what was sent."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if max(image.size) > MAX_SIDE:
                raise _bad("signature_too_large")
            drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _bad("signature_format") from error
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A"))
    darkest, lightest = sheet.convert("L").getextrema()
    if darkest == lightest:
        raise _bad("signature_empty")
    kept = io.BytesIO()
    sheet.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


_MESSAGES = {
    "string_too_long": lazy_gettext("This is too long."),
    "signature_format": lazy_gettext("Draw your signature or type your name."),
    "signature_too_large": lazy_gettext("The signature's picture is too large."),
    "signature_empty": lazy_gettext("The signature is empty. Draw it or type your name."),
}


def _bad(code: str) -> Invalid:
    return Invalid.field("signature", _MESSAGES[code], code)
