"""The content of an issued document: plain JSON, in both languages, hashed into the chain.

Amounts are decimal strings rounded to the currency, dates ISO 8601. The canonical form (sorted
keys, no spaces, UTF-8) is what the hash covers, so that it can be made again from the database.
"""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.accounts.models import LegalEntity
from portal.clients.models import Client
from portal.companies.models import Company
from portal.core.fields import address_lines
from portal.invoices.models import Invoice
from portal.invoices.service.figures import Figures
from portal.kit.money import quantize

FORMAT = 1


def canonical(snapshot: dict[str, Any]) -> bytes:
    """The bytes that a document's hash covers."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seller_facts(entity: LegalEntity) -> dict[str, Any]:
    """The firm's own company as it stands on a document."""
    unified = bool(entity.unified_number)
    arabic, english = address_lines(entity.address_ar), address_lines(entity.address_en)
    return {
        "name_ar": entity.name_ar,
        "name_en": entity.name_en,
        "vat_number": entity.vat_number or "",
        "registration_scheme": "700"
        if unified
        else ("CRN" if entity.commercial_registration else ""),
        "registration_number": entity.unified_number or entity.commercial_registration or "",
        "address_ar": arabic or english,
        "address_en": english or arabic,
        "email": entity.email or "",
        "phone": entity.phone or "",
        "logo_file_id": entity.logo_file_id,
    }


def buyer_facts(client: Client, company: Company | None) -> dict[str, Any]:
    """Whom the document is for: the client's company where one is named, else the client."""
    if company is None:
        return {
            "name_ar": client.name_ar or client.name_en or "",
            "name_en": client.name_en or client.name_ar or "",
            "vat_number": client.vat_number or "",
            "registration_scheme": "",
            "registration_number": "",
            "address_ar": [],
            "address_en": [],
            "email": client.email or "",
            "phone": client.phone or "",
            "is_organisation": client.kind == "organisation",
        }
    address = address_lines(company.address)
    registration = company.commercial_registration or company.unified_number or ""
    scheme = "CRN" if company.commercial_registration else "700"
    return {
        "name_ar": company.legal_name_ar or company.legal_name_en or "",
        "name_en": company.legal_name_en or company.legal_name_ar or "",
        "vat_number": company.vat_number or "",
        "registration_scheme": scheme if registration else "",
        "registration_number": registration,
        "address_ar": address,
        "address_en": address,
        "email": "",
        "phone": "",
        "is_organisation": True,
    }


def bank_facts(entity: LegalEntity, reference: str) -> dict[str, Any] | None:
    """Where to pay; None while the legal entity has no IBAN."""
    if not entity.iban:
        return None
    return {
        "iban": entity.iban,
        "account_name_ar": entity.name_ar,
        "account_name_en": entity.name_en,
        "bank_name_ar": entity.bank_name_ar or entity.bank_name_en or "",
        "bank_name_en": entity.bank_name_en or entity.bank_name_ar or "",
        "reference": reference,
    }


def treatment_of(entity: LegalEntity, buyer: dict[str, Any]) -> str:
    """``tax`` for a business buyer, ``simplified`` for a person, ``plain`` without registration."""
    if not entity.vat_registered:
        return "plain"
    return "tax" if buyer["vat_number"] or buyer["is_organisation"] else "simplified"


def money(amount: Decimal, currency: str) -> str:
    """An amount as the snapshot keeps it."""
    return f"{quantize(amount, currency):f}"


def in_riyals(amount: Decimal, invoice: Invoice) -> Decimal:
    """An amount of the invoice in SAR, by the rate it names."""
    if invoice.currency == "SAR":
        return amount
    if invoice.sar_rate is None:
        raise ValueError("an amount in another currency needs a rate")
    return quantize(amount * invoice.sar_rate)


def content_of(
    invoice: Invoice,
    figures: Figures,
    *,
    entity: LegalEntity,
    buyer: dict[str, Any],
    timezone: str,
) -> dict[str, Any]:
    """The part of a snapshot that says what is sold to whom; ``sealed`` adds the chain's."""
    currency = invoice.currency
    foreign = currency != "SAR" and entity.vat_registered
    return {
        "format": FORMAT,
        "language": invoice.language,
        "timezone": timezone,
        "currency": currency,
        "sar_rate": f"{invoice.sar_rate.normalize():f}" if invoice.sar_rate else None,
        "tax_sar": money(in_riyals(figures.tax_total, invoice), "SAR") if foreign else None,
        "seller": seller_facts(entity),
        "buyer": buyer,
        "lines": [
            {
                "position": line.position,
                "kind": line.kind,
                "description_ar": line.description_ar,
                "description_en": line.description_en,
                "quantity": f"{line.quantity.normalize():f}",
                "unit_price": f"{line.unit_price.normalize():f}",
                "discount": money(made.discount, currency),
                "net": money(made.net, currency),
                "tax_category": made.tax_category.value,
                "tax_reason": made.tax_reason,
                "tax_rate": f"{made.tax_rate.normalize():f}",
                "tax": money(made.tax, currency),
                "total": money(made.total, currency),
                "workers": list(line.workers),
            }
            for line, made in zip(invoice.lines, figures.lines, strict=True)
        ],
        "categories": [
            {
                "category": row.category.value,
                "rate": f"{row.rate.normalize():f}",
                "taxable": money(row.taxable, currency),
                "tax": money(row.tax, currency),
                "reasons": list(row.reasons),
            }
            for row in figures.categories
        ],
        "totals": {
            name: money(getattr(figures, name), currency)
            for name in (
                "subtotal",
                "discount_total",
                "net_total",
                "government_fees",
                "tax_total",
                "total",
            )
        },
        "supply_date": invoice.supply_date.isoformat() if invoice.supply_date else None,
        "due_on": invoice.due_on.isoformat() if invoice.due_on else None,
        "notes": invoice.notes,
        "reference": invoice.reference,
        "quotation_number": invoice.quotation_number,
    }


def moment(value: datetime) -> str:
    """An instant as the snapshot keeps it: UTC to the second."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
