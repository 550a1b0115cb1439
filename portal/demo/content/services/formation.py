"""Founding a company and keeping its commercial registration."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    ADDRESS_PROOF,
    ARTICLES,
    AUTHORISATION,
    BUSINESS_CENTER,
    COMMERCE,
    COMPANY_AFFAIRS,
    CR_COPY,
    ID_COPY,
    INVESTMENT,
    document,
)
from portal.demo.content.services.shape import (
    EDITABLE,
    PDF_ONLY,
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

CR_ISSUE = Service(
    code="CRN-ISS",
    name=Text("إصدار سجل تجاري", "Commercial registration issuance"),
    description=Text(
        "تأسيس شركة وإصدار سجلها التجاري: حجز الاسم، وتوثيق عقد التأسيس، وإصدار السجل.",
        "Formation of a company and its registration: name reservation, articles, registration.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("2500.00"),
    eligibility=("required_documents",),
    requires_company=False,
    document_type="cr",
    validity_months=12,
    price_note=Text(
        "تختلف الرسوم الحكومية بحسب الشكل القانوني وعدد سنوات القيد.",
        "Government fees depend on the legal form and the years of registration.",
    ),
    government_fees=(
        GovernmentFee(
            "name_reservation",
            Text("رسوم حجز الاسم التجاري", "Trade name reservation fee"),
            COMMERCE,
            Decimal("200.00"),
            note=Text(
                "200 ريال للاسم العربي و500 ريال للاسم بلغة أجنبية.",
                "SAR 200 for an Arabic name, SAR 500 for a name in another language.",
            ),
        ),
        GovernmentFee(
            "cr_fee",
            Text("رسوم قيد السجل التجاري", "Commercial registration fee"),
            COMMERCE,
            Decimal("1200.00"),
            per="year",
        ),
    ),
    steps=(
        collect(
            ID_COPY,
            document(
                "proposed_names",
                "ثلاثة أسماء تجارية مقترحة",
                "Three proposed trade names",
                accepts=EDITABLE,
            ),
            document(
                "activities", "الأنشطة ورأس المال", "Activities and capital", accepts=EDITABLE
            ),
        ),
        pay("name_reservation", Text("سداد رسوم حجز الاسم", "Pay the name reservation")),
        task(
            "draft_articles",
            Text("إعداد عقد التأسيس", "Draft the articles of association"),
            24,
            Text(
                "أعد عقد التأسيس وفق النموذج المعتمد وأرسله للشركاء للمراجعة.",
                "Draft the articles on the approved form and send them to the partners.",
            ),
        ),
        approve(
            "review_articles",
            Text("مراجعة عقد التأسيس", "Review the articles"),
            16,
            Text(
                "راجع الحصص والصلاحيات وبيانات المديرين قبل التوثيق.",
                "Review shares, powers and managers before the articles are notarised.",
            ),
        ),
        appointment(
            "sign_articles",
            Text("توقيع الشركاء إلكترونيًا", "Electronic signature by the partners"),
            16,
            Text(
                "حدّد وقتًا يجتمع فيه الشركاء لاعتماد العقد عبر النفاذ الوطني.",
                "Agree a time at which all partners confirm through national single sign-on.",
            ),
        ),
        pay("cr_fee", Text("سداد رسوم السجل التجاري", "Pay the registration fee")),
        deliver(
            Text("تسليم السجل التجاري", "Deliver the registration"),
            Text(
                "أرسل السجل وعقد التأسيس وأنشئ ملف المنشأة.",
                "Send registration and articles, and create the company's file.",
            ),
        ),
    ),
)

CR_CONFIRMATION = Service(
    code="CRN-CNF",
    name=Text("التأكيد السنوي للسجل التجاري", "CR annual confirmation"),
    description=Text(
        "تأكيد بيانات السجل التجاري سنويًا وسداد رسومه قبل انتهاء المهلة النظامية.",
        "Yearly confirmation of the registration's data and its fee, before the legal deadline.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("350.00"),
    eligibility=("company_active", "national_address_registered", "required_documents"),
    document_type="cr",
    validity_months=12,
    price_note=Text(
        "تختلف الرسوم الحكومية بحسب الشكل القانوني للمنشأة.",
        "The government fee depends on the company's legal form.",
    ),
    government_fees=(
        GovernmentFee(
            "confirmation_fee",
            Text("رسوم التأكيد السنوي", "Annual confirmation fee"),
            BUSINESS_CENTER,
            Decimal("1200.00"),
            per="year",
            note=Text(
                "رسوم الشركات، وللمؤسسات 200 ريال.",
                "For companies; SAR 200 for establishments.",
            ),
        ),
    ),
    steps=(
        collect(CR_COPY, ADDRESS_PROOF, hours=8),
        task(
            "review_data",
            Text("مراجعة بيانات السجل", "Review the registered data"),
            8,
            Text(
                "طابق الأنشطة والعنوان وبيانات المديرين مع واقع المنشأة.",
                "Compare activities, address and managers with the company's actual state.",
            ),
        ),
        pay("confirmation_fee", Text("سداد رسوم التأكيد السنوي", "Pay the confirmation fee")),
        task(
            "confirm",
            Text("تنفيذ التأكيد السنوي", "Make the annual confirmation"),
            4,
            Text(
                "نفّذ التأكيد عبر المركز السعودي للأعمال بتفويض من المالك.",
                "Confirm through the Saudi Business Center under the owner's mandate.",
            ),
        ),
        deliver(
            Text("تسليم السجل المحدّث", "Deliver the updated registration"),
            Text(
                "أرسل السجل المحدّث وسجّل موعد التأكيد القادم.",
                "Send the updated registration and record the next confirmation date.",
            ),
        ),
    ),
)

CR_AMENDMENT = Service(
    code="CRN-AMD",
    name=Text("تعديل السجل التجاري وعقد التأسيس", "CR and articles amendment"),
    description=Text(
        "تعديل النشاط أو رأس المال أو الشركاء أو المديرين في السجل وعقد التأسيس.",
        "Change of activity, capital, partners or managers in registration and articles.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("1500.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="cr",
    government_fees=(
        GovernmentFee(
            "amendment_fee",
            Text("رسوم التعديل والنشر", "Amendment and publication fee"),
            BUSINESS_CENTER,
            Decimal("500.00"),
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            ARTICLES,
            document(
                "partners_resolution",
                "قرار الشركاء بالتعديل",
                "Partners' resolution",
                accepts=EDITABLE,
            ),
        ),
        task(
            "draft_amendment",
            Text("صياغة ملحق التعديل", "Draft the amendment"),
            16,
            Text(
                "صغ ملحق التعديل وأرسله للعميل للمراجعة.",
                "Draft the amendment and send it to the client for review.",
            ),
        ),
        approve(
            "review_amendment",
            Text("مراجعة الملحق", "Review the amendment"),
            8,
            Text(
                "راجع أثر التعديل على التراخيص القائمة.",
                "Review what the change means for the licences in force.",
            ),
        ),
        pay("amendment_fee", Text("سداد رسوم التعديل", "Pay the amendment fee")),
        deliver(
            Text("تسليم السجل المعدّل", "Deliver the amended registration"),
            Text(
                "أرسل السجل المعدّل وحدّث بيانات المنشأة.",
                "Send the amended registration and update the company's data.",
            ),
        ),
    ),
)

INVESTMENT_REGISTRATION = Service(
    code="MSA-REG",
    name=Text("تسجيل مستثمر أجنبي", "Foreign investor registration"),
    description=Text(
        "تسجيل المستثمر الأجنبي لدى وزارة الاستثمار تمهيدًا لتأسيس المنشأة.",
        "Registration of a foreign investor with the Ministry of Investment before formation.",
    ),
    category=COMPANY_AFFAIRS,
    fee=Decimal("4500.00"),
    eligibility=("required_documents",),
    requires_company=False,
    document_type="investment_registration",
    validity_months=12,
    price_note=Text(
        "تختلف الرسوم الحكومية بحسب النشاط وسنة الاشتراك.",
        "Government fees depend on the activity and the year of subscription.",
    ),
    government_fees=(
        GovernmentFee(
            "registration_fee",
            Text("رسوم التسجيل", "Registration fee"),
            INVESTMENT,
            Decimal("2000.00"),
        ),
        GovernmentFee(
            "investor_services_fee",
            Text("اشتراك مركز خدمات المستثمرين", "Investor services subscription"),
            INVESTMENT,
            Decimal("10000.00"),
            per="year",
        ),
    ),
    steps=(
        collect(
            AUTHORISATION,
            document(
                "foreign_cr",
                "السجل التجاري الأجنبي مصدقًا",
                "Attested foreign registration",
                accepts=PDF_ONLY,
            ),
            document(
                "financial_statements",
                "القوائم المالية المعتمدة",
                "Audited financial statements",
                accepts=PDF_ONLY,
            ),
            hours=40,
        ),
        approve(
            "review_file",
            Text("مراجعة ملف المستثمر", "Review the investor's file"),
            16,
            Text(
                "راجع التصديقات ومطابقة النشاط لدليل الأنشطة.",
                "Review attestations and that the activity matches the guide.",
            ),
        ),
        pay("registration_fee", Text("سداد رسوم التسجيل", "Pay the registration fee")),
        task(
            "submit_application",
            Text("تقديم الطلب لوزارة الاستثمار", "Apply to the Ministry of Investment"),
            16,
            Text(
                "قدّم الطلب وأجب عن ملاحظات الوزارة خلال يومي عمل.",
                "Apply, and answer the ministry's remarks within two working days.",
            ),
        ),
        pay("investor_services_fee", Text("سداد اشتراك خدمات المستثمرين", "Pay the subscription")),
        deliver(
            Text("تسليم شهادة التسجيل", "Deliver the registration certificate"),
            Text(
                "أرسل الشهادة وخطة التأسيس التالية للعميل.",
                "Send the client the certificate and the plan for the formation.",
            ),
        ),
    ),
)

SERVICES = (
    CR_ISSUE,
    CR_CONFIRMATION,
    CR_AMENDMENT,
    INVESTMENT_REGISTRATION,
)
