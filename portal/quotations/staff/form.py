"""The composer's form: drawn from the schema, filled from the catalogue, compared with others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask import request
from pydantic import ValidationError
from wtforms import MultipleFileField
from wtforms.form import Form

from portal.accounts import service as accounts
from portal.catalog import service as catalog
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core.actor import Actor
from portal.core.errors import AppError, FieldError, Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext, lazy_pgettext
from portal.kit.tax_categories import TAX_REASONS, TaxCategory
from portal.quotations import service
from portal.quotations.schemas import QuotationIn, TotalsPreview
from portal.web.forms import BLANK_CHOICE, as_typed, raw, schema_form, show

CLIENTS_OFFERED = 50
SERVICES_OFFERED = 200

TAX_WORDS = [
    ("", lazy_gettext("As in the catalogue")),
    ("standard", lazy_pgettext("vat", "Standard rate (15%)")),
    ("zero", lazy_pgettext("vat", "Zero-rated")),
    ("exempt", lazy_pgettext("vat", "Exempt")),
    ("out_of_scope", lazy_pgettext("vat", "Out of scope")),
]
LABELS = {
    "client_id": lazy_gettext("Client"),
    "company_id": lazy_gettext("Company"),
    "legal_entity_id": lazy_gettext("Legal entity"),
    "language": lazy_gettext("Language"),
    "valid_until": lazy_gettext("Valid until"),
    "notes_ar": lazy_gettext("Notes in Arabic"),
    "notes_en": lazy_gettext("Notes in English"),
    "external_reference": lazy_gettext("Client's reference"),
    "discount_percent": lazy_gettext("Document discount, per cent"),
    "discount_amount": lazy_gettext("Document discount, amount"),
    "requires_code": lazy_gettext("One-time code before acceptance"),
    "lines": lazy_gettext("Lines"),
    "lines.service_definition_id": lazy_gettext("Service"),
    "lines.description_ar": lazy_gettext("Description in Arabic"),
    "lines.description_en": lazy_gettext("Description in English"),
    "lines.quantity": lazy_gettext("Quantity"),
    "lines.unit_price": lazy_gettext("Our fee per unit"),
    "lines.discount_percent": lazy_gettext("Discount %"),
    "lines.tax_category": lazy_gettext("VAT"),
    "lines.tax_reason": lazy_gettext("Reason for no VAT"),
    "lines.government_fee": lazy_gettext("Government fee"),
    "lines.optional": lazy_gettext("Optional item: the client decides"),
    "lines.worker_ids": lazy_gettext("For these workers"),
}
ComposeForm = schema_form(
    QuotationIn,
    labels=LABELS,
    choices={
        "client_id": [],
        "company_id": [],
        "legal_entity_id": [],
        "language": [
            ("", lazy_gettext("The client's language")),
            ("ar", "العربية"),
            ("en", "English"),
        ],
        "requires_code": [
            ("", lazy_gettext("As the firm's rule says")),
            ("true", lazy_gettext("Always for this quotation")),
            ("false", lazy_gettext("Never for this quotation")),
        ],
        "lines.service_definition_id": [],
        "lines.tax_category": TAX_WORDS,
        "lines.tax_reason": [],
        "lines.worker_ids": [],
    },
    # the page writes each text in its own language; the catalogue knows the kind of the fee
    hidden=("notes", "lines.description", "lines.fee_is_disbursement"),
)


class AttachForm(Form):  # type: ignore[misc]
    """Draws the place for files; they are read from the request."""

    attachments = MultipleFileField(lazy_gettext("Attachments"))


BLANK_LINE = {"quantity": "1"}


@dataclass
class LineInfo:
    """What a line's card shows beside its fields."""

    fees: list[dict[str, Any]] = field(default_factory=list)
    needs_worker: bool = False
    sum: Decimal | None = None


def from_draft(draft: Any) -> dict[str, Any]:
    """A quotation's editable version, as a person would type it."""
    typed: dict[str, Any] = as_typed(draft)
    for line in typed["lines"]:
        line["worker_ids"] = [str(worker) for worker in line["worker_ids"]]
        if line["fee_is_disbursement"] != "":
            line["fee_is_disbursement"] = "true" if line["fee_is_disbursement"] else "false"
        for name in ("discount_percent", "government_fee"):
            line[name] = "" if line[name] == "0" else line[name]
    for name in ("discount_percent", "discount_amount"):
        typed[name] = "" if typed[name] == "0" else typed[name]
    typed["requires_code"] = {True: "true", False: "false"}.get(typed["requires_code"], "")
    return typed


