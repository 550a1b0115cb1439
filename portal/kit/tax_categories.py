"""The VAT categories of a supply, their rates, and the reasons for bearing no VAT.

Sources: UNCL 5305 for the category letters; ZATCA, e-invoice XML implementation standard, code
list VATEX-SA for the reasons. Articles are those of the implementing regulations of the VAT law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

STANDARD_RATE: Final = Decimal("15")
"""Saudi VAT in per cent since 1 July 2020."""


class TaxCategory(StrEnum):
    """How a supply stands to VAT; `code` is the letter of UNCL 5305 that e-invoices carry."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def code(self) -> str:
        return _CODES[self]


_CODES: Final = {
    TaxCategory.STANDARD: "S",
    TaxCategory.ZERO: "Z",
    TaxCategory.EXEMPT: "E",
    TaxCategory.OUT_OF_SCOPE: "O",
}

DEFAULT_RATES: Final[Mapping[TaxCategory, Decimal]] = MappingProxyType(
    {
        TaxCategory.STANDARD: STANDARD_RATE,
        TaxCategory.ZERO: Decimal(0),
        TaxCategory.EXEMPT: Decimal(0),
        TaxCategory.OUT_OF_SCOPE: Decimal(0),
    }
)


@dataclass(frozen=True, slots=True)
class TaxReason:
    """Why a line bears no VAT: the category that it belongs to and its wording."""

    category: TaxCategory
    en: str
    ar: str


_EXEMPT = TaxCategory.EXEMPT
_ZERO = TaxCategory.ZERO

TAX_REASONS: Final[Mapping[str, TaxReason]] = MappingProxyType(
    {
        "VATEX-SA-29": TaxReason(_EXEMPT, "Financial services (article 29)", "الخدمات المالية"),
        "VATEX-SA-29-7": TaxReason(
            _EXEMPT, "Life insurance (article 29)", "عقود التأمين على الحياة"
        ),
        "VATEX-SA-30": TaxReason(
            _EXEMPT,
            "Real estate transactions (article 30)",
            "التوريدات العقارية المعفاة من الضريبة",
        ),
        "VATEX-SA-32": TaxReason(_ZERO, "Export of goods", "صادرات السلع من المملكة"),
        "VATEX-SA-33": TaxReason(_ZERO, "Export of services", "صادرات الخدمات من المملكة"),
        "VATEX-SA-34-1": TaxReason(_ZERO, "International transport of goods", "النقل الدولي للسلع"),
        "VATEX-SA-34-2": TaxReason(
            _ZERO, "International transport of passengers", "النقل الدولي للركاب"
        ),
        "VATEX-SA-34-3": TaxReason(
            _ZERO,
            "Services directly connected with international passenger transport",
            "الخدمات المرتبطة مباشرة بالنقل الدولي للركاب",
        ),
        "VATEX-SA-34-4": TaxReason(
            _ZERO, "Supply of a qualifying means of transport", "توريد وسائل النقل المؤهلة"
        ),
        "VATEX-SA-34-5": TaxReason(
            _ZERO,
            "Services relating to the transport of goods or passengers",
            "الخدمات ذات الصلة بنقل السلع أو الركاب",
        ),
        "VATEX-SA-35": TaxReason(
            _ZERO, "Medicines and medical equipment", "الأدوية والمعدات الطبية"
        ),
        "VATEX-SA-36": TaxReason(_ZERO, "Qualifying metals", "المعادن المؤهلة"),
        "VATEX-SA-EDU": TaxReason(
            _ZERO, "Private education for citizens", "الخدمات التعليمية الخاصة للمواطنين"
        ),
        "VATEX-SA-HEA": TaxReason(
            _ZERO, "Private health care for citizens", "الخدمات الصحية الخاصة للمواطنين"
        ),
        "VATEX-SA-MLTRY": TaxReason(
            _ZERO, "Supply of qualifying military goods", "توريد السلع العسكرية المؤهلة"
        ),
        "VATEX-SA-DIPLOMAT": TaxReason(
            _ZERO,
            "Qualifying supplies to diplomatic missions",
            "التوريدات المؤهلة للبعثات الدبلوماسية",
        ),
        "VATEX-SA-DUTYFREE": TaxReason(
            _ZERO,
            "Qualifying supply of goods in a duty-free market",
            "التوريد المؤهل للسلع في الأسواق الحرة",
        ),
        "VATEX-SA-OOS": TaxReason(
            TaxCategory.OUT_OF_SCOPE, "Not subject to VAT", "غير خاضع لضريبة القيمة المضافة"
        ),
    }
)


def reasons_for(category: TaxCategory) -> dict[str, TaxReason]:
    """The reason codes that fit `category`, in the order of the list; none for `standard`."""
    return {code: reason for code, reason in TAX_REASONS.items() if reason.category is category}
