"""The Arabic catalogue counts as gettext's six Arabic forms do, by n mod 100."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
RULE = (
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"
)


@pytest.mark.parametrize("path", sorted((ROOT / "translations/ar").rglob("*.po")), ids=str)
def test_the_fifth_form_is_for_eleven_to_ninety_nine(path: Path) -> None:
    # Babel's own rule for ar gives the fifth form to 100, 101 and 102 instead
    with path.open("rb") as file:
        catalogue = read_po(file, locale="ar")
    assert (catalogue.num_plurals, catalogue.plural_expr) == (6, RULE)
