"""What the accounts domain does."""

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
from portal.accounts.service.operator import (
    demo_exists,
    note_key_use,
    owner_actor,
    revoke_anywhere,
    workspace_by_slug,
    workspace_exists,
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
    "SignedIn",
    "add_staff",
    "authenticate",
    "create_workspace",
    "demo_exists",
    "hash_password",
    "legal_entities",
    "legal_entity",
    "list_keys",
    "mint",
    "note_key_use",
    "owner_actor",
    "remember_locale",
    "resume",
    "revoke",
    "revoke_anywhere",
    "save_legal_entity",
    "set_prefix",
    "sign_in",
    "staff",
    "the_workspace",
    "today",
    "update_workspace",
    "well_formed",
    "work_calendar",
    "workspace_by_slug",
    "workspace_exists",
]
