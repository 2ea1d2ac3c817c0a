"""Where a text spells a name as the house avoids it, and the same text with the house spelling in its place.

Exactly as written: capitals and marks count. Whole words alone, with what is joined to them by a hyphen or says whose
it is ("Idleb-based", "Idleb’s"); never a part of a longer word or of an address.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from itertools import groupby
from typing import Literal

Within = Literal["", "quotation", "title"]

_APOSTROPHES = "'\u2019\u02bc"
_TOKEN = re.compile(r"<[^>]*>|&[^;\s<&]{1,31};|[^<&]+|.", re.DOTALL)
_TAG = re.compile(r"</?([a-z0-9]+)")
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "figure", "figcaption", "br", "hr"})
_VOID = frozenset({"br", "hr", "img"})
_QUOTING, _TITLED = frozenset({"blockquote", "q"}), frozenset({"em", "cite"})
_LANGUAGE = re.compile(r'\slang="([a-z]+)')
_ALT = re.compile(r'(?<=\salt=")[^"]*')
# Where a new paragraph takes a quotation up again, it opens anew; who forgot to close one closes it at the latest where
# the next one opens. What is in doubt is taken for quoted: it is shown, and may be ticked.
_QUOTED = re.compile(
    "\u201e[^\u201c\u201d\u201e]{1,3000}(?:[\u201c\u201d]|$)"
    "|\u201c[^\u201c\u201d]{1,3000}(?:\u201d|(?=\u201c)|$)"
    "|\u201d[^\u201c\u201d\n]{1,600}\u201c"
    "|\u00ab[^\u00ab\u00bb]{1,3000}(?:\u00bb|(?=\u00ab)|$)"
    '|"[^"\n]+(?:"|(?=\n)|$)'
    r"|(?:(?<=[\s(\[\u2014\u2013])|^)[\u2018'](?=\w)(?:[^\u2018\u2019'\n]|(?<=\w)[\u2019'](?=\w))+[\u2019'](?!\w)",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]*@[\w.-]+|#\w+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w])(?:/\S*)?", re.IGNORECASE
)
_SPACES, _LONGEST_ADDRESS = " \n\u00a0", 300
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]\\s")
_SENTENCE_ENDS = frozenset(".!?\u2026\u061f\n")
# What stands after an apostrophe and is no part of the name; in Turkish every ending does.
_ENDINGS = frozenset({"s", "d", "ll", "ve", "re"})
_ELIDING = frozenset({"fr", "it"})
_JOINING = frozenset({"fa", "ckb", "ur"})
_ZWNJ = "\u200c"
# "And", "then", "in", "to" and "like" are written on to the Arabic word that they stand before.
_PROCLITICS = re.compile("(?<![^\\W_])[\u0641\u0648]?[\u0628\u0643\u0644]?\\Z")


@dataclass(frozen=True)
class LeftOut:
    """An occurrence that stays: where it stands in its line, and within what."""

    start: int
    end: int
    within: Within


@dataclass(frozen=True)
class Line:
    """A paragraph in which the spelling stands: as it is, as it becomes, and what of it is left out."""

    old: str
    new: str
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Respelled:
    """A text with the house spelling in it, and the paragraphs in which the other one stood."""

    text: str
    lines: tuple[Line, ...] = ()

    @property
    def is_changed(self) -> bool:
        return any(line.is_changed for line in self.lines)


@dataclass(frozen=True)
class _Piece:
    """A run of plain text: where it begins there and in the source, and what it stands within."""

    start: int
    text: str
    source: int
    source_text: str
    within: Within


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    becomes: str
    within: Within


@dataclass(frozen=True)
class Respelling:
    """One spelling, and the one that is to stand in its place in texts of `language`.

    Quotations (by their marks or their markup) and titles of works (in italics; so are words of another language) are
    left as they are unless told otherwise.
    """

    wrong: str
    right: str
    language: str = "en"
    in_quotations: bool = False
    in_titles: bool = False

    def of_line(self, text: str) -> Respelled:
        """Plain `text` respelled; its lines are its paragraphs."""
        return self._respelled(text, [_Piece(0, text, 0, text, "")], is_html=False)

    def of_html(self, html: str) -> Respelled:
        """A cleaned body respelled: its text and what describes its photos, never an attribute beside."""
        described = [*self._descriptions(html)]
        for _match, new in described:
            html = html[: _match.start()] + escape(new.text, quote=True) + html[_match.end() :]
        body = self._respelled(html, _pieces(html, self.language), is_html=True)
        return Respelled(body.text, (*(line for _match, new in reversed(described) for line in new.lines), *body.lines))

    def _descriptions(self, html: str) -> Iterator[tuple[re.Match[str], Respelled]]:
        """What describes photos and has the spelling, the last first."""
        for match in reversed(list(_ALT.finditer(html)) if "<img" in html else []):
            new = self.of_line(unescape(match[0]))
            if new.lines:
                yield match, new

    def _respelled(self, source: str, pieces: Sequence[_Piece], *, is_html: bool) -> Respelled:
        plain = "".join(piece.text for piece in pieces)
        found = list(self._found(plain, pieces))
        if not found:
            return Respelled(source)
        changed = [each for each in found if self._takes(each)]
        for each in reversed(changed):
            source = _replaced(source, pieces, each, is_html=is_html)
        return Respelled(source, tuple(_lines(plain, found, changed)))

    def _takes(self, found: _Found) -> bool:
        return {"": True, "quotation": self.in_quotations, "title": self.in_titles}[found.within]

    # --- Where it stands -----------------------------------------------------------------------------

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_as_pattern(self.wrong))

    @cached_property
    def _right(self) -> re.Pattern[str] | None:
        """The house spelling, where the other is a part of it."""
        return re.compile(_as_pattern(self.right)) if self.wrong in self.right else None

    def _found(self, plain: str, pieces: Sequence[_Piece]) -> Iterator[_Found]:
        matches = list(self._pattern.finditer(plain))
        if not matches:
            return
        right = [match.span() for match in self._right.finditer(plain)] if self._right else []
        quoted = [match.span() for match in _QUOTED.finditer(plain)]
        for match in matches:
            start, end = match.span()
            is_quoted = _is_within(start, end, quoted)
            alone = _stands_alone(plain, start, end, self.language, is_quoted=is_quoted)
            if not alone or _is_within(start, end, right) or _is_in_an_address(plain, start, end):
                continue
            becomes = self._in_place_of(match, plain)
            if becomes == match[0]:
                continue
            if self._loses_its_s(match[0]) and _POSSESSIVE.match(plain, end):
                # "Damas’ streets": only a name in s says so whose it is.
                becomes, end = f"{becomes}{plain[end]}s", end + 1
            yield _Found(start, end, becomes, "quotation" if is_quoted else _within(pieces, start))

    def _loses_its_s(self, said: str) -> bool:
        return self.language == "en" and said[-1] in "sS" and self.right[-1] not in "sS"

    def _in_place_of(self, match: re.Match[str], plain: str) -> str:
        """The house spelling, with a capital where a name that begins with a small letter opens a sentence."""
        said, right = match[0], self.right
        opens = said[0] != self.wrong[0] or (said[0].isupper() and _opens_a_sentence(plain, match.start()))
        if right[0].islower() and opens:
            right = right[0].upper() + right[1:]
        return right


def _as_pattern(spelling: str) -> str:
    """What finds `spelling` whichever apostrophe, hyphen and space it is typed with; with a capital where it begins
    with a small word of a name ("al-", "de") that may open a sentence.
    """
    signs = {"'": f"[{_APOSTROPHES}]", " ": "[ \u00a0\u202f]", "-": "[-\u2010\u2011]"}
    parts = [signs.get("'" if sign in _APOSTROPHES else sign, re.escape(sign)) for sign in spelling]
    if begins_small(spelling):
        parts[0] = f"[{spelling[0]}{spelling[0].upper()}]"
    return "".join(parts)


def begins_small(spelling: str) -> bool:
    """Whether it is a name that begins with a small letter, and with a capital where it opens a sentence."""
    first = spelling[:1]
    return first.islower() and len(first.upper()) == 1 and any(sign.isupper() for sign in spelling)


def _is_letter(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or sign in "_\u00ad\u200d" or unicodedata.category(sign)[0] == "M")


def _stands_alone(plain: str, start: int, end: int, language: str, *, is_quoted: bool) -> bool:
    before, after = plain[start - 1 : start] if start else "", plain[end : end + 1]
    is_joined = _is_letter(before) and not (language == "ar" and _PROCLITICS.search(plain[max(start - 3, 0) : start]))
    if is_joined or before == _ZWNJ or _is_letter(after):
        return False
    if before and before in _APOSTROPHES and _is_letter(plain[max(start - 2, 0) : start - 1]):
        return language in _ELIDING
    if after == _ZWNJ:
        return language in _JOINING
    if not after or after not in _APOSTROPHES:
        return True
    ending = re.match(r"\w*", plain[end + 1 : end + 21])
    if ending and ending[0]:
        return language == "tr" or ending[0].lower() in _ENDINGS
    # Without a quotation to close, and no name in s, the sign is a letter of another spelling ("al-Shara'").
    return is_quoted or plain[end - 1] in "sS"


def _opens_a_sentence(plain: str, start: int) -> bool:
    before = plain[max(start - 12, 0) : start].rstrip(" \u00a0\"'(\u201c\u2018\u00ab")
    return (not before and start <= 12) or before[-1:] in _SENTENCE_ENDS


def _is_in_an_address(plain: str, start: int, end: int) -> bool:
    """Whether what has no spaces around it is an address of a site, a person or a topic."""
    first = max(plain.rfind(sign, 0, start) for sign in _SPACES) + 1
    last = min(place if (place := plain.find(sign, end)) >= 0 else len(plain) for sign in _SPACES)
    first, last = max(first, start - _LONGEST_ADDRESS), min(last, end + _LONGEST_ADDRESS)
    return _is_within(start, end, (match.span() for match in _ADDRESS.finditer(plain, first, last)))


def _is_within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _within(pieces: Sequence[_Piece], place: int) -> Within:
    return next((piece.within for piece in pieces if piece.start <= place < piece.start + len(piece.text)), "")


# --- The text and its source ---------------------------------------------------------------------------


def _pieces(html: str, language: str) -> list[_Piece]:
    """The plain text of a body in runs, a line for each block; what lies in a tag is none."""
    found: list[_Piece] = []
    opened: list[tuple[str, Within]] = []
    place = source = 0
    for token in _TOKEN.findall(html):
        tag = _TAG.match(token) if token.startswith("<") else None
        if tag:
            text = "\n" if tag[1] in _BLOCKS else ""
            _open_or_close(opened, token, tag[1], language)
        else:
            text = unescape(token).replace("\n", " ")
        if text:
            kinds = {within for _name, within in opened}
            within: Within = "quotation" if "quotation" in kinds else "title" if "title" in kinds else ""
            found.append(_Piece(place, text, source, token, within))
        place, source = place + len(text), source + len(token)
    return found


def _open_or_close(opened: list[tuple[str, Within]], token: str, name: str, language: str) -> None:
    if token.startswith("</"):
        while opened and opened.pop()[0] != name:
            pass
    elif name not in _VOID:
        said = _LANGUAGE.search(token)
        is_foreign = said is not None and said[1] != language
        is_title = name in _TITLED or is_foreign
        opened.append((name, "quotation" if name in _QUOTING else "title" if is_title else ""))


def _replaced(source: str, pieces: Sequence[_Piece], found: _Found, *, is_html: bool) -> str:
    """`source` with what was found respelled; where it runs over markup, its beginning becomes all of it."""
    parts = [piece for piece in pieces if piece.start < found.end and piece.start + len(piece.text) > found.start]
    for number, piece in reversed(list(enumerate(parts))):
        first, last = max(found.start - piece.start, 0), min(found.end - piece.start, len(piece.text))
        if len(piece.text) == len(piece.source_text):
            first, last = piece.source + first, piece.source + last
        else:
            first, last = piece.source, piece.source + len(piece.source_text)
        new = "" if number else escape(found.becomes, quote=False) if is_html else found.becomes
        source = source[:first] + new + source[last:]
    return source


def _lines(plain: str, found: Sequence[_Found], changed: Sequence[_Found]) -> Iterator[Line]:
    def line_of(each: _Found) -> tuple[int, int]:
        end = plain.find("\n", each.end)
        return plain.rfind("\n", 0, each.start) + 1, len(plain) if end < 0 else end

    for (start, end), group in groupby(found, key=line_of):
        old = new = plain[start:end]
        left_out = []
        for each in reversed(list(group)):
            first, last = each.start - start, each.end - start
            if each in changed:
                new = new[:first] + each.becomes + new[last:]
            else:
                left_out.append(LeftOut(first, last, each.within))
        yield Line(old, new, tuple(reversed(left_out)))
