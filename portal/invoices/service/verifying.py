"""Verification: whether a paper with this number and code came from here, before any sign-in.

Nothing is told unless number and code match exactly; the code has 60 random bits and attempts are
counted per address and per number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.errors import Invalid, NotFound
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.core.limits import attempt
from portal.invoices import repository
from portal.invoices.repository import Verified
from portal.kit.codes import InvalidCode, normalise_code, sha256_hex
from portal.kit.digits import to_western
from portal.kit.text import strip_format_characters

TRIES, WINDOW = 20, 600  # of one address, right ones included
TRIES_OF_NUMBER, NUMBER_WINDOW = 60, 3600


@dataclass(frozen=True)
class VerifiedDocument:
    """What the public page confirms of a document.

    ``kind``: invoice, credit_note, receipt, quotation …; ``state`` as the document's own.
    """

    kind: str
    number: str
    amount: Decimal
    currency: str
    dated: date
    entity_name_ar: str
    entity_name_en: str
    iban: str | None
    state: str

    def entity_name(self, locale: str) -> str:
        """The firm's name in the reader's language."""
        return self.entity_name_ar if locale == "ar" else self.entity_name_en


Verifier = Callable[[str, str], VerifiedDocument | None]
_verifiers: list[Verifier] = []


def register_verifier(verifier: Verifier) -> None:
    """Add a look-up ``(number, code) -> VerifiedDocument | None`` of another kind of document.

    It runs before a workspace is known and must match both exactly.
    """
    if verifier not in _verifiers:
        _verifiers.append(verifier)


def verify(number: str, code: str, *, ip: str | None) -> VerifiedDocument:
    """The document of exactly this number and code.

    Letters' case, spaces, Arabic digits and look-alikes in the code are forgiven. Raises
    ``NotFound`` without a match (never saying which half was wrong), ``Invalid`` on ``code`` for
    something that is no code, ``TooMany`` beyond 20 tries in ten minutes from one address.
    """
    attempt(f"verify:ip:{ip or 'unknown'}", limit=TRIES, window=WINDOW)
    sought = "".join(to_western(strip_format_characters(number)).split()).upper()
    attempt(f"verify:number:{sha256_hex(sought)}", limit=TRIES_OF_NUMBER, window=NUMBER_WINDOW)
    try:
        typed = normalise_code(code)
    except InvalidCode as error:
        raise Invalid.field("code", message_for(error.code), error.code) from error
    for verifier in _verifiers:
        found = verifier(sought, typed)
        if found is not None:
            return found
    raise NotFound(
        lazy_gettext("No document of ours has this number and code. Check both, then call us."),
        code="not_verified",
    )


def _own(number: str, code: str) -> VerifiedDocument | None:
    found = repository.invoice_by_code(number, code) or repository.payment_by_code(number, code)
    return _public(found) if found else None


def _public(found: Verified) -> VerifiedDocument:
    bank = found.snapshot.get("bank") or {}
    return VerifiedDocument(
        kind=found.kind,
        number=found.number,
        amount=found.amount,
        currency=found.currency,
        dated=found.dated,
        entity_name_ar=found.snapshot["seller"]["name_ar"],
        entity_name_en=found.snapshot["seller"]["name_en"],
        iban=bank.get("iban"),
        state=found.status,
    )


register_verifier(_own)
