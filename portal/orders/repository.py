"""Queries of the orders domain."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.db import session
from portal.core.paging import Page, paged
from portal.kit.text import fold
from portal.orders.models import OPEN, ServiceOrder
from portal.orders.schemas import OrderFilter
from portal.quotations.models import Quotation


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def order(order_id: int, *, lock: bool = False) -> ServiceOrder | None:
    """One order with steps and documents; ``lock`` holds its row, read anew, until the end."""
    query = select(ServiceOrder).where(ServiceOrder.id == order_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def of_quotation(quotation_id: int, *, lock: bool = False) -> list[ServiceOrder]:
    """The orders of a quotation in the order of their lines and units."""
    query = (
        select(ServiceOrder)
        .where(ServiceOrder.quotation_id == quotation_id)
        .order_by(ServiceOrder.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session().scalars(query))


def lock_quotation(quotation_id: int) -> None:
    """Hold a quotation's row until the end, so that it is invoiced by one at a time."""
    session().scalar(select(Quotation.id).where(Quotation.id == quotation_id).with_for_update())


def waiting_for(*, company_id: int | None = None, worker_id: int | None = None) -> list[int]:
    """Ids of the orders that await information and are for this company or worker."""
    query = select(ServiceOrder.id).where(ServiceOrder.status == "awaiting_information")
    if company_id is not None:
        query = query.where(ServiceOrder.company_id == company_id)
    if worker_id is not None:
        query = query.where(ServiceOrder.worker_id == worker_id)
    return list(session().scalars(query.order_by(ServiceOrder.id)))


def filtered(asked: OrderFilter, created: tuple[datetime | None, datetime | None]) -> Select[Any]:
    """The orders of a filter; ``created`` is a half-open span of moments."""
    columns: dict[str, Any] = {
        "status": ServiceOrder.status,
        "company_id": ServiceOrder.company_id,
        "client_id": ServiceOrder.client_id,
        "service_definition_id": ServiceOrder.service_definition_id,
        "quotation_id": ServiceOrder.quotation_id,
        "priority": ServiceOrder.priority,
    }
    query = select(ServiceOrder)
    for name, column in columns.items():
        if (value := getattr(asked, name)) is not None:
            query = query.where(column == value)
    if asked.search and (wanted := fold(asked.search)):
        query = query.where(ServiceOrder.search_text.contains(wanted, autoescape=True))
    start, end = created
    if start is not None:
        query = query.where(ServiceOrder.created_at >= start)
    if end is not None:
        query = query.where(ServiceOrder.created_at < end)
    return query.order_by(ServiceOrder.id.desc())


_LISTED = (
    ServiceOrder.id,
    ServiceOrder.number,
    ServiceOrder.status,
    ServiceOrder.priority,
    ServiceOrder.client_id,
    ServiceOrder.company_id,
    ServiceOrder.worker_id,
    ServiceOrder.service_definition_id,
    ServiceOrder.service_name_ar,
    ServiceOrder.service_name_en,
    ServiceOrder.quotation_id,
    ServiceOrder.due_at,
    ServiceOrder.created_at,
    ServiceOrder.updated_at,
)


def listed(
    asked: OrderFilter,
    created: tuple[datetime | None, datetime | None],
    *,
    page: int,
    per_page: int,
) -> Page[Any]:
    """A page of orders as columns, with the names that a list shows beside them."""
    query = (
        filtered(asked, created)
        .join(Client, Client.id == ServiceOrder.client_id)
        .outerjoin(Company, Company.id == ServiceOrder.company_id)
        .outerjoin(Worker, Worker.id == ServiceOrder.worker_id)
        .with_only_columns(
            *_LISTED,
            Client.name_ar.label("client_ar"),
            Client.name_en.label("client_en"),
            Company.legal_name_ar.label("company_ar"),
            Company.legal_name_en.label("company_en"),
            Worker.name_ar.label("worker_ar"),
            Worker.name_en.label("worker_en"),
        )
    )
    return paged(query, page=page, per_page=per_page)


def counts() -> dict[str, int]:
    """How many orders stand in each open state."""
    rows = session().execute(
        select(ServiceOrder.status, func.count())
        .where(ServiceOrder.status.in_(OPEN))
        .group_by(ServiceOrder.status)
    )
    return {row[0]: row[1] for row in rows}


def desk(moment: datetime, day_end: datetime, month_start: datetime) -> Any:
    """What the dashboard counts, in one statement: see ``service.counts.OrderDesk``."""
    is_open = ServiceOrder.status.in_(OPEN)
    query = select(
        func.count().filter(is_open, ServiceOrder.due_at < moment).label("overdue"),
        func.count()
        .filter(is_open, ServiceOrder.due_at >= moment, ServiceOrder.due_at < day_end)
        .label("due_today"),
        func.count().filter(ServiceOrder.status == "awaiting_information").label("awaiting"),
        func.count().filter(is_open).label("open"),
        func.count()
        .filter(ServiceOrder.status == "completed", ServiceOrder.completed_at >= month_start)
        .label("completed"),
    ).select_from(ServiceOrder)
    return session().execute(query).one()


def due_first(before: datetime, limit: int) -> list[Any]:
    """Open orders whose active step is due before a moment, the most pressing first."""
    query = (
        select(
            *_LISTED,
            Client.name_ar.label("client_ar"),
            Client.name_en.label("client_en"),
        )
        .join(Client, Client.id == ServiceOrder.client_id)
        .where(ServiceOrder.status.in_(OPEN), ServiceOrder.due_at < before)
        .order_by(ServiceOrder.due_at, ServiceOrder.id)
        .limit(limit)
    )
    return list(session().execute(query))
