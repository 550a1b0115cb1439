"""Queries of the catalogue domain."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from portal.catalog.models import ServiceDefinition, ServiceFee
from portal.core.db import session
from portal.core.paging import Page, paged
from portal.kit.text import fold

_COLUMNS: Any = select(
    ServiceDefinition.id,
    ServiceDefinition.code,
    ServiceDefinition.name_ar,
    ServiceDefinition.name_en,
    ServiceDefinition.description_ar,
    ServiceDefinition.description_en,
    ServiceDefinition.category,
    ServiceDefinition.category_ar,
    ServiceDefinition.category_en,
    ServiceDefinition.unit_price,
    ServiceDefinition.tax_category,
    ServiceDefinition.tax_reason,
    ServiceDefinition.starts_at_price,
    ServiceDefinition.requires_company,
    ServiceDefinition.requires_worker,
    ServiceDefinition.document_type,
    ServiceDefinition.status,
).order_by(ServiceDefinition.category, ServiceDefinition.code)


def add(row: ServiceDefinition) -> None:
    """Add a service and flush, so that it has an id."""
    session().add(row)
    session().flush()


def flush() -> None:
    """Send what changed, so that rows taken away are gone before others take their keys."""
    session().flush()


def service(service_id: int) -> ServiceDefinition | None:
    """One service with fees and steps."""
    return session().scalar(select(ServiceDefinition).where(ServiceDefinition.id == service_id))


def services(ids: Iterable[int], *, status: str | None) -> list[ServiceDefinition]:
    """Several services with fees and steps: three statements."""
    query = select(ServiceDefinition).where(ServiceDefinition.id.in_(set(ids)))
    if status is not None:
        query = query.where(ServiceDefinition.status == status)
    return list(session().scalars(query))


def code_taken(code: str, besides: int | None) -> bool:
    """Whether another service of the workspace has ``code``."""
    query = select(ServiceDefinition.id).where(
        ServiceDefinition.code == code, ServiceDefinition.id != (besides or 0)
    )
    return session().scalar(query.limit(1)) is not None


def categories() -> list[tuple[str, str, str]]:
    """Key, Arabic and English name of every category in use."""
    query = (
        select(
            ServiceDefinition.category,
            func.min(ServiceDefinition.category_ar),
            func.min(ServiceDefinition.category_en),
        )
        .group_by(ServiceDefinition.category)
        .order_by(ServiceDefinition.category)
    )
    return [(row[0], row[1], row[2]) for row in session().execute(query)]


def counts() -> dict[str, int]:
    """How many services there are in each status."""
    query = select(ServiceDefinition.status, func.count()).group_by(ServiceDefinition.status)
    return {row[0]: row[1] for row in session().execute(query)}


def page(
    *, search: str, status: str | None, category: str | None, page: int, per_page: int
) -> Page[Any]:
    """A page of columns, shelves together; ``search`` looks in both names and the code."""
    fees = (
        select(func.coalesce(func.sum(ServiceFee.amount), 0))
        .where(
            ServiceFee.workspace_id == ServiceDefinition.workspace_id,
            ServiceFee.service_definition_id == ServiceDefinition.id,
            ServiceFee.is_disbursement,
        )
        .correlate(ServiceDefinition)
        .scalar_subquery()
    )
    query: Select[Any] = _COLUMNS.add_columns(fees.label("government_fee"))
    for word in fold(search).split():
        query = query.where(ServiceDefinition.search_text.contains(word, autoescape=True))
    if status is not None:
        query = query.where(ServiceDefinition.status == status)
    if category:
        query = query.where(ServiceDefinition.category == category)
    return paged(query, page=page, per_page=per_page)
