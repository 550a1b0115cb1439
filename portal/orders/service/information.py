"""Completing an order: company, worker, dates and documents, by the client's link or by staff."""

from collections.abc import Mapping
from dataclasses import replace

from portal.companies import service as companies
from portal.companies.models import Company, Worker
from portal.companies.schemas import CompanyIn, WorkerIn
from portal.core import audit, events, files
from portal.core.actor import Actor, ActorKind
from portal.core.errors import Conflict, FieldError, Invalid, NotFound
from portal.core.files import Upload
from portal.core.i18n import lazy_gettext
from portal.orders import policy, repository
from portal.orders.models import OrderDocument, ServiceOrder
from portal.orders.schemas import InformationIn
from portal.orders.service import requirements
from portal.orders.service.parties import index_for_search, parties, reader
from portal.orders.service.progress import move_on, note_status, tell_client
from portal.orders.service.reading import locked, missing_texts

_OUTSIDERS = (ActorKind.LINK, ActorKind.CLIENT)
DOCUMENT_FIELD = "document-"


def provide_information(
    actor: Actor,
    order_id: int,
    data: InformationIn,
    uploads: Mapping[str, Upload] | None = None,
) -> ServiceOrder:
    """Take what was given, then look again what is still missing.

    ``uploads`` maps the key of a required document to its file. The holder of a link may complete
    what is missing, never change what is there. Raises ``Invalid`` for a company or worker that is
    not this client's, an unknown document or a file of another kind; ``Conflict`` when the order
    has ended, or a new company or worker exists already (then ask for the known one).
    """
    order = _open(actor, order_id)
    _take_company(actor, order, data)
    _take_worker(actor, order, data)
    for key, upload in (uploads or {}).items():
        _take_document(actor, order, key, upload, "")
    return _look_again(actor, order, "order.information_provided")


def receive_document(
    actor: Actor, order_id: int, document_key: str, upload: Upload | None, note: str = ""
) -> ServiceOrder:
    """Staff note that a required document came: as a file, or seen elsewhere (``note`` says where).

    Raises ``Invalid`` when there is neither a file nor a note.
    """
    actor.require("orders:write")
    order = _open(actor, order_id)
    if upload is None and not note.strip():
        raise Invalid.field(
            "note", lazy_gettext("Attach the file or say where you saw the document."), "missing"
        )
    _take_document(actor, order, document_key, upload, note)
    return _look_again(actor, order, "order.document_received")


def waive(actor: Actor, order_id: int, reason: str) -> ServiceOrder:
    """Begin although something is missing; what was waived, by whom and why stays on record.

    A missing company or worker cannot be waived: the work needs to know whom it is for.
    """
    actor.require("orders:write")
    order = _open(actor, order_id)
    if order.status != "awaiting_information":
        raise Conflict(
            lazy_gettext("This order does not await information."), details={"state": order.status}
        )
    waived = [key for key in order.missing if key not in ("company", "worker")]
    order.requirements = {
        **order.requirements,
        "waived": [*order.requirements["waived"], *waived],
    }
    audit.record(
        actor, "order.waived", "order", order.id, after={"waived": waived, "reason": reason}
    )
    return _look_again(actor, order, None)


def recheck(actor: Actor, order_id: int) -> ServiceOrder:
    """Look again what an order waits for, after its company or worker changed."""
    order = repository.order(order_id, lock=True)
    if order is None:
        raise NotFound
    return _look_again(actor, order, None)


def recheck_for(
    actor: Actor, *, company_id: int | None = None, worker_id: int | None = None
) -> None:
    """Look again at every waiting order of a company or a worker."""
    for order_id in repository.waiting_for(company_id=company_id, worker_id=worker_id):
        recheck(actor, order_id)


