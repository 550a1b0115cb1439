"""Rich sample papers: long names, mixed scripts, many lines. Shared by the PDF tests and looks."""

from datetime import UTC, date, datetime
from decimal import Decimal

from portal.core.paper import (
    BankView,
    CategoryRow,
    CertificatePaper,
    InvoicePaper,
    PaperLine,
    Party,
    QuotationPaper,
    ReceiptAllocation,
    ReceiptPaper,
    TotalsView,
    VerifyView,
)
from portal.kit import tax, zatca

VAT_NUMBER = "310122393500003"
IBAN = "SA0380000000608010167519"
MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

AR_SELLER = "شركة بوابة الأعمال للخدمات والتعقيب (ذ.م.م)"
EN_SELLER = "Bawaba Business Services & Government Relations LLC"
AR_BUYER = "مؤسسة عبدالرحمن بن عبدالعزيز المنصور للمقاولات العامة والتجارة"
EN_BUYER = "Abdulrahman bin Abdulaziz Almansour General Contracting & Trading Est."

SERVICES = [
    ("تجديد إقامة", "Iqama renewal", "450.00", "650.00", "رسوم تجديد الإقامة والمقابل المالي"),
    (
        "تأكيد السجل التجاري السنوي",
        "CR annual confirmation",
        "300.00",
        "500.00",
        "رسوم التأكيد السنوي للسجل التجاري",
    ),
    ("تجديد رخصة عمل عبر منصة قوى (Qiwa)", "Work permit renewal via Qiwa", "275.50", "0", ""),
    (
        "ترجمة معتمدة لعقد التأسيس (12 صفحة)",
        "Certified translation of the articles (12 pages)",
        "85.00",
        "0",
        "",
    ),
]
FEES_EN = {
    "رسوم تجديد الإقامة والمقابل المالي": "Iqama renewal and work permit fees",
    "رسوم التأكيد السنوي للسجل التجاري": "CR annual confirmation fee",
}


def seller(locale: str, vat: bool = True) -> Party:
    names = (AR_SELLER, EN_SELLER) if locale == "ar" else (EN_SELLER, AR_SELLER)
    address = (
        ("مبنى 7421، شارع العليا العام", "حي الورود، الرياض 12251 - 3421")
        if locale == "ar"
        else ("7421 Olaya Street", "Al Wurud, Riyadh 12251 - 3421")
    )
    return Party(
        *names,
        VAT_NUMBER if vat else "",
        "700",
        "7001234567",
        address,
        "billing@bawaba.example",
        "+966 11 234 5678",
    )


def buyer(locale: str) -> Party:
    names = (AR_BUYER, EN_BUYER) if locale == "ar" else (EN_BUYER, AR_BUYER)
    address = (
        ("مبنى 3390، طريق الملك فهد", "حي الملقا، الرياض 13521")
        if locale == "ar"
        else ("3390 King Fahd Road", "Al Malqa, Riyadh 13521")
    )
    return Party(*names, "300000000000003", "CRN", "1010123456", address)


def lines(
    locale: str, count: int, *, vat: bool = True, optional: bool = False, zero: bool = False
) -> tuple[tuple[PaperLine, ...], TotalsView]:
    """``count`` service lines and the fees they carry, with totals by the real rule."""
    inputs = []
    for i in range(count):
        price, fee = SERVICES[i % 4][2:4]
        inputs.append(
            tax.Line(
                Decimal(i % 3 + 1),
                Decimal(price),
                Decimal(10 if i % 5 == 1 else 0),
                tax_category=tax.TaxCategory.ZERO if zero and i == 3 else tax.TaxCategory.STANDARD,
                government_fee=Decimal(fee),
            )
        )
    left_out = count - 1 if optional else -1
    counted = [line for i, line in enumerate(inputs) if i != left_out]
    totals = tax.compute(counted, vat_registered=vat)
    each = tax.compute(inputs, vat_registered=vat).lines
    services, fees = [], []
    for i, (line, got) in enumerate(zip(inputs, each, strict=True)):
        arabic, english, _, _, fee = SERVICES[i % 4]
        services.append(
            PaperLine(
                i + 1,
                arabic if locale == "ar" else english,
                line.quantity,
                line.unit_price,
                got.net,
                got.net + got.tax,
                description_other=english if locale == "ar" else arabic,
                detail=(
                    "يشمل المتابعة حتى الإنجاز [عبر أبشر أعمال]"
                    if locale == "ar"
                    else "Includes follow-up until done [via Absher Business]"
                )
                if i == 0
                else "",
                discount=got.discount,
                tax_rate=Decimal(0) if zero and i == 3 or not vat else Decimal(15),
                tax_category=line.tax_category,
                tax=got.tax,
                optional=optional and i >= count - 2,
                selected=i != left_out,
                workers=("محمد أنور حسين", "Rajesh Kumar Sharma (2412345671)") if i == 0 else (),
            )
        )
        if fee and i != left_out:
            fees.append(
                PaperLine(
                    count + len(fees) + 1,
                    fee if locale == "ar" else FEES_EN[fee],
                    line.quantity,
                    line.government_fee,
                    got.government_fee,
                    got.government_fee,
                    tax_category=tax.TaxCategory.OUT_OF_SCOPE,
                    government_fee=True,
                )
            )
    reason = "تصدير خدمات إلى خارج المملكة" if locale == "ar" else "Export of services"
    view = TotalsView(
        totals.subtotal,
        totals.discount_total,
        totals.net_total,
        totals.government_fees,
        totals.tax_total,
        totals.total,
        tuple(
            CategoryRow(
                c.category,
                c.rate,
                c.taxable,
                c.tax,
                reason if c.category == "zero" else "",
                "VATEX-SA-33" if c.category == "zero" else "",
            )
            for c in totals.categories
        ),
    )
    return (*services, *fees), view


