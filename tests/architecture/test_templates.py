"""Templates keep the house's promises: no inline script or style, no text past gettext."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "pdf" not in path.parts and "email" not in path.parts
]
CLASS_BLOCK = re.compile(r"\{% block \w*class\w* %\}.*?\{% endblock %\}", re.S)
NAMES = {"Bawaba", "بوابة", "العربية", "English"}  # the same in every language
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_nothing_inline_and_nothing_foreign(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"
    assert not re.search(r"\son\w+\s*=\s*[\"']", text), "inline handler"
    assert "hx-on" not in text
    assert not re.search(r"(?:src|href)=[\"']https?://", text), "loaded from another host"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_words_go_through_gettext(path: Path) -> None:
    text = CLASS_BLOCK.sub("", path.read_text(encoding="utf-8"))
    text = JINJA.sub(" ", text)
    text = re.sub(r"<[^>]*>", "\n", text)
    words = [
        line.strip()
        for line in text.splitlines()
        if re.search(r"[A-Za-z\u0621-\u064a]{3}", line)
        and not line.strip().startswith("&")
        and line.strip() not in NAMES
    ]
    assert words == []


def test_every_icon_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/icons.svg").read_text("utf-8")))
    used = {
        (name, str(path.relative_to(ROOT)))
        for path in PAGES
        for name in re.findall(r"\bicon\(\s*[\"']([\w-]+)[\"']", path.read_text("utf-8"))
    }
    assert {(name, where) for name, where in used if name not in sprite} == set()
