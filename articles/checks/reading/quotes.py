"""Quotations: which words of a text stand between marks of quotation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words of a paragraph: from the opening mark to behind the closing one.

    `is_whole`: both marks stand in this paragraph; else the quotation comes from, or goes on to, another.
    """

    start: int
    end: int
    words: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Lone:
    """A mark without its counterpart. `opens`: it is the end that is missing."""

    at: int
    opens: bool


@dataclass(slots=True)
class Quoted:
    """What a paragraph quotes. `is_within`: it lies inside of a quotation that began before and ends behind it.

    `singles`: how many quotations stand there in single marks, as in British papers.
    """

    quotations: list[Quotation] = field(default_factory=list)
    lone: list[Lone] = field(default_factory=list)
    is_within: bool = False
    has_marks: bool = False
    singles: int = 0


@dataclass(slots=True)
class _Open:
    paragraph: int
    at: int
    family: str
    leads: bool
    quotes_itself: bool = False


# Marks by how they are paired. The low mark „ is closed by “ or ”.
_MARK = re.compile(r'["“”„‟«»＂]|\'\'')
_FAMILY = {'"': "plain", "＂": "plain", "''": "plain", "“": "curly", "”": "curly", "„": "curly", "‟": "curly"}
# In these languages curly marks are typed either way round: what stands beside them tells which end they are.
_RIGHT_TO_LEFT = {"ar", "fa", "ckb", "ur", "ps", "he", "syr"}
_BEFORE_A_QUOTATION = set("([{<-–—/:،,…\"“«'‘")
_BEHIND_A_QUOTATION = set(")]}>.,;:!?،؛؟…\"”»'’")
# Nobody is quoted for longer than that without a mark: something else was meant.
_LONGEST_WITHIN = 12
# More of them in one paragraph are a line, or a table.
_MOST_MARKS = 200
_POSSESSIVE = re.compile(r"[^\W\d]s[\"”] [^\W\d]")
_WORD = re.compile(r"[^\W_]+(?:['’\u200c-][^\W_]+)*")


def quoted(paragraphs: Sequence[str], language: str) -> list[Quoted]:
    """What each paragraph quotes. A quotation may go on over several paragraphs, and may open each of them again."""
    found = [Quoted(singles=_singles(paragraph)) for paragraph in paragraphs]
    if not any(_MARK.search(paragraph) for paragraph in paragraphs):
        return found
    reader = _Reader(paragraphs, found, is_sloppy=language in _RIGHT_TO_LEFT)
    for number, paragraph in enumerate(paragraphs):
        matches = list(_MARK.finditer(paragraph))
        if len(matches) > _MOST_MARKS:
            matches = []
        reader.read(number, matches, [_turn(paragraph, match, language) for match in matches])
    reader.leave(len(paragraphs))
    return found


