"""Who is doing something, and through which door.

Each door authenticates and builds one Actor; services take it as their first argument, so a page,
an API call, a public link and a job go through the same rules.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.core.errors import Forbidden
from portal.core.i18n import DEFAULT_LOCALE, Locale, lazy_gettext


class ActorKind(StrEnum):
    """The doors."""

    STAFF = "staff"
    CLIENT = "client"
    VENDOR = "vendor"
    API_KEY = "api_key"
    LINK = "link"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """The acting party of one request or job.

    ``identity`` is the id of the staff member, API key, link or portal identity by ``kind``;
    ``subject`` is what a link is for, as ``(subject_type, subject_id)``.
    """

    kind: ActorKind
    workspace_id: int
    permissions: frozenset[str] = frozenset()
    identity: int | None = None
    display_name: str = ""
    role: str | None = None
    legal_entity_id: int | None = None
    client_id: int | None = None
    subject: tuple[str, int] | None = None
    locale: Locale = DEFAULT_LOCALE
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Riyadh"))
    ip: str | None = None
    user_agent: str | None = None

    def can(self, permission: str) -> bool:
        """Whether the actor holds ``permission`` (the API's scope words, e.g. ``orders:write``)."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise ``Forbidden`` (code ``insufficient_scope`` for keys) unless ``can(permission)``."""
        if self.can(permission):
            return
        if self.kind is ActorKind.API_KEY:
            raise Forbidden(
                lazy_gettext("The API key does not have the required scope."),
                code="insufficient_scope",
                details={"required_scope": permission},
            )
        raise Forbidden

    def speaking(self, locale: Locale) -> "Actor":
        """The same actor in another language."""
        return replace(self, locale=locale)


def system_actor(workspace_id: int, *, locale: Locale = DEFAULT_LOCALE) -> Actor:
    """The house itself: jobs and consequences that no person asked for directly."""
    return Actor(
        kind=ActorKind.SYSTEM, workspace_id=workspace_id, permissions=ALL_POWERS, locale=locale
    )


class _Everything(frozenset[str]):
    """A permission set that contains every word."""

    def __contains__(self, item: object) -> bool:
        return True


ALL_POWERS: frozenset[str] = _Everything()
