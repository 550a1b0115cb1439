"""Forms of invoices and payments: how what was typed becomes the schemas of the domain."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any

from flask import request
from pydantic import ValidationError

from portal.core.i18n import lazy_gettext, lazy_pgettext
from portal.invoices.schemas import CreditIn, InvoiceDraft, PaymentIn, VoidIn
from portal.invoices.service.papers import METHODS
from portal.kit.tax_categories import TAX_REASONS, TaxCategory
from portal.web.forms import as_typed, parse, raw, schema_form

LANGUAGES = (("ar", "العربية"), ("en", "English"))
# The first choice of each list is empty: it stands for the schema's default, and so a row in which
# nothing was typed is wholly blank and is left out.
KINDS = (
    ("", lazy_gettext("Our fee")),
    ("disbursement", lazy_gettext("Government fee paid for the client, no VAT")),
)
CATEGORIES = (
    ("", lazy_pgettext("VAT", "Standard rate")),
    ("zero", lazy_pgettext("VAT", "Zero-rated")),
    ("exempt", lazy_pgettext("VAT", "Exempt")),
    ("out_of_scope", lazy_pgettext("VAT", "Out of scope")),
)
_DEFAULTS = {"kind": "fee", "tax_category": TaxCategory.STANDARD.value, "quantity": None}
_LABELS = {
    "company_id": lazy_gettext("Company"),
    "legal_entity_id": lazy_gettext("Legal entity"),
    "language": lazy_gettext("Language of the document"),
    "supply_date": lazy_gettext("Date of supply"),
    "due_on": lazy_gettext("Due on"),
    "notes": lazy_gettext("Notes"),
    "reference": lazy_gettext("Reference"),
    "lines": lazy_gettext("Lines"),
    "lines.description_ar": lazy_gettext("Description in Arabic"),
    "lines.description_en": lazy_gettext("Description in English"),
    "lines.quantity": lazy_gettext("Quantity"),
    "lines.unit_price": lazy_gettext("Unit price before VAT"),
    "lines.discount_percent": lazy_gettext("Discount, per cent"),
    "lines.discount_amount": lazy_gettext("Discount, amount"),
    "lines.kind": lazy_gettext("Kind of line"),
    "lines.tax_category": lazy_gettext("VAT"),
    "lines.tax_reason": lazy_gettext("Reason for no VAT"),
}
_CARRIED = ("sources", "quotation_number", "currency", "sar_rate", "client_id")


@cache
def _invoice_form(locale: str) -> type[Any]:
    reasons = [(code, getattr(reason, locale)) for code, reason in TAX_REASONS.items()]
    return schema_form(
        InvoiceDraft,
        labels=_LABELS,
        choices={
            "company_id": [],
            "legal_entity_id": [],
            "language": LANGUAGES,
            "lines.kind": KINDS,
            "lines.tax_category": CATEGORIES,
            "lines.tax_reason": [("", lazy_gettext("None")), *reasons],
        },
        hidden=(*_CARRIED, "lines.sources", "lines.workers"),
    )


def invoice_form(
    locale: str,
    companies: Sequence[tuple[int, str]],
    entities: Sequence[tuple[int, str]],
    values: Mapping[str, Any] | None = None,
) -> Any:
    """The form of a draft: of what was posted, or filled with ``values`` (see ``as_rows``)."""
    make = _invoice_form(locale)
    form = make() if values is None else make(formdata=None, data=values)
    form.company_id.choices = [("", lazy_gettext("The client itself")), *companies]
    form.legal_entity_id.choices = list(entities)
    return form


def as_rows(draft: Mapping[str, Any]) -> dict[str, Any]:
    """A draft's values as its form shows them: defaults blank, lists carried as JSON."""
    typed: dict[str, Any] = as_typed(dict(draft))
    typed["sources"] = json.dumps(typed.get("sources") or []) if typed.get("sources") else ""
    typed["lines"] = [_as_row(line) for line in typed.get("lines", [])]
    return typed


def _as_row(line: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(line)
    for name in ("sources", "workers"):
        row[name] = json.dumps(row[name], ensure_ascii=False) if row.get(name) else ""
    for name, default in _DEFAULTS.items():
        if row.get(name) == default:
            row[name] = ""
    for name in ("discount_percent", "discount_amount"):
        row[name] = "" if row.get(name) == "0" else row.get(name, "")
    return row


def typed_rows(form: Any) -> list[dict[str, Any]]:
    """Every row as it stands in the form, blank ones too."""
    return [raw(entry.form) for entry in form.lines]


def typed(form: Any) -> dict[str, Any]:
    """Everything as it stands in the form, to draw it anew."""
    return raw(form)


def parsed_invoice(form: Any) -> InvoiceDraft | None:
    """The draft that was typed, or None with the errors beside their fields."""
    return parse(form, InvoiceDraft, **_lists(form))


def unchecked(form: Any) -> InvoiceDraft | None:
    """The draft that was typed if it is right; the form is left without a word of errors."""
    try:
        return InvoiceDraft.model_validate({**raw(form), **_lists(form)})
    except ValidationError:
        return None


def _lists(form: Any) -> dict[str, Any]:
    lines = [_line(row) for row in typed_rows(form) if row]
    lists: dict[str, Any] = {"lines": lines} if lines else {}
    if form.sources.data:
        lists["sources"] = _decoded(form.sources.data)
    return lists


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _decoded(value) if name in ("sources", "workers") else value
        for name, value in row.items()
    }


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text  # the schema refuses it by name


PaymentForm = schema_form(
    PaymentIn,
    labels={
        "legal_entity_id": lazy_gettext("Received by"),
        "amount": lazy_gettext("Amount received"),
        "paid_on": lazy_gettext("Received on"),
        "method": lazy_gettext("Payment method"),
        "reference": lazy_gettext("Reference"),
        "notes": lazy_gettext("Notes"),
        "allocations.amount": lazy_gettext("Amount for this invoice"),
    },
    choices={"legal_entity_id": [], "method": list(METHODS.items())},
    hidden=("client_id", "currency", "proof_id", "allocations.invoice_id"),
)
CreditForm = schema_form(CreditIn, labels={"reason": lazy_gettext("Reason")})
VoidForm = schema_form(VoidIn, labels={"reason": lazy_gettext("Reason")})


@contextmanager
def only_paid_rows(form: Any) -> Iterator[bool]:
    """Inside the block only the rows with an amount count; yields whether none of them has one.

    ``web.forms`` leads the schema's indexes back to the rows that hold anything, and a row always
    holds its invoice; so the ids of rows without an amount are blank meanwhile.
    """
    ids = [row.form.invoice_id.data for row in form.allocations]
    for row in form.allocations:
        if not (row.form.amount.data or "").strip():
            row.form.invoice_id.data = ""
    yield bool(ids) and not any(raw(row.form) for row in form.allocations)
    for row, invoice_id in zip(form.allocations, ids, strict=True):
        row.form.invoice_id.data = invoice_id


def _whole(text: Any) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def asked_id(name: str) -> int | None:
    """A positive id of the query string or the form, None when there is none."""
    return _whole(request.values.get(name)) or None


def spread(amount: Decimal, dues: Sequence[Decimal]) -> list[Decimal]:
    """``amount`` given to ``dues`` in their order until it is used up."""
    shares = []
    for due in dues:
        share = min(amount, due)
        shares.append(share)
        amount -= share
    return shares