def is_blank(line: Form) -> bool:
    """Whether nothing of meaning was typed into a line."""
    return not any(
        (line[name].data or "").strip()
        for name in ("service_definition_id", "description_ar", "description_en", "unit_price",
                     "government_fee")
    )  # fmt: skip


def drop_blank_lines(form: Any) -> None:
    """Leave out lines nobody filled in, so that the schema's indexes are the form's."""
    form.lines.entries = [entry for entry in form.lines.entries if not is_blank(entry.form)]


def keep_one_line(form: Any) -> None:
    """A composer without any line shows a blank one."""
    if not form.lines.entries:
        form.lines.last_index = -1
        form.lines.append_entry(dict(BLANK_LINE))


def offer(actor: Actor, form: Any, search: str, quotation: Any = None) -> None:
    """Put the choices into the selects: clients found, their companies, services, workers.

    The number of a ``quotation`` belongs to its legal entity, so that one alone is offered.
    """
    locale = actor.locale
    form.client_id.choices = [BLANK_CHOICE, *_client_choices(actor, form, search)]
    form.legal_entity_id.choices = [
        (str(entity.id), entity.name(locale))
        for entity in accounts.legal_entities(actor)
        if quotation is None or entity.id == quotation.legal_entity_id
    ]
    form.company_id.choices = [("", _("None")), *_company_choices(actor, form)]
    services = _service_choices(actor, form)
    workers = _worker_choices(actor, form)
    for entry in form.lines:
        line = entry.form
        line.service_definition_id.choices = services
        line.worker_ids.choices = workers
        line.tax_reason.choices = _reason_choices(actor, line.tax_category.data)


