"""The whole journey by API and link, as an integrator and the client's own system would do it."""

import io
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.core import jobs
from portal.core.db import session
from portal.invoices import service as invoices
from portal.invoices.schemas import PaymentIn
from portal.orders import service as orders
from tests.factories.house import House
from tests.factories.journey import make_ground


@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_quotation_to_paid_invoice(
    house: House, other_house: House, client: FlaskClient, language: str
) -> None:
    ground = make_ground(house, locale=language)
    headers = house.key()
    listed = client.get("/api/v1/services?search=اقامه", headers=headers).get_json()
    assert [row["id"] for row in listed["data"]] == [ground.service_id]

    body = {
        "client_id": ground.client_id,
        "company_id": ground.company_id,
        "language": language,
        "lines": [
            {"service_definition_id": ground.service_id, "worker_ids": [ground.worker_id]},
            {
                "description": "Advice" if language == "en" else "استشارة",
                "quantity": "٢",
                "unit_price": "٥٠٠٫٠٠",
            },
            {
                "description": "Extra" if language == "en" else "إضافي",
                "quantity": 1,
                "unit_price": "150.00",
                "optional": True,
            },
        ],
    }
    created = client.post("/api/v1/quotations", headers=headers, json=body)
    assert created.status_code == 201, created.get_json()
    quotation = created.get_json()
    # 250 + 1000 net, VAT 187.50, government fee 650 outside VAT; the optional line not counted
    assert (quotation["tax_total"], quotation["total"]) == ("187.50", "2087.50")
    assert quotation["status"] == "draft"
    assert quotation["public_url"] is None

    path = f"/api/v1/quotations/{quotation['id']}"
    assert client.get(path, headers=other_house.key()).status_code == 404
    sent = client.post(f"{path}/send", headers=headers).get_json()
    assert sent["status"] == "sent"
    token = sent["public_url"].rsplit("/", 1)[1]

    optional = [line["id"] for line in sent["lines"] if line["optional"]]
    accept = f"/api/v1/public/quotations/{token}/accept"
    agreed = client.post(accept, json={"name": "Saad", "optional_line_ids": optional})
    assert agreed.status_code == 200, agreed.get_json()
    assert agreed.get_json()["total"] == "2260.00"  # + 150 × 1.15
    again = client.post(accept, json={"name": "Saad"})
    assert (again.status_code, again.get_json()["code"] != "") == (409, True)

    after = client.get(path, headers=headers).get_json()
    assert len(after["order_ids"]) == 1
    order = client.get(f"/api/v1/orders/{after['order_ids'][0]}", headers=headers).get_json()
    assert [step["step_key"] for step in order["steps"]][-1] == "deliver_result"

    with house.work() as actor:
        invoice = orders.invoice_quotation(actor, quotation["id"], issue=True)
        invoice_id, number = invoice.id, invoice.number
    shown = client.get(f"/api/v1/invoices/{invoice_id}", headers=headers).get_json()
    assert (shown["status"], shown["total"]) == ("issued", "2260.00")
    redirect = client.get(f"/api/v1/invoices/{invoice_id}/pdf", headers=headers)
    assert redirect.status_code == 302
    pdf = client.get(redirect.headers["Location"])
    assert pdf.status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)
    assert number in text
    assert "2,260.00" in text

    with house.work() as actor:
        payment = invoices.record_payment(
            actor,
            PaymentIn(
                client_id=ground.client_id,
                amount=Decimal("2260"),
                method="bank_transfer",
                paid_on="2026-01-05",
            ),
        )
        invoices.post_payment(actor, payment.id)
        if not invoices.allocations_of(actor, payment.id):
            invoices.allocate(actor, payment.id, [(invoice_id, Decimal("2260"))])
        session().flush()
    paid = client.get(f"/api/v1/invoices/{invoice_id}", headers=headers).get_json()
    assert paid["status"] == "paid"
    with house.app.app_context():
        jobs.run_due()


def test_a_mail_scanner_changes_nothing(house: House, client: FlaskClient) -> None:
    from tests.factories.journey import sent_quotation

    token, _ = sent_quotation(house)
    for _ in range(3):
        assert client.get(f"/q/{token}").status_code == 200
    headers = house.key()
    listed = client.get("/api/v1/quotations", headers=headers).get_json()
    assert [row["status"] for row in listed["data"]] == ["sent"]
