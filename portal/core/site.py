"""The address under which the world reaches this installation.

Mail, PDFs and QR codes are made without a request, so they cannot ask it for its host.
"""

_base_url = "http://127.0.0.1:8000"


def init(base_url: str) -> None:
    """Set the public address without a trailing slash; called once by the composer."""
    global _base_url  # noqa: PLW0603 - one address a process
    _base_url = base_url.rstrip("/")


def url(path: str) -> str:
    """The absolute address of ``path``, which begins with a slash."""
    return _base_url + path
