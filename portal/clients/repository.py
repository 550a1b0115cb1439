"""Queries of the clients domain."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import lazyload

from portal.clients.models import Client
from portal.core.db import session
from portal.core.paging import Page, paged
from portal.kit.text import fold


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def client(client_id: int, *, lock: bool = False) -> Client | None:
    """A client; ``lock`` holds its row until the end of the transaction and reads it anew."""
    query = select(Client).where(Client.id == client_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def clients(ids: Iterable[int]) -> list[Client]:
    """Several clients at once, without their contacts."""
    query = select(Client).where(Client.id.in_(set(ids))).options(lazyload(Client.contacts))
    return list(session().scalars(query))


def listed(
    search: str | None, kind: str | None, only: int | None, page: int, per_page: int
) -> Page[Client]:
    """A page of clients, newest first."""
    query = select(Client).order_by(Client.id.desc())
    for word in fold(search or "").split():
        query = query.where(Client.search_text.contains(word, autoescape=True))
    if kind:
        query = query.where(Client.kind == kind)
    if only is not None:
        query = query.where(Client.id == only)
    return paged(query, page=page, per_page=per_page, scalars=True)


def twin(vat_number: str | None, reference: str | None, but: int | None) -> Client | None:
    """Another client with the same VAT number or external reference."""
    same = []
    if vat_number:
        same.append(Client.vat_number == vat_number)
    if reference:
        same.append(Client.external_reference == reference)
    if not same:
        return None
    query = select(Client).where(or_(*same)).limit(1)
    return session().scalar(query.where(Client.id != but) if but else query)
