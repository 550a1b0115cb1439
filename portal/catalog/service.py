"""What the catalogue does: keeping services and answering what they cost and need."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.accounts import service as accounts
from portal.catalog import policy, repository
from portal.catalog.models import ServiceDefinition, ServiceFee, WorkflowStep
from portal.catalog.schemas import DocumentIn, FeeIn, ServiceIn, StepIn
from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import now
from portal.core.errors import Conflict, FieldError, Invalid, NotFound, Unprocessable
from portal.core.field_messages import message_for
from portal.core.i18n import lazy_gettext
from portal.core.paging import Page
from portal.kit.tax_categories import TAX_REASONS
from portal.kit.text import fold, slug

audit.describe(
    {
        "service.created": lazy_gettext("Service added"),
        "service.updated": lazy_gettext("Service changed"),
        "service.published": lazy_gettext("Service published"),
        "service.archived": lazy_gettext("Service archived"),
    }
)

_PLAIN = (
    "code",
    "name_ar",
    "name_en",
    "description_ar",
    "description_en",
    "category_ar",
    "category_en",
    "unit_price",
    "tax_category",
    "tax_reason",
    "starts_at_price",
    "price_note_ar",
    "price_note_en",
    "requires_company",
    "requires_worker",
    "eligibility",
    "document_type",
    "validity_months",
)


@dataclass(frozen=True)
class RequiredDocument:
    """A file that a service asks for, and the step that collects it."""

    key: str
    name_ar: str
    name_en: str
    mandatory: bool
    step_key: str


def published(actor: Actor, *, search: str = "", page: int = 1, per_page: int = 10) -> Page[Any]:
    """A page of the published services as columns; ``government_fee`` is per unit."""
    actor.require("services:read")
    return repository.page(
        search=search, status=policy.PUBLISHED, category=None, page=page, per_page=per_page
    )


def listed(
    actor: Actor,
    *,
    search: str = "",
    status: str | None = None,
    category: str | None = None,
    page: int = 1,
    per_page: int = 50,
) -> Page[Any]:
    """A page of the catalogue as staff see it, every status unless one is named."""
    actor.require("services:read")
    wanted = status if status in policy.STATUSES else None
    return repository.page(
        search=search, status=wanted, category=category, page=page, per_page=per_page
    )


def status_counts(actor: Actor) -> dict[str, int]:
    """How many services are in each status."""
    actor.require("services:read")
    found = repository.counts()
    return {status: found.get(status, 0) for status in policy.STATUSES}


def categories(actor: Actor) -> list[tuple[str, str, str]]:
    """Key, Arabic and English name of every category in use."""
    actor.require("services:read")
    return repository.categories()


def currency(actor: Actor) -> str:
    """The currency of every price of the catalogue."""
    return accounts.the_workspace(actor).currency


def get(actor: Actor, service_id: int, *, published_only: bool = False) -> ServiceDefinition:
    """One service. Raises ``NotFound``, also for an unpublished one when ``published_only``."""
    found = repository.service(service_id)
    if found is None or (published_only and found.status != policy.PUBLISHED):
        raise NotFound
    return found


def get_many(
    actor: Actor, ids: Iterable[int], *, any_status: bool = False
) -> dict[int, ServiceDefinition]:
    """Services by id; published ones only unless ``any_status``; unknown ids are left out."""
    found = repository.services(ids, status=None if any_status else policy.PUBLISHED)
    return {service.id: service for service in found}


def history(actor: Actor, service_id: int) -> list[audit.TimelineEntry]:
    """What happened to a service, newest first."""
    return audit.timeline([("service", service_id)])


def fee_keys(names: Iterable[tuple[str, str]]) -> list[str]:
    """The keys that fees typed as ``(key, English name)`` have or will get."""
    return [key or _made_key(name) for key, name in names if key or name]


def required_documents(
    actor: Actor, service_id: int, *, published_only: bool = False
) -> list[RequiredDocument]:
    """The files of all collection steps, in the order of the workflow. Raises ``NotFound``."""
    service = get(actor, service_id, published_only=published_only)
    return [
        RequiredDocument(
            key=document["key"],
            name_ar=document["ar"],
            name_en=document["en"],
            mandatory=document["mandatory"],
            step_key=step.step_key,
        )
        for step in service.steps
        for document in step.required_documents
    ]


def create(actor: Actor, data: ServiceIn) -> ServiceDefinition:
    """Add a service, not yet published. Raises ``Invalid`` naming each wrong field."""
    actor.require("services:write")
    _check(data, besides=None)
    service = ServiceDefinition(workspace_id=actor.workspace_id, status=policy.DRAFT)
    _write(actor, service, data)
    repository.add(service)
    audit.record(actor, "service.created", "service", service.id, after=_facts(service))
    return service


def update(
    actor: Actor, service_id: int, data: ServiceIn, *, lock_version: int | None = None
) -> ServiceDefinition:
    """Change a service; orders and quotations that exist keep what was agreed.

    Raises ``Conflict`` (``edited_meanwhile``) when somebody saved after ``lock_version``.
    """
    actor.require("services:write")
    service = get(actor, service_id)
    if lock_version is not None and lock_version != service.lock_version:
        raise Conflict(
            lazy_gettext("Somebody else changed this service while you were editing it."),
            code="edited_meanwhile",
            details={"lock_version": service.lock_version},
        )
    _check(data, besides=service_id)
    before = _facts(service)
    _write(actor, service, data)
    service.updated_at = now()  # a change of fees or steps alone counts as a change of the service
    repository.flush()
    audit.record(
        actor, "service.updated", "service", service.id, before=before, after=_facts(service)
    )
    return service


def publish(actor: Actor, service_id: int) -> ServiceDefinition:
    """Offer a service in quotations and over the API. Raises ``Unprocessable`` without steps."""
    actor.require("services:write")
    service = get(actor, service_id)
    if service.status not in policy.MAY_PUBLISH:
        raise Conflict(
            lazy_gettext("This service is already published."), details={"state": service.status}
        )
    if not service.steps:
        raise Unprocessable(
            lazy_gettext("Add at least one step before publishing."), code="service_has_no_steps"
        )
    return _move(actor, service, policy.PUBLISHED, "service.published")


def archive(actor: Actor, service_id: int) -> ServiceDefinition:
    """Stop offering a service; running orders go on."""
    actor.require("services:write")
    service = get(actor, service_id)
    if service.status not in policy.MAY_ARCHIVE:
        raise Conflict(
            lazy_gettext("This service is already archived."), details={"state": service.status}
        )
    return _move(actor, service, policy.ARCHIVED, "service.archived")


def _move(actor: Actor, service: ServiceDefinition, status: str, verb: str) -> ServiceDefinition:
    before, service.status = service.status, status
    repository.flush()
    audit.record(
        actor, verb, "service", service.id, before={"status": before}, after={"status": status}
    )
    return service


def _check(data: ServiceIn, *, besides: int | None) -> None:
    """What one field alone cannot know."""
    errors: list[FieldError] = []

    def wrong(field: str, code: str) -> None:
        errors.append(FieldError(field, message_for(code), code))

    if repository.code_taken(data.code, besides):
        taken = lazy_gettext("Another service has this code.")
        errors.append(FieldError("code", taken, "taken"))
    reason = TAX_REASONS.get(data.tax_reason or "")
    if data.tax_category in ("zero", "exempt") and not data.tax_reason:
        wrong("tax_reason", "tax_reason_missing")
    elif data.tax_reason and (reason is None or reason.category != data.tax_category):
        wrong("tax_reason", "tax_reason_mismatch")
    fees: set[str] = set()
    for place, fee in enumerate(data.fees):
        if (key := _fee_key(fee)) in fees:
            wrong(f"fees.{place}.key", "key_twice")
        fees.add(key)
    steps: set[str] = set()
    for place, step in enumerate(data.steps):
        if (key := _step_key(step)) in steps:
            wrong(f"steps.{place}.step_key", "key_twice")
        steps.add(key)
        documents = [document["key"] for document in _documents(step.required_documents)]
        for row, name in enumerate(documents):
            if name in documents[:row]:
                wrong(f"steps.{place}.required_documents.{row}.key", "key_twice")
        if step.fee_key and step.fee_key not in fees:
            wrong(f"steps.{place}.fee_key", "fee_unknown")
        elif step.kind == "government_fee" and not step.fee_key:
            wrong(f"steps.{place}.fee_key", "fee_missing")
    if errors:
        raise Invalid(errors)


def _made_key(name: str) -> str:
    """A key from an English name: ``Iqama fee`` is ``iqama_fee``."""
    ascii_only = slug(name).encode("ascii", "ignore").decode().strip("-")
    return ascii_only.replace("-", "_") or "item"


def _category_key(name: str) -> str:
    """The key of the category with this English name; a new one's is made from it."""
    for key, _, known in repository.categories():
        if fold(known) == fold(name):
            return key
    return _made_key(name)


