"""What the operator's command line and the house itself need beside the doors."""

from dataclasses import replace

from portal.accounts import repository
from portal.accounts.models import Workspace
from portal.accounts.service.keys import revoke
from portal.core import later
from portal.core.actor import Actor, system_actor
from portal.core.db import enter_workspace, now
from portal.core.errors import NotFound
from portal.core.i18n import supported


def workspace_by_slug(slug: str) -> Workspace:
    """A workspace by its slug. Raises ``NotFound``."""
    workspace = repository.workspace_by_slug(slug)
    if workspace is None:
        raise NotFound
    return workspace


def workspace_exists(slug: str) -> bool:
    """Whether there is a workspace with this slug."""
    return repository.workspace_by_slug(slug) is not None


def demo_exists() -> bool:
    """Whether the database holds any workspace at all."""
    return repository.first_workspace() is not None


def owner_actor(workspace: Workspace, *, name: str = "portal") -> Actor:
    """The operator acting for a workspace from the command line, and bind the session to it."""
    enter_workspace(workspace.id)
    actor = system_actor(workspace.id, locale=supported(workspace.default_locale) or "ar")
    return replace(actor, display_name=name)


def revoke_anywhere(prefix: str) -> None:
    """Revoke a key by its first characters, whichever workspace it belongs to."""
    key = repository.key_by_prefix(prefix, anywhere=True)
    workspace = repository.workspace(key.workspace_id) if key else None
    if workspace is None:
        raise NotFound
    revoke(owner_actor(workspace), prefix)


def note_key_use(actor: Actor) -> None:
    """Stamp a key's last use a little later, so that a GET writes nothing."""
    key_id, at, ip = actor.identity, now(), actor.ip or ""
    if key_id is not None:
        later.note(None, lambda: repository.stamp_key(key_id, at, ip))
