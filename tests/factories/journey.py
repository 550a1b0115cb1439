"""The ground of a journey: a client with a company, a worker and a published service."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from portal.core.pdf import render_pdf
from portal.invoices import service as invoices
from portal.invoices.service import documents
from portal.orders import service as orders
from portal.quotations import service as quotations
from portal.quotations.schemas import AcceptIn, LineIn, QuotationIn
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House


@dataclass(frozen=True)
class Ground:
    """Ids of what a quotation is written about."""

    client_id: int
    company_id: int
    worker_id: int
    service_id: int


def make_ground(house: House, *, locale: str = "ar", code: str = "IQR-REN") -> Ground:
    """A client, its company with a worker, and the published Iqama renewal."""
    with house.work() as actor:
        client = make_client(actor, locale=locale)
        company = make_company(house, actor, client.id)
        worker = make_worker(house, actor, company.id)
        service = make_service(actor, code=code)
        return Ground(client.id, company.id, worker.id, service.id)


def quotation_in(ground: Ground) -> QuotationIn:
    """A service line for a worker, a free-text line and an optional one."""
    return QuotationIn(
        client_id=ground.client_id,
        company_id=ground.company_id,
        lines=[
            LineIn(service_definition_id=ground.service_id, worker_ids=[ground.worker_id]),
            LineIn(
                description_ar="استشارة نظامية",
                description_en="Regulatory advice",
                quantity="2",
                unit_price="500.00",
            ),
            LineIn(
                description_ar="ترجمة معتمدة",
                description_en="Certified translation",
                quantity="1",
                unit_price="150.00",
                optional=True,
            ),
        ],
    )


def sent_quotation(house: House, _rng: random.Random | None = None) -> tuple[str, int]:
    """A sent quotation: its link's token and its client."""
    ground = make_ground(house)
    with house.work() as actor:
        quotation = quotations.create(actor, quotation_in(ground))
        quotations.send(actor, quotation.id)
        url = quotations.public_url(actor, quotation)
        assert url is not None
        return url.rsplit("/", 1)[1], ground.client_id


def issued_invoice(house: House) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """Issue the invoice of an accepted quotation.

    The first function draws its PDF anew, the second reads the stored one.
    """
    ground = make_ground(house, code="OTHER")
    with house.work() as actor:
        quotation = quotations.create(actor, quotation_in(ground))
        quotations.send(actor, quotation.id)
        quotations.accept(actor, quotation.id, AcceptIn(name="سعد العتيبي", note="By phone"))
        quotation_id = quotation.id
    with house.work() as actor:
        invoice_id = orders.invoice_quotation(actor, quotation_id, issue=True).id

    def draw() -> bytes:
        with house.work() as actor:
            invoice = invoices.get(actor, invoice_id)
            paper = documents.paper_of(invoice)
            return render_pdf(
                "invoices/pdf/invoice.html", invoice.language, title=paper.number, paper=paper
            )

    def download() -> bytes:
        with house.work() as actor:
            return invoices.pdf_bytes(actor, invoices.get(actor, invoice_id))

    return draw, download
