"""Translation, attestation, trademarks and conformity certificates."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.content.services.authorities import (
    AUTHORISATION,
    CHAMBER,
    CR_COPY,
    FOREIGN_AFFAIRS,
    ID_COPY,
    INTELLECTUAL_PROPERTY,
    ORIGINAL,
    PAPERS,
    POST,
    STANDARDS,
    TRADE,
    document,
)
from portal.demo.content.services.shape import (
    EDITABLE,
    PDF_ONLY,
    PICTURE,
    GovernmentFee,
    Service,
    approve,
    collect,
    deliver,
    pay,
    task,
)
from portal.demo.content.text import Text

TRANSLATION = Service(
    code="TRN-DOC",
    name=Text("ترجمة معتمدة", "Certified translation"),
    description=Text(
        "ترجمة معتمدة للعقود والسجلات والشهادات بين العربية والإنجليزية.",
        "Certified translation of contracts, registrations and certificates, both ways.",
    ),
    category=PAPERS,
    fee=Decimal("60.00"),
    eligibility=("required_documents",),
    requires_company=False,
    price_note=Text("السعر للصفحة الواحدة حتى 250 كلمة.", "Price of one page of up to 250 words."),
    steps=(
        collect(ORIGINAL, hours=8),
        task(
            "count_pages",
            Text("حصر الصفحات وتأكيد السعر", "Count the pages and confirm the price"),
            4,
            Text(
                "احصر الكلمات وأكد للعميل عدد الصفحات وموعد التسليم.",
                "Count the words; confirm pages and delivery date to the client.",
            ),
        ),
        task(
            "translate",
            Text("الترجمة", "Translate"),
            16,
            Text(
                "التزم بأسماء الأشخاص والمنشآت كما في الجوازات والسجلات.",
                "Keep names of people and companies as in passports and registrations.",
            ),
        ),
        approve(
            "proofread",
            Text("المراجعة اللغوية والاعتماد", "Proofread and certify"),
            8,
            Text(
                "طابق الأرقام والتواريخ مع الأصل قبل الختم.",
                "Compare numbers and dates with the original before it is stamped.",
            ),
        ),
        deliver(
            Text("تسليم الترجمة المعتمدة", "Deliver the certified translation"),
            Text(
                "أرسل نسخة إلكترونية وجهّز الأصل المختوم للاستلام.",
                "Send an electronic copy and have the stamped original ready.",
            ),
        ),
    ),
)

FOREIGN_ATTESTATION = Service(
    code="ATT-MOF",
    name=Text("تصديق وزارة الخارجية", "Ministry of Foreign Affairs attestation"),
    description=Text(
        "تصديق الوثائق لدى وزارة الخارجية لاستخدامها داخل المملكة أو خارجها.",
        "Attestation of documents by the ministry for use inside or outside the Kingdom.",
    ),
    category=PAPERS,
    fee=Decimal("180.00"),
    eligibility=("required_documents",),
    requires_company=False,
    document_type="attested_document",
    price_note=Text("تحتسب الرسوم عن كل وثيقة.", "Fees are charged for each document."),
    government_fees=(
        GovernmentFee(
            "attestation_fee",
            Text("رسوم التصديق", "Attestation fee"),
            FOREIGN_AFFAIRS,
            Decimal("30.00"),
            per="document",
        ),
        GovernmentFee(
            "courier_fee",
            Text("رسوم النقل البريدي", "Courier charge"),
            POST,
            Decimal("45.00"),
            per="document",
            is_disbursement=False,
            note=Text(
                "فاتورة البريد باسم المكتب، فتخضع للضريبة.",
                "Saudi Post invoices the firm, so the charge bears VAT.",
            ),
        ),
    ),
    steps=(
        collect(
            document("original_document", "أصل الوثيقة", "Original document"),
            ID_COPY,
        ),
        task(
            "check_chain",
            Text("التحقق من سلسلة التصديقات", "Check the chain of attestations"),
            8,
            Text(
                "تأكد من تصديق الجهة المصدرة والسفارة حسب نوع الوثيقة.",
                "Issuer and embassy must have attested, as the kind of document requires.",
            ),
        ),
        pay("attestation_fee", Text("سداد رسوم التصديق", "Pay the attestation fee")),
        pay(
            "courier_fee",
            Text("إرسال الوثيقة بالبريد", "Send the document by courier"),
            instructions=Text(
                "أرسل الوثيقة بالبريد المسجل واحفظ رقم التتبع والإيصال.",
                "Send by registered post; keep the tracking number and the receipt.",
            ),
        ),
        deliver(
            Text("تسليم الوثيقة المصدقة", "Deliver the attested document"),
            Text(
                "سلّم الأصل للعميل مقابل توقيع الاستلام.",
                "Hand the original to the client against a signature.",
            ),
        ),
    ),
)

CHAMBER_ATTESTATION = Service(
    code="ATT-COC",
    name=Text("تصديق الغرفة التجارية", "Chamber of Commerce attestation"),
    description=Text(
        "تصديق الخطابات والتعهدات وشهادات المنشأ من الغرفة التجارية.",
        "Attestation of letters, undertakings and certificates of origin by the chamber.",
    ),
    category=PAPERS,
    fee=Decimal("50.00"),
    eligibility=("company_active", "cr_valid"),
    document_type="attested_document",
    government_fees=(
        GovernmentFee(
            "chamber_stamp",
            Text("رسوم تصديق الغرفة", "Chamber attestation fee"),
            CHAMBER,
            Decimal("25.00"),
            per="document",
        ),
    ),
    steps=(
        collect(
            document(
                "letter", "الخطاب على مطبوعات المنشأة", "Letter on letterhead", accepts=EDITABLE
            ),
            hours=4,
        ),
        pay("chamber_stamp", Text("سداد رسوم التصديق", "Pay the attestation fee"), hours=4),
        deliver(
            Text("إرسال الخطاب المصدق", "Send the attested letter"),
            Text(
                "تحقق من رمز التحقق على الخطاب ثم أرسله.",
                "Check the verification code on the letter, then send it.",
            ),
        ),
    ),
)

TRADEMARK = Service(
    code="TMK-REG",
    name=Text("تسجيل علامة تجارية", "Trademark registration"),
    description=Text(
        "بحث العلامة التجارية وإيداع طلبها ومتابعته حتى النشر وصدور الشهادة.",
        "Search, filing and follow-up of a trademark until publication and certificate.",
    ),
    category=TRADE,
    fee=Decimal("2000.00"),
    eligibility=("cr_valid", "required_documents"),
    document_type="trademark_certificate",
    validity_months=120,
    price_note=Text("تحتسب الرسوم عن كل فئة.", "Fees are charged for each class."),
    government_fees=(
        GovernmentFee(
            "filing_fee",
            Text("رسوم إيداع الطلب", "Filing fee"),
            INTELLECTUAL_PROPERTY,
            Decimal("1000.00"),
            per="trademark_class",
        ),
        GovernmentFee(
            "registration_fee",
            Text("رسوم التسجيل والنشر", "Registration and publication fee"),
            INTELLECTUAL_PROPERTY,
            Decimal("5000.00"),
            per="trademark_class",
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            AUTHORISATION,
            document("logo", "صورة العلامة بدقة عالية", "High resolution logo", accepts=PICTURE),
        ),
        task(
            "search_mark",
            Text("البحث عن علامات مشابهة", "Search for similar marks"),
            16,
            Text(
                "ابحث في قاعدة العلامات وأعد تقريرًا بفرص القبول.",
                "Search the register and report on the chances of acceptance.",
            ),
        ),
        approve(
            "approve_filing",
            Text("اعتماد الإيداع", "Approve the filing"),
            8,
            Text(
                "ناقش تقرير البحث مع العميل قبل الإيداع.",
                "Discuss the search report with the client before filing.",
            ),
            visible=True,
        ),
        pay("filing_fee", Text("سداد رسوم الإيداع", "Pay the filing fee")),
        task(
            "follow_examination",
            Text("متابعة الفحص والنشر", "Follow examination and publication"),
            240,
            Text(
                "تابع قرار الفحص وأجب عن الاعتراضات خلال المهلة.",
                "Follow the examiner's decision and answer objections in time.",
            ),
        ),
        pay("registration_fee", Text("سداد رسوم التسجيل والنشر", "Pay the registration fee")),
        deliver(
            Text("تسليم شهادة العلامة", "Deliver the trademark certificate"),
            Text(
                "أرسل الشهادة وسجّل موعد تجديدها بعد عشر سنوات.",
                "Send the certificate and record its renewal in ten years.",
            ),
        ),
    ),
)

CONFORMITY = Service(
    code="SBR-CRT",
    name=Text("شهادة مطابقة منتج (سابر)", "SABER product certificate"),
    description=Text(
        "إصدار شهادة مطابقة المنتج في منصة سابر للبضائع المستوردة.",
        "Product certificate of conformity in SABER for imported goods.",
    ),
    category=TRADE,
    fee=Decimal("500.00"),
    eligibility=("company_active", "cr_valid", "vat_registered", "required_documents"),
    document_type="conformity_certificate",
    validity_months=12,
    price_note=Text(
        "تختلف تكلفة الاختبارات بحسب المنتج واللائحة الفنية.",
        "The cost of tests depends on product and technical regulation.",
    ),
    government_fees=(
        GovernmentFee(
            "certificate_fee",
            Text("رسوم شهادة المطابقة", "Conformity certificate fee"),
            STANDARDS,
            Decimal("500.00"),
            per="document",
        ),
    ),
    steps=(
        collect(
            CR_COPY,
            document("test_report", "تقرير اختبار المنتج", "Product test report", accepts=PDF_ONLY),
            document(
                "product_photos", "صور المنتج والملصق", "Product and label photos", accepts=PICTURE
            ),
        ),
        task(
            "classify_product",
            Text("تصنيف المنتج", "Classify the product"),
            8,
            Text(
                "حدّد رمز التعرفة الجمركية واللائحة الفنية المنطبقة.",
                "Determine customs tariff code and applicable technical regulation.",
            ),
        ),
        task(
            "submit_to_body",
            Text("إرسال الطلب لجهة تقويم المطابقة", "Send to the conformity body"),
            24,
            Text(
                "اختر جهة تقويم معتمدة وتابع الملاحظات الفنية.",
                "Choose an accredited body and follow its technical remarks.",
            ),
        ),
        pay("certificate_fee", Text("سداد رسوم الشهادة", "Pay the certificate fee")),
        deliver(
            Text("تسليم شهادة المطابقة", "Deliver the conformity certificate"),
            Text(
                "أرسل الشهادة للعميل قبل وصول الشحنة إلى المنفذ.",
                "Send the client the certificate before the shipment reaches the port.",
            ),
        ),
    ),
)

SERVICES = (TRANSLATION, FOREIGN_ATTESTATION, CHAMBER_ATTESTATION, TRADEMARK, CONFORMITY)
