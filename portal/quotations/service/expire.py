"""Expiry: swept once an hour; until then the state is derived from the date wherever it is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from portal.accounts import service as accounts
from portal.core import audit, events
from portal.core.actor import Actor, system_actor
from portal.core.db import now
from portal.core.jobs import enqueue
from portal.quotations import policy, repository
from portal.quotations.models import QuotationStatus
from portal.quotations.service.access import state_of

JOB = "quotations.expire"
BATCH = 200


def sweep() -> int:
    """Queue the expiry of what may be overdue, workspace by workspace; returns how many.

    Runs outside any workspace: the day is taken a zone ahead of everybody's, and each workspace
    looks again with its own clock.
    """
    tomorrow = (now() + timedelta(hours=14)).date()
    overdue: dict[int, list[int]] = defaultdict(list)
    for workspace_id, quotation_id in repository.overdue_anywhere(tomorrow):
        overdue[workspace_id].append(quotation_id)
    for workspace_id, ids in overdue.items():
        for start in range(0, len(ids), BATCH):
            enqueue(
                JOB,
                {"workspace": workspace_id, "ids": ids[start : start + BATCH]},
                workspace_id=workspace_id,
            )
    return sum(len(ids) for ids in overdue.values())


def expire(actor: Actor, quotation_ids: Sequence[int]) -> int:
    """Turn those whose last day has passed in the actor's zone ``expired``; returns how many."""
    count = 0
    for quotation_id in quotation_ids:
        quotation = repository.head(quotation_id, lock=True)
        if quotation is None or quotation.status not in QuotationStatus.OPEN:
            continue
        if state_of(actor, quotation) != QuotationStatus.EXPIRED:
            continue
        before = {"status": quotation.status}
        quotation.status = QuotationStatus.EXPIRED
        after = {"status": quotation.status, "valid_until": quotation.valid_until}
        audit.record(
            actor, "quotation.expired", policy.SUBJECT, quotation.id, before=before, after=after
        )
        events.emit(
            actor,
            "quotation.expired",
            policy.SUBJECT,
            quotation.id,
            {"valid_until": quotation.valid_until},
        )
        count += 1
    return count


def expire_in(workspace_id: int, quotation_ids: Sequence[int]) -> int:
    """``expire`` by the house's own hand in a workspace, by that workspace's clock."""
    actor = system_actor(workspace_id)
    zone = ZoneInfo(accounts.the_workspace(actor).timezone)
    return expire(replace(actor, zone=zone), quotation_ids)
