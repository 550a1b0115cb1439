"""What follows a registration: chamber membership and the national address."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    CHAMBER,
    COMPANY_AFFAIRS,
    CR_COPY,
    ID_COPY,
    POST,
    document,
)
from portal.demo.content.services.shape import (
    EDITABLE,
    PDF_ONLY,
    GovernmentFee,
    Service,
    collect,
    deliver,
    pay,
    task,
)
from portal.demo.content.text import Text

CHAMBER_YEAR = GovernmentFee(
    "chamber_fee",
    Text("رسوم اشتراك الغرفة التجارية", "Chamber membership fee"),
    CHAMBER,
    Decimal("800.00"),
    per="year",
    note=Text(
        "رسوم الدرجة الرابعة، وتختلف بحسب درجة الاشتراك والغرفة.",
        "Fee of the fourth class; it depends on the class and the chamber.",
    ),
)
CHAMBER_PRICE = Text(
    "تختلف الرسوم الحكومية بحسب درجة الاشتراك.", "The fee depends on the class of membership."
)

CHAMBER_NEW = Service(
    code="COC-NEW",
    name=Text("اشتراك جديد في الغرفة التجارية", "New Chamber of Commerce membership"),
    description=Text(
        "فتح اشتراك للمنشأة في الغرفة التجارية وتفعيل خدمات التصديق الإلكتروني.",
        "Opening a chamber membership and activating its electronic attestation services.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("250.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="chamber_membership",
    validity_months=12,
    price_note=CHAMBER_PRICE,
    government_fees=(CHAMBER_YEAR,),
    steps=(
        collect(
            CR_COPY,
            ID_COPY,
            document("signature_form", "نموذج اعتماد التوقيع", "Signature form", accepts=PDF_ONLY),
        ),
        task(
            "submit_application",
            Text("تقديم طلب الاشتراك", "Apply for membership"),
            8,
            Text(
                "اختر درجة الاشتراك التي اعتمدها العميل وأرفق نموذج التوقيع.",
                "Choose the class that the client approved and attach the signature form.",
            ),
        ),
        pay("chamber_fee", Text("سداد رسوم الاشتراك", "Pay the membership fee")),
        deliver(
            Text("تسليم شهادة الاشتراك", "Deliver the membership certificate"),
            Text(
                "أرسل الشهادة وبيانات الدخول إلى خدمات الغرفة.",
                "Send the certificate and the access to the chamber's services.",
            ),
        ),
    ),
)

CHAMBER_RENEWAL = Service(
    code="COC-REN",
    name=Text("تجديد اشتراك الغرفة التجارية", "Chamber of Commerce renewal"),
    description=Text(
        "تجديد اشتراك المنشأة في الغرفة التجارية وتحديث المفوضين بالتوقيع.",
        "Renewal of the chamber membership, with the authorised signatories updated.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("150.00"),
    eligibility=("company_active", "cr_valid"),
    document_type="chamber_membership",
    validity_months=12,
    price_note=CHAMBER_PRICE,
    government_fees=(CHAMBER_YEAR,),
    steps=(
        collect(
            CR_COPY,
            document(
                "signatory_change",
                "طلب تغيير المفوضين بالتوقيع",
                "Request to change signatories",
                mandatory=False,
                accepts=EDITABLE,
            ),
            hours=8,
        ),
        pay("chamber_fee", Text("سداد رسوم الاشتراك", "Pay the membership fee")),
        task(
            "renew_membership",
            Text("تنفيذ التجديد", "Renew the membership"),
            4,
            Text(
                "نفّذ التجديد في بوابة الغرفة وتحقق من المفوضين.",
                "Renew on the chamber's portal and check the signatories.",
            ),
        ),
        deliver(
            Text("تسليم الشهادة المجددة", "Deliver the renewed certificate"),
            Text(
                "أرسل الشهادة وحدّث تاريخ انتهائها.",
                "Send the certificate and update its expiry date.",
            ),
        ),
    ),
)

NATIONAL_ADDRESS = Service(
    code="NAD-REG",
    name=Text("تسجيل العنوان الوطني للمنشأة", "National address registration"),
    description=Text(
        "تسجيل العنوان الوطني للمنشأة لدى البريد السعودي وإصدار شهادة الإثبات.",
        "Registration of the company's national address with Saudi Post, with its certificate.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("150.00"),
    eligibility=("company_active", "cr_valid"),
    document_type="national_address",
    validity_months=12,
    government_fees=(
        GovernmentFee(
            "address_fee",
            Text("رسوم اشتراك العنوان الوطني", "National address subscription"),
            POST,
            Decimal("500.00"),
            per="year",
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            document("location", "موقع المنشأة على الخريطة", "Location on the map"),
            hours=8,
        ),
        task(
            "register_address",
            Text("تسجيل العنوان", "Register the address"),
            8,
            Text(
                "سجّل رقم المبنى والرقم الإضافي والرمز البريدي كما في اللوحة.",
                "Register building, additional number and postal code as on the plate.",
            ),
        ),
        pay("address_fee", Text("سداد رسوم الاشتراك", "Pay the subscription")),
        deliver(
            Text("تسليم إثبات العنوان", "Deliver the address certificate"),
            Text(
                "أرسل الإثبات وحدّث عنوان المنشأة في ملفها.",
                "Send the certificate and update the address on the company's file.",
            ),
        ),
    ),
)

SERVICES = (CHAMBER_NEW, CHAMBER_RENEWAL, NATIONAL_ADDRESS)
