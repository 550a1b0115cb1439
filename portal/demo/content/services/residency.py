"""Iqamas: renewal, first issue and the professions written on them."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    AUTHORISATION,
    HEALTH_INSURANCE,
    IQAMA_COPY,
    LABOUR,
    LABOUR_AFFAIRS,
    MEDICAL_REPORT,
    PASSPORT_COPY,
    PASSPORTS,
    PHOTO,
    RESIDENCY,
    document,
)
from portal.demo.content.services.shape import (
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

IQAMA_YEAR = GovernmentFee(
    "iqama_fee",
    Text("رسوم الإقامة", "Iqama fee"),
    PASSPORTS,
    Decimal("650.00"),
    per="year",
    note=Text(
        "650 ريالًا للسنة، ويمكن التجديد ربع سنوي أو نصف سنوي بالنسبة والتناسب.",
        "SAR 650 a year; quarterly and half-yearly renewals are charged pro rata.",
    ),
)

RENEWAL = Service(
    code="IQR-REN",
    name=Text("تجديد إقامة", "Iqama renewal"),
    description=Text(
        "تجديد إقامة العامل عبر منصة مقيم بعد سداد الرسوم والتحقق من التأمين الصحي ورخصة العمل.",
        "Renewal of a worker's Iqama through Muqeem, once fees are paid and the health insurance "
        "and the work permit are checked.",
    ),
    category=RESIDENCY,
    fee=Decimal("250.00"),
    eligibility=("company_active", "cr_valid", "passport_valid", "required_documents"),
    requires_worker=True,
    document_type="iqama",
    validity_months=12,
    price_note=Text(
        "تتغير الرسوم الحكومية بحسب مدة التجديد وعدد المرافقين.",
        "Government fees depend on the period of renewal and the number of dependants.",
    ),
    government_fees=(IQAMA_YEAR,),
    steps=(
        task(
            "check_eligibility",
            Text("التحقق من أهلية التجديد", "Check that the Iqama can be renewed"),
            4,
            Text(
                "تحقق في مقيم من عدم وجود بلاغ تغيب أو مخالفات مرورية غير مسددة.",
                "Check in Muqeem for absence reports and for unpaid traffic violations.",
            ),
            visible=False,
        ),
        collect(IQAMA_COPY, PASSPORT_COPY, HEALTH_INSURANCE),
        task(
            "verify_insurance",
            Text("التحقق من التأمين الصحي", "Verify the health insurance"),
            4,
            Text(
                "تأكد من ربط الوثيقة لدى مجلس الضمان الصحي لمدة لا تقل عن مدة التجديد.",
                "Make sure that the policy is linked and covers the whole period of renewal.",
            ),
        ),
        pay("iqama_fee", Text("سداد رسوم الإقامة", "Pay the Iqama fee")),
        task(
            "renew_in_muqeem",
            Text("تنفيذ التجديد في منصة مقيم", "Renew in Muqeem"),
            8,
            Text(
                "نفّذ خدمة تجديد الإقامة وتحقق من تاريخ الانتهاء الجديد.",
                "Carry out the renewal and check the new expiry date.",
            ),
        ),
        deliver(
            Text("تسليم الإقامة المجددة", "Deliver the renewed Iqama"),
            Text(
                "أرفق مستخرج الإقامة وحدّث تاريخ الانتهاء في ملف العامل.",
                "Attach the extract and update the expiry date on the worker's file.",
            ),
        ),
    ),
)

ISSUE = Service(
    code="IQR-ISS",
    name=Text("إصدار إقامة جديدة", "Iqama issuance"),
    description=Text(
        "إصدار أول إقامة للعامل خلال 90 يومًا من دخوله المملكة، شاملًا متابعة الفحص الطبي والبصمة.",
        "First Iqama within 90 days of the worker's arrival, including follow-up of the medical "
        "examination and fingerprints.",
    ),
    category=RESIDENCY,
    fee=Decimal("450.00"),
    eligibility=("company_active", "cr_valid", "passport_valid", "required_documents"),
    requires_worker=True,
    document_type="iqama",
    validity_months=12,
    government_fees=(IQAMA_YEAR,),
    price_note=Text(
        "تتغير الرسوم الحكومية بحسب مدة الإقامة.",
        "Government fees depend on the period of the Iqama.",
    ),
    steps=(
        collect(
            PASSPORT_COPY,
            PHOTO,
            document("entry_visa", "صورة تأشيرة الدخول وختم الوصول", "Entry visa and stamp"),
        ),
        appointment(
            "medical_examination",
            Text("موعد الفحص الطبي", "Medical examination"),
            24,
            Text(
                "احجز موعدًا في مركز معتمد وأبلغ العامل بالمكان والوقت.",
                "Book at an accredited centre and tell the worker place and time.",
            ),
        ),
        collect(
            MEDICAL_REPORT,
            HEALTH_INSURANCE,
            key="collect_medical_documents",
            name=Text("استلام نتيجة الفحص ووثيقة التأمين", "Collect test result and insurance"),
            hours=16,
        ),
        appointment(
            "fingerprints",
            Text("موعد تسجيل البصمة", "Fingerprint appointment"),
            16,
            Text(
                "احجز موعد البصمة عبر أبشر وأرسل تأكيد الموعد للعامل.",
                "Book the fingerprints through Absher and send the worker the confirmation.",
            ),
        ),
        pay("iqama_fee", Text("سداد رسوم الإقامة", "Pay the Iqama fee")),
        task(
            "issue_in_muqeem",
            Text("إصدار الإقامة في منصة مقيم", "Issue the Iqama in Muqeem"),
            8,
            Text(
                "أدخل بيانات العامل مطابقة لجواز السفر ثم أصدر الإقامة.",
                "Enter the worker's data exactly as in the passport, then issue the Iqama.",
            ),
        ),
        deliver(
            Text("تسليم بطاقة هوية مقيم", "Deliver the resident identity card"),
            Text(
                "سلّم البطاقة للعامل أو لمندوب المنشأة واحفظ صورة منها.",
                "Hand the card to the worker or the company's delegate and keep a copy.",
            ),
        ),
    ),
)

PROFESSION = Service(
    code="PRO-CHG",
    name=Text("تعديل مهنة عامل", "Change of profession"),
    description=Text(
        "تعديل المهنة المسجلة للعامل في قوى ومقيم بما يتوافق مع مؤهله وعمله الفعلي.",
        "Change of a worker's registered profession in Qiwa and Muqeem to match qualification "
        "and actual work.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("300.00"),
    eligibility=("company_active", "cr_valid", "iqama_valid", "required_documents"),
    requires_worker=True,
    document_type="iqama",
    government_fees=(
        GovernmentFee(
            "profession_fee",
            Text("رسوم تعديل المهنة", "Profession change fee"),
            LABOUR,
            Decimal("1000.00"),
            per="worker",
        ),
    ),
    steps=(
        task(
            "check_profession",
            Text("التحقق من إتاحة المهنة الجديدة", "Check that the profession is open"),
            4,
            Text(
                "تأكد من أن المهنة غير مقصورة على السعوديين ومن متطلبات الاعتماد المهني.",
                "Make sure that the profession is not reserved for Saudis; note accreditation "
                "requirements.",
            ),
            visible=False,
        ),
        collect(
            IQAMA_COPY,
            document("qualification", "المؤهل العلمي مصدقًا", "Attested qualification"),
            document(
                "accreditation",
                "شهادة الاعتماد المهني",
                "Professional accreditation certificate",
                mandatory=False,
            ),
        ),
        pay("profession_fee", Text("سداد رسوم تعديل المهنة", "Pay the profession change fee")),
        task(
            "submit_in_qiwa",
            Text("رفع الطلب في منصة قوى", "Submit the request in Qiwa"),
            8,
            Text(
                "ارفع طلب تعديل المهنة وتابع موافقة العامل في حسابه.",
                "Submit the change and follow the worker's consent in their own account.",
            ),
        ),
        deliver(
            Text("تأكيد المهنة الجديدة", "Confirm the new profession"),
            Text(
                "تحقق من ظهور المهنة الجديدة في مقيم وأرسل المستخرج للعميل.",
                "Check that Muqeem shows the new profession and send the client the extract.",
            ),
        ),
    ),
)

TRANSFER = Service(
    code="SPN-TRF",
    name=Text("نقل خدمات عامل", "Transfer of sponsorship"),
    description=Text(
        "نقل خدمات العامل إلى المنشأة عبر قوى ثم استكمال النقل لدى الجوازات.",
        "Transfer of a worker's services to the company through Qiwa, completed with Passports.",
    ),
    category=LABOUR_AFFAIRS,
    fee=Decimal("600.00"),
    eligibility=("company_active", "cr_valid", "iqama_valid", "required_documents"),
    requires_worker=True,
    document_type="iqama",
    price_note=Text(
        "2,000 ريال للنقل الأول و4,000 للثاني و6,000 لما بعده.",
        "SAR 2,000 for the first transfer, 4,000 for the second, 6,000 from the third on.",
    ),
    government_fees=(
        GovernmentFee(
            "transfer_fee",
            Text("رسوم نقل الخدمات", "Service transfer fee"),
            PASSPORTS,
            Decimal("2000.00"),
            per="worker",
            note=Text(
                "رسوم النقل الأول، وتزيد بحسب عدد مرات النقل السابقة.",
                "Fee of the first transfer; it rises with the number of earlier transfers.",
            ),
        ),
    ),
    steps=(
        task(
            "check_nitaqat",
            Text("التحقق من نطاق المنشأة", "Check the company's Nitaqat band"),
            4,
            Text(
                "تأكد من أن المنشأة في النطاق الأخضر فأعلى وأن رصيدها يسمح بالنقل.",
                "The company must be in the green band or above, with quota for a transfer.",
            ),
            visible=False,
        ),
        collect(IQAMA_COPY, PASSPORT_COPY, AUTHORISATION),
        task(
            "send_job_offer",
            Text("إرسال العرض الوظيفي في قوى", "Send the job offer in Qiwa"),
            8,
            Text(
                "أرسل العرض الوظيفي وذكّر العامل بقبوله خلال المهلة المحددة.",
                "Send the job offer and remind the worker to accept it in time.",
            ),
        ),
        approve(
            "manager_review",
            Text("اعتماد مدير المعاملات", "Manager's approval"),
            8,
            Text(
                "راجع مدة الإشعار والمقابل المالي المتبقي قبل سداد الرسوم.",
                "Review notice period and outstanding levies before the fee is paid.",
            ),
        ),
        pay("transfer_fee", Text("سداد رسوم نقل الخدمات", "Pay the transfer fee")),
        task(
            "complete_transfer",
            Text("استكمال النقل لدى الجوازات", "Complete the transfer with Passports"),
            16,
            Text(
                "أكمل النقل في أبشر أعمال وتحقق من رقم المنشأة الجديد.",
                "Complete the transfer in Absher Business and check the new employer number.",
            ),
        ),
        deliver(
            Text("تسليم إشعار النقل", "Deliver the transfer notice"),
            Text(
                "أرسل إشعار النقل للعميل وأضف العامل إلى ملف المنشأة.",
                "Send the client the notice and add the worker to the company's file.",
            ),
        ),
    ),
)

SERVICES = (RENEWAL, ISSUE, PROFESSION, TRANSFER)
