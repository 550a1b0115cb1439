"""The steps and their clock."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from freezegun import freeze_time

from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.files import Upload
from portal.orders import service
from portal.orders.schemas import FeePaidIn
from portal.web.application import Application
from tests.factories.house import House
from tests.factories.orders import PDF, make_order

# Sunday 2 August 2026, 9:00 in Riyadh: an ordinary working day.
SUNDAY = datetime(2026, 8, 2, 6, 0, tzinfo=UTC)


def _ready(actor, order) -> None:  # type: ignore[no-untyped-def]
    """The document of the first step is there."""
    service.receive_document(actor, order.id, "iqama_copy", Upload("iqama.pdf", PDF))


def test_the_first_step_has_the_clock_in_working_hours(house: House) -> None:
    with house.work() as actor, freeze_time(SUNDAY):
        order = make_order(house, actor)
        assert order.status == "pending"
        # 16 working hours from Sunday 9:00 with eight a day: Tuesday 9:00
        assert order.due_at == datetime(2026, 8, 4, 6, 0, tzinfo=UTC)
        assert [step.due_at is None for step in order.steps] == [False, True, True]


def test_the_next_clock_starts_when_the_step_before_ends(house: House) -> None:
    with house.work() as actor:
        with freeze_time(SUNDAY):
            order = make_order(house, actor)
            first, second, _ = order.steps
            service.start_step(actor, order.id, first.step_key)
            assert order.status == "in_progress"
            _ready(actor, order)
        with freeze_time(datetime(2026, 8, 3, 6, 0, tzinfo=UTC)):
            service.complete_step(actor, order.id, first.step_key)
            assert second.clock_started_at == datetime(2026, 8, 3, 6, 0, tzinfo=UTC)
            assert order.due_at == second.due_at
            assert second.status == "pending"


def test_hold_stops_the_clock(house: House) -> None:
    with house.work() as actor:
        with freeze_time(SUNDAY):
            order = make_order(house, actor)
            step = order.steps[0]
            service.start_step(actor, order.id, step.step_key)
        with freeze_time(datetime(2026, 8, 2, 8, 0, tzinfo=UTC)):  # two working hours later
            service.hold_step(actor, order.id, step.step_key, "the portal is down")
            assert (order.status, step.status) == ("on_hold", "on_hold")
            assert order.due_at is None
            assert step.hours_left == Decimal("14")
        with freeze_time(datetime(2026, 8, 9, 6, 0, tzinfo=UTC)):  # a Sunday later, 9:00
            service.resume_step(actor, order.id, step.step_key)
            assert (order.status, step.status) == ("in_progress", "in_progress")
            # 14 hours from Sunday 9:00: seven that day, seven on Monday (8-12, 13-16)
            assert order.due_at == datetime(2026, 8, 10, 13, 0, tzinfo=UTC)


def test_an_order_ends_with_its_last_step(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        first, fee, last = order.steps
        service.start_step(actor, order.id, first.step_key)
        _ready(actor, order)
        service.complete_step(actor, order.id, first.step_key)
        service.start_step(actor, order.id, fee.step_key)
        receipt = Upload("receipt.pdf", PDF)
        service.pay_fee(actor, order.id, fee.step_key, FeePaidIn(reference="SADAD-1"), receipt)
        assert fee.paid_amount == Decimal("650")
        assert fee.receipt_file_id is not None
        service.complete_step(actor, order.id, fee.step_key)
        service.skip_step(actor, order.id, last.step_key, "collected in person")
        assert order.status == "completed"
        assert order.completed_at is not None
        assert order.due_at is None
        assert last.reason == "collected in person"
        with pytest.raises(Conflict) as caught:
            service.cancel(actor, order.id)
        assert caught.value.details["state"] == "completed"


def test_steps_go_in_order(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        with pytest.raises(Conflict) as caught:
            service.start_step(actor, order.id, order.steps[1].step_key)
        assert caught.value.code == "not_its_turn"
        with pytest.raises(Conflict) as caught:
            service.complete_step(actor, order.id, order.steps[0].step_key)
        assert caught.value.details["state"] == "pending"
        with pytest.raises(NotFound):
            service.start_step(actor, order.id, "no_such_step")


def test_documents_and_fee_come_before_completion(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        first, fee, _ = order.steps
        service.start_step(actor, order.id, first.step_key)
        with pytest.raises(Conflict) as caught:
            service.complete_step(actor, order.id, first.step_key)
        assert caught.value.details["documents"] == ["iqama_copy"]
        service.receive_document(actor, order.id, "iqama_copy", None, "seen on paper")
        service.complete_step(actor, order.id, first.step_key)
        service.start_step(actor, order.id, fee.step_key)
        with pytest.raises(Conflict) as caught:
            service.complete_step(actor, order.id, fee.step_key)
        assert caught.value.code == "fee_unpaid"
        service.pay_fee(actor, order.id, fee.step_key, FeePaidIn())
        with pytest.raises(Conflict) as caught:
            service.pay_fee(actor, order.id, fee.step_key, FeePaidIn())
        assert caught.value.code == "fee_paid"


def test_roles(house: House) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        order_id, first, fee = order.id, order.steps[0].step_key, order.steps[1].step_key
        service.start_step(actor, order_id, first)
        _ready(actor, order)
        service.complete_step(actor, order_id, first)
    with house.work("viewer") as actor, pytest.raises(Forbidden):
        service.start_step(actor, order_id, fee)
    with house.work("accountant") as actor:  # the step is for this role, though it writes no orders
        assert service.start_step(actor, order_id, fee).status == "in_progress"


def test_an_approval_wants_somebody_who_may(house: House) -> None:
    with house.work() as actor:
        steps = [
            {"kind": "approval", "name_ar": "اعتماد", "name_en": "Approve", "role": "manager"},
        ]
        order = make_order(house, actor, steps=steps, fees=[], eligibility=[])
        order_id, key = order.id, order.steps[0].step_key
    with house.work("officer") as actor, pytest.raises(Forbidden):
        service.start_step(actor, order_id, key)
    with house.work("manager") as actor:
        service.start_step(actor, order_id, key)


def test_two_people_complete_the_same_step_at_once(house: House, app: Application) -> None:
    with house.work() as actor:
        order = make_order(house, actor)
        order_id, key = order.id, order.steps[0].step_key
        service.start_step(actor, order_id, key)
        service.receive_document(actor, order_id, "iqama_copy", None, "seen on paper")
    house.staff("officer")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def complete(role: str) -> None:
        gate.wait()
        try:
            with house.work(role) as actor:
                service.complete_step(actor, order_id, key)
            outcomes.append("completed")
        except Conflict as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=complete, args=(role,)) for role in ("owner", "officer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["completed", "step_done"]
    with house.work() as actor:
        assert service.get(actor, order_id).current_step.position == 2


def test_another_workspace_finds_nothing(house: House, other_house: House) -> None:
    with house.work() as actor:
        order_id = make_order(house, actor).id
    with other_house.work() as actor:
        with pytest.raises(NotFound):
            service.get(actor, order_id)
        with pytest.raises(NotFound):
            service.start_step(actor, order_id, "collect_documents")
        with pytest.raises(NotFound):
            service.draw_invoice(actor, order_id)
