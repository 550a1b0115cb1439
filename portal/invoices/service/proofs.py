"""Proofs of transfer: what the holder of an invoice's link sends before the money is seen."""

from portal.core import audit, events, files
from portal.core.actor import Actor
from portal.core.errors import Conflict
from portal.core.files import Upload
from portal.core.i18n import lazy_gettext
from portal.core.limits import attempt
from portal.invoices import policy, repository
from portal.invoices.models import TransferProof
from portal.invoices.schemas import ProofIn
from portal.invoices.service.reading import get

MOST = 10  # of one invoice
UPLOADS, WINDOW = 20, 3600  # tries of one invoice, and the seconds they are counted in


def submit_proof(
    actor: Actor, invoice_id: int, upload: Upload, data: ProofIn | None = None
) -> TransferProof:
    """Keep a proof of transfer (PDF or picture) for staff to match with the bank.

    Raises ``NotFound`` for another's invoice, ``Conflict`` when nothing is due or there are
    enough proofs, ``Invalid`` on ``file`` for an unusable one, ``TooMany``.
    """
    invoice = get(actor, invoice_id)
    actor.require(policy.PROVE)
    if not invoice.is_open:
        raise Conflict(
            lazy_gettext("Nothing is due on this invoice."),
            code="nothing_due",
            details={"state": invoice.status},
        )
    attempt(f"proof:{invoice.workspace_id}:{invoice.id}", limit=UPLOADS, window=WINDOW)
    repository.invoice(invoice_id, lock=True)
    if len(repository.proofs_of(invoice.id)) >= MOST:
        raise Conflict(
            lazy_gettext("Enough proofs were sent for this invoice. We will get back to you."),
            code="enough_proofs",
        )
    details = data or ProofIn()
    stored = files.store_upload(
        actor, upload, purpose="transfer_proof", field="file", subject=("invoice", invoice.id)
    )
    proof = TransferProof(
        workspace_id=actor.workspace_id,
        invoice_id=invoice.id,
        file_id=stored.id,
        amount=details.amount,
        note=details.note,
        submitted_by=actor.display_name,
        ip=actor.ip,
    )
    repository.add(proof)
    facts = {"file": stored.name, "sha256": stored.sha256, "amount": details.amount}
    audit.record(actor, "invoice.proof_submitted", "invoice", invoice.id, after=facts)
    events.emit(actor, "invoice.proof_submitted", "invoice", invoice.id, {"proof_id": proof.id})
    return proof


def proofs_of(actor: Actor, invoice_id: int) -> list[TransferProof]:
    """The proofs sent for an invoice, oldest first."""
    invoice = get(actor, invoice_id)
    return repository.proofs_of(invoice.id)
