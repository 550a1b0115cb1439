"""Mail as rows: written with the change that asks for it, composed and sent by a job.

A row never holds a usable token or code: such values are named (``{"$resolve": …}``) and made at
the moment of sending by whoever owns them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import files
from portal.core.actor import Actor
from portal.core.db import Base, BigId, Json, WorkspaceOwned, now, owned_args, session
from portal.core.jobs import enqueue, handler
from portal.core.mail_compose import Attachment, Bilingual, InvalidMail, Mailbox, compose
from portal.core.mail_transport import MailPermanent, Transport, transport_from_url

Resolver = Callable[[int], Any]
_resolvers: dict[str, Resolver] = {}
_transport: Transport | None = None
_sender = "no-reply@bawaba.example"


class MailMessage(WorkspaceOwned, Base):
    """One message with its fate: queued, sent or failed."""

    __tablename__ = "mail_message"
    __table_args__ = owned_args(Index(None, "workspace_id", "subject_type", "subject_id"))

    template: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(2))
    recipients: Mapped[list[list[str]]] = mapped_column(Json)
    context: Mapped[dict[str, Any]] = mapped_column(Json)
    attachments: Mapped[list[int]] = mapped_column(Json, default=list)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]


def init(mail_url: str, sender: str, data_dir: Path) -> None:
    """Choose the transport and the sender; called once by the composer."""
    global _transport, _sender  # noqa: PLW0603 - one transport a process
    _transport, _sender = transport_from_url(mail_url, data_dir), sender


def resolver(name: str, make: Resolver) -> None:
    """Register who makes the value of ``{"$resolve": name, "id": …}`` at sending."""
    _resolvers[name] = make


def _kept(value: Any) -> Any:
    """A context value as JSON keeps it."""
    if isinstance(value, Bilingual):
        return {"$ar": value.ar, "$en": value.en}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _kept(item) for key, item in value.items()}
    return value if isinstance(value, str | int | bool | None) else str(value)


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$resolve" in value:
        return _resolvers[value["$resolve"]](value["id"])
    if "$ar" in value:
        return Bilingual(value["$ar"], value["$en"])
    for mark, make in (
        ("$decimal", Decimal),
        ("$date", date.fromisoformat),
        ("$datetime", datetime.fromisoformat),
    ):
        if mark in value:
            return make(value[mark])
    return {key: _restored(item) for key, item in value.items()}


def queue(
    actor: Actor,
    template: str,
    *,
    to: Sequence[tuple[str, str]],
    locale: str,
    context: Mapping[str, Any],
    subject: tuple[str, int] | None = None,
    attachments: Sequence[int] = (),
) -> MailMessage:
    """Write a message to send after the commit.

    ``to`` holds (address, name); ``attachments`` are ids of stored files; ``subject`` is whose
    timeline the message belongs to. Context values are those of the template's head comment.
    """
    message = MailMessage(
        workspace_id=actor.workspace_id,
        template=template,
        locale=locale,
        recipients=[[address, name] for address, name in to],
        context=_kept(context),
        attachments=list(attachments),
        subject_type=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
    )
    session().add(message)
    session().flush()
    enqueue("mail.send", {"message": message.id}, workspace_id=actor.workspace_id)
    return message


@handler("mail.send")
def send(payload: dict[str, Any]) -> None:
    """Compose and send one message; a refused one is marked failed and not tried again."""
    message = session().scalar(select(MailMessage).where(MailMessage.id == payload["message"]))
    if message is None or message.state == "sent":
        return
    if _transport is None:
        raise RuntimeError("core.mail.init was not called")
    try:
        _transport.send(
            compose(
                message.template,
                message.locale,
                to=[Mailbox(address, name) for address, name in message.recipients],
                sender=_sender,
                context=_restored(message.context),
                attachments=[_attachment(file_id) for file_id in message.attachments],
            )
        )
    except (MailPermanent, InvalidMail) as error:
        message.state, message.error = "failed", str(error)
        return
    message.state, message.sent_at = "sent", now()


def _attachment(file_id: int) -> Attachment:
    row = files.get(file_id)
    return Attachment(row.name, files.read(row), row.media_type)


def of_subject(subject_type: str, subject_id: int) -> list[MailMessage]:
    """The messages about one subject, newest first: shown on its timeline."""
    return list(
        session().scalars(
            select(MailMessage)
            .where(MailMessage.subject_type == subject_type, MailMessage.subject_id == subject_id)
            .order_by(MailMessage.id.desc())
        )
    )


__all__ = ["Bilingual", "MailMessage", "init", "of_subject", "queue", "resolver", "send"]
