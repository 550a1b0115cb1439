"""The catalogue over ``/api/v1``: published services, read only."""

from typing import Annotated, Any

from pydantic import Field

from portal.catalog import service
from portal.catalog.schemas import (
    RequiredDocumentOut,
    RequiredDocumentsOut,
    ServiceOut,
    ServiceSummary,
)
from portal.web.api import Api, IdPath, ListQuery, listing, page_answer
from portal.web.context import current_actor

api = Api("catalog", __name__, tag="Services", description="The published service catalogue.")

ServiceList = listing("ServiceList", ServiceSummary)


class ServiceQuery(ListQuery):
    """Which services."""

    search: Annotated[str, Field(max_length=200)] = Field(
        "", description="Words of the Arabic or English name, or of the code."
    )


@api.operation("GET", "/services", scope="services:read", answers=ServiceList)
def list_services(query: ServiceQuery) -> dict[str, Any]:
    """List published services, with price and government fee per unit."""
    actor = current_actor()
    currency = service.currency(actor)
    page = service.published(actor, search=query.search, page=query.page, per_page=query.per_page)
    return page_answer(
        page, lambda row: ServiceSummary.model_validate({**row._mapping, "currency": currency})
    )


@api.operation(
    "GET", "/services/<int:id>", scope="services:read", answers=ServiceOut, errors=(404,)
)
def get_service(path: IdPath) -> ServiceOut:
    """Get one published service with fees, steps and eligibility checks."""
    actor = current_actor()
    found = service.get(actor, path.id, published_only=True)
    shown = {name: getattr(found, name, None) for name in ServiceOut.model_fields}
    shown["currency"] = service.currency(actor)
    shown["steps"] = [step for step in found.steps if step.client_visible]
    return ServiceOut.model_validate(shown)


@api.operation(
    "GET",
    "/services/<int:id>/required-documents",
    scope="services:read",
    answers=RequiredDocumentsOut,
    errors=(404,),
)
def list_required_documents(path: IdPath) -> RequiredDocumentsOut:
    """List the files that a published service asks the client for."""
    documents = service.required_documents(current_actor(), path.id, published_only=True)
    return RequiredDocumentsOut(data=[RequiredDocumentOut.model_validate(d) for d in documents])
