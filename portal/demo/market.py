"""The demo firm's clients with their contacts, companies and workers.

A first helping goes through the services, as people would enter it; what a larger scale adds is
checked by the same schemas and written in bulk.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.clients import service as clients
from portal.clients.models import Client, Contact
from portal.clients.schemas import ClientIn, ContactIn
from portal.companies import service as companies
from portal.companies.models import Company, Worker
from portal.companies.schemas import CompanyIn, WorkerIn
from portal.core.db import session
from portal.core.fields import NationalAddress
from portal.demo.bulk import Rows
from portal.demo.content.people import CompanySpecimen, Population, WorkerSpecimen
from portal.demo.world import Amounts, World

BY_HAND = Amounts()  # beyond this many the rows are written in bulk
PEOPLE = 0.12  # of the clients, the share that are persons
ABROAD = 0.06
GULF = ("AE", "KW", "BH", "QA", "OM")
FORMS = {
    "Limited liability company": "llc",
    "Sole establishment": "establishment",
    "Single-person company": "one_person",
    "Closed joint-stock company": "joint_stock",
}


def settle(world: World, amounts: Amounts) -> None:
    """Fill ``world`` with clients, companies and workers."""
    population = Population(world.rng)
    fresh = _add_clients(world, population, amounts.clients)
    homes = [(client, company) for client, company in fresh if company is not None]
    _add_companies(world, population, homes, amounts.companies)
    _add_workers(world, population, amounts.workers)


def _add_clients(
    world: World, population: Population, count: int
) -> list[tuple[Client, CompanySpecimen | None]]:
    made: list[tuple[Client, CompanySpecimen | None]] = []
    bulk = Rows(Client, world.actor.workspace_id)
    contacts = Rows(Contact, world.actor.workspace_id)
    for place in range(count):
        data, home = _client(world, population, place)
        if place < BY_HAND.clients:
            client = clients.create(world.actor, data)
        else:
            client = _client_row(bulk, contacts, data)
        world.clients.append(client)
        made.append((client, home))
    bulk.write()
    contacts.write()
    return made


def _client(
    world: World, population: Population, place: int
) -> tuple[ClientIn, CompanySpecimen | None]:
    draw = world.rng.random()
    if place and draw < PEOPLE:
        person = population.individual()
        return ClientIn(
            kind="person",
            name_ar=person.name.ar,
            name_en=person.name.en,
            email=person.email,
            phone=person.mobile,
            contacts=[
                ContactIn(
                    name=person.name.ar, email=person.email, phone=person.mobile, is_primary=True
                )
            ],
        ), None
    abroad = place > 0 and draw < PEOPLE + ABROAD
    if place == 1:
        specimen = population.long_named_company()
    else:
        specimen = population.company(country=world.rng.choice(GULF) if abroad else "SA")
    people = [population.contact(specimen) for _ in range(world.rng.choice((1, 1, 2, 3)))]
    first = people[0]
    return ClientIn(
        name_ar=_fitting(specimen.name.ar),
        name_en=_fitting(specimen.name.en),
        email=f"info@{specimen.domain}" if world.chance(0.6) else None,
        phone=first.mobile if world.chance(0.5) else None,
        locale=first.language,
        vat_number=specimen.vat_number if specimen.country == "SA" else None,
        contacts=[
            ContactIn(
                name=person.name.in_language(person.language),
                email=person.email,
                phone=person.mobile,
                role=person.job_title.in_language(person.language),
                is_primary=person is first,
            )
            for person in people
        ],
    ), (None if abroad else specimen)


def _fitting(name: str, most: int = 200) -> str:
    """A name as long as a field takes, cut between words."""
    return name if len(name) <= most else name[: most + 1].rpartition(" ")[0]


def _client_row(bulk: Rows, contacts: Rows, data: ClientIn) -> Client:
    values = data.model_dump(exclude={"contacts"})
    client = Client(**values)
    client.contacts = [Contact(**contact.model_dump()) for contact in data.contacts or ()]
    search_text = client.searchable()
    client.id = bulk.add(**values, search_text=search_text, lock_version=1)
    for contact in data.contacts or ():
        contacts.add(client_id=client.id, **contact.model_dump())
    return client


def _add_companies(
    world: World,
    population: Population,
    homes: list[tuple[Client, CompanySpecimen]],
    count: int,
) -> None:
    """Each client's own company first, then more for some of them."""
    bulk = Rows(Company, world.actor.workspace_id)
    plan = homes[:count]
    while len(plan) < count:
        plan.append((world.rng.choice(homes)[0], population.company()))
    for place, (client, specimen) in enumerate(plan):
        data = _company(world, client, specimen)
        if place < BY_HAND.companies:
            world.companies.append(companies.create(world.actor, data))
        else:
            values = data.model_dump()
            company = Company(**values)
            company.id = bulk.add(**values, search_text=company.searchable(), lock_version=1)
            world.companies.append(company)
    bulk.write()


def _company(world: World, client: Client, specimen: CompanySpecimen) -> CompanyIn:
    address = specimen.address
    return CompanyIn.model_validate(
        {
            "client_id": client.id,
            "legal_name_ar": _fitting(specimen.name.ar),
            "legal_name_en": _fitting(specimen.name.en),
            "type": FORMS.get(specimen.legal_form.en, "other"),
            "commercial_registration": specimen.commercial_registration,
            "unified_number": specimen.unified_number,
            "vat_number": specimen.vat_number,
            "address": NationalAddress(
                building_number=address.building_number,
                street=address.street.ar,
                district=address.district.ar,
                city=address.city.ar,
                postal_code=address.postal_code,
                additional_number=address.additional_number,
                short_code=address.short_code,
            )
            if address
            else NationalAddress(),
            "confirmation_on": _expiry(world, 365, passed=0.04),
        }
    )


def _expiry(world: World, most: int, *, passed: float) -> date:
    """A day in the coming ``most`` days, in ``passed`` of the draws one of the last sixty."""
    if world.chance(passed):
        return world.today - timedelta(days=world.rng.randrange(1, 60))
    return world.today + timedelta(days=world.rng.randrange(5, most))


def _add_workers(world: World, population: Population, count: int) -> None:
    bulk = Rows(Worker, world.actor.workspace_id)
    weights = [world.rng.choice((1, 1, 2, 3, 6)) for _ in world.companies]
    homes = world.rng.choices(world.companies, weights=weights, k=count)
    # every company has somebody to work for
    homes[: min(count, len(world.companies))] = world.companies[:count]
    for place, company in enumerate(homes):
        data = _worker(world, population.worker())
        if place < BY_HAND.workers:
            worker = companies.add_worker(world.actor, company.id, data)
        else:
            values: dict[str, Any] = {**data.model_dump(), "company_id": company.id}
            worker = Worker(**values)
            worker.id = bulk.add(**values, search_text=worker.searchable(), lock_version=1)
        world.workers.setdefault(company.id, []).append(worker)
    bulk.write()
    session().flush()


def _worker(world: World, specimen: WorkerSpecimen) -> WorkerIn:
    resident = specimen.kind == "resident"
    return WorkerIn(
        name_ar=specimen.name.ar,
        name_en=specimen.name.en,
        nationality=specimen.nationality,
        identity_kind="iqama" if resident else "national_id",
        identity_number=specimen.identity_number,
        identity_expires_on=_expiry(world, 700 if resident else 3000, passed=0.05),
        passport_number=specimen.passport_number,
        passport_expires_on=_expiry(world, 2500, passed=0.02),
        birth_date=specimen.birth_date,
        job_title=specimen.job_title.ar,
    )
