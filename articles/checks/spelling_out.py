"""How a word in Arabic letters may be spelled in Latin ones: by what each letter stands for, and by how names look.

Each spelling has a price: of its letters (what an Arabic letter seldom stands for costs more), and of its looks (what
seldom follows one another in names costs more). Prices are logarithms of chances, counted in the names that are
listed. Words with letters that Arabic alone has are spelled as Arabic is, others as names that Arabic took over.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from articles.models.folding import fold

from .common_names import latin_names, pairs

# What letters may stand for, the usual first; a number is the price of those behind it; "-" is nothing.
_TAKEN_OVER = """
ا  a 2 e o 3 i u ah aa ia ea aw au 4 ar er augh
أ  a 1 o u e 2 i au ha
إ  i e 1 a 2 ea
آ  a 1 aa i 2 ai au
ٱ  a
و  o u 1 ou w oo 2 au v ow eu ew ue oe oa aw 3 oh ough wo wh ua eau aul
ي  i 1 e y ee ei ai ea ie ay ey 2 ia oi a 3 igh ae u
ى  a 2 ah i y
ئ  i 1 e ' y 2 a
ؤ  u 1 o ou ' 2 w
ء  - 1 a 2 '
ب  b 1 p 2 bb pp
پ  p 2 pp b
ت  t 2 tt th d 3 te
ث  th 2 t s
ج  j g 2 dg gg dj 3 gi ge gu zh
چ  ch 1 tch c 2 j
ح  h
خ  kh 1 ch 3 h j k gh x
د  d 2 dd 3 dh t
ذ  dh th 1 z d
ر  r 1 rr 3 wr rh re rre
ز  z 1 s 2 zz 3 ts x
ژ  zh j 1 g
س  s 1 ss c 2 ce z 3 sc ps se sce x
ش  sh 1 ch 2 sch s sz ci 3 ti si
ص  s 2 ss c
ض  d 1 dh z
ط  t 1 tt
ظ  z dh 2 th d
ع  - a 1 aa ' e 2 o i u
غ  g gh 1 gg 2 gu
ڠ  g
گ  g 2 gg gh
ف  f 1 v ff 2 ph 3 gh w ve
ڤ  v
ق  q 1 k 2 c g gh
ك  c k 1 ck 2 ch q cc kk 3 que qu
ل  l 1 ll 3 le
م  m 2 mm mb me
ن  n 1 nn 3 gn kn ne
ه  h
ة  a 1 ah 2 eh e at
كس x 1 cks ks cs xx 2 cc
كو qu 1 cu co ko ku 2 que
نغ ng 2 n
نك nk nc 2 nck ng
نج ng nj
تش ch 1 tch c 2 cz cc tsch
تز tz 1 z ts
شت st sht
دج j 1 dj g
يو u io eu iu 1 you yu ew yo
اي i y ai 1 ei ay ie ey 2 igh ye uy
او au ow ou 1 aw o
أو o 1 au ow ou u 2 aw
إي i e 1 ei ee ai 2 ea ie y
آي i ai 1 y ay
وي wi oy oi we 1 ui way ue
وا wa 1 oa ua oi
يا ia ya 2 ea
"""
_OWN = """
ا  a 3 aa e
أ  a 1 o u 2 e i
إ  i e 1 a
آ  a 1 aa
و  ou u w 1 o oo aw 2 ow
ي  i 1 y ee ai ei ay ey 2 iy iyy
ى  a 2 ah
ئ  e i 1 y 2 -
ؤ  ou u 1 o 2 -
ء  - 1 a
ب  b
ت  t
ث  th 2 t
ج  j 1 g
ح  h
خ  kh 2 k
د  d 3 dd
ذ  dh 1 z d
ر  r 2 rr
ز  z
س  s 1 ss
ش  sh 1 ch
ص  s 1 ss
ض  d 1 dh
ط  t 3 tt
ظ  z 1 dh
ع  - a 1 aa e 2 i o u
غ  gh 1 g
ف  f
ق  q 1 k 2 g
ك  k
ل  l 2 ll
م  m 2 mm
ن  n 3 nn
ه  h
ة  a 1 ah 2 eh e
وا wa
يا ya ia
يو you yu 1 yo io
اي ay ai aye
يي yi
پ  p
چ  ch
ژ  zh 1 j
گ  g
ڤ  v
"""
_LAST = {"ا": "a 1 ah ar er 2 aa ia o", "ه": "h 1 a ah e eh 2 -", "ي": "i y 1 e ee ie ey ay 2 ea ia ei"}
# A final vowel is seldom silent in names that are Arabic.
_OWN_LAST = {"ه": "h 1 ah 2 eh", "ي": "i 1 y"}
_SHORT = "- a e 1 i o u"
# What is written in Latin at the end and not heard.
_SILENT = "- 2 e 3 s h t"
_VOWELS = frozenset("اويىةأإآٱئؤءع")
_OWN_LETTERS = frozenset("حعصضطظذءأؤئق")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]")
_FORMS = str.maketrans(
    {"ی": "ي", "ک": "ك", "ې": "ي", "ێ": "ي", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۆ": "و", "ۇ": "و", "ڭ": "گ"}
)
_WIDTH = 80
# How much the looks of a spelling count beside its letters.
_LOOKS = 0.8
# How many names a price of the tables is worth beside what is counted.
_WORTH = 12
_MOST_LETTERS = 24
Options = list[tuple[str, float]]


class _Step(NamedTuple):
    """Some letters of a word and how they are spelled. `kind`: which chances its price was counted in."""

    length: int
    latin: str
    price: float
    kind: tuple[str, str]
    short: str
    short_kind: tuple[str, str] | None


def letters_of(word: str) -> str:
    """A word in the letters that are told apart here, without vowel signs."""
    return _MARKS.sub("", word).translate(_FORMS)[:_MOST_LETTERS]


class Speller:
    """Spells words by the table `letters`, with what was counted in the names `known` (word, Latin word)."""

    def __init__(self, letters: str, last: dict[str, str], known: Iterable[tuple[str, str]], looks: "Looks") -> None:
        self.looks = looks
        self.options: dict[tuple[str, str], Options] = {}
        self.silent = _parsed(_SILENT)
        for line in letters.strip().split("\n"):
            letter, _space, table = line.partition(" ")
            for place in ("first", "middle", "last"):
                self.options[letter, place] = _parsed(table)
        self.options |= {(letter, "last"): _parsed(table) for letter, table in last.items()}
        self.options |= {("", place): _parsed(_SHORT) for place in ("open", "closed", "second", "other")}
        self._count(known)

    def _count(self, known: Iterable[tuple[str, str]]) -> None:
        """Make the prices fit the names that are known."""
        counted = defaultdict[tuple[str, str], Counter[str]](Counter)
        for word, latin in known:
            for step in self._way(word, latin)[1]:
                counted[step.kind][step.latin] += 1
                if step.short_kind:
                    counted[step.short_kind][step.short] += 1
        for kind, options in self.options.items():
            all_prior = sum(math.exp(-price) for _latin, price in options)
            total = counted[kind].total() + _WORTH
            self.options[kind] = [
                (latin, -math.log((counted[kind][latin] + _WORTH * math.exp(-price) / all_prior) / total))
                for latin, price in options
            ]

    def spelled(self, word: str, *, most: int) -> Options:
        """The likeliest spellings of `word` (as `letters_of` gives it) in small letters, each with its price."""
        beams: list[dict[str, float]] = [{} for _place in range(len(word) + 1)]
        beams[0] = {"^": 0.0}
        for place in range(len(word)):
            kept = sorted(beams[place].items(), key=lambda each: each[1])[:_WIDTH]
            for step in self._steps(word, place):
                latin = step.short + step.latin
                ahead = beams[place + step.length]
                for text, cost in kept:
                    total = cost + step.price + _LOOKS * self.looks.of(text, latin)
                    made = text + latin
                    if total < ahead.get(made, math.inf):
                        ahead[made] = total
        ended: dict[str, float] = {}
        for text, cost in sorted(beams[-1].items(), key=lambda each: each[1])[:_WIDTH]:
            for silent, price in self.silent:
                total = cost + price + _LOOKS * self.looks.of(text, silent + "$")
                ended[text[1:] + silent] = min(total, ended.get(text[1:] + silent, math.inf))
        return sorted(ended.items(), key=lambda each: (each[1], each[0]))[:most]

    def price(self, word: str, latin: str) -> float:
        """The price of spelling `word` just so, its looks left aside; infinite where it can't be."""
        return self._way(word, latin)[0]

    def _way(self, word: str, latin: str) -> tuple[float, list[_Step]]:
        """The cheapest way to spell `word` as `latin`."""
        reached: list[dict[int, tuple[float, int, _Step | None]]] = [{} for _place in range(len(word) + 1)]
        reached[0][0] = (0.0, 0, None)
        for place in range(len(word)):
            if not reached[place]:
                continue
            for step in self._steps(word, place):
                part = step.short + step.latin
                for done, (cost, _before, _step) in reached[place].items():
                    if latin.startswith(part, done):
                        ahead = reached[place + step.length]
                        end = done + len(part)
                        if end not in ahead or cost + step.price < ahead[end][0]:
                            ahead[end] = (cost + step.price, done, step)
        best, end = math.inf, 0
        for silent, price in self.silent:
            at = len(latin) - len(silent)
            if latin.endswith(silent) and at in reached[-1] and reached[-1][at][0] + price < best:
                best, end = reached[-1][at][0] + price, at
        steps: list[_Step] = []
        place = len(word)
        while best < math.inf and place:
            _cost, end, taken = reached[place][end]
            if taken is None:
                break
            steps.append(taken)
            place -= taken.length
        return best, steps

    def _steps(self, word: str, place: int) -> Iterator[_Step]:
        """What the letters from `place` on may be spelled."""
        for length in (1, 2):
            letters = word[place : place + length]
            kind = (letters, "first" if not place else "last" if place + length == len(word) else "middle")
            if len(letters) < length or kind not in self.options:
                continue
            short_kind = self._short_kind(word, place)
            for latin, price in self.options[kind]:
                if short_kind is None:
                    yield _Step(length, latin, price, kind, "", None)
                    continue
                for short, more in self.options[short_kind]:
                    yield _Step(length, latin, price + more, kind, short, short_kind)

    def _short_kind(self, word: str, place: int) -> tuple[str, str] | None:
        """Where a vowel may stand that Arabic doesn't write: between consonants. None where it may not."""
        if not place or {word[place - 1], word[place]} & _VOWELS:
            return None
        if place == 1:
            # "Karim", "Mahmoud": before a consonant with a long vowel, or before another consonant.
            return ("", "open" if word[2:3] in _VOWELS else "closed")
        if place == len(word) - 1 and word[place - 2] == "ا":
            # "Salem", "Khaled".
            return ("", "second")
        return ("", "other")


