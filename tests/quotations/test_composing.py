"""Composing: totals, what the catalogue fills in, and every rule of a draft."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.accounts import service as accounts
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.quotations import service
from portal.quotations.schemas import QuotationPatch
from tests.factories.catalog import make_service
from tests.factories.clients import make_client, make_company, make_worker
from tests.factories.house import House, make_house
from tests.factories.quotations import make_quotation, make_sent, quotation_in


def test_totals_are_those_of_the_tax_rules_with_the_document_discount(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(
            actor,
            lines=[
                {"description": "أ", "unit_price": "10.10", "quantity": "1"},
                {"description": "ب", "unit_price": "10.10", "discount_percent": "10"},
                {"description": "ج", "unit_price": "100", "tax_category": "zero",
                 "tax_reason": "VATEX-SA-33"},
                {"description": "د", "unit_price": "50", "optional": True},
            ],
            discount_percent="10",
        )  # fmt: skip
        # 10.10 + 9.09 + 100.00 = 119.19; 10 % = 11.92; VAT on (19.19 - 1.92) = 17.27 is 2.59
        assert quotation.subtotal == Decimal("120.20")
        assert quotation.discount_total == Decimal("12.93")
        assert quotation.net_total == Decimal("107.27")
        assert quotation.tax_total == Decimal("2.59")
        assert quotation.total == Decimal("109.86")


def test_a_firm_without_vat_registration_charges_none(app) -> None:  # type: ignore[no-untyped-def]
    house = make_house(app, vat_registered=False)
    with house.work() as actor:
        quotation = make_quotation(actor)
        assert (quotation.tax_total, quotation.total) == (Decimal(0), Decimal(1000))


def test_the_catalogue_fills_in_names_price_and_the_government_fee(house: House) -> None:
    with house.work() as actor:
        renewal = make_service(actor)
        quotation = make_quotation(
            actor, lines=[{"service_definition_id": renewal.id, "quantity": "2"}]
        )
        (line,) = service.shown(actor, quotation.id).lines
        assert (line.description_ar, line.description_en) == ("تجديد إقامة", "Iqama renewal")
        assert (line.unit_price, line.government_fee) == (Decimal(250), Decimal(650))
        assert line.fee_is_disbursement
        # 2 × 250 + 15 % and 2 × 650 outside VAT
        assert quotation.government_fees == Decimal(1300)
        assert quotation.total == Decimal("1875.00")


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ({"unit_price": "5"}, "lines.0.description", "missing"),
        ({"description": "x"}, "lines.0.unit_price", "missing"),
        ({"service_definition_id": 999_999}, "lines.0.service_definition_id", "unknown_service"),
        (
            {"description": "x", "unit_price": "1", "tax_category": "zero",
             "tax_reason": "VATEX-SA-29"},
            "lines.0.tax_reason", "tax_reason",
        ),
        (
            {"description": "x", "unit_price": "1", "worker_ids": [1]},
            "lines.0.worker_ids", "company_missing",
        ),
    ],
)  # fmt: skip
def test_a_wrong_line_names_its_field(house: House, line, field, code) -> None:  # type: ignore[no-untyped-def]
    with house.work() as actor:
        client = make_client(actor)
        with pytest.raises(Invalid) as caught:
            service.create(actor, quotation_in(client.id, [line]))
        assert [(error.field, error.code) for error in caught.value.errors] == [(field, code)]


def test_a_service_is_ordered_in_whole_units(house: House) -> None:
    with house.work() as actor:
        renewal = make_service(actor)
        with pytest.raises(Invalid) as caught:
            make_quotation(actor, lines=[{"service_definition_id": renewal.id, "quantity": "1.5"}])
        assert caught.value.errors[0].code == "whole_quantity"


def test_a_draft_service_cannot_be_quoted(house: House) -> None:
    from portal.catalog import service as catalog
    from tests.factories.catalog import service_in

    with house.work() as actor:
        unpublished = catalog.create(actor, service_in("DRAFT"))
        with pytest.raises(Invalid) as caught:
            make_quotation(actor, lines=[{"service_definition_id": unpublished.id}])
        assert caught.value.errors[0].code == "unknown_service"


def test_workers_belong_to_the_clients_company(house: House) -> None:
    with house.work() as actor:
        client, stranger = make_client(actor), make_client(actor)
        company = make_company(house, actor, client.id)
        other = make_company(house, actor, stranger.id)
        ours = make_worker(house, actor, company.id)
        theirs = make_worker(house, actor, other.id)
        line = {"description": "x", "unit_price": "1", "quantity": "2"}

        def problem(worker_ids: list[int], **changes: object) -> str:
            data = quotation_in(
                client.id, [{**line, "worker_ids": worker_ids, **changes}], company_id=company.id
            )
            with pytest.raises(Invalid) as caught:
                service.create(actor, data)
            return caught.value.errors[0].code

        assert problem([theirs.id]) == "unknown_worker"
        assert problem([ours.id, ours.id]) == "worker_twice"
        second = make_worker(house, actor, company.id)
        assert problem([ours.id, second.id], quantity="1") == "too_many_workers"
        with pytest.raises(Invalid) as caught:
            service.create(actor, quotation_in(client.id, [line], company_id=other.id))
        assert caught.value.errors[0].code == "unknown_company"
        kept = service.create(
            actor,
            quotation_in(
                client.id, [{**line, "worker_ids": [second.id, ours.id]}], company_id=company.id
            ),
        )
        assert service.shown(actor, kept.id).lines[0].worker_ids == [second.id, ours.id]


def test_numbers_follow_each_other_per_legal_entity_and_year(house: House) -> None:
    with house.work() as actor:
        year = accounts.today(actor).year
        first, second = make_quotation(actor), make_quotation(actor)
        assert (first.number, second.number) == (
            f"RUH-QT-{year}-00001",
            f"RUH-QT-{year}-00002",
        )


def test_discounts_beyond_the_total_are_refused_on_their_field(house: House) -> None:
    with house.work() as actor:
        with pytest.raises(Invalid) as caught:
            make_quotation(actor, discount_amount="1000.01")
        assert [error.field for error in caught.value.errors] == ["discount_amount"]
        with pytest.raises(Invalid) as caught:
            make_quotation(actor, valid_until=accounts.today(actor) - timedelta(days=1))
        assert caught.value.errors[0].code == "date_in_past"


def test_a_preview_writes_nothing(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor)
        seen = service.preview(actor, quotation_in(client.id))
        assert seen.totals.total == Decimal("1150.00")
        assert seen.with_optional.total == Decimal("1725.00")
        assert [line.net for line in seen.lines] == [Decimal(1000), Decimal(500)]
        assert service.listed(actor).total == 0


def test_an_edit_of_an_older_version_is_a_conflict_that_says_what_changed(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(actor)
        opened = quotation.lock_version
        patched = QuotationPatch(external_reference="PO-1", lock_version=opened)
        service.patch(actor, quotation.id, patched)
        assert quotation.lock_version > opened
        with pytest.raises(Conflict) as caught:
            service.patch(
                actor, quotation.id, QuotationPatch(notes_ar="ملاحظة", lock_version=opened)
            )
        assert caught.value.code == "edited_meanwhile"
        fields = {change["field"] for change in caught.value.details["changes"]}
        assert fields == {"external_reference"}


def test_an_edit_of_a_lines_text_alone_counts_as_a_change(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(actor)
        opened = quotation.lock_version
        data = service.as_input(actor, quotation.id)
        lines = [data.lines[0].model_copy(update={"description_ar": "نص آخر"}), data.lines[1]]
        service.update(actor, quotation.id, data.model_copy(update={"lines": lines}), opened)
        assert quotation.lock_version > opened
        assert service.shown(actor, quotation.id).lines[0].description_ar == "نص آخر"


def test_a_patch_keeps_what_it_does_not_name(house: House) -> None:
    with house.work() as actor:
        quotation = make_quotation(actor, notes="شكرًا", external_reference="A-1")
        service.patch(actor, quotation.id, QuotationPatch(discount_percent=Decimal(50)))
        version = service.shown(actor, quotation.id)
        assert (version.notes_ar, quotation.external_reference) == ("شكرًا", "A-1")
        assert (len(version.lines), quotation.total) == (2, Decimal("575.00"))


def test_a_sent_quotation_is_not_edited(house: House) -> None:
    with house.work() as actor:
        quotation = make_sent(actor)
        with pytest.raises(Conflict) as caught:
            service.patch(actor, quotation.id, QuotationPatch(external_reference="late"))
        assert caught.value.details["state"] == "sent"


def test_roles_and_other_workspaces(house: House, other_house: House) -> None:
    with house.work() as actor:
        quotation_id = make_quotation(actor).id
    with other_house.work() as stranger:
        with pytest.raises(NotFound):
            service.head(stranger, quotation_id)
        with pytest.raises(NotFound):
            service.send(stranger, quotation_id)
    with house.work("viewer") as viewer:
        assert service.head(viewer, quotation_id).id == quotation_id
        with pytest.raises(Forbidden):
            service.send(viewer, quotation_id)


def test_search_folds_arabic_and_state_filters_derive_expiry(house: House) -> None:
    with house.work() as actor:
        client = make_client(actor, name_ar="مؤسسة الأحمد", name_en="Alahmad Est")
        sent = make_sent(actor, client.id)
        make_quotation(actor)
        assert [row.id for row in service.listed(actor, search="احمد").rows] == [sent.id]
        assert service.listed(actor, search="100%").total == 0
        assert service.listed(actor, status="draft").total == 1
        assert [row.id for row in service.listed(actor, status="sent").rows] == [sent.id]
        sent.valid_until = accounts.today(actor) - timedelta(days=1)
        assert service.listed(actor, status="sent").total == 0
        (row,) = service.listed(actor, status="expired").rows
        assert (row.state, row.client_name("ar")) == ("expired", "مؤسسة الأحمد")