def _fee_key(fee: FeeIn) -> str:
    return fee.key or _made_key(fee.name_en)


def _step_key(step: StepIn) -> str:
    return step.step_key or _made_key(step.name_en)


def _documents(documents: Iterable[DocumentIn]) -> list[dict[str, Any]]:
    return [
        {
            "key": document.key or _made_key(document.en),
            "ar": document.ar,
            "en": document.en,
            "mandatory": document.mandatory,
        }
        for document in documents
    ]


def _write(actor: Actor, service: ServiceDefinition, data: ServiceIn) -> None:
    for name in _PLAIN:
        value = getattr(data, name)
        setattr(service, name, list(value) if isinstance(value, list) else value)
    if data.tax_category == "out_of_scope" and not data.tax_reason:
        service.tax_reason = "VATEX-SA-OOS"
    service.category = data.category or _category_key(data.category_en)
    service.search_text = fold(f"{data.code} {data.name_ar} {data.name_en}")
    _write_fees(actor, service, data.fees)
    _write_steps(actor, service, data.steps)


def _write_fees(actor: Actor, service: ServiceDefinition, fees: Iterable[FeeIn]) -> None:
    known = {fee.key: fee for fee in service.fees}
    rows = []
    for position, fee in enumerate(fees):
        key = _fee_key(fee)
        row = known.get(key) or ServiceFee(workspace_id=actor.workspace_id, key=key)
        for name, value in fee.model_dump(exclude={"key"}).items():
            setattr(row, name, value)
        row.position = position
        rows.append(row)
    service.fees = rows


def _write_steps(actor: Actor, service: ServiceDefinition, steps: Iterable[StepIn]) -> None:
    known = {step.step_key: step for step in service.steps}
    rows = []
    for position, step in enumerate(steps):
        key = _step_key(step)
        row = known.get(key) or WorkflowStep(workspace_id=actor.workspace_id, step_key=key)
        for name, value in step.model_dump(exclude={"step_key", "required_documents"}).items():
            setattr(row, name, value or None if name == "fee_key" else value)
        row.required_documents = _documents(step.required_documents)
        row.position = position
        rows.append(row)
    service.steps = rows


def _facts(service: ServiceDefinition) -> dict[str, Any]:
    """What the audit log keeps of a service."""
    facts: dict[str, Any] = {name: getattr(service, name) for name in _PLAIN}
    facts["fees"] = {fee.key: Decimal(fee.amount) for fee in service.fees}
    facts["steps"] = [step.step_key for step in service.steps]
    return facts