def ask_for_information(actor: Actor, order_id: int) -> ServiceOrder:
    """Write to the client what the order waits for, with the link to complete it.

    Raises ``Conflict`` when it waits for nothing, or when the client cannot be written to.
    """
    actor.require("orders:write")
    order = _open(actor, order_id)
    if order.status != "awaiting_information":
        raise Conflict(
            lazy_gettext("This order does not await information."), details={"state": order.status}
        )
    missing = missing_texts(order, order.language)
    if not tell_client(actor, order, "order_information_needed", missing=missing):
        raise Conflict(
            lazy_gettext("There is no link or no e-mail address to ask the client by."),
            code="client_has_no_contact",
        )
    audit.record(actor, "order.information_asked", "order", order.id, after={"missing": missing})
    return order


def choices(actor: Actor, order: ServiceOrder) -> tuple[list[Company], list[Worker]]:
    """The client's companies, and the workers of the order's company, to choose from."""
    house = reader(actor)
    found = companies.listed(house, client_id=order.client_id, per_page=200).rows
    workers = companies.workers(house, order.company_id) if order.company_id else []
    return list(found), list(workers)


def _open(actor: Actor, order_id: int) -> ServiceOrder:
    order = locked(actor, order_id)
    if actor.kind not in _OUTSIDERS:
        actor.require("orders:write")
    policy.require_open(order)
    return order


def _writer(actor: Actor) -> Actor:
    """The same person, allowed to add to the client's own records while completing an order."""
    return replace(actor, permissions=frozenset({"companies:read", "companies:write"}))


def _take_company(actor: Actor, order: ServiceOrder, data: InformationIn) -> None:
    outsider = actor.kind in _OUTSIDERS
    if order.company_id is None:
        if data.company_id is not None:
            order.company_id = _own_company(actor, order, data.company_id).id
        elif data.company_name is not None:
            order.company_id = _new_company(actor, order, data).id
        return
    if data.cr_expires_on is not None and (not outsider or "cr_valid" in order.missing):
        company = companies.get(reader(actor), order.company_id)
        wanted = CompanyIn.model_validate(
            {name: getattr(company, name) for name in CompanyIn.model_fields}
            | {"cr_expires_on": data.cr_expires_on}
        )
        companies.update(_writer(actor), company.id, wanted)


def _own_company(actor: Actor, order: ServiceOrder, company_id: int) -> Company:
    try:
        company = companies.get(reader(actor), company_id)
    except NotFound:
        company = None
    if company is None or company.client_id != order.client_id:
        raise Invalid.field("company_id", lazy_gettext("Choose one of the companies."), "not_found")
    return company


def _new_company(actor: Actor, order: ServiceOrder, data: InformationIn) -> Company:
    if not (data.commercial_registration or data.unified_number):
        raise Invalid.field(
            "commercial_registration",
            lazy_gettext("Enter the commercial registration or the unified number."),
            "missing",
        )
    name = data.company_name or ""
    return companies.create(
        _writer(actor),
        CompanyIn(
            client_id=order.client_id,
            **_named("legal_name", name),
            commercial_registration=data.commercial_registration,
            unified_number=data.unified_number,
            vat_number=data.vat_number,
            cr_expires_on=data.cr_expires_on,
        ),
    )