def quotation(locale: str, count: int = 5, *, vat: bool = True) -> QuotationPaper:
    made, totals = lines(locale, count, vat=vat, optional=True)
    return QuotationPaper(
        number="QT-2026-00042",
        version=2,
        issued_on=date(2026, 11, 21),
        valid_until=date(2026, 12, 21),
        currency="SAR",
        seller=seller(locale, vat),
        buyer=buyer(locale),
        lines=made,
        totals=totals,
        verify=VerifyView("https://bawaba.example/verify?n=QT-2026-00042", "7K2M-QX9D-40FN"),
        attention="م. خالد العتيبي" if locale == "ar" else "Eng. Khalid Alotaibi",
        subject="تجديد إقامات العاملين ورخص العمل للربع الأول 2027"
        if locale == "ar"
        else "Iqama and work permit renewals, first quarter 2027",
        reference="RFQ/2026/118-B",
        prepared_by="نورة السبيعي" if locale == "ar" else "Noura Alsubaie",
        notes="الأسعار لا تشمل الغرامات إن وُجدت.\nالمدة: 5 أيام عمل (الأحد إلى الخميس)."
        if locale == "ar"
        else "Prices do not include fines, if any.\nTime: 5 working days (Sunday to Thursday).",
        terms="تُسدد الرسوم الحكومية مقدمًا قبل بدء التنفيذ.\nتُحسب الضريبة بنسبة 15% على أتعابنا."
        if locale == "ar"
        else "Government fees are paid in advance.\nVAT of 15% is charged on our fees.",
        vat_registered=vat,
        hijri=True,
    )


def invoice(locale: str, kind: str = "tax", count: int = 5, **changes: object) -> InvoicePaper:
    vat = not kind.startswith("plain")
    made, totals = lines(locale, count, vat=vat, zero=vat and count > 3)
    number = ("CN" if "credit" in kind else "INV") + "-2026-00317"
    values: dict[str, object] = {
        "kind": kind,
        "number": number,
        "issued_at": MOMENT,
        "currency": "SAR",
        "seller": seller(locale, vat),
        "buyer": buyer(locale),
        "lines": made,
        "totals": totals,
        "verify": VerifyView(f"https://bawaba.example/verify?n={number}", "3MPT-88WZ-0KQC"),
        "supply_date": date(2026, 11, 18),
        "due_on": date(2026, 12, 6),
        "uuid": "8e6000cf-1a98-4174-b3e7-b5d5954bc10d",
        "tax_qr": zatca.qr_tlv(AR_SELLER, VAT_NUMBER, MOMENT, totals.total, totals.tax)
        if vat
        else "",
        "bank": BankView(
            IBAN,
            AR_SELLER if locale == "ar" else EN_SELLER,
            "مصرف الراجحي" if locale == "ar" else "Al Rajhi Bank",
            "RJHISARI",
        ),
        "quotation_number": "QT-2026-00042",
        "reference": "PO-7781",
    }
    if "credit" in kind:
        values |= {
            "original_number": "INV-2026-00300",
            "original_date": date(2026, 11, 2),
            "reason": "إلغاء الخدمة قبل البدء بناءً على طلب العميل"
            if locale == "ar"
            else "Service cancelled before it began, at the client's request",
        }
    return InvoicePaper(**(values | changes))  # type: ignore[arg-type]


def certificate(locale: str, signature_image: str = "") -> CertificatePaper:
    made, totals = lines(locale, 5)
    return CertificatePaper(
        quotation_number="QT-2026-00042",
        version=2,
        quotation_issued_on=date(2026, 11, 21),
        quotation_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        accepted_by="خالد بن فهد العتيبي" if locale == "ar" else "Khalid Fahd Alotaibi",
        accepted_role="مدير الموارد البشرية" if locale == "ar" else "HR manager",
        accepted_at=MOMENT,
        ip="2001:db8:85a3::8a2e:370:7334",
        user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        currency="SAR",
        seller=seller(locale),
        buyer=buyer(locale),
        lines=made,
        totals=totals,
        verify=VerifyView("https://bawaba.example/verify?n=QT-2026-00042", "7K2M-QX9D-40FN"),
        signature_image=signature_image,
        typed_signature="" if signature_image else "خالد العتيبي",
        confirmed_contact="k•••@almansour.example",
    )


def receipt(locale: str) -> ReceiptPaper:
    return ReceiptPaper(
        number="RC-2026-00088",
        paid_on=date(2026, 11, 25),
        amount=Decimal("12500.00"),
        currency="SAR",
        seller=seller(locale),
        payer=buyer(locale),
        method="حوالة بنكية" if locale == "ar" else "Bank transfer",
        method_other="Bank transfer" if locale == "ar" else "حوالة بنكية",
        verify=VerifyView("https://bawaba.example/verify?n=RC-2026-00088", "9QXA-1MN7-TT02"),
        reference="FT26329XK81",
        received_by="فهد الدوسري" if locale == "ar" else "Fahad Aldosari",
        allocations=(
            ReceiptAllocation("INV-2026-00317", Decimal("9480.25")),
            ReceiptAllocation("INV-2026-00301", Decimal("2500.00")),
        ),
        unallocated=Decimal("519.75"),
        hijri=True,
    )
