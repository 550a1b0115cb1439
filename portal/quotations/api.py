"""The API's quotations: staff keys, and what the holder of a public link may do without one."""

from dataclasses import replace
from typing import Any

from pydantic import Field

from portal.core.actor import Actor
from portal.core.errors import Gone, NotFound
from portal.core.i18n import lazy_gettext
from portal.core.schema import Id, Schema
from portal.links import service as links
from portal.quotations import service
from portal.quotations.schemas import (
    AcceptanceOut,
    AcceptIn,
    CodeIn,
    CodeSent,
    DeclineIn,
    DeclineOut,
    QuotationIn,
    QuotationOut,
    QuotationPatch,
    QuotationSummary,
    SendIn,
    StatusWord,
    WithdrawIn,
)
from portal.web.api import Api, IdPath, ListQuery, listing, page_answer
from portal.web.context import client_ip, current_actor, select_locale, set_actor, user_agent

api = Api("quotations", __name__, tag="Quotations", description="Priced proposals.")

QuotationList = listing("QuotationList", QuotationSummary)


class QuotationQuery(ListQuery):
    """Which quotations."""

    status: StatusWord | None = None
    client_id: Id | None = None
    external_reference: str | None = Field(None, max_length=200)
    search: str | None = Field(None, max_length=200)


class TokenPath(Schema):
    """The path of a public link."""

    token: str = Field(min_length=1, max_length=100)


@api.operation("GET", "/quotations", scope="quotations:read", answers=QuotationList)
def list_quotations(query: QuotationQuery) -> Any:
    """Quotations, newest first."""
    page = service.listed(current_actor(), **query.model_dump())
    return page_answer(page, service.summary)


@api.operation("POST", "/quotations", scope="quotations:write", answers=QuotationOut, status=201)
def create_quotation(body: QuotationIn) -> Any:
    """Write a quotation: a draft until it is sent."""
    actor = current_actor()
    return service.answer_of(_writer(actor), service.create(actor, body).id)


@api.operation(
    "GET", "/quotations/<int:id>", scope="quotations:read", answers=QuotationOut, errors=(404,)
)
def get_quotation(path: IdPath) -> Any:
    """One quotation with its lines."""
    return service.answer_of(current_actor(), path.id)


@api.operation(
    "PATCH",
    "/quotations/<int:id>",
    scope="quotations:write",
    answers=QuotationOut,
    errors=(404, 409),
)
def update_quotation(path: IdPath, body: QuotationPatch) -> Any:
    """Change a draft; fields left out stay, ``lines`` replaces all lines."""
    actor = _writer(current_actor())
    service.patch(actor, path.id, body)
    return service.answer_of(actor, path.id, of_draft=True)


@api.operation(
    "POST",
    "/quotations/<int:id>/send",
    scope="quotations:write",
    answers=QuotationOut,
    errors=(404, 409),
)
def send_quotation(path: IdPath, body: SendIn) -> Any:
    """Send the draft to the client's contacts."""
    actor = _writer(current_actor())
    service.send(actor, path.id, body.note)
    return service.answer_of(actor, path.id)


@api.operation(
    "POST",
    "/quotations/<int:id>/withdraw",
    scope="quotations:write",
    answers=QuotationOut,
    errors=(404, 409),
)
def withdraw_quotation(path: IdPath, body: WithdrawIn) -> Any:
    """Take an offer back."""
    actor = _writer(current_actor())
    service.withdraw(actor, path.id, body.reason)
    return service.answer_of(actor, path.id)


@api.operation(
    "POST",
    "/public/quotations/<token>/accept",
    scope=None,
    answers=AcceptanceOut,
    errors=(403, 404, 409, 410),
)
def accept_quotation(path: TokenPath, body: AcceptIn) -> Any:
    """Accept the quotation of a public link."""
    actor, quotation_id = _open(path.token)
    acceptance = service.accept(actor, quotation_id, body)
    return service.acceptance_out(actor, acceptance)


@api.operation(
    "POST",
    "/public/quotations/<token>/decline",
    scope=None,
    answers=DeclineOut,
    errors=(404, 409, 410),
)
def decline_quotation(path: TokenPath, body: DeclineIn) -> Any:
    """Decline the quotation of a public link, with a reason."""
    actor, quotation_id = _open(path.token)
    return service.decline_out(actor, service.decline(actor, quotation_id, body))


@api.operation(
    "POST",
    "/public/quotations/<token>/request-code",
    scope=None,
    answers=CodeSent,
    errors=(404, 409, 410),
)
def request_code(path: TokenPath, body: CodeIn) -> Any:
    """Send the one-time code that accepting may want to the client's contacts on file."""
    actor, quotation_id = _open(path.token)
    return service.request_code(actor, quotation_id)


def _writer(actor: Actor) -> Actor:
    """The actor, able to read back what it may write: the answer shows the record it changed."""
    return replace(actor, permissions=actor.permissions | {"quotations:read"})


def _open(token: str) -> tuple[Actor, int]:
    """The Actor of a link and the quotation it is for. Raises ``NotFound``, ``Gone``."""
    opened = links.open_link(
        token,
        "quotation",
        ip=client_ip(),
        user_agent=user_agent(),
        locale=select_locale(),
    )
    if opened.link.subject_type != "quotation":
        raise NotFound
    set_actor(opened.actor)
    if opened.ended:
        raise Gone(
            lazy_gettext("This link is no longer valid."),
            code=f"link_{opened.ended}",
            details={"state": opened.ended},
        )
    return opened.actor, opened.link.subject_id