def _number(text: Any) -> int | None:
    plain = str(text or "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 19 else None


def _client_choices(actor: Actor, form: Any, search: str) -> Iterator[tuple[str, str]]:
    chosen = _number(form.client_id.data)
    found = list(clients.listed(actor, search=search or None, per_page=CLIENTS_OFFERED).rows)
    if chosen is not None and all(row.id != chosen for row in found):
        found = [*clients.get_many(actor, [chosen]).values(), *found]
    return ((str(row.id), row.name(actor.locale)) for row in found)


def _company_choices(actor: Actor, form: Any) -> list[tuple[str, str]]:
    client_id = _number(form.client_id.data)
    if client_id is None:
        return []
    found = companies.listed(actor, client_id=client_id, per_page=200).rows
    return [(str(row.id), row.name(actor.locale)) for row in found]


def _worker_choices(actor: Actor, form: Any) -> list[tuple[str, str]]:
    company_id = _number(form.company_id.data)
    if company_id is None:
        return []
    try:
        workers = companies.workers(actor, company_id)
    except NotFound:
        return []
    return [(str(row.id), row.name(actor.locale)) for row in workers]


def _service_choices(actor: Actor, form: Any) -> Any:
    """Published services by category; one that was archived since stays while it is chosen."""
    rows = catalog.published(actor, per_page=SERVICES_OFFERED).rows
    arabic = actor.locale == "ar"
    groups: dict[str, list[tuple[str, str]]] = {"": [("", _("Free text, no service"))]}
    for row in rows:
        category = row.category_ar if arabic else row.category_en
        groups.setdefault(category, []).append(
            (str(row.id), row.name_ar if arabic else row.name_en)
        )
    offered = {row.id for row in rows}
    chosen = {_number(entry.form.service_definition_id.data) for entry in form.lines}
    rare = [item for item in chosen if item is not None and item not in offered]
    for other in catalog.get_many(actor, rare, any_status=True).values():
        groups[""].append((str(other.id), other.name(actor.locale)))
    return groups


def _reason_choices(actor: Actor, category: str | None) -> list[tuple[str, str]]:
    if category not in ("zero", "exempt"):
        return []
    reasons = TAX_REASONS.items()
    return [("", str(BLANK_CHOICE[1]))] + [
        (code, reason.ar if actor.locale == "ar" else reason.en)
        for code, reason in reasons
        if reason.category is TaxCategory(category)
    ]


def fill_from_catalogue(actor: Actor, form: Any, place: int) -> None:
    """Put the catalogue's words, price and VAT into line ``place`` after a service was chosen."""
    entry = next((e for e in form.lines if e.name == f"lines-{place}"), None)
    if entry is None:
        return
    line = entry.form
    chosen = _number(line.service_definition_id.data)
    found = catalog.get_many(actor, [chosen] if chosen else []).get(chosen or 0)
    if found is None:
        return
    line.description_ar.data = found.name_ar
    line.description_en.data = found.name_en
    line.unit_price.data = as_typed(found.unit_price)
    line.tax_category.data = found.tax_category
    line.tax_reason.data = found.tax_reason or ""
    line.government_fee.data = ""  # left to the catalogue, with its kind
    line.fee_is_disbursement.data = ""


_LINE_FIGURES = (
    "service_definition_id", "description_ar", "quantity", "unit_price", "discount_percent",
    "tax_category", "government_fee", "fee_is_disbursement", "optional",
)  # fmt: skip


def preview(actor: Actor, form: Any) -> tuple[TotalsPreview | None, str | None]:
    """The sums of what is typed so far; None with the reason when it cannot be added up.

    Only what bears on the sums is looked at, so a text that is still missing holds nothing up.
    """
    lines = [raw(entry.form) for entry in form.lines if not is_blank(entry.form)]
    if not lines:
        return None, None
    if not form.client_id.data:
        return None, _("The sums appear once the client is chosen.")
    typed = raw(form)
    asked: dict[str, Any] = {
        name: typed[name]
        for name in ("client_id", "legal_entity_id", "discount_percent", "discount_amount")
        if name in typed
    }
    asked["lines"] = [_figures(line) for line in lines]
    try:
        return service.preview(actor, QuotationIn.model_validate(asked)), None
    except (ValidationError, Invalid):
        return None, _("The sums wait for a figure that can be read.")
    except AppError as error:
        return None, str(error.message)


def _figures(line: dict[str, Any]) -> dict[str, Any]:
    figures = {name: line[name] for name in _LINE_FIGURES if name in line}
    if "service_definition_id" not in figures:
        figures = {"unit_price": "0", "description_ar": "-", **figures}
    return figures


def line_info(actor: Actor, form: Any, sums: TotalsPreview | None) -> list[LineInfo]:
    """What each card shows beside its fields, in the order of the form's lines."""
    ids = {_number(entry.form.service_definition_id.data) for entry in form.lines} - {None}
    known = catalog.get_many(actor, ids, any_status=True)  # type: ignore[arg-type]
    remaining = iter(sums.lines if sums else ())
    infos = []
    for entry in form.lines:
        info = LineInfo()
        if sums and not is_blank(entry.form):
            info.sum = next(remaining).total
        chosen = known.get(_number(entry.form.service_definition_id.data) or 0)
        if chosen is not None:
            info.needs_worker = chosen.requires_worker
            info.fees = [
                {"name": fee.name(actor.locale), "amount": fee.amount,
                 "taxed": not fee.is_disbursement}
                for fee in chosen.fees
            ]  # fmt: skip
        infos.append(info)
    return infos


def differences(theirs: dict[str, Any], form: Any) -> list[dict[str, str]]:
    """Field by field, where the saved quotation is not what this form holds."""
    yours = raw(form)
    yours["lines"] = [raw(entry.form) for entry in form.lines if not is_blank(entry.form)]
    found = [
        {"label": str(LABELS[name]), "theirs": _shown(theirs.get(name)), "yours": _shown(mine)}
        for name in LABELS
        if "." not in name
        and name != "lines"
        and _differ(theirs.get(name), mine := yours.get(name))
    ]
    lines: Sequence[dict[str, Any]] = theirs["lines"]
    for place in range(max(len(lines), len(yours["lines"]))):
        ours = yours["lines"][place] if place < len(yours["lines"]) else {}
        other = lines[place] if place < len(lines) else {}
        for name in (n.removeprefix("lines.") for n in LABELS if n.startswith("lines.")):
            if _differ(other.get(name), ours.get(name)):
                label = _("Line %(number)s", number=place + 1)
                found.append(
                    {
                        "label": f"{label}: {LABELS[f'lines.{name}']}",
                        "theirs": _shown(other.get(name)),
                        "yours": _shown(ours.get(name)),
                    }
                )
    return found


def _differ(theirs: Any, yours: Any) -> bool:
    return _shown(theirs) != _shown(yours)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return "" if value is None else str(value)


def show_errors(form: Any, invalid: Invalid) -> None:
    """Put a service's errors on fields this page has: each text is written in two languages."""
    show(
        form,
        Invalid(
            FieldError(f"{item.field}_ar", item.message, item.code)
            if item.field.endswith(".description")
            else item
            for item in invalid.errors
        ),
    )


def typed_form() -> Any:
    """The composer's form as it was sent."""
    return ComposeForm(request.form)
