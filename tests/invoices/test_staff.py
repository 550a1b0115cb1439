"""Staff pages of invoices and payments."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.invoices import service
from portal.invoices.schemas import InvoiceDraft, InvoiceLineIn, PaymentIn
from tests.factories.clients import make_client
from tests.factories.house import House
from tests.factories.invoice_pages import Made, make_invoice, proof_form


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def a_client(house: House, **changes: Any) -> int:
    with house.work() as actor:
        return make_client(actor, **changes).id


def fields_of(body: str) -> dict[str, str]:
    """What a browser would send back of the form on the page."""
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            sent[name[1]] = value[1].replace("&#34;", '"') if value else ""
    for name_, inner in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', body, re.S):
        chosen = re.search(r"<option selected[^>]* value=\"([^\"]*)\"", inner)
        first = re.search(r"<option[^>]* value=\"([^\"]*)\"", inner)
        sent[name_] = chosen[1] if chosen else (first[1] if first else "")
    for name_, inner in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', body, re.S
    ):
        sent[name_] = inner.strip()
    sent.pop("q", None)
    return sent


LINE = {
    "lines-0-description_ar": "تجديد سجل تجاري",
    "lines-0-quantity": "٢",
    "lines-0-unit_price": "٥٠٠٫٠٠",
}


# --- writing an invoice ---


def test_new_invoice_begins_with_the_client(house: House) -> None:
    browser = house.browser()
    client_id = a_client(house, name_en="Falcon Trading")
    chooser = text(browser.get("/invoices/new"))
    assert f"client_id={client_id}" in chooser
    assert "Falcon Trading" in text(browser.get("/invoices/new?q=falcon"))
    assert "Falcon Trading" not in text(browser.get("/invoices/new?q=nobody"))
    form = text(browser.get(f"/invoices/new?client_id={client_id}"))
    assert 'name="lines-0-unit_price"' in form


def test_draft_is_written_edited_and_issued(house: House) -> None:
    browser, client_id = house.browser(), a_client(house)
    sent = fields_of(text(browser.get(f"/invoices/new?client_id={client_id}")))
    answer = browser.post("/invoices", data={**sent, **LINE})
    assert answer.status_code == 302, text(answer)
    url = answer.headers["Location"]
    invoice_id = int(url.rsplit("/", 1)[1])
    body = text(browser.get(url))
    assert "1,150.00" in body
    assert 'data-state="draft"' in body
    sent = fields_of(text(browser.get(f"{url}/edit")))
    assert sent["lines-0-unit_price"] == "500"
    sent["lines-0-unit_price"] = "600"
    assert browser.post(f"{url}/edit", data=sent).status_code == 302
    assert browser.post(f"{url}/issue").status_code == 302
    with house.work() as actor:
        invoice = service.get(actor, invoice_id)
        assert (invoice.status, invoice.total) == ("issued", Decimal("1380.00"))
        number = invoice.number
    body = text(browser.get(url))
    assert str(number) in body
    assert 'data-state="issued"' in body
    assert browser.get(f"{url}/pdf").data.startswith(b"%PDF")
    assert browser.get(f"{url}/edit").status_code == 409


def test_editing_keeps_sources_and_workers_of_lines(house: House) -> None:
    browser, client_id = house.browser(), a_client(house)
    with house.work() as actor:
        line = InvoiceLineIn(
            description_ar="رسوم",
            unit_price=Decimal("10.5"),
            workers=["راجيش كومار", 'A "quoted" name'],
            sources=[("order", 7)],
        )
        data = InvoiceDraft(client_id=client_id, lines=[line], sources=[("quotation", 3)])
        invoice_id = service.draft(actor, data).id
    url = f"/invoices/{invoice_id}"
    sent = fields_of(text(browser.get(f"{url}/edit")))
    assert json.loads(sent["lines-0-sources"]) == [["order", 7]]
    answer = browser.post(f"{url}/edit", data={**sent, "reference": "PO-9"})
    assert answer.status_code == 302, text(answer)
    with house.work() as actor:
        invoice = service.get(actor, invoice_id)
        assert invoice.reference == "PO-9"
        assert invoice.lines[0].workers == ["راجيش كومار", 'A "quoted" name']
        assert service.ids_of_source(actor, "order", 7) == [invoice_id]
        assert service.ids_of_source(actor, "quotation", 3) == [invoice_id]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({**LINE, "lines-0-unit_price": "a lot"}, "lines-0-unit_price"),
        ({**LINE, "lines-0-description_ar": ""}, "lines-0-description_ar"),
        ({**LINE, "lines-0-tax_category": "zero"}, "lines-0-tax_reason"),
        ({**LINE, "lines-0-discount_percent": "101"}, "lines-0-discount_percent"),
        ({**LINE, "due_on": "2020-01-01"}, "due_on"),
        ({**LINE, "supply_date": "soon"}, "supply_date"),
        ({**LINE, "lines-4-unit_price": "no"}, "lines-4-unit_price"),
    ],
)
def test_bad_input_stays_in_the_form_with_the_error_beside_it(
    house: House, typed: dict[str, str], field: str
) -> None:
    browser, client_id = house.browser(), a_client(house)
    sent = fields_of(text(browser.get(f"/invoices/new?client_id={client_id}")))
    answer = browser.post("/invoices", data={**sent, **typed, "language": "ar"})
    body = text(answer)
    assert answer.status_code == 422
    shown = "lines-1-unit_price" if field == "lines-4-unit_price" else field
    assert f'id="{shown}-error"' in body
    assert f'href="#{shown}"' in body  # the summary on top leads to it
    assert "٥٠٠٫٠٠" in body or typed["lines-0-unit_price"] in body
    with house.work() as actor:
        assert service.listed(actor).total == 0


def test_rows_are_added_and_removed_without_saving(house: House) -> None:
    browser, client_id = house.browser(), a_client(house)
    sent = fields_of(text(browser.get(f"/invoices/new?client_id={client_id}")))
    more = browser.post("/invoices/rows", data={**sent, **LINE, "add_row": "1"})
    assert "lines-1-unit_price" in text(more)
    assert "تجديد سجل تجاري" in text(more)
    part = browser.post(
        "/invoices/rows",
        data={**sent, **LINE, "lines-1-description_ar": "ثانٍ", "remove_row": "0"},
        headers={"HX-Request": "true"},
    )
    assert "<html" not in text(part)
    assert "ثانٍ" in text(part)
    assert "تجديد سجل تجاري" not in text(part)
    totals = browser.post("/invoices/rows?totals=1", data={**sent, **LINE})
    assert "1,150.00" in text(totals)
    with house.work() as actor:
        assert service.listed(actor).total == 0


def test_two_editing_at_once_the_second_is_told(house: House) -> None:
    browser, made = house.browser(), make_invoice(house, issue=False)
    sent = fields_of(text(browser.get(f"/invoices/{made.id}/edit")))
    assert (
        browser.post(f"/invoices/{made.id}/edit", data={**sent, "reference": "one"}).status_code
        == 302
    )
    answer = browser.post(f"/invoices/{made.id}/edit", data={**sent, "reference": "two"})
    assert answer.status_code == 409
    assert 'value="two"' in text(answer)
    assert "Somebody else changed" in text(answer)
    with house.work() as actor:
        assert service.get(actor, made.id).reference == "one"


def test_draft_is_discarded(house: House) -> None:
    browser, made = house.browser(), make_invoice(house, issue=False)
    assert browser.post(f"/invoices/{made.id}/discard").status_code == 302
    assert browser.get(f"/invoices/{made.id}").status_code == 404


# --- an issued invoice ---


def test_issued_invoice_shares_its_link(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    body = text(browser.get(f"/invoices/{made.id}"))
    assert f'{made.path}"' in body
    whatsapp = re.search(r'href="(https://wa\.me/[^"]*)"', body)
    assert whatsapp is not None
    assert made.number in whatsapp[1]
    assert made.path.replace("/", "%2F")[3:] in whatsapp[1] or made.path in whatsapp[1]


def test_send_mails_the_client_once_asked(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    assert browser.post(f"/invoices/{made.id}/send").status_code == 302
    with house.work() as actor:
        assert service.get(actor, made.id).sent_at is not None


def test_client_without_contact_cannot_be_sent_to(house: House) -> None:
    client_id = a_client(house, email=None, contacts=[])
    browser, made = house.browser(), make_invoice(house, client_id=client_id)
    answer = browser.post(f"/invoices/{made.id}/send")
    assert answer.status_code == 422
    assert "no contact" in text(answer)
    with house.work() as actor:
        assert service.get(actor, made.id).sent_at is None


def test_credit_note_wants_a_reason(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    url = f"/invoices/{made.id}/credit"
    assert made.number in text(browser.get(url))
    answer = browser.post(url, data={"reason": ""})
    assert answer.status_code == 422
    assert 'id="reason-error"' in text(answer)
    answer = browser.post(url, data={"reason": "Entered twice"})
    assert answer.status_code == 302
    note = text(browser.get(answer.headers["Location"]))
    assert "Entered twice" in note
    assert 'data-state="credited"' in text(browser.get(f"/invoices/{made.id}"))
    assert browser.post(url, data={"reason": "Once more"}).status_code == 409


def test_proof_of_the_client_is_opened_by_staff_only(house: House, other_house: House) -> None:
    made = make_invoice(house)
    visitor = house.app.test_client()
    house.app.config["WTF_CSRF_ENABLED"] = False
    visitor.post(
        f"{made.path}/proof", data=proof_form(amount="1800"), content_type="multipart/form-data"
    )
    browser = house.browser()
    body = text(browser.get(f"/invoices/{made.id}"))
    link = re.search(rf'href="(/invoices/{made.id}/proofs/\d+)"', body)
    assert link is not None
    assert browser.get(link[1]).mimetype == "image/png"
    assert visitor.get(link[1]).status_code == 302
    assert other_house.browser().get(link[1]).status_code == 404
    record = re.search(r'href="(/payments/new\?invoice_id=[^"]*proof_id=[^"]*)"', body)
    assert record is not None
    sent = fields_of(text(browser.get(record[1].replace("&amp;", "&"))))
    assert sent["amount"] == "1800"
    browser.post("/payments", data=sent)
    assert "Open the payment" in text(browser.get(f"/invoices/{made.id}"))


# --- lists ---


def test_list_searches_filters_and_adds_up(house: House) -> None:
    browser = house.browser()
    late, paid, draft = make_invoice(house), make_invoice(house), make_invoice(house, issue=False)
    with house.work() as actor:
        row = service.get(actor, late.id)
        row.due_on = accounts.today(actor) - timedelta(days=3)
        payment = service.record_payment(
            actor, PaymentIn(client_id=paid.client_id, amount=Decimal(1800))
        )
        service.post_payment(actor, payment.id)
        name = clients.get(actor, late.client_id).name("en")
    body = text(browser.get("/invoices"))
    for made in (late, paid, draft):
        assert f"/invoices/{made.id}" in body
    assert "3,600.00" in body
    body = text(browser.get("/invoices?state=overdue"))
    assert f'href="/invoices/{late.id}"' in body
    assert f'href="/invoices/{paid.id}"' not in body
    assert 'data-state="overdue"' in body
    body = text(browser.get("/invoices?state=draft"))
    assert f'href="/invoices/{draft.id}"' in body
    assert f'href="/invoices/{late.id}"' not in body
    body = text(browser.get("/invoices", query_string={"q": name}))
    assert f'href="/invoices/{late.id}"' in body
    assert f'href="/invoices/{paid.id}"' not in body
    assert "No invoice matches" in text(browser.get("/invoices?q=nothinglikethis"))


def test_empty_lists_say_what_they_are_for(house: House) -> None:
    browser = house.browser()
    assert "No invoices yet" in text(browser.get("/invoices"))
    assert "No payments yet" in text(browser.get("/payments"))


# --- payments ---


def payment_fields(browser: FlaskClient, made: Made) -> dict[str, str]:
    return fields_of(text(browser.get(f"/payments/new?invoice_id={made.id}")))


def test_payment_of_an_invoice_is_prefilled_and_recorded(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    sent = payment_fields(browser, made)
    assert (sent["amount"], sent["allocations-0-amount"]) == ("1800", "1800")
    answer = browser.post("/payments", data={**sent, "reference": "FT123", "method": "cheque"})
    assert answer.status_code == 302, text(answer)
    body = text(browser.get(answer.headers["Location"]))
    assert 'data-state="posted"' in body
    assert "FT123" in body
    assert browser.get(answer.headers["Location"] + "/receipt").data.startswith(b"%PDF")
    assert 'data-state="paid"' in text(browser.get(f"/invoices/{made.id}"))


def test_amount_is_spread_over_the_oldest_due_first(house: House) -> None:
    browser, first = house.browser(), make_invoice(house)
    second = make_invoice(house, client_id=first.client_id)
    with house.work() as actor:
        service.get(actor, second.id).due_on = accounts.today(actor)
    sent = fields_of(text(browser.get(f"/payments/new?client_id={first.client_id}")))
    assert sent["allocations-0-invoice_id"] == str(second.id)
    part = browser.post(
        "/payments/allocations",
        data={**sent, "amount": "2,000"},
        headers={"HX-Request": "true"},
    )
    spread = fields_of(text(part))
    assert (spread["allocations-0-amount"], spread["allocations-1-amount"]) == ("1800", "200")
    answer = browser.post("/payments", data={**sent, **spread, "amount": "2,000"})
    assert answer.status_code == 302
    with house.work() as actor:
        assert service.get(actor, second.id).status == "paid"
        assert service.get(actor, first.id).amount_due == Decimal("1600.00")


def test_overpayment_is_kept_as_credit_and_used_later(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    sent = {**payment_fields(browser, made), "amount": "2500"}
    url = browser.post("/payments", data=sent).headers["Location"]
    assert "700.00" in text(browser.get(url))
    later = make_invoice(house, client_id=made.client_id)
    assert browser.post(f"{url}/allocate", data={"invoice_id": later.id}).status_code == 302
    with house.work() as actor:
        assert service.get(actor, later.id).amount_due == Decimal("1100.00")


def test_blank_rows_leave_everything_as_credit(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    sent = {**payment_fields(browser, made), "allocations-0-amount": ""}
    assert browser.post("/payments", data=sent).status_code == 302
    with house.work() as actor:
        assert service.get(actor, made.id).status == "issued"
        assert service.client_credit(actor, made.client_id) == {"SAR": Decimal("1800.00")}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"paid_on": "2099-01-01"}, "paid_on"),
        ({"allocations-1-amount": "x"}, "allocations-1-amount"),
        ({"allocations-0-amount": "", "allocations-1-amount": "9999"}, "allocations-1-amount"),
    ],
)
def test_bad_payment_is_said_beside_its_field(
    house: House, changes: dict[str, str], field: str
) -> None:
    browser, made = house.browser(), make_invoice(house)
    make_invoice(house, client_id=made.client_id)
    answer = browser.post("/payments", data={**payment_fields(browser, made), **changes})
    assert answer.status_code == 422, text(answer)
    assert f'id="{field}-error"' in text(answer)
    with house.work() as actor:
        assert service.list_payments(actor).total == 0


def test_draft_payment_counts_once_posted_and_no_more_once_void(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    sent = {**payment_fields(browser, made), "draft": "1"}
    url = browser.post("/payments", data=sent).headers["Location"]
    assert 'data-state="draft"' in text(browser.get(url))
    with house.work() as actor:
        assert service.get(actor, made.id).status == "issued"
    assert browser.post(f"{url}/post").status_code == 302
    assert browser.post(f"{url}/post").status_code == 409
    with house.work() as actor:
        assert service.get(actor, made.id).status == "paid"
    assert browser.post(f"{url}/void", data={}).status_code == 422
    assert browser.post(f"{url}/void", data={"reason": "Returned"}).status_code == 302
    assert "Returned" in text(browser.get(url))
    with house.work() as actor:
        assert service.get(actor, made.id).status == "issued"


def test_payments_are_listed_and_searched(house: House) -> None:
    browser, made = house.browser(), make_invoice(house)
    sent = {**payment_fields(browser, made), "reference": "FT-778"}
    url = browser.post("/payments", data=sent).headers["Location"]
    for query, there in (("?q=ft-778", True), ("?state=void", False), ("?state=posted", True)):
        assert (f'href="{url}"' in text(browser.get(f"/payments{query}"))) is there


# --- who may ---


def test_viewer_reads_and_changes_nothing(house: House) -> None:
    browser, made = house.browser("viewer"), make_invoice(house)
    assert browser.get("/invoices").status_code == 200
    body = text(browser.get(f"/invoices/{made.id}"))
    assert "/credit" not in body
    for path in (f"/invoices/{made.id}/issue", f"/invoices/{made.id}/send", "/payments"):
        assert browser.post(path).status_code == 403
    assert browser.get("/invoices/new").status_code == 403


def test_officer_sees_invoices_without_payments(house: House) -> None:
    browser, made = house.browser("officer"), make_invoice(house)
    assert browser.get(f"/invoices/{made.id}").status_code == 200
    assert browser.get("/payments").status_code == 403


def test_another_house_finds_nothing(house: House, other_house: House) -> None:
    made, browser = make_invoice(house), other_house.browser()
    for path in ("", "/edit", "/pdf", "/credit"):
        assert browser.get(f"/invoices/{made.id}{path}").status_code == 404
    assert browser.post(f"/invoices/{made.id}/issue").status_code == 404
    assert browser.get(f"/payments/new?invoice_id={made.id}").status_code == 404
