"""One context for each mail template, with names in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portal.core.mail_compose import Bilingual

CLIENT = Bilingual(
    "مؤسسة عبدالرحمن بن عبدالعزيز المنصور للمقاولات العامة",
    "Abdulrahman Almansour General Contracting Est.",
)
COMMON: dict[str, Any] = {
    "sender_name": Bilingual("شركة بوابة الأعمال (ذ.م.م)", "Bawaba Business Services LLC"),
    "recipient_name": Bilingual("خالد العتيبي", "Khalid Alotaibi"),
    "number": "QT-2026-00042",
    "currency": "SAR",
    "url": "https://bawaba.example/q/TOKEN?lang=ar&from=mail",
}
MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SERVICE = Bilingual("تجديد إقامة", "Iqama renewal")

QUOTED = {"total": Decimal("3836.73"), "valid_until": date(2026, 12, 21)}
ACCEPTED = {
    "version": 2,
    "accepted_by": "خالد العتيبي",
    "client_name": CLIENT,
    "total": Decimal("3836.73"),
    "accepted_at": MOMENT,
}

CONTEXTS: dict[str, dict[str, Any]] = {
    "quotation_sent": {**QUOTED, "note": "حسب اتصالنا يوم الأحد (10:30 صباحًا).\nمع التحية"},
    "quotation_revised": {**QUOTED, "version": 3},
    "quotation_question": {
        "asked_by": "Rajesh Kumar",
        "client_name": CLIENT,
        "question": "Is the <b>fine</b> included?\nAnd what about 2027?",
    },
    "quotation_answer": {
        "question": "هل الرسوم شاملة المقابل المالي؟",
        "answer": "نعم، الرسوم شاملة المقابل المالي حتى 12/2026.",
        "answered_by": "نورة السبيعي",
    },
    "quotation_accepted": {**ACCEPTED, "role": "مدير الموارد البشرية", "orders": 3},
    "quotation_acceptance_copy": ACCEPTED,
    "quotation_declined": {"client_name": CLIENT, "reason": "السعر أعلى من الميزانية"},
    "link_renewal_requested": {"client_name": CLIENT, "message": "انتهت صلاحية الرابط"},
    "one_time_code": {
        "code": "482913",
        "minutes": 10,
        "purpose": Bilingual("قبول عرض السعر", "accepting the quotation"),
    },
    "invoice_issued": {
        "number": "INV-2026-00317",
        "total": Decimal("8693.98"),
        "due_on": date(2026, 12, 6),
    },  # fmt: skip
    "credit_note_issued": {
        "number": "CN-2026-00009",
        "original": "INV-2026-00317",
        "total": Decimal("8693.98"),
        "reason": "إلغاء الخدمة قبل البدء",
    },
    "payment_received": {
        "number": "INV-2026-00317",
        "amount": Decimal("5000"),
        "paid_on": date(2026, 11, 25),
        "remaining": Decimal("3693.98"),
    },  # fmt: skip
    "order_information_needed": {
        "number": "ORD-2026-0101",
        "service_name": SERVICE,
        "missing": [
            Bilingual("صورة جواز السفر", "A copy of the passport"),
            Bilingual("رقم الإقامة", "The Iqama number"),
        ],
    },
    "order_completed": {
        "number": "ORD-2026-0101",
        "service_name": SERVICE,
        "completed_on": date(2026, 11, 30),
    },  # fmt: skip
    "password_reset": {"minutes": 60},
}


def context_of(template: str, **changes: Any) -> dict[str, Any]:
    """The whole context of ``template``."""
    return COMMON | CONTEXTS[template] | changes
