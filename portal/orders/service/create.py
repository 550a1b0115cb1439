"""A direct order: somebody who may, asks for one published service."""

from portal.accounts import service as accounts
from portal.catalog import service as catalog
from portal.catalog.models import ServiceDefinition
from portal.clients import service as clients
from portal.companies import service as companies
from portal.companies.models import Company, Worker
from portal.core.actor import Actor
from portal.core.errors import FieldError, Invalid, Message, NotFound
from portal.core.i18n import lazy_gettext
from portal.orders.models import ServiceOrder
from portal.orders.schemas import OrderIn
from portal.orders.service import requirements
from portal.orders.service.making import ZERO, Price, Wanted, fees_of, make
from portal.orders.service.parties import reader

_FIELDS = {"worker": "worker_id", "iqama_valid": "worker_id", "passport_valid": "worker_id"}


def create(actor: Actor, data: OrderIn) -> ServiceOrder:
    """Make an order at the catalogue's price.

    Raises ``Invalid`` naming every reason at once: no such published service, company, worker or
    client; a company or worker that the service needs and does not get; an eligibility check that
    fails (the check is the error's code, such as ``cr_valid``).
    """
    actor.require("orders:write")
    errors: list[FieldError] = []
    service = catalog.get_many(reader(actor), [data.service_definition_id]).get(
        data.service_definition_id
    )
    if service is None:
        errors.append(_unknown("service_definition_id"))
    company, worker = _company(actor, data, errors), _worker(actor, data, errors)
    client_id = _client(actor, data, company, errors)
    if service is not None and not errors:
        errors += _reasons(actor, service, company, worker)
    if errors or service is None or client_id is None:
        raise Invalid(errors, lazy_gettext("This order cannot be taken yet."))
    client = clients.get(reader(actor), client_id)
    entity = accounts.legal_entity(actor)
    wanted = Wanted(
        service=service,
        price=Price(
            service.unit_price, ZERO, service.tax_category, service.tax_reason, fees_of(service)
        ),
        client_id=client_id,
        company_id=company.id if company else None,
        worker_id=worker.id if worker else None,
        priority=data.priority,
        language=client.locale,
        legal_entity_id=entity.id,
    )
    return make(actor, [wanted])[0]


def _unknown(field: str, message: Message | None = None, code: str = "not_found") -> FieldError:
    return FieldError(field, message or lazy_gettext("We could not find this."), code)


def _company(actor: Actor, data: OrderIn, errors: list[FieldError]) -> Company | None:
    if data.company_id is None:
        return None
    try:
        return companies.get(reader(actor), data.company_id)
    except NotFound:
        errors.append(_unknown("company_id"))
        return None


def _worker(actor: Actor, data: OrderIn, errors: list[FieldError]) -> Worker | None:
    if data.worker is None:
        return None
    try:
        worker = companies.get_worker(reader(actor), data.worker)
    except NotFound:
        errors.append(_unknown("worker_id"))
        return None
    if data.company_id is not None and worker.company_id != data.company_id:
        message = lazy_gettext("This worker belongs to another company.")
        errors.append(_unknown("worker_id", message, "other_company"))
    return worker


def _client(
    actor: Actor, data: OrderIn, company: Company | None, errors: list[FieldError]
) -> int | None:
    if company is not None:
        if data.client_id is not None and data.client_id != company.client_id:
            message = lazy_gettext("This company belongs to another client.")
            errors.append(_unknown("company_id", message, "other_client"))
        return company.client_id
    if data.client_id is None:
        if data.company_id is None:
            message = lazy_gettext("Say which company or client the order is for.")
            errors.append(FieldError("company_id", message, "company_required"))
        return None
    try:
        return clients.get(reader(actor), data.client_id).id
    except NotFound:
        errors.append(_unknown("client_id"))
        return None


def _reasons(
    actor: Actor, service: ServiceDefinition, company: Company | None, worker: Worker | None
) -> list[FieldError]:
    needs = requirements.of_service(service)
    failing = requirements.ineligible(needs, company, worker, accounts.today(actor))
    return [
        FieldError(
            _FIELDS.get(key, "company_id"),
            lazy_gettext("Needed for this service: %(what)s.", what=requirements.LABELS[key]),
            f"{key}_required" if key in ("company", "worker") else key,
        )
        for key in failing
    ]
