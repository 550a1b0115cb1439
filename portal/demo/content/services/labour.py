"""Labour affairs: permits, contracts, social insurance, wages and Saudization."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    ADDRESS_PROOF,
    CR_COPY,
    EMPLOYMENT_CONTRACT,
    ID_COPY,
    IQAMA_COPY,
    LABOUR,
    LABOUR_AFFAIRS,
    PASSPORT_COPY,
    document,
)
from portal.demo.content.services.shape import (
    PDF_ONLY,
    GovernmentFee,
    Service,
    approve,
    collect,
    deliver,
    pay,
    task,
)
from portal.demo.content.text import Text

WORK_PERMIT = Service(
    code="WPM-REN",
    name=Text("تجديد رخصة عمل", "Work permit renewal"),
    description=Text(
        "تجديد رخصة عمل العامل في منصة قوى مع احتساب المقابل المالي وسداده.",
        "Renewal of a worker's permit in Qiwa, with the levy calculated and paid.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("200.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    requires_worker=True,
    document_type="work_permit",
    validity_months=12,
    price_note=Text(
        "يتغير المقابل المالي بحسب نسبة السعوديين في المنشأة ومدة الرخصة.",
        "The levy depends on the company's share of Saudis and the period of the permit.",
    ),
    government_fees=(
        GovernmentFee(
            "permit_fee",
            Text("رسوم رخصة العمل", "Work permit fee"),
            LABOUR,
            Decimal("100.00"),
            per="year",
        ),
        GovernmentFee(
            "labour_levy",
            Text("المقابل المالي", "Expatriate labour levy"),
            LABOUR,
            Decimal("800.00"),
            per="month",
            note=Text(
                "700 ريال شهريًا إذا زاد عدد السعوديين على الوافدين، و800 ريال فيما عدا ذلك.",
                "SAR 700 a month where Saudis outnumber expatriates, otherwise SAR 800.",
            ),
        ),
    ),
    steps=(
        collect(IQAMA_COPY, PASSPORT_COPY, hours=8),
        task(
            "calculate_levy",
            Text("احتساب المقابل المالي", "Calculate the levy"),
            4,
            Text(
                "احتسب المقابل المالي للمدة المطلوبة وأرسل المبلغ للعميل لتأكيده.",
                "Calculate the levy for the period and have the client confirm the amount.",
            ),
        ),
        pay("permit_fee", Text("سداد رسوم رخصة العمل", "Pay the permit fee")),
        pay("labour_levy", Text("سداد المقابل المالي", "Pay the levy")),
        task(
            "renew_in_qiwa",
            Text("تجديد الرخصة في منصة قوى", "Renew the permit in Qiwa"),
            8,
            Text(
                "جدّد الرخصة وتحقق من تاريخ الانتهاء الجديد قبل تجديد الإقامة.",
                "Renew the permit and check the new expiry date before the Iqama is renewed.",
            ),
        ),
        deliver(
            Text("تسليم رخصة العمل", "Deliver the work permit"),
            Text(
                "أرسل الرخصة للعميل وحدّث ملف العامل.",
                "Send the client the permit and update the worker's file.",
            ),
        ),
    ),
)

QIWA_CONTRACT = Service(
    code="QIW-CON",
    name=Text("توثيق عقد عمل في قوى", "Qiwa contract documentation"),
    description=Text(
        "إعداد عقد العمل الموحد في منصة قوى ومتابعة موافقة العامل حتى توثيقه.",
        "Preparation of the unified contract in Qiwa, followed until the worker has agreed.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("75.00"),
    eligibility=("company_active", "cr_valid", "iqama_valid"),
    requires_worker=True,
    document_type="employment_contract",
    validity_months=12,
    steps=(
        collect(EMPLOYMENT_CONTRACT, hours=8),
        task(
            "enter_contract",
            Text("إدخال بيانات العقد", "Enter the contract"),
            8,
            Text(
                "أدخل الأجر والبدلات ومدة العقد كما وردت في العقد الموقع.",
                "Enter wage, allowances and period as written in the signed contract.",
            ),
        ),
        task(
            "follow_up_consent",
            Text("متابعة موافقة العامل", "Follow up the worker's consent"),
            24,
            Text(
                "ذكّر العامل بقبول العقد في حسابه الشخصي على قوى.",
                "Remind the worker to accept the contract in their own Qiwa account.",
            ),
        ),
        deliver(
            Text("تسليم العقد الموثق", "Deliver the documented contract"),
            Text("أرسل نسخة العقد الموثق للعميل.", "Send the client the documented contract."),
        ),
    ),
)

SOCIAL_INSURANCE = Service(
    code="GOS-REG",
    name=Text("تسجيل منشأة في التأمينات الاجتماعية", "GOSI registration"),
    description=Text(
        "فتح ملف المنشأة لدى التأمينات الاجتماعية وتسجيل المشتركين وأجورهم.",
        "Opening the company's GOSI file and registering contributors with their wages.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("400.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    document_type="gosi_certificate",
    validity_months=1,
    steps=(
        collect(
            CR_COPY,
            ID_COPY,
            ADDRESS_PROOF,
            document(
                "wage_list",
                "كشف العاملين وأجورهم",
                "List of workers with their wages",
                accepts=("xlsx", "csv", "pdf"),
            ),
        ),
        task(
            "open_file",
            Text("فتح ملف المنشأة", "Open the company's file"),
            8,
            Text(
                "سجّل المنشأة برقمها الوطني الموحد وعيّن مدير الحساب.",
                "Register the company by its unified national number and name the account manager.",
            ),
        ),
        task(
            "register_contributors",
            Text("تسجيل المشتركين", "Register the contributors"),
            16,
            Text(
                "سجّل كل عامل بتاريخ مباشرته وأجره الأساسي وبدل السكن.",
                "Register each worker with start date, basic wage and housing allowance.",
            ),
        ),
        approve(
            "check_contributions",
            Text("مراجعة مبلغ الاشتراكات", "Review the contributions"),
            8,
            Text(
                "طابق مبلغ الاشتراكات مع كشف الأجور قبل إشعار العميل.",
                "Compare the contributions with the wage list before the client is told.",
            ),
        ),
        deliver(
            Text("تسليم شهادة الالتزام", "Deliver the compliance certificate"),
            Text(
                "أصدر شهادة الالتزام وأرسلها للعميل.",
                "Issue the certificate of compliance and send it to the client.",
            ),
        ),
    ),
)

WAGE_PROTECTION = Service(
    code="MUD-WPS",
    name=Text("تسجيل منشأة في منصة مدد", "Mudad wage protection registration"),
    description=Text(
        "تسجيل المنشأة في برنامج حماية الأجور عبر منصة مدد ورفع أول ملف أجور.",
        "Registration for wage protection through Mudad, with the first wage file uploaded.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("350.00"),
    eligibility=("company_active", "cr_valid", "required_documents"),
    steps=(
        collect(
            CR_COPY,
            document(
                "bank_account_letter",
                "خطاب تعريف بالحساب البنكي للمنشأة",
                "Bank letter confirming the company's account",
                accepts=PDF_ONLY,
            ),
            document(
                "wage_file", "ملف الأجور لآخر شهر", "Wage file of the last month", accepts=("xlsx",)
            ),
        ),
        task(
            "register_company",
            Text("تسجيل المنشأة وربط البنك", "Register the company and its bank"),
            8,
            Text(
                "سجّل المنشأة في مدد واربط حسابها البنكي ببرنامج حماية الأجور.",
                "Register the company in Mudad and link its bank account.",
            ),
        ),
        task(
            "upload_wages",
            Text("رفع ملف الأجور", "Upload the wage file"),
            8,
            Text(
                "ارفع الملف وعالج الملاحظات إلى أن تتجاوز نسبة الالتزام الحد المطلوب.",
                "Upload the file and resolve remarks until the compliance rate is reached.",
            ),
        ),
        deliver(
            Text("تسليم تقرير الالتزام", "Deliver the compliance report"),
            Text("أرسل تقرير الالتزام للعميل.", "Send the client the compliance report."),
        ),
    ),
)

SAUDIZATION = Service(
    code="SAU-CRT",
    name=Text("شهادة السعودة", "Saudization certificate"),
    description=Text(
        "استخراج شهادة السعودة من منصة قوى لأغراض المنافسات والجهات الحكومية.",
        "Saudization certificate from Qiwa for tenders and government bodies.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("120.00"),
    eligibility=("company_active", "cr_valid"),
    document_type="saudization_certificate",
    validity_months=3,
    steps=(
        task(
            "check_band",
            Text("التحقق من نسبة السعودة", "Check the Saudization rate"),
            4,
            Text(
                "تحقق من النطاق الحالي ومن عدم وجود ملاحظات تمنع الإصدار.",
                "Check the present band and that nothing blocks the certificate.",
            ),
        ),
        task(
            "issue_certificate",
            Text("إصدار الشهادة من قوى", "Issue the certificate in Qiwa"),
            4,
            Text(
                "أصدر الشهادة وتحقق من مطابقة اسم المنشأة للسجل التجاري.",
                "Issue the certificate; the name must match the commercial registration.",
            ),
        ),
        deliver(
            Text("تسليم الشهادة", "Deliver the certificate"),
            Text(
                "أرسل الشهادة للعميل وسجّل تاريخ انتهائها.",
                "Send the certificate to the client and record its expiry.",
            ),
            hours=2,
        ),
    ),
)

SERVICES = (WORK_PERMIT, QIWA_CONTRACT, SOCIAL_INSURANCE, WAGE_PROTECTION, SAUDIZATION)
