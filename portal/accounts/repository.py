"""Queries of the accounts domain."""

from datetime import datetime

from sqlalchemy import select, update

from portal.accounts.models import ApiKey, LegalEntity, StaffMember, User, Workspace
from portal.core.audit import AuditEntry
from portal.core.db import UNSCOPED, session
from portal.core.paging import Page, paged


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def workspace(workspace_id: int) -> Workspace | None:
    """A workspace by id."""
    return session().get(Workspace, workspace_id)


def workspace_by_slug(slug: str) -> Workspace | None:
    """A workspace by its slug: one of the look-ups before a workspace is known."""
    return session().scalar(select(Workspace).where(Workspace.slug == slug))


def first_workspace() -> Workspace | None:
    """Any workspace; None in an empty database."""
    return session().scalar(select(Workspace).order_by(Workspace.id).limit(1))


def user_by_email(email: str) -> User | None:
    """A user by e-mail address (kept in lower case)."""
    return session().scalar(select(User).where(User.email == email.lower()))


def memberships(user_id: int) -> list[tuple[StaffMember, Workspace]]:
    """The workspaces a user works for: a look-up before a workspace is known."""
    rows = session().execute(
        select(StaffMember, Workspace)
        .join(Workspace, Workspace.id == StaffMember.workspace_id)
        .where(StaffMember.user_id == user_id, StaffMember.is_active)
        .order_by(StaffMember.id)
        .execution_options(**UNSCOPED)
    )
    return [(row[0], row[1]) for row in rows]


def membership(user_id: int, workspace_id: int) -> tuple[StaffMember, Workspace] | None:
    """One membership with its user and workspace, active or not; before the session is bound."""
    row = (
        session()
        .execute(
            select(StaffMember, Workspace)
            .join(Workspace, Workspace.id == StaffMember.workspace_id)
            .where(StaffMember.user_id == user_id, StaffMember.workspace_id == workspace_id)
            .execution_options(**UNSCOPED)
        )
        .one_or_none()
    )
    return (row[0], row[1]) if row else None


def staff() -> list[StaffMember]:
    """The workspace's staff, with their users."""
    return list(session().scalars(select(StaffMember).order_by(StaffMember.id)))


def staff_member(staff_id: int) -> StaffMember | None:
    """One member of the workspace's staff."""
    return session().scalar(select(StaffMember).where(StaffMember.id == staff_id))


def active_owners(*, lock: bool = False) -> list[StaffMember]:
    """The owners who may come in; ``lock`` holds them, so that two cannot leave at once."""
    query = (
        select(StaffMember)
        .where(StaffMember.role == "owner", StaffMember.is_active)
        .order_by(StaffMember.id)
    )
    return list(session().scalars(query.with_for_update(of=StaffMember) if lock else query))


def audit_entries(
    *, subject_type: str, actor_name: str, page: int, per_page: int
) -> Page[AuditEntry]:
    """A page of the workspace's audit log, newest first; empty filters mean everything."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc())
    if subject_type:
        query = query.where(AuditEntry.subject_type == subject_type)
    if actor_name:
        query = query.where(AuditEntry.actor_name == actor_name)
    return paged(query, page=page, per_page=per_page, scalars=True)


def audit_subject_types() -> list[str]:
    """The kinds of subject the audit log holds."""
    query = select(AuditEntry.subject_type).distinct().order_by(AuditEntry.subject_type)
    return list(session().scalars(query))


def audit_actor_names(limit: int = 200) -> list[str]:
    """The names of those who act in the audit log, at most ``limit`` of them."""
    query = (
        select(AuditEntry.actor_name)
        .where(AuditEntry.actor_name != "")
        .distinct()
        .order_by(AuditEntry.actor_name)
        .limit(limit)
    )
    return list(session().scalars(query))


def legal_entities() -> list[LegalEntity]:
    """The workspace's legal entities, the default one first."""
    return list(
        session().scalars(
            select(LegalEntity).order_by(LegalEntity.is_default.desc(), LegalEntity.id)
        )
    )


def legal_entity(entity_id: int, *, lock: bool = False) -> LegalEntity | None:
    """One legal entity; ``lock`` holds it until the end of the transaction."""
    query = select(LegalEntity).where(LegalEntity.id == entity_id)
    return session().scalar(query.with_for_update() if lock else query)


def key_by_hash(secret_hash: str) -> tuple[ApiKey, Workspace] | None:
    """An API key by the hash of its secret: a look-up before a workspace is known."""
    row = (
        session()
        .execute(
            select(ApiKey, Workspace)
            .join(Workspace, Workspace.id == ApiKey.workspace_id)
            .where(ApiKey.secret_hash == secret_hash)
            .execution_options(**UNSCOPED)
        )
        .one_or_none()
    )
    return (row[0], row[1]) if row else None


def keys() -> list[ApiKey]:
    """The workspace's API keys, newest first."""
    return list(session().scalars(select(ApiKey).order_by(ApiKey.id.desc())))


def key_by_prefix(prefix: str, *, anywhere: bool = False) -> ApiKey | None:
    """A key by what the list shows of it; ``anywhere`` is for the operator's command line."""
    query = select(ApiKey).where(ApiKey.prefix == prefix)
    return session().scalar(query.execution_options(**UNSCOPED) if anywhere else query)


def stamp_key(key_id: int, at: datetime, ip: str) -> None:
    """Note a key's last use, without loading it; outside any workspace."""
    session().execute(
        update(ApiKey)
        .where(ApiKey.id == key_id)
        .values(last_used_at=at, last_used_ip=ip, updated_at=ApiKey.updated_at)
        .execution_options(**UNSCOPED, synchronize_session=False)
    )
