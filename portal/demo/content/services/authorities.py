"""Authorities that charge fees, categories of the catalogue, and the documents asked for."""

from __future__ import annotations

from portal.demo.content.services.shape import (
    EDITABLE,
    PDF_ONLY,
    PICTURE,
    SCAN,
    Category,
    RequiredDocument,
)
from portal.demo.content.text import Text

PASSPORTS = Text("المديرية العامة للجوازات", "General Directorate of Passports")
LABOUR = Text(
    "وزارة الموارد البشرية والتنمية الاجتماعية",
    "Ministry of Human Resources and Social Development",
)
COMMERCE = Text("وزارة التجارة", "Ministry of Commerce")
BUSINESS_CENTER = Text("المركز السعودي للأعمال الاقتصادية", "Saudi Business Center")
CHAMBER = Text("الغرفة التجارية", "Chamber of Commerce")
MUNICIPALITIES = Text("وزارة البلديات والإسكان", "Ministry of Municipalities and Housing")
FOREIGN_AFFAIRS = Text("وزارة الخارجية", "Ministry of Foreign Affairs")
INTELLECTUAL_PROPERTY = Text(
    "الهيئة السعودية للملكية الفكرية", "Saudi Authority for Intellectual Property"
)
POST = Text("البريد السعودي (سبل)", "Saudi Post (SPL)")
INVESTMENT = Text("وزارة الاستثمار", "Ministry of Investment")
STANDARDS = Text(
    "الهيئة السعودية للمواصفات والمقاييس والجودة",
    "Saudi Standards, Metrology and Quality Organization",
)

RESIDENCY = Category("residency", Text("الإقامات والتأشيرات", "Residency and visas"))
LABOUR_AFFAIRS = Category("labour", Text("شؤون العمل والعاملين", "Labour affairs"))
COMPANY_AFFAIRS = Category("company", Text("تأسيس المنشآت وسجلاتها", "Company formation"))
LICENCES = Category("licences", Text("التراخيص البلدية", "Municipal licences"))
TAX = Category("tax", Text("الزكاة والضريبة", "Zakat and tax"))
PAPERS = Category("papers", Text("الترجمة والتصديق", "Translation and attestation"))
TRADE = Category("trade", Text("التجارة والملكية الفكرية", "Trade and intellectual property"))

CATEGORIES = (RESIDENCY, LABOUR_AFFAIRS, COMPANY_AFFAIRS, LICENCES, TAX, PAPERS, TRADE)

DOCUMENT_TYPES = {
    "cr": Text("السجل التجاري", "Commercial registration"),
    "iqama": Text("الإقامة", "Iqama"),
    "passport": Text("جواز السفر", "Passport"),
    "work_permit": Text("رخصة عمل", "Work permit"),
    "employment_contract": Text("عقد عمل موثق", "Documented employment contract"),
    "exit_reentry_visa": Text("تأشيرة خروج وعودة", "Exit/re-entry visa"),
    "final_exit_visa": Text("تأشيرة خروج نهائي", "Final exit visa"),
    "visit_visa": Text("تأشيرة زيارة", "Visit visa"),
    "work_visa": Text("تأشيرة عمل", "Work visa"),
    "chamber_membership": Text("شهادة اشتراك الغرفة التجارية", "Chamber membership certificate"),
    "national_address": Text("إثبات العنوان الوطني", "National address certificate"),
    "municipal_licence": Text("رخصة تجارية (بلدي)", "Municipal licence"),
    "gosi_certificate": Text("شهادة التأمينات الاجتماعية", "GOSI certificate"),
    "saudization_certificate": Text("شهادة السعودة", "Saudization certificate"),
    "vat_certificate": Text("شهادة ضريبة القيمة المضافة", "VAT registration certificate"),
    "zakat_certificate": Text("شهادة الزكاة", "Zakat certificate"),
    "investment_registration": Text("شهادة تسجيل المستثمر", "Investor registration"),
    "attested_document": Text("وثيقة مصدقة", "Attested document"),
    "trademark_certificate": Text("شهادة علامة تجارية", "Trademark certificate"),
    "conformity_certificate": Text("شهادة مطابقة منتج", "Conformity certificate"),
}


def document(
    key: str,
    ar: str,
    en: str,
    *,
    mandatory: bool = True,
    accepts: tuple[str, ...] = SCAN,
) -> RequiredDocument:
    """A required document from its two names."""
    return RequiredDocument(key, Text(ar, en), mandatory, accepts)


IQAMA_COPY = document("iqama_copy", "صورة الإقامة", "Copy of the Iqama")
PASSPORT_COPY = document(
    "passport_copy", "صورة جواز السفر ساري المفعول", "Copy of the valid passport"
)
CR_COPY = document("cr_copy", "صورة السجل التجاري", "Copy of the commercial registration")
ID_COPY = document("owner_id_copy", "صورة هوية المالك أو المفوض", "ID of the owner or signatory")
PHOTO = document(
    "photo", "صورة شخصية حديثة بخلفية بيضاء", "Recent photo, white background", accepts=PICTURE
)
HEALTH_INSURANCE = document(
    "health_insurance", "وثيقة التأمين الصحي", "Health insurance policy", accepts=PDF_ONLY
)
MEDICAL_REPORT = document(
    "medical_report", "نتيجة الفحص الطبي", "Medical examination result", accepts=PDF_ONLY
)
AUTHORISATION = document(
    "authorisation_letter",
    "خطاب تفويض مصدق من الغرفة التجارية",
    "Authorisation letter attested by the chamber",
)
LEASE = document("lease_contract", "عقد الإيجار الموثق في منصة إيجار", "Lease registered with Ejar")
ARTICLES = document(
    "articles_of_association", "عقد التأسيس", "Articles of association", accepts=PDF_ONLY
)
ADDRESS_PROOF = document("national_address_proof", "إثبات العنوان الوطني", "National address proof")
EMPLOYMENT_CONTRACT = document(
    "employment_contract", "عقد العمل الموقع", "Signed employment contract", accepts=EDITABLE
)
ORIGINAL = document(
    "source_document", "المستند المطلوب ترجمته", "Document to translate", accepts=EDITABLE
)
