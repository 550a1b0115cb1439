"""Signing in and out, and the reader's language."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.schemas import SignInIn
from portal.accounts.staff.blueprint import blueprint
from portal.core.errors import Invalid, TooMany, Unauthenticated
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext, supported
from portal.web.context import (
    actor_or_none,
    client_ip,
    current_actor,
    remember_language,
    user_agent,
)
from portal.web.forms import parse, schema_form
from portal.web.guards import public, staff_only
from portal.web.identity import forget, remember

SignInForm = schema_form(
    SignInIn,
    labels={"email": lazy_gettext("E-mail address"), "password": lazy_gettext("Password")},
)


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page; somebody already signed in goes on."""
    if actor_or_none() is not None:
        return redirect(_next())
    return render_template("accounts/staff/sign_in.html", form=SignInForm(), next=_next())


@blueprint.post("/sign-in")
@public
def sign_in_submit() -> ResponseReturnValue:
    """Check e-mail and password and start a session of its own (no fixation)."""
    form = SignInForm()
    data = parse(form, SignInIn)
    problem = None
    if data is not None:
        try:
            signed_in = service.sign_in(
                data.email, data.password, ip=client_ip(), user_agent=user_agent()
            )
        except (Unauthenticated, TooMany, Invalid) as error:
            problem = error
        else:
            # the person's language is used unless this browser was told another one
            response = redirect(_next())
            session.clear()
            remember(signed_in)
            return response
    page = render_template("accounts/staff/sign_in.html", form=form, next=_next(), problem=problem)
    headers = {"Retry-After": str(problem.retry_after)} if isinstance(problem, TooMany) else {}
    return page, problem.status if problem else 422, headers


@blueprint.post("/sign-out")
@staff_only()
def sign_out() -> ResponseReturnValue:
    """End the session."""
    forget()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/language")
@staff_only()
def language() -> ResponseReturnValue:
    """Remember the chosen language on the person and in the browser."""
    chosen = supported(request.form.get("locale"))
    response = redirect(_without_language(_next()))
    if chosen:
        service.remember_locale(current_actor(), chosen)
        remember_language(response, chosen)
    return response


def _next() -> str:
    """Where to go on: only ever a path of this site (no open redirect)."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    safe = (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return target if safe else url_for("dashboard.home")


def _without_language(target: str) -> str:
    """The address without ``?lang=``, which would win over the choice just made."""
    parts = urlsplit(target)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "lang"]
    return urlunsplit(parts._replace(query=urlencode(kept)))
