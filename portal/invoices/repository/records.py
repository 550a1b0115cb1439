"""One record and its parts: fetched, locked, added, replaced."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from portal.core.db import session
from portal.invoices.models import (
    INVOICE,
    OPEN,
    Invoice,
    InvoiceLine,
    InvoiceSource,
    Payment,
    PaymentAllocation,
    TransferProof,
)


def add(*rows: object) -> None:
    """Add rows and flush, so that they have ids."""
    session().add_all(rows)
    session().flush()


def flush() -> None:
    """Send what changed to the database."""
    session().flush()


def delete(row: object) -> None:
    """Remove a row."""
    session().delete(row)
    session().flush()


def invoice(invoice_id: int, *, lock: bool = False) -> Invoice | None:
    """One invoice; ``lock`` holds it and reads it anew."""
    query = select(Invoice).where(Invoice.id == invoice_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def payment(payment_id: int, *, lock: bool = False) -> Payment | None:
    """One payment; ``lock`` holds it and reads it anew."""
    query = select(Payment).where(Payment.id == payment_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session().scalar(query)


def invoices(ids: Collection[int], *, lock: bool = False) -> dict[int, Invoice]:
    """Several invoices by id; ``lock`` takes them in the order of their ids."""
    query = select(Invoice).where(Invoice.id.in_(sorted(ids))).order_by(Invoice.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {row.id: row for row in session().scalars(query)} if ids else {}


def payments(ids: Collection[int], *, lock: bool = False) -> dict[int, Payment]:
    """Several payments by id; ``lock`` takes them in the order of their ids."""
    query = select(Payment).where(Payment.id.in_(sorted(ids))).order_by(Payment.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {row.id: row for row in session().scalars(query)} if ids else {}


def open_invoices(
    client_id: int, legal_entity_id: int, currency: str, *, lock: bool
) -> list[Invoice]:
    """What a client owes one legal entity in one currency, oldest due day first."""
    query = (
        select(Invoice)
        .where(
            Invoice.client_id == client_id,
            Invoice.legal_entity_id == legal_entity_id,
            Invoice.currency == currency,
            Invoice.kind == INVOICE,
            Invoice.status.in_(OPEN),
        )
        .order_by(Invoice.due_on, Invoice.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session().scalars(query))


def last_hash(legal_entity_id: int) -> str | None:
    """The hash of the entity's latest issued document; None before its first."""
    return session().scalar(
        select(Invoice.document_hash)
        .where(Invoice.legal_entity_id == legal_entity_id, Invoice.icv.is_not(None))
        .order_by(Invoice.icv.desc())
        .limit(1)
    )


def chain(legal_entity_id: int) -> list[Invoice]:
    """Every issued document of an entity in the order of its counter."""
    return list(
        session().scalars(
            select(Invoice)
            .where(Invoice.legal_entity_id == legal_entity_id, Invoice.icv.is_not(None))
            .order_by(Invoice.icv)
        )
    )


def replace_lines(
    row: Invoice, lines: Sequence[InvoiceLine], sources: Sequence[list[tuple[str, int]]]
) -> None:
    """Put ``lines`` in place of a draft's, each with what it was drawn from."""
    for old in sources_of(row.id):
        if old.line_id is not None:
            session().delete(old)
    session().flush()
    row.lines[:] = []
    session().flush()
    row.lines[:] = list(lines)
    session().flush()
    for line, drawn_from in zip(lines, sources, strict=True):
        session().add_all(
            InvoiceSource(invoice_id=row.id, line_id=line.id, source_type=kind, source_id=source_id)
            for kind, source_id in drawn_from
        )
    session().flush()


def replace_sources(row: Invoice, sources: Sequence[tuple[str, int]]) -> None:
    """Put ``sources`` in place of what the whole draft was drawn from."""
    for old in sources_of(row.id):
        if old.line_id is None:
            session().delete(old)
    session().flush()
    session().add_all(
        InvoiceSource(invoice_id=row.id, source_type=kind, source_id=source_id)
        for kind, source_id in dict.fromkeys(sources)
    )
    session().flush()


def sources_of(invoice_id: int) -> list[InvoiceSource]:
    """What an invoice and its lines were drawn from."""
    return list(
        session().scalars(
            select(InvoiceSource)
            .where(InvoiceSource.invoice_id == invoice_id)
            .order_by(InvoiceSource.id)
        )
    )


def ids_of_source(source_type: str, source_id: int) -> list[int]:
    """The invoices drawn from a source, as a whole or by a line, oldest first."""
    return list(
        session().scalars(
            select(InvoiceSource.invoice_id)
            .where(InvoiceSource.source_type == source_type, InvoiceSource.source_id == source_id)
            .distinct()
            .order_by(InvoiceSource.invoice_id)
        )
    )


def credit_note_of(invoice_id: int) -> Invoice | None:
    """The credit note of an invoice."""
    return session().scalar(select(Invoice).where(Invoice.credited_invoice_id == invoice_id))


def live_allocations(
    *, payment_id: int | None = None, invoice_id: int | None = None
) -> list[PaymentAllocation]:
    """The allocations in force of a payment or an invoice."""
    query = select(PaymentAllocation).where(PaymentAllocation.released_at.is_(None))
    if payment_id is not None:
        query = query.where(PaymentAllocation.payment_id == payment_id)
    if invoice_id is not None:
        query = query.where(PaymentAllocation.invoice_id == invoice_id)
    return list(session().scalars(query.order_by(PaymentAllocation.id)))


def proof(proof_id: int) -> TransferProof | None:
    """One proof of transfer."""
    return session().scalar(select(TransferProof).where(TransferProof.id == proof_id))


def proofs_of(invoice_id: int) -> list[TransferProof]:
    """The proofs sent for an invoice, oldest first."""
    return list(
        session().scalars(
            select(TransferProof)
            .where(TransferProof.invoice_id == invoice_id)
            .order_by(TransferProof.id)
        )
    )


def proofs_of_payment(payment_id: int) -> list[TransferProof]:
    """The proofs that a payment was recorded from."""
    return list(
        session().scalars(select(TransferProof).where(TransferProof.payment_id == payment_id))
    )
