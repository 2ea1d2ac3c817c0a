"""Numbers found in a text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .composing import Run
from .figures import FIGURES, SCALES, beside, figures
from .lexicons import FIGURES_ALONE, LEXICONS
from .words import Atom, Lexicon, remembered

_WORD = r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u065f\u0670]+[^\W\d_]*)*"
_SIGNS = {"$": "$", "€": "€", "£": "£", "¥": "¥", "₺": "TRY", "₪": "ILS", "﷼": "IRR"}
_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "TRY": "TRY", "TL": "TRY", "IRR": "IRR"}
CURRENCIES = frozenset({*_SIGNS.values(), "TMN"})
# Spaces, hyphens and invisible joiners may stand inside a number, and between it and its unit.
_GAP = " '’\u00a0\u202f\u2009\u200c\u200d\u200e\u200f-‑‐\u0640\t\n"
_ROMAN = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})(e|è|ème|er)?")
_ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_AFTERNOON = re.compile(r"\s?p\.?\s?m\b", re.IGNORECASE)
_FIGURE = re.compile(r"\s?\d")
_BETWEEN = frozenset(
    [
        "",
        *[
            "-",
            "–",
            "—",
            "‑",
            "to",
            "or",
            "and",
            "إلى",
            "الى",
            "أو",
            "و",
            "à",
            "ou",
            "et",
            "ile",
            "veya",
            "ve",
            "ila",
            "تا",
            "یا",
        ],
    ]
)
_PARTS = {"ft": Decimal(12), "m": Decimal(100)}
_THEN = re.compile(r"[-\s\u200c]*[^\W\d]+[-\s]*(?:(?:و|et|ve|and)\s*)?")
_LABELS = frozenset("ABCDEFGHJK")
_SIGNIFICANT = _LABELS | _CODES.keys()
_CENTURY = ["القرن"]
_FAR = 9


@dataclass(slots=True)
class Draft:
    """A number while what follows may still say more of it. `scale`: the last of its words that multiply, or 0."""

    start: int
    end: int
    value: Decimal
    others: frozenset[Decimal]
    is_sure: bool
    unit: str = ""
    scale: Decimal = Decimal(0)
    has_figures: bool = False
    name: str = ""


@cache
def _tools(language: str) -> tuple[re.Pattern[str], Callable[[str], Atom | None], Lexicon]:
    lexicon = LEXICONS.get(language, FIGURES_ALONE)
    percent = "|".join(filter(None, ["[%٪]", lexicon.percent]))
    pattern = (
        rf"(?P<percent>{percent})|(?P<figures>{FIGURES})(?P<suffix>['’]?[a-zà-ÿğışİ]+)?"
        rf"|(?P<word>{_WORD})|(?P<sign>[$€£¥₺₪﷼])"
    )
    return re.compile(pattern, re.IGNORECASE), remembered(lexicon), lexicon


class Reader:
    """Goes through a text once, word by word."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.pattern, self.atom, self.lexicon = _tools(language)
        self.found: list[Draft] = []
        self.run: Run | None = None
        # Whether an "and", or an "a", stands between the number so far and what comes.
        self.joined = self.after_a = False
        # Up to where the text was read, its last word, a unit that waits for its number, words since the last number.
        self.reached = 0
        self.last_word = self.unit = ""
        self.since = _FAR

    def read(self) -> list[Draft]:
        """The numbers of the text, in order."""
        atom = self.atom
        for match in self.pattern.finditer(self.text):
            if word := match["word"]:
                if self.run is None and word not in _SIGNIFICANT and word[0] not in "IVX" and atom(word) is None:
                    # Nearly all words of a text have nothing to do with numbers.
                    self.since += 1
                    self.reached, self.last_word = match.end(), word
                    continue
                self._word(word, match.start(), match.end())
            elif written := match["figures"]:
                for start, end, figure in figures(written, self.lexicon):
                    self._figures(match.start() + start, match.start() + end, figure)
                self._suffix(match["suffix"] or "", match.end("figures"), match.end())
            else:
                self._close("")
                self._sign("%" if match["percent"] else _SIGNS[match["sign"]], match.start(), match.end())
                self.reached, self.last_word = match.end(), ""
        self._close("")
        return self.found

    def _sign(self, unit: str, start: int, end: int) -> None:
        if _FIGURE.match(self.text, end) and not (unit == "%" and self.since == 0 and self._is_near(start)):
            self.unit = unit
        else:
            self._counts(unit, start)

    def _is_near(self, start: int) -> bool:
        """Whether nothing but a space or hyphen stands between what was read and `start`."""
        return start == self.reached or not self.text[self.reached : start].strip(_GAP)

    def _word(self, word: str, start: int, end: int) -> None:
        atom = self.atom(word) or (_roman(word) if word[0] in "IVX" else None) or self._label(word, start)
        if atom is None or atom.kind == "unit":
            if atom or self.run:
                self._other_word(word, atom, start)
            else:
                self.since += 1
        elif atom.kind in ("and", "a"):
            if self.run and self._is_near(start) and not (self.joined and atom.kind == "and"):
                self.joined, self.after_a = self.joined or atom.kind == "and", atom.kind == "a"
            else:
                self._close("")
        else:
            self._number(start, end, atom)
        if atom is None and word in _CODES:
            self._counts(_CODES[word], start)
        self.reached, self.last_word = end, word

    def _label(self, word: str, start: int) -> Atom | None:
        """Group G: other scripts count it as the seventh."""
        if word in _LABELS and self.last_word[:1].isupper() and len(self.last_word) > 1 and self._is_near(start):
            return Atom("alone", Decimal(ord(word) - ord("A") + 1), is_sure=False)
        return None

    def _other_word(self, word: str, atom: Atom | None, start: int) -> None:
        self._close(word if self._is_near(start) else "")
        if atom:
            self._counts(atom.unit, start)
        self.since += 1

    def _counts(self, unit: str, start: int) -> None:
        """`unit` belongs to the number before it, or else to the one that follows."""
        near = self._is_near(start) if self.since == 0 else (self.since <= 2 and unit in CURRENCIES)
        if self.found and near and not self.found[-1].unit:
            self.found[-1].unit = unit
            self._hand_back(unit)
        elif unit == "%" or unit in CURRENCIES:
            self.unit = unit

    def _hand_back(self, unit: str) -> None:
        """In "10 to 15 %", ten is a percentage, too."""
        if len(self.found) > 1 and not self.found[-2].unit and self._is_range():
            self.found[-2].unit = unit

    def _is_range(self) -> bool:
        before, last = self.found[-2:]
        if ":" in self.text[before.start : before.end]:
            return False
        return self.text[before.end : last.start].strip(" \u00a0") in _BETWEEN

    def _figures(self, start: int, end: int, atom: Atom) -> None:
        others, name = beside(self.text, start, atom)
        atom = Atom("plain", atom.value, not name, others, is_digits=True, joins=self.text[start - 1 : start] == "و")
        if self.text[start - 1 : start] in "-‑–":
            self._close("")
        self._number(start, end, atom)
        if self.run:
            self.run.name = name
        self.reached, self.last_word = end, ""

    def _suffix(self, letters: str, start: int, end: int) -> None:
        """Letters right behind figures: 21st, 3bn, 1990s, 4K, 7pm."""
        run = self.run
        if run is None:
            return
        if _AFTERNOON.match(self.text, start) and run.value < 13:
            run.others |= {run.value + 12}
        if not letters:
            return
        self.reached = end
        folded = letters.strip("'’").lower()
        if (letters[0].isupper() and len(letters) < 3 and folded not in SCALES | {"h": 1}) or letters in ("K", "B"):
            run.is_sure = False
        elif folded in SCALES:
            run.others |= {run.value * SCALES[folded]}
        elif folded == "h":
            run.others |= {run.value - 12}
        elif (atom := self.atom(folded)) and atom.kind == "unit":
            self._close("")
            self._counts(atom.unit, start)
        elif atom and atom.kind == "scale":
            run.takes(atom, end, joined=False, after_a=False)
            return
        run.ends = True

    def _number(self, start: int, end: int, atom: Atom) -> None:
        near, before = self._is_near(start), self.last_word
        if self.run:
            joined = self.joined or atom.joins
            if near and self.run.takes(atom, end, joined=joined, after_a=self.after_a):
                self.joined = self.after_a = False
                return
            self._close("")
        self.run = Run(self.lexicon, start)
        self.run.begin(atom, end)
        self.run.may_be_name = self.text[start].isupper() and not self._begins_sentence(start)
        if near and before and not atom.is_digits:
            vague = self.lexicon.vague_before if atom.kind == "scale" else self.lexicon.idle_after
            folded = self.lexicon.fold(before)
            self.run.is_vague |= folded in vague or (atom.value == 2 and folded in self.lexicon.both_after)
        if not near:
            self.unit = ""

    def _begins_sentence(self, start: int) -> bool:
        before = self.text[max(0, start - 4) : start].rstrip()
        return not before or not (before[-1].isalnum() or before[-1] in ",;-")

    def _close(self, next_word: str) -> None:
        """The number so far is all of it."""
        run, self.run = self.run, None
        self.joined = self.after_a = False
        if run is None:
            return
        following = self.lexicon.fold(next_word) if next_word else ""
        if run.is_several or following in self.lexicon.never_before:
            return
        # The Four Corners: part of a name.
        is_name = run.may_be_name and next_word[:1].isupper()
        is_sure = run.is_sure and not (run.is_vague or is_name) and following not in self.lexicon.vague_after
        draft = Draft(
            run.start,
            run.end,
            run.value,
            run.others - {run.value},
            is_sure,
            self.unit,
            run.last_scale,
            run.has_digits,
            run.name,
        )
        self.unit, self.since = "", 0
        self.found.append(draft)
        if len(self.found) > 1:
            self._finish_range()
            self._join_measures()
        if len(self.found) > 2:
            self._join_century()

    def _join_measures(self) -> None:
        """6-foot-6, 1 m 98: one measure."""
        before, last = self.found[-2:]
        parts = _PARTS.get(before.unit)
        if not parts or last.value >= parts or last.value % 1 or not _THEN.fullmatch(self.text, before.end, last.start):
            return
        written = before.value + last.value / (100 if last.value > 9 else 10)
        before.others |= {before.value, last.value, written}
        before.value += last.value / parts
        before.end = last.end
        self.found.pop()

    def _join_century(self) -> None:
        """ثمانينيات القرن العشرين, the eighties of the twentieth century: the 1980s, and no twenty."""
        decade, century, last = self.found[-3:]
        if last.value > 21 or century.value != 100 or self.text[decade.end : last.start].split() != _CENTURY:
            return
        if 1900 <= decade.value < 2000 and not decade.value % 10:
            decade.value += (last.value - 20) * 100
            last.is_sure = False

    def _finish_range(self) -> None:
        """In "10 to 15 million", ten are millions, too; in 2017-18, eighteen is a year."""
        before, last = self.found[-2:]
        if not self._is_range():
            return
        if last.scale and not before.scale and before.value < last.scale:
            before.others |= {before.value * last.scale}
        if last.has_figures and is_year(before.value) and last.value < 100:
            last.others |= {before.value // 100 * 100 + last.value}
        if last.unit and not before.unit:
            before.unit = last.unit


def is_year(value: Decimal) -> bool:
    """Whether it may be one."""
    return 1000 <= value < 2100 and not value % 1


def _roman(word: str) -> Atom | None:
    match = _ROMAN.fullmatch(word)
    if match is None or (len(word) < 2 and not match[3]) or not match[1] + match[2]:
        return None
    return Atom("plain", Decimal(10 * len(match[1]) + _ROMAN_ONES.index(match[2])), bool(match[3]), ends=True)
