"""Mail to files is whole or absent; mail to a server says whether another try makes sense."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from portal.core.mail_transport import (
    FileTransport,
    MailPermanent,
    MailTemporary,
    SmtpTransport,
    transport_from_url,
)


def message() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"], made["From"] = "عرض سعر", "a@bawaba.example"
    made["To"] = "k@almansour.example"
    made.set_content("السلام عليكم", cte="base64")
    return made


def test_files_are_the_default_and_sort_by_time(tmp_path: Path) -> None:
    transport = transport_from_url("file:", tmp_path)
    for _ in range(3):
        transport.send(message())
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml"] * 3  # and nothing unfinished
    assert files == sorted(files, key=lambda file: file.stat().st_mtime_ns)
    got = message_from_bytes(files[0].read_bytes(), policy=SMTP)
    assert got["Subject"] == "عرض سعر"
    assert files[0].stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(MailTemporary):
        transport_from_url("file:", tmp_path).send(message())


def test_urls_name_their_transport(tmp_path: Path) -> None:
    assert transport_from_url("file:///srv/mail", tmp_path) == FileTransport(Path("/srv/mail"))
    made = transport_from_url("smtp://u%40x:p%2Fw@mail.example:587?starttls=1", tmp_path)
    assert made == SmtpTransport("mail.example", 587, "u@x", "p/w", starttls=True)
    assert "p/w" not in repr(made)
    assert transport_from_url("smtps://mail.example", tmp_path) == SmtpTransport(
        "mail.example", 465, implicit_tls=True
    )
    for bad in ("", "http://x", "smtp:", "mail.example"):
        with pytest.raises(ValueError, match="MAIL_URL"):
            transport_from_url(bad, tmp_path)


@dataclass
class Server:
    """A mail server that answers each command as told and keeps what it took."""

    answers: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as wire:
            self._say(wire, self.answers.get("CONNECT", "220 ready"))
            while line := wire.readline():
                command = line.decode().split()[0].upper()
                self.commands.append(command)
                if command == "QUIT":
                    return self._say(wire, "221 bye")
                self._say(wire, self.answers.get(command, self._usual(command)))
                if command == "DATA" and "DATA" not in self.answers:
                    body = b""
                    while not body.endswith(b"\r\n.\r\n"):
                        body += wire.readline()
                    self.taken.append(body.removesuffix(b".\r\n"))
                    self._say(wire, self.answers.get("END", "250 taken"))
        return None

    @staticmethod
    def _usual(command: str) -> str:
        return {"DATA": "354 go on", "AUTH": "235 welcome"}.get(
            command, "250-test\r\n250 AUTH PLAIN" if command == "EHLO" else "250 ok"
        )

    @staticmethod
    def _say(wire: object, text: str) -> None:
        wire.write(text.encode() + b"\r\n")  # type: ignore[attr-defined]
        wire.flush()  # type: ignore[attr-defined]


@contextmanager
def server(**answers: str) -> Iterator[Server]:
    made = Server({name.upper(): answer for name, answer in answers.items()})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made.port = listener.getsockname()[1]
        thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
        thread.start()
        yield made
        thread.join(5)


def test_a_server_takes_the_message_with_user_and_password() -> None:
    with server() as mail:
        SmtpTransport("127.0.0.1", mail.port, "user", "password", timeout=5).send(message())
    assert "AUTH" in mail.commands
    assert message_from_bytes(mail.taken[0], policy=SMTP)["Subject"] == "عرض سعر"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"rcpt": "550 no such mailbox"}, MailPermanent),
        ({"rcpt": "450 mailbox busy"}, MailTemporary),
        ({"mail": "550 not you"}, MailPermanent),
        ({"mail": "451 later"}, MailTemporary),
        ({"end": "554 refused as spam"}, MailPermanent),
        ({"end": "452 disk full"}, MailTemporary),
        ({"auth": "535 wrong password"}, MailTemporary),
        ({"connect": "421 too busy"}, MailTemporary),
    ],
)
def test_refusals_say_whether_to_try_again(
    answers: dict[str, str], verdict: type[Exception]
) -> None:
    with server(**answers) as mail, pytest.raises(verdict):
        SmtpTransport("127.0.0.1", mail.port, "user", "password", timeout=5).send(message())


def test_a_server_without_encryption_gets_neither_password_nor_message() -> None:
    with server() as mail, pytest.raises(MailTemporary):
        SmtpTransport("127.0.0.1", mail.port, "u", "p", starttls=True, timeout=5).send(message())
    assert "AUTH" not in mail.commands
    assert not mail.taken


def test_nobody_listening_is_temporary() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(MailTemporary):
        SmtpTransport("127.0.0.1", port, timeout=2).send(message())
