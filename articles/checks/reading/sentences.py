"""Where sentences begin and end."""

import re
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence of a paragraph: from which character to which, without the spaces around it."""

    start: int
    end: int


_CLOSING = "\"'”’“‘»›)]】」』"
_OPENING = "-–— \"'“”„‚‘’«‹([【「『¿¡"
_MARKS = ".!?؟。．！？…۔։।"
_GOES_ON = frozenset(",;:،؛)]»")
# What ends a sentence, what closes behind it, and the space before the next. Chinese and Japanese write none.
_END = re.compile(
    rf"(?<![{_MARKS}])(?P<mark>[{_MARKS}]+)(?P<closed>\s?»|[{re.escape(_CLOSING)}]*)(?P<space>\s+|(?<=[。！？」』])(?=\S))"
)
_NEXT = re.compile(rf"[{re.escape(_OPENING)}\s]*(\S)")
_LAST_WORD = re.compile(r"[^\s(\[«“\"‘'„-]+$")
# One letter and a point, or several such: an initial, "U.S.", "a.m.", "أ.ف.ب.".
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LETTER = re.compile(r"[^\W\d_]")
# What is longer is no abbreviation.
_LONGEST_SHORTENED = 40
_FIRST_WORD = re.compile(r"\w+")
_SMALL_ORDINAL = re.compile(r"\d{1,2}")
# What begins an English sentence behind "the U.S." or "5 p.m." and hardly anything else in capitals.
_BEGINNING = (
    "the a an in on at as he she it they we i you this that these those there but and or so if when while after before "
    "his her its their our my for from with by to of not no what who why how where however although though since "
    "because then now one some many most all both each more according earlier later meanwhile also even only"
)
_BEGINNERS = frozenset(_BEGINNING.split())
# What ends a sentence or doesn't: the next word tells.
_EITHER = (
    "a.m p.m u.s u.k u.n e.u d.c l.a b.c a.d etc inc ltd co corp bros jr sr no jan feb mar apr jun jul aug sept sep "
    "oct nov dec mon tue tues wed thu thur thurs fri sat ave blvd rd dept est"
)
_MAY_END = frozenset(_EITHER.split())
_NEVER_END = {
    "en": "mr mrs ms dr prof st sen rep gov gen col lt sgt capt maj adm cmdr rev hon pres supt messrs mt ft vs nos "
    "fig vol ed approx e.g i.e cf",
    "fr": "m mm mme mmes mlle mlles dr pr me mgr st ste av bd art chap vol p pp cf env janv févr avr juil sept oct nov "
    "déc éd hab ex tél",
    "tr": "dr prof doç yrd av alb alm sn st hz bkz cad sok mah apt tel örn yy çev haz alm müh gen org kor tüm yzb bnb "
    "ord uzm op öğr gör yard",
    "de": "hr fr dr prof st nr bzw ca evtl ggf inkl mio mrd str z.b d.h u.a usw vgl abs jan feb aug sept okt nov dez",
    "ar": "د م أ ص ج ت ه ق د.أ أ.د",
    "fa": "د م ص ج ق ه ر.ک",
    "ru": "г гг в вв им ул д т.е т.д т.п руб млн млрд тыс др проф см стр",
}
_NEVER = {language: frozenset(words.split()) for language, words in _NEVER_END.items()}
_WITH_ORDINALS = frozenset({"tr", "de", "da", "no", "nb", "fi", "cs", "sk", "pl", "hu", "hr", "sr", "bs", "sl"})


def sentences(paragraph: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph, in order; together they hold all of its words."""
    found: list[Sentence] = []
    start = len(paragraph) - len(paragraph.lstrip())
    last = len(paragraph.rstrip())
    for match in _END.finditer(paragraph):
        if match.end() < last and _ends(paragraph, start, match, language):
            found.append(Sentence(start, match.start("space")))
            start = match.end()
    if start < last:
        found.append(Sentence(start, last))
    return tuple(found)


def _ends(paragraph: str, start: int, match: re.Match[str], language: str) -> bool:
    """Whether the sentence that began at `start` is over at `match`."""
    following = _NEXT.match(paragraph, match.end())
    if not following or following[1].islower() or following[1] in _GOES_ON:
        return False
    if match["mark"] != ".":
        # Arabic has no capitals: “Why?” with its speaker behind it may go on.
        return True
    if match["closed"].strip() or paragraph[match.start() - 1] in _CLOSING:
        return True
    before = _LAST_WORD.search(paragraph, max(start, match.start() - _LONGEST_SHORTENED), match.start())
    if not before:
        return False
    word = before[0].lower()
    if word in _MAY_END:
        return _begins_a_sentence(paragraph, following.start(1))
    if word in _NEVER.get(language, _NEVER["en"]) or (language in _WITH_ORDINALS and _SMALL_ORDINAL.fullmatch(word)):
        return False
    if _INITIALS.fullmatch(word):
        return "." in word and _begins_a_sentence(paragraph, following.start(1))
    # "1. The first point": a number of a list.
    return _LETTER.search(paragraph, start, match.start()) is not None


def _begins_a_sentence(paragraph: str, place: int) -> bool:
    word = _FIRST_WORD.match(paragraph, place)
    return word is not None and word[0].lower() in _BEGINNERS
