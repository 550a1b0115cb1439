"""Queries of the quotations domain."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import lazyload

from portal.accounts.models import Workspace
from portal.clients.models import Client
from portal.core.db import UNSCOPED, session
from portal.core.paging import Page, paged
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationComment,
    QuotationStatus,
    QuotationVersion,
)


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def flush() -> None:
    """Write what changed, so that ids and the lock version are known."""
    session().flush()


def head(quotation_id: int, *, lock: bool = False) -> Quotation | None:
    """A quotation; ``lock`` holds it until the end of the transaction and reads it afresh."""
    query = select(Quotation).where(Quotation.id == quotation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def version(quotation_id: int, number: int) -> QuotationVersion | None:
    """One version of a quotation, with its lines."""
    return session().scalar(
        select(QuotationVersion).where(
            QuotationVersion.quotation_id == quotation_id, QuotationVersion.version == number
        )
    )


def version_by_id(version_id: int) -> QuotationVersion | None:
    """A version by its own id."""
    return session().scalar(select(QuotationVersion).where(QuotationVersion.id == version_id))


def versions(quotation_id: int) -> list[QuotationVersion]:
    """All versions of a quotation, newest first."""
    return list(
        session().scalars(
            select(QuotationVersion)
            .where(QuotationVersion.quotation_id == quotation_id)
            .order_by(QuotationVersion.version.desc())
        )
    )


def delete(row: object) -> None:
    """Delete a row and flush."""
    session().delete(row)
    session().flush()


def acceptance(quotation_id: int) -> Acceptance | None:
    """The acceptance that stands."""
    return session().scalar(
        select(Acceptance).where(
            Acceptance.quotation_id == quotation_id, Acceptance.undone_at.is_(None)
        )
    )


def acceptances(quotation_id: int) -> list[Acceptance]:
    """Every acceptance there ever was, newest first."""
    return list(
        session().scalars(
            select(Acceptance)
            .where(Acceptance.quotation_id == quotation_id)
            .order_by(Acceptance.id.desc())
        )
    )


def comments(quotation_id: int) -> list[QuotationComment]:
    """The thread, oldest first."""
    return list(
        session().scalars(
            select(QuotationComment)
            .where(QuotationComment.quotation_id == quotation_id)
            .order_by(QuotationComment.id)
        )
    )


def comment(quotation_id: int, comment_id: int) -> QuotationComment | None:
    """One entry of a quotation's thread."""
    return session().scalar(
        select(QuotationComment).where(
            QuotationComment.quotation_id == quotation_id, QuotationComment.id == comment_id
        )
    )


def mark_viewed(quotation_id: int, at: Any) -> bool:
    """Turn ``sent`` into ``viewed`` without touching the lock version: no edit is disturbed."""
    result = session().execute(
        update(Quotation)
        .where(Quotation.id == quotation_id, Quotation.status == QuotationStatus.SENT)
        .values(status=QuotationStatus.VIEWED, viewed_at=at, updated_at=Quotation.updated_at)
        .returning(Quotation.id)
        .execution_options(synchronize_session=False)
    )
    changed = result.scalar_one_or_none() is not None
    if changed:
        row = session().get(Quotation, quotation_id)
        if row is not None:
            session().refresh(row, ["status", "viewed_at"])
    return changed


_LIST_COLUMNS = (
    Quotation.id,
    Quotation.number,
    Quotation.status,
    Quotation.client_id,
    Quotation.company_id,
    Quotation.legal_entity_id,
    Quotation.current_version,
    Quotation.newest_version,
    Quotation.language,
    Quotation.currency,
    Quotation.valid_until,
    Quotation.external_reference,
    Quotation.subtotal,
    Quotation.discount_total,
    Quotation.government_fees,
    Quotation.tax_total,
    Quotation.total,
    Quotation.order_ids,
    Quotation.created_by,
    Quotation.sent_at,
    Quotation.accepted_at,
    Quotation.created_at,
    Quotation.updated_at,
    Client.name_ar.label("client_name_ar"),
    Client.name_en.label("client_name_en"),
)


def _in_state(query: Select[Any], status: str, today: date) -> Select[Any]:
    waiting = Quotation.status.in_(QuotationStatus.OPEN)
    if status == QuotationStatus.EXPIRED:
        late = and_(waiting, Quotation.valid_until < today)
        return query.where(or_(Quotation.status == status, late))
    query = query.where(Quotation.status == status)
    if status in QuotationStatus.OPEN:
        return query.where(Quotation.valid_until >= today)
    return query


