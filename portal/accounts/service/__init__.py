"""What the accounts domain does."""

from portal.accounts.service.audit_log import LogEntry, audit_filters, audit_log
from portal.accounts.service.keys import (
    authenticate,
    mint,
    revoke,
    set_prefix,
    well_formed,
)
from portal.accounts.service.keys import (
    listed as list_keys,
)
from portal.accounts.service.logos import logo, remove_logo, set_logo
from portal.accounts.service.operator import (
    demo_exists,
    note_key_use,
    owner_actor,
    revoke_anywhere,
    workspace_by_slug,
    workspace_exists,
)
from portal.accounts.service.people import (
    change_staff,
    deactivate_staff,
    reactivate_staff,
    staff_member,
)
from portal.accounts.service.signing_in import (
    SignedIn,
    hash_password,
    remember_locale,
    resume,
    sign_in,
)
from portal.accounts.service.workspaces import (
    add_staff,
    create_workspace,
    legal_entities,
    legal_entity,
    save_legal_entity,
    staff,
    the_workspace,
    today,
    update_workspace,
    work_calendar,
)

__all__ = [
    "LogEntry",
    "SignedIn",
    "add_staff",
    "audit_filters",
    "audit_log",
    "authenticate",
    "change_staff",
    "create_workspace",
    "deactivate_staff",
    "demo_exists",
    "hash_password",
    "legal_entities",
    "legal_entity",
    "list_keys",
    "logo",
    "mint",
    "note_key_use",
    "owner_actor",
    "reactivate_staff",
    "remember_locale",
    "remove_logo",
    "resume",
    "revoke",
    "revoke_anywhere",
    "save_legal_entity",
    "set_logo",
    "set_prefix",
    "sign_in",
    "staff",
    "staff_member",
    "the_workspace",
    "today",
    "update_workspace",
    "well_formed",
    "work_calendar",
    "workspace_by_slug",
    "workspace_exists",
]
