"""A token becomes an Actor with the few permissions of its link."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.accounts.models import Workspace
from portal.core import later
from portal.core.actor import Actor, ActorKind
from portal.core.db import enter_workspace, now
from portal.core.errors import NotFound
from portal.core.i18n import supported
from portal.core.secrets import fingerprint
from portal.links import repository
from portal.links.models import Link, LinkView

# The only word a holder keeps once the link has ended: asking for a new one.
RENEW = "links:renew"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
NameOf = Callable[[int, str], str]
_name_of: NameOf | None = None


def name_holders(name_of: NameOf) -> None:
    """Set who knows the name of a link's holder: ``name_of(client_id, locale)``."""
    global _name_of  # noqa: PLW0603 - one register of clients
    _name_of = name_of


@dataclass(frozen=True)
class OpenedLink:
    """A link somebody opened, as whom they act, and where."""

    link: Link
    actor: Actor
    workspace: Workspace

    @property
    def ended(self) -> str | None:
        """``expired``, ``revoked``, or None while the link works."""
        return self.link.ended


def open_link(
    token: str, purpose: str, *, ip: str | None, user_agent: str | None, locale: str | None
) -> OpenedLink:
    """The link of ``token`` and its holder's Actor; the session enters the link's workspace.

    Raises ``NotFound`` for an unknown token. An ended link opens too, so that the page can explain
    itself, but its holder may only ask for a new one (``RENEW``).
    """
    if not _TOKEN.fullmatch(token):
        raise NotFound
    found = repository.by_hash(fingerprint(token), purpose)
    if found is None:
        raise NotFound
    link, workspace = found
    enter_workspace(link.workspace_id)
    language = supported(locale) or supported(link.locale) or "ar"
    known = link.client_id is not None and _name_of is not None
    words = [RENEW] if link.ended else [*link.permissions, RENEW]
    actor = Actor(
        kind=ActorKind.LINK,
        workspace_id=link.workspace_id,
        permissions=frozenset(words),
        identity=link.id,
        display_name=_name_of(link.client_id, language) if known else "",  # type: ignore[misc, arg-type]
        client_id=link.client_id,
        subject=link.subject,
        locale=language,
        zone=ZoneInfo(workspace.timezone),
        ip=ip,
        user_agent=user_agent,
    )
    return OpenedLink(link, actor, workspace)


def note_view(opened: OpenedLink) -> None:
    """Log the opening a little later: the GET itself writes nothing."""
    actor = opened.actor
    view = LinkView(
        workspace_id=actor.workspace_id,
        link_id=opened.link.id,
        at=now(),
        ip=actor.ip,
        user_agent=actor.user_agent,
    )
    later.note(actor.workspace_id, lambda: repository.log_view(view))
