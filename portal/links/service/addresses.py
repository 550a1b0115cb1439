"""Making, showing, extending and revoking public addresses.

Whether the actor may do so is the business of the domain that owns the subject.
"""

from collections.abc import Sequence
from datetime import datetime

from portal.core import audit, site
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext
from portal.core.secrets import derive_token, fingerprint, new_nonce
from portal.links import repository
from portal.links.models import Link, LinkView

PATHS = {"quotation": "/q/", "invoice": "/i/"}

audit.describe(
    {
        "link.created": lazy_gettext("Link created"),
        "link.extended": lazy_gettext("Link extended"),
        "link.revoked": lazy_gettext("Link revoked"),
    }
)


def create(
    actor: Actor,
    *,
    purpose: str,
    subject: tuple[str, int],
    client_id: int | None,
    expires_at: datetime | None,
    permissions: Sequence[str],
    locale: str,
) -> Link:
    """A new address of ``PATHS[purpose]`` for ``subject``; its holder gets ``permissions``.

    ``expires_at`` is an instant in UTC, None for no end.
    """
    if purpose not in PATHS:
        raise ValueError(f"no path is known for {purpose!r}")
    nonce = new_nonce()
    link = Link(
        workspace_id=actor.workspace_id,
        purpose=purpose,
        subject_type=subject[0],
        subject_id=subject[1],
        client_id=client_id,
        nonce=nonce,
        token_hash=fingerprint(derive_token("link", nonce)),
        permissions=sorted(set(permissions)),
        locale=locale,
        expires_at=expires_at,
    )
    repository.add(link)
    audit.record(
        actor, "link.created", *subject, after={"link_id": link.id, "expires_at": expires_at}
    )
    return link


def get(link_id: int) -> Link:
    """A link of the workspace. Raises ``NotFound``."""
    link = repository.link(link_id)
    if link is None:
        raise NotFound
    return link


def token(link: Link) -> str:
    """The link's token, derived anew: it is stored nowhere."""
    return derive_token("link", link.nonce)


def path(link: Link) -> str:
    """The path of the public page, such as ``/q/<token>``."""
    return f"{PATHS[link.purpose]}{token(link)}"


def url(link: Link) -> str:
    """The whole address, as the world reaches this installation."""
    return site.url(path(link))


def current(subject: tuple[str, int], purpose: str) -> Link | None:
    """The newest link of ``subject`` that is not revoked; it may have expired (``link.ended``)."""
    return repository.current(subject, purpose)


def extend(actor: Actor, link: Link, expires_at: datetime | None) -> Link:
    """Move the end of a link. Raises ``Conflict`` when it was revoked."""
    if link.revoked_at is not None:
        raise Conflict(lazy_gettext("This link was revoked."), details={"state": "revoked"})
    if link.expires_at != expires_at:
        before, link.expires_at = link.expires_at, expires_at
        audit.record(
            actor,
            "link.extended",
            *link.subject,
            before={"expires_at": before},
            after={"expires_at": expires_at},
        )
    return link


def revoke(actor: Actor, link: Link) -> Link:
    """End a link for good; revoking twice is once."""
    if link.revoked_at is None:
        link.revoked_at = now()
        audit.record(actor, "link.revoked", *link.subject, after={"link_id": link.id})
    return link


def views(link: Link, limit: int = 50) -> list[LinkView]:
    """The latest openings of a link, newest first."""
    return repository.views(link.id, limit)