class _Reader:
    """Walks through the marks of a text, and keeps what is open."""

    def __init__(self, paragraphs: Sequence[str], found: list[Quoted], *, is_sloppy: bool) -> None:
        self.paragraphs, self.found, self.is_sloppy = paragraphs, found, is_sloppy
        self.open: list[_Open] = []
        self.ends_more = False
        # Where a mark last ended a quotation of several paragraphs that quoted something itself: it may have ended
        # only that.
        self.ended_both = -_LONGEST_WITHIN - 1

    def read(self, number: int, matches: list[re.Match[str]], turns: list[str]) -> None:
        """One paragraph, with these marks."""
        if self.open and number - self.open[0].paragraph > _LONGEST_WITHIN:
            self.leave(number)
        families = [self._family(match[0]) for match in matches]
        if len(set(families)) == 1 and len(turns) % 2 == 0 and self._is_misread(turns):
            # Spaces stand on the wrong side of the marks: the first opens, the next closes, and so on.
            turns = ["open", "close"] * (len(turns) // 2)
        self.ends_more = turns.count("close") > turns.count("open")
        for match, family, turn in zip(matches, families, turns, strict=True):
            self._read(number, match, family, turn)
        if self.open and self.open[0].paragraph == number:
            # What is open at the end of a paragraph may be closed in one of the next.
            self._note(number, self.open[0].at, len(self.paragraphs[number]), is_whole=False)
            self.open[0].quotes_itself |= len(self.open) > 1
            del self.open[1:]

    def _is_misread(self, turns: list[str]) -> bool:
        if self.open:
            return set(turns) == {"either"}
        return (self.is_sloppy or turns[0] == "close") and not _is_balanced(turns)

    def _family(self, mark: str) -> str:
        return "plain" if mark in "“”" and self.is_sloppy else _FAMILY.get(mark, "angle")

    def _read(self, number: int, match: re.Match[str], family: str, turn: str) -> None:
        if turn == "inch" and not self.open:
            return
        if any(each.family == family for each in self.open):
            while self.open[-1].family != family:
                self.open.pop()
        if turn == "either":
            is_open = self.open[-1].family == family if self.open else self._may_go_on(number)
            turn = "close" if is_open else "open"
        self.found[number].has_marks = True
        if turn != "open" and not self.open and _is_apostrophe(self.paragraphs[number], match):
            return
        if turn == "open":
            self._opened(number, match.start(), family)
        else:
            self._closed(number, match.start(), match.end(), family)

    def _opened(self, number: int, at: int, family: str) -> None:
        leads = not _WORD.search(self.paragraphs[number], 0, at)
        if self.open and self.open[0].paragraph < number:
            if not leads and self.open[0].family == family and not self.ends_more:
                self.leave(number)
            elif leads:
                # The quotation goes on, and opens its next paragraph again.
                self.open.clear()
        self.open.append(_Open(number, at, family, leads))

    def _closed(self, number: int, at: int, end: int, family: str) -> None:
        if not self.open:
            if self._may_go_on(number):
                self._note_over(self.ended_both, number, end)
                self.ended_both = -_LONGEST_WITHIN - 1
            else:
                self.found[number].lone.append(Lone(at, opens=False))
            return
        if self.open[-1].family != family:
            return
        opened = self.open.pop()
        if self.open:
            # A mark may end both what is quoted and what that quotes.
            if self.open[0].paragraph < number:
                self._note(number, opened.at, end)
                return
            is_last = not _MARK.search(self.paragraphs[number], end)
            is_at_end = self.is_sloppy or not _WORD.search(self.paragraphs[number], end)
            if not (is_last and is_at_end and self.open[0].family == family):
                return
            opened = self.open[0]
            self.open.clear()
        if opened.paragraph == number:
            self._note(number, opened.at, end)
            return
        if opened.quotes_itself:
            self.ended_both = number
        self._note_over(opened.paragraph, number, end)

    def _may_go_on(self, number: int) -> bool:
        return 0 <= number - self.ended_both <= _LONGEST_WITHIN

    def _note_over(self, first: int, last: int, end: int) -> None:
        """A quotation that began in paragraph `first` ends in `last`."""
        self._note(last, 0, end, is_whole=False)
        for between in range(first + 1, last):
            self.found[between].is_within = True

    def _note(self, number: int, start: int, end: int, *, is_whole: bool = True) -> None:
        words = len(_WORD.findall(self.paragraphs[number], start, end))
        self.found[number].quotations.append(Quotation(start, end, words, is_whole))

    def leave(self, number: int) -> None:
        """What is open is not closed before paragraph `number`."""
        if self.open:
            opened = self.open[0]
            self.found[opened.paragraph].lone.append(Lone(opened.at, opens=True))
        self.open.clear()


def _is_apostrophe(paragraph: str, match: re.Match[str]) -> bool:
    """ "the workers" union": an apostrophe that a machine took for a mark of quotation."""
    return bool(_POSSESSIVE.search(paragraph, max(match.start() - 2, 0), match.end() + 2))


def _is_balanced(turns: list[str]) -> bool:
    depth = 0
    for turn in turns:
        depth += 1 if turn == "open" or (turn == "either" and not depth) else -1
        if depth < 0:
            return False
    return depth == 0


def _turn(paragraph: str, match: re.Match[str], language: str) -> str:
    """Which end of a quotation a mark is: "open", "close", "either", or perhaps "inch"es."""
    mark = match[0]
    if language == "de":
        shape = {"„": "open", "“": "close", "”": "close", "‟": "close", "»": "open", "«": "close"}.get(mark)
        if shape and mark not in "»«":
            return shape
        if mark in "»«":
            return "either"
    if mark in "«»":
        return "open" if mark == "«" else "close"
    if mark in "„":
        return "open"
    if mark in "“”‟" and language not in _RIGHT_TO_LEFT:
        return _curly(mark)
    return _beside(paragraph, match)


def _curly(mark: str) -> str:
    # “ also ends what „ began.
    return "open" if mark == "“" else "close"


def _beside(paragraph: str, match: re.Match[str]) -> str:
    before = paragraph[match.start() - 1] if match.start() else " "
    if match.end() == len(paragraph):
        return "close"
    after = paragraph[match.end()]
    if before.isdigit() and not after.isalnum():
        return "inch" if match[0] in ('"', "''", "”") else "close"
    if before in ":：":
        return "open"
    opens_to = before.isspace() or before in _BEFORE_A_QUOTATION
    leads_on = not after.isspace() and after not in _BEHIND_A_QUOTATION
    if opens_to == leads_on:
        return "open" if opens_to else "close"
    return "either"


# A single mark opens behind a space, and closes before one; an apostrophe does neither ("the '90s", "the players'").
_SINGLE_OPENS = re.compile(r"(?<![\w'’])['‘‹](?=[^\W\d])(?!(?:tis|twas|em|til|cause|n)\b)")
_SINGLE_CLOSES = re.compile(r"[.,!?…]['’›](?!\w)")


def _singles(paragraph: str) -> int:
    if "'" not in paragraph and "’" not in paragraph:
        return 0
    return max(len(_SINGLE_OPENS.findall(paragraph)), len(_SINGLE_CLOSES.findall(paragraph)))


# How each language opens and closes a quotation; French keeps a no-break space inside.
_CURLED = {
    **dict.fromkeys(("en", "tr", "es", "it", "pt"), ("“", "”")),
    **dict.fromkeys(("ar", "fa"), ("«", "»")),
    "fr": ("«\u00a0", "\u00a0»"),
    "de": ("„", "“"),
}
_INCHES = re.compile(r'\d"(?!\w)')


def has_straight_quotes(paragraph: str) -> bool:
    """Whether straight marks of quotation stand in it, other than those of inches."""
    return '"' in (paragraph if paragraph.count('"') % 2 == 0 else _INCHES.sub("", paragraph))


def curled(paragraph: str, language: str) -> str | None:
    """`paragraph` with the marks of its language for straight ones; None where they can't be told for sure."""
    if language not in _CURLED or paragraph.count('"') % 2:
        return None
    marks = _CURLED[language]
    pieces = paragraph.split('"')
    said = pieces[0]
    for number, piece in enumerate(pieces[1:]):
        opens = number % 2 == 0
        if opens and (said[-1:].isalnum() or piece[:1].isspace()):
            # A mark inside of a mark, or a space on its wrong side: not for a machine to sort out.
            return None
        said += marks[0 if opens else 1] + piece
    return said
