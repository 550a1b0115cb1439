"""The PDFs of issued documents: drawn once at issue, kept with their SHA-256."""

from datetime import datetime
from typing import Any

from portal.core import files
from portal.core.actor import Actor
from portal.core.errors import Conflict
from portal.core.files import StoredFile
from portal.core.i18n import lazy_gettext
from portal.core.paper import InvoicePaper, ReceiptPaper
from portal.core.pdf import render_pdf
from portal.invoices import repository
from portal.invoices.models import Invoice, Payment
from portal.invoices.service.papers import invoice_paper, receipt_paper

PDF = "application/pdf"


def paper_of(invoice: Invoice, locale: str | None = None) -> InvoicePaper:
    """What an issued invoice says, in ``locale`` or in its own language.

    Raises ``Conflict`` ``not_issued`` for a draft: it has no document yet.
    """
    if invoice.snapshot is None or invoice.verify_code is None:
        raise Conflict(
            lazy_gettext("This invoice is a draft: it has no document yet."),
            code="not_issued",
            details={"state": invoice.status},
        )
    return invoice_paper(
        invoice.snapshot,
        code=invoice.verify_code,
        tax_qr=invoice.tax_qr,
        locale=locale or invoice.language,
    )


def receipt_paper_of(payment: Payment, locale: str | None = None) -> ReceiptPaper:
    """What the receipt of a payment says. Raises ``Conflict`` before it is posted."""
    if payment.snapshot is None or payment.verify_code is None:
        raise Conflict(
            lazy_gettext("This payment is not posted: it has no receipt yet."),
            code="not_posted",
            details={"state": payment.status},
        )
    return receipt_paper(
        payment.snapshot,
        code=payment.verify_code,
        locale=locale or str(payment.snapshot["language"]),
    )


def pdf_bytes(invoice: Invoice) -> bytes:
    """The PDF of an issued invoice: the stored one, or drawn anew without writing anything."""
    if invoice.pdf_file_id is not None:
        return files.read(files.get(invoice.pdf_file_id))
    paper = paper_of(invoice)
    return _draw("invoices/pdf/invoice.html", invoice.language, paper, paper.issued_at)


def receipt_bytes(payment: Payment) -> bytes:
    """The PDF of a receipt: the stored one, or drawn anew without writing anything."""
    if payment.pdf_file_id is not None:
        return files.read(files.get(payment.pdf_file_id))
    paper = receipt_paper_of(payment)
    language = str((payment.snapshot or {})["language"])
    return _draw("invoices/pdf/receipt.html", language, paper, payment.posted_at)


def _draw(template: str, locale: str, paper: Any, dated: datetime | None) -> bytes:
    return render_pdf(
        template, locale, title=paper.number, author=paper.seller.name, dated=dated, paper=paper
    )


def store_invoice_pdf(actor: Actor, invoice: Invoice) -> StoredFile:
    """The stored PDF of an issued invoice, drawn and kept when it is missing; this writes."""
    if invoice.pdf_file_id is not None:
        return files.get(invoice.pdf_file_id)
    row = files.store(
        actor,
        pdf_bytes(invoice),
        name=f"{invoice.number}.pdf",
        media_type=PDF,
        purpose="invoice_pdf",
        subject=("invoice", invoice.id),
    )
    invoice.pdf_file_id, invoice.pdf_sha256 = row.id, row.sha256
    repository.flush()
    return row


def store_receipt_pdf(actor: Actor, payment: Payment) -> StoredFile:
    """The stored receipt of a payment, drawn and kept when it is missing; this writes."""
    if payment.pdf_file_id is not None:
        return files.get(payment.pdf_file_id)
    row = files.store(
        actor,
        receipt_bytes(payment),
        name=f"{payment.number}.pdf",
        media_type=PDF,
        purpose="receipt_pdf",
        subject=("payment", payment.id),
    )
    payment.pdf_file_id, payment.pdf_sha256 = row.id, row.sha256
    repository.flush()
    return row
