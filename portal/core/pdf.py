"""PDF pages from HTML templates by xhtml2pdf, with nothing silent about it.

xhtml2pdf answers a font it may not read with Helvetica and a missing image with nothing, and
says so only in its log; here every such warning is a ``PdfError``. A document is a function of
its template and context: no clock, no random identifiers, so that a snapshot drawn twice gives
the same bytes.
"""

import base64
import io
import logging
import re
import threading
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import filetype
import segno
from PIL import Image
from reportlab import rl_config
from reportlab.pdfbase.ttfonts import TTFontFile
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from portal.core import rendering

STATIC = Path(__file__).resolve().parents[2] / "static"
FONTS = STATIC / "fonts" / "ttf"
IMAGE_TYPES = ("image/png", "image/jpeg")
MAX_IMAGE_BYTES = 2 * 1024 * 1024
MAX_RENDER_SECONDS = 30

# Reportlab's own switch against clocks and random file identifiers; ours is the only use of it.
rl_config.invariant = 1
_FIXED_DATE = b"(D:20000101000000+00'00')"

_POLICY = ResourceAccessPolicy.server(
    STATIC, allow_remote=False, max_render_seconds=MAX_RENDER_SECONDS
)


class PdfError(Exception):
    """The page could not be drawn as its template asks; the message lists what was wrong."""


# Fitted a little smaller, nothing lost: a long name must not stop an invoice.
_TOLERABLE = "fitted with -pdf-keep-in-frame-mode: shrink"


class _Complaints(logging.Handler):
    """Collects what the renderer logs on this thread while a page is drawn."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._local = threading.local()

    def start(self) -> list[str]:
        self._local.said = said = list[str]()
        return said

    def stop(self) -> None:
        self._local.said = None

    def emit(self, record: logging.LogRecord) -> None:
        said = getattr(self._local, "said", None)
        if said is not None:
            said.append(record.getMessage())


_complaints = _Complaints()
_renderer_log = logging.getLogger("xhtml2pdf")
_renderer_log.addHandler(_complaints)


def _allowed(uri: str, _relative_to: str | None) -> str:
    """Let a document read only files under ``static/`` and what it carries itself."""
    if uri.startswith("data:"):
        return uri
    path = (STATIC / uri.removeprefix("static/")).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise PdfError(f"not a file under static/: {uri[:120]}")
    return str(path)


_PAGE_COUNT = "<pdf:pagecount/>"
# Rows that fit on one page more often than not: such a page is drawn once with the count 1
# instead of twice by the renderer (which lays out everything again to learn the count).
_ROWS_OF_ONE_PAGE = 22


def html_to_pdf(html: str, *, title: str, author: str = "", dated: datetime | None = None) -> bytes:
    """Draw ``html`` (a whole document with ``lang`` and ``dir``) as PDF bytes.

    ``dated`` becomes the creation date (UTC); without it a fixed one stands there. Raises
    ``PdfError`` for anything the renderer complains about: a font or image that cannot be read,
    content that had to be cut. (A foot that had to shrink a little is let pass.)
    """
    html = _steer(_drawable(html), rtl='dir="rtl"' in html[:200])
    meta = {"author": author, "title": title, "subject": "", "keywords": ""}
    pdf = b""
    if _PAGE_COUNT in html and html.count("<tr") <= _ROWS_OF_ONE_PAGE:
        pdf = _draw(html.replace(_PAGE_COUNT, "1"), meta)
    if not pdf or page_count(pdf) > 1:
        pdf = _draw(html, meta)
    return _stamp(pdf, dated)


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that this module drew."""
    return len(re.findall(rb"/Type /Page\b", pdf))


def _draw(html: str, meta: dict[str, str]) -> bytes:
    said = _complaints.start()
    out = io.BytesIO()
    try:
        result = pisa.CreatePDF(
            html,
            out,
            path=str(STATIC / "paper.html"),
            link_callback=_allowed,
            encoding="utf-8",
            context_meta=dict(meta),
            resource_policy=_POLICY,
        )
    except PdfError:
        raise
    except Exception as error:
        raise PdfError(f"{type(error).__name__}: {error}") from error
    finally:
        _complaints.stop()
    said_all = "\n".join(said)
    logged = (str(entry[2]) for entry in result.log)
    problems = [
        problem
        for problem in (*said, *(line for line in logged if line not in said_all))
        if _TOLERABLE not in problem
    ]
    if problems or result.err:
        raise PdfError("; ".join(problems) or "the renderer failed without a word")
    return out.getvalue()


