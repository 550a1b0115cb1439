"""A page of a list and the figures that describe it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import Select, func, select

from portal.core.db import session

T = TypeVar("T")


class PageMeta(BaseModel):
    """The ``meta`` object beside the data of every list."""

    total: int
    per_page: int
    current_page: int
    last_page: int
    has_next: bool
    has_previous: bool


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page with the exact total."""

    rows: Sequence[T]
    total: int
    page: int
    per_page: int

    @property
    def meta(self) -> PageMeta:
        """The figures as the API and the pagination component want them."""
        last = max(1, -(-self.total // self.per_page))
        return PageMeta(
            total=self.total,
            per_page=self.per_page,
            current_page=self.page,
            last_page=last,
            has_next=self.page < last,
            has_previous=self.page > 1,
        )


def paged(
    query: Select[*tuple[Any, ...]], *, page: int, per_page: int, scalars: bool = False
) -> Page[Any]:
    """Run ``query`` for one page and count all its rows: two statements whatever the size."""
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = session().scalar(counted) or 0
    result = session().execute(query.limit(per_page).offset((page - 1) * per_page))
    rows: Sequence[Any] = result.scalars().all() if scalars else result.all()
    return Page(rows, total, page, per_page)
