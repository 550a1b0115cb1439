"""The public look-up: only an exact pair answers, and not often."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest

from portal.core.db import unit_of_work
from portal.core.errors import Invalid, NotFound, TooMany
from portal.invoices import service as invoices
from portal.invoices.service.verifying import TRIES, VerifiedDocument, _verifiers
from portal.kit.codes import verify_code
from portal.web.application import Application
from tests.factories.house import House
from tests.factories.invoices import make_invoice, make_payment

_address = itertools.count(1)


def fresh_ip() -> str:
    """An address that no other test has used."""
    return f"2001:db8::{next(_address):x}"


@contextmanager
def outside(app: Application) -> Iterator[None]:
    """Nobody signed in, no workspace known."""
    with app.app_context(), unit_of_work():
        yield


def test_number_and_code_confirm_an_invoice(app: Application, house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        number, code = invoice.number or "", invoice.verify_code or ""
        assert invoice.snapshot is not None
        iban = invoice.snapshot["bank"]["iban"]
    with outside(app):
        typed = code.lower().replace("-", " ")
        found = invoices.verify(f" {number.lower()} ", typed, ip=fresh_ip())
        assert (found.kind, found.number, found.state) == ("invoice", number, "issued")
        assert (found.amount, found.currency) == (Decimal("1150.00"), "SAR")
        assert found.iban == iban
        assert found.entity_name("en") == "Test Services Company"


def test_credit_notes_and_receipts_are_confirmed_too(app: Application, house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        payment = make_payment(actor, invoice.client_id, "50.00")
        note = invoices.credit(actor, invoice.id, "Cancelled")
        pairs = [(row.number or "", row.verify_code or "") for row in (note, payment, invoice)]
        void = invoices.void_payment(actor, payment.id, "Bounced")
        assert void.number is not None
    with outside(app):
        kinds = [invoices.verify(*pair, ip=fresh_ip()) for pair in pairs]
        assert [(found.kind, found.state) for found in kinds] == [
            ("credit_note", "issued"),
            ("receipt", "void"),
            ("invoice", "credited"),
        ]


def test_half_a_match_tells_nothing(app: Application, house: House, other_house: House) -> None:
    with house.work() as actor:
        first, second = make_invoice(actor), make_invoice(actor)
        number = first.number or ""
        pair = (number, second.verify_code or "")
    with other_house.work() as actor:
        theirs = make_invoice(actor)
        assert theirs.number == number  # the same number in another workspace
    with outside(app):
        for number, code in (pair, (pair[0], verify_code()), ("RUH-INV-2026-99999", pair[1])):
            with pytest.raises(NotFound) as caught:
                invoices.verify(number, code, ip=fresh_ip())
            assert caught.value.code == "not_verified"
        with pytest.raises(Invalid):
            invoices.verify(pair[0], "123", ip=fresh_ip())


def test_drafts_have_no_code(app: Application) -> None:
    with outside(app), pytest.raises(NotFound):
        invoices.verify("None", verify_code(), ip=fresh_ip())


def test_attempts_from_one_address_end(app: Application, house: House) -> None:
    with house.work() as actor:
        invoice = make_invoice(actor)
        number, code = invoice.number or "", invoice.verify_code or ""
    ip = fresh_ip()
    with outside(app):
        for _ in range(TRIES):
            with pytest.raises(NotFound):
                invoices.verify(f"X{next(_address)}", verify_code(), ip=ip)
        with pytest.raises(TooMany):
            invoices.verify(number, code, ip=ip)
        assert invoices.verify(number, code, ip=fresh_ip()).number == number


def test_other_domains_add_their_documents(app: Application) -> None:
    code = verify_code()

    def quotations(number: str, typed: str) -> VerifiedDocument | None:
        if (number, typed) != ("RUH-QT-2026-00001", code):
            return None
        return VerifiedDocument(
            kind="quotation",
            number=number,
            amount=Decimal(5),
            currency="SAR",
            dated=date(2026, 1, 1),
            entity_name_ar="شركة",
            entity_name_en="Company",
            iban=None,
            state="sent",
        )

    invoices.register_verifier(quotations)
    try:
        with outside(app):
            assert invoices.verify("ruh-qt-2026-00001", code, ip=fresh_ip()).kind == "quotation"
    finally:
        _verifiers.remove(quotations)
