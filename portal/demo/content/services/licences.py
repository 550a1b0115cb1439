"""Municipal licences, and the zakat and tax registrations."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    ADDRESS_PROOF,
    CR_COPY,
    ID_COPY,
    LEASE,
    LICENCES,
    MUNICIPALITIES,
    TAX,
    document,
)
from portal.demo.content.services.shape import (
    PDF_ONLY,
    PICTURE,
    GovernmentFee,
    Service,
    appointment,
    approve,
    collect,
    deliver,
    pay,
    task,
)
from portal.demo.content.text import Text

LICENCE_PRICE = Text(
    "تختلف الرسوم الحكومية بحسب النشاط ومساحة المحل واللوحة.",
    "Government fees depend on the activity and on the area of premises and sign.",
)
LICENCE_YEAR = GovernmentFee(
    "licence_fee",
    Text("رسوم الرخصة التجارية", "Municipal licence fee"),
    MUNICIPALITIES,
    Decimal("1200.00"),
    per="year",
    note=Text("تقدير لمحل مساحته 100 متر مربع.", "Estimate for premises of 100 square metres."),
)
SIGN_YEAR = GovernmentFee(
    "sign_fee",
    Text("رسوم اللوحة التجارية", "Shop sign fee"),
    MUNICIPALITIES,
    Decimal("400.00"),
    per="year",
)

LICENCE_ISSUE = Service(
    code="BLD-ISS",
    name=Text("إصدار رخصة تجارية (بلدي)", "Municipal licence (Balady) issuance"),
    description=Text(
        "إصدار رخصة تجارية عبر منصة بلدي شاملة اللوحة واشتراطات السلامة.",
        "Municipal licence through Balady, with the sign and the safety requirements.",
    ),
    category=LICENCES,
    fee=Decimal("1200.00"),
    eligibility=(
        "company_active",
        "cr_valid",
        "national_address_registered",
        "required_documents",
    ),
    document_type="municipal_licence",
    validity_months=12,
    price_note=LICENCE_PRICE,
    government_fees=(LICENCE_YEAR, SIGN_YEAR),
    steps=(
        collect(
            CR_COPY,
            LEASE,
            document(
                "premises_photos",
                "صور المحل واللوحة",
                "Photos of premises and sign",
                accepts=PICTURE,
            ),
            document("safety_report", "تقرير السلامة", "Safety report", accepts=PDF_ONLY),
        ),
        task(
            "measure_premises",
            Text("الرفع المساحي للمحل", "Survey the premises"),
            24,
            Text(
                "نسّق مع مكتب هندسي معتمد للرفع المساحي وتحديد الإحداثيات.",
                "Have an accredited engineering office survey the premises and their location.",
            ),
        ),
        task(
            "submit_application",
            Text("تقديم الطلب في منصة بلدي", "Apply in Balady"),
            8,
            Text(
                "اختر النشاط المطابق للسجل وأرفق التقرير والصور.",
                "Choose the activity as registered and attach report and photos.",
            ),
        ),
        appointment(
            "site_inspection",
            Text("زيارة المراقب البلدي", "Municipal inspection"),
            40,
            Text(
                "أبلغ العميل بموعد الزيارة وتأكد من جاهزية الموقع.",
                "Tell the client the time of the visit and see that the site is ready.",
            ),
        ),
        pay("licence_fee", Text("سداد رسوم الرخصة", "Pay the licence fee")),
        pay("sign_fee", Text("سداد رسوم اللوحة", "Pay the sign fee")),
        deliver(
            Text("تسليم الرخصة التجارية", "Deliver the licence"),
            Text(
                "أرسل الرخصة للعميل لعرضها في المحل وسجّل تاريخ انتهائها.",
                "Send the licence for display on the premises and record its expiry.",
            ),
        ),
    ),
)

LICENCE_RENEWAL = Service(
    code="BLD-REN",
    name=Text("تجديد رخصة تجارية (بلدي)", "Municipal licence (Balady) renewal"),
    description=Text(
        "تجديد الرخصة التجارية عبر منصة بلدي ومعالجة المخالفات القائمة.",
        "Renewal of the municipal licence through Balady, with open violations resolved.",
    ),
    category=LICENCES,
    fee=Decimal("600.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="municipal_licence",
    validity_months=12,
    price_note=LICENCE_PRICE,
    government_fees=(LICENCE_YEAR,),
    steps=(
        collect(CR_COPY, LEASE, hours=8),
        task(
            "check_violations",
            Text("التحقق من المخالفات", "Check for violations"),
            4,
            Text(
                "تحقق من المخالفات البلدية وأبلغ العميل بما يلزم سداده أو الاعتراض عليه.",
                "Check municipal violations; tell the client what to pay or contest.",
            ),
        ),
        pay("licence_fee", Text("سداد رسوم الرخصة", "Pay the licence fee")),
        task(
            "renew_licence",
            Text("تجديد الرخصة في منصة بلدي", "Renew the licence in Balady"),
            8,
            Text(
                "جدّد الرخصة للمدة المعتمدة من العميل.",
                "Renew the licence for the period that the client approved.",
            ),
        ),
        deliver(
            Text("تسليم الرخصة المجددة", "Deliver the renewed licence"),
            Text("أرسل الرخصة وحدّث تاريخ الانتهاء.", "Send the licence and update its expiry."),
        ),
    ),
)

VAT_REGISTRATION = Service(
    code="ZVT-REG",
    name=Text("التسجيل في ضريبة القيمة المضافة", "ZATCA VAT registration"),
    description=Text(
        "تسجيل المنشأة في ضريبة القيمة المضافة لدى هيئة الزكاة والضريبة والجمارك.",
        "Registration of the company for VAT with the Zakat, Tax and Customs Authority.",
    ),
    category=TAX,
    fee=Decimal("750.00"),
    eligibility=(
        "company_active",
        "cr_valid",
        "national_address_registered",
        "required_documents",
    ),
    document_type="vat_certificate",
    steps=(
        collect(
            CR_COPY,
            ID_COPY,
            ADDRESS_PROOF,
            document(
                "turnover_statement",
                "بيان الإيرادات لآخر 12 شهرًا",
                "Turnover of the last 12 months",
                accepts=("pdf", "xlsx"),
            ),
            document(
                "iban_letter", "شهادة الحساب البنكي", "Bank account certificate", accepts=PDF_ONLY
            ),
        ),
        task(
            "assess_turnover",
            Text("تحديد نوع التسجيل", "Determine the kind of registration"),
            8,
            Text(
                "قارن الإيرادات بحد التسجيل الإلزامي 375,000 ريال والاختياري 187,500 ريال.",
                "Compare with the thresholds: SAR 375,000 mandatory, SAR 187,500 voluntary.",
            ),
            role="accountant",
        ),
        approve(
            "manager_review",
            Text("اعتماد طلب التسجيل", "Approve the application"),
            8,
            Text(
                "راجع تاريخ السريان والفترة الضريبية قبل التقديم.",
                "Review effective date and tax period before it is submitted.",
            ),
        ),
        task(
            "submit_application",
            Text("تقديم الطلب في بوابة الهيئة", "Apply on the authority's portal"),
            8,
            Text(
                "قدّم الطلب وتابع استفسارات الهيئة حتى صدور الشهادة.",
                "Apply and answer the authority's questions until the certificate is issued.",
            ),
        ),
        deliver(
            Text("تسليم شهادة التسجيل", "Deliver the VAT certificate"),
            Text(
                "أرسل الشهادة وسجّل الرقم الضريبي في ملف المنشأة.",
                "Send the certificate and record the VAT number on the company's file.",
            ),
        ),
    ),
)

ZAKAT_CERTIFICATE = Service(
    code="ZKT-CRT",
    name=Text("إقرار وشهادة الزكاة", "Zakat return and certificate"),
    description=Text(
        "إعداد الإقرار الزكوي السنوي وتقديمه واستخراج شهادة الزكاة.",
        "Preparation and filing of the yearly zakat return, and the zakat certificate.",
    ),
    category=TAX,
    fee=Decimal("1800.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="zakat_certificate",
    validity_months=12,
    steps=(
        collect(
            CR_COPY,
            document(
                "financial_statements",
                "القوائم المالية المعتمدة",
                "Audited financial statements",
                accepts=PDF_ONLY,
            ),
            hours=40,
        ),
        task(
            "prepare_return",
            Text("إعداد الإقرار الزكوي", "Prepare the zakat return"),
            24,
            Text(
                "احتسب الوعاء الزكوي وأرفق جدول التسويات.",
                "Calculate the zakat base and attach the reconciliation.",
            ),
            role="accountant",
        ),
        approve(
            "review_return",
            Text("مراجعة الإقرار", "Review the return"),
            8,
            Text("راجع الإقرار مع العميل قبل تقديمه.", "Go through the return with the client."),
            visible=True,
        ),
        task(
            "file_return",
            Text("تقديم الإقرار", "File the return"),
            8,
            Text(
                "قدّم الإقرار وأرسل فاتورة السداد للعميل.",
                "File the return and send the client the payment invoice.",
            ),
            role="accountant",
        ),
        deliver(
            Text("تسليم شهادة الزكاة", "Deliver the zakat certificate"),
            Text(
                "استخرج الشهادة بعد السداد وأرسلها للعميل.",
                "Obtain the certificate after payment and send it to the client.",
            ),
        ),
    ),
)

SERVICES = (LICENCE_ISSUE, LICENCE_RENEWAL, VAT_REGISTRATION, ZAKAT_CERTIFICATE)
