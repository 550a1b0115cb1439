"""Cities, districts and streets, with the postal codes of the districts.

Postal codes are near those of the real districts (Saudi Post); the first letters of the short
address follow the region's letter. Gulf cities carry no national address.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.content.text import Text


@dataclass(frozen=True, slots=True)
class District:
    """Part of a city; its postal codes run from ``first_code`` to ``last_code``, both included."""

    name: Text
    first_code: int
    last_code: int


@dataclass(frozen=True, slots=True)
class City:
    """A Saudi city; ``weight`` is its share of companies, ``letter`` begins its short codes."""

    key: str
    name: Text
    letter: str
    weight: int
    districts: tuple[District, ...]


@dataclass(frozen=True, slots=True)
class GulfCity:
    """A city elsewhere in the Gulf, by its country (ISO 3166 alpha-2)."""

    country: str
    name: Text


def _district(ar: str, en: str, first: int, last: int) -> District:
    return District(Text(f"حي {ar}", en), first, last)


CITIES = (
    City(
        "riyadh",
        Text("الرياض", "Riyadh"),
        "R",
        40,
        (
            _district("العليا", "Al Olaya", 12211, 12214),
            _district("الملز", "Al Malaz", 12831, 12836),
            _district("السليمانية", "As Sulimaniyah", 12221, 12223),
            _district("الياسمين", "Al Yasmin", 13322, 13328),
            _district("الصحافة", "As Sahafah", 13315, 13321),
            _district("الملقا", "Al Malqa", 13521, 13525),
            _district("قرطبة", "Qurtubah", 13244, 13248),
            _district("الروضة", "Ar Rawdah", 13211, 13213),
            _district("السلي", "As Sulay", 14322, 14327),
            _district("المروج", "Al Muruj", 12281, 12283),
        ),
    ),
    City(
        "jeddah",
        Text("جدة", "Jeddah"),
        "J",
        22,
        (
            _district("الشرفية", "Ash Sharafiyah", 23216, 23218),
            _district("الروضة", "Ar Rawdah", 23431, 23435),
            _district("الحمراء", "Al Hamra", 23321, 23324),
            _district("السلامة", "As Salamah", 23436, 23437),
            _district("النزهة", "An Nuzhah", 23532, 23535),
            _district("الفيصلية", "Al Faisaliyah", 23441, 23447),
        ),
    ),
    City(
        "dammam",
        Text("الدمام", "Dammam"),
        "D",
        12,
        (
            _district("المزروعية", "Al Mazruiyah", 32414, 32415),
            _district("الفيصلية", "Al Faisaliyah", 32272, 32274),
            _district("الشاطئ الشرقي", "Ash Shati Ash Sharqi", 32411, 32413),
            _district("النور", "An Nur", 32244, 32247),
        ),
    ),
    City(
        "khobar",
        Text("الخبر", "Al Khobar"),
        "K",
        7,
        (
            _district("العقربية", "Al Aqrabiyah", 34446, 34449),
            _district("الثقبة", "Ath Thuqbah", 34622, 34627),
            _district("الراكة الشمالية", "Ar Rakah Ash Shamaliyah", 34225, 34227),
        ),
    ),
    City(
        "makkah",
        Text("مكة المكرمة", "Makkah"),
        "M",
        5,
        (
            _district("العزيزية", "Al Aziziyah", 24243, 24247),
            _district("الشوقية", "Ash Shawqiyah", 24351, 24353),
            _district("النسيم", "An Nasim", 24245, 24246),
        ),
    ),
    City(
        "madinah",
        Text("المدينة المنورة", "Madinah"),
        "M",
        4,
        (
            _district("العوالي", "Al Awali", 42313, 42317),
            _district("قباء", "Quba", 42318, 42321),
            _district("العزيزية", "Al Aziziyah", 42381, 42385),
        ),
    ),
    City(
        "jubail",
        Text("الجبيل", "Jubail"),
        "E",
        3,
        (
            _district("الفناتير", "Al Fanateer", 35811, 35816),
            _district("الدفي", "Ad Dafi", 35821, 35825),
        ),
    ),
    City(
        "buraydah",
        Text("بريدة", "Buraydah"),
        "Q",
        2,
        (
            _district("الفايزية", "Al Fayziyah", 52381, 52385),
            _district("الصفراء", "As Safra", 52361, 52365),
        ),
    ),
    City(
        "abha",
        Text("أبها", "Abha"),
        "A",
        2,
        (
            _district("المنسك", "Al Mansak", 62521, 62524),
            _district("الخالدية", "Al Khalidiyah", 62527, 62529),
        ),
    ),
    City(
        "tabuk",
        Text("تبوك", "Tabuk"),
        "T",
        2,
        (
            _district("المروج", "Al Muruj", 47311, 47314),
            _district("الورود", "Al Wurud", 47911, 47914),
        ),
    ),
    City(
        "yanbu",
        Text("ينبع", "Yanbu"),
        "M",
        1,
        (_district("الصناعية", "Industrial District", 46421, 46425),),
    ),
)

STREETS = (
    Text("طريق الملك فهد", "King Fahd Road"),
    Text("طريق الملك عبدالله", "King Abdullah Road"),
    Text("شارع الأمير سلطان", "Prince Sultan Street"),
    Text("شارع التحلية", "At Tahliyah Street"),
    Text("شارع الستين", "As Sitteen Street"),
    Text("طريق الملك عبدالعزيز", "King Abdulaziz Road"),
    Text("شارع فلسطين", "Palestine Street"),
    Text("شارع حراء", "Hira Street"),
    Text("شارع الجامعة", "University Street"),
    Text("شارع أبي بكر الصديق", "Abu Bakr As Siddiq Street"),
    Text("طريق عثمان بن عفان", "Uthman Ibn Affan Road"),
    Text("شارع الأعشى", "Al Asha Street"),
    Text("شارع الصناعة", "Industry Street"),
    Text("شارع المستودعات", "Warehouses Street"),
)

GULF_CITIES = (
    GulfCity("AE", Text("دبي", "Dubai")),
    GulfCity("AE", Text("أبوظبي", "Abu Dhabi")),
    GulfCity("AE", Text("الشارقة", "Sharjah")),
    GulfCity("KW", Text("مدينة الكويت", "Kuwait City")),
    GulfCity("BH", Text("المنامة", "Manama")),
    GulfCity("QA", Text("الدوحة", "Doha")),
    GulfCity("OM", Text("مسقط", "Muscat")),
)
