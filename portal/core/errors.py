"""Errors a person or a program can act on: a stable code, a status, a translated message.

``web.errors`` turns them into a page, a fragment or JSON; nothing else does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from portal.core.i18n import LazyString, lazy_gettext

Message: TypeAlias = str | LazyString


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field. ``field`` is a dotted path such as ``lines.0.quantity``."""

    field: str
    message: Message
    code: str = "invalid"


class AppError(Exception):
    """Base of every error that reaches a reader."""

    status = 500
    code = "error"
    default_message: Message = lazy_gettext("Something went wrong.")

    def __init__(
        self,
        message: Message | None = None,
        *,
        code: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        self.message: Message = message if message is not None else self.default_message
        if code is not None:
            self.code = code
        self.details = dict(details or {})
        super().__init__(self.code)


class NotFound(AppError):
    """Unknown, or not this actor's to see: the two are never told apart."""

    status = 404
    code = "not_found"
    default_message = lazy_gettext("We could not find this.")


class Unauthenticated(AppError):
    """Nobody is signed in, or the key or link is not valid."""

    status = 401
    code = "unauthenticated"
    default_message = lazy_gettext("Sign in to continue.")


class Forbidden(AppError):
    """The actor may see the record but not do this with it."""

    status = 403
    code = "forbidden"
    default_message = lazy_gettext("Your role does not allow this.")


class Gone(AppError):
    """A link that was valid once: expired, withdrawn or revoked."""

    status = 410
    code = "gone"
    default_message = lazy_gettext("This link is no longer valid.")


class Conflict(AppError):
    """The record is not in a state that allows this; ``details["state"]`` says which it is in."""

    status = 409
    code = "conflict"
    default_message = lazy_gettext("The record has changed in the meantime.")


class TooMany(AppError):
    """A limit of attempts or requests; ``retry_after`` is in seconds."""

    status = 429
    code = "rate_limited"
    default_message = lazy_gettext("Too many attempts. Wait a little and try again.")

    def __init__(self, retry_after: int, message: Message | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unprocessable(AppError):
    """The request is understood but cannot be done as it stands."""

    status = 422
    code = "unprocessable"


class Invalid(Unprocessable):
    """Input that does not pass the rules: names every field at once."""

    code = "validation_failed"
    default_message = lazy_gettext("Some fields need your attention.")

    def __init__(self, errors: Iterable[FieldError], message: Message | None = None) -> None:
        super().__init__(message)
        self.errors = list(errors)

    @classmethod
    def field(cls, field: str, message: Message, code: str = "invalid") -> "Invalid":
        """The common case of a single field."""
        return cls([FieldError(field, message, code)])