def _named(field: str, name: str) -> dict[str, str]:
    """A name goes to the language that it is written in."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
    return {f"{field}_{'ar' if arabic else 'en'}": name}


def _take_worker(actor: Actor, order: ServiceOrder, data: InformationIn) -> None:
    if order.worker_id is None:
        if data.worker_id is not None:
            worker = _own_worker(actor, order, data.worker_id)
        elif data.worker_name is not None:
            worker = _new_worker(actor, order, data)
        else:
            return
        order.worker_id = worker.id
        if order.company_id is None:
            order.company_id = worker.company_id
    else:
        _complete_worker(actor, order, data)


def _own_worker(actor: Actor, order: ServiceOrder, worker_id: int) -> Worker:
    try:
        worker = companies.get_worker(reader(actor), worker_id)
        company = companies.get(reader(actor), worker.company_id)
    except NotFound:
        worker, company = None, None
    wrong = (
        worker is None
        or company is None
        or company.client_id != order.client_id
        or order.company_id not in (None, worker.company_id)
    )
    if wrong or worker is None:
        raise Invalid.field("worker_id", lazy_gettext("Choose one of the workers."), "not_found")
    return worker


def _new_worker(actor: Actor, order: ServiceOrder, data: InformationIn) -> Worker:
    errors = []
    if order.company_id is None:
        message = lazy_gettext("Say first which company the worker belongs to.")
        errors.append(FieldError("company_id", message, "company_required"))
    if data.identity_number is None:
        message = lazy_gettext("Enter the Iqama or national ID number.")
        errors.append(FieldError("identity_number", message, "missing"))
    if errors or order.company_id is None or data.identity_number is None:
        raise Invalid(errors)
    return companies.add_worker(
        _writer(actor),
        order.company_id,
        WorkerIn(
            **_named("name", data.worker_name or ""),
            identity_kind="iqama" if data.identity_number.startswith("2") else "national_id",
            identity_number=data.identity_number,
            identity_expires_on=data.identity_expires_on,
            passport_number=data.passport_number,
            passport_expires_on=data.passport_expires_on,
        ),
    )


_COMPLETES = {
    "identity_number": "iqama_valid",
    "identity_expires_on": "iqama_valid",
    "passport_number": "passport_valid",
    "passport_expires_on": "passport_valid",
}


def _complete_worker(actor: Actor, order: ServiceOrder, data: InformationIn) -> None:
    outsider = actor.kind in _OUTSIDERS
    given = {
        name: value
        for name, check in _COMPLETES.items()
        if (value := getattr(data, name)) is not None and (not outsider or check in order.missing)
    }
    if not given or order.worker_id is None:
        return
    worker = companies.get_worker(reader(actor), order.worker_id)
    if outsider and worker.identity_number:
        given.pop("identity_number", None)  # a link completes an identity, it never swaps one
    if number := given.get("identity_number"):
        given["identity_kind"] = "iqama" if str(number).startswith("2") else "national_id"
    wanted = WorkerIn.model_validate(
        {name: getattr(worker, name) for name in WorkerIn.model_fields} | given
    )
    companies.update_worker(_writer(actor), worker.id, wanted)


def _take_document(
    actor: Actor, order: ServiceOrder, key: str, upload: Upload | None, note: str
) -> None:
    if key not in {document["key"] for document in order.requirements["documents"]}:
        raise Invalid.field(
            "document_key", lazy_gettext("This service does not ask for that document."), "unknown"
        )
    row = None
    if upload is not None:
        row = files.store_upload(
            actor,
            upload,
            purpose="order_document",
            field=f"{DOCUMENT_FIELD}{key}",
            subject=("order", order.id),
        )
    order.documents.append(
        OrderDocument(
            workspace_id=actor.workspace_id,
            document_key=key,
            file_id=row.id if row else None,
            note=note.strip(),
            given_by=actor.display_name,
            by_client=actor.kind in _OUTSIDERS,
        )
    )


def _look_again(actor: Actor, order: ServiceOrder, verb: str | None) -> ServiceOrder:
    """Write down what is missing now; with nothing missing the order begins to wait its turn."""
    repository.add(order)
    who = parties(actor, order)
    before = list(order.missing)
    order.missing = requirements.still_missing(actor, order, who)
    index_for_search(order, who)
    if verb is not None:
        facts = {
            "missing": order.missing,
            "company_id": order.company_id,
            "worker_id": order.worker_id,
            "documents": sorted(requirements.received(order)),
        }
        audit.record(actor, verb, "order", order.id, before={"missing": before}, after=facts)
        events.emit(actor, verb, "order", order.id, facts)
    if order.status == "awaiting_information" and not order.missing:
        note_status(actor, order, "pending")
        move_on(actor, order)
    return order
