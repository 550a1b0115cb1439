"""The PDF of a sent version that has none stored: drawn from its snapshot alone.

Sending stores the PDF; versions that came in bulk (an import, the demo) have only their snapshot.
The same snapshot gives the same bytes, so drawing it later says nothing else.
"""

from portal.core import files
from portal.core.actor import Actor
from portal.core.i18n import gettext, locale_scope
from portal.core.pdf import render_pdf
from portal.quotations import policy, repository
from portal.quotations.models import Quotation, QuotationVersion
from portal.quotations.service.access import fetch, sent_version
from portal.quotations.service.papers import quotation_paper

PDF_PURPOSE = "quotation_pdf"


def drawn_pdf(actor: Actor, quotation_id: int, version: int | None = None) -> bytes | None:
    """The PDF of a sent version without a stored one, writing nothing; None when there is one.

    Raises ``NotFound`` as ``version_pdf`` does.
    """
    quotation = fetch(actor, quotation_id)
    row = sent_version(quotation, version)
    return None if row.pdf_file_id is not None else _draw(quotation, row)


def keep_pdf(actor: Actor, quotation: Quotation, version: QuotationVersion) -> str:
    """The SHA-256 of a sent version's PDF, which is stored now when it was not; this may write."""
    if version.pdf_sha256 is None:
        row = files.store(
            actor,
            _draw(quotation, version),
            name=f"{quotation.number}-v{version.version}.pdf",
            media_type="application/pdf",
            purpose=PDF_PURPOSE,
            subject=(policy.SUBJECT, quotation.id),
        )
        version.pdf_file_id, version.pdf_sha256 = row.id, row.sha256
        repository.flush()
        return row.sha256
    return version.pdf_sha256


def _draw(quotation: Quotation, version: QuotationVersion) -> bytes:
    snapshot, locale = version.snapshot or {}, quotation.language
    with locale_scope(locale):
        title = gettext("Quotation %(number)s", number=quotation.number)
    return render_pdf(
        "quotations/pdf/quotation.html",
        locale,
        title=title,
        author=snapshot["seller"][f"name_{locale}"],
        dated=version.sent_at,
        paper=quotation_paper(snapshot),
    )
