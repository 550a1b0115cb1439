"""The states of a service, the words of the catalogue, and what may follow what."""

from portal.core.i18n import LazyString, lazy_gettext

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
    "standard": lazy_gettext("Standard rate (15%%)"),
    "zero": lazy_gettext("Zero-rated"),
    "exempt": lazy_gettext("Exempt"),
    "out_of_scope": lazy_gettext("Out of scope"),
}
