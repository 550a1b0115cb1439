"""Loads the demo: a believable firm with eighteen months of work behind it."""

from __future__ import annotations

from random import Random

from portal.accounts import service as accounts
from portal.core.db import now, session, unit_of_work
from portal.demo import billing, firm, journeys, market, quoting, working
from portal.demo.books import Books
from portal.demo.content.firm import DOMAIN, WORKSPACE
from portal.demo.world import Amounts, DemoAccount, World


def load(
    *,
    scale: int = 1,
    seed: int = 1,
    slug: str = WORKSPACE.slug,
    domain: str = DOMAIN,
    amounts: Amounts | None = None,
) -> DemoAccount:
    """Fill a new workspace ``slug`` and give the owner's address and password.

    The same ``seed`` on the same day gives the same people, documents, dates and sums; only
    secrets (links, verification codes, password hashes) differ. ``scale`` multiplies the amounts.
    One unit of work: all of it, or nothing. Raises ``Conflict`` when the workspace exists.
    """
    wanted = (amounts or Amounts()).times(scale)
    with unit_of_work():
        actor = firm.open_workspace(slug)
        workspace = accounts.the_workspace(actor)
        world = World(
            actor=actor,
            rng=Random(f"demo-{seed}"),  # noqa: S311
            today=accounts.today(actor),
            now=now(),
            calendar=accounts.work_calendar(workspace),
        )
        world.entities = firm.add_entities(actor)
        owner = firm.add_staff(actor, domain)
        world.services = firm.publish_services(actor)
        market.settle(world, wanted)
        _history(world, wanted)
    return DemoAccount(owner, firm.PASSWORD)


def _history(world: World, wanted: Amounts) -> None:
    """Eighteen months of quotations, orders, invoices and payments in bulk, then today's."""
    session().flush()
    staff = accounts.staff(world.actor)
    books = Books(world, staff)
    agreed = quoting.write(world, books, wanted.quotations - journeys.QUOTATIONS)
    works = working.write(world, books, agreed, wanted.orders - journeys.ORDERS)
    billing.write(world, books, agreed, works, wanted.invoices - journeys.INVOICES)
    books.write()
    journeys.walk(world, staff)
