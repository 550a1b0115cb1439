"""The piles of rows that the demo's history goes onto, and what every kind of record shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.models import StaffMember
from portal.core import numbering
from portal.core.audit import AuditEntry, plain
from portal.core.secrets import derive_token, fingerprint, new_nonce
from portal.demo.bulk import Rows, write_all
from portal.demo.world import World
from portal.invoices.models import (
    Invoice,
    InvoiceLine,
    InvoiceSource,
    Payment,
    PaymentAllocation,
)
from portal.links.models import Link
from portal.orders.models import OrderDocument, OrderStep, ServiceOrder
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationComment,
    QuotationLine,
    QuotationLineWorker,
    QuotationVersion,
)


@dataclass(frozen=True)
class By:
    """Who did something, as the audit log keeps it."""

    kind: str
    identity: int | None
    name: str


class Books:
    """One pile of rows for each table of the history."""

    def __init__(self, world: World, staff: Sequence[StaffMember]) -> None:
        workspace_id = world.actor.workspace_id
        self.world = world
        self._staff = list(staff)

        def pile(model: Any) -> Rows:
            return Rows(model, workspace_id)

        self.links = pile(Link)
        self.quotations = pile(Quotation)
        self.versions = pile(QuotationVersion)
        self.lines = pile(QuotationLine)
        self.line_workers = pile(QuotationLineWorker)
        self.comments = pile(QuotationComment)
        self.acceptances = pile(Acceptance)
        self.orders = pile(ServiceOrder)
        self.steps = pile(OrderStep)
        self.documents = pile(OrderDocument)
        self.invoices = pile(Invoice)
        self.invoice_lines = pile(InvoiceLine)
        self.sources = pile(InvoiceSource)
        self.payments = pile(Payment)
        self.allocations = pile(PaymentAllocation)
        self.audit = pile(AuditEntry)

    def write(self) -> int:
        """Insert everything, what is pointed at before what points; gives how many rows."""
        return write_all(
            [
                self.links,
                self.quotations,
                self.versions,
                self.lines,
                self.line_workers,
                self.comments,
                self.acceptances,
                self.orders,
                self.steps,
                self.documents,
                self.invoices,
                self.invoice_lines,
                self.sources,
                self.payments,
                self.allocations,
                self.audit,
            ]
        )

    def by(self, *roles: str) -> By:
        """Some member of staff with one of these roles."""
        fitting = [member for member in self._staff if member.role in roles] or self._staff
        member = self.world.rng.choice(fitting)
        return By("staff", member.id, member.user.name(member.user.locale))

    def note(
        self,
        verb: str,
        subject: tuple[str, int],
        at: datetime,
        by: By,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """An audit entry of that moment."""
        self.audit.add(
            verb=verb,
            subject_type=subject[0],
            subject_id=subject[1],
            actor_kind=by.kind,
            actor_id=by.identity,
            actor_name=by.name,
            ip=None,
            before=plain(before),
            after=plain(after),
            created_at=at,
        )

    def link(
        self,
        purpose: str,
        subject_id: int,
        *,
        client_id: int,
        locale: str,
        permissions: Sequence[str],
        made: datetime,
        expires: datetime,
        views: int = 0,
    ) -> int:
        """A public address, its token derived as ``links`` derives it."""
        nonce = new_nonce()
        return self.links.add(
            purpose=purpose,
            subject_type=purpose,
            subject_id=subject_id,
            client_id=client_id,
            nonce=nonce,
            token_hash=fingerprint(derive_token("link", nonce)),
            permissions=list(permissions),
            locale=locale,
            expires_at=expires,
            revoked_at=None,
            view_count=views,
            last_viewed_at=made if views else None,
            created_at=made,
        )


class Series:
    """Gapless numbers handed out in memory; ``settle`` moves the stored series on by as many."""

    def __init__(self, document_type: str) -> None:
        self._type = document_type
        self._given: dict[tuple[int, int], int] = {}

    def take(self, *, entity_id: int = 0, year: int = 0) -> int:
        """The next number of the series, from 1."""
        key = (entity_id, year)
        self._given[key] = self._given.get(key, 0) + 1
        return self._given[key]

    def settle(self) -> None:
        """Take as many from the real series; the workspace is new, so they are the same ones."""
        for (entity_id, year), count in sorted(self._given.items()):
            first = numbering.take(self._type, legal_entity_id=entity_id, year=year, count=count)
            if first != 1:
                raise RuntimeError("the demo's numbers need a new workspace")
