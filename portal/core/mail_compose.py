"""E-mail from templates: both languages in one message, the reader's first, text and HTML alike.

``templates/email/<name>/`` holds ``subject.txt``, ``body.txt`` and ``body.html``; the bodies are
one language's section each and are drawn once per language into ``_layout.txt`` and
``_layout.html``. The subject is in the reader's language alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any, NamedTuple

from markupsafe import Markup

from portal.core import i18n, rendering

MAX_HEADER = 400

# What a template may do without; everything else a caller forgets is an error.
OPTIONAL: dict[str, Any] = {
    "recipient_name": None,
    "note": None,
    "role": None,
    "reason": None,
    "message": None,
    "purpose": None,
    "declined_by": None,
    "due_on": None,
    "timezone": rendering.DEFAULT_TIMEZONE,
}
# A document's number or a code must not break at its hyphens at the end of a line.
_CODE = re.compile(r"<bdi>([\w+./-]{1,32})</bdi>", re.ASCII)
_CODE_UNBROKEN = r'<bdi style="white-space: nowrap;">\1</bdi>'
_BLANK_LINES = re.compile(r"\n{3,}")


class InvalidMail(ValueError):
    """A message that must not be sent: a header with a line break, an address that is none."""


class Mailbox(NamedTuple):
    """Whom a message is from or to; ``name`` may be empty."""

    address: str
    name: str = ""


class Bilingual(NamedTuple):
    """A value that reads differently in each language, such as the firm's name."""

    ar: str
    en: str

    def speak(self, locale: str) -> str:
        """The value for ``locale``, or the other language's when it has none."""
        return (self.ar or self.en) if locale == "ar" else (self.en or self.ar)


class Attachment(NamedTuple):
    """A file that goes along; ``content_type`` such as ``application/pdf``."""

    filename: str
    data: bytes
    content_type: str


Recipients = str | Mailbox | Sequence[Mailbox]


def compose(
    template: str,
    locale: str,
    *,
    to: Recipients,
    sender: str | Mailbox,
    context: Mapping[str, Any],
    reply_to: str | Mailbox | None = None,
    attachments: Iterable[Attachment] = (),
    bilingual: bool = True,
) -> EmailMessage:
    """The message of ``templates/email/<template>/`` for a reader of ``locale``.

    Addresses are ``Mailbox`` or ``"Name <address>"``. ``context`` holds what the template's head
    names; ``Bilingual`` values (also inside lists) are spoken in each section's language. Needs
    an application context. Raises ``InvalidMail`` for a bad header or address, Jinja's errors for
    a missing template or value.
    """
    locales = [locale, i18n.other_locale(locale)] if bilingual else [locale]
    folder = f"email/{template}"
    subject = _one_line(_section(f"{folder}/subject.txt", locale, context).strip())
    texts = [
        _BLANK_LINES.sub("\n\n", _section(f"{folder}/body.txt", spoken, context).strip())
        for spoken in locales
    ]
    pages = [
        _CODE.sub(_CODE_UNBROKEN, _section(f"{folder}/body.html", spoken, context).strip())
        for spoken in locales
    ]

    from_address = _address(sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = from_address
    message["To"] = _addresses(to)
    if reply_to:
        message["Reply-To"] = _address(reply_to)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=from_address.domain)
    # RFC 3834: keeps holiday replies and other robots from answering.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"

    spoken_context = _speak(context, locale)
    text = rendering.render("email/_layout.txt", locale, sections=texts, **spoken_context)
    message.set_content(text, cte="base64")
    sections = [
        {"locale": spoken, "dir": i18n.text_direction(spoken), "body": Markup(page)}  # noqa: S704
        for spoken, page in zip(locales, pages, strict=True)
    ]
    page = rendering.render(
        "email/_layout.html", locale, sections=sections, subject=subject, **spoken_context
    )
    message.add_alternative(page, subtype="html", cte="base64")
    for attachment in attachments:
        _attach(message, attachment)
    # Last: the Content- headers move into the parts while those are made.
    message["Content-Language"] = ", ".join(locales)
    return message


def _section(template: str, locale: str, context: Mapping[str, Any]) -> str:
    return rendering.render(template, locale, **_speak(context, locale))


def _speak(context: Mapping[str, Any], locale: str) -> dict[str, Any]:
    return {name: _spoken(value, locale) for name, value in (OPTIONAL | dict(context)).items()}


def _spoken(value: Any, locale: str) -> Any:
    if isinstance(value, Bilingual):
        return value.speak(locale)
    if isinstance(value, list):
        return [_spoken(item, locale) for item in value]
    return value


def _one_line(text: str) -> str:
    """``text`` as a header: no line breaks or other controls, of a length that servers take."""
    if not text or any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise InvalidMail("a header must be one line of text")
    return text if len(text) <= MAX_HEADER else text[: MAX_HEADER - 1] + "…"


def _address(value: str | Mailbox) -> Address:
    if isinstance(value, str):
        if any(ord(char) < 32 for char in value):
            raise InvalidMail("an address must be one line")
        name, address = parseaddr(value)
        value = Mailbox(address, name)
    if any(ord(char) < 32 or ord(char) == 127 for char in value.name + value.address):
        raise InvalidMail("an address must be one line")
    local, at, domain = value.address.rpartition("@")
    if not (at and local and domain) or any(char in value.address for char in ' ,;<>"()'):
        raise InvalidMail("not an e-mail address")
    try:
        local.encode("ascii")
        return Address(value.name, local, domain.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError) as error:
        raise InvalidMail("not an e-mail address") from error


def _addresses(to: Recipients) -> tuple[Address, ...]:
    if isinstance(to, str | Mailbox):
        return (_address(to),)
    if not to:
        raise InvalidMail("nobody to write to")
    return tuple(_address(mailbox) for mailbox in to)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, slash, subtype = attachment.content_type.partition("/")
    if not (kind and slash and subtype):
        raise InvalidMail(f"not a content type: {attachment.content_type}")
    message.add_attachment(
        attachment.data,
        maintype=kind,
        subtype=subtype,
        filename=_one_line(attachment.filename),
    )
