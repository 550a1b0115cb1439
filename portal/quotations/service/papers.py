"""What stands on the quotation's PDF and on the certificate of its acceptance."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from portal.core import files, site
from portal.core.i18n import gettext, locale_scope
from portal.core.paper import CertificatePaper, PaperLine, Party, QuotationPaper, VerifyView
from portal.core.pdf import IMAGE_TYPES, image_data_uri
from portal.kit import tax
from portal.kit.money import format_amount
from portal.quotations.models import Acceptance
from portal.quotations.service.amounts import reasons_of, totals_view
from portal.quotations.service.snapshots import SnapshotLine, chosen_totals, counts, lines_of

Snapshot = Mapping[str, Any]
NOTHING = Decimal(0)


def _other(locale: str) -> str:
    return "en" if locale == "ar" else "ar"


def _logo(file_id: int | None) -> str:
    if not file_id:
        return ""
    row = files.get(file_id)
    return image_data_uri(files.read(row)) if row.media_type in IMAGE_TYPES else ""


def party(facts: Mapping[str, Any], locale: str) -> Party:
    """A party of the snapshot, the document's language first."""
    other = _other(locale)
    unified, registration = facts["unified_number"], facts["commercial_registration"]
    name = facts[f"name_{locale}"] or facts[f"name_{other}"]
    name_other = facts[f"name_{other}"]
    return Party(
        name=name,
        name_other=name_other if name_other != name else "",
        vat_number=facts["vat_number"],
        registration_scheme="CRN" if registration else ("700" if unified else ""),
        registration_number=registration or unified,
        address_lines=tuple(facts[f"address_{locale}"]),
        email=facts["email"],
        phone=facts["phone"],
        logo=_logo(facts.get("logo_file_id")),
    )


def verify_view(number: str, code: str) -> VerifyView:
    """Where a reader checks that the paper is genuine."""
    return VerifyView(site.url(f"/verify?{urlencode({'n': number, 'c': code})}"), code)


def _service_line(
    line: SnapshotLine, snapshot: Snapshot, locale: str, line_ids: Sequence[int] | None
) -> PaperLine:
    standing = counts(line, line_ids)
    detail = ""
    if line.government_fee and not standing:
        with locale_scope(locale):
            detail = gettext(
                "Government fee for each unit: %(amount)s",
                amount=format_amount(line.government_fee, snapshot["currency"], locale),
            )
    vat = snapshot["vat_registered"]
    category = tax.TaxCategory(line.tax_category) if vat else tax.TaxCategory.OUT_OF_SCOPE
    return PaperLine(
        position=line.position,
        description=line.description(locale),
        description_other=line.description(_other(locale)),
        detail=detail,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        net=line.net,
        tax=line.tax,
        total=line.net + line.tax,
        tax_rate=tax.DEFAULT_RATES[category] if vat else NOTHING,
        tax_category=category,
        tax_reason=line.tax_reason or "",
        optional=line.optional,
        selected=standing,
        workers=line.worker_names(locale),
    )


def _fee_line(
    line: SnapshotLine, sums: tax.LineTotals, snapshot: Snapshot, locale: str
) -> PaperLine:
    with locale_scope(locale):
        text = gettext("Government fee: %(service)s", service=line.description(locale))
    with locale_scope(_other(locale)):
        text_other = gettext(
            "Government fee: %(service)s", service=line.description(_other(locale))
        )
    bears_vat = not line.fee_is_disbursement and snapshot["vat_registered"]
    amount = sums.government_fee + sums.taxable_fee
    category = tax.TaxCategory.STANDARD if bears_vat else tax.TaxCategory.OUT_OF_SCOPE
    return PaperLine(
        position=0,
        description=text,
        description_other=text_other,
        quantity=line.quantity,
        unit_price=line.government_fee,
        net=amount,
        total=amount,
        tax_category=category,
        tax_rate=tax.DEFAULT_RATES[category],
        government_fee=line.fee_is_disbursement,
    )


def paper_lines(
    snapshot: Snapshot, locale: str, line_ids: Sequence[int] | None, totals: tax.Totals
) -> tuple[PaperLine, ...]:
    """The lines with, behind them, the government fees of those that count."""
    lines = lines_of(snapshot)
    rows = [_service_line(line, snapshot, locale, line_ids) for line in lines]
    standing = [line for line in lines if counts(line, line_ids)]
    fees = [
        _fee_line(line, sums, snapshot, locale)
        for line, sums in zip(standing, totals.lines, strict=True)
        if line.government_fee
    ]
    last = max((line.position for line in lines), default=0)
    return (
        *rows,
        *(replace(fee, position=last + place) for place, fee in enumerate(fees, 1)),
    )


def notes_of(snapshot: Snapshot, locale: str) -> str:
    """The notes in the reader's language, or in the one they were written in."""
    return str(snapshot[f"notes_{locale}"] or snapshot[f"notes_{_other(locale)}"])


def quotation_paper(snapshot: Snapshot) -> QuotationPaper:
    """The paper of a version, in the quotation's language."""
    locale: str = snapshot["language"]
    totals = chosen_totals(snapshot, None)
    return QuotationPaper(
        number=snapshot["number"],
        version=snapshot["version"],
        issued_on=date.fromisoformat(snapshot["issued_on"]),
        valid_until=date.fromisoformat(snapshot["valid_until"]),
        currency=snapshot["currency"],
        seller=party(snapshot["seller"], locale),
        buyer=party(snapshot["buyer"], locale),
        lines=paper_lines(snapshot, locale, None, totals),
        totals=totals_view(totals, reasons_of(lines_of(snapshot)), locale),
        verify=verify_view(snapshot["number"], snapshot["verify_code"]),
        attention=snapshot["attention"],
        reference=snapshot["external_reference"],
        prepared_by=snapshot["prepared_by"],
        notes=notes_of(snapshot, locale),
        vat_registered=snapshot["vat_registered"],
    )


def certificate_paper(
    snapshot: Snapshot, acceptance: Acceptance, signature: bytes | None, zone: str
) -> CertificatePaper:
    """The record of an acceptance, in the quotation's language first."""
    locale: str = snapshot["language"]
    totals = chosen_totals(snapshot, acceptance.line_ids)
    image = ""
    if signature is not None:
        image = f"data:image/png;base64,{base64.b64encode(signature).decode('ascii')}"
    return CertificatePaper(
        quotation_number=snapshot["number"],
        version=snapshot["version"],
        quotation_issued_on=date.fromisoformat(snapshot["issued_on"]),
        quotation_sha256=acceptance.pdf_sha256,
        accepted_by=acceptance.name,
        accepted_role=acceptance.role,
        accepted_at=acceptance.accepted_at,
        ip=acceptance.ip,
        user_agent=acceptance.user_agent,
        currency=snapshot["currency"],
        seller=party(snapshot["seller"], locale),
        buyer=party(snapshot["buyer"], locale),
        lines=paper_lines(snapshot, locale, acceptance.line_ids, totals),
        totals=totals_view(totals, reasons_of(lines_of(snapshot)), locale),
        verify=verify_view(snapshot["number"], acceptance.verify_code),
        timezone=zone,
        signature_image=image,
        typed_signature="" if image else acceptance.typed_signature,
        confirmed_contact=acceptance.confirmed_contact,
    )
