"""Signing in with e-mail and password, and turning a session into an Actor."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts import repository
from portal.accounts.models import StaffMember, User, Workspace
from portal.core import audit
from portal.core.actor import Actor, ActorKind
from portal.core.db import enter_workspace
from portal.core.errors import Unauthenticated
from portal.core.i18n import lazy_gettext, supported
from portal.core.limits import attempt, forget
from portal.core.permissions import ROLES

WINDOW = 300  # seconds; five tries per address and thirty per IP in it
_hasher = PasswordHasher()
# Verified when the address is unknown, so that time does not tell who has an account.
_NOBODY = _hasher.hash("nobody")


@dataclass(frozen=True)
class SignedIn:
    """What the session cookie keeps of a signed-in person."""

    user_id: int
    workspace_id: int
    session_epoch: int
    locale: str


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with the library's current parameters."""
    return _hasher.hash(password)


def sign_in(email: str, password: str, *, ip: str, user_agent: str = "") -> SignedIn:
    """Check e-mail and password; the first workspace of the person is entered.

    Raises ``Unauthenticated`` (one message for every reason) and ``TooMany``.
    """
    email = email.strip().lower()
    attempt(f"sign-in:ip:{ip}", limit=30, window=WINDOW)
    attempt(f"sign-in:{ip}:{email}", limit=5, window=WINDOW)
    user = repository.user_by_email(email)
    known = _matches(user.password_hash if user else _NOBODY, password)
    places = repository.memberships(user.id) if user and known and user.is_active else []
    if user is None or not places:
        raise Unauthenticated(
            lazy_gettext("The e-mail address or the password is not right."),
            code="invalid_credentials",
        )
    forget(f"sign-in:{ip}:{email}", window=WINDOW)
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    member, workspace = places[0]
    enter_workspace(workspace.id)
    actor = staff_actor(member, workspace, ip=ip, user_agent=user_agent, locale=user.locale)
    audit.record(actor, "staff.signed_in", "staff_member", member.id)
    return SignedIn(user.id, workspace.id, user.session_epoch, user.locale)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def staff_actor(
    member: StaffMember,
    workspace: Workspace,
    *,
    ip: str | None = None,
    user_agent: str | None = None,
    locale: str | None = None,
) -> Actor:
    """The Actor of a member of staff."""
    language = supported(locale) or supported(member.user.locale) or "ar"
    return Actor(
        kind=ActorKind.STAFF,
        workspace_id=workspace.id,
        permissions=ROLES[member.role],
        identity=member.id,
        display_name=member.user.name(language),
        role=member.role,
        locale=language,
        zone=ZoneInfo(workspace.timezone),
        ip=ip,
        user_agent=user_agent,
    )


def resume(
    signed_in: SignedIn, *, ip: str, user_agent: str, locale: str | None
) -> tuple[Actor, User, Workspace] | None:
    """The Actor of a running session; None when it was ended elsewhere or access was withdrawn."""
    found = repository.membership(signed_in.user_id, signed_in.workspace_id)
    if found is None:
        return None
    member, workspace = found
    user = member.user
    if not (member.is_active and user.is_active and user.session_epoch == signed_in.session_epoch):
        return None
    actor = staff_actor(member, workspace, ip=ip, user_agent=user_agent, locale=locale)
    return actor, user, workspace


def remember_locale(actor: Actor, locale: str) -> None:
    """Keep the language a member of staff chose."""
    member = repository.staff_member(actor.identity or 0)
    chosen = supported(locale)
    if member is not None and chosen is not None:
        member.user.locale = chosen
