"""The invoices resource of the API."""

from sqlalchemy import update

from portal.core.db import UNSCOPED, session
from portal.invoices import service as invoices
from portal.invoices.models import Invoice
from portal.web.application import Application
from tests.factories.clients import make_client
from tests.factories.house import House
from tests.factories.invoices import disbursement, fee, make_draft, make_invoice, make_payment


def test_list_filters_and_pages(app: Application, house: House) -> None:
    with house.work() as actor:
        client_id = make_client(actor).id
        draft_id = make_draft(actor, client_id=client_id).id
        invoice = make_invoice(actor)
        invoice_id, number = invoice.id, invoice.number
    browser, key = app.test_client(), house.key(["invoices:read"])
    body = browser.get("/api/v1/invoices?per_page=1", headers=key).get_json()
    assert [row["id"] for row in body["data"]] == [invoice_id]
    assert body["meta"]["total"] == 2
    assert body["meta"]["has_next"] is True
    assert body["data"][0]["total"] == "1150.00"
    by_status = browser.get("/api/v1/invoices?status=draft", headers=key).get_json()
    assert [row["id"] for row in by_status["data"]] == [draft_id]
    by_client = browser.get(f"/api/v1/invoices?client_id={client_id}", headers=key).get_json()
    assert [row["id"] for row in by_client["data"]] == [draft_id]
    found = browser.get("/api/v1/invoices", query_string={"search": number}, headers=key)
    assert [row["id"] for row in found.get_json()["data"]] == [invoice_id]
    wrong = browser.get("/api/v1/invoices?status=lost", headers=key)
    assert wrong.status_code == 422
    assert wrong.get_json()["errors"][0]["field"] == "status"


def test_show_tells_all(app: Application, house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(
            actor,
            fee("450.00", sources=[("order", 12)]),
            disbursement(),
            sources=[("quotation", 9)],
            quotation_number="RUH-QT-2026-00009",
        )
        make_payment(actor, invoice.client_id, "100.00")
        invoice_id, url = invoice.id, invoices.link_url(actor, invoice)
    answer = app.test_client().get(
        f"/api/v1/invoices/{invoice_id}", headers=house.key(["invoices:read"])
    )
    body = answer.get_json()
    assert answer.status_code == 200
    assert (body["status"], body["treatment"]) == ("partially_paid", "tax")
    assert (body["total"], body["amount_paid"], body["amount_due"]) == (
        "1167.50",
        "100.00",
        "1067.50",
    )
    assert (body["government_fees"], body["tax_total"]) == ("650.00", "67.50")
    assert (body["order_ids"], body["quotation_ids"]) == ([12], [9])
    assert [line["kind"] for line in body["lines"]] == ["fee", "disbursement"]
    assert body["public_url"] == url
    assert body["is_overdue"] is False


def test_the_pdf_is_a_signed_address(app: Application, house: House) -> None:
    with house.work() as actor:
        stored, bulk, draft = make_invoice(actor), make_invoice(actor), make_draft(actor)
        ids = (stored.id, bulk.id, draft.id)
    with app.app_context():
        # As imported rows are: issued, without a stored file.
        session().execute(
            update(Invoice).where(Invoice.id == ids[1]).values(pdf_file_id=None),
            execution_options={**UNSCOPED, "synchronize_session": False},
        )
        session().commit()
    browser, key = app.test_client(), house.key(["invoices:read"])
    for invoice_id in ids[:2]:
        answer = browser.get(f"/api/v1/invoices/{invoice_id}/pdf", headers=key)
        assert answer.status_code == 302
        paper = browser.get(answer.headers["Location"])
        assert paper.status_code == 200
        assert paper.mimetype == "application/pdf"
        assert paper.data.startswith(b"%PDF")
    with house.work() as actor:
        assert invoices.get(actor, ids[1]).pdf_file_id is None
    assert browser.get(f"/api/v1/invoices/{ids[2]}/pdf", headers=key).status_code == 409
    forged = browser.get("/api/v1/public/invoice-pdfs/forged")
    assert forged.status_code == 410


def test_scope_and_workspace_are_walls(app: Application, house: House, other_house: House) -> None:
    with house.work() as actor:
        invoice_id = make_invoice(actor).id
    browser = app.test_client()
    for path in ("", f"/{invoice_id}", f"/{invoice_id}/pdf"):
        bare = browser.get(f"/api/v1/invoices{path}", headers=house.key(["orders:read"]))
        assert bare.status_code == 403
        assert bare.get_json()["required_scope"] == "invoices:read"
        assert browser.get(f"/api/v1/invoices{path}").status_code == 401
    stranger = other_house.key(["invoices:read"])
    assert browser.get(f"/api/v1/invoices/{invoice_id}", headers=stranger).status_code == 404
    assert browser.get(f"/api/v1/invoices/{invoice_id}/pdf", headers=stranger).status_code == 404
    assert browser.get("/api/v1/invoices", headers=stranger).get_json()["data"] == []
