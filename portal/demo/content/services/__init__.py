"""The published service catalogue of the demo firm, with every workflow in full.

Amounts are SAR before VAT, near what the authorities charge; where an amount depends on choices
the service carries a ``price_note`` and the fee is the commonest case.
"""

from __future__ import annotations

from portal.demo.content.services import (
    formation,
    labour,
    licences,
    memberships,
    papers,
    residency,
    visas,
)
from portal.demo.content.services.authorities import CATEGORIES, DOCUMENT_TYPES
from portal.demo.content.services.shape import (
    Category,
    GovernmentFee,
    RequiredDocument,
    Service,
    WorkflowStep,
)

SERVICES: tuple[Service, ...] = (
    *residency.SERVICES,
    *visas.SERVICES,
    *labour.SERVICES,
    *formation.SERVICES,
    *memberships.SERVICES,
    *licences.SERVICES,
    *papers.SERVICES,
)

__all__ = [
    "CATEGORIES",
    "DOCUMENT_TYPES",
    "SERVICES",
    "Category",
    "GovernmentFee",
    "RequiredDocument",
    "Service",
    "WorkflowStep",
]
