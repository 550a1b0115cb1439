"""The permission words (which are the API's scopes) and the roles, which are named sets of them."""

from portal.core.i18n import LazyString, lazy_gettext

READ_WRITE = (
    "orders",
    "clients",
    "companies",
    "subscriptions",
    "coupons",
    "quotations",
    "invoices",
    "payments",
    "connections",
    "webhooks",
    "vendors",
    "purchasing",
    "portal_tokens",
    "settings",
)
READ_ONLY = ("services", "packages", "documents", "audit")

SCOPES: tuple[str, ...] = tuple(
    sorted(
        [f"{resource}:{verb}" for resource in READ_WRITE for verb in ("read", "write")]
        + [f"{resource}:read" for resource in READ_ONLY]
    )
)

# Words that only people can hold: a key never mints keys nor edits the catalogue.
STAFF_ONLY = ("services:write", "documents:write", "packages:write", "api_keys:write")

ALL_WORDS: frozenset[str] = frozenset(SCOPES) | frozenset(STAFF_ONLY)
_READS = frozenset(word for word in ALL_WORDS if word.endswith(":read"))


def _both(*resources: str) -> frozenset[str]:
    return frozenset(f"{r}:{verb}" for r in resources for verb in ("read", "write"))


ROLES: dict[str, frozenset[str]] = {
    "owner": ALL_WORDS,
    "manager": ALL_WORDS - {"api_keys:write", "settings:write"},
    "officer": (_READS - {"settings:read", "audit:read", "payments:read", "webhooks:read"})
    | _both("orders", "clients", "companies", "quotations", "connections")
    | {"documents:write"},
    "accountant": (_READS - {"webhooks:read"})
    | _both("invoices", "payments", "vendors", "purchasing"),
    "viewer": _READS - {"settings:read", "audit:read", "webhooks:read", "portal_tokens:read"},
}

ROLE_LABELS: dict[str, LazyString] = {
    "owner": lazy_gettext("Owner"),
    "manager": lazy_gettext("Manager"),
    "officer": lazy_gettext("Case officer"),
    "accountant": lazy_gettext("Accountant"),
    "viewer": lazy_gettext("Viewer"),
}
