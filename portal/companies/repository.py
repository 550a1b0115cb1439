"""Queries of the companies domain."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.db import session
from portal.core.paging import Page, paged
from portal.kit.text import fold


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def _matching(column: Any, search: str | None) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in fold(search or "").split()]


def company(company_id: int, *, lock: bool = False) -> Company | None:
    """A company; ``lock`` holds its row until the end of the transaction and reads it anew."""
    query = select(Company).where(Company.id == company_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def companies(ids: Iterable[int]) -> list[Company]:
    """Several companies at once."""
    return list(session().scalars(select(Company).where(Company.id.in_(set(ids)))))


def listed(
    client_id: int | None, search: str | None, status: str | None, page: int, per_page: int
) -> Page[Company]:
    """A page of companies, newest first."""
    query = select(Company).where(*_matching(Company.search_text, search))
    if client_id is not None:
        query = query.where(Company.client_id == client_id)
    if status:
        query = query.where(Company.status == status)
    return paged(query.order_by(Company.id.desc()), page=page, per_page=per_page, scalars=True)


def listed_with_clients(
    search: str | None, status: str | None, page: int, per_page: int
) -> Page[Any]:
    """A page of (company, its client's Arabic name, English name), newest first."""
    query: Any = (
        select(Company, Client.name_ar, Client.name_en)
        .join(Client, Client.id == Company.client_id)
        .order_by(Company.id.desc())
    )
    for word in fold(search or "").split():
        query = query.where(
            Company.search_text.contains(word, autoescape=True)
            | Client.search_text.contains(word, autoescape=True)
        )
    if status:
        query = query.where(Company.status == status)
    return paged(query, page=page, per_page=per_page)


def twin(
    registration: str | None, vat_number: str | None, but: int | None, *, vat_but: int | None
) -> Company | None:
    """Another company with the same registration or VAT number.

    ``vat_but`` is a client whose companies may share the VAT number (a branch has its owner's).
    """
    same: list[ColumnElement[bool]] = []
    if registration:
        same.append(Company.commercial_registration == registration)
    if vat_number:
        shared = Company.vat_number == vat_number
        same.append(shared if vat_but is None else shared & (Company.client_id != vat_but))
    if not same:
        return None
    query = select(Company).where(or_(*same)).limit(1)
    return session().scalar(query.where(Company.id != but) if but else query)


def worker(worker_id: int, *, lock: bool = False) -> Worker | None:
    """A worker; ``lock`` holds the row until the end of the transaction and reads it anew."""
    query = select(Worker).where(Worker.id == worker_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def workers_by_id(ids: Iterable[int]) -> list[Worker]:
    """Several workers at once."""
    return list(session().scalars(select(Worker).where(Worker.id.in_(set(ids)))))


def workers(
    company_id: int, search: str | None, active: bool | None, page: int, per_page: int
) -> Page[Worker]:
    """A page of a company's workers, those who left at the end."""
    query = select(Worker).where(
        Worker.company_id == company_id, *_matching(Worker.search_text, search)
    )
    if active is not None:
        query = query.where(Worker.is_active.is_(active))
    query = query.order_by(Worker.is_active.desc(), Worker.id)
    return paged(query, page=page, per_page=per_page, scalars=True)


def active_workers(company_id: int) -> list[Worker]:
    """The workers who are with a company now."""
    query = select(Worker).where(Worker.company_id == company_id, Worker.is_active)
    return list(session().scalars(query.order_by(Worker.id)))


def worker_twin(identity_number: str, but: int | None) -> Worker | None:
    """Another active worker with the same identity number."""
    query = select(Worker).where(Worker.identity_number == identity_number, Worker.is_active)
    return session().scalar((query.where(Worker.id != but) if but else query).limit(1))
