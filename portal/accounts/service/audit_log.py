"""The audit log as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts import repository
from portal.core import audit
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.i18n import lazy_gettext
from portal.core.paging import Page

audit.describe(
    {
        "workspace.updated": lazy_gettext("Workspace settings changed"),
        "legal_entity.created": lazy_gettext("Legal entity added"),
        "legal_entity.updated": lazy_gettext("Legal entity changed"),
        "legal_entity.logo_changed": lazy_gettext("Logo changed"),
        "staff.added": lazy_gettext("Staff member added"),
        "staff.changed": lazy_gettext("Role or job title changed"),
        "staff.deactivated": lazy_gettext("Access taken away"),
        "staff.reactivated": lazy_gettext("Access given back"),
        "staff.signed_in": lazy_gettext("Signed in"),
        "api_key.minted": lazy_gettext("API key created"),
        "api_key.revoked": lazy_gettext("API key revoked"),
    }
)


@dataclass(frozen=True)
class Change:
    """One field of an entry, before and after; either may be absent."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class LogEntry:
    """An audit entry as the log shows it."""

    id: int
    at: datetime
    verb: str
    label: str
    subject_type: str
    subject_id: int
    actor_kind: str
    actor_name: str
    ip: str | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class LogFilters:
    """What the log can be narrowed to."""

    subject_types: Sequence[str]
    actors: Sequence[str]


def audit_log(
    actor: Actor, *, subject_type: str = "", actor_name: str = "", page: int = 1, per_page: int = 50
) -> Page[LogEntry]:
    """Who did what, newest first; empty filters mean everything."""
    actor.require("audit:read")
    found = repository.audit_entries(
        subject_type=subject_type, actor_name=actor_name, page=page, per_page=per_page
    )
    return Page([_entry(row) for row in found.rows], found.total, found.page, found.per_page)


def audit_filters(actor: Actor) -> LogFilters:
    """The kinds of subject and the names of actors that the log holds."""
    actor.require("audit:read")
    return LogFilters(repository.audit_subject_types(), repository.audit_actor_names())


def _entry(row: AuditEntry) -> LogEntry:
    before, after = row.before or {}, row.after or {}
    fields = [*before, *(name for name in after if name not in before)]
    return LogEntry(
        id=row.id,
        at=row.created_at,
        verb=row.verb,
        label=audit.label(row.verb),
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        actor_kind=row.actor_kind,
        actor_name=row.actor_name,
        ip=row.ip,
        changes=[Change(name, before.get(name), after.get(name)) for name in fields],
    )
