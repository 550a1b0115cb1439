"""What the demo has made so far, and what everything in it is drawn with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.accounts.models import LegalEntity
from portal.catalog.models import ServiceDefinition
from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.actor import Actor
from portal.kit.worktime import WorkCalendar


@dataclass(frozen=True)
class DemoAccount:
    """Who signs in to the demo."""

    email: str
    password: str


@dataclass(frozen=True)
class Amounts:
    """How much of everything; the real journeys do not grow with the scale."""

    clients: int = 40
    companies: int = 60
    workers: int = 300
    quotations: int = 250
    orders: int = 500
    invoices: int = 400

    def times(self, scale: int) -> Amounts:
        """The same, ``scale`` times."""
        return Amounts(
            self.clients * scale,
            self.companies * scale,
            self.workers * scale,
            self.quotations * scale,
            self.orders * scale,
            self.invoices * scale,
        )


@dataclass
class World:
    """The workspace being filled: one unit of work, one seeded generator, one today."""

    actor: Actor
    rng: Random
    today: date
    now: datetime
    calendar: WorkCalendar
    entities: list[LegalEntity] = field(default_factory=list)
    services: list[ServiceDefinition] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    workers: dict[int, list[Worker]] = field(default_factory=dict)  # by company
    _homes: dict[int, list[Company]] = field(default_factory=dict)
    _clients: dict[int, Client] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the workspace's wall."""
        return self.actor.zone

    def chance(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of the draws."""
        return self.rng.random() < share

    def day_before(self, most: int, least: int = 1) -> date:
        """A day between ``least`` and ``most`` days ago; later days come a little oftener."""
        span = most - least
        return self.today - timedelta(days=least + int(span * self.rng.random() ** 1.2))

    def office_hour(self, day: date) -> datetime:
        """A moment of that day between eight and five on the workspace's wall."""
        minutes = self.rng.randrange(8 * 60, 17 * 60)
        wall = datetime.combine(day, time(minutes // 60, minutes % 60), self.zone)
        return wall.astimezone(UTC)

    def companies_of(self, client_id: int) -> list[Company]:
        """The companies of one client."""
        if not self._homes:
            for company in self.companies:
                self._homes.setdefault(company.client_id, []).append(company)
        return self._homes.get(client_id, [])

    def client_of(self, company: Company) -> Client:
        """Whose company it is."""
        if not self._clients:
            self._clients.update((client.id, client) for client in self.clients)
        return self._clients[company.client_id]
