"""Invoices as the tests of their pages need them: a client's, with a fee and a disbursement."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.invoices import service
from portal.invoices.schemas import InvoiceDraft, InvoiceLineIn
from tests.factories.clients import make_client, make_company
from tests.factories.house import House

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass(frozen=True)
class Made:
    """Ids of an invoice and its client; number, path and code once it is issued."""

    id: int
    client_id: int
    number: str = ""
    path: str = ""
    code: str = ""


def make_invoice(house: House, *, issue: bool = True, **changes: Any) -> Made:
    """An invoice over 1,150.00 with VAT and 650.00 passed on; issued unless told otherwise."""
    with house.work() as actor:
        client_id = changes.pop("client_id", None)
        company_id = None
        if client_id is None:
            client_id = make_client(actor).id
            company_id = make_company(house, actor, client_id).id
        values: dict[str, Any] = {
            "client_id": client_id,
            "company_id": company_id,
            "lines": [
                InvoiceLineIn(
                    description_ar="تجديد إقامة",
                    description_en="Iqama renewal",
                    unit_price=Decimal("1000"),
                    workers=["راجيش كومار"],
                ),
                InvoiceLineIn(
                    description_ar="رسوم الجوازات",
                    description_en="Passports fee",
                    unit_price=Decimal("650"),
                    kind="disbursement",
                ),
            ],
        }
        invoice = service.draft(actor, InvoiceDraft(**{**values, **changes}))
        if not issue:
            return Made(invoice.id, client_id)
        service.issue(actor, invoice.id)
        url = service.link_url(actor, invoice) or ""
        path = url[url.index("/i/") :]
        return Made(invoice.id, client_id, invoice.number or "", path, invoice.verify_code or "")


def proof_form(**fields: str) -> dict[str, Any]:
    """A proof of transfer as a browser sends it."""
    return {"file": (io.BytesIO(PNG), "transfer.png"), **fields}
