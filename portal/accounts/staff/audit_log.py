"""The audit log's page."""

from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.staff.blueprint import blueprint
from portal.core.actor import ActorKind
from portal.core.i18n import LazyString, lazy_gettext, lazy_pgettext
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.guards import staff_only
from portal.web.paging import StaffPage, page_url

navigation.add(
    navigation.Entry(
        "settings", lazy_gettext("Audit log"), "accounts.audit_log", "history", "audit:read", 90
    )
)

SUBJECTS: dict[str, LazyString] = {
    "workspace": lazy_gettext("Workspace"),
    "legal_entity": lazy_gettext("Legal entity"),
    "staff_member": lazy_gettext("Staff member"),
    "api_key": lazy_gettext("API key"),
    "client": lazy_gettext("Client"),
    "contact": lazy_gettext("Contact"),
    "company": lazy_gettext("Company"),
    "worker": lazy_gettext("Worker"),
    "service_definition": lazy_gettext("Service"),
    "quotation": lazy_gettext("Quotation"),
    "order": lazy_gettext("Order"),
    "invoice": lazy_gettext("Invoice"),
    "payment": lazy_gettext("Payment"),
    "link": lazy_gettext("Link"),
}
DOORS: dict[str, LazyString] = {
    ActorKind.STAFF: lazy_pgettext("door", "Staff pages"),
    ActorKind.CLIENT: lazy_pgettext("door", "Client portal"),
    ActorKind.VENDOR: lazy_pgettext("door", "Vendor portal"),
    ActorKind.API_KEY: lazy_pgettext("door", "API"),
    ActorKind.LINK: lazy_pgettext("door", "Public link"),
    ActorKind.SYSTEM: lazy_pgettext("door", "The system"),
}


@blueprint.get("/settings/audit")
@staff_only("audit:read")
def audit_log() -> ResponseReturnValue:
    """Who did what, by which door, before and after; newest first."""
    actor = current_actor()
    asked = StaffPage.asked(per_page=50)
    subject_type = request.args.get("subject", "")[:40]
    name = request.args.get("actor", "")[:200]
    page = service.audit_log(
        actor,
        subject_type=subject_type,
        actor_name=name,
        page=asked.page,
        per_page=asked.per_page,
    )
    chips = []
    if subject_type:
        label = SUBJECTS.get(subject_type, subject_type)
        chips.append({"label": label, "remove_url": _url(actor=name)})
    if name:
        chips.append({"label": name, "remove_url": _url(subject=subject_type)})
    return render_template(
        "accounts/staff/audit_log.html",
        page=page,
        page_url=page_url,
        filters=service.audit_filters(actor),
        subject_type=subject_type,
        actor_name=name,
        chips=chips,
        subjects=SUBJECTS,
        doors=DOORS,
    )


def _url(**query: str) -> str:
    kept = urlencode({key: value for key, value in query.items() if value})
    return url_for("accounts.audit_log") + (f"?{kept}" if kept else "")
