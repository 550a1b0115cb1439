"""Services for tests."""

from decimal import Decimal
from typing import Any

from portal.catalog import service as catalog
from portal.catalog.models import ServiceDefinition
from portal.catalog.schemas import DocumentIn, FeeIn, ServiceIn, StepIn
from portal.core.actor import Actor


def service_in(code: str = "IQR-REN", **changes: Any) -> ServiceIn:
    """Iqama renewal with a disbursed fee, a document to collect and three steps."""
    values: dict[str, Any] = {
        "code": code,
        "name_ar": "تجديد إقامة",
        "name_en": "Iqama renewal",
        "category_ar": "الإقامات والتأشيرات",
        "category_en": "Residency and visas",
        "unit_price": Decimal("250"),
        "requires_worker": True,
        "eligibility": ["company_active", "required_documents"],
        "document_type": "iqama",
        "fees": [FeeIn(name_ar="رسوم الإقامة", name_en="Iqama fee", amount=Decimal("650"))],
        "steps": [
            StepIn(
                kind="document_collection",
                name_ar="استلام المستندات",
                name_en="Collect documents",
                sla_hours=16,
                required_documents=[
                    DocumentIn(key="iqama_copy", ar="صورة الإقامة", en="Copy of the Iqama"),
                    DocumentIn(ar="صورة شخصية", en="Photo", mandatory=False),
                ],
            ),
            StepIn(
                step_key="pay_iqama_fee",
                kind="government_fee",
                name_ar="سداد رسوم الإقامة",
                name_en="Pay the Iqama fee",
                role="accountant",
                fee_key="iqama_fee",
            ),
            StepIn(
                step_key="deliver_result",
                name_ar="تسليم الإقامة",
                name_en="Deliver the Iqama",
                sla_hours=4,
            ),
        ],
    }
    return ServiceIn.model_validate(values | changes)


def make_service(actor: Actor, code: str = "IQR-REN", **changes: Any) -> ServiceDefinition:
    """A published service."""
    made = catalog.create(actor, service_in(code, **changes))
    return catalog.publish(actor, made.id)
