"""Files that came with a form."""

from flask import request

from portal.core.files import Upload


def uploaded(name: str) -> Upload | None:
    """The file of a field, None when none was chosen."""
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    return Upload(file.filename, file.read())


def uploads(prefix: str) -> dict[str, Upload]:
    """The chosen files of all fields whose name begins with ``prefix``, by the rest of it."""
    found = {}
    for name in request.files:
        if name.startswith(prefix) and (upload := uploaded(name)) is not None:
            found[name.removeprefix(prefix)] = upload
    return found
