"""Values derived from the server's secret, so that the database never holds a usable token.

A row keeps a random nonce and the SHA-256 of the token; the token itself is
``HMAC-SHA256(key, purpose ‖ nonce)``. The server can show a link again (copy, resend, WhatsApp),
while a copy of the database alone opens nothing. See docs/decisions/0002.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

_key: bytes | None = None


def init(secret_key: str) -> None:
    """Set the server's secret; called once by the composer."""
    global _key  # noqa: PLW0603 - one secret a process
    _key = hashlib.sha256(b"bawaba:" + secret_key.encode()).digest()


def _require_key() -> bytes:
    if _key is None:
        raise RuntimeError("core.secrets.init was not called")
    return _key


def new_nonce() -> str:
    """256 random bits, hexadecimal."""
    return secrets.token_hex(32)


def derive(purpose: str, nonce: str) -> bytes:
    """32 bytes that only this server can make from ``nonce``."""
    return hmac.new(_require_key(), f"{purpose}\0{nonce}".encode(), hashlib.sha256).digest()


def derive_token(purpose: str, nonce: str) -> str:
    """The URL-safe form of ``derive``: 43 characters, 256 bits."""
    return base64.urlsafe_b64encode(derive(purpose, nonce)).rstrip(b"=").decode()


def derive_digits(purpose: str, nonce: str, digits: int = 6) -> str:
    """A decimal code of ``digits`` figures from ``nonce``, for one-time codes."""
    return str(int.from_bytes(derive(purpose, nonce)[:8]) % 10**digits).zfill(digits)


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(a: str, b: str) -> bool:
    """Compare two strings in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())


def sign(purpose: str, payload: Any) -> str:
    """A signed, dated, URL-safe form of a JSON-able ``payload``."""
    return str(URLSafeTimedSerializer(_require_key(), salt=purpose).dumps(payload))


def unsign(purpose: str, text: str, max_age: int) -> Any | None:
    """The payload of ``sign`` when it is ours and at most ``max_age`` seconds old, else None."""
    try:
        return URLSafeTimedSerializer(_require_key(), salt=purpose).loads(text, max_age=max_age)
    except BadSignature:
        return None
