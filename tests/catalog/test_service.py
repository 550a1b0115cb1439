"""Keeping services: keys, states, what is refused, and what others get to know."""

from decimal import Decimal

import pytest

from portal.catalog import service as catalog
from portal.catalog.schemas import FeeIn, StepIn
from portal.core import audit
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from tests.factories.catalog import make_service, service_in
from tests.factories.house import House


def test_keys_are_made_from_english_names_and_stay(house: House) -> None:
    with house.work() as actor:
        made = catalog.create(actor, service_in())
        assert made.category == "residency_and_visas"
        assert [fee.key for fee in made.fees] == ["iqama_fee"]
        assert [step.step_key for step in made.steps] == [
            "collect_documents",
            "pay_iqama_fee",
            "deliver_result",
        ]
        assert [d["key"] for d in made.steps[0].required_documents] == ["iqama_copy", "photo"]
        service_id, step_ids = made.id, {step.step_key: step.id for step in made.steps}
    data = service_in(name_en="Renewal of Iqama")
    turned = data.model_copy(update={"steps": list(reversed(data.steps))})
    with house.work() as actor:
        changed = catalog.update(actor, service_id, turned)
        assert [step.step_key for step in changed.steps][0] == "deliver_result"
        assert {step.step_key: step.id for step in changed.steps} == step_ids


def test_fees_are_told_apart_by_who_the_receipt_names(house: House) -> None:
    with house.work() as actor:
        made = make_service(
            actor,
            fees=[
                FeeIn(name_ar="أ", name_en="One", key="iqama_fee", amount=Decimal("650.5")),
                FeeIn(name_ar="ب", name_en="Two", amount=Decimal("10"), is_disbursement=False),
                FeeIn(name_ar="ج", name_en="Three", amount=Decimal("1.25")),
            ],
        )
        assert (made.government_fee, made.taxable_fee) == (Decimal("651.75"), Decimal("10"))
        row = catalog.published(actor).rows[0]
        assert row.government_fee == Decimal("651.75")


def test_states_follow_each_other(house: House) -> None:
    with house.work() as actor:
        service_id = catalog.create(actor, service_in()).id
        assert catalog.published(actor).total == 0
        with pytest.raises(NotFound):
            catalog.get(actor, service_id, published_only=True)
        catalog.publish(actor, service_id)
    with house.work() as actor:
        assert list(catalog.get_many(actor, [service_id, 10**9])) == [service_id]
        with pytest.raises(Conflict) as caught:
            catalog.publish(actor, service_id)
        assert caught.value.details == {"state": "published"}
        catalog.archive(actor, service_id)
        assert catalog.get_many(actor, [service_id]) == {}
        assert list(catalog.get_many(actor, [service_id], any_status=True)) == [service_id]
        with pytest.raises(Conflict):
            catalog.archive(actor, service_id)
        assert catalog.publish(actor, service_id).status == "published"
    with house.work() as actor:
        verbs = [entry.verb for entry in audit.timeline([("service", service_id)])]
        assert verbs == [
            "service.published",
            "service.archived",
            "service.published",
            "service.created",
        ]


def test_nothing_is_published_without_steps(house: House) -> None:
    with house.work() as actor:
        made = catalog.create(actor, service_in(steps=[], fees=[]))
        with pytest.raises(Unprocessable) as caught:
            catalog.publish(actor, made.id)
        assert caught.value.code == "service_has_no_steps"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"tax_category": "zero"}, ["tax_reason"]),
        ({"tax_category": "exempt", "tax_reason": "VATEX-SA-33"}, ["tax_reason"]),
        ({"tax_reason": "VATEX-SA-33"}, ["tax_reason"]),
        ({"fees": []}, ["steps.1.fee_key"]),
        (
            {"steps": [StepIn(kind="government_fee", name_ar="س", name_en="Pay")]},
            ["steps.0.fee_key"],
        ),
        (
            {"steps": [StepIn(name_ar="س", name_en="Do it"), StepIn(name_ar="س", name_en="Do It")]},
            ["steps.1.step_key"],
        ),
        (
            {"steps": [], "fees": [FeeIn(name_ar="ر", name_en="Fee", amount="1")] * 2},
            ["fees.1.key"],
        ),
    ],
)
def test_what_does_not_fit_together_is_named(house: House, changes, fields) -> None:
    with house.work() as actor, pytest.raises(Invalid) as caught:
        catalog.create(actor, service_in(**changes))
    assert [item.field for item in caught.value.errors] == fields


def test_zero_rate_with_its_reason_is_kept(house: House) -> None:
    with house.work() as actor:
        made = catalog.create(
            actor, service_in(tax_category="zero", tax_reason="VATEX-SA-33", code="exp-1")
        )
        assert (made.code, made.tax_reason) == ("EXP-1", "VATEX-SA-33")
        other = catalog.create(actor, service_in(tax_category="out_of_scope", code="OOS"))
        assert other.tax_reason == "VATEX-SA-OOS"


def test_a_code_is_taken_once_in_a_workspace(house: House, other_house: House) -> None:
    with house.work() as actor:
        make_service(actor)
        with pytest.raises(Invalid) as caught:
            catalog.create(actor, service_in("iqr-ren"))
        assert [item.code for item in caught.value.errors] == ["taken"]
    with other_house.work() as actor:
        assert make_service(actor).code == "IQR-REN"


def test_search_folds_arabic_and_reads_codes(house: House, other_house: House) -> None:
    with other_house.work() as actor:
        make_service(actor, "IQR-OTHER")
    with house.work() as actor:
        make_service(actor)
        make_service(actor, "VISA-EXT", name_ar="تأشيرة خروج وعودة", name_en="Exit/re-entry visa")
        for words, codes in {
            "اقامه تجديد": ["IQR-REN"],
            "تاشيره": ["VISA-EXT"],
            "iqr": ["IQR-REN"],
            "EXIT": ["VISA-EXT"],
            "100%": [],
            "": ["IQR-REN", "VISA-EXT"],
        }.items():
            assert [row.code for row in catalog.published(actor, search=words).rows] == codes, words
        first = catalog.published(actor, per_page=1)
        assert (len(first.rows), first.total) == (1, 2)


def test_two_editors_are_told_apart(house: House) -> None:
    with house.work() as actor:
        made = make_service(actor)
        service_id, shown = made.id, made.lock_version
    only_fee = service_in(fees=[FeeIn(name_ar="رسوم", name_en="Iqama fee", amount=Decimal("700"))])
    with house.work() as actor:
        catalog.update(actor, service_id, only_fee, lock_version=shown)
    with house.work() as actor:
        assert catalog.get(actor, service_id).lock_version > shown
        with pytest.raises(Conflict) as caught:
            catalog.update(actor, service_id, service_in(), lock_version=shown)
        assert caught.value.code == "edited_meanwhile"
        assert catalog.get(actor, service_id).fees[0].amount == Decimal("700")


def test_only_those_who_may_keep_the_catalogue(house: House, other_house: House) -> None:
    with house.work() as actor:
        service_id = make_service(actor).id
    for act in (
        lambda actor: catalog.create(actor, service_in("X")),
        lambda actor: catalog.update(actor, service_id, service_in()),
        lambda actor: catalog.archive(actor, service_id),
        lambda actor: catalog.publish(actor, service_id),
    ):
        with house.work("officer") as actor, pytest.raises(Forbidden):
            act(actor)
    with other_house.work() as actor, pytest.raises(NotFound):
        catalog.get(actor, service_id)
