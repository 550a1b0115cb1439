"""Company names in their parts, sectors, legal forms and the professions of each sector.

A name is two words of a compound, an activity and a legal form; the English transliterates the
compound and translates the rest, as Saudi companies do on their letterheads.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.content.text import Text


@dataclass(frozen=True, slots=True)
class Job:
    """A profession as on an Iqama; ``office`` ones are held by women as often as by men."""

    title: Text
    office: bool = False


@dataclass(frozen=True, slots=True)
class Sector:
    """What a company does; ``activities`` go into its name, ``jobs`` are those of its workers."""

    key: str
    name: Text
    activities: tuple[Text, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form; ``pattern`` takes ``{name}``. ``countries`` are ISO 3166 alpha-2."""

    key: str
    name: Text
    pattern: Text
    weight: int
    countries: tuple[str, ...] = ("SA",)
    sectors: tuple[str, ...] = ()


def _job(ar: str, en: str, *, office: bool = False) -> Job:
    return Job(Text(ar, en), office)


FIRST_WORDS = (
    Text("ركائز", "Rakaiz"),
    Text("روافد", "Rawafed"),
    Text("سواعد", "Sawaed"),
    Text("آفاق", "Afaq"),
    Text("قمم", "Qimam"),
    Text("جسور", "Josoor"),
    Text("واحة", "Wahat"),
    Text("درب", "Darb"),
    Text("نبع", "Nabaa"),
    Text("أركان", "Arkan"),
    Text("ملتقى", "Multaqa"),
    Text("مرافئ", "Marafe"),
    Text("بوادر", "Bawader"),
    Text("رواسي", "Rawasi"),
    Text("معالم", "Maalem"),
    Text("منارة", "Manarat"),
    Text("صروح", "Sorouh"),
    Text("إشراقة", "Ishraqat"),
    Text("ثمار", "Thimar"),
    Text("خطى", "Khuta"),
    Text("مسارات", "Masarat"),
    Text("نخبة", "Nukhbat"),
    Text("ظلال", "Dhilal"),
    Text("بيارق", "Bayareq"),
)

SECOND_WORDS = (
    Text("نجد", "Najd"),
    Text("الشمال", "Al Shamal"),
    Text("الحجاز", "Al Hijaz"),
    Text("الخليج", "Al Khaleej"),
    Text("الجزيرة", "Al Jazirah"),
    Text("الوسطى", "Al Wusta"),
    Text("اليمامة", "Al Yamamah"),
    Text("الساحل", "Al Sahel"),
    Text("السروات", "Al Sarawat"),
    Text("طويق", "Tuwaiq"),
    Text("الدانة", "Al Danah"),
    Text("الريادة", "Al Riyadah"),
    Text("الوفاق", "Al Wefaq"),
    Text("السدرة", "Al Sidrah"),
    Text("العارض", "Al Aridh"),
    Text("الدهناء", "Al Dahna"),
    Text("الإتقان", "Al Itqan"),
    Text("المجد", "Al Majd"),
    Text("الأصالة", "Al Asalah"),
    Text("الفرسان", "Al Fursan"),
)

_ACCOUNTANT = _job("محاسب", "Accountant", office=True)
_SECRETARY = _job("سكرتير", "Secretary", office=True)
_DRIVER = _job("سائق شاحنة خفيفة", "Light truck driver")
_LOADER = _job("عامل تحميل وتنزيل", "Loading worker")
_CLEANER = _job("عامل نظافة", "Cleaner")
_SALES = _job("مندوب مبيعات", "Sales representative", office=True)
_STOREKEEPER = _job("أمين مستودع", "Storekeeper")

