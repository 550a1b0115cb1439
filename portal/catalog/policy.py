"""The states of a service, the words of the catalogue, and what may follow what."""

from portal.core.i18n import LazyString, lazy_gettext
from portal.core.permissions import ROLE_LABELS

DRAFT = "draft"
PUBLISHED = "published"
ARCHIVED = "archived"
STATUSES: tuple[str, ...] = (PUBLISHED, DRAFT, ARCHIVED)

STATUS_WORDS: dict[str, LazyString] = {
    PUBLISHED: lazy_gettext("Published"),
    DRAFT: lazy_gettext("Not published"),
    ARCHIVED: lazy_gettext("Archived"),
}
MAY_PUBLISH = frozenset({DRAFT, ARCHIVED})
MAY_ARCHIVE = frozenset({DRAFT, PUBLISHED})

STEP_KINDS: dict[str, LazyString] = {
    "task": lazy_gettext("Task"),
    "document_collection": lazy_gettext("Document collection"),
    "government_fee": lazy_gettext("Government fee payment"),
    "approval": lazy_gettext("Approval"),
    "appointment": lazy_gettext("Appointment"),
}
ELIGIBILITY: dict[str, LazyString] = {
    "cr_valid": lazy_gettext("The commercial registration is valid"),
    "company_active": lazy_gettext("The company is active"),
    "iqama_valid": lazy_gettext("The worker's Iqama is valid"),
    "passport_valid": lazy_gettext("The worker's passport is valid"),
    "required_documents": lazy_gettext("All mandatory documents are there"),
    "vat_registered": lazy_gettext("The company has a VAT number"),
    "national_address_registered": lazy_gettext("The company has a national address"),
}
TAX_CATEGORIES: dict[str, LazyString] = {
    "standard": lazy_gettext("Standard rate"),
    "zero": lazy_gettext("Zero-rated"),
    "exempt": lazy_gettext("Exempt"),
    "out_of_scope": lazy_gettext("Out of scope"),
}

STEP_ROLES: dict[str, LazyString] = {
    role: ROLE_LABELS[role] for role in ("officer", "manager", "accountant")
}
DOCUMENT_TYPES: dict[str, LazyString] = {
    "cr": lazy_gettext("Commercial registration"),
    "iqama": lazy_gettext("Iqama"),
    "passport": lazy_gettext("Passport"),
    "work_permit": lazy_gettext("Work permit"),
    "employment_contract": lazy_gettext("Documented employment contract"),
    "exit_reentry_visa": lazy_gettext("Exit/re-entry visa"),
    "final_exit_visa": lazy_gettext("Final exit visa"),
    "visit_visa": lazy_gettext("Visit visa"),
    "work_visa": lazy_gettext("Work visa"),
    "chamber_membership": lazy_gettext("Chamber of commerce membership"),
    "national_address": lazy_gettext("National address certificate"),
    "municipal_licence": lazy_gettext("Municipal licence"),
    "gosi_certificate": lazy_gettext("GOSI certificate"),
    "saudization_certificate": lazy_gettext("Saudization certificate"),
    "vat_certificate": lazy_gettext("VAT registration certificate"),
    "zakat_certificate": lazy_gettext("Zakat certificate"),
    "investment_registration": lazy_gettext("Investor registration"),
    "attested_document": lazy_gettext("Attested document"),
    "trademark_certificate": lazy_gettext("Trademark certificate"),
    "conformity_certificate": lazy_gettext("Conformity certificate"),
}
