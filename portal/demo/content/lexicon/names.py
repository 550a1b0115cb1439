"""Given and family names by nationality, in Latin letters and as written on Saudi documents."""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.content.text import Text


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names of one nationality (``country``: ISO 3166 alpha-2).

    ``nationality`` is in the feminine, as forms write it (the word for nationality is feminine).
    ``weight`` is its share among expatriates; ``passport`` is the form of its passport numbers,
    with ``#`` for a digit and ``@`` for a letter.
    """

    country: str
    nationality: Text
    weight: int
    passport: str
    men: tuple[Text, ...]
    women: tuple[Text, ...]
    families: tuple[Text, ...]


def _names(pairs: str) -> tuple[Text, ...]:
    """Read ``عربي=Latin`` pairs separated by commas."""
    split = (pair.strip().split("=") for pair in pairs.split(","))
    return tuple(Text(ar.strip(), en.strip()) for ar, en in split)


SAUDI = NamePool(
    "SA",
    Text("سعودية", "Saudi"),
    12,
    "@######",
    _names(
        "عبدالله=Abdullah, محمد=Mohammed, فهد=Fahad, سلطان=Sultan, خالد=Khalid, تركي=Turki, "
        "بندر=Bandar, ماجد=Majed, سعود=Saud, عبدالعزيز=Abdulaziz, نايف=Naif, فيصل=Faisal, "
        "عبدالرحمن=Abdulrahman, مشعل=Mishal, صالح=Saleh, يوسف=Yousef, إبراهيم=Ibrahim, "
        "طلال=Talal, وليد=Waleed, أنس=Anas"
    ),
    _names(
        "نورة=Noura, سارة=Sarah, ريم=Reem, هند=Hind, العنود=Alanoud, منيرة=Munirah, "
        "أمل=Amal, لطيفة=Latifah, جواهر=Jawaher, دانة=Danah, شهد=Shahad, غادة=Ghada"
    ),
    _names(
        "الحربي=Al Harbi, العتيبي=Al Otaibi, القحطاني=Al Qahtani, الشهري=Al Shehri, "
        "الغامدي=Al Ghamdi, الزهراني=Al Zahrani, المطيري=Al Mutairi, الدوسري=Al Dosari, "
        "الشمري=Al Shammari, العنزي=Al Anazi, السبيعي=Al Subaie, المالكي=Al Malki, "
        "البقمي=Al Buqami, الجهني=Al Juhani, الرشيدي=Al Rashidi, التميمي=Al Tamimi, "
        "الخالدي=Al Khaldi, الأسمري=Al Asmari, العسيري=Al Asiri, البلوي=Al Balawi"
    ),
)

EXPATRIATES = (
    NamePool(
        "IN",
        Text("هندية", "Indian"),
        24,
        "@#######",
        _names(
            "راجيش=Rajesh, سوريش=Suresh, أنيل=Anil, فيجاي=Vijay, أرون=Arun, سانجاي=Sanjay, "
            "عمران=Imran, شاجي=Shaji, بيجو=Biju, سانتوش=Santhosh, محمد رفيق=Mohammed Rafeeq"
        ),
        _names("بريا=Priya, أنيتا=Anitha, لاكشمي=Lakshmi, شبانة=Shabana, دينا=Deena"),
        _names(
            "كومار=Kumar, خان=Khan, سينغ=Singh, ناير=Nair, شارما=Sharma, باتيل=Patel, "
            "توماس=Thomas, بيلاي=Pillai, أنصاري=Ansari, ريدي=Reddy"
        ),
    ),
    NamePool(
        "PK",
        Text("باكستانية", "Pakistani"),
        18,
        "@@#######",
        _names(
            "محمد عثمان=Muhammad Usman, بلال=Bilal, عدنان=Adnan, شاهد=Shahid, ناصر=Nasir, "
            "طارق=Tariq, كاشف=Kashif, زاهد=Zahid, غلام=Ghulam, وقاص=Waqas"
        ),
        _names("عائشة=Ayesha, صائمة=Saima, نازية=Nazia, سعدية=Sadia"),
        _names(
            "أحمد=Ahmed, حسين=Hussain, إقبال=Iqbal, محمود=Mehmood, جاويد=Javed, بوت=Butt, "
            "راجبوت=Rajput, ملك=Malik, أكرم=Akram, شاه=Shah"
        ),
    ),
    NamePool(
        "BD",
        Text("بنغلاديشية", "Bangladeshi"),
        16,
        "@########",
        _names(
            "عبدالكريم=Abdul Karim, محمد سليم=Mohammad Selim, رفيق=Rafiq, جاهانغير=Jahangir, "
            "ميزان=Mizan, شفيق=Shafiq, نور=Nur, حبيب=Habib, مسعود=Masud, سيفول=Saiful"
        ),
        _names("نسرين=Nasrin, روكسانا=Roksana, فريدة=Farida"),
        _names(
            "حسين=Hossain, رحمن=Rahman, إسلام=Islam, علي=Ali, ميا=Miah, أودين=Uddin, "
            "شيكدر=Sikder, تشودري=Chowdhury, مولا=Molla, سركار=Sarkar"
        ),
    ),
    NamePool(
        "EG",
        Text("مصرية", "Egyptian"),
        14,
        "A########",
        _names(
            "محمود=Mahmoud, أحمد=Ahmed, مصطفى=Mostafa, كريم=Karim, إسلام=Eslam, هاني=Hany, "
            "وائل=Wael, عمرو=Amr, شريف=Sherif, أيمن=Ayman"
        ),
        _names("منى=Mona, هبة=Heba, نهى=Noha, ياسمين=Yasmin, داليا=Dalia"),
        _names(
            "عبدالعال=Abdelaal, السيد=Elsayed, إبراهيم=Ibrahim, الشناوي=Elshenawy, "
            "حسن=Hassan, عوض=Awad, شحاتة=Shehata, فوزي=Fawzy, رمضان=Ramadan, جابر=Gaber"
        ),
    ),
    NamePool(
        "PH",
        Text("فلبينية", "Filipino"),
        10,
        "P#######@",
        _names(
            "خوسيه=Jose, رامون=Ramon, مارك=Mark, جون بول=John Paul, روبرتو=Roberto, "
            "إدغار=Edgar, أرنل=Arnel, راؤول=Raul"
        ),
        _names(
            "ماريا=Maria, جينيفر=Jennifer, روزاليندا=Rosalinda, غريس=Grace, أنجيلا=Angela, "
            "كريستينا=Cristina"
        ),
        _names(
            "سانتوس=Santos, رييس=Reyes, كروز=Cruz, باوتيستا=Bautista, غارسيا=Garcia, "
            "مندوزا=Mendoza, راموس=Ramos, فلوريس=Flores"
        ),
    ),
    NamePool(
        "YE",
        Text("يمنية", "Yemeni"),
        10,
        "########",
        _names(
            "عبدالملك=Abdulmalik, صدام=Saddam, عارف=Aref, نبيل=Nabil, علي=Ali, فؤاد=Fuad, "
            "عبدالسلام=Abdulsalam, مختار=Mukhtar"
        ),
        _names("أروى=Arwa, بلقيس=Balqis, سميرة=Samira"),
        _names(
            "الحميدي=Al Humaidi, باوزير=Bawazir, المقطري=Al Maqtari, العمودي=Al Amoudi, "
            "الصبري=Al Sabri, القباطي=Al Qubati, اليافعي=Al Yafei, باعباد=Baabbad"
        ),
    ),
    NamePool(
        "SD",
        Text("سودانية", "Sudanese"),
        8,
        "P########",
        _names(
            "عثمان=Osman, الطيب=Eltayeb, عمر=Omer, مجذوب=Majzoub, أبوبكر=Abubaker, "
            "عوض الكريم=Awadelkarim, معتز=Mutaz, بابكر=Babiker"
        ),
        _names("إخلاص=Ikhlas, سلمى=Salma, هاجر=Hajir"),
        _names(
            "إدريس=Idris, الأمين=Elamin, حامد=Hamid, عبدالماجد=Abdelmajid, البشير=Elbashir, "
            "خوجلي=Khogali, محجوب=Mahgoub, النور=Elnour"
        ),
    ),
    NamePool(
        "NP",
        Text("نيبالية", "Nepali"),
        7,
        "########",
        _names(
            "رام=Ram, كريشنا=Krishna, بيشنو=Bishnu, ديباك=Dipak, سوجان=Sujan, بريم=Prem, "
            "غوبال=Gopal, سانتا=Santa"
        ),
        _names("سيتا=Sita, مايا=Maya, سونيتا=Sunita"),
        _names(
            "تابا=Thapa, غورونغ=Gurung, شريستا=Shrestha, تامانغ=Tamang, راي=Rai, "
            "ماغار=Magar, أديكاري=Adhikari, كاركي=Karki"
        ),
    ),
    NamePool(
        "JO",
        Text("أردنية", "Jordanian"),
        4,
        "@######",
        _names("زيد=Zaid, ليث=Laith, رامي=Rami, معاذ=Muath, قصي=Qusai, حازم=Hazem"),
        _names("رنا=Rana, لينا=Lina, سوسن=Sawsan"),
        _names(
            "الخطيب=Al Khatib, الزعبي=Al Zoubi, العبادي=Al Abbadi, الطراونة=Al Tarawneh, "
            "حداد=Haddad, المومني=Al Momani"
        ),
    ),
    NamePool(
        "SY",
        Text("سورية", "Syrian"),
        4,
        "N#########",
        _names("غسان=Ghassan, باسل=Basel, مازن=Mazen, نزار=Nizar, سامر=Samer, فراس=Firas"),
        _names("رشا=Rasha, سوزان=Suzan, ديمة=Dima"),
        _names(
            "الحلبي=Al Halabi, النجار=Al Najjar, الشامي=Al Shami, قباني=Kabbani, "
            "الحموي=Al Hamwi, دياب=Diab"
        ),
    ),
    NamePool(
        "LK",
        Text("سريلانكية", "Sri Lankan"),
        3,
        "N#######",
        _names("نوان=Nuwan, تشامارا=Chamara, محمد فاروق=Mohamed Farook, سوميث=Sumith"),
        _names("دلشاني=Dilshani, كوماري=Kumari"),
        _names("بيريرا=Perera, فرناندو=Fernando, سيلفا=Silva, جاياسوريا=Jayasuriya"),
    ),
    NamePool(
        "ET",
        Text("إثيوبية", "Ethiopian"),
        3,
        "EP#######",
        _names("أبيبي=Abebe, تسفاي=Tesfaye, جمال=Jemal, دانيال=Daniel"),
        _names("هيوت=Hiwot, سلام=Selam, زهرة=Zahra"),
        _names("كبيدي=Kebede, بيكيلي=Bekele, محمد=Mohammed, تاديسي=Tadesse"),
    ),
)


@dataclass(frozen=True, slots=True)
class ContactTitle:
    """A position, in the Arabic form for a man and for a woman."""

    man: Text
    woman: Text


def _title(man_ar: str, woman_ar: str, en: str) -> ContactTitle:
    return ContactTitle(Text(man_ar, en), Text(woman_ar, en))


CONTACT_TITLES = (
    _title("المدير العام", "المديرة العامة", "General manager"),
    _title("مدير الموارد البشرية", "مديرة الموارد البشرية", "Human resources manager"),
    _title("مسؤول العلاقات الحكومية", "مسؤولة العلاقات الحكومية", "Government relations officer"),
    _title("المدير المالي", "المديرة المالية", "Finance manager"),
    _title("مدير المشتريات", "مديرة المشتريات", "Procurement manager"),
    _title("مدير المكتب", "مديرة المكتب", "Office manager"),
    _title("مدير العمليات", "مديرة العمليات", "Operations manager"),
    _title("الشريك المدير", "الشريكة المديرة", "Managing partner"),
    _title("محاسب", "محاسبة", "Accountant"),
    _title("مسؤول شؤون الموظفين", "مسؤولة شؤون الموظفين", "Personnel officer"),
)