def listed(
    *,
    today: date,
    search: str,
    status: str | None,
    client_id: int | None,
    external_reference: str | None,
    page: int,
    per_page: int,
) -> Page[Any]:
    """A page of quotations as columns, newest first, with the client's names."""
    query: Any = (
        select(*_LIST_COLUMNS)
        .join(Client, Client.id == Quotation.client_id)
        .order_by(Quotation.id.desc())
    )
    for word in search.split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = query.where(Quotation.search_text.like(f"%{escaped}%", escape="\\"))
    if status:
        query = _in_state(query, status, today)
    if client_id is not None:
        query = query.where(Quotation.client_id == client_id)
    if external_reference:
        query = query.where(Quotation.external_reference == external_reference)
    return paged(query, page=page, per_page=per_page)


def overdue_anywhere(day: date) -> Sequence[tuple[int, int]]:
    """(workspace, quotation) of every open quotation valid only before ``day``: for the sweep."""
    rows = session().execute(
        select(Quotation.workspace_id, Quotation.id)
        .where(Quotation.status.in_(QuotationStatus.OPEN), Quotation.valid_until < day)
        .order_by(Quotation.workspace_id, Quotation.id)
        .execution_options(**UNSCOPED)
    )
    return [(row[0], row[1]) for row in rows]


def version_by_code(number: str, code: str) -> tuple[Quotation, QuotationVersion] | None:
    """A sent version by number and code of its paper: before a workspace is known."""
    row = (
        session()
        .execute(
            select(Quotation, QuotationVersion)
            .join(QuotationVersion, QuotationVersion.quotation_id == Quotation.id)
            .options(lazyload(QuotationVersion.lines))
            .where(
                Quotation.number == number,
                QuotationVersion.verify_code == code,
                QuotationVersion.sent_at.is_not(None),
            )
            .execution_options(**UNSCOPED)
        )
        .first()
    )
    return (row[0], row[1]) if row else None


def acceptance_by_code(
    number: str, code: str
) -> tuple[Quotation, Acceptance, dict[str, Any], str] | None:
    """An acceptance by number and code of its certificate, with the accepted snapshot and zone."""
    row = (
        session()
        .execute(
            select(Quotation, Acceptance, QuotationVersion.snapshot, Workspace.timezone)
            .join(Acceptance, Acceptance.quotation_id == Quotation.id)
            .join(QuotationVersion, QuotationVersion.id == Acceptance.version_id)
            .join(Workspace, Workspace.id == Quotation.workspace_id)
            .where(Quotation.number == number, Acceptance.verify_code == code)
            .execution_options(**UNSCOPED)
        )
        .first()
    )
    return (row[0], row[1], row[2] or {}, row[3]) if row else None


def desk(today: date, soon: date, month_start: datetime, currency: str) -> Any:
    """What the dashboard counts, in one statement: see ``service.counts.QuotationDesk``."""
    waiting = and_(Quotation.status.in_(QuotationStatus.OPEN), Quotation.valid_until >= today)
    agreed = and_(
        Quotation.status.in_(QuotationStatus.AGREED), Quotation.accepted_at >= month_start
    )
    ours = Quotation.currency == currency
    query = select(
        func.count().filter(Quotation.status == QuotationStatus.DRAFT).label("drafts"),
        func.count().filter(waiting).label("waiting"),
        func.count().filter(waiting, Quotation.valid_until <= soon).label("expiring"),
        func.sum(Quotation.total).filter(waiting, ours).label("waiting_total"),
        func.count().filter(agreed).label("accepted"),
        func.sum(Quotation.total).filter(agreed, ours).label("accepted_total"),
    ).select_from(Quotation)
    return session().execute(query).one()


def expiring_first(today: date, soon: date, limit: int) -> list[Any]:
    """Quotations waiting for an answer that end by ``soon``, the next to end first."""
    query = (
        select(
            Quotation.id,
            Quotation.number,
            Quotation.status,
            Quotation.total,
            Quotation.currency,
            Quotation.valid_until,
            Client.name_ar.label("client_ar"),
            Client.name_en.label("client_en"),
        )
        .join(Client, Client.id == Quotation.client_id)
        .where(
            Quotation.status.in_(QuotationStatus.OPEN),
            Quotation.valid_until >= today,
            Quotation.valid_until <= soon,
        )
        .order_by(Quotation.valid_until, Quotation.id)
        .limit(limit)
    )
    return list(session().execute(query))
