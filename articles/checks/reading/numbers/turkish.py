"""Turkish number words, with the endings that they take."""

import re

from .words import Atom, Lexicon, answering, fractions, plain, scales, several, units

_ONES = {"iki": 2, "üç": 3, "dört dörd": 4, "beş": 5, "altı": 6, "yedi": 7, "sekiz": 8, "dokuz": 9}
_TENS = {
    "on": 10,
    "yirmi": 20,
    "otuz": 30,
    "kırk": 40,
    "elli": 50,
    "altmış": 60,
    "yetmiş": 70,
    "seksen": 80,
    "doksan": 90,
}
_STEMS = {word: value for each, value in {"bir": 1, **_ONES, **_TENS}.items() for word in each.split()}


def _fold(word: str) -> str:
    return word.replace("I", "ı").replace("İ", "i").lower().replace("i̇", "i")


ATOMS = {
    **plain(_ONES | _TENS),
    **plain({"bir biri birinci ilk tek": 1, "sıfır": 0}, is_sure=False),
    **scales({"yüz": 100, "bin": 1000}),
    **scales({"milyon": 10**6, "milyar": 10**9, "trilyon": 10**12}),
    **scales({"düzine": 12}, is_sure=False),
    **several({"onlarca": 10, "yüzlerce": 100, "binlerce": 1000, "milyonlarca": 10**6, "milyarlarca": 10**9}),
    **fractions(
        {
            "yarım yarı yarısı yarısını yarısından yarısında yarısının yarıya": "0.5",
            "buçuk": "0.5",
            "çeyrek çeyreği çeyreğinde": "0.25",
        }
    ),
    **answering(
        {"çift çifte çifti ikili ikiz ikizler ikinci ikincisi ikiye ikisi ikisini ikisinin ikisi ikimiz ikiniz": 2}
    ),
    **answering({"üçlü üçüzler": 3, "dörtlü": 4, "yüzyıl yüzyılın yüzyılda": 100}),
    **units(
        {
            "$": "dolar doları dolara dolarlık dolardan doların",
            "€": "euro euroluk avro avroluk",
            "£": "sterlin sterlinlik",
            "TRY": "lira liralık liraya lirayı",
            "mi": "mil millik",
            "km": "km kilometre kilometrelik",
            "ft": "fit fut feet ayak",
            "in": "inç inçlik inçe",
            "mm": "mm milimetre milimetrelik",
            "l": "litre",
            "gal": "galon",
            "g": "gram",
            "m": "m metre metrelik metreye",
            "cm": "cm santim santimetre",
            "kg": "kg kilo kiloluk kilogram",
            "t": "ton tonluk",
            "lb": "libre pound",
            "ha": "hektar hektarlık",
            "ac": "akre dönüm",
            "°": "derece",
            "yd": "yarda yardalık",
            "oz": "ons",
        }
    ),
}

_ENDINGS = (
    r"(?:ı|i|u|ü)?nc(?:ı|i|u|ü)(?:\w{0,6})|s?(?:er|ar)|l[ıiuü](?:k|kl[ıiuü])?|(?:s)?[ıiuü](?:n?[ıiuüae]?|nden|ndan|nin|nın|nde|nda)?"
    r"|[dt][ea]n?|n?[ae]|y[eaıiuü]|n[ıiuü]n|m[ıiuü]z"
)
_WORD = re.compile(rf"((?:bir|{'|'.join(sorted(_STEMS, key=len, reverse=True))})+?)({_ENDINGS})?")
_STEM = re.compile("|".join(sorted(_STEMS, key=len, reverse=True)))
_SCALE = re.compile(r"(yüz|bin|milyon|milyar|trilyon)(?:(?:ı|i|u|ü)nc(?:ı|i|u|ü)\w{0,3}|l[ıu]k|ar|er|dan|[ıa]|un|dur)")
# Another word altogether, or as often so: to him, in him, under, one of them, moon.
_NO_NUMBER = frozenset(
    [
        "ona",
        "onu",
        "onun",
        "onda",
        "ondan",
        "on'a",
        "onlu",
        "altına",
        "altında",
        "altından",
        "altıda",
        "altını",
        "altın",
        "altınlı",
        "biri",
        "birer",
        "bire",
        "binde",
        "bini",
        "bine",
        "bindi",
        "yüzü",
        "yüze",
        "yüzden",
        "yüzer",
        "yediler",
        "yedin",
        "birden",
        "birde",
        "biran",
        "birlik",
        "birli",
        "ondu",
        "ikide",
        "ondalık",
        "bina",
        "binlik",
        "elli'de",
        "elle",
        "ellere",
        "ondular",
        "kırkı",
        "yedik",
        "yediye",
    ]
)


def _lookup(word: str) -> Atom | None:
    if word in _NO_NUMBER:
        return None
    if scale := _SCALE.fullmatch(word):
        return Atom("scale", ATOMS[scale[1]].value, is_sure=scale[1] not in ("yüz", "bin"), ends=True)
    match = _WORD.fullmatch(word)
    if not match:
        return None
    parts = [_STEMS[each] for each in _STEM.findall(match[1])]
    if len(parts) > 2 or (len(parts) == 2 and not parts[0] >= 10 > parts[1]):
        return None
    return Atom("plain", ATOMS["iki"].value * 0 + sum(parts), is_sure=parts != [1], ends=bool(match[2]))


LEXICON = Lexicon(
    ATOMS,
    _lookup,
    _fold,
    percent=r"(?:yüzde|yüzdesi)\b",
    vague_before=frozenset({"birkaç"}),
    always_several=True,
    both_after=frozenset({"bu", "şu", "o", "bütün"}),
    idle_after=frozenset({"her", "sağ", "sol"}),
)
