"""What the invoices domain does.

Drafts: ``draft(actor, InvoiceDraft) -> Invoice`` · ``update_draft(actor, id, InvoiceDraft,
lock_version=None)`` · ``discard_draft(actor, id)`` · ``preview(actor, InvoiceDraft) -> Totals``.
Issue: ``issue(actor, id)`` · ``credit(actor, id, reason) -> Invoice`` (the credit note) ·
``send(actor, id)`` · ``link_url(actor, invoice) -> str | None``.
Read: ``get(actor, id)`` · ``listed(actor, *, kind=None, status=None, client_id=None, search="",
overdue=False, page=1, per_page=25) -> Page[InvoiceRow]`` · ``of_source(actor, type, id)`` ·
``ids_of_source(actor, type, id)`` · ``public_view(actor, id) -> InvoiceView`` ·
``described(actor, invoice) -> InvoiceOut`` · ``pdf_of(actor, invoice) -> StoredFile`` ·
``pdf_bytes(actor, invoice) -> bytes`` (stored or drawn, for reading doors).
Money: ``record_payment(actor, PaymentIn) -> Payment`` · ``post_payment(actor, id, notify=True)`` ·
``void_payment(actor, id, reason)`` · ``allocate(actor, payment_id, [(invoice_id, amount)])`` ·
``client_credit(actor, client_id) -> dict[currency, Decimal]`` · ``get_payment(actor, id)`` ·
``list_payments(actor, *, status=None, client_id=None, search="", page, per_page)`` ·
``payments_of(actor, invoice_id) -> [(Payment, amount)]`` ·
``allocations_of(actor, payment_id) -> [(Invoice, amount)]`` ·
``receipt_pdf_of(actor, payment) -> StoredFile`` · ``receipt_bytes(actor, payment) -> bytes``.
Proofs: ``submit_proof(actor, id, Upload, ProofIn) -> TransferProof`` ·
``proofs_of(actor, id) -> [TransferProof]``.
Verify: ``verify(number, code, *, ip) -> VerifiedDocument`` · ``register_verifier(fn)``.
"""

from portal.core import audit
from portal.core.i18n import lazy_gettext
from portal.invoices.models import Invoice, InvoiceLine, Payment, PaymentAllocation, TransferProof
from portal.invoices.repository import InvoiceRow, PaymentRow
from portal.invoices.service.counts import InvoiceDesk, desk
from portal.invoices.service.documents import paper_of, receipt_paper_of
from portal.invoices.service.drafting import discard_draft, draft, preview, update_draft
from portal.invoices.service.figures import Figures
from portal.invoices.service.issuing import chain_breaks, credit, issue
from portal.invoices.service.payments import post_payment, record_payment, void_payment
from portal.invoices.service.proofs import proofs_of, submit_proof
from portal.invoices.service.reading import (
    InvoiceView,
    allocations_of,
    client_credit,
    credit_note_of,
    described,
    get,
    get_payment,
    ids_of_source,
    list_payments,
    listed,
    of_source,
    open_invoices_of,
    payments_of,
    pdf_bytes,
    pdf_of,
    public_view,
    receipt_bytes,
    receipt_pdf_of,
    sources_of,
    stored_pdf,
    summary,
)
from portal.invoices.service.settling import allocate
from portal.invoices.service.verifying import VerifiedDocument, register_verifier, verify
from portal.invoices.service.writing import link_of, link_url, send

audit.describe(
    {
        "invoice.drafted": lazy_gettext("Invoice drawn up"),
        "invoice.updated": lazy_gettext("Invoice changed"),
        "invoice.discarded": lazy_gettext("Draft invoice discarded"),
        "invoice.issued": lazy_gettext("Invoice issued"),
        "invoice.sent": lazy_gettext("Invoice sent to the client"),
        "invoice.credited": lazy_gettext("Credit note issued for this invoice"),
        "credit_note.issued": lazy_gettext("Credit note issued"),
        "invoice.payment_applied": lazy_gettext("Payment applied to the invoice"),
        "invoice.payment_released": lazy_gettext("Payment taken off the invoice"),
        "invoice.proof_submitted": lazy_gettext("Proof of transfer received"),
        "payment.recorded": lazy_gettext("Payment recorded"),
        "payment.posted": lazy_gettext("Payment posted"),
        "payment.voided": lazy_gettext("Payment voided"),
    }
)

__all__ = [
    "InvoiceDesk",
    "Figures",
    "Invoice",
    "InvoiceLine",
    "InvoiceRow",
    "InvoiceView",
    "Payment",
    "PaymentAllocation",
    "PaymentRow",
    "TransferProof",
    "VerifiedDocument",
    "allocate",
    "allocations_of",
    "chain_breaks",
    "client_credit",
    "credit",
    "credit_note_of",
    "described",
    "discard_draft",
    "draft",
    "get",
    "get_payment",
    "ids_of_source",
    "issue",
    "link_of",
    "link_url",
    "list_payments",
    "listed",
    "of_source",
    "open_invoices_of",
    "paper_of",
    "payments_of",
    "pdf_bytes",
    "pdf_of",
    "post_payment",
    "preview",
    "proofs_of",
    "public_view",
    "receipt_bytes",
    "receipt_paper_of",
    "receipt_pdf_of",
    "record_payment",
    "register_verifier",
    "send",
    "sources_of",
    "stored_pdf",
    "submit_proof",
    "summary",
    "update_draft",
    "verify",
    "void_payment",
    "desk",
]
