"""Queries of the links domain."""

from datetime import datetime

from sqlalchemy import select, update

from portal.accounts.models import Workspace
from portal.core.db import UNSCOPED, session
from portal.links.models import Link, LinkView, OneTimeCode


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def by_hash(token_hash: str, purpose: str) -> tuple[Link, Workspace] | None:
    """A link by the hash of its token: a look-up before a workspace is known."""
    row = (
        session()
        .execute(
            select(Link, Workspace)
            .join(Workspace, Workspace.id == Link.workspace_id)
            .where(Link.token_hash == token_hash, Link.purpose == purpose)
            .execution_options(**UNSCOPED)
        )
        .one_or_none()
    )
    return (row[0], row[1]) if row else None


def link(link_id: int) -> Link | None:
    """A link of this workspace by id."""
    return session().scalar(select(Link).where(Link.id == link_id))


def current(subject: tuple[str, int], purpose: str) -> Link | None:
    """The newest link of a subject that is not revoked."""
    return session().scalar(
        select(Link)
        .where(
            Link.subject_type == subject[0],
            Link.subject_id == subject[1],
            Link.purpose == purpose,
            Link.revoked_at.is_(None),
        )
        .order_by(Link.id.desc())
        .limit(1)
    )


def views(link_id: int, limit: int) -> list[LinkView]:
    """The latest openings of a link, newest first."""
    return list(
        session().scalars(
            select(LinkView)
            .where(LinkView.link_id == link_id)
            .order_by(LinkView.id.desc())
            .limit(limit)
        )
    )


def log_view(view: LinkView) -> None:
    """Write an opening and count it on its link."""
    session().add(view)
    session().execute(
        update(Link)
        .where(Link.id == view.link_id)
        .values(view_count=Link.view_count + 1, last_viewed_at=view.at, updated_at=Link.updated_at)
        .execution_options(synchronize_session=False)
    )


def code(code_id: int) -> OneTimeCode | None:
    """A one-time code of this workspace by id."""
    return session().scalar(select(OneTimeCode).where(OneTimeCode.id == code_id))


def latest_codes(subject: tuple[str, int], purpose: str, at: datetime) -> list[OneTimeCode]:
    """The newest batch of codes for a subject and purpose, while unused and not yet expired.

    The rows are locked, so that one code serves one of two requests at once.
    """
    rows = list(
        session().scalars(
            select(OneTimeCode)
            .where(
                OneTimeCode.subject_type == subject[0],
                OneTimeCode.subject_id == subject[1],
                OneTimeCode.purpose == purpose,
            )
            .order_by(OneTimeCode.id.desc())
            .limit(20)
            .with_for_update()
        )
    )
    batch = [row for row in rows if row.batch == rows[0].batch]
    alive = all(row.used_at is None and row.expires_at > at for row in batch)
    return batch if alive else []
