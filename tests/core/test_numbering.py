"""Numbers without gaps: rolled back ones return, simultaneous ones differ."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.core import numbering
from tests.factories.house import House


def _take(house: House) -> int:
    with house.work() as actor:
        return numbering.take(
            "test", legal_entity_id=house.legal_entity_id, year=actor.identity or 1
        )


def test_a_rolled_back_number_is_given_again(house: House) -> None:
    assert _take(house) == 1
    with pytest.raises(ZeroDivisionError), house.work() as actor:
        numbering.take("test", legal_entity_id=house.legal_entity_id, year=actor.identity or 1)
        raise ZeroDivisionError
    assert _take(house) == 2


def test_simultaneous_takers_get_consecutive_numbers(house: House) -> None:
    house.staff("owner")
    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(lambda _: _take(house), range(40)))
    assert numbers == list(range(1, 41))


@pytest.mark.parametrize(("year", "text"), [(2026, "QT-2026-00042"), (0, "QT-00042")])
def test_written_form(year: int, text: str) -> None:
    assert numbering.written("QT", year, 42) == text
