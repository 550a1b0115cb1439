"""One quotation: what it says, where it stands, the papers and files that belong to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.clients import service as clients
from portal.companies import service as companies
from portal.core import audit
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext
from portal.links import service as links
from portal.quotations import service
from portal.quotations.schemas import AcceptIn
from portal.quotations.staff.door import READ, blueprint
from portal.quotations.staff.form import TAX_WORDS
from portal.web.context import current_actor
from portal.web.downloads import send as send_file
from portal.web.forms import schema_form
from portal.web.guards import staff_only

AcceptForm = schema_form(
    AcceptIn,
    labels={
        "name": lazy_gettext("Name of who accepted"),
        "role": lazy_gettext("Role"),
        "note": lazy_gettext("How they told you"),
        "code": lazy_gettext("One-time code"),
        "optional_line_ids": lazy_gettext("Optional items taken"),
    },
    hidden=("version", "signature"),
)
OPEN = ("sent", "viewed")
AGREED = ("accepted", "converted")
NEXT = {
    "draft": lazy_gettext("Check it and send it"),
    "sent": lazy_gettext("The client opens the link"),
    "viewed": lazy_gettext("The client answers"),
    "accepted": lazy_gettext("Work on the orders, issue the invoice"),
    "converted": lazy_gettext("Work on the orders, issue the invoice"),
    "declined": lazy_gettext("Write a new version or leave it"),
    "expired": lazy_gettext("Extend it or write a new version"),
    "withdrawn": lazy_gettext("Write a new version or leave it"),
}


@blueprint.get("/quotations/<int:quotation_id>")
@staff_only(READ)
def detail(quotation_id: int) -> ResponseReturnValue:
    """Everything about one quotation."""
    return draw(current_actor(), quotation_id)


def draw(actor: Actor, quotation_id: int, *, accept_form: Any = None, problem: Any = None) -> str:
    """The page; ``accept_form`` and ``problem`` bring back what went wrong."""
    quotation = service.get(actor, quotation_id)
    state = service.state(actor, quotation)
    acceptance = service.acceptance_of(actor, quotation.id)
    link = links.get(quotation.link_id) if quotation.link_id else None
    views = links.views(link) if link else []
    draft = quotation.has_open_draft and state not in AGREED
    answer = service.answer_of(actor, quotation_id)
    typed = (accept_form.optional_line_ids.data or []) if accept_form else []
    return render_template(
        "quotations/staff/detail.html",
        quotation=quotation,
        state=state,
        client_name=clients.get(actor, quotation.client_id).name(actor.locale),
        next_step=NEXT[state],
        problem=problem,
        draft=draft,
        can_send=draft and state in ("draft", *OPEN, "declined", "expired", "withdrawn"),
        can_revise=not draft and state not in (*AGREED, "draft"),
        can_withdraw=state in OPEN,
        can_extend=not draft and state in (*OPEN, "expired"),
        can_accept=state in OPEN,
        can_undo=acceptance is not None
        and datetime.now(UTC) < service.undo_deadline(actor, acceptance),
        can_attach=draft,
        pdf_url=url_for(
            "quotations.version_pdf",
            quotation_id=quotation.id,
            version=quotation.current_version,
        )
        if quotation.current_version
        else None,
        certificate_url=url_for("quotations.certificate", quotation_id=quotation.id)
        if acceptance and acceptance.certificate_file_id
        else None,
        public_url=service.public_url(actor, quotation),
        whatsapp_url=service.whatsapp_url(actor, quotation),
        link_state=(link.ended or "active") if link else None,
        views=views,
        view_count=link.view_count if link else 0,
        extend_until=(accounts.today(actor) + timedelta(days=14)).isoformat(),
        lines=_lines(actor, answer, acceptance),
        **_totals(actor, quotation, answer, acceptance),
        notes=_in_either(answer.notes_ar, answer.notes_en, actor.locale),
        acceptance=acceptance,
        accept_form=accept_form or AcceptForm(formdata=None),
        chosen_ids=typed,
        needs_code=service.needs_code(actor, quotation, quotation.total),
        versions=service.versions(actor, quotation.id),
        attachments=service.attachments(actor, quotation.id),
        comments=[
            {
                "author": row.author_name,
                "at": row.at,
                "text": row.body,
                "mine": row.author_kind == "staff",
            }
            for row in service.comments(actor, quotation.id)
        ],
        timeline_entries=_timeline(quotation.id),
    )


def _in_either(ar: str, en: str, locale: str) -> str:
    return (ar or en) if locale == "ar" else (en or ar)


def _lines(actor: Actor, answer: Any, acceptance: Any) -> list[dict[str, Any]]:
    """The lines of the version that counts, optional ones with what was decided about them."""
    named = {worker for line in answer.lines for worker in line.worker_ids}
    workers = companies.workers_by_id(actor, named) if named else {}
    taken = set(acceptance.line_ids) if acceptance else set()
    tax_words = dict(TAX_WORDS)
    return [
        {
            "id": line.id,
            "description": _in_either(line.description_ar, line.description_en, actor.locale),
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "government_fee": line.government_fee,
            "discount_percent": line.discount_percent,
            "total": line.total,
            "optional": line.optional,
            "chosen": line.optional and line.id in taken,
            "left_out": line.optional and line.id not in taken,
            "tax_word": tax_words[line.tax_category] if line.tax_category != "standard" else "",
            "workers": [
                workers[worker].name(actor.locale)
                for worker in line.worker_ids
                if worker in workers
            ],
        }
        for line in answer.lines
    ]


def _totals(actor: Actor, quotation: Any, answer: Any, acceptance: Any) -> dict[str, Any]:
    """Sums of the version that counts; of what was chosen once it is accepted."""
    entity = accounts.legal_entity(actor, quotation.legal_entity_id)
    common = {"currency": quotation.currency, "vat_registered": entity.vat_registered}
    if not quotation.current_version:
        figures = {
            "subtotal": answer.subtotal,
            "discount": answer.discount_total,
            "tax": answer.tax_total,
            "government_fees": answer.government_fees,
            "total": answer.total,
        }
        return {**common, "totals": figures, "with_optional": None}
    optional = [line.id for line in answer.lines if line.optional]
    if acceptance is not None:
        taken = [line_id for line_id in acceptance.line_ids if line_id in optional]
        return {**common, "totals": service.totals_if(actor, quotation.id, taken)}
    return {
        **common,
        "totals": service.totals_if(actor, quotation.id, []),
        "with_optional": service.totals_if(actor, quotation.id, optional) if optional else None,
    }


ICONS = {
    "quotation.created": ("file-plus", "draft"),
    "quotation.sent": ("send", "moving"),
    "quotation.viewed": ("eye", "moving"),
    "quotation.accepted": ("check", "done"),
    "quotation.converted": ("checklist", "done"),
    "quotation.declined": ("x", "refused"),
    "quotation.expired": ("hourglass", "stopped"),
    "quotation.withdrawn": ("arrow-back-up", "stopped"),
    "quotation.acceptance_undone": ("rotate", "waiting"),
    "quotation.question_asked": ("message-question", "waiting"),
    "quotation.question_answered": ("message", None),
    "quotation.link_requested": ("link", "waiting"),
}


def _timeline(quotation_id: int) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at,
            "text": entry.label,
            "actor": entry.actor_name,
            "icon": ICONS.get(entry.verb, (None, None))[0],
            "tone": ICONS.get(entry.verb, (None, None))[1],
            "body": (entry.after or {}).get("reason") or (entry.after or {}).get("message"),
        }
        for entry in audit.timeline([("quotation", quotation_id)])
    ]


@blueprint.get("/quotations/<int:quotation_id>/versions/<int:version>/pdf")
@staff_only(READ)
def version_pdf(quotation_id: int, version: int) -> ResponseReturnValue:
    """The PDF of a sent version: the stored one, or drawn when none was stored."""
    drawn = service.drawn_pdf(current_actor(), quotation_id, version)
    if drawn is not None:
        return Response(drawn, mimetype="application/pdf")
    return send_file(service.version_pdf(current_actor(), quotation_id, version))


@blueprint.get("/quotations/<int:quotation_id>/certificate")
@staff_only(READ)
def certificate(quotation_id: int) -> ResponseReturnValue:
    """The certificate of the acceptance that stands."""
    return send_file(service.certificate(current_actor(), quotation_id))


@blueprint.get("/quotations/<int:quotation_id>/files/<int:file_id>")
@staff_only(READ)
def attachment(quotation_id: int, file_id: int) -> ResponseReturnValue:
    """One of the quotation's files."""
    return send_file(service.attachment(current_actor(), quotation_id, file_id))
