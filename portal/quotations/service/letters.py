"""The e-mails of this domain: to the client's contacts and to the staff member in charge."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.core import mail, site
from portal.core.actor import Actor
from portal.core.errors import Unprocessable
from portal.core.i18n import gettext, lazy_gettext, locale_scope
from portal.kit.money import format_amount
from portal.links import service as links
from portal.quotations import policy
from portal.quotations.models import (
    Acceptance,
    Quotation,
    QuotationComment,
    QuotationVersion,
)
from portal.quotations.service.access import house


def recipients(actor: Actor, quotation: Quotation) -> list[tuple[str, str]]:
    """Whom the client's mail goes to. Raises ``Unprocessable`` ``client_has_no_contact``."""
    found = clients.recipients(house(actor), quotation.client_id)
    if not found:
        raise Unprocessable(
            lazy_gettext("This client has no contact with an e-mail address."),
            code="client_has_no_contact",
        )
    return found


def _sender(actor: Actor, quotation: Quotation) -> mail.Bilingual:
    entity = accounts.legal_entity(house(actor), quotation.legal_entity_id)
    return mail.Bilingual(entity.name_ar, entity.name_en)


def _client_name(actor: Actor, quotation: Quotation) -> mail.Bilingual:
    client = clients.get(house(actor), quotation.client_id)
    return mail.Bilingual(client.name("ar"), client.name("en"))


def _to_client(
    actor: Actor,
    quotation: Quotation,
    template: str,
    context: dict[str, Any],
    attachments: Sequence[int] = (),
) -> None:
    to = clients.recipients(house(actor), quotation.client_id)
    if not to:
        return
    mail.queue(
        actor,
        template,
        to=to,
        locale=quotation.language,
        context={
            "sender_name": _sender(actor, quotation),
            "recipient_name": to[0][1] or None,
            "number": quotation.number,
            "url": {"$resolve": "link_url", "id": quotation.link_id},
            **context,
        },
        subject=(policy.SUBJECT, quotation.id),
        attachments=attachments,
    )


def _to_staff(actor: Actor, quotation: Quotation, template: str, context: dict[str, Any]) -> None:
    to, locale = _in_charge(actor, quotation)
    if to is None:
        return
    mail.queue(
        actor,
        template,
        to=[to],
        locale=locale,
        context={
            "sender_name": _sender(actor, quotation),
            "recipient_name": to[1] or None,
            "number": quotation.number,
            "client_name": _client_name(actor, quotation),
            "url": site.url(f"/quotations/{quotation.id}"),
            **context,
        },
        subject=(policy.SUBJECT, quotation.id),
    )


def _in_charge(actor: Actor, quotation: Quotation) -> tuple[tuple[str, str] | None, str]:
    """Who wrote the quotation, else the firm's own address; with the language they read."""
    for member in accounts.staff(house(actor)):
        if member.id == quotation.owner_id and member.is_active and member.user.is_active:
            return (member.user.email, member.user.name(member.user.locale)), member.user.locale
    workspace = accounts.the_workspace(actor)
    entity = accounts.legal_entity(house(actor), quotation.legal_entity_id)
    address = workspace.email or entity.email
    return ((address, "") if address else None), workspace.default_locale


def sent(actor: Actor, quotation: Quotation, version: QuotationVersion, note: str | None) -> None:
    """To the client: the quotation, or a new version of one they have."""
    revised = version.version > 1
    context: dict[str, Any] = {
        "total": version.total,
        "currency": quotation.currency,
        "valid_until": version.valid_until,
        "note": note,
    }
    if revised:
        context["version"] = version.version
    _to_client(actor, quotation, "quotation_revised" if revised else "quotation_sent", context)


def accepted(actor: Actor, quotation: Quotation, acceptance: Acceptance) -> None:
    """To both sides: who accepted what; the client's copy carries the certificate."""
    facts: dict[str, Any] = {
        "version": acceptance.version,
        "accepted_by": acceptance.name,
        "total": acceptance.total,
        "currency": quotation.currency,
        "accepted_at": acceptance.accepted_at,
        "timezone": str(actor.zone),
    }
    certificate = [acceptance.certificate_file_id] if acceptance.certificate_file_id else []
    _to_client(actor, quotation, "quotation_acceptance_copy", facts, certificate)
    extra = {"role": acceptance.role or None, "orders": len(quotation.order_ids)}
    _to_staff(actor, quotation, "quotation_accepted", {**facts, **extra})


def declined(actor: Actor, quotation: Quotation) -> None:
    """To staff: a refusal with its reason."""
    context = {
        "declined_by": quotation.declined_by or None,
        "reason": quotation.decline_reason or None,
    }
    _to_staff(actor, quotation, "quotation_declined", context)


def asked(actor: Actor, quotation: Quotation, comment: QuotationComment) -> None:
    """To staff: a question."""
    context = {"asked_by": comment.author_name, "question": comment.body}
    _to_staff(actor, quotation, "quotation_question", context)


def answered(actor: Actor, quotation: Quotation, question: str, comment: QuotationComment) -> None:
    """To the client: the answer to their question."""
    context = {
        "question": question,
        "answer": comment.body,
        "answered_by": comment.author_name,
    }
    _to_client(actor, quotation, "quotation_answer", context)


def new_link_wanted(actor: Actor, quotation: Quotation, message: str | None) -> None:
    """To staff: the holder of a link that ended asks for a new one."""
    _to_staff(actor, quotation, "link_renewal_requested", {"message": message or None})


def public_url(actor: Actor, quotation: Quotation) -> str | None:
    """The whole address of the client's page; None before the first sending."""
    if quotation.link_id is None:
        return None
    return links.url(links.get(quotation.link_id))


def whatsapp_url(actor: Actor, quotation: Quotation) -> str | None:
    """A ``wa.me`` address with the message in the client's language; None before sending."""
    url = public_url(actor, quotation)
    if url is None:
        return None
    client = clients.get(house(actor), quotation.client_id)
    entity = accounts.legal_entity(house(actor), quotation.legal_entity_id)
    locale = quotation.language
    with locale_scope(locale):
        text = gettext(
            "Quotation %(number)s from %(firm)s, total %(total)s: %(url)s",
            number=quotation.number,
            firm=entity.name(locale),
            total=format_amount(Decimal(quotation.total), quotation.currency, locale),
            url=url,
        )
    phone = "".join(char for char in client.phone or "" if char.isdigit())
    return f"https://wa.me/{phone}?text={quote(text)}"
