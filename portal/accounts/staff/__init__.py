"""Staff pages of the accounts domain: signing in, language, settings, audit log."""

from portal.accounts.staff import (
    api_keys,
    audit_log,
    legal_entities,
    people,
    signing_in,
    workspace,
)
from portal.accounts.staff.blueprint import blueprint

PAGES = (signing_in, workspace, legal_entities, people, api_keys, audit_log)

__all__ = ["PAGES", "blueprint"]