# Steering marks in somebody's text could turn a number or an IBAN round; only ours are drawn.
_FOREIGN_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BDI = re.compile(r"<bdi>(.*?)</bdi>", re.DOTALL)
_LRM, _RLM, _LRE, _RLE, _PDF = "\u200e", "\u200f", "\u202a", "\u202b", "\u202c"


def _steer(html: str, *, rtl: bool) -> str:
    """Give ``<bdi>`` its meaning with marks the renderer knows and the font has.

    The font has no glyph for the isolates U+2066 - U+2069, but has the older embeddings; with
    a mark of the paragraph's direction on both sides these do the same here.
    """
    wall = _RLM if rtl else _LRM

    def embed(match: re.Match[str]) -> str:
        inner = match.group(1)
        opening = _RLE if _first_strong(inner) in {"R", "AL"} else _LRE
        return f"{wall}{opening}{inner}{_PDF}{wall}"

    return _BDI.sub(embed, _FOREIGN_MARKS.sub("", html))


def _first_strong(text: Iterable[str]) -> str:
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """The characters that every one of our weights can draw."""
    faces = [TTFontFile(str(path)) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*(frozenset(face.charToGlyph) for face in faces))


def undrawable(text: str) -> str:
    """The characters of ``text`` that our paper font lacks, in order, each once.

    For a form that wants to warn before something is sent; the renderer itself writes them as
    ``[U+674E]``, so that a name in another script neither stops a document nor vanishes.
    """
    known = _glyphs()
    return "".join(
        char
        for char in dict.fromkeys(text)
        if ord(char) not in known and not char.isspace() and not _ignorable(char)
    )


def _ignorable(char: str) -> bool:
    """Joiners, variation selectors and the like: they have no picture of their own."""
    return unicodedata.category(char) in {"Cf", "Cc"} or 0xFE00 <= ord(char) <= 0xFE0F


def _drawable(html: str) -> str:
    known = _glyphs()
    strange = {c for c in set(html) if ord(c) not in known and not c.isspace()}
    if not strange:
        return html
    table = {ord(c): "" if _ignorable(c) else f"[U+{ord(c):04X}]" for c in strange}
    return html.translate(table)


def _stamp(pdf: bytes, dated: datetime | None) -> bytes:
    """Put the document's own date where the fixed one stands: same length, same offsets."""
    if dated is None:
        return pdf
    moment = dated.astimezone(UTC).strftime("(D:%Y%m%d%H%M%S+00'00')").encode("ascii")
    return pdf.replace(_FIXED_DATE, moment)


def render_pdf(
    template: str,
    locale: str,
    *,
    title: str,
    author: str = "",
    dated: datetime | None = None,
    **context: Any,
) -> bytes:
    """Render ``template`` in ``locale`` ("ar", "en") as PDF bytes; needs an app context.

    ``title`` and ``author`` go into the document's metadata, ``dated`` (aware) is its creation
    date. Errors: ``PdfError`` as in ``html_to_pdf``, Jinja's own for a template's mistakes.
    """
    html = rendering.render(
        template,
        locale,
        title=title,
        qr_png=qr_png_data_uri,
        fitted=fitted,
        **context,
    )
    return html_to_pdf(html, title=title, author=author, dated=dated)


def qr_png_data_uri(text: str, scale: int = 4) -> str:
    """A QR code of ``text`` as a PNG ``data:`` URI, ``scale`` pixels a module, quiet zone 2.

    Error correction M, never a micro code (many phones do not read those).
    """
    return str(segno.make_qr(text, error="m").png_data_uri(scale=scale, border=2))


def image_data_uri(data: bytes) -> str:
    """PNG or JPEG bytes (a logo, a signature) as a ``data:`` URI for a template.

    Raises ``PdfError`` for another kind of file or more than ``MAX_IMAGE_BYTES``.
    """
    kind = filetype.guess(data)
    if kind is None or kind.mime not in IMAGE_TYPES:
        raise PdfError("an image on paper must be PNG or JPEG")
    if len(data) > MAX_IMAGE_BYTES:
        raise PdfError(f"an image on paper may have {MAX_IMAGE_BYTES} bytes, not {len(data)}")
    return f"data:{kind.mime};base64,{base64.b64encode(data).decode('ascii')}"


def fitted(uri: str, width: float, height: float) -> str:
    """The style that draws the image of ``uri`` as large as a box of millimetres lets it.

    Raises ``PdfError`` when the ``data:`` URI holds no readable image.
    """
    try:
        data = base64.b64decode(uri.partition(",")[2], validate=True)
        with Image.open(io.BytesIO(data)) as image:
            across, down = image.size
    except (ValueError, OSError) as error:
        raise PdfError("not a readable image") from error
    scale = min(width / across, height / down)
    return f"width: {across * scale:.2f}mm; height: {down * scale:.2f}mm"
