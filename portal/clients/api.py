"""The API of clients."""

from typing import Any, Literal

from pydantic import Field

from portal.clients import service
from portal.clients.schemas import ClientIn, ClientOut
from portal.core.schema import Id, Schema
from portal.web.api import Api, ListQuery, listing, page_answer
from portal.web.context import current_actor

api = Api("clients", __name__, tag="Clients", description="Persons and organisations that buy.")


class ClientPath(Schema):
    """The path of one client."""

    client_id: Id


class ClientQuery(ListQuery):
    """Which clients to list."""

    search: str | None = Field(None, max_length=100, description="Words of names and contacts.")
    kind: Literal["person", "organisation"] | None = None


class ClientPut(ClientIn):
    """A client as it is to be; with ``lock_version`` only if nobody changed it since."""

    lock_version: int | None = Field(None, ge=1)


ClientList = listing("ClientList", ClientOut)


@api.operation("GET", "/clients", scope="clients:read", answers=ClientList)
def list_clients(query: ClientQuery) -> Any:
    """List clients, newest first"""
    page = service.listed(
        current_actor(),
        search=query.search,
        kind=query.kind,
        page=query.page,
        per_page=query.per_page,
    )
    return page_answer(page, ClientOut.model_validate)


@api.operation(
    "POST", "/clients", scope="clients:write", answers=ClientOut, status=201, errors=(409,)
)
def create_client(body: ClientIn) -> Any:
    """Add a client"""
    return ClientOut.model_validate(service.create(current_actor(), body))


@api.operation(
    "GET", "/clients/<int:client_id>", scope="clients:read", answers=ClientOut, errors=(404,)
)
def get_client(path: ClientPath) -> Any:
    """Get a client"""
    return ClientOut.model_validate(service.get(current_actor(), path.client_id))


@api.operation(
    "PUT", "/clients/<int:client_id>", scope="clients:write", answers=ClientOut, errors=(404, 409)
)
def update_client(path: ClientPath, body: ClientPut) -> Any:
    """Change a client"""
    data = ClientIn.model_validate(body.model_dump(exclude={"lock_version"}))
    client = service.update(current_actor(), path.client_id, data, body.lock_version)
    return ClientOut.model_validate(client)
