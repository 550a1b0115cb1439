"""What the clients domain does."""

from collections.abc import Iterable
from typing import Any

from portal.clients import policy, repository
from portal.clients.models import Client, Contact
from portal.clients.schemas import ClientIn, ContactIn
from portal.core import audit, events
from portal.core.actor import Actor
from portal.core.editing import check_version, record_update
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext
from portal.core.paging import Page

audit.describe(
    {
        "client.created": lazy_gettext("Client added"),
        "client.updated": lazy_gettext("Client changed"),
    }
)

_FIELDS = tuple(name for name in ClientIn.model_fields if name != "contacts")


def get(actor: Actor, client_id: int) -> Client:
    """A client with its contacts. Raises ``NotFound`` for unknown and foreign ones."""
    client = repository.client(client_id) if policy.sees(actor, client_id) else None
    if client is None:
        raise NotFound
    return client


def get_many(actor: Actor, ids: Iterable[int]) -> dict[int, Client]:
    """Those of ``ids`` that the actor may see, by id, without contacts; for lists."""
    return {row.id: row for row in repository.clients(ids) if policy.sees(actor, row.id)}


def listed(
    actor: Actor,
    *,
    search: str | None = None,
    kind: str | None = None,
    page: int = 1,
    per_page: int = 25,
) -> Page[Client]:
    """A page of clients, newest first; ``search`` looks at names, contacts and numbers."""
    actor.require("clients:read")
    return repository.listed(search, kind, actor.client_id, page, per_page)


def create(actor: Actor, data: ClientIn) -> Client:
    """Add a client. Raises ``Conflict`` ``duplicate`` that names the one there is already."""
    actor.require("clients:write")
    _refuse_twin(actor, data, None)
    client = Client(workspace_id=actor.workspace_id, **_values(data))
    _set_contacts(client, data.contacts or [])
    client.search_text = client.searchable()
    repository.add(client)
    audit.record(actor, "client.created", "client", client.id, after=_facts(client))
    events.emit(actor, "client.created", "client", client.id)
    return client


def update(actor: Actor, client_id: int, data: ClientIn, lock_version: int | None = None) -> Client:
    """Change a client.

    Raises ``Conflict``: ``edited_meanwhile`` when ``lock_version`` is not the current one,
    ``duplicate`` when another client has the VAT number or reference.
    """
    actor.require("clients:write")
    client = repository.client(client_id, lock=True) if policy.sees(actor, client_id) else None
    if client is None:
        raise NotFound
    check_version(client, ("client", client_id), lock_version)
    _refuse_twin(actor, data, client_id)
    before = _facts(client)
    for name, value in _values(data).items():
        setattr(client, name, value)
    if data.contacts is not None:
        _set_contacts(client, data.contacts)
    client.search_text = client.searchable()
    after = _facts(client)
    if after != before:
        subject = ("client", client_id)
        record_update(actor, "client.updated", subject, client, before=before, after=after)
        events.emit(actor, "client.updated", "client", client_id)
    return client


def recipients(actor: Actor, client_id: int) -> list[tuple[str, str]]:
    """(address, name) to write to: the primary contact first, then the client's own address.

    Without either, the first contact that has an address; empty when nobody has one.
    """
    client = get(actor, client_id)
    own = [(client.email, client.name(client.locale))] if client.email else []
    people = [(person.email, person.name) for person in client.contacts if person.email]
    primary = people[:1] if not own or _primary_has_mail(client) else []
    return _distinct([*primary, *own])


def known_addresses(actor: Actor, client_id: int) -> list[tuple[str, str]]:
    """(address, name) of everybody we know at the client, the usual recipients first."""
    client = get(actor, client_id)
    people = [(person.email, person.name) for person in client.contacts if person.email]
    return _distinct([*recipients(actor, client_id), *people])


def holder_name(client_id: int, locale: str) -> str:
    """The name of the holder of a link, in the session's workspace; empty when there is none."""
    return next((row.name(locale) for row in repository.clients([client_id])), "")


def _primary_has_mail(client: Client) -> bool:
    return any(person.is_primary and person.email for person in client.contacts)


def _distinct(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    seen: dict[str, tuple[str, str]] = {}
    for address, name in pairs:
        seen.setdefault(address.lower(), (address, name))
    return list(seen.values())


def _values(data: ClientIn) -> dict[str, Any]:
    return {name: getattr(data, name) for name in _FIELDS}


def _facts(client: Client) -> dict[str, Any]:
    people = [
        {name: getattr(person, name) for name in ContactIn.model_fields}
        for person in client.contacts
    ]
    return {**{name: getattr(client, name) for name in _FIELDS}, "contacts": people}


def _set_contacts(client: Client, wanted: list[ContactIn]) -> None:
    """Make the contacts those of ``wanted``; the same address or name keeps its row."""
    if wanted and not any(person.is_primary for person in wanted):
        wanted = [wanted[0].model_copy(update={"is_primary": True}), *wanted[1:]]
    old = list(client.contacts)
    kept = []
    for person in wanted:
        known = next((row for row in old if row.email and row.email == person.email), None)
        known = known or next((row for row in old if row.name == person.name), None)
        if known is not None:
            old.remove(known)
        row = known or Contact(workspace_id=client.workspace_id)
        for name, value in person.model_dump().items():
            setattr(row, name, value)
        kept.append(row)
    client.contacts = sorted(kept, key=lambda row: not row.is_primary)


def _refuse_twin(actor: Actor, data: ClientIn, but: int | None) -> None:
    twin = repository.twin(data.vat_number, data.external_reference, but)
    if twin is not None:
        raise Conflict(
            lazy_gettext(
                "A client with this VAT number or reference exists already: %(name)s.",
                name=twin.name(actor.locale),
            ),
            code="duplicate",
            details={"existing_id": twin.id, "existing_type": "client"},
        )
