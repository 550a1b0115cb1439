"""Every letter says the same in text and HTML, in both languages, and its headers are safe."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import UndefinedError

from portal.core.mail_compose import Attachment, Bilingual, InvalidMail, Mailbox, compose
from portal.core.rendering import TEMPLATES
from tests.core.mail_samples import CONTEXTS, context_of

TO = Mailbox("khalid@almansour.example", "خالد العتيبي")
SENDER = "Bawaba <no-reply@bawaba.example>"


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def letter(template: str, locale: str = "ar", **changes: Any) -> EmailMessage:
    context = context_of(template, **changes)
    return compose(template, locale, to=TO, sender=SENDER, context=context)


def sent(message: EmailMessage) -> EmailMessage:
    """The message as the reader's program gets it."""
    got = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(got, EmailMessage)
    return got


def part(message: EmailMessage, kind: str) -> str:
    body = sent(message).get_body((kind,))
    assert body is not None
    return str(body.get_content())


class Page(HTMLParser):
    """What stands on an HTML letter: its words, links and images."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.in_title = False
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.sections: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "td" and "lang" in found:
            self.sections.append((found["lang"] or "", found["dir"] or ""))

        self.in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if not self.in_title:  # the title is the subject once more
            self.words.append(data)


def test_every_template_folder_has_a_sample() -> None:
    folders = {path.name for path in (TEMPLATES / "email").iterdir() if path.is_dir()}
    assert folders == set(CONTEXTS)


@pytest.mark.parametrize("locale", ["ar", "en"])
@pytest.mark.parametrize("template", sorted(CONTEXTS))
def test_text_and_page_say_the_same_in_both_languages(template: str, locale: str) -> None:
    message = letter(template, locale)
    text, page = part(message, "plain"), Page(part(message, "html"))
    order = ["ar", "en"] if locale == "ar" else ["en", "ar"]
    assert [lang for lang, _ in page.sections] == order
    assert dict(page.sections) == {"ar": "rtl", "en": "ltr"}
    first, second = ("خالد العتيبي", "Khalid Alotaibi")[:: 1 if locale == "ar" else -1]
    assert text.index(first) < text.index(second)
    unmarked = re.sub("[\u2068\u2069]", "", text)
    for word in re.findall(r"\w{3,}", " ".join(page.words)):
        assert word in unmarked, f"{word} stands in the page only"
    assert page.tags.isdisjoint({"img", "script", "link"})  # nothing to fetch, nothing to track


@pytest.mark.parametrize("template", sorted(set(CONTEXTS) - {"one_time_code"}))
def test_one_button_leads_to_the_page(template: str) -> None:
    message = letter(template)
    assert Page(part(message, "html")).links == [context_of(template)["url"]] * 2  # per language
    assert part(message, "plain").count(context_of(template)["url"]) == 2


def test_subject_is_in_the_readers_language_and_survives_the_wire() -> None:
    message = letter(
        "quotation_accepted", "ar", client_name=Bilingual("مؤسسة المنصور", "Almansour")
    )
    raw = message.as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    raw.decode("ascii")
    subject = sent(message)["Subject"]
    assert "مؤسسة المنصور" in subject
    assert "QT-2026-00042" in subject
    assert (
        "Almansour"
        in letter("quotation_accepted", "en", client_name=Bilingual("مؤسسة المنصور", "Almansour"))[
            "Subject"
        ]
    )


def test_headers_say_who_and_that_a_machine_wrote_it() -> None:
    message = sent(letter("quotation_sent"))
    assert message["From"].addresses[0].addr_spec == "no-reply@bawaba.example"
    assert message["To"].addresses[0].display_name == "خالد العتيبي"
    assert message["Message-ID"].endswith("@bawaba.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ar, en"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content_type() == "multipart/alternative"
    assert letter("quotation_sent")["Message-ID"] != letter("quotation_sent")["Message-ID"]


def test_one_language_is_enough_for_staff() -> None:
    message = compose(
        "quotation_declined", "en", to=TO, sender=SENDER,
        context=context_of("quotation_declined"), bilingual=False,
    )  # fmt: skip
    assert Page(part(message, "html")).sections == [("en", "ltr")]
    assert message["Content-Language"] == "en"


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "a@b.example\r\nBcc: c@d.example"},
        {"to": Mailbox("a@b.example", "Eve\r\nBcc: c@d.example")},
        {"to": Mailbox("a@b.example\nBcc: c@d.example")},
        {"to": Mailbox("a@b.example, c@d.example")},
        {"to": "nobody"},
        {"to": Mailbox("@b.example")},
        {"to": []},
        {"sender": "Bawaba\r\nBcc: c@d.example <no-reply@bawaba.example>"},
        {"reply_to": Mailbox("a@b.example", "x\ny")},
        {"context": context_of("quotation_sent", number="Q\r\nBcc: c@d.example")},
        {"context": context_of("quotation_sent", sender_name="Firm\nBcc: c@d.example")},
        {"attachments": [Attachment("a\nb.pdf", b"", "application/pdf")]},
        {"attachments": [Attachment("a.pdf", b"", "pdf")]},
    ],
)
def test_bad_headers_and_addresses_are_refused(changes: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {
        "to": TO, "sender": SENDER, "context": context_of("quotation_sent"),
    }  # fmt: skip
    with pytest.raises(InvalidMail):
        compose("quotation_sent", "ar", **(arguments | changes))


def test_a_domain_in_arabic_is_written_for_the_wire() -> None:
    message = compose(
        "quotation_sent", "ar", to="x@بوابة.example", sender=SENDER,
        context=context_of("quotation_sent"),
    )  # fmt: skip
    assert message["To"].addresses[0].domain.startswith("xn--")


def test_somebodys_words_cannot_become_markup() -> None:
    message = letter("quotation_question", question="<script>alert(1)</script> & more")
    html = part(message, "html")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<script>alert(1)</script> & more" in part(message, "plain")


def test_a_forgotten_value_is_an_error_and_an_optional_one_is_not() -> None:
    context = context_of("quotation_sent")
    del context["note"]
    compose("quotation_sent", "ar", to=TO, sender=SENDER, context=context)
    del context["number"]
    with pytest.raises(UndefinedError):
        compose("quotation_sent", "ar", to=TO, sender=SENDER, context=context)


def test_an_attachment_keeps_its_arabic_name_and_bytes() -> None:
    message = compose(
        "quotation_acceptance_copy", "ar", to=TO, sender=SENDER,
        context=context_of("quotation_acceptance_copy"),
        attachments=[Attachment("شهادة القبول.pdf", b"%PDF-1.4 \x00\xff", "application/pdf")],
    )  # fmt: skip
    [attached] = sent(message).iter_attachments()
    assert attached.get_filename() == "شهادة القبول.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-1.4 \x00\xff"


def test_document_numbers_do_not_break_at_their_hyphens() -> None:
    assert 'nowrap;">QT-2026-00042</bdi>' in part(letter("quotation_sent"), "html")


def test_every_template_documents_its_context() -> None:
    for name in CONTEXTS:
        text = (Path(TEMPLATES) / "email" / name / "body.html").read_text(encoding="utf-8")
        assert text.startswith("{#")
        assert "Context:" in text
