"""Countries and what is said of their people: "Turkey" and "Turkish" are words of one thing."""

import re

# Folded words of one country, where endings alone don't lead from one to the other.
_FAMILIES = """
afghanistan afghan afghans
america american usa us
argentina argentine argentinian
armenia armenian
australia australian
austria austrian
bangladesh bangladeshi
belgium belgian
britain british briton brit uk
canada canadian
chad chadian
chechnya chechen
china chinese
congo congolese
croatia croatian croat
cyprus cypriot
czechia czech
denmark danish dane
egypt egyptian
england english
europe european eu
finland finnish finn
france french
gaza gazan
germany german
ghana ghanaian
greece greek
guinea guinean
holland netherlands dutch
hungary hungarian
iceland icelandic icelander
india indian
iran iranian
iraq iraqi
ireland irish
israel israeli
italy italian
japan japanese
jordan jordanian
jew jewish jews
kazakhstan kazakh
kosovo kosovar
kurdistan kurdish kurd kurds
kuwait kuwaiti
kyrgyzstan kyrgyz
lebanon lebanese
libya libyan
luxembourg luxembourger
mali malian
malta maltese
malaysia malaysian
mauritania mauritanian
mexico mexican
morocco moroccan
moscow muscovite
myanmar burma burmese
naples neapolitan
nepal nepali nepalese
niger nigerien
nigeria nigerian
norway norwegian
oman omani
pakistan pakistani
palestine palestinian
peru peruvian
philippines philippine filipino
poland polish pole
portugal portuguese
qatar qatari
russia russian
romania romanian
saudi saudis
scotland scottish scot scots
senegal senegalese
serbia serbian serb
singapore singaporean
slovakia slovak
slovenia slovene slovenian
somalia somali
spain spanish spaniard
sudan sudanese
sweden swedish swede
switzerland swiss
syria syrian
taiwan taiwanese
tajikistan tajik
thailand thai
tibet tibetan
tunisia tunisian
turkey turkish turk turkiye
turkmenistan turkmen
ukraine ukrainian
uzbekistan uzbek
venice venetian
vietnam vietnamese
wales welsh
yemen yemeni
"""
_FAMILY = {
    word: number
    for number, family in enumerate(_FAMILIES.split("\n"))
    for each in family.split()
    for word in (each, each + "s")
}
# What English puts behind a place for what is of it; behind a person, for who follows him.
_BEHIND = (
    "n",
    "an",
    "ian",
    "ean",
    "i",
    "ese",
    "ish",
    "er",
    "ite",
    "ic",
    "ist",
    "ism",
    "s",
    "es",
    "ns",
    "ans",
    "ians",
    "is",
)
_SHORTEST_STEM = 3
_END = re.compile("(?:[aeiouy]|ia|ea)$")


# Names that sound alike to many, and are two.
_TWO_NAMES = """
samer/samir salem/salim amer/amir hamed/hamid rashed/rashid majed/majid saber/sabir maher/mahir nader/nadir
kamel/kamal hasan/hussein hassan/hussein khamenei/khomeini
"""
DIFFERENT_NAMES = frozenset(frozenset(pair.split("/")) for pair in _TWO_NAMES.split())


def are_kin(one: str, other: str) -> bool:
    """Whether two folded Latin words differ in what English puts behind a name alone: "Syria", "Syrian", "Syrians"."""
    if one == other:
        return True
    if one in _FAMILY and other in _FAMILY:
        return _FAMILY[one] == _FAMILY[other]
    # "Koreans" and "Koreas". Those of one length are one name spelled two ways: "Qamishli" and "Qamishly".
    short, long = sorted((one.removesuffix("s"), other.removesuffix("s")), key=len)
    return len(one) != len(other) and any(
        len(stem) >= _SHORTEST_STEM and long.startswith(stem) and long[len(stem) :] in ("", *_BEHIND)
        for stem in (short, _END.sub("", short))
    )


def kin(word: str) -> frozenset[str]:
    """Folded words that may be of the same place or people as `word`, without itself: to look up."""
    number = _FAMILY.get(word)
    found = {each for each, other in _FAMILY.items() if other == number} if number is not None else set()
    stems = {word, _END.sub("", word)}
    for ending in _BEHIND:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stems.add(word.removesuffix(ending))
    for stem in stems:
        found |= {stem, stem + "a", stem + "ia", *(stem + ending for ending in _BEHIND)}
    return frozenset(each for each in found - {word} if _FAMILY.get(each, number) == number)
