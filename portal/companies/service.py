"""What the companies domain does."""

from collections.abc import Iterable
from typing import Any

from portal.clients import service as clients
from portal.companies import policy, repository
from portal.companies.models import Company, Worker
from portal.companies.schemas import CompanyIn, WorkerIn
from portal.core import audit, events
from portal.core.actor import Actor
from portal.core.editing import check_version, record_update
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext
from portal.core.paging import Page

audit.describe(
    {
        "company.created": lazy_gettext("Company added"),
        "company.updated": lazy_gettext("Company changed"),
        "worker.added": lazy_gettext("Worker added"),
        "worker.updated": lazy_gettext("Worker changed"),
        "worker.left": lazy_gettext("Worker left"),
    }
)


def get(actor: Actor, company_id: int) -> Company:
    """A company. Raises ``NotFound`` for unknown and foreign ones."""
    company = repository.company(company_id)
    if company is None or not policy.sees(actor, company.client_id):
        raise NotFound
    return company


def get_many(actor: Actor, ids: Iterable[int]) -> dict[int, Company]:
    """Those of ``ids`` that the actor may see, by id; for lists."""
    rows = repository.companies(ids)
    return {row.id: row for row in rows if policy.sees(actor, row.client_id)}


def listed(
    actor: Actor,
    *,
    client_id: int | None = None,
    search: str | None = None,
    status: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page[Company]:
    """A page of companies, newest first; ``search`` looks at names and registrations."""
    actor.require("companies:read")
    if client_id is not None and not policy.sees(actor, client_id):
        raise NotFound
    return repository.listed(client_id or actor.client_id, search, status, page, per_page)


def listed_with_clients(
    actor: Actor,
    *,
    search: str | None = None,
    status: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page[Any]:
    """A page of rows ``(company, client_name_ar, client_name_en)``, newest first, for staff."""
    actor.require("companies:read")
    if actor.client_id is not None:
        raise NotFound
    return repository.listed_with_clients(search, status, page, per_page)


def create(actor: Actor, data: CompanyIn) -> Company:
    """Add a company to a client.

    Raises ``Invalid`` for an unknown client and ``Conflict`` ``duplicate``, with the id of the
    company that has the same registration or VAT number.
    """
    actor.require("companies:write")
    _client_exists(actor, data.client_id)
    _refuse_twin(actor, data, None)
    company = Company(workspace_id=actor.workspace_id, **_values(data))
    company.search_text = company.searchable()
    repository.add(company)
    audit.record(actor, "company.created", "company", company.id, after=_values(data))
    events.emit(actor, "company.created", "company", company.id)
    return company


def update(
    actor: Actor, company_id: int, data: CompanyIn, lock_version: int | None = None
) -> Company:
    """Change a company.

    Raises ``Conflict``: ``edited_meanwhile`` when ``lock_version`` is not the current one,
    ``duplicate`` as for ``create``; ``Invalid`` when it should move to another client.
    """
    actor.require("companies:write")
    company = repository.company(company_id, lock=True)
    if company is None or not policy.sees(actor, company.client_id):
        raise NotFound
    if data.client_id != company.client_id:
        # quotations, orders and invoices name the pair
        raise Invalid.field("client_id", lazy_gettext("A company stays with its client."), "fixed")
    check_version(company, ("company", company_id), lock_version)
    _refuse_twin(actor, data, company_id)
    wanted = _values(data)
    before = {name: getattr(company, name) for name in wanted}
    if before != wanted:
        for name, value in wanted.items():
            setattr(company, name, value)
        company.search_text = company.searchable()
        subject = ("company", company_id)
        record_update(actor, "company.updated", subject, company, before=before, after=wanted)
        events.emit(actor, "company.updated", "company", company_id)
    return company


def workers(actor: Actor, company_id: int) -> list[Worker]:
    """The workers who are with a company now."""
    return repository.active_workers(get(actor, company_id).id)


def workers_listed(
    actor: Actor,
    company_id: int,
    *,
    search: str | None = None,
    active: bool | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page[Worker]:
    """A page of a company's workers; ``active`` None shows those who left as well, at the end."""
    actor.require("companies:read")
    return repository.workers(get(actor, company_id).id, search, active, page, per_page)


def workers_by_id(actor: Actor, ids: Iterable[int]) -> dict[int, Worker]:
    """Those of ``ids`` that the actor may see, by id."""
    rows = repository.workers_by_id(ids)
    seen = get_many(actor, {row.company_id for row in rows})
    return {row.id: row for row in rows if row.company_id in seen}


def get_worker(actor: Actor, worker_id: int) -> Worker:
    """A worker. Raises ``NotFound`` for unknown and foreign ones."""
    worker = repository.worker(worker_id)
    if worker is None:
        raise NotFound
    get(actor, worker.company_id)
    return worker


def add_worker(actor: Actor, company_id: int, data: WorkerIn) -> Worker:
    """Add a worker to a company.

    Raises ``Conflict`` ``duplicate``, with the id of the active worker who has the same number.
    """
    actor.require("companies:write")
    company = get(actor, company_id)
    _refuse_worker_twin(actor, data, None)
    worker = Worker(workspace_id=actor.workspace_id, company_id=company.id, **data.model_dump())
    worker.search_text = worker.searchable()
    repository.add(worker)
    facts = data.model_dump()
    audit.record(actor, "worker.added", "worker", worker.id, after=facts)
    events.emit(actor, "worker.added", "worker", worker.id, {"company_id": company.id})
    return worker


def update_worker(
    actor: Actor, worker_id: int, data: WorkerIn, lock_version: int | None = None
) -> Worker:
    """Change a worker; ``is_active`` false says that they left. Raises as ``update`` does."""
    actor.require("companies:write")
    worker = repository.worker(worker_id, lock=True)
    if worker is None:
        raise NotFound
    get(actor, worker.company_id)
    check_version(worker, ("worker", worker_id), lock_version)
    _refuse_worker_twin(actor, data, worker_id)
    wanted = data.model_dump()
    before = {name: getattr(worker, name) for name in wanted}
    if before != wanted:
        for name, value in wanted.items():
            setattr(worker, name, value)
        worker.search_text = worker.searchable()
        subject = ("worker", worker_id)
        record_update(actor, "worker.updated", subject, worker, before=before, after=wanted)
        events.emit(actor, "worker.updated", "worker", worker_id, {"company_id": worker.company_id})
    return worker


def patch_worker(
    actor: Actor, worker_id: int, changes: dict[str, Any], lock_version: int | None = None
) -> Worker:
    """Change the named fields of a worker; the whole must still pass ``WorkerIn``'s rules.

    Raises pydantic's ``ValidationError`` when it does not, else as ``update_worker``.
    """
    worker = get_worker(actor, worker_id)
    current = {name: getattr(worker, name) for name in WorkerIn.model_fields}
    return update_worker(
        actor, worker_id, WorkerIn.model_validate({**current, **changes}), lock_version
    )


def remove_worker(actor: Actor, worker_id: int) -> Worker:
    """Note that a worker left. The record stays: quotations, orders and invoices name it."""
    actor.require("companies:write")
    worker = repository.worker(worker_id, lock=True)
    if worker is None:
        raise NotFound
    get(actor, worker.company_id)
    if worker.is_active:
        worker.is_active = False
        subject = ("worker", worker_id)
        before, after = {"is_active": True}, {"is_active": False}
        record_update(actor, "worker.left", subject, worker, before=before, after=after)
        events.emit(actor, "worker.left", "worker", worker_id, {"company_id": worker.company_id})
    return worker


def _values(data: CompanyIn) -> dict[str, Any]:
    values = {name: getattr(data, name) for name in CompanyIn.model_fields}
    return {**values, "address": data.address.model_dump(exclude_none=True)}


def _client_exists(actor: Actor, client_id: int) -> None:
    try:
        clients.get(actor, client_id)
    except NotFound as error:
        raise Invalid.field(
            "client_id", lazy_gettext("There is no such client."), "unknown"
        ) from error


def _refuse_twin(actor: Actor, data: CompanyIn, but: int | None) -> None:
    shares = data.client_id if data.type == "branch" else None
    twin = repository.twin(data.commercial_registration, data.vat_number, but, vat_but=shares)
    if twin is None:
        return
    if policy.sees(actor, twin.client_id):
        raise Conflict(
            lazy_gettext(
                "A company with this commercial registration or VAT number exists already:"
                " %(name)s.",
                name=twin.name(actor.locale),
            ),
            code="duplicate",
            details={"existing_id": twin.id, "existing_type": "company"},
        )
    # the holder of a link learns nothing of another client's company
    raise Conflict(lazy_gettext("These numbers belong to another client."), code="duplicate")


def _refuse_worker_twin(actor: Actor, data: WorkerIn, but: int | None) -> None:
    if not data.identity_number or not data.is_active:
        return
    twin = repository.worker_twin(data.identity_number, but)
    if twin is None:
        return
    company = repository.company(twin.company_id)
    if company is not None and policy.sees(actor, company.client_id):
        raise Conflict(
            lazy_gettext(
                "A worker with this identity number exists already: %(name)s, at %(company)s.",
                name=twin.name(actor.locale),
                company=company.name(actor.locale),
            ),
            code="duplicate",
            details={
                "existing_id": twin.id,
                "existing_type": "worker",
                "company_id": twin.company_id,
            },
        )
    raise Conflict(lazy_gettext("These numbers belong to another client."), code="duplicate")
