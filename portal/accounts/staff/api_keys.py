"""API access: making keys, seeing their use, ending them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.schemas import ApiKeyIn
from portal.accounts.staff.blueprint import blueprint
from portal.core import limits
from portal.core.db import now
from portal.core.errors import FieldError, Invalid, TooMany
from portal.core.i18n import LazyString, lazy_gettext
from portal.core.i18n import gettext as _
from portal.core.permissions import SCOPES
from portal.core.secrets import new_nonce
from portal.web import navigation
from portal.web.context import current_actor
from portal.web.forms import parse, schema_form, show
from portal.web.guards import staff_only

navigation.add(
    navigation.Entry(
        "settings",
        lazy_gettext("API access"),
        "accounts.api_keys",
        "api",
        "api_keys:write",
        40,
    )
)

RESOURCE_LABELS: dict[str, LazyString] = {
    "audit": lazy_gettext("Audit log"),
    "clients": lazy_gettext("Clients"),
    "companies": lazy_gettext("Companies and workers"),
    "connections": lazy_gettext("Connections"),
    "coupons": lazy_gettext("Coupons"),
    "documents": lazy_gettext("Documents"),
    "invoices": lazy_gettext("Invoices"),
    "orders": lazy_gettext("Orders"),
    "packages": lazy_gettext("Packages"),
    "payments": lazy_gettext("Payments"),
    "portal_tokens": lazy_gettext("Portal links"),
    "purchasing": lazy_gettext("Purchasing"),
    "quotations": lazy_gettext("Quotations"),
    "services": lazy_gettext("Service catalogue"),
    "settings": lazy_gettext("Settings"),
    "subscriptions": lazy_gettext("Subscriptions"),
    "vendors": lazy_gettext("Vendors"),
    "webhooks": lazy_gettext("Webhooks"),
}
KeyForm = schema_form(
    ApiKeyIn,
    labels={
        "name": lazy_gettext("Name"),
        "scopes": lazy_gettext("Scopes"),
        "allowed_ips": lazy_gettext("Allowed addresses"),
        "expires_on": lazy_gettext("Valid until the end of"),
    },
    choices={"scopes": [(scope, scope) for scope in SCOPES]},
)
REPEAT_WINDOW = 86_400  # seconds in which the same form makes no second key


@blueprint.get("/settings/api-keys")
@staff_only("api_keys:write")
def api_keys() -> ResponseReturnValue:
    """The keys and their use."""
    moment = now()
    rows = [
        {"key": key, "state": _state(key, moment)} for key in service.list_keys(current_actor())
    ]
    return render_template("accounts/staff/api_keys.html", rows=rows)


@blueprint.get("/settings/api-keys/new")
@staff_only("api_keys:write")
def api_key_new() -> ResponseReturnValue:
    """An empty form."""
    return _page(KeyForm(formdata=None))


@blueprint.post("/settings/api-keys/new")
@staff_only("api_keys:write")
def api_key_create() -> ResponseReturnValue:
    """Make a key and show its secret, this once: the answer is the page, never a redirect."""
    actor = current_actor()
    form = KeyForm()
    data = parse(form, ApiKeyIn)
    if data is None:
        return _page(form), 422
    try:
        _only_once()
        key, secret = service.mint(
            actor,
            name=data.name,
            scopes=data.scopes,
            allowed_ips=data.allowed_ips.split(),
            expires_at=_end_of(data.expires_on),
        )
    except Invalid as error:
        show(form, _on_form(error))
        return _page(form), 422
    except TooMany:
        flash(
            _(
                "This key was made already, and its secret is shown only once. "
                "If you did not copy it, revoke the key and make another."
            ),
            "warning",
        )
        return redirect(url_for("accounts.api_keys"), 303)
    return render_template("accounts/staff/api_key_made.html", key=key, secret=secret), 201


@blueprint.post("/settings/api-keys/<prefix>/revoke")
@staff_only("api_keys:write")
def api_key_revoke(prefix: str) -> ResponseReturnValue:
    """End a key."""
    key = service.revoke(current_actor(), prefix)
    flash(_("The key “%(name)s” is revoked.", name=key.name), "success")
    return redirect(url_for("accounts.api_keys"))


def _only_once() -> None:
    """Refuse the same form sent twice (double click, reload); each drawing has its own id."""
    form_id = request.form.get("form_id", "")[:64]
    if form_id:
        limits.attempt(
            f"mint:{current_actor().workspace_id}:{form_id}", limit=1, window=REPEAT_WINDOW
        )


def _end_of(day: Any) -> datetime | None:
    if day is None:
        return None
    zone = current_actor().zone
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def _on_form(error: Invalid) -> Invalid:
    """The service's ``expires_at`` is the form's ``expires_on``."""
    return Invalid(
        [
            FieldError("expires_on", item.message, item.code)
            if item.field == "expires_at"
            else item
            for item in error.errors
        ]
    )


def _state(key: Any, moment: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= moment:
        return "expired"
    return "active"


def _page(form: Any) -> str:
    chosen = set(form.scopes.data or [])
    resources = sorted({scope.split(":")[0] for scope in SCOPES})
    matrix = [
        {
            "label": RESOURCE_LABELS.get(resource, resource),
            "resource": resource,
            "cells": [
                {"scope": scope, "chosen": scope in chosen} if scope in SCOPES else None
                for scope in (f"{resource}:read", f"{resource}:write")
            ],
        }
        for resource in resources
    ]
    return render_template(
        "accounts/staff/api_key_new.html", form=form, matrix=matrix, form_id=new_nonce()
    )
