"""Arabic is complete: nothing missing or fuzzy, six plural forms, nothing left in English."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
# Names that are the same in both languages.
SAME = {"Bawaba", "IBAN", "PDF", "API", "CSV", "URL", "VAT", "GOSI", "ID", "SHA-256", "IP"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say today."""
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = ["-q", "extract", "-F", "babel.cfg", "-k", "lazy_gettext", "-k", "lazy_pgettext:1c,2"]
    subprocess.run(
        [str(Path(sys.executable).with_name("pybabel")), *command, "-o", str(pot), "."],
        cwd=ROOT,
        check=True,
    )
    with pot.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def arabic() -> Catalog:
    """The Arabic catalogue as it is committed."""
    with (ROOT / "translations/ar/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="ar")


def _forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def _key(message: Message) -> tuple[str | None, object]:
    return message.context, message.id


def test_every_text_is_translated(source: Catalog, arabic: Catalog) -> None:
    known = {_key(m): m for m in arabic if m.id}
    missing = [
        m.id for m in source if m.id and (_key(m) not in known or not all(_forms(known[_key(m)])))
    ]
    assert missing == []


def test_nothing_is_fuzzy_or_stale(source: Catalog, arabic: Catalog) -> None:
    wanted = {_key(m) for m in source if m.id}
    assert [m.id for m in arabic if m.id and m.fuzzy] == []
    assert [m.id for m in arabic if m.id and _key(m) not in wanted] == []


def test_plurals_have_six_forms(arabic: Catalog) -> None:
    assert arabic.num_plurals == 6
    assert [m.id for m in arabic if m.pluralizable and len(_forms(m)) != 6] == []


def test_arabic_is_arabic(arabic: Catalog) -> None:
    def plain(message: Message) -> str:
        first = message.id[0] if isinstance(message.id, list | tuple) else message.id
        return str(first)

    left = [
        plain(m)
        for m in arabic
        if m.id
        and plain(m) not in SAME
        and re.search("[A-Za-z]{2}", PLACEHOLDER.sub("", plain(m)))
        and not any(re.search("[\u0621-\u064a]", form) for form in _forms(m))
    ]
    assert left == []


def test_placeholders_survive_translation(arabic: Catalog) -> None:
    wrong = []
    for message in arabic:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else [message.id]
        known = set(PLACEHOLDER.findall(" ".join(ids)))
        for form in _forms(message):
            if set(PLACEHOLDER.findall(form)) - known:
                wrong.append(message.id)
    assert wrong == []
