"""Arabic number words: in every gender and case, with the dual, and with what is written to their front."""

import re
from dataclasses import replace
from decimal import Decimal

from .words import (
    Atom,
    Lexicon,
    answering,
    by_themselves,
    folded_arabic,
    fractions,
    others,
    plain,
    scales,
    several,
    units,
    with_folded,
)

_ONES = {
    "ثلاثة ثلاث": 3,
    "أربعة أربع": 4,
    "خمسة خمس": 5,
    "ستة ست": 6,
    "سبعة سبع": 7,
    "ثمانية ثماني ثمان": 8,
    "تسعة تسع": 9,
    "عشرة عشر": 10,
}
_ROOTS = {"عشر": 20, "ثلاث": 30, "أربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
_HUNDREDS = {"ثلاث": 300, "أربع": 400, "خمس": 500, "ست": 600, "سبع": 700, "ثمان": 800, "ثماني": 800, "تسع": 900}
_ORDINALS = "ثالث رابع خامس سادس سابع ثامن تاسع عاشر"
# What is counted often, and whose plural sounds otherwise: its dual is a two for certain. With and without ة.
_COUNTED = (
    "عام يوم شهر أسبوع قرن عقد ميل كيلومتر متر طن رجل شخص طفل ولد حزب جندي صاروخ صديق منزل كتاب هدف دولار"
    " أخو ابن هجوم انفجار"
    " مشروع حادث مقعد فيلم كوكب سفير وزير"
)
_COUNTED_TOO = (
    "بلد قدم فوز لقب شوط فصل رئيس بيت شارع فريق جسر باب حكم قرار مبنى مصنع مركز مسجد مطار سؤال خيار شرط سبب"
    " عنصر جزء قسم نوع طرف جانب"
    " اجتماع لقاء خبير اقتراح نائب قائد زعيم حاجز قتيل جريح ضابط عقار حصان جبل نهر بحر محور لغم قانون نظام"
    " مشروع حزام حرف اسم لون فرع"
    " صوت موقع منصب ملف موعد مقطع هدفا دور خط حي شريك عنوان طبيب كلب قط سطر صف طابق باص قطار قارب زورق سجين شاهد"
)
_COUNTED_WITH_T = (
    "سن سنو ساع دقيق مر دول مدين قري شرك سيار طائر رصاص امرأ فتا ابن نقط درج جول مبارا مرحل ولاي غار ليل قذيف"
    " سفين رحل جلس قنبل طلق"
)


def _hundreds() -> dict[str, int]:
    return {f"{root}{word}": value for root, value in _HUNDREDS.items() for word in ("مئة", "مائة")}


def _tens() -> dict[str, int]:
    return {f"{root}{end}": value for root, value in _ROOTS.items() for end in ("ون", "ين")}


def _decades() -> dict[str, Atom]:
    return {
        f"{root}{end}": Atom("plain", Decimal(1900 + value), others=frozenset({Decimal(value)}), ends=True)
        for root, value in _ROOTS.items()
        for end in ("ينيات", "ينات", "يناته", "ينياته", "يناتها", "ينياتها", "ينيّات")
    }


def _duals() -> dict[str, int]:
    with_t = {f"{stem}ت{end}": 2 for stem in _COUNTED_WITH_T.split() for end in ("ين", "ان")}
    without = f"{_COUNTED} {_COUNTED_TOO}".split()
    return with_t | {f"{stem}{end}": 2 for stem in without for end in ("ين", "ان")}


ATOMS = with_folded(
    {
        **plain({"اثنان اثنين اثنتان اثنتين": 2} | _ONES | _tens()),
        **plain(_hundreds() | {"مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي": 200}),
        **plain({f"{each} {each}ة {each}ا": value for value, each in enumerate(_ORDINALS.split(), 3)}),
        # Before ten alone: twelve. (Without a hamza, أثنى is "he praised".) With the article, Monday.
        **plain({"اثنا اثني اثنتا اثنتي الاثنين الاثنان الاثنتان الاثنتين": 2}, is_sure=False),
        **plain(
            {"واحد واحدة واحدا أحد إحدى أول أولى أولا حادي حادية": 1, "ثاني ثانية ثان ثانيا": 2, "صفر": 0},
            is_sure=False,
        ),
        **scales({"مئة مائة": 100, "ألف ألفا": 1000, "مليون مليونا": 10**6}),
        **scales({"مليار مليارا بليون بليونا": 10**9, "تريليون تريليونا ترليون": 10**12}),
        **several(
            {
                "مئات مائات": 100,
                "عشرات": 10,
                "آلاف": 1000,
                "ملايين": 10**6,
                "مليارات بلايين": 10**9,
                "تريليونات": 10**12,
            }
        ),
        **plain({"ألفين ألفان ألفي": 2000, "مليونين مليونان مليوني": 2 * 10**6, "مليارين ملياران ملياري": 2 * 10**9}),
        **fractions({"نصف نصفي": "0.5", "ربع": "0.25", "أرباع": "0.75", "ثلث": "0.3333", "ثلثي ثلثا ثلثين": "0.6666"}),
        **_decades(),
        **by_themselves(_duals()),
        **answering(
            {
                "مرة وحيد وحيدة": 1,
                "كلا كلتا كلي كليهما كلاهما كلتاهما كلتيهما ضعف ضعفي زوج زوجين ثنائي ثنائية توأم توأمين": 2,
            }
        ),
        **answering(
            {
                "ثلاثي ثلاثية": 3,
                "رباعي رباعية": 4,
                "خماسي خماسية": 5,
                "سداسي سداسية": 6,
                "دزينة": 12,
                "قرن": 100,
                "عقد": 10,
            }
        ),
        **others(["و"], "and"),
        **units(
            {
                "$": "دولار دولارا دولارات",
                "€": "يورو",
                "£": "إسترليني استرليني",
                "TRY": "ليرة ليرات",
                "IRR": "ريال ريالات ريالا",
                "TMN": "تومان",
                "mi": "ميل ميلا أميال",
                "km": "كيلومتر كيلومترا كيلومترات كيلو كم",
                "ft": "قدم قدما أقدام",
                "in": "بوصة إنش بوصات",
                "m": "متر مترا أمتار م",
                "mm": "ملم مليمتر مليمترا مليمترات ميليمتر",
                "l": "لتر لترا لترات",
                "gal": "غالون جالون غالونات",
                "g": "غرام جرام غراما جراما",
                "cm": "سنتيمتر سنتيمترا سم سنتيمترات",
                "kg": "كيلوغرام كيلوجرام كيلوغراما كيلوجراما كغ كجم",
                "lb": "رطل رطلا أرطال",
                "t": "طن طنا أطنان",
                "ha": "هكتار هكتارا هكتارات",
                "ac": "فدان فدانا أفدنة",
                "°": "درجة درجات",
                "yd": "ياردة ياردات",
                "oz": "أونصة أوقية",
            }
        ),
    },
    folded_arabic,
)
_FRONT = re.compile("([وف])?([بلك])?(?:ال|ل)?(?=..)")
# "The past two days"; with the article, other duals are as often "both", or a name.
_TIMES = frozenset(
    map(folded_arabic, ["عام", "يوم", "شهر", "أسبوع", "قرن", "عقد", "سنت", "ساعت", "دقيقت", "مرت", "ليلت"])
)
# I am not, and not six of something; for a thousand is written otherwise.
_NO_NUMBER = frozenset(["لست", "ولست", "فلست", "كست", "لالف", "كالف", "فالف"])
# What ends like a dual may be one, or a plural: it may answer to a two.
_LIKE_A_DUAL = re.compile(r"\w{2,}(?:ين|ان|تا|تي|يه|يها)")
_MAYBE_TWO = Atom("alone", Decimal(2), is_sure=False)


# With its ت it is a dual for certain, but for Afghanistan, Argentina and Putin, and for "these two".
_DUAL = re.compile(r"\w{2,}(?:(?<!س)تان|(?<![نروسه])تين)")
_THESE = frozenset(["هاتان", "هاتين", "اللتان", "اللتين", "كلتين"])


# "And one", of "a hundred and eleven": without its hamza it would be "one" alone.
_AND_ONE = "وأحد"


def _fold(word: str) -> str:
    return word if word == _AND_ONE else folded_arabic(word)


def _lookup(word: str) -> Atom | None:
    if word in _NO_NUMBER:
        return None
    front = _FRONT.match(word)
    starts = sorted({front.end(1), front.end(2), front.end()} - {-1, 0}) if front else []
    for start in reversed(starts):
        if ((atom := ATOMS.get(word[start:])) and len(word) - start > 2) or (atom and atom.kind == "plain"):
            is_open = atom.kind != "alone" or word[start - 1 : start] != "ل" or word[start:-2] in _TIMES
            return replace(atom, joins=word[0] == "و", is_sure=atom.is_sure and is_open)
    if _DUAL.fullmatch(word) and word not in _THESE:
        return replace(_MAYBE_TWO, is_sure="ال" not in word[:3])
    return _MAYBE_TWO if _LIKE_A_DUAL.fullmatch(word) else None


LEXICON = Lexicon(
    ATOMS | {_AND_ONE: Atom("plain", Decimal(1), is_sure=False, joins=True)},
    _lookup,
    _fold,
    percent="(?:في|ب)\\s?ال(?:مئة|مائة|مية)|بالمئه|بالمائه|٪",
    vague_before=frozenset(map(folded_arabic, ["بضع", "بضعة", "عدة"])),
    needs_and=True,
    units_first=True,
    thousands=",",
    point=".",
)
