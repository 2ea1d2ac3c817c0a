"""Numbers spelled out in each language: what the reader of numbers is tried with."""

from collections.abc import Callable

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]
_TURKISH = ["sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
_TURKISH_TENS = ["on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]
_PERSIAN = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
_PERSIAN_TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
_PERSIAN_HUNDREDS = ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
_ARABIC = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_ARABIC_TEENS = ["أحد", "اثنا", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
_ARABIC_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_ARABIC_HUNDREDS = ["مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def _groups(value: int) -> tuple[int, int, int]:
    return value // 1_000_000, value // 1000 % 1000, value % 1000


def english(value: int) -> str:
    """Two hundred and five thousand and six."""

    def small(number: int) -> str:
        if number < 20:
            return _ENGLISH[number]
        if number < 100:
            return _ENGLISH_TENS[number // 10 - 2] + (f"-{_ENGLISH[number % 10]}" if number % 10 else "")
        return f"{_ENGLISH[number // 100]} hundred" + (f" and {small(number % 100)}" if number % 100 else "")

    millions, thousands, rest = _groups(value)
    parts = [f"{small(millions)} million"] * bool(millions) + [f"{small(thousands)} thousand"] * bool(thousands)
    last = ["and " * bool(parts and rest < 100) + small(rest)] if rest or not parts else []
    return " ".join([*parts, *last])


def french(value: int) -> str:
    """Quatre-vingt-dix-sept mille deux cents."""

    def small(number: int) -> str:
        if number < 20:
            return _FRENCH[number]
        if number < 70:
            tens, ones = _FRENCH_TENS[number // 10 - 2], number % 10
            return tens + ("" if not ones else " et un" if ones == 1 else f"-{_FRENCH[ones]}")
        if number < 80:
            return "soixante et onze" if number == 71 else f"soixante-{small(number - 60)}"
        if number < 100:
            return "quatre-vingts" if number == 80 else f"quatre-vingt-{small(number - 80)}"
        hundreds, rest = divmod(number, 100)
        said = "cent" if hundreds == 1 else f"{_FRENCH[hundreds]} cent{'' if rest else 's'}"
        return f"{said} {small(rest)}" if rest else said

    millions, thousands, rest = _groups(value)
    parts = [f"{small(millions)} million{'s' if millions > 1 else ''}"] * bool(millions)
    parts += ["mille" if thousands == 1 else f"{small(thousands)} mille"] * bool(thousands)
    return " ".join([*parts, *([small(rest)] if rest or not parts else [])])


def turkish(value: int) -> str:
    """İki yüz elli bin altı."""

    def small(number: int) -> list[str]:
        hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
        said = [_TURKISH[hundreds]] * (hundreds > 1) + ["yüz"] * bool(hundreds)
        return said + [_TURKISH_TENS[tens - 1]] * bool(tens) + [_TURKISH[ones]] * bool(ones)

    millions, thousands, rest = _groups(value)
    said = [*small(millions), "milyon"] * bool(millions)
    said += ["bin"] if thousands == 1 else [*small(thousands), "bin"] * bool(thousands)
    return " ".join(said + small(rest)) or "sıfır"


def persian(value: int) -> str:
    """دو میلیون و سیصد هزار و پنج"""

    def small(number: int) -> str:
        if number < 20:
            return _PERSIAN[number]
        if number < 100:
            tens, ones = _PERSIAN_TENS[number // 10 - 2], number % 10
            return f"{tens} و {_PERSIAN[ones]}" if ones else tens
        hundreds, rest = _PERSIAN_HUNDREDS[number // 100 - 1], number % 100
        return f"{hundreds} و {small(rest)}" if rest else hundreds

    millions, thousands, rest = _groups(value)
    parts = [f"{small(millions)} میلیون"] * bool(millions)
    parts += ["هزار" if thousands == 1 else f"{small(thousands)} هزار"] * bool(thousands)
    return " و ".join([*parts, *([small(rest)] if rest or not parts else [])])


def arabic(value: int) -> str:
    """مئتان وخمسة وعشرون ألفا وثلاثة"""

    def small(number: int) -> str:
        if number <= 10:
            return _ARABIC[number]
        if number < 20:
            return f"{_ARABIC_TEENS[number - 11]} عشر"
        if number < 100:
            tens, ones = _ARABIC_TENS[number // 10 - 2], number % 10
            return f"{_ARABIC[ones]} و{tens}" if ones else tens
        hundreds, rest = _ARABIC_HUNDREDS[number // 100 - 1], number % 100
        return f"{hundreds} و{small(rest)}" if rest else hundreds

    def counted(number: int, one: str, two: str, few: str, many: str) -> list[str]:
        if number < 3:
            return [[], [one], [two]][number]
        return [f"{small(number)} {few if number <= 10 else many}"]

    millions, thousands, rest = _groups(value)
    parts = counted(millions, "مليون", "مليونان", "ملايين", "مليونا")
    parts += counted(thousands, "ألف", "ألفان", "آلاف", "ألفا")
    return " و".join([*parts, *([small(rest)] if rest or not parts else [])])


SPELLED: dict[str, Callable[[int], str]] = {
    "ar": arabic, "en": english, "fa": persian, "fr": french, "tr": turkish,
}  # fmt: skip
