"""Orders for tests: of a quotation accepted by its link, or direct ones."""

from typing import Any

from portal.catalog.models import ServiceDefinition
from portal.companies.models import Company, Worker
from portal.core.actor import Actor
from portal.orders import service as orders
from portal.orders.models import ServiceOrder
from portal.orders.schemas import OrderIn
from portal.quotations import service as quotations
from portal.quotations.models import Quotation
from portal.quotations.schemas import AcceptIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House
from tests.factories.quotations import holder, make_sent

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def make_people(house: House, actor: Actor, **worker: Any) -> tuple[Company, Worker]:
    """A client's company with one worker."""
    company = make_company(house, actor, make_client(actor).id)
    return company, make_worker(house, actor, company.id, **worker)


def make_order(house: House, actor: Actor, **service: Any) -> ServiceOrder:
    """A direct order of Iqama renewal: nothing is missing, the first step has the clock."""
    company, worker = make_people(house, actor)
    sold = make_service(actor, f"S{house.rng.randrange(10**6)}", **service)
    return orders.create(
        actor,
        OrderIn(service_definition_id=sold.id, company_id=company.id, worker_id=worker.id),
    )


def make_accepted(
    house: House,
    actor: Actor,
    *,
    lines: list[dict[str, Any]] | None = None,
    sold: ServiceDefinition | None = None,
    company: Company | None = None,
    **changes: Any,
) -> Quotation:
    """A quotation accepted by its link; by default one unit of Iqama renewal."""
    company = company or make_company(house, actor, make_client(actor).id)
    if lines is None:
        sold = sold or make_service(actor, f"S{house.rng.randrange(10**6)}")
        lines = [{"service_definition_id": sold.id}]
    quotation = make_sent(actor, company.client_id, lines, company_id=company.id, **changes)
    quotations.accept(holder(quotation), quotation.id, AcceptIn(name="سعد العتيبي"))
    return quotation
