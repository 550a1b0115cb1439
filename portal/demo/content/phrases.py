"""Sentences that people of the demo write: notes, questions, answers and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.demo.content.text import Text


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A quotation line outside the catalogue; ``unit_price`` in SAR before VAT."""

    description: Text
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a client asks on a quotation, and what staff answer."""

    question: Text
    answer: Text


QUOTATION_NOTES = (
    Text(
        "الأسعار لا تشمل الرسوم الحكومية ما لم ينص العرض على خلاف ذلك.",
        "Prices do not include government fees unless stated otherwise.",
    ),
    Text(
        "تبدأ مدة الإنجاز من تاريخ استلام المستندات كاملة.",
        "The time of completion starts once all documents are received.",
    ),
    Text(
        "تسدد الرسوم الحكومية مقدمًا وتُرفق إيصالاتها باسم المنشأة.",
        "Government fees are paid in advance; receipts are issued in the company's name.",
    ),
    Text(
        "يسري العرض على عدد العاملين المذكور، وأي زيادة تُسعّر بالمثل.",
        "The offer covers the number of workers stated; more are charged at the same rate.",
    ),
    Text(
        "نرجو تزويدنا بتفويض إلكتروني عبر أبشر أعمال قبل البدء.",
        "Please give us an electronic mandate through Absher Business before we start.",
    ),
    Text(
        "الدفع 50% عند قبول العرض والباقي عند التسليم.",
        "Payment: 50% on acceptance, the rest on delivery.",
    ),
    Text(
        "تشمل أتعابنا متابعة المعاملة حتى صدور الوثيقة النهائية.",
        "Our fee covers the transaction until the final document is issued.",
    ),
    Text(
        "لا يشمل العرض الغرامات والمخالفات السابقة على المنشأة.",
        "Fines and violations incurred earlier by the company are not included.",
    ),
    Text(
        "خصم خاص تقديرًا لتعاملكم المستمر معنا.",
        "A special discount in appreciation of your continued business.",
    ),
    Text(
        "البنود الاختيارية لا تدخل في الإجمالي إلا بعد اختياركم لها.",
        "Optional items are added to the total only if you choose them.",
    ),
    Text(
        "ينفذ العمل خلال أوقات الدوام الرسمي من الأحد إلى الخميس.",
        "Work is carried out in office hours, Sunday to Thursday.",
    ),
)

INTERNAL_NOTES = (
    Text("اتصلت بالعميل ووعد بإرسال الجوازات غدًا.", "Called; client will send passports tomorrow."),
    Text("النظام متوقف للصيانة، نعيد المحاولة بعد الظهر.", "System down; retry this afternoon."),
    Text("يفضل العميل التواصل عبر البريد الإلكتروني.", "Client prefers e-mail."),
    Text("صورة الجواز غير واضحة وطلبنا نسخة أخرى.", "Passport scan unreadable; asked for another."),
    Text("تم التحقق من التأمين الصحي وهو ساري المفعول.", "Health insurance checked and valid."),
    Text("تنتهي رخصة العمل قبل الإقامة، نبدأ بها أولًا.", "Work permit expires first; start there."),
    Text(
        "يلزم موافقة المالك قبل سداد المقابل المالي.", "Owner must approve before the levy is paid."
    ),
    Text("وصل رمز التحقق إلى جوال المفوض.", "The code reached the signatory's mobile."),
    Text("سُدّدت الرسوم وأُرفق الإيصال.", "Fees paid and receipt attached."),
    Text("العنوان الوطني يحتاج إلى تحديث.", "The national address needs an update."),
    Text("حُدّد موعد البصمة يوم الثلاثاء صباحًا.", "Fingerprints on Tuesday morning."),
)

FREE_LINES = (
    FreeLine(Text("استشارة في علاقات العمل (ساعة)", "Labour consultancy (hour)"), Decimal("450")),
    FreeLine(
        Text("عقد خدمات شهري للعلاقات الحكومية", "Monthly government relations retainer"),
        Decimal("3500"),
    ),
    FreeLine(
        Text("توصيل الوثائق داخل المدينة", "Document delivery within the city"), Decimal("60")
    ),
    FreeLine(Text("إعداد لائحة تنظيم العمل", "Drafting of work regulations"), Decimal("2200")),
    FreeLine(Text("مراجعة عقود العمل", "Review of employment contracts"), Decimal("900")),
    FreeLine(Text("تدقيق ملفات العاملين", "Audit of workers' files"), Decimal("1750")),
    FreeLine(
        Text("دراسة وضع المنشأة في نطاقات", "Study of the company's Nitaqat position"),
        Decimal("1500"),
    ),
    FreeLine(Text("طباعة وتجليد الوثائق", "Printing and binding"), Decimal("120")),
    FreeLine(
        Text("مرافقة مندوب إلى الجهة الحكومية", "Delegate's visit to an office"), Decimal("250")
    ),
    FreeLine(
        Text("تدريب موظفي الموارد البشرية على قوى", "Qiwa training for HR staff"), Decimal("2800")
    ),
    FreeLine(Text("أرشفة إلكترونية لملف المنشأة", "Electronic archiving of files"), Decimal("800")),
    FreeLine(Text("خدمة المعالجة العاجلة", "Urgent processing"), Decimal("350")),
)

EXCHANGES = (
    Exchange(
        Text("هل يشمل السعر الرسوم الحكومية؟", "Does the price include government fees?"),
        Text(
            "الرسوم الحكومية مبينة في بند مستقل دون أي زيادة منا.",
            "They are shown in lines of their own, with nothing added by us.",
        ),
    ),
    Exchange(
        Text("كم تستغرق المعاملة؟", "How long will it take?"),
        Text(
            "عادةً خمسة أيام عمل من استلام المستندات كاملة.",
            "Usually five working days from the receipt of all documents.",
        ),
    ),
    Exchange(
        Text("هل يمكن إضافة ثلاثة عاملين إلى العرض؟", "Can you add three workers?"),
        Text(
            "نعم، سنرسل لكم نسخة محدثة من العرض اليوم.",
            "Yes, we will send you an updated version today.",
        ),
    ),
    Exchange(
        Text("هل يلزم حضور العامل شخصيًا؟", "Must the worker come in person?"),
        Text(
            "الحضور مطلوب للبصمة والفحص الطبي فقط.",
            "Only for fingerprints and the medical examination.",
        ),
    ),
    Exchange(
        Text("هل تقبلون الدفع بعد الإنجاز؟", "May we pay on completion?"),
        Text(
            "الأتعاب بعد الإنجاز، أما الرسوم الحكومية فتسدد مقدمًا.",
            "Our fee yes; government fees are paid in advance.",
        ),
    ),
    Exchange(
        Text("جواز أحد العاملين ينتهي بعد شهرين، هل يؤثر؟", "One passport expires in two months?"),
        Text(
            "نعم، نوصي بتجديد الجواز قبل البدء.",
            "That matters: we advise renewing the passport first.",
        ),
    ),
    Exchange(
        Text("نحتاج الفاتورة باسم الفرع، هل هذا ممكن؟", "Can the invoice name our branch?"),
        Text(
            "تصدر الفاتورة باسم المنشأة ويذكر الفرع في الملاحظات.",
            "It names the company; the branch is stated in the notes.",
        ),
    ),
    Exchange(
        Text("هل يوجد خصم عند تجديد عشر إقامات؟", "Is there a discount for ten Iqamas?"),
        Text(
            "نعم، خصم 10% على الأتعاب من عشر معاملات فأكثر.",
            "Yes, 10% off our fee from ten transactions on.",
        ),
    ),
    Exchange(
        Text("ما المستندات المطلوبة منا؟", "Which documents do you need from us?"),
        Text(
            "تظهر القائمة كاملة في الرابط بعد قبول العرض.",
            "The full list appears on this link once you accept.",
        ),
    ),
    Exchange(
        Text("هل العرض صالح حتى نهاية الشهر؟", "Is the offer valid until the end of the month?"),
        Text(
            "نعم، ويمكن تمديده بطلب منكم قبل انتهائه.",
            "Yes, and it can be extended if you ask before it expires.",
        ),
    ),
    Exchange(
        Text("هل تتولون سداد المخالفات المرورية؟", "Do you settle traffic violations?"),
        Text(
            "نبلغكم بها، ويكون سدادها من قبل العامل أو المنشأة.",
            "We report them; the worker or the company pays.",
        ),
    ),
)

DECLINE_REASONS = (
    Text("السعر أعلى من الميزانية المعتمدة.", "The price is above the approved budget."),
    Text("اخترنا مزود خدمة آخر.", "We chose another provider."),
    Text("أُجّل المشروع إلى الربع القادم.", "The project is postponed to the next quarter."),
    Text("سنتولى المعاملة داخليًا.", "We will handle it ourselves."),
    Text("مدة التنفيذ لا تناسبنا.", "The time of completion does not suit us."),
    Text("غادر العامل ولم نعد بحاجة إلى التجديد.", "The worker has left; no renewal is needed."),
    Text("نحتاج إلى عرض يشمل جميع الفروع.", "We need an offer that covers all branches."),
    Text("لم تعتمد الإدارة المبلغ.", "Management did not approve the amount."),
    Text("تغير نطاق العمل المطلوب.", "The scope of work has changed."),
    Text("العرض مكرر ولدينا عرض سابق مقبول.", "Duplicate: an earlier offer is accepted."),
)

UNDO_REASONS = (
    Text("قُبل العرض بالخطأ قبل اعتماد الإدارة.", "Accepted by mistake before approval."),
    Text("طلب العميل استبعاد بند اختياري.", "The client wants an optional item removed."),
    Text("عدد العاملين في العرض غير صحيح.", "The number of workers is wrong."),
    Text("القبول تم من شخص غير مفوض.", "Accepted by someone not authorised."),
    Text("الكيان النظامي المختار غير صحيح.", "The wrong legal entity was chosen."),
    Text("طلب العميل تغيير المنشأة المستفيدة.", "The client wants another company served."),
    Text("العميل قبل نسختين من العرض نفسه.", "The client accepted two copies of one offer."),
    Text("خطأ في نسبة الخصم.", "The discount was wrong."),
    Text("طلب العميل تأجيل التنفيذ إلى الشهر القادم.", "Postponed to next month by the client."),
    Text("تعذر التنفيذ لوجود إيقاف خدمات على المنشأة.", "The company's services are suspended."),
)

HOLD_REASONS = (
    Text("بانتظار تجديد جواز السفر.", "Waiting for the passport to be renewed."),
    Text("إيقاف خدمات على المنشأة.", "The company's services are suspended."),
    Text("بانتظار سداد العميل للرسوم الحكومية.", "Waiting for the client to fund the fees."),
    Text("النظام الحكومي متوقف للصيانة.", "The government system is under maintenance."),
    Text("العامل خارج المملكة.", "The worker is outside the Kingdom."),
    Text("مخالفات مرورية غير مسددة.", "Traffic violations are unpaid."),
    Text("بانتظار موافقة العامل في منصة قوى.", "Waiting for the worker's consent in Qiwa."),
    Text("التأمين الصحي غير مربوط.", "The health insurance is not linked."),
    Text("طلب العميل التريث.", "The client asked us to wait."),
    Text("بانتظار تحديث العنوان الوطني.", "Waiting for the national address to be updated."),
)

SKIP_REASONS = (
    Text("الوثيقة متوفرة في ملف المنشأة.", "The document is already on the company's file."),
    Text("سدّد العميل الرسوم بنفسه.", "The client paid the fee directly."),
    Text("الخطوة غير مطلوبة لهذا النشاط.", "Not required for this activity."),
    Text("أنجز العميل الموعد مسبقًا.", "The client has already attended."),
    Text("البصمة مسجلة سابقًا.", "Fingerprints are already recorded."),
    Text("المنشأة معفاة من المقابل المالي.", "The company is exempt from the levy."),
    Text("اعتمد المدير العام المعاملة مباشرة.", "Approved directly by the general manager."),
    Text("لا توجد مخالفات على المنشأة.", "The company has no violations."),
    Text("التأمين مربوط آليًا.", "The insurance is linked automatically."),
    Text("تكررت الخطوة في طلب آخر.", "Already done in another order."),
)

CANCEL_REASONS = (
    Text("بطلب من العميل.", "At the client's request."),
    Text("غادر العامل نهائيًا.", "The worker has left for good."),
    Text("نُقلت خدمات العامل إلى منشأة أخرى.", "The worker moved to another company."),
    Text("لم تُستكمل البيانات خلال المهلة.", "Information was not completed in time."),
    Text("رفضت الجهة الطلب نهائيًا.", "Finally refused by the authority."),
    Text("طلب مكرر.", "Duplicate order."),
    Text("أُغلق السجل التجاري للمنشأة.", "The company's registration was closed."),
    Text("تغيرت الخدمة المطلوبة.", "Another service is needed."),
    Text("لم تُسدّد الرسوم الحكومية.", "The government fees were not funded."),
    Text("تراجع العميل عن قبول العرض.", "Acceptance of the quotation was undone."),
)

CREDIT_NOTE_REASONS = (
    Text("خطأ في بيانات المشتري.", "Wrong buyer details."),
    Text("إلغاء الخدمة قبل تنفيذها.", "Service cancelled before it was performed."),
    Text("خطأ في الكمية.", "Wrong quantity."),
    Text("خصم متفق عليه بعد الإصدار.", "Discount agreed after issue."),
    Text("فاتورة مكررة.", "Duplicate invoice."),
    Text("خطأ في فئة الضريبة.", "Wrong tax category."),
    Text("رسوم حكومية لم تُستخدم.", "Government fee not used."),
    Text("صدرت من كيان نظامي غير صحيح.", "Issued by the wrong legal entity."),
    Text("خطأ في السعر.", "Wrong price."),
    Text("رفض الجهة الحكومية للمعاملة.", "The authority refused the transaction."),
)

WITHDRAW_REASONS = (
    Text("صدر عرض بديل بأسعار محدثة.", "Replaced by an offer at updated prices."),
    Text("تغيرت الرسوم الحكومية.", "Government fees have changed."),
    Text("أُرسل إلى جهة اتصال غير صحيحة.", "Sent to the wrong contact."),
    Text("بطلب من العميل.", "At the client's request."),
    Text("الخدمة متوقفة مؤقتًا لدى الجهة.", "The authority has paused the service."),
    Text("خطأ في احتساب الخصم.", "The discount was miscalculated."),
    Text("بيانات المنشأة تحتاج إلى تصحيح.", "The company's data need correcting."),
    Text("عرض مكرر.", "Duplicate offer."),
    Text("تغير عدد العاملين.", "The number of workers changed."),
    Text("لم يعد العرض متاحًا.", "The offer is no longer available."),
)
