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
