"""A quotation for the tests of its pages: two fixed lines, an optional one, a worker."""

from dataclasses import dataclass
from typing import Any

from portal.core.actor import Actor
from portal.links import service as links
from portal.quotations import service
from portal.quotations.schemas import QuotationIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House


@dataclass
class Desk:
    """The ids a quotation is written with."""

    client_id: int
    company_id: int
    worker_id: int
    service_id: int


def make_desk(house: House, actor: Actor, **client: Any) -> Desk:
    """A client with a company and a worker, and a published service."""
    who = make_client(actor, **client)
    company = make_company(house, actor, who.id)
    worker = make_worker(house, actor, company.id)
    return Desk(who.id, company.id, worker.id, make_service(actor).id)


def quotation_in(desk: Desk, **changes: Any) -> QuotationIn:
    """The quotation as it is composed."""
    values: dict[str, Any] = {
        "client_id": desk.client_id,
        "company_id": desk.company_id,
        "language": "ar",
        "notes_ar": "الأسعار شاملة المتابعة مع الجهات الحكومية.",
        "lines": [
            {
                "service_definition_id": desk.service_id,
                "quantity": "2",
                "worker_ids": [desk.worker_id],
            },
            {
                "description_ar": "ترجمة عقد التأسيس ترجمة معتمدة",
                "description_en": "Certified translation of the articles of association",
                "quantity": "3",
                "unit_price": "120.50",
                "discount_percent": "10",
            },
            {
                "description_ar": "متابعة شهرية للملف لمدة سنة",
                "description_en": "Monthly follow-up for one year",
                "quantity": "1",
                "unit_price": "900",
                "optional": True,
            },
        ],
    }
    return QuotationIn.model_validate(values | changes)


@dataclass
class Sent:
    """A quotation the client has."""

    id: int
    number: str
    token: str
    optional_id: int
    desk: Desk


def make_sent(house: House, *, client: dict[str, Any] | None = None, **changes: Any) -> Sent:
    """A quotation that was sent, with its link's token."""
    with house.work("owner") as actor:
        desk = make_desk(house, actor, **(client or {}))
        quotation = service.create(actor, quotation_in(desk, **changes))
        service.send(actor, quotation.id)
        version = service.shown(actor, quotation.id)
        return Sent(
            quotation.id,
            quotation.number,
            links.token(links.get(quotation.link_id or 0)),
            next((line.id for line in version.lines if line.optional), 0),
            desk,
        )
