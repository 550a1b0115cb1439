"""The client's page of an invoice, and the verification page."""

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core import later
from portal.core.db import now
from portal.invoices import service
from portal.invoices.schemas import PaymentIn
from portal.links import service as links
from portal.web.application import Application
from tests.factories.house import House
from tests.factories.invoice_pages import Made, make_invoice, proof_form


@pytest.fixture(autouse=True)
def _no_csrf(app: Application) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def proofs(house: House, made: Made) -> int:
    with house.work() as actor:
        return len(service.proofs_of(actor, made.id))


def test_page_speaks_the_clients_language_and_says_how_to_pay(
    house: House, client: FlaskClient
) -> None:
    made = make_invoice(house)
    page = client.get(made.path)
    body = text(page)
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl"' in body
    assert made.number in body
    assert "1,800.00" in body
    with house.work() as actor:
        snapshot = service.get(actor, made.id).snapshot
    assert snapshot is not None
    assert f'data-copy="{snapshot["bank"]["iban"]}"' in body
    assert f'data-copy="{made.number}"' in body
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<html lang="en" dir="ltr"' in text(client.get(f"{made.path}?lang=en"))


def test_get_writes_nothing_but_the_view(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    with house.work() as actor:
        before = service.get(actor, made.id).updated_at
    client.get(made.path)
    with house.app.app_context():
        later.flush()
    with house.work() as actor:
        invoice = service.get(actor, made.id)
        assert (invoice.updated_at, invoice.status) == (before, "issued")
        link = service.link_of(invoice)
        assert link is not None
        assert len(links.views(link)) == 1


def test_pdf_is_the_stored_one(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    answer = client.get(f"{made.path}/pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    with house.work() as actor:
        assert answer.data == service.pdf_bytes(actor, service.get(actor, made.id))


def test_proof_is_kept_and_shown(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    answer = client.post(
        f"{made.path}/proof",
        data=proof_form(amount="١٬٨٠٠٫٠٠", note="حوالة"),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302, text(answer)
    with house.work() as actor:
        proof = service.proofs_of(actor, made.id)[0]
        assert (f"{proof.amount:.2f}", proof.note) == ("1800.00", "حوالة")
    assert "transfer.png" in text(client.get(made.path))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": "no file"}, "file"),
        ({"file": (io.BytesIO(b"MZ not a picture"), "x.pdf")}, "file"),
        (proof_form(amount="many"), "amount"),
    ],
)
def test_bad_proof_is_said_beside_its_field(
    house: House, client: FlaskClient, fields: dict[str, object], field: str
) -> None:
    made = make_invoice(house)
    answer = client.post(f"{made.path}/proof", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in text(answer)
    assert proofs(house, made) == 0


def test_paid_invoice_asks_for_nothing(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    with house.work() as actor:
        payment = service.record_payment(actor, PaymentIn(client_id=made.client_id, amount="1800"))
        service.post_payment(actor, payment.id)
        number = payment.number
    body = text(client.get(f"{made.path}?lang=en"))
    assert 'data-state="paid"' in body
    assert str(number) in body
    assert 'id="pay"' not in body
    answer = client.post(
        f"{made.path}/proof", data=proof_form(), content_type="multipart/form-data"
    )
    assert answer.status_code == 409
    assert proofs(house, made) == 0


def test_credited_invoice_says_so(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    with house.work() as actor:
        note = service.credit(actor, made.id, "Entered twice")
        number = note.number
    body = text(client.get(f"{made.path}?lang=en"))
    assert 'data-state="credited"' in body
    assert str(number) in body
    assert 'id="pay"' not in body


@pytest.mark.parametrize("ended", ["expired", "revoked"])
def test_ended_link_explains_itself(house: House, client: FlaskClient, ended: str) -> None:
    made = make_invoice(house)
    with house.work() as actor:
        link = links.current(("invoice", made.id), "invoice")
        assert link is not None
        if ended == "revoked":
            links.revoke(actor, link)
        else:
            links.extend(actor, link, now())
    for path in (made.path, f"{made.path}/pdf"):
        answer = client.get(f"{path}?lang=en")
        assert answer.status_code == 410
        assert ("expired" if ended == "expired" else "withdrawn") in text(answer)
        assert made.number not in text(answer)
    answer = client.post(
        f"{made.path}/proof", data=proof_form(), content_type="multipart/form-data"
    )
    assert answer.status_code == 410
    assert proofs(house, made) == 0


def test_unknown_link_is_not_found(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    assert client.get(made.path[:-1] + ("A" if made.path[-1] != "A" else "B")).status_code == 404
    assert client.get("/i/short").status_code == 404


def test_proof_needs_the_token_of_the_form(
    app: Application, house: House, client: FlaskClient
) -> None:
    made = make_invoice(house)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(
        f"{made.path}/proof", data=proof_form(), content_type="multipart/form-data"
    )
    assert answer.status_code == 400
    assert proofs(house, made) == 0


def test_verify_is_filled_from_the_square_code_but_looks_nothing_up(
    house: House, client: FlaskClient
) -> None:
    made = make_invoice(house)
    with house.work() as actor:
        url = service.paper_of(service.get(actor, made.id)).verify.url
    body = text(client.get(url[url.index("/verify") :]))
    assert f'value="{made.number}"' in body
    assert f'value="{made.code}"' in body
    assert "1,800.00" not in body


def test_genuine_document_is_confirmed(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    answer = client.post(
        "/verify?lang=en",
        data={"number": made.number.lower(), "code": made.code.replace("-", " ").lower()},
    )
    body = text(answer)
    assert answer.status_code == 200
    assert "This document is genuine" in body
    assert made.number in body
    assert "1,800.00" in body
    assert "Test Services Company" in body
    with house.work() as actor:
        snapshot = service.get(actor, made.id).snapshot
    assert snapshot is not None
    shown = re.sub(r"[\s<>/a-z]", "", body)
    assert snapshot["bank"]["iban"] in shown


def test_wrong_code_is_not_confirmed(house: House, client: FlaskClient) -> None:
    made = make_invoice(house)
    wrong = ("0" if made.code[0] != "0" else "1") + made.code[1:]
    answer = client.post("/verify?lang=en", data={"number": made.number, "code": wrong})
    assert answer.status_code == 404
    assert "could not confirm" in text(answer)
    assert "1,800.00" not in text(answer)


def test_half_a_code_is_said_beside_its_field(client: FlaskClient) -> None:
    answer = client.post("/verify", data={"number": "RUH-INV-2026-00001", "code": "7K2M"})
    assert answer.status_code == 422
    assert 'id="code-error"' in text(answer)
    answer = client.post("/verify", data={})
    assert 'id="number-error"' in text(answer)


def test_attempts_are_limited(house: House, client: FlaskClient) -> None:
    where = {"REMOTE_ADDR": "198.51.100.77"}
    codes = [
        client.post(
            "/verify",
            data={"number": f"RUH-INV-2026-9{tries:04}", "code": "7K2M-QX9D-40FN"},
            environ_base=where,
        ).status_code
        for tries in range(21)
    ]
    assert codes[0] == 404
    assert codes[-1] == 429
