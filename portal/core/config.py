"""Settings from the environment, read once when the application is made."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """What the operator decides. Paths are absolute; URLs are as the libraries take them."""

    data: Path
    database_url: str
    secret_key: str = field(repr=False)
    redis_url: str | None = None
    mail_url: str = "file:"
    mail_from: str = "Bawaba <no-reply@bawaba.example>"
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    api_key_prefix: str = "shk_live_"
    trusted_proxies: int = 0
    secure_cookies: bool = False
    testing: bool = False
    max_upload: int = 10 * 1024 * 1024

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")


def load(overrides: dict[str, str] | None = None) -> Settings:
    """Read the settings from the environment, ``overrides`` winning.

    Makes ``PORTAL_DATA`` and, when ``SECRET_KEY`` is absent, keeps a random one there
    (mode 600), so that sessions and links survive a restart.
    """
    env = {**os.environ, **(overrides or {})}
    data = Path(env.get("PORTAL_DATA") or PROJECT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    port = int(env.get("PORT") or 8000)
    base_url = (env.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    return Settings(
        data=data,
        database_url=_psycopg3(env.get("DATABASE_URL") or f"sqlite:///{data / 'portal.db'}"),
        secret_key=env.get("SECRET_KEY") or _kept_secret(data / "secret_key"),
        redis_url=env.get("REDIS_URL") or None,
        mail_url=env.get("MAIL_URL") or "file:",
        mail_from=env.get("MAIL_FROM") or Settings.mail_from,
        base_url=base_url,
        port=port,
        api_key_prefix=env.get("API_KEY_PREFIX") or Settings.api_key_prefix,
        trusted_proxies=int(env.get("TRUSTED_PROXIES") or 0),
        secure_cookies=base_url.startswith("https://"),
        testing=env.get("PORTAL_TESTING") == "1",
        max_upload=int(env.get("MAX_UPLOAD_BYTES") or Settings.max_upload),
    )


def _psycopg3(url: str) -> str:
    """Name the psycopg 3 driver in the usual spellings of a PostgreSQL address."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _kept_secret(path: Path) -> str:
    try:
        with open(path, "x", encoding="ascii", opener=_private) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
