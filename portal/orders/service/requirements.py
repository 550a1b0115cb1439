"""What an order needs before its work can begin, and what of it is still missing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.accounts import service as accounts
from portal.catalog.models import ServiceDefinition
from portal.companies.models import Company, Worker
from portal.core.actor import Actor
from portal.core.i18n import LazyString, gettext, lazy_gettext
from portal.orders.models import ServiceOrder
from portal.orders.service.parties import Parties

DOCUMENT = "document:"

LABELS: dict[str, LazyString] = {
    "company": lazy_gettext("The company it is for"),
    "worker": lazy_gettext("The worker it is for"),
    "cr_valid": lazy_gettext("A valid commercial registration"),
    "company_active": lazy_gettext("An active company"),
    "vat_registered": lazy_gettext("The company's VAT number"),
    "national_address_registered": lazy_gettext("The company's national address"),
    "iqama_valid": lazy_gettext("A valid Iqama or national ID of the worker"),
    "passport_valid": lazy_gettext("A valid passport of the worker"),
}
_OF_WORKER = frozenset({"iqama_valid", "passport_valid"})
_OF_COMPANY = frozenset({"cr_valid", "company_active", "vat_registered"}) | {
    "national_address_registered"
}


def of_service(service: ServiceDefinition) -> dict[str, Any]:
    """What the service asks for, copied so that the running order keeps it."""
    documents: dict[str, dict[str, Any]] = {}
    for step in sorted(service.steps, key=lambda step: step.position):
        for document in step.required_documents:
            documents.setdefault(document["key"], {"mandatory": True, **document})
    return {
        "company": service.requires_company,
        "worker": service.requires_worker,
        "eligibility": list(service.eligibility),
        "documents": list(documents.values()),
        "documents_first": False,
        "waived": [],
    }


def _passed(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _company_fails(key: str, company: Company, today: date) -> bool:
    if key == "cr_valid":
        if not (company.commercial_registration or company.unified_number):
            return True
        days = [d for d in (company.cr_expires_on, company.confirmation_on) if d is not None]
        return bool(days) and all(day < today for day in days)
    if key == "company_active":
        return company.status != "active"
    if key == "vat_registered":
        return not company.vat_number
    address = company.address or {}
    return not (address.get("building_number") or address.get("short_code"))


def _worker_fails(key: str, worker: Worker, today: date) -> bool:
    if key == "iqama_valid":
        return not worker.identity_number or _passed(worker.identity_expires_on, today)
    return not worker.passport_number or _passed(worker.passport_expires_on, today)


def ineligible(
    needs: dict[str, Any], company: Company | None, worker: Worker | None, today: date
) -> list[str]:
    """Company, worker and eligibility that fail, in a stable order.

    A date that has passed fails; one that nobody entered does not: it is not held against the
    client. A registration, identity or passport that is not on file at all does fail.
    """
    found = []
    if needs["company"] and company is None:
        found.append("company")
    if needs["worker"] and worker is None:
        found.append("worker")
    for key in needs["eligibility"]:
        if company is not None and key in _OF_COMPANY and _company_fails(key, company, today):
            found.append(key)
        if worker is not None and key in _OF_WORKER and _worker_fails(key, worker, today):
            found.append(key)
    return found


def received(order: ServiceOrder) -> set[str]:
    """Keys of the documents that came."""
    return {document.document_key for document in order.documents}


def missing_documents(order: ServiceOrder, documents: Iterable[dict[str, Any]]) -> list[str]:
    """Keys of the mandatory ones among ``documents`` that did not come and were not waived."""
    there = received(order) | {
        key.removeprefix(DOCUMENT)
        for key in order.requirements["waived"]
        if key.startswith(DOCUMENT)
    }
    return [
        document["key"]
        for document in documents
        if document.get("mandatory", True) and document["key"] not in there
    ]


def still_missing(actor: Actor, order: ServiceOrder, who: Parties) -> list[str]:
    """Everything that the order waits for now.

    Documents hold back an order of a quotation only; a direct order collects them in its steps.
    """
    needs = order.requirements
    found = [
        key
        for key in ineligible(needs, who.company, who.worker, accounts.today(actor))
        if key not in needs["waived"]
    ]
    if needs["documents_first"]:
        found += [f"{DOCUMENT}{key}" for key in missing_documents(order, needs["documents"])]
    return found


def label(order: ServiceOrder, key: str, locale: str) -> str:
    """What is missing, as the reader is told."""
    if key.startswith(DOCUMENT):
        wanted = key.removeprefix(DOCUMENT)
        for document in order.requirements["documents"]:
            if document["key"] == wanted:
                return str(document.get("ar" if locale == "ar" else "en") or wanted)
        return wanted
    text = LABELS.get(key)
    return str(text) if text is not None else gettext("Something that is not described")
