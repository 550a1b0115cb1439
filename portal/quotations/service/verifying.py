"""What the public page confirms of a quotation or of the certificate of its acceptance."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.invoices.service import VerifiedDocument
from portal.kit.dates import local_date
from portal.quotations import repository


def verified(number: str, code: str) -> VerifiedDocument | None:
    """The sent version or the acceptance of exactly this number and code; None without one.

    Runs before a workspace is known.
    """
    version = repository.version_by_code(number, code)
    if version is not None:
        head, sent = version
        snapshot = sent.snapshot or {}
        return VerifiedDocument(
            kind="quotation",
            number=head.number,
            amount=sent.total,
            currency=head.currency,
            dated=date.fromisoformat(snapshot["issued_on"]),
            entity_name_ar=snapshot["seller"]["name_ar"],
            entity_name_en=snapshot["seller"]["name_en"],
            iban=None,
            state=head.status if sent.version == head.current_version else "replaced",
        )
    found = repository.acceptance_by_code(number, code)
    if found is None:
        return None
    head, acceptance, snapshot, timezone = found
    return VerifiedDocument(
        kind="acceptance_certificate",
        number=head.number,
        amount=Decimal(acceptance.total),
        currency=head.currency,
        dated=local_date(acceptance.accepted_at, ZoneInfo(timezone)),
        entity_name_ar=snapshot["seller"]["name_ar"],
        entity_name_en=snapshot["seller"]["name_en"],
        iban=None,
        state="undone" if acceptance.undone_at else head.status,
    )
