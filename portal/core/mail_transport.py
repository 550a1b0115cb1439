"""Where mail goes: files under the data folder by default, a server by configuration.

``file:`` · ``smtp://user:password@host:587?starttls=1`` · ``smtps://user:password@host:465``
"""

import os
import secrets
import smtplib
import ssl
import urllib.parse
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
TIMEOUT_SECONDS = 20.0


class MailError(Exception):
    """The message did not go out."""


class MailTemporary(MailError):
    """Try again later: the server is away, busy, or not set up right yet."""


class MailPermanent(MailError):
    """Trying again changes nothing: the server refuses this message or its recipient."""


class Transport(Protocol):
    """Sends one message; raises ``MailTemporary`` or ``MailPermanent``."""

    def send(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True)
class FileTransport:
    """Writes each message as ``<UTC timestamp>-<id>.eml``: to look at, or to pick up."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write ``message`` whole or not at all."""
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        name = f"{moment}-{secrets.token_hex(4)}"
        unfinished = self.folder / f".{name}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(unfinished, "wb", opener=_owner_only) as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise MailTemporary(f"cannot write mail: {error}") from error


def _owner_only(path: str, flags: int) -> int:
    # Mail carries one-time codes and links that let their holder in.
    return os.open(path, flags, 0o600)


@dataclass(frozen=True)
class SmtpTransport:
    """Hands each message to a mail server over a connection of its own."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    implicit_tls: bool = False
    starttls: bool = False
    timeout: float = TIMEOUT_SECONDS

    def send(self, message: EmailMessage) -> None:
        """Deliver ``message`` to the server, or say whether another try makes sense."""
        try:
            with self._connect() as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _worst(error.recipients) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            # The operator's to mend; the message itself is not at fault.
            raise MailTemporary(f"mail server set-up: {error}") from error
        except smtplib.SMTPResponseException as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailTemporary(f"{type(error).__name__}: {error}") from error
        if refused:
            # The others have it already: a second try would send it to them twice.
            raise MailPermanent(f"refused for {', '.join(refused)}")

    def _connect(self) -> smtplib.SMTP:
        if self.implicit_tls:
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


def _verdict(code: int, reply: bytes | str) -> MailError:
    said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    kind = MailPermanent if 500 <= code < 600 else MailTemporary
    return kind(f"{code} {said}")


def _worst(refused: dict[str, tuple[int, bytes]]) -> MailError:
    """Permanent only when no recipient may still be taken later."""
    codes = [code for code, _ in refused.values()]
    code, reply = next(iter(refused.values()))
    if any(code < 500 for code in codes):
        return MailTemporary(f"{code} {reply.decode('utf-8', 'replace')}")
    return _verdict(code, reply)


def transport_from_url(url: str, data_dir: Path) -> Transport:
    """The transport that ``url`` names; ``file:`` writes to ``data_dir / "mail"``.

    User and password are percent-decoded. Raises ``ValueError`` for anything else.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "file":
        return FileTransport(Path(urllib.parse.unquote(parts.path) or data_dir / "mail"))
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("MAIL_URL must be file:, smtp://host or smtps://host")
    options = dict(urllib.parse.parse_qsl(parts.query))
    return SmtpTransport(
        host=parts.hostname,
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        user=urllib.parse.unquote(parts.username or ""),
        password=urllib.parse.unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
        starttls=options.get("starttls") in {"1", "true", "yes"},
        timeout=float(options.get("timeout", TIMEOUT_SECONDS)),
    )