SECTORS = (
    Sector(
        "construction",
        Text("المقاولات والتشييد", "Contracting and construction"),
        (
            Text("للمقاولات", "Contracting"),
            Text("للمقاولات العامة", "General Contracting"),
            Text("للبناء والتشييد", "Building and Construction"),
            Text("للأعمال الكهربائية", "Electrical Works"),
            Text("للطرق والجسور", "Roads and Bridges"),
        ),
        (
            _job("عامل بناء", "Construction worker"),
            _job("نجار مسلح", "Formwork carpenter"),
            _job("حداد تسليح", "Steel fixer"),
            _job("كهربائي مبان", "Building electrician"),
            _job("سباك", "Plumber"),
            _job("مشغل رافعة", "Crane operator"),
            _job("لحام", "Welder"),
            _job("مهندس مدني", "Civil engineer", office=True),
            _job("مساح أراض", "Land surveyor"),
            _job("مشرف موقع", "Site supervisor"),
            _ACCOUNTANT,
        ),
    ),
    Sector(
        "trading",
        Text("التجارة", "Trading"),
        (
            Text("للتجارة", "Trading"),
            Text("للمواد الغذائية", "Foodstuff"),
            Text("لمواد البناء", "Building Materials"),
            Text("للأدوات الصحية", "Sanitary Ware"),
            Text("لقطع غيار السيارات", "Auto Spare Parts"),
            Text("للأجهزة المنزلية", "Home Appliances"),
        ),
        (_SALES, _STOREKEEPER, _DRIVER, _LOADER, _ACCOUNTANT, _SECRETARY),
    ),
    Sector(
        "logistics",
        Text("النقل والخدمات اللوجستية", "Transport and logistics"),
        (
            Text("للنقل", "Transport"),
            Text("للخدمات اللوجستية", "Logistics Services"),
            Text("للشحن والتخليص", "Freight and Clearance"),
        ),
        (
            _job("سائق شاحنة ثقيلة", "Heavy truck driver"),
            _job("مشغل رافعة شوكية", "Forklift operator"),
            _job("مخلص جمركي", "Customs broker"),
            _job("ميكانيكي مركبات", "Vehicle mechanic"),
            _job("منسق عمليات", "Operations coordinator", office=True),
            _STOREKEEPER,
            _LOADER,
        ),
    ),
    Sector(
        "food",
        Text("المطاعم والإعاشة", "Restaurants and catering"),
        (
            Text("للمطاعم", "Restaurants"),
            Text("للتموين والإعاشة", "Catering"),
            Text("للحلويات والمخبوزات", "Sweets and Bakeries"),
        ),
        (
            _job("طباخ", "Cook"),
            _job("خباز", "Baker"),
            _job("نادل", "Waiter"),
            _job("عامل مطبخ", "Kitchen worker"),
            _job("مشرف مطعم", "Restaurant supervisor", office=True),
            _DRIVER,
            _CLEANER,
        ),
    ),
    Sector(
        "technology",
        Text("تقنية المعلومات", "Information technology"),
        (
            Text("لتقنية المعلومات", "Information Technology"),
            Text("للحلول الرقمية", "Digital Solutions"),
            Text("للأنظمة الأمنية", "Security Systems"),
        ),
        (
            _job("مطور برمجيات", "Software developer", office=True),
            _job("محلل نظم", "Systems analyst", office=True),
            _job("فني شبكات", "Network technician"),
            _job("مدير مشروع", "Project manager", office=True),
            _SALES,
            _ACCOUNTANT,
        ),
    ),
    Sector(
        "maintenance",
        Text("الصيانة والتشغيل", "Operation and maintenance"),
        (
            Text("للصيانة والتشغيل", "Operation and Maintenance"),
            Text("للتكييف والتبريد", "Air Conditioning and Refrigeration"),
            Text("لخدمات النظافة", "Cleaning Services"),
        ),
        (
            _job("فني تكييف", "Air-conditioning technician"),
            _job("فني صيانة", "Maintenance technician"),
            _job("كهربائي عام", "General electrician"),
            _job("مهندس ميكانيكي", "Mechanical engineer", office=True),
            _CLEANER,
            _DRIVER,
        ),
    ),
    Sector(
        "health",
        Text("الخدمات الصحية", "Health services"),
        (
            Text("للخدمات الطبية", "Medical Services"),
            Text("للأدوية", "Pharmaceuticals"),
            Text("للمستلزمات الطبية", "Medical Supplies"),
        ),
        (
            _job("ممرض", "Nurse", office=True),
            _job("طبيب عام", "General practitioner", office=True),
            _job("صيدلي", "Pharmacist", office=True),
            _job("فني مختبر", "Laboratory technician", office=True),
            _SECRETARY,
            _CLEANER,
        ),
    ),
    Sector(
        "manufacturing",
        Text("الصناعة", "Manufacturing"),
        (
            Text("للصناعات المعدنية", "Metal Industries"),
            Text("للألمنيوم", "Aluminium"),
            Text("للخرسانة الجاهزة", "Ready-Mix Concrete"),
            Text("للصناعات البلاستيكية", "Plastic Industries"),
        ),
        (
            _job("مشغل آلة", "Machine operator"),
            _job("عامل إنتاج", "Production worker"),
            _job("مراقب جودة", "Quality inspector", office=True),
            _job("لحام", "Welder"),
            _job("مهندس صناعي", "Industrial engineer", office=True),
            _STOREKEEPER,
            _LOADER,
        ),
    ),
    Sector(
        "hospitality",
        Text("الضيافة والسفر", "Hospitality and travel"),
        (
            Text("للفنادق", "Hotels"),
            Text("للسفر والسياحة", "Travel and Tourism"),
            Text("لتنظيم المعارض والمؤتمرات", "Exhibitions and Conferences"),
        ),
        (
            _job("موظف استقبال", "Receptionist", office=True),
            _job("عامل تنظيف غرف", "Room attendant"),
            _job("طباخ", "Cook"),
            _job("موظف حجوزات", "Reservations clerk", office=True),
            _job("سائق حافلة", "Bus driver"),
            _ACCOUNTANT,
        ),
    ),
    Sector(
        "agriculture",
        Text("الزراعة", "Agriculture"),
        (
            Text("للزراعة", "Agriculture"),
            Text("للتمور", "Dates"),
            Text("للدواجن", "Poultry"),
        ),
        (
            _job("عامل زراعي", "Farm worker"),
            _job("مهندس زراعي", "Agricultural engineer", office=True),
            _job("مشغل معدات زراعية", "Farm machinery operator"),
            _DRIVER,
            _LOADER,
        ),
    ),
    Sector(
        "consulting",
        Text("الاستشارات", "Consultancy"),
        (
            Text("للاستشارات الهندسية", "Engineering Consultancy"),
            Text("للاستشارات الإدارية", "Management Consultancy"),
            Text("للتعليم والتدريب", "Education and Training"),
        ),
        (
            _job("مهندس معماري", "Architect", office=True),
            _job("رسام هندسي", "Draughtsman", office=True),
            _job("مستشار إداري", "Management consultant", office=True),
            _job("مدرب", "Trainer", office=True),
            _SECRETARY,
            _ACCOUNTANT,
        ),
    ),
)

