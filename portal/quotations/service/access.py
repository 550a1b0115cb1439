"""Fetching a quotation for an actor, and in which state it really is."""

from dataclasses import replace
from datetime import date, datetime

from portal.accounts import service as accounts
from portal.core.actor import Actor, system_actor
from portal.core.errors import NotFound
from portal.kit.dates import end_of_day
from portal.quotations import policy, repository
from portal.quotations.models import Quotation, QuotationStatus, QuotationVersion


def house(actor: Actor) -> Actor:
    """The house in the actor's workspace: reads names a link or a narrow key could not ask for."""
    return replace(system_actor(actor.workspace_id, locale=actor.locale), zone=actor.zone)


def fetch(actor: Actor, quotation_id: int, *, lock: bool = False) -> Quotation:
    """The quotation, if it is the actor's to see. Raises ``NotFound``, ``Forbidden``."""
    quotation = repository.head(quotation_id, lock=lock)
    if quotation is None:
        if not policy.by_client(actor):
            actor.require("quotations:read")
        raise NotFound
    policy.require_sight(actor, quotation.id, quotation.client_id)
    return quotation


def fetch_to_write(actor: Actor, quotation_id: int) -> Quotation:
    """The quotation, locked, for the firm's own side to change."""
    actor.require("quotations:write")
    quotation = repository.head(quotation_id, lock=True)
    if quotation is None:
        raise NotFound
    return quotation


def state_on(status: str, valid_until: date, today: date) -> str:
    """The state as of ``today``: one that waits beyond its validity has expired, swept or not."""
    if status in QuotationStatus.OPEN and valid_until < today:
        return QuotationStatus.EXPIRED
    return status


def state_of(actor: Actor, quotation: Quotation) -> str:
    """The state as of today on the workspace's wall."""
    return state_on(quotation.status, quotation.valid_until, accounts.today(actor))


def expires_at(actor: Actor, quotation: Quotation) -> datetime:
    """The instant a quotation ends: midnight of the workspace's zone after its last day."""
    return end_of_day(quotation.valid_until, actor.zone)


def sent_version(quotation: Quotation, number: int | None = None) -> QuotationVersion:
    """A version the client has: the current one or ``number``. Raises ``NotFound``."""
    wanted = quotation.current_version if number is None else number
    version = repository.version(quotation.id, wanted)
    if version is None or not version.is_sent:
        raise NotFound
    return version


def shown_version(quotation: Quotation) -> QuotationVersion:
    """The version that counts: the last sent, or the draft while none was sent."""
    version = repository.version(quotation.id, quotation.current_version or 1)
    if version is None:
        raise NotFound
    return version


def draft_of(quotation: Quotation) -> QuotationVersion:
    """The open draft. Raises ``Conflict`` when there is none."""
    if quotation.status in QuotationStatus.AGREED or not quotation.has_open_draft:
        raise policy.wrong_state(quotation.status)
    version = repository.version(quotation.id, quotation.newest_version)
    if version is None:
        raise NotFound
    return version
