"""The demo firm: its workspace, its three legal entities and its eight people.

Everything is made up. Numbers pass the checks of ``portal.kit.identifiers``; e-mail addresses are
under ``.example``, a name reserved for documentation (RFC 2606).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.demo.content.address import NationalAddress
from portal.demo.content.text import Text

RoleKey = Literal["owner", "manager", "officer", "accountant", "viewer"]
Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """One of the firm's own companies; ``vat_number`` is ``None`` when it is not registered."""

    key: str
    name: Text
    legal_form: Text
    commercial_registration: str
    unified_number: str
    vat_number: str | None
    address: NationalAddress
    bank_name: Text
    iban: str
    phone: str
    email: str
    number_prefix: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the firm who signs in."""

    name: Text
    email: str
    role: RoleKey
    job_title: Text
    language: Language
    mobile: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """The tenant."""

    slug: str
    name: Text
    tagline: Text
    time_zone: str
    currency: str
    default_language: Language
    email: str
    website: str


DOMAIN = "mirqab.example"

WORKSPACE = Workspace(
    slug="demo",
    name=Text("مرقاب لخدمات الأعمال والتجارة", "Mirqab Business Services and Trading"),
    tagline=Text(
        "علاقات حكومية وخدمات أعمال وتوريد للمنشآت",
        "Government relations, business services and supplies for companies",
    ),
    time_zone="Asia/Riyadh",
    currency="SAR",
    default_language="ar",
    email=f"info@{DOMAIN}",
    website=f"https://{DOMAIN}",
)

ROLES: dict[RoleKey, Text] = {
    "owner": Text("المالك", "Owner"),
    "manager": Text("مدير", "Manager"),
    "officer": Text("مسؤول معاملات", "Case officer"),
    "accountant": Text("محاسب", "Accountant"),
    "viewer": Text("مطّلع", "Viewer"),
}

LIMITED = Text("شركة ذات مسؤولية محدودة", "Limited liability company")

LEGAL_ENTITIES = (
    LegalEntity(
        key="services",
        name=Text("شركة مرقاب لخدمات الأعمال المحدودة", "Mirqab Business Services Co. Ltd."),
        legal_form=LIMITED,
        commercial_registration="1010204011",
        unified_number="7002040115",
        vat_number="310204011500003",
        address=NationalAddress(
            building_number="7421",
            street=Text("طريق العليا العام", "Al Olaya Road"),
            district=Text("حي العليا", "Al Olaya"),
            city=Text("الرياض", "Riyadh"),
            postal_code="12214",
            additional_number="3158",
            short_code="RHOA7421",
        ),
        bank_name=Text("مصرف الراجحي", "Al Rajhi Bank"),
        iban="SA0680000000001010204011",
        phone="+966112045510",
        email=f"services@{DOMAIN}",
        number_prefix="MBS",
    ),
    LegalEntity(
        key="trading",
        name=Text("شركة مرقاب للتجارة والإمداد المحدودة", "Mirqab Trading and Supply Co. Ltd."),
        legal_form=LIMITED,
        commercial_registration="4030206022",
        unified_number="7002060226",
        vat_number="310206022600003",
        address=NationalAddress(
            building_number="3086",
            street=Text("طريق المدينة المنورة", "Al Madinah Al Munawwarah Road"),
            district=Text("حي الشرفية", "Ash Sharafiyah"),
            city=Text("جدة", "Jeddah"),
            postal_code="23218",
            additional_number="6744",
            short_code="JESB3086",
        ),
        bank_name=Text("البنك الأهلي السعودي", "Saudi National Bank"),
        iban="SA7010000000004030206022",
        phone="+966122045520",
        email=f"trading@{DOMAIN}",
        number_prefix="MTS",
    ),
    LegalEntity(
        key="translation",
        name=Text("مؤسسة مرقاب للترجمة المعتمدة", "Mirqab Certified Translation Establishment"),
        legal_form=Text("مؤسسة فردية", "Sole establishment"),
        commercial_registration="2050208033",
        unified_number="7002080337",
        # Turnover below the mandatory threshold: it issues plain invoices without VAT.
        vat_number=None,
        address=NationalAddress(
            building_number="2945",
            street=Text("شارع الملك سعود", "King Saud Street"),
            district=Text("حي المزروعية", "Al Mazruiyah"),
            city=Text("الدمام", "Dammam"),
            postal_code="32414",
            additional_number="7713",
            short_code="DBMA2945",
        ),
        bank_name=Text("مصرف الإنماء", "Alinma Bank"),
        iban="SA4305000000002050208033",
        phone="+966138045530",
        email=f"translation@{DOMAIN}",
        number_prefix="MCT",
    ),
)

STAFF = (
    StaffMember(
        Text("فهد العتيق", "Fahad Al Ateeq"),
        f"owner@{DOMAIN}",
        "owner",
        Text("المدير العام", "General manager"),
        "ar",
        "+966550104501",
    ),
    StaffMember(
        Text("نورة السبيت", "Noura Al Subait"),
        f"noura@{DOMAIN}",
        "manager",
        Text("مديرة العلاقات الحكومية", "Government relations manager"),
        "ar",
        "+966550104502",
    ),
    StaffMember(
        Text("عمر حداد", "Omar Haddad"),
        f"omar@{DOMAIN}",
        "manager",
        Text("مدير المبيعات وخدمة العملاء", "Sales and client service manager"),
        "en",
        "+966550104503",
    ),
    StaffMember(
        Text("ماجد الرويس", "Majed Al Ruwais"),
        f"majed@{DOMAIN}",
        "officer",
        Text("معقب معاملات أول", "Senior case officer"),
        "ar",
        "+966550104504",
    ),
    StaffMember(
        Text("ريم البشر", "Reem Al Bishr"),
        f"reem@{DOMAIN}",
        "officer",
        Text("مسؤولة شؤون العاملين", "Labour affairs officer"),
        "ar",
        "+966550104505",
    ),
    StaffMember(
        Text("جوزيف سانتوس", "Joseph Santos"),
        f"joseph@{DOMAIN}",
        "officer",
        Text("منسق تأشيرات وتصديقات", "Visa and attestation coordinator"),
        "en",
        "+966550104506",
    ),
    StaffMember(
        Text("هشام عبدالفتاح", "Hesham Abdelfattah"),
        f"hesham@{DOMAIN}",
        "accountant",
        Text("محاسب أول", "Senior accountant"),
        "ar",
        "+966550104507",
    ),
    StaffMember(
        Text("لمى الدخيّل", "Lama Al Dukhayyil"),
        f"lama@{DOMAIN}",
        "viewer",
        Text("مدققة داخلية", "Internal auditor"),
        "en",
        "+966550104508",
    ),
)
