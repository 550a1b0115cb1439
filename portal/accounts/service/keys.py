"""API keys: minted, shown once, checked on every call, revoked."""

import secrets
import string
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

from portal.accounts import repository
from portal.accounts.models import ApiKey, Workspace
from portal.core import audit
from portal.core.actor import Actor, ActorKind
from portal.core.db import now
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from portal.core.i18n import Locale, lazy_gettext
from portal.core.permissions import SCOPES
from portal.core.secrets import fingerprint

SECRET_LENGTH = 40
SHOWN = 17  # characters of a key that lists show and the operator names it by
API_PLANS = frozenset({"scale", "enterprise"})
_ALPHABET = string.ascii_letters + string.digits
_prefix = "shk_live_"


def set_prefix(prefix: str) -> None:
    """The lead of every key of this installation; called once by the composer."""
    global _prefix  # noqa: PLW0603 - one prefix a process
    _prefix = prefix


def mint(
    actor: Actor,
    *,
    name: str,
    scopes: Sequence[str],
    allowed_ips: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return its row with the secret, which is never shown again.

    Raises ``Invalid`` on ``scopes`` (unknown word or none) and ``allowed_ips``.
    """
    actor.require("api_keys:write")
    wanted = sorted(set(scopes))
    if not wanted or (unknown := set(wanted) - set(SCOPES)):
        raise Invalid.field(
            "scopes",
            lazy_gettext("Choose at least one scope from the list.")
            if not wanted
            else lazy_gettext("Unknown scope: %(scope)s", scope=", ".join(sorted(unknown))),
            "unknown_scope",
        )
    networks = [_network(text) for text in allowed_ips]
    if expires_at is not None and expires_at <= now():
        raise Invalid.field("expires_at", lazy_gettext("Choose a moment in the future."), "past")
    secret = _prefix + "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_LENGTH))
    key = ApiKey(
        workspace_id=actor.workspace_id,
        name=name,
        prefix=secret[:SHOWN],
        secret_hash=fingerprint(secret),
        scopes=wanted,
        allowed_ips=networks,
        expires_at=expires_at,
        created_by=actor.display_name,
    )
    repository.add(key)
    audit.record(
        actor,
        "api_key.minted",
        "api_key",
        key.id,
        after={"name": name, "scopes": wanted, "allowed_ips": networks, "expires_at": expires_at},
    )
    return key, secret


def _network(text: str) -> str:
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError as error:
        raise Invalid.field(
            "allowed_ips",
            lazy_gettext(
                "%(text)s is not an IP address or a network such as 203.0.113.0/24.", text=text
            ),
            "ip_format",
        ) from error


def revoke(actor: Actor, prefix: str) -> ApiKey:
    """End a key; it stops working within a minute everywhere. Revoking twice is a conflict."""
    actor.require("api_keys:write")
    key = repository.key_by_prefix(prefix)
    if key is None:
        raise NotFound
    if key.revoked_at is not None:
        raise Conflict(lazy_gettext("This key is already revoked."), details={"state": "revoked"})
    key.revoked_at = now()
    audit.record(actor, "api_key.revoked", "api_key", key.id, after={"name": key.name})
    return key


def listed(actor: Actor) -> list[ApiKey]:
    """The workspace's keys, newest first."""
    actor.require("api_keys:write")
    return repository.keys()


def well_formed(secret: str) -> bool:
    """Whether a text has the form of a key; anything else is refused before any look-up."""
    tail = secret.removeprefix(_prefix)
    return (
        secret.startswith(_prefix)
        and len(tail) == SECRET_LENGTH
        and tail.isascii()
        and tail.isalnum()
    )


def authenticate(
    secret: str, *, ip: str, user_agent: str, locale: Locale
) -> tuple[Actor, Workspace]:
    """The Actor of a key.

    Raises ``Unauthenticated`` (``invalid_api_key``, ``revoked_api_key``, ``expired_api_key``) and
    ``Forbidden`` (``plan_required``, ``ip_not_allowed``).
    """
    invalid = Unauthenticated(lazy_gettext("The API key is not valid."), code="invalid_api_key")
    if not well_formed(secret):
        raise invalid
    found = repository.key_by_hash(fingerprint(secret))
    if found is None:
        raise invalid
    key, workspace = found
    if key.revoked_at is not None:
        raise Unauthenticated(lazy_gettext("The API key was revoked."), code="revoked_api_key")
    if key.expires_at is not None and key.expires_at <= now():
        raise Unauthenticated(lazy_gettext("The API key has expired."), code="expired_api_key")
    if workspace.plan not in API_PLANS:
        raise Forbidden(
            lazy_gettext("The workspace's plan does not include API access."), code="plan_required"
        )
    if key.allowed_ips and not _allowed(ip, key.allowed_ips):
        raise Forbidden(
            lazy_gettext("The API key may not be used from this address."), code="ip_not_allowed"
        )
    actor = Actor(
        kind=ActorKind.API_KEY,
        workspace_id=workspace.id,
        permissions=frozenset(key.scopes),
        identity=key.id,
        display_name=key.name,
        locale=locale,
        zone=ZoneInfo(workspace.timezone),
        ip=ip,
        user_agent=user_agent,
    )
    return actor, workspace


def _allowed(ip: str, networks: Sequence[str]) -> bool:
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in ip_network(network) for network in networks)