class Looks:
    """Which letters follow which in names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.seen, self.before = Counter[str](), Counter[str]()
        self.known: dict[tuple[str, str], float] = {}
        for name in names:
            marked = f"^{name}$"
            for place in range(1, len(marked)):
                for order in range(min(place, 3) + 1):
                    self.before[marked[place - order : place]] += 1
                    self.seen[marked[place - order : place + 1]] += 1

    def of(self, before: str, latin: str) -> float:
        """The price of writing `latin` behind `before`, of which three letters count."""
        key = (before[-3:], latin)
        if (price := self.known.get(key)) is None:
            text, price = before[-3:], 0.0
            for letter in latin:
                price -= math.log(self._chance(text[-3:], letter))
                text += letter
            self.known[key] = price
        return price

    def _chance(self, before: str, letter: str) -> float:
        chance = 1 / 30
        for order in range(len(before) + 1):
            text = before[len(before) - order :]
            chance = (self.seen[text + letter] + 5 * chance) / (self.before[text] + 5)
        return chance


def speller_of(word: str, *, is_own: bool = False) -> Speller:
    """Who spells `word` (as `letters_of` gives it). `is_own`: it is Arabic, whatever its letters say."""
    return _own() if is_own or _OWN_LETTERS & set(word[1:]) else _taken_over()


@lru_cache(1)
def _own() -> Speller:
    unlearnt = Speller(_OWN, _OWN_LAST, [], Looks([]))
    known = [pair for pair in _known_pairs() if unlearnt.price(*pair) < math.inf]
    return Speller(_OWN, _OWN_LAST, known, Looks(latin for _word, latin in known))


@lru_cache(1)
def _taken_over() -> Speller:
    known = [pair for pair in _known_pairs() if not _OWN_LETTERS & set(pair[0][1:])]
    return Speller(_TAKEN_OVER, _LAST, known, Looks(fold(name) for name in latin_names()))


def _known_pairs() -> Iterator[tuple[str, str]]:
    """Words of the listed names with their spellings."""
    for arabic, latin in pairs():
        words, others = arabic.split(), latin.replace("-", " ").split()
        words = [word.removeprefix("ال") if len(words) == len(others) - 1 or len(word) > 5 else word for word in words]
        others = [each for each in others if each.lower() not in ("al", "el")]
        if len(words) == len(others):
            for word, other in zip(words, others, strict=True):
                yield letters_of(word), fold(other)


def _parsed(table: str) -> Options:
    price, found = 0.0, []
    for each in table.split():
        if each.isdigit():
            price = float(each)
        else:
            found.append(("" if each == "-" else each, price))
    return found
