"""Clients, companies and workers for tests; identifiers pass the real checks."""

import itertools
from typing import Any

from portal.clients import service as clients
from portal.clients.models import Client
from portal.clients.schemas import ClientIn, ContactIn
from portal.companies import service as companies
from portal.companies.models import Company, Worker
from portal.companies.schemas import CompanyIn, WorkerIn
from portal.core.actor import Actor
from portal.kit import specimen
from tests.factories.house import ADDRESS, House

_serial = itertools.count(1)


def make_client(actor: Actor, **changes: Any) -> Client:
    """A client with one contact who has an e-mail address."""
    number = next(_serial)
    values: dict[str, Any] = {
        "name_ar": f"مجموعة الأفق {number}",
        "name_en": f"Horizon Group {number}",
        "email": f"info{number}@horizon.example",
        "phone": "0112345678",
        "contacts": [
            ContactIn(
                name="سعد العتيبي",
                email=f"saad{number}@horizon.example",
                role="المدير المالي",
                is_primary=True,
            )
        ],
    }
    return clients.create(actor, ClientIn(**{**values, **changes}))


def make_company(house: House, actor: Actor, client_id: int, **changes: Any) -> Company:
    """A company of a client, with a registration, a VAT number and an address."""
    number = next(_serial)
    values: dict[str, Any] = {
        "client_id": client_id,
        "legal_name_ar": f"شركة الأفق التجارية {number}",
        "legal_name_en": f"Horizon Trading Company {number}",
        "commercial_registration": specimen.make_cr(house.rng),
        "vat_number": specimen.make_vat_number(house.rng),
        "address": ADDRESS,
    }
    return companies.create(actor, CompanyIn(**{**values, **changes}))


def make_worker(house: House, actor: Actor, company_id: int, **changes: Any) -> Worker:
    """A resident worker with an Iqama."""
    values: dict[str, Any] = {
        "name_ar": "راجيش كومار",
        "name_en": "Rajesh Kumar",
        "nationality": "IN",
        "identity_kind": "iqama",
        "identity_number": specimen.make_national_id(house.rng, "resident"),
        "identity_expires_on": "2027-03-01",
        "job_title": "فني كهرباء",
    }
    return companies.add_worker(actor, company_id, WorkerIn(**{**values, **changes}))
