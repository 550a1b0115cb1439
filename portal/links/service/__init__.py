"""What the links domain does."""

from portal.links.models import Link, LinkView, OneTimeCode
from portal.links.service.addresses import (
    PATHS,
    create,
    current,
    extend,
    get,
    path,
    revoke,
    token,
    url,
    views,
)
from portal.links.service.codes import (
    CODE_LIFE,
    check_code,
    masked,
    request_code,
    reveal_code,
)
from portal.links.service.opening import (
    RENEW,
    OpenedLink,
    name_holders,
    note_view,
    open_link,
)

__all__ = [
    "CODE_LIFE",
    "PATHS",
    "RENEW",
    "Link",
    "LinkView",
    "OneTimeCode",
    "OpenedLink",
    "check_code",
    "create",
    "current",
    "extend",
    "get",
    "masked",
    "name_holders",
    "note_view",
    "open_link",
    "path",
    "request_code",
    "reveal_code",
    "revoke",
    "token",
    "url",
    "views",
]
