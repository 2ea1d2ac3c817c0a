"""Numbers written in figures, in any script."""

import re
from collections.abc import Iterator
from decimal import Decimal

from .words import Atom, Lexicon

# Marks between thousands alone: Arabic and Swiss ones, and the spaces that French sets.
_GROUPING = "٬'’\u00a0\u202f\u2009 "
_MARKS = re.compile(r"\D")
_FRACTION = re.compile(r"(\d)/(\d|10)")
_TIME = re.compile(r"(\d{1,2})(?::| ?[hH] ?)(\d\d)(?::\d\d)?")
_PHONE = r"(?:\+\d{1,3}[ -]|(?=(?:\d{2,5}[ -]){0,4}0\d\d))\d{2,5}(?:[ -]\d{2,5})+"
_TELEPHONE = re.compile(_PHONE)
FIGURES = (
    rf"{_PHONE}|"
    r"\d{1,2}(?::|(?: ?[hH] ?)(?=\d\d\b))[0-5\u0660-\u0665\u06f0-\u06f5]\d(?::\d\d)?(?!\d)"
    r"|(?<!\d)\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[,.٫]\d+)?"
    r"|\d+(?:[.,٫،٬'’/]\d+)*"
)
# "2.5m" may be metres, too; "3bn" is no measure.
SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12}
# What is longer is a code, and counts nothing.
_LONGEST = 20
_NAME = re.compile("[^\\W\\d_]+[-‑]?")
CENTURIES = (1900, 2000)


def figures(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Atom]]:
    """What stands in a run of figures and marks: from which character to which, and what it says."""
    if len(text) > _LONGEST:
        return
    if time := _TIME.fullmatch(text):
        yield 0, len(text), _time(int(time[1]), int(time[2]))
        return
    if _TELEPHONE.fullmatch(text):
        groups = re.findall(r"\d+", text)
        yield 0, len(text), _atom(Decimal(int("".join(groups))), {Decimal(int("".join(reversed(groups))))})
        return
    if fraction := _FRACTION.fullmatch(text):
        over, under = Decimal(int(fraction[1])), Decimal(int(fraction[2]))
        if 0 < over < under:
            yield 0, len(text), Atom("plain", over / under, False, frozenset({over, under, over + under / 10}))
            return
    parts, marks = _MARKS.split(text), _MARKS.findall(text)
    value, others = _value(parts, marks, lexicon)
    if value is not None:
        yield 0, len(text), _atom(value, others)
        return
    start = 0
    for part in parts:
        yield start, start + len(part), _atom(Decimal(int(part)))
        start += len(part) + 1


def _atom(value: Decimal, others: set[Decimal] | None = None) -> Atom:
    return Atom("plain", value, others=frozenset(others or ()), is_digits=True)


def _time(hour: int, minute: int) -> Atom:
    """7:30 is 7.30, and may be 19.30, or half past seven."""
    part = Decimal(minute).scaleb(-2)
    others = {(hour + 12) % 24 + part} | ({Decimal("0.5") + hour} if minute == 30 else set())
    return _atom(hour + part, others)


def _value(parts: list[str], marks: list[str], lexicon: Lexicon) -> tuple[Decimal | None, set[Decimal]]:
    """What figures with marks between them say, and what else they may; None where they are several numbers."""
    if not marks:
        return Decimal(int(parts[0])), set()
    last, before = marks[-1], set(marks[:-1])
    grouped = len(parts[0]) <= 3 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:-1])
    is_grouped = grouped and len(parts[-1]) == 3
    whole = Decimal(int("".join(parts)))
    broken = Decimal(f"{int(''.join(parts[:-1]))}.{_ascii(parts[-1])}")
    if len(set(marks)) == 1 and is_grouped and (len(marks) > 1 or last in _GROUPING):
        return (whole, set()) if last != "/" else (None, set())
    if before:
        may_break = grouped and len(before) == 1 and last not in before and last in ".,٫"
        return (broken, set()) if may_break else (None, set())
    if is_grouped and last in ".,،":
        if last in (lexicon.thousands, "،"):
            return whole, set() if lexicon.thousands == "," == last and lexicon.is_strict else {broken}
        return broken, {whole}
    if last in ".٫" or (last == "," and lexicon.point == ",") or (last in ",،" and lexicon.needs_and):
        return broken, set()
    if last == "/" and lexicon.needs_and:
        # Persian sets its decimals off with a stroke; so it does dates.
        return broken, {Decimal(int(parts[0])), Decimal(int(parts[1]))}
    return None, set()


def _ascii(digits: str) -> str:
    return "".join(str(int(each)) for each in digits)


def beside(text: str, start: int, atom: Atom) -> tuple[frozenset[Decimal], str]:
    """What else figures may say for what stands before them, and the letters of a name with them (F-16, G20)."""
    value, others = atom.value, set(atom.others)
    before = text[max(0, start - 2) : start]
    if before[-1:] in ("'", "’", "‘") and value < 100:
        others |= {century + value for century in CENTURIES}
    if value % 10 == 0:
        # Decades: the 1990s are the nineties.
        others |= {value - 1900} if 1920 <= value < 2000 else set()
        others |= {1900 + value} if 20 <= value < 100 else set()
    name = ""
    if _is_latin(before[-1:]) or (before[-1:] in ("-", "‑") and _is_latin(before[:1]) and before[:1].isupper()):
        name = _NAME.findall(text[max(0, start - 12) : start])[-1]
    if name and value < 100:
        # SS19, FY18.
        others |= {century + value for century in CENTURIES}
    return frozenset(others), name


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and letter < "\u0250"
