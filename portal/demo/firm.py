"""The demo firm itself: workspace, legal entities, staff and the published catalogue."""

from __future__ import annotations

from dataclasses import replace

from portal.accounts import service as accounts
from portal.accounts.models import LegalEntity
from portal.accounts.schemas import LegalEntityIn, StaffIn, WorkspaceIn
from portal.catalog import service as catalog
from portal.catalog.models import ServiceDefinition
from portal.catalog.schemas import DocumentIn, FeeIn, ServiceIn, StepIn
from portal.core.actor import Actor
from portal.core.fields import NationalAddress
from portal.demo.content import firm
from portal.demo.content.services import SERVICES, Service, WorkflowStep

PASSWORD = "bawaba-demo"  # noqa: S105 - the demo's well-known one, printed when it is loaded


def open_workspace(slug: str) -> Actor:
    """The demo's workspace; the actor is its owner at the command line."""
    content = firm.WORKSPACE
    workspace = accounts.create_workspace(
        slug,
        WorkspaceIn(
            name_ar=content.name.ar,
            name_en=content.name.en,
            email=content.email,
            default_locale=content.default_language,
        ),
        timezone=content.time_zone,
    )
    owner = next(person for person in firm.STAFF if person.role == "owner")
    return replace(accounts.owner_actor(workspace), display_name=owner.name.ar)


def add_entities(actor: Actor) -> list[LegalEntity]:
    """The firm's three companies, of which the last has no VAT registration."""
    return [
        accounts.save_legal_entity(
            actor,
            LegalEntityIn(
                code=entity.number_prefix,
                name_ar=entity.name.ar,
                name_en=entity.name.en,
                vat_number=entity.vat_number,
                commercial_registration=entity.commercial_registration,
                unified_number=entity.unified_number,
                address_ar=_address(entity, "ar"),
                address_en=_address(entity, "en"),
                bank_name_ar=entity.bank_name.ar,
                bank_name_en=entity.bank_name.en,
                iban=entity.iban,
                email=entity.email,
                phone=entity.phone,
                is_default=place == 0,
            ),
        )
        for place, entity in enumerate(firm.LEGAL_ENTITIES)
    ]


def _address(entity: firm.LegalEntity, language: str) -> NationalAddress:
    address = entity.address
    return NationalAddress(
        building_number=address.building_number,
        street=address.street.in_language(language),
        district=address.district.in_language(language),
        city=address.city.in_language(language),
        postal_code=address.postal_code,
        additional_number=address.additional_number,
        short_code=address.short_code,
    )


def add_staff(actor: Actor, domain: str) -> str:
    """The firm's eight people, all with the demo's password; gives the owner's address.

    ``domain`` takes the place of the firm's own, so that a second demo can stand beside a first.
    """
    owner = ""
    for person in firm.STAFF:
        email = f"{person.email.partition('@')[0]}@{domain}"
        accounts.add_staff(
            actor,
            StaffIn(
                email=email,
                name_ar=person.name.ar,
                name_en=person.name.en,
                role=person.role,
                password=PASSWORD,
                locale=person.language,
                job_title_ar=person.job_title.ar,
                job_title_en=person.job_title.en,
            ),
        )
        if person.role == "owner":
            owner = email
    return owner


def publish_services(actor: Actor) -> list[ServiceDefinition]:
    """The whole catalogue, published."""
    made = [catalog.create(actor, _service(content)) for content in SERVICES]
    return [catalog.publish(actor, service.id) for service in made]


def _service(content: Service) -> ServiceIn:
    note = content.price_note
    reason = "VATEX-SA-33" if content.tax_category == "zero" else None
    return ServiceIn(
        code=content.code,
        name_ar=content.name.ar,
        name_en=content.name.en,
        description_ar=content.description.ar,
        description_en=content.description.en,
        category=content.category.key,
        category_ar=content.category.name.ar,
        category_en=content.category.name.en,
        unit_price=content.fee,
        tax_category=content.tax_category.value,
        tax_reason=reason,
        starts_at_price=content.starts_at_price,
        price_note_ar=note.ar if note else "",
        price_note_en=note.en if note else "",
        requires_company=content.requires_company,
        requires_worker=content.requires_worker,
        eligibility=list(content.eligibility),
        document_type=content.document_type,
        validity_months=content.validity_months,
        fees=[
            FeeIn(
                key=fee.key,
                name_ar=fee.name.ar,
                name_en=fee.name.en,
                authority_ar=fee.authority.ar,
                authority_en=fee.authority.en,
                amount=fee.amount,
                is_disbursement=fee.is_disbursement,
                note_ar=fee.note.ar if fee.note else "",
                note_en=fee.note.en if fee.note else "",
            )
            for fee in content.government_fees
        ],
        steps=[_step(step) for step in content.steps],
    )


def _step(step: WorkflowStep) -> StepIn:
    return StepIn(
        step_key=step.step_key,
        kind=step.kind,
        name_ar=step.name.ar,
        name_en=step.name.en,
        role=step.role,
        sla_hours=step.sla_hours,
        client_visible=step.client_visible,
        instructions_ar=step.instructions.ar,
        instructions_en=step.instructions.en,
        required_documents=[
            DocumentIn(
                key=document.key,
                ar=document.name.ar,
                en=document.name.en,
                mandatory=document.mandatory,
            )
            for document in step.documents
        ],
        fee_key=step.government_fee_key,
    )