_LLC = Text("شركة ذات مسؤولية محدودة", "Limited liability company")

LEGAL_FORMS = (
    LegalForm("llc", _LLC, Text("شركة {name} المحدودة", "{name} Co. Ltd."), 50),
    LegalForm(
        "establishment",
        Text("مؤسسة فردية", "Sole establishment"),
        Text("مؤسسة {name}", "{name} Establishment"),
        28,
    ),
    LegalForm(
        "single_person",
        Text("شركة شخص واحد", "Single-person company"),
        Text("شركة {name} شركة شخص واحد", "{name} Single-Person Company"),
        12,
    ),
    LegalForm(
        "closed_jsc",
        Text("شركة مساهمة مقفلة", "Closed joint-stock company"),
        Text("شركة {name} مساهمة مقفلة", "{name} Company (Closed JSC)"),
        6,
    ),
    LegalForm(
        "factory",
        Text("مؤسسة فردية", "Sole establishment"),
        Text("مصنع {name}", "{name} Factory"),
        20,
        sectors=("manufacturing",),
    ),
    LegalForm("gulf_llc", _LLC, Text("شركة {name} ذ.م.م", "{name} LLC"), 10, ("AE",)),
    LegalForm("gulf_wll", _LLC, Text("شركة {name} ذ.م.م", "{name} W.L.L."), 10, ("KW", "BH", "QA")),
    LegalForm("omani_llc", _LLC, Text("شركة {name} ش.م.م", "{name} LLC"), 10, ("OM",)),
)

# As long as real registers hold: layouts and PDFs must cope with it.
LONG_NAME = Text(
    "شركة تحالف مرافئ الخليج وروافد نجد المتحدة للمقاولات العامة والصيانة والتشغيل والخدمات "
    "اللوجستية وتقنية المعلومات وتجارة مواد البناء وشركائهم ذات مسؤولية محدودة",
    "United Alliance of Marafe Al Khaleej and Rawafed Najd for General Contracting, Maintenance, "
    "Operation, Logistics Services, Information Technology and Building Materials Trading and "
    "Partners Limited Liability Company",
)
