"""The foot of an imported body: the disclaimer and the block of keywords that were typed there, taken out.

Only the last lines are read, from the end upwards, and only as far as they are the foot.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from django.utils.translation import gettext as _

from .foot_wordings import (
    disclaimer_begins,
    is_credit,
    is_disclaimer,
    is_disclaimer_heading,
    is_like,
    keywords_in,
    split_items,
)

# What stands further up is no foot, however the lines there begin.
_TAIL = 20_000
_SHORT = 200
_PASSED_OVER = 3
_MOST_KEYWORDS = 60
_TAG = re.compile(r"(<[^<>]*>)")
_EDGE = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|figure|figcaption|table|tbody|tr|td|th|section|aside|"
    r"footer|center)\b"
    r"|<[bh]r\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"<(/?)figcaption\b", re.IGNORECASE)
_SPACE = r"(?:\s|&nbsp;|&#160;|<br\s*/?>)"
_EMPTY = re.compile(
    rf"<(p|div|h[1-6]|li|ul|ol|blockquote|table|tbody|tr|td|section|aside|footer|center|a|em|strong|b|i|u|s|"
    rf"small|span|cite|"
    rf"font|sub|sup|q|bdi)\b[^<>]*>{_SPACE}{{0,200}}</\1>",
    re.IGNORECASE,
)
_BREAKS_BEFORE_END = re.compile(
    rf"(?:<br\s*/?>\s*){{1,20}}((?:</(?:em|strong|b|i|span|small)>){{0,6}}{_SPACE}{{0,20}}</(?:p|div|li|"
    rf"blockquote)>)",
    re.I,
)
_BREAKS_AFTER_START = re.compile(
    r"(<(?:p|div|li)\b[^<>]*>(?:<(?:em|strong|b|i|span|small)\b[^<>]*>){0,6})(?:\s*<br\s*/?>){1,20}\s*", re.IGNORECASE
)
_SPACE_BEFORE_END = re.compile(r"\s{1,50}(</(?:p|div|li|blockquote)>)", re.IGNORECASE)
_TRAILING_MAX = 2_000
_TRAILING = re.compile(r"(?:\s|&nbsp;|<br\s*/?>|<hr\s*/?>){1,200}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feet:
    """A body without its foot, and what the foot was. `notes` are sentences for the report."""

    html: str
    disclaimer: str = ""
    keywords: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """What a reader sees as one line, and the pieces of the source that say it."""

    text: str
    pieces: tuple[int, ...]
    begins: int

    @property
    def may_be_keywords(self) -> bool:
        return len(self.text) <= 1_000 and bool(split_items(self.text))


def take_out_feet(html: str, *, disclaimers: Sequence[str] = ()) -> Feet:
    """`html` without the disclaimer and the block of keywords at its foot; a credit line stays.

    `disclaimers`: further wordings that the newsroom knows, as plain text. What is merely like them further up stays.
    """
    head, pieces = _split(html)
    taken = _Foot(disclaimers)
    for line in reversed(list(_lines(pieces))):
        if not taken.goes_on_with(line):
            break
    if not taken.out and not taken.cuts:
        return Feet(html)
    for line in taken.out:
        for number in line.pieces:
            pieces[number] = ""
    for line, start in taken.cuts:
        _cut(pieces, line, start)
    first = min(line.begins for line in [*taken.out, *(line for line, _start in taken.cuts)])
    while first and (pieces[first - 1].startswith("<") or not pieces[first - 1].strip(" \n\t\u00a0")):
        first -= 1
    body = head + "".join(pieces[:first]) + _tidied("".join(pieces[first:]))
    disclaimer = "\n".join(reversed(taken.disclaimer))
    body = body[:-_TRAILING_MAX] + _TRAILING.sub("", body[-_TRAILING_MAX:])
    return Feet(body, disclaimer, taken.keywords, tuple(_notes(disclaimer, taken)))


class _Foot:
    """What is taken out, gathered from the last line upwards."""

    def __init__(self, disclaimers: Sequence[str]) -> None:
        self.wordings = disclaimers
        self.out: list[_Line] = []
        self.cuts: list[tuple[_Line, int]] = []
        self.disclaimer: list[str] = []
        self.keywords: list[str] = []
        self.has_keywords = False
        # Lines that might be keywords, if a heading above says so.
        self.unknown: list[_Line] = []

    def goes_on_with(self, line: _Line) -> bool:
        """Takes `line` if it is of the foot. False once the foot has ended."""
        keywords = None if self.has_keywords else keywords_in(line.text)
        if keywords is not None:
            return self._take_keywords(line, keywords)
        if self._is_disclaimer(line.text):
            return self._take_disclaimer(line)
        if is_credit(line.text):
            return True
        if len(line.text) > _SHORT and not line.may_be_keywords:
            self._cut_off_disclaimer(line)
            return False
        if self._cut_off_disclaimer(line):
            return False
        self.unknown.append(line)
        return len(self.unknown) <= _MOST_KEYWORDS

    def _is_disclaimer(self, text: str) -> bool:
        if is_disclaimer(text) or any(is_like(text, wording) for wording in self.wordings):
            return True
        return bool(self.disclaimer) and not self.unknown and is_disclaimer_heading(text)

    def _take_disclaimer(self, line: _Line) -> bool:
        if len(self.unknown) > _PASSED_OVER:
            return False
        self.out.append(line)
        self.disclaimer.append(line.text)
        self.unknown = []
        return True

    def _take_keywords(self, line: _Line, keywords: list[str]) -> bool:
        """A line that says "Keywords": what it names, else what stands below it."""
        if not keywords:
            if not all(each.may_be_keywords for each in self.unknown):
                return False
            keywords = [item for each in reversed(self.unknown) for item in split_items(each.text)]
            self.out.extend(self.unknown)
        elif len(self.unknown) > _PASSED_OVER or any(len(each.text) > _SHORT // 2 for each in self.unknown):
            return False
        self.out.append(line)
        self.keywords = list(dict.fromkeys(keywords))[:_MOST_KEYWORDS]
        self.has_keywords, self.unknown = True, []
        return True

    def _cut_off_disclaimer(self, line: _Line) -> bool:
        """A disclaimer that was typed on at the end of the last paragraph."""
        if self.disclaimer or len(self.unknown) > _PASSED_OVER:
            return False
        start = disclaimer_begins(line.text)
        if start:
            self.cuts.append((line, start))
            self.disclaimer.append(line.text[start:])
        return bool(start)


def _split(html: str) -> tuple[str, list[str]]:
    """What is certainly above the foot, and the rest as tags and the text between them."""
    start = max(len(html) - _TAIL, 0)
    if start:
        edge = _EDGE.search(html, start)
        start = edge.start() if edge else start
    return html[:start], _TAG.split(html[start:])


def _lines(pieces: list[str]) -> Iterator[_Line]:
    numbers: list[int] = []
    begins, in_caption = 0, False
    for number, piece in enumerate([*pieces, "<p>"]):
        if not piece.startswith("<"):
            numbers.append(number)
        elif _EDGE.match(piece):
            said = "" if in_caption else " ".join(_said(pieces, numbers).split())
            if said:
                yield _Line(said, tuple(numbers), begins)
            caption = _CAPTION.match(piece)
            in_caption = not caption[1] if caption else in_caption
            numbers, begins = [], number if not piece.startswith("</") else number + 1


def _said(pieces: list[str], numbers: Sequence[int]) -> str:
    return "".join(unescape(pieces[number]) for number in numbers)


def _cut(pieces: list[str], line: _Line, start: int) -> None:
    """Empties the pieces of `line` from the character `start` of what it says."""
    # Spaces were folded in what the line says: letters are what both have alike.
    left = sum(not char.isspace() for char in line.text[:start])
    for number in line.pieces:
        said = unescape(pieces[number])
        solid = sum(not char.isspace() for char in said)
        if solid > left:
            pieces[number] = pieces[number][: _offset(pieces[number], left)].rstrip()
            left = 0
        else:
            left -= solid


def _offset(source: str, solid: int) -> int:
    """Where the first `solid` characters that aren't spaces end in HTML source without tags."""
    for match in re.finditer(r"&[^;\s<&]{1,31};|.", source, re.DOTALL):
        if not solid:
            return match.start()
        solid -= sum(not char.isspace() for char in unescape(match[0]))
    return len(source) if solid else 0


def _tidied(html: str) -> str:
    """`html` without the elements that were emptied."""
    for _round in range(8):
        less = _EMPTY.sub(
            "", _SPACE_BEFORE_END.sub(r"\1", _BREAKS_AFTER_START.sub(r"\1", _BREAKS_BEFORE_END.sub(r"\1", html)))
        )
        if less == html:
            break
        html = less
    return html


def _notes(disclaimer: str, foot: _Foot) -> Iterator[str]:
    if disclaimer:
        yield _("The disclaimer at the foot was taken out: “%(words)s”") % {"words": disclaimer[:500]}
    if foot.keywords:
        yield _("The keywords at the foot were taken out: %(words)s") % {"words": ", ".join(foot.keywords)[:500]}
    elif foot.has_keywords:
        yield _("An empty block of keywords at the foot was taken out.")
