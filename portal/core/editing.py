"""Two people editing at once: the second is told what the first changed, and nothing is lost.

A form carries the ``lock_version`` it was opened with; audit entries carry it too, so what was
changed since can be told field by field.
"""

from typing import Any

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.audit import AuditEntry, record
from portal.core.db import Versioned, now, session
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext

VERSION = "lock_version"


def check_version(row: Versioned, subject: tuple[str, int], lock_version: int | None) -> None:
    """Raise ``Conflict`` ``edited_meanwhile`` unless ``lock_version`` is the row's own (or None).

    ``details`` hold the current ``lock_version`` and ``changes``: one ``{field, before, after,
    by}`` for each field that somebody changed since.
    """
    if lock_version is None or row.lock_version == lock_version:
        return
    raise Conflict(
        lazy_gettext("Somebody else changed this record while you were editing it."),
        code="edited_meanwhile",
        details={
            VERSION: row.lock_version,
            "changes": changes_since(subject, lock_version),
        },
    )


def changes_since(subject: tuple[str, int], lock_version: int) -> list[dict[str, Any]]:
    """What was changed on ``subject`` since the version ``lock_version``, one entry per field."""
    entries = session().scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject[0], AuditEntry.subject_id == subject[1])
        .order_by(AuditEntry.id.desc())
        .limit(50)
    )
    changes: dict[str, dict[str, Any]] = {}
    for entry in entries:
        before, after = entry.before or {}, entry.after or {}
        if before.get(VERSION) is None or before[VERSION] < lock_version:
            continue
        for field in {*before, *after} - {VERSION}:
            newest = changes.setdefault(
                field, {"field": field, "after": after.get(field), "by": entry.actor_name}
            )
            newest["before"] = before.get(field)
    return [change for _, change in sorted(changes.items()) if change["before"] != change["after"]]


def record_update(
    actor: Actor,
    verb: str,
    subject: tuple[str, int],
    row: Versioned,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Save the change of a versioned row and write its audit entry, with both versions.

    The row's version grows even when only what hangs on it (contacts, lines) was changed.
    """
    old = row.lock_version
    row.updated_at = now()  # type: ignore[attr-defined]
    session().flush()
    record(
        actor,
        verb,
        *subject,
        before={**before, VERSION: old},
        after={**after, VERSION: row.lock_version},
    )


def public_changes(values: dict[str, Any] | None) -> dict[str, Any]:
    """An audit entry's fields without the version, for a timeline."""
    return {field: value for field, value in (values or {}).items() if field != VERSION}
