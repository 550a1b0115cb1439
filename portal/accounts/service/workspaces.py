"""Workspaces, their legal entities and their staff."""

from datetime import date
from zoneinfo import ZoneInfo

from portal.accounts import repository
from portal.accounts.models import LegalEntity, StaffMember, User, Workspace
from portal.accounts.schemas import LegalEntityIn, StaffIn, WorkspaceIn
from portal.accounts.service.signing_in import hash_password
from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext
from portal.kit.dates import local_date
from portal.kit.worktime import SAUDI, WorkCalendar


def create_workspace(slug: str, data: WorkspaceIn, *, timezone: str = "Asia/Riyadh") -> Workspace:
    """Open a workspace; the operator does this, so there is no actor yet."""
    if repository.workspace_by_slug(slug):
        raise Conflict(lazy_gettext("This workspace exists already."))
    workspace = Workspace(slug=slug, timezone=timezone, **data.model_dump())
    repository.add(workspace)
    return workspace


def the_workspace(actor: Actor) -> Workspace:
    """The actor's workspace."""
    workspace = repository.workspace(actor.workspace_id)
    if workspace is None:
        raise NotFound
    return workspace


def update_workspace(actor: Actor, data: WorkspaceIn) -> Workspace:
    """Change the firm's own settings."""
    actor.require("settings:write")
    workspace = the_workspace(actor)
    before = {name: getattr(workspace, name) for name in WorkspaceIn.model_fields}
    for name, value in data.model_dump().items():
        setattr(workspace, name, value)
    after = data.model_dump()
    audit.record(actor, "workspace.updated", "workspace", workspace.id, before=before, after=after)
    return workspace


def today(actor: Actor) -> date:
    """The date on the workspace's wall: what "valid until" and "due" are measured against."""
    return local_date(now(), actor.zone)


def work_calendar(workspace: Workspace) -> WorkCalendar:
    """The workspace's working calendar: the Saudi week and holidays plus the firm's own days."""
    return WorkCalendar(
        tz=ZoneInfo(workspace.timezone),
        week=SAUDI.week,
        ramadan=SAUDI.ramadan,
        holidays=frozenset(date.fromisoformat(day) for day in workspace.holidays),
        yearly=SAUDI.yearly,
        hijri_holidays=SAUDI.hijri_holidays,
    )


def legal_entities(actor: Actor) -> list[LegalEntity]:
    """The firm's companies, the default one first."""
    return repository.legal_entities()


def legal_entity(actor: Actor, entity_id: int | None = None, *, lock: bool = False) -> LegalEntity:
    """The named legal entity, or the actor's, or the default one.

    ``lock`` holds its row until the end of the transaction. Raises ``NotFound`` for a foreign one.
    """
    wanted = entity_id or actor.legal_entity_id
    if wanted is None:
        entities = repository.legal_entities()
        if not entities:
            raise NotFound(lazy_gettext("Add a legal entity in the settings first."))
        wanted = entities[0].id
    entity = repository.legal_entity(wanted, lock=lock)
    if entity is None:
        raise NotFound
    return entity


def save_legal_entity(
    actor: Actor,
    data: LegalEntityIn,
    entity_id: int | None = None,
    *,
    lock_version: int | None = None,
) -> LegalEntity:
    """Add a legal entity, or change one.

    Raises ``Invalid`` when its code is taken and, when ``lock_version`` is given and older than
    the record's, ``Conflict`` ``edited_meanwhile``.
    """
    actor.require("settings:write")
    others = [entity for entity in repository.legal_entities() if entity.id != entity_id]
    if any(entity.code == data.code for entity in others):
        raise Invalid.field("code", lazy_gettext("Another legal entity has this code."), "taken")
    values = data.model_dump()
    if data.is_default or not others:
        values["is_default"] = True
        for other in others:
            other.is_default = False
    if entity_id is None:
        entity = LegalEntity(workspace_id=actor.workspace_id, **values)
        before = None
        repository.add(entity)
    else:
        entity = legal_entity(actor, entity_id)
        if lock_version is not None and lock_version != entity.lock_version:
            raise Conflict(
                lazy_gettext("Somebody else changed this record while you were editing it."),
                code="edited_meanwhile",
            )
        # the default is handed over by ticking it elsewhere, never dropped
        values["is_default"] = values["is_default"] or entity.is_default
        before = {name: getattr(entity, name) for name in values}
        for name, value in values.items():
            setattr(entity, name, value)
    verb = "legal_entity.created" if before is None else "legal_entity.updated"
    audit.record(actor, verb, "legal_entity", entity.id, before=before, after=values)
    return entity


def add_staff(actor: Actor, data: StaffIn) -> StaffMember:
    """Add a member of staff; an existing user gains a membership and keeps the password.

    Raises ``Invalid`` on ``email`` when the person is already on the staff.
    """
    actor.require("settings:write")
    user = repository.user_by_email(data.email)
    if user is None:
        user = User(
            email=data.email.lower(),
            name_ar=data.name_ar,
            name_en=data.name_en,
            password_hash=hash_password(data.password),
            locale=data.locale,
        )
        repository.add(user)
    elif repository.membership(user.id, actor.workspace_id):
        raise Invalid.field("email", lazy_gettext("This person is already on the staff."), "taken")
    member = StaffMember(
        workspace_id=actor.workspace_id,
        user_id=user.id,
        role=data.role,
        job_title_ar=data.job_title_ar,
        job_title_en=data.job_title_en,
    )
    repository.add(member)
    facts = {"email": user.email, "role": data.role}
    audit.record(actor, "staff.added", "staff_member", member.id, after=facts)
    return member


def staff(actor: Actor) -> list[StaffMember]:
    """The workspace's staff."""
    return repository.staff()
