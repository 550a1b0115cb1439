"""Visas: leaving and returning, visiting, and recruiting from abroad."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    AUTHORISATION,
    CR_COPY,
    FOREIGN_AFFAIRS,
    IQAMA_COPY,
    LABOUR,
    PASSPORT_COPY,
    PASSPORTS,
    RESIDENCY,
    document,
)
from portal.demo.content.services.shape import (
    EDITABLE,
    GovernmentFee,
    Service,
    approve,
    collect,
    deliver,
    pay,
    task,
)
from portal.demo.content.text import Text

EXIT_REENTRY = Service(
    code="VIS-ERE",
    name=Text("تأشيرة خروج وعودة", "Exit/re-entry visa"),
    description=Text(
        "إصدار تأشيرة خروج وعودة مفردة أو متعددة للعامل عبر منصة مقيم.",
        "Single or multiple exit/re-entry visa for a worker through Muqeem.",
    ),
    category=RESIDENCY,
    fee=Decimal("100.00"),
    eligibility=("company_active", "iqama_valid", "passport_valid"),
    requires_worker=True,
    document_type="exit_reentry_visa",
    validity_months=2,
    price_note=Text(
        "تزيد الرسوم الحكومية بحسب عدد الأشهر ونوع التأشيرة.",
        "The government fee rises with the number of months and the kind of visa.",
    ),
    government_fees=(
        GovernmentFee(
            "exit_reentry_fee",
            Text("رسوم تأشيرة خروج وعودة", "Exit/re-entry visa fee"),
            PASSPORTS,
            Decimal("200.00"),
            per="visa",
            note=Text(
                "مفردة لشهرين، و100 ريال لكل شهر إضافي؛ المتعددة 500 ريال لثلاثة أشهر.",
                "Single, two months; SAR 100 per further month; multiple SAR 500, three months.",
            ),
        ),
    ),
    steps=(
        collect(
            IQAMA_COPY,
            PASSPORT_COPY,
            document("leave_request", "نموذج طلب الإجازة", "Leave request form", accepts=EDITABLE),
            hours=8,
        ),
        pay("exit_reentry_fee", Text("سداد رسوم التأشيرة", "Pay the visa fee"), hours=4),
        task(
            "issue_visa",
            Text("إصدار التأشيرة في منصة مقيم", "Issue the visa in Muqeem"),
            4,
            Text(
                "أدخل مدة السفر وتأكد من سريان الجواز 90 يومًا على الأقل.",
                "Enter the period of travel; the passport must be valid for 90 days or more.",
            ),
        ),
        deliver(
            Text("إرسال التأشيرة", "Send the visa"),
            Text("أرسل نسخة التأشيرة للعميل والعامل.", "Send client and worker the visa."),
            hours=2,
        ),
    ),
)

FINAL_EXIT = Service(
    code="VIS-FEX",
    name=Text("تأشيرة خروج نهائي", "Final exit visa"),
    description=Text(
        "إصدار تأشيرة الخروج النهائي بعد تصفية مستحقات العامل وإنهاء عقده.",
        "Final exit visa after the worker's dues are settled and the contract has ended.",
    ),
    category=RESIDENCY,
    fee=Decimal("150.00"),
    eligibility=("company_active", "iqama_valid", "passport_valid", "required_documents"),
    requires_worker=True,
    document_type="final_exit_visa",
    validity_months=2,
    steps=(
        collect(
            IQAMA_COPY,
            PASSPORT_COPY,
            document(
                "final_settlement",
                "مخالصة نهائية موقعة من العامل",
                "Final settlement signed by the worker",
            ),
        ),
        task(
            "check_obligations",
            Text("التحقق من الالتزامات القائمة", "Check open obligations"),
            8,
            Text(
                "تحقق من المخالفات المرورية والمركبات والقضايا المسجلة على العامل.",
                "Check traffic violations, vehicles and court cases in the worker's name.",
            ),
            visible=False,
        ),
        approve(
            "manager_review",
            Text("اعتماد إصدار الخروج النهائي", "Approve the final exit"),
            8,
            Text(
                "راجع المخالصة النهائية؛ لا يمكن التراجع بعد مغادرة العامل.",
                "Review the settlement: nothing can be undone once the worker has left.",
            ),
        ),
        task(
            "issue_visa",
            Text("إصدار التأشيرة في منصة مقيم", "Issue the visa in Muqeem"),
            4,
            Text(
                "أصدر التأشيرة وأبلغ العميل بمهلة المغادرة البالغة 60 يومًا.",
                "Issue the visa and tell the client of the 60 days left to depart.",
            ),
        ),
        deliver(
            Text("إرسال التأشيرة", "Send the visa"),
            Text(
                "أرسل التأشيرة وحدّث حالة العامل إلى خروج نهائي.",
                "Send the visa and mark the worker as on final exit.",
            ),
        ),
    ),
)

FAMILY_VISIT = Service(
    code="VIS-FAM",
    name=Text("تأشيرة زيارة عائلية", "Family visit visa"),
    description=Text(
        "تقديم طلب زيارة عائلية عبر المنصة الوطنية للتأشيرات ومتابعته حتى صدور الموافقة.",
        "Application for a family visit on the national visa platform, followed to approval.",
    ),
    category=RESIDENCY,
    fee=Decimal("200.00"),
    eligibility=("iqama_valid", "required_documents"),
    requires_worker=True,
    document_type="visit_visa",
    validity_months=3,
    price_note=Text("تحتسب الرسوم عن كل زائر.", "The fee is charged for each visitor."),
    government_fees=(
        GovernmentFee(
            "visit_fee",
            Text("رسوم تأشيرة الزيارة", "Visit visa fee"),
            FOREIGN_AFFAIRS,
            Decimal("300.00"),
            per="visa",
        ),
    ),
    steps=(
        collect(
            IQAMA_COPY,
            document("visitor_passports", "صور جوازات الزائرين", "Visitors' passports"),
            document(
                "relationship_proof",
                "إثبات صلة القرابة مصدقًا",
                "Attested proof of relationship",
            ),
        ),
        task(
            "submit_application",
            Text("تقديم طلب الزيارة", "Submit the application"),
            8,
            Text(
                "أدخل أسماء الزائرين كما في الجوازات ثم صدّق الطلب إلكترونيًا.",
                "Enter the visitors' names as in their passports, then attest the application.",
            ),
        ),
        pay("visit_fee", Text("سداد رسوم التأشيرة", "Pay the visa fee")),
        task(
            "follow_up",
            Text("متابعة الموافقة", "Follow up the approval"),
            40,
            Text(
                "تابع حالة الطلب يوميًا وأبلغ العميل بأي ملاحظة خلال يوم عمل.",
                "Look at the status daily; pass on any remark within one working day.",
            ),
        ),
        deliver(
            Text("إرسال موافقة الزيارة", "Send the visit approval"),
            Text(
                "أرسل رقم الطلب ومستند الموافقة لاستكمال التأشيرة في الخارج.",
                "Send number and approval so that the visa can be completed abroad.",
            ),
        ),
    ),
)

WORK_VISA = Service(
    code="VIS-WRK",
    name=Text("إصدار تأشيرات عمل", "Work visa issuance"),
    description=Text(
        "استخراج تأشيرات عمل من رصيد المنشأة في قوى وتفويض مكتب الاستقدام.",
        "Work visas from the company's Qiwa quota, and mandate of the recruitment office.",
    ),
    category=RESIDENCY,
    fee=Decimal("750.00"),
    eligibility=(
        "company_active",
        "cr_valid",
        "national_address_registered",
        "required_documents",
    ),
    document_type="work_visa",
    validity_months=24,
    price_note=Text(
        "تحتسب الرسوم الحكومية عن كل تأشيرة.", "Government fees are charged for each visa."
    ),
    government_fees=(
        GovernmentFee(
            "work_visa_fee",
            Text("رسوم تأشيرة العمل", "Work visa fee"),
            LABOUR,
            Decimal("2000.00"),
            per="visa",
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            AUTHORISATION,
            document(
                "visa_list",
                "قائمة المهن والجنسيات وجهات القدوم",
                "List of professions, nationalities and places of arrival",
                accepts=("pdf", "docx", "xlsx"),
            ),
        ),
        task(
            "check_quota",
            Text("التحقق من رصيد التأشيرات", "Check the visa quota"),
            8,
            Text(
                "تحقق من النطاق ورصيد التأشيرات المتاح في قوى لكل مهنة.",
                "Check band and available quota for each profession in Qiwa.",
            ),
        ),
        approve(
            "manager_review",
            Text("اعتماد قائمة التأشيرات", "Approve the list of visas"),
            8,
            Text(
                "اعتمد القائمة بعد تأكيد العميل الخطي على المهن والأعداد.",
                "Approve once the client has confirmed professions and numbers in writing.",
            ),
        ),
        pay("work_visa_fee", Text("سداد رسوم التأشيرات", "Pay the visa fees")),
        task(
            "issue_visas",
            Text("إصدار التأشيرات", "Issue the visas"),
            16,
            Text(
                "أصدر التأشيرات في قوى واحفظ رقم الصادر لكل تأشيرة.",
                "Issue the visas in Qiwa and keep the outgoing number of each.",
            ),
        ),
        task(
            "mandate_office",
            Text("تفويض مكتب الاستقدام", "Mandate the recruitment office"),
            16,
            Text(
                "أصدر التفويض الإلكتروني للمكتب الذي يحدده العميل في بلد العامل.",
                "Issue the electronic mandate to the office that the client names abroad.",
            ),
        ),
        deliver(
            Text("تسليم بيانات التأشيرات", "Deliver the visa details"),
            Text(
                "أرسل بيانات التأشيرات والتفويض للعميل.",
                "Send the client the details of visas and mandate.",
            ),
        ),
    ),
)

BUSINESS_VISIT = Service(
    code="VIS-BUS",
    name=Text("دعوة زيارة عمل", "Business visit invitation"),
    description=Text(
        "إصدار خطاب دعوة لزيارة عمل لضيوف المنشأة من خارج المملكة.",
        "Invitation letter for a business visit by the company's guests from abroad.",
    ),
    category=RESIDENCY,
    fee=Decimal("300.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="visit_visa",
    validity_months=3,
    price_note=Text(
        "تختلف رسوم التأشيرة بحسب جنسية الزائر ومدة الزيارة.",
        "The visa fee depends on the visitor's nationality and the length of stay.",
    ),
    government_fees=(
        GovernmentFee(
            "invitation_fee",
            Text("رسوم تصديق خطاب الدعوة", "Attestation of the invitation"),
            FOREIGN_AFFAIRS,
            Decimal("60.00"),
            per="visa",
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            document("visitor_passport", "صورة جواز الزائر", "Visitor's passport"),
            document(
                "visit_purpose",
                "خطاب بغرض الزيارة ومدتها",
                "Letter stating purpose and length of the visit",
                accepts=EDITABLE,
            ),
            hours=8,
        ),
        task(
            "prepare_invitation",
            Text("إعداد خطاب الدعوة", "Prepare the invitation"),
            8,
            Text(
                "أعد الخطاب باسم المنشأة وأدخله في المنصة الوطنية للتأشيرات.",
                "Prepare the letter in the company's name and enter it on the visa platform.",
            ),
        ),
        pay("invitation_fee", Text("سداد رسوم التصديق", "Pay the attestation fee"), hours=4),
        deliver(
            Text("إرسال الدعوة المعتمدة", "Send the approved invitation"),
            Text(
                "أرسل رقم الدعوة للعميل ليستكمل الزائر التأشيرة.",
                "Send the client the number with which the visitor completes the visa.",
            ),
        ),
    ),
)

SERVICES = (EXIT_REENTRY, FINAL_EXIT, FAMILY_VISIT, WORK_VISA, BUSINESS_VISIT)
