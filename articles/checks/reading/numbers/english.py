"""English number words."""

import re
from decimal import Decimal

from .words import Atom, Lexicon, answering, fractions, others, plain, scales, several, units

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)

ATOMS = {
    **plain({word: value for value, word in enumerate(_ONES.split())}),
    **plain({word: 10 * value for value, word in enumerate(_TENS.split(), 2)}),
    **plain({word: value for value, word in enumerate(_ORDINALS.split(), 3)}, ends=True),
    **plain({f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS.split(), 2)}, ends=True),
    **plain({"one": 1, "first": 1, "second": 2}, is_sure=False),
    **plain({"zero": 0}, is_sure=False),
    **scales({"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}),
    **scales({"hundredth": 100, "thousandth": 1000, "millionth": 10**6}, ends=True),
    **several(
        {"hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9, "trillions": 10**12, "dozens": 12},
    ),
    **scales({"dozen": 12}, is_sure=False),
    **fractions({"half": "0.5", "quarter quarters": "0.25", "thirds": "0.6666", "fifths": "0.2"}),
    **answering(
        {
            "once single": 1,
            "twice double doubled doubles doubling both pair couple latter former mutual mutually bilateral"
            " respectively sides twin twins twofold duo halves": 2,
        }
    ),
    **answering(
        {
            "thrice triple tripled trio threefold": 3,
            "quadruple fourfold": 4,
            "fortnight": 14,
            "decade": 10,
            "century": 100,
        }
    ),
    **answering({"decades": 10}, 20),
    **answering({"completely fully entirely totally": 100, "centuries": 100, "twenties": 20, "teenager teenage": 13}),
    **others(["and"], "and"),
    **others(["a", "an", "of"], "a"),
    **units(
        {
            "$": "dollar dollars buck bucks",
            "€": "euro euros",
            "TRY": "lira liras",
            "IRR": "rial rials",
            "TMN": "toman tomans",
            "mi": "mile miles mph",
            "km": "km kph kmh kms kilometer kilometers kilometre kilometres",
            "ft": "ft foot feet",
            "in": "inch inches",
            "mm": "mm millimeter millimeters millimetre millimetres",
            "yd": "yard yards",
            "m": "m meter meters metre metres",
            "cm": "cm centimeter centimeters centimetre centimetres",
            "kg": "kg kgs kilo kilos kilogram kilograms",
            "lb": "lb lbs",
            "st": "stone",
            "oz": "oz ounce ounces",
            "t": "ton tons tonne tonnes",
            "ha": "hectare hectares",
            "ac": "acre acres",
            "l": "liter liters litre litres",
            "gal": "gallon gallons",
            "g": "gram grams",
            "°": "degrees",
        }
    ),
}
_DECADES = {f"{word[:-1]}ies": value * 10 for value, word in enumerate(_TENS.split(), 2)}
for _word, _value in _DECADES.items():
    ATOMS |= plain({_word: 1900 + _value}, ends=True, others=frozenset({Decimal(_value)}))

# Fourballs, threefold, sixpack: they may answer to their number.
_FRONT = re.compile("(two|three|four|five|six|seven|eight|nine|ten)\\w{3,}")


def _lookup(word: str) -> Atom | None:
    match = _FRONT.fullmatch(word)
    return Atom("alone", ATOMS[match[1]].value, is_sure=False) if match else None


LEXICON = Lexicon(
    ATOMS,
    _lookup,
    percent=r"per\s?cent|percent(?:age)?\b|pct\b",
    vague_before=frozenset({"several", "few", "many", "some", "couple"}),
    thousands=",",
    point=".",
    is_strict=True,
)
