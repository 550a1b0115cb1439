"""The records of lower domains that an order is about, and what a search finds it by.

They are read as the house itself: the order was checked already, and the API key that writes it
need not hold ``companies:read`` for its own order.
"""

from dataclasses import dataclass

from portal.accounts import service as accounts
from portal.catalog import service as catalog
from portal.catalog.models import ServiceDefinition
from portal.clients import service as clients
from portal.clients.models import Client
from portal.companies import service as companies
from portal.companies.models import Company, Worker
from portal.core.actor import Actor, system_actor
from portal.kit.text import fold
from portal.kit.worktime import WorkCalendar
from portal.orders.models import ServiceOrder


def reader(actor: Actor) -> Actor:
    """The house itself, in the actor's workspace and language."""
    return system_actor(actor.workspace_id, locale=actor.locale)


@dataclass(frozen=True)
class Parties:
    """Whom an order is for."""

    client: Client
    company: Company | None
    worker: Worker | None


def parties(actor: Actor, order: ServiceOrder) -> Parties:
    """The client, company and worker of an order."""
    house = reader(actor)
    return Parties(
        clients.get(house, order.client_id),
        companies.get(house, order.company_id) if order.company_id else None,
        companies.get_worker(house, order.worker_id) if order.worker_id else None,
    )


def definition(actor: Actor, definition_id: int) -> ServiceDefinition | None:
    """A service of any status: what was sold stays orderable after it left the catalogue."""
    house = reader(actor)
    return catalog.get_many(house, [definition_id], any_status=True).get(definition_id)


def calendar(actor: Actor) -> WorkCalendar:
    """The workspace's working calendar."""
    return accounts.work_calendar(accounts.the_workspace(actor))


def index_for_search(order: ServiceOrder, who: Parties) -> None:
    """Keep what the search of the list looks through."""
    parts = [
        order.number,
        order.service_name_ar,
        order.service_name_en,
        who.client.name_ar,
        who.client.name_en,
    ]
    if who.company:
        parts += [
            who.company.legal_name_ar,
            who.company.legal_name_en,
            who.company.commercial_registration,
            who.company.unified_number,
        ]
    if who.worker:
        parts += [who.worker.name_ar, who.worker.name_en, who.worker.identity_number]
    order.search_text = fold(" ".join(part for part in parts if part))
