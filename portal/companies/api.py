"""The API of companies and their workers."""

from typing import Any

from pydantic import Field

from portal.companies import service
from portal.companies.schemas import (
    CompanyIn,
    CompanyOut,
    CompanyStatus,
    WorkerIn,
    WorkerOut,
    WorkerPatch,
)
from portal.core.errors import NotFound
from portal.core.schema import Id, Schema
from portal.web.api import Api, IdPath, ListQuery, listing, page_answer
from portal.web.context import current_actor

api = Api("companies", __name__, tag="Companies", description="Clients' companies and workers.")


class CompanyPath(Schema):
    """The path of what belongs to one company."""

    company_id: Id


class WorkerPath(Schema):
    """The path of one worker of a company."""

    company_id: Id
    id: Id


class CompanyQuery(ListQuery):
    """Which companies to list."""

    client_id: Id | None = None
    search: str | None = Field(None, max_length=100, description="Words of names and numbers.")
    status: CompanyStatus | None = None


class WorkerQuery(ListQuery):
    """Which workers to list."""

    search: str | None = Field(None, max_length=100, description="Words of names and numbers.")
    is_active: bool | None = None


class CompanyPut(CompanyIn):
    """A company as it is to be; with ``lock_version`` only if nobody changed it since."""

    lock_version: int | None = Field(None, ge=1)


CompanyList = listing("CompanyList", CompanyOut)
WorkerList = listing("WorkerList", WorkerOut)


@api.operation("GET", "/companies", scope="companies:read", answers=CompanyList)
def list_companies(query: CompanyQuery) -> Any:
    """List companies, newest first"""
    page = service.listed(
        current_actor(),
        client_id=query.client_id,
        search=query.search,
        status=query.status,
        page=query.page,
        per_page=query.per_page,
    )
    return page_answer(page, CompanyOut.model_validate)


@api.operation(
    "POST", "/companies", scope="companies:write", answers=CompanyOut, status=201, errors=(409,)
)
def create_company(body: CompanyIn) -> Any:
    """Add a company to a client"""
    return CompanyOut.model_validate(service.create(current_actor(), body))


@api.operation(
    "GET", "/companies/<int:id>", scope="companies:read", answers=CompanyOut, errors=(404,)
)
def get_company(path: IdPath) -> Any:
    """Get a company"""
    return CompanyOut.model_validate(service.get(current_actor(), path.id))


@api.operation(
    "PUT", "/companies/<int:id>", scope="companies:write", answers=CompanyOut, errors=(404, 409)
)
def update_company(path: IdPath, body: CompanyPut) -> Any:
    """Change a company"""
    data = CompanyIn.model_validate(body.model_dump(exclude={"lock_version"}))
    company = service.update(current_actor(), path.id, data, body.lock_version)
    return CompanyOut.model_validate(company)


@api.operation(
    "GET",
    "/companies/<int:company_id>/workers",
    scope="companies:read",
    answers=WorkerList,
    errors=(404,),
)
def list_workers(path: CompanyPath, query: WorkerQuery) -> Any:
    """List a company's workers"""
    page = service.workers_listed(
        current_actor(),
        path.company_id,
        search=query.search,
        active=query.is_active,
        page=query.page,
        per_page=query.per_page,
    )
    return page_answer(page, WorkerOut.model_validate)


@api.operation(
    "POST",
    "/companies/<int:company_id>/workers",
    scope="companies:write",
    answers=WorkerOut,
    status=201,
    errors=(404, 409),
)
def create_worker(path: CompanyPath, body: WorkerIn) -> Any:
    """Add a worker to a company"""
    return WorkerOut.model_validate(service.add_worker(current_actor(), path.company_id, body))


def _belongs(path: WorkerPath) -> None:
    if service.get_worker(current_actor(), path.id).company_id != path.company_id:
        raise NotFound


@api.operation(
    "GET",
    "/companies/<int:company_id>/workers/<int:id>",
    scope="companies:read",
    answers=WorkerOut,
    errors=(404,),
)
def get_worker(path: WorkerPath) -> Any:
    """Get a worker"""
    _belongs(path)
    return WorkerOut.model_validate(service.get_worker(current_actor(), path.id))


@api.operation(
    "PATCH",
    "/companies/<int:company_id>/workers/<int:id>",
    scope="companies:write",
    answers=WorkerOut,
    errors=(404, 409),
)
def update_worker(path: WorkerPath, body: WorkerPatch) -> Any:
    """Change a worker"""
    _belongs(path)
    changes = body.model_dump(exclude_unset=True, exclude={"lock_version"})
    worker = service.patch_worker(current_actor(), path.id, changes, body.lock_version)
    return WorkerOut.model_validate(worker)


@api.operation(
    "DELETE",
    "/companies/<int:company_id>/workers/<int:id>",
    scope="companies:write",
    answers=WorkerOut,
    errors=(404,),
)
def delete_worker(path: WorkerPath) -> Any:
    """Note that a worker left; the record stays with what names it"""
    _belongs(path)
    return WorkerOut.model_validate(service.remove_worker(current_actor(), path.id))
