"""The firm's staff after they were added: their role, and whether they may come in."""

from portal.accounts import repository
from portal.accounts.models import StaffMember
from portal.accounts.schemas import StaffChangeIn
from portal.core import audit
from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext


def staff_member(actor: Actor, staff_id: int) -> StaffMember:
    """One member of the workspace's staff. Raises ``NotFound``."""
    member = repository.staff_member(staff_id)
    if member is None:
        raise NotFound
    return member


def change_staff(actor: Actor, staff_id: int, data: StaffChangeIn) -> StaffMember:
    """Give a member of staff another role or job title.

    Raises ``Invalid`` on ``role`` when the workspace would be left without an owner.
    """
    actor.require("settings:write")
    member = staff_member(actor, staff_id)
    if data.role != "owner" and _is_last_owner(member):
        raise Invalid.field(
            "role",
            lazy_gettext("A workspace needs at least one owner. Make somebody else owner first."),
            "last_owner",
        )
    before = {name: getattr(member, name) for name in StaffChangeIn.model_fields}
    for name, value in data.model_dump().items():
        setattr(member, name, value)
    after = data.model_dump()
    if after != before:
        audit.record(actor, "staff.changed", "staff_member", member.id, before=before, after=after)
    return member


def deactivate_staff(actor: Actor, staff_id: int) -> StaffMember:
    """Shut a member of staff out, at once and on every device; their past work stays.

    Raises ``Conflict`` for oneself, the last owner, and somebody already shut out.
    """
    actor.require("settings:write")
    member = staff_member(actor, staff_id)
    if not member.is_active:
        raise Conflict(
            lazy_gettext("This person has no access any more."), details={"state": "inactive"}
        )
    if member.id == actor.identity:
        raise Conflict(lazy_gettext("You cannot take away your own access."), code="own_access")
    if _is_last_owner(member):
        raise Conflict(
            lazy_gettext("A workspace needs at least one owner. Make somebody else owner first."),
            code="last_owner",
        )
    member.is_active = False
    audit.record(
        actor,
        "staff.deactivated",
        "staff_member",
        member.id,
        before={"is_active": True},
        after={"is_active": False},
    )
    return member


def reactivate_staff(actor: Actor, staff_id: int) -> StaffMember:
    """Let a member of staff in again. Raises ``Conflict`` when they have access already."""
    actor.require("settings:write")
    member = staff_member(actor, staff_id)
    if member.is_active:
        raise Conflict(lazy_gettext("This person has access already."), details={"state": "active"})
    member.is_active = True
    audit.record(
        actor,
        "staff.reactivated",
        "staff_member",
        member.id,
        before={"is_active": False},
        after={"is_active": True},
    )
    return member


def _is_last_owner(member: StaffMember) -> bool:
    owners = repository.active_owners(lock=True)
    return [owner.id for owner in owners] == [member.id]
