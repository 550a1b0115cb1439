"""Pages of a list: parsing what was asked for, describing what there is."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from pydantic import Field

from portal.core.paging import PageMeta
from portal.core.schema import Schema


class PageQuery(Schema):
    """``page`` (default 1) and ``per_page`` (default 10, at most 200) of every list."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(10, ge=1, le=200)


@dataclass(frozen=True)
class StaffPage:
    """The page a staff list shows."""

    page: int
    per_page: int

    @classmethod
    def asked(cls, per_page: int = 25) -> "StaffPage":
        """From the query string; nonsense shows the first page."""
        text = request.args.get("page", "1")
        page = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
        return cls(max(page, 1), per_page)


def page_url(page: int) -> str:
    """This list's address at another page, filters and sort kept."""
    query = {**request.args.to_dict(flat=False), "page": [str(page)]}
    return f"{request.path}?{urlencode(query, doseq=True)}"


__all__ = ["PageMeta", "PageQuery", "StaffPage", "page_url"]
