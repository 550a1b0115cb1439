"""Quotations for tests: composed, sent, opened by link, accepted."""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from portal.core.actor import Actor
from portal.links import service as links
from portal.quotations import service
from portal.quotations.models import Quotation
from portal.quotations.schemas import LineIn, QuotationIn
from tests.factories.clients import make_client


def quotation_in(client_id: int, lines: list[dict[str, Any]] | None = None, **changes: Any) -> Any:
    """Free-text lines of 1,000 and, optional, 500; or ``lines``."""
    values: dict[str, Any] = {
        "client_id": client_id,
        "language": "ar",
        "lines": lines
        or [
            {"description_ar": "استشارة", "description_en": "Advice", "unit_price": "1000"},
            {"description": "متابعة", "unit_price": "500", "optional": True},
        ],
    }
    values |= changes
    values["lines"] = [
        line if isinstance(line, LineIn) else LineIn.model_validate(line)
        for line in values["lines"]
    ]
    return QuotationIn.model_validate(values)


def make_quotation(
    actor: Actor, client_id: int | None = None, lines: Any = None, **changes: Any
) -> Quotation:
    """A draft."""
    owner = client_id or make_client(actor).id
    return service.create(actor, quotation_in(owner, lines, **changes))


def make_sent(
    actor: Actor, client_id: int | None = None, lines: Any = None, **changes: Any
) -> Quotation:
    """A quotation that was sent."""
    return service.send(actor, make_quotation(actor, client_id, lines, **changes).id)


def token_of(quotation: Quotation) -> str:
    """The token of the quotation's public link."""
    assert quotation.link_id is not None
    return links.token(links.get(quotation.link_id))


def holder(quotation: Quotation, locale: str = "ar") -> Actor:
    """The Actor of whoever holds the link; the session is in the workspace already."""
    return links.open_link(
        token_of(quotation), "quotation", ip="198.51.100.7", user_agent="Phone", locale=locale
    ).actor


def drawn_signature(size: tuple[int, int] = (300, 90), *, blank: bool = False) -> str:
    """A PNG data URI with a line on a transparent sheet."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    if not blank:
        ImageDraw.Draw(image).line((10, 60, size[0] - 10, 20), fill=(20, 20, 80, 255), width=4)
    data = io.BytesIO()
    image.save(data, format="PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
