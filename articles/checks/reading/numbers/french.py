"""French number words."""

from decimal import Decimal

from .words import Lexicon, answering, fractions, others, plain, scales, several, units

_ONES = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS = {
    "vingt vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante octante": 80,
    "nonante": 90,
}
_ORDINALS = {
    "deuxième deuxièmes": 2,
    "troisième troisièmes": 3,
    "quatrième quatrièmes": 4,
    "cinquième cinquièmes": 5,
    "sixième sixièmes": 6,
    "septième septièmes": 7,
    "huitième huitièmes": 8,
    "neuvième neuvièmes": 9,
    "dixième dixièmes": 10,
    "onzième": 11,
    "douzième": 12,
    "treizième": 13,
    "quatorzième": 14,
    "quinzième": 15,
    "seizième seizièmes": 16,
    "vingtième": 20,
    "trentième": 30,
    "quarantième": 40,
    "cinquantième": 50,
    "soixantième": 60,
    "unième": 1,
}

ATOMS = {
    **plain({word: value for value, word in enumerate(_ONES.split())}),
    **plain(_TENS),
    **plain(_ORDINALS, ends=True),
    **plain(
        {"un une premier première premiers premières": 1, "second seconde": 2, "deuxième": 2, "zéro": 0}, is_sure=False
    ),
    **scales({"cent cents": 100, "mille": 1000, "mil": 1000, "million": 10**6, "milliard": 10**9}),
    **scales({"billion": 10**12}, others=frozenset({Decimal(10**9)})),
    **scales({"centième": 100, "millième": 1000}, ends=True),
    **scales({"dizaine": 10, "douzaine": 12, "centaine": 100, "millier": 1000}, is_sure=False),
    **several(
        {
            "dizaines": 10,
            "douzaines": 12,
            "centaines": 100,
            "milliers": 1000,
            "millions": 10**6,
            "milliards": 10**9,
            "billions": 10**12,
        }
    ),
    **answering({"quinzaine": 15}, 14),
    **answering({"vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60}),
    **fractions({"demi demie demis demies moitié": "0.5", "quart quarts": "0.25", "tiers": "0.3333"}),
    **answering(
        {
            "fois seul seule": 1,
            "double doublé doubler paire couple jumeaux jumelles duo": 2,
            "triple triples triplé trio": 3,
        }
    ),
    **answering({"quadruple": 4, "décennie décennies": 10, "siècle siècles": 100}),
    **others(["et"], "and"),
    **others(["de", "d", "autres"], "a"),
    **units(
        {
            "$": "dollar dollars",
            "€": "euro euros",
            "£": "livres sterling",
            "TRY": "lire lires",
            "IRR": "rial rials",
            "TMN": "toman tomans",
            "mi": "mile miles",
            "km": "km kmh kilomètre kilomètres",
            "ft": "pied pieds",
            "in": "pouce pouces",
            "m": "m mètre mètres",
            "cm": "cm centimètre centimètres",
            "kg": "kg kilo kilos kilogramme kilogrammes",
            "t": "tonne tonnes",
            "ha": "hectare hectares",
            "ac": "acre acres",
            "°": "degrés",
            "oz": "once onces",
            "mm": "mm millimètre millimètres",
            "l": "litre litres",
            "gal": "gallon gallons",
            "g": "gramme grammes",
            "lb": "livre livres",
        }
    ),
}
del ATOMS["fois"]

LEXICON = Lexicon(
    ATOMS,
    percent=r"pour\s?cents?\b|%",
    vague_before=frozenset({"quelques", "plusieurs", "des"}),
    both_after=frozenset({"les", "ces", "des", "leurs", "ses", "nos", "tous", "toutes"}),
    by_twenties=True,
)
