"""One-time codes: proof that somebody reads the mail of a known contact."""

from collections.abc import Sequence
from datetime import timedelta

from portal.accounts import service as accounts
from portal.core import audit, mail
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Invalid, NotFound, TooMany, Unprocessable
from portal.core.field_messages import describe
from portal.core.i18n import lazy_gettext
from portal.core.limits import attempt
from portal.core.secrets import derive_digits, new_nonce, same
from portal.kit.digits import to_western
from portal.links import repository
from portal.links.models import OneTimeCode
from portal.links.service.addresses import get, url

CODE_LIFE = timedelta(minutes=10)
REQUESTS, REQUEST_WINDOW = 5, 300  # per subject, seconds
TRIES, TRY_WINDOW = 5, 7 * 86_400  # a batch dies with its fifth wrong try

_WRONG = lazy_gettext("This code is not right. Check it, or ask for a new one.")
_EXPIRED = lazy_gettext("This code has expired. Ask for a new one.")
_SPENT = lazy_gettext("There were too many wrong codes. Ask for a new one.")

describe({"code_wrong": _WRONG, "code_expired": _EXPIRED, "code_spent": _SPENT})
audit.describe(
    {
        "one_time_code.requested": lazy_gettext("One-time code sent"),
        "one_time_code.confirmed": lazy_gettext("One-time code confirmed"),
    }
)


def request_code(
    actor: Actor,
    *,
    subject: tuple[str, int],
    purpose: str,
    to: Sequence[tuple[str, str]],
    about: mail.Bilingual | None = None,
) -> OneTimeCode:
    """Send a code of its own to each (address, name) of ``to``; earlier codes stop working.

    ``about`` says in both languages what the code confirms. Codes live ``CODE_LIFE``. Returns the
    first of them. Raises ``Unprocessable`` ``client_has_no_contact`` without an address, and
    ``TooMany`` beyond five requests for a subject in five minutes.
    """
    if not to:
        raise Unprocessable(
            lazy_gettext("This client has no contact with an e-mail address."),
            code="client_has_no_contact",
        )
    attempt(
        f"one-time-code:ask:{actor.workspace_id}:{subject[0]}:{subject[1]}",
        limit=REQUESTS,
        window=REQUEST_WINDOW,
    )
    batch, expires_at = new_nonce(), now() + CODE_LIFE
    codes = [
        OneTimeCode(
            workspace_id=actor.workspace_id,
            subject_type=subject[0],
            subject_id=subject[1],
            purpose=purpose,
            batch=batch,
            address=address,
            nonce=new_nonce(),
            expires_at=expires_at,
        )
        for address, _ in to
    ]
    repository.add(*codes)
    workspace = accounts.the_workspace(actor)
    for code, (address, name) in zip(codes, to, strict=True):
        mail.queue(
            actor,
            "one_time_code",
            to=[(address, name)],
            locale=actor.locale,
            context={
                "sender_name": mail.Bilingual(workspace.name_ar, workspace.name_en),
                "recipient_name": name or None,
                "code": {"$resolve": "one_time_code", "id": code.id},
                "minutes": int(CODE_LIFE.total_seconds() // 60),
                "purpose": about,
            },
            subject=subject,
        )
    sent = {"purpose": purpose, "to": [masked(address) for address, _ in to]}
    audit.record(actor, "one_time_code.requested", *subject, after=sent)
    return codes[0]


def check_code(actor: Actor, *, subject: tuple[str, int], purpose: str, code: str) -> str:
    """Use up a code; the address it was sent to comes back.

    Raises ``Invalid`` on ``code``: ``code_wrong``, ``code_expired`` (or never asked for), and
    ``code_spent`` after five wrong tries, which are counted although the request is undone.
    """
    batch = repository.latest_codes(subject, purpose, now())
    if not batch:
        raise Invalid.field("code", _EXPIRED, "code_expired")
    try:
        attempt(f"one-time-code:try:{batch[0].batch}", limit=TRIES, window=TRY_WINDOW)
    except TooMany as error:
        raise Invalid.field("code", _SPENT, "code_spent") from error
    typed = "".join(char for char in to_western(code) if char.isdigit())
    for row in batch:
        if same(typed, _digits(row)):
            for used in batch:
                used.used_at = now()
            audit.record(
                actor,
                "one_time_code.confirmed",
                *subject,
                after={"purpose": purpose, "address": row.address},
            )
            return row.address
    raise Invalid.field("code", _WRONG, "code_wrong")


def _digits(row: OneTimeCode) -> str:
    return derive_digits("one_time_code", row.nonce)


def reveal_code(code_id: int) -> str:
    """The code itself, for the message that carries it. Raises ``NotFound``."""
    row = repository.code(code_id)
    if row is None:
        raise NotFound
    return _digits(row)


def masked(address: str) -> str:
    """An address as much as a stranger may see of it: ``n…@example.com``."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


mail.resolver("link_url", lambda link_id: url(get(link_id)))
mail.resolver("one_time_code", reveal_code)
