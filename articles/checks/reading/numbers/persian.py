"""Persian number words."""

import re

from .words import (
    Atom,
    Lexicon,
    answering,
    folded_arabic,
    fractions,
    others,
    plain,
    scales,
    several,
    units,
    with_folded,
)

_PLAIN = {
    "دو": 2,
    "سه": 3,
    "چهار چار": 4,
    "پنج": 5,
    "شش شیش": 6,
    "هفت": 7,
    "هشت": 8,
    "نه": 9,
    "ده": 10,
    "یازده": 11,
    "دوازده": 12,
    "سیزده": 13,
    "چهارده": 14,
    "پانزده": 15,
    "شانزده": 16,
    "هفده": 17,
    "هجده هیجده هژده": 18,
    "نوزده": 19,
    "بیست": 20,
    "سی": 30,
    "چهل": 40,
    "پنجاه": 50,
    "شصت": 60,
    "هفتاد": 70,
    "هشتاد": 80,
    "نود": 90,
    "دویست": 200,
    "سیصد": 300,
    "چهارصد": 400,
    "پانصد": 500,
    "ششصد": 600,
    "هفتصد": 700,
    "هشتصد": 800,
    "نهصد": 900,
}
_ENDS = ("م", "مین", "مي", "مین‌")


def _ordinals() -> dict[str, Atom]:
    words = {word: value for each, value in _PLAIN.items() for word in each.split()} | {"سو": 3, "یک": 1}
    del words["سه"], words["دو"]
    # سیم is a wire; the thirtieth is سی‌ام.
    return plain({f"{word}{end}": value for word, value in words.items() if word != "سی" for end in _ENDS}, ends=True)


ATOMS = with_folded(
    {
        **plain(_PLAIN),
        **_ordinals(),
        # No; CNN and BBC; one.
        **plain({"نه": 9}, is_sure=False),
        **plain({"یک یکی یکم اول اولین نخست نخستین": 1, "صفر": 0}, is_sure=False),
        **plain({"دوم دومین دومی": 2}, is_sure=False, ends=True),
        **scales(
            {"صد": 100, "هزار": 1000, "میلیون ملیون": 10**6, "میلیارد بیلیون بلیون ملیارد": 10**9, "تریلیون": 10**12}
        ),
        **several({"هزاران": 1000, "صدها": 100, "دهها": 10, "میلیونها": 10**6, "میلیاردها": 10**9, "هزارها": 1000}),
        **fractions({"نیم نصف نیمی نیمه": "0.5", "ربع": "0.25", "ثلث": "0.3333"}),
        **answering(
            {
                "هردو دوباره دوبار دوتا جفت زوج دوقلو دوقلوها دوگانه دوجانبه": 2,
                "سه‌گانه سه‌جانبه": 3,
                "دهه": 10,
                "قرن سده": 100,
            }
        ),
        **others(["و"], "and"),
        **units(
            {
                "$": "دلار دلاری",
                "€": "یورو یورویی",
                "£": "پوند پوندی",
                "TRY": "لیر لیره",
                "IRR": "ریال ریالی",
                "TMN": "تومان تومانی",
                "mi": "مایل مایلی",
                "km": "کیلومتر کیلومتری",
                "ft": "فوت فوتی پا",
                "in": "اینچ اینچی",
                "mm": "میلیمتر میلی‌متر میلیمتری",
                "l": "لیتر",
                "gal": "گالن",
                "g": "گرم گرمی",
                "m": "متر متری",
                "cm": "سانتیمتر سانتیمتری سانتی",
                "kg": "کیلوگرم کیلو کیلویی",
                "t": "تن تنی",
                "ha": "هکتار هکتاری",
                "ac": "جریب",
                "°": "درجه",
                "yd": "یارد یاردی",
                "oz": "اونس",
            }
        ),
    },
    folded_arabic,
)
# Written together with what is counted: دوسال, two years.
_FRONT = re.compile(
    "(دو|سه|چهار|پنج|شش|هفت|هشت|ده)(?:سال|ماه|روز|هفته|نفر|بار|طرف|جانبه|گانه|برابر|قلو|ساعت|دقیقه|هزار)\\w*"
)


def _lookup(word: str) -> Atom | None:
    match = _FRONT.fullmatch(word)
    return Atom("alone", ATOMS[match[1]].value, is_sure=False) if match else None


LEXICON = Lexicon(
    ATOMS,
    _lookup,
    fold=folded_arabic,
    percent="درصد",
    vague_before=frozenset(map(folded_arabic, ["چند", "چندین"])),
    both_after=frozenset(map(folded_arabic, ["این", "آن", "همین", "همان"])),
    idle_after=frozenset(map(folded_arabic, ["بی", "می", "نمی", "هر"])),
    vague_after=frozenset(map(folded_arabic, ["ها", "های", "ان"])),
    never_before=frozenset(map(folded_arabic, ["شنبه"])),
    needs_and=True,
    thousands=",",
    point=".",
)
