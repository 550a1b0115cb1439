"""The snapshot of a sent version: everything it shows, as it was on that day, in both languages.

Amounts are kept as decimal strings. The public page, the PDF and the certificate are drawn from
it alone, so that a renamed client or a new price changes nothing of what was sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.core import files
from portal.core.fields import address_lines
from portal.kit import tax
from portal.quotations.models import Quotation, QuotationLine, QuotationVersion
from portal.quotations.service.amounts import tax_line


def seller_facts(entity: Any) -> dict[str, Any]:
    """The firm's company as the document names it."""
    ar, en = address_lines(entity.address_ar), address_lines(entity.address_en)
    return {
        "name_ar": entity.name_ar,
        "name_en": entity.name_en,
        "vat_number": entity.vat_number or "",
        "commercial_registration": entity.commercial_registration or "",
        "unified_number": entity.unified_number or "",
        "address_ar": ar or en,
        "address_en": en or ar,
        "email": entity.email or "",
        "phone": entity.phone or "",
        "logo_file_id": entity.logo_file_id,
    }


def buyer_facts(client: Any, company: Any | None) -> dict[str, Any]:
    """The client, or the company of the client that the work is for."""
    facts = {
        "client_name_ar": client.name("ar"),
        "client_name_en": client.name("en"),
        "email": client.email or "",
        "phone": client.phone or "",
        "vat_number": client.vat_number or "",
        "commercial_registration": "",
        "unified_number": "",
        "address_ar": [],
        "address_en": [],
        "name_ar": client.name("ar"),
        "name_en": client.name("en"),
    }
    if company is not None:
        lines = address_lines(company.address)
        facts |= {
            "name_ar": company.name("ar"),
            "name_en": company.name("en"),
            "vat_number": company.vat_number or "",
            "commercial_registration": company.commercial_registration or "",
            "unified_number": company.unified_number or "",
            "address_ar": lines,
            "address_en": lines,
        }
    return facts


def _line_facts(line: QuotationLine, alone: tax.LineTotals, workers: Mapping[int, Any]) -> Any:
    return {
        "id": line.id,
        "position": line.position,
        "service_definition_id": line.service_definition_id,
        "description_ar": line.description_ar,
        "description_en": line.description_en,
        "quantity": _plain(line.quantity),
        "unit_price": _plain(line.unit_price),
        "discount_percent": _plain(line.discount_percent),
        "tax_category": line.tax_category,
        "tax_reason": line.tax_reason,
        "government_fee": _plain(line.government_fee),
        "fee_is_disbursement": line.fee_is_disbursement,
        "optional": line.optional,
        "discount": str(alone.discount),
        "net": str(alone.net_before_document_discount),
        "tax": str(alone.tax),
        "total": str(alone.total),
        "workers": [
            {
                "id": worker_id,
                "ar": workers[worker_id].name("ar"),
                "en": workers[worker_id].name("en"),
            }
            for worker_id in line.worker_ids
        ],
    }


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def build(
    quotation: Quotation,
    version: QuotationVersion,
    *,
    entity: Any,
    client: Any,
    company: Any | None,
    workers: Mapping[int, Any],
    attention: str,
    prepared_by: str,
    issued_on: str,
    attachments: Sequence[files.StoredFile],
) -> dict[str, Any]:
    """The snapshot of ``version``; ``workers`` maps the ids its lines name to their records."""
    alone = [
        tax.compute(
            [tax_line(line)], currency=quotation.currency, vat_registered=entity.vat_registered
        ).lines[0]
        for line in version.lines
    ]
    return {
        "number": quotation.number,
        "version": version.version,
        "language": quotation.language,
        "currency": quotation.currency,
        "vat_registered": entity.vat_registered,
        "issued_on": issued_on,
        "valid_until": version.valid_until.isoformat(),
        "external_reference": quotation.external_reference,
        "prepared_by": prepared_by,
        "attention": attention,
        "notes_ar": version.notes_ar,
        "notes_en": version.notes_en,
        "verify_code": version.verify_code,
        "document_discount_percent": _plain(version.document_discount_percent),
        "document_discount_amount": _plain(version.document_discount_amount),
        "seller": seller_facts(entity),
        "buyer": buyer_facts(client, company),
        "lines": [
            _line_facts(line, sums, workers)
            for line, sums in zip(version.lines, alone, strict=True)
        ],
        "attachments": [
            {"id": row.id, "name": row.name, "sha256": row.sha256} for row in attachments
        ],
    }


@dataclass(frozen=True)
class SnapshotLine:
    """A line read back from a snapshot."""

    id: int
    position: int
    service_definition_id: int | None
    description_ar: str
    description_en: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_category: str
    tax_reason: str | None
    government_fee: Decimal
    fee_is_disbursement: bool
    optional: bool
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    workers: tuple[dict[str, Any], ...]

    def description(self, locale: str) -> str:
        """The text in the reader's language, or in the other one when it has none."""
        first, second = self.description_ar, self.description_en
        return (first or second) if locale == "ar" else (second or first)

    def worker_names(self, locale: str) -> tuple[str, ...]:
        """For whom the line is."""
        return tuple(worker[locale] for worker in self.workers)


_NUMBERS = (
    "quantity", "unit_price", "discount_percent", "government_fee", "discount", "net", "tax",
    "total",
)  # fmt: skip


def lines_of(snapshot: Mapping[str, Any]) -> list[SnapshotLine]:
    """The lines of a snapshot, in order."""
    return [
        SnapshotLine(
            **{
                **line,
                **{name: Decimal(line[name]) for name in _NUMBERS},
                "workers": tuple(line["workers"]),
            }
        )
        for line in snapshot["lines"]
    ]


def chosen_totals(snapshot: Mapping[str, Any], line_ids: Sequence[int] | None) -> tax.Totals:
    """Totals of the lines that count: all that are not optional, plus the optional ``line_ids``.

    The document discount is worked out anew over what was chosen.
    """
    chosen = [line for line in lines_of(snapshot) if counts(line, line_ids)]
    return tax.compute(
        [tax_line(line) for line in chosen],
        document_discount=tax.Discount(
            Decimal(snapshot["document_discount_percent"]),
            Decimal(snapshot["document_discount_amount"]),
        ),
        currency=snapshot["currency"],
        vat_registered=snapshot["vat_registered"],
    )


def counts(line: SnapshotLine, line_ids: Sequence[int] | None) -> bool:
    """Whether a line is part of what was, or would be, accepted."""
    return not line.optional or line.id in (line_ids or ())
