"""The query language: what people know from the web.

    bread aleppo          both words
    "bread and salt"      these words in this order; an open quotation runs to the end
    -bread  -"bread line"  without them
    bread OR flour        either: OR (in capitals, or |) joins the words beside it
    (bread OR flour) homs  brackets hold together what belongs together
    source: keyword: section: by:   a condition, as in source:enab-baladi, source:"Enab Baladi", -source:ufuk
    after:2025-11         from 1 November 2025 on; a year or a day will do too
    before:2025-11        until the day before that: after:2025-11 before:2025-12 is November

Any string is a query: what means nothing is left out, what is not closed is closed at the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.models.folding import words

MOST_WORDS = 32
MOST_CHARACTERS = 10_000
FIELDS = ("source", "keyword", "section", "by", "before", "after")

# The sign that opens a quotation, to those that close it. What one people opens with another closes with.
_CLOSING = {
    **dict.fromkeys('"“”„‟＂', re.compile('["“”„‟＂]')),
    **dict.fromkeys("«»", re.compile("[«»]")),
    **dict.fromkeys("「『", re.compile("[」』]")),
}
_QUOTES = "".join(_CLOSING) + "」』"
# Hebrew abbreviations are written with a quotation mark inside: צה"ל.
_GERSHAYIM = '(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])'
_CHUNK = rf"(?:[^\s()|{_QUOTES}]|{_GERSHAYIM})+"
_TOKEN = re.compile(
    rf"""\s+
    | (?<![^\s(|]) [-\u2212]+ (?P<minus>) (?=[^\s\-\u2212])
    | (?P<field>(?i:{"|".join(FIELDS)})):(?=[^\s()|])
    | (?P<quote>[{_QUOTES}])
    | (?P<bracket>[()])
    | \|+ (?P<bar>)
    | (?P<chunk>{_CHUNK})
    """,
    re.VERBOSE,
)
_VALUE = re.compile(_CHUNK)
# Direction marks come along with what is copied from a page, lone surrogates from broken encodings.
_UNSEEN = re.compile("[\x00\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Word:
    """A word as it was typed, `start` being its place in the query; "anti-war" and "U.S." are one here."""

    text: str
    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Phrase:
    """Words that were quoted."""

    text: str


@dataclass(frozen=True)
class Field:
    """A condition: one of `FIELDS` and its value as typed."""

    name: str
    value: str


@dataclass(frozen=True)
class Not:
    node: "Node"


@dataclass(frozen=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    nodes: tuple["Node", ...]


Node = Word | Phrase | Field | Not | And | Or


@dataclass(frozen=True)
class Tree:
    """A query as it is understood; `root` is None where it says nothing. `is_cut`: it has more words than are read."""

    root: Node | None
    is_cut: bool = False


def parse(query: str) -> Tree:
    """The structure of `query`. Never raises, whatever the string; the first `MOST_WORDS` words are read."""
    return _Parser(query).tree()


@dataclass
class _Group:
    """What stands between two brackets, as far as it was read."""

    nodes: list[Node] = field(default_factory=list)
    is_not: bool = False
    is_or: bool = False

    def add(self, node: Node | None) -> None:
        if node is not None:
            if self.is_not:
                node = node.node if isinstance(node, Not) else Not(node)
            if self.is_or:
                node = Or((*_sides(self.nodes.pop()), *_sides(node)))
            self.nodes.append(node)
            self.is_or = False
        self.is_not = False

    def node(self) -> Node | None:
        if len(self.nodes) > 1:
            return And(tuple(self.nodes))
        return self.nodes[0] if self.nodes else None


def _sides(node: Node) -> tuple[Node, ...]:
    return node.nodes if isinstance(node, Or) else (node,)


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = _UNSEEN.sub(" ", query[:MOST_CHARACTERS])
        self.left = MOST_WORDS
        self.is_cut = len(query) > MOST_CHARACTERS
        self.groups = [_Group()]
        self.at = 0

    def tree(self) -> Tree:
        while (match := _TOKEN.match(self.query, self.at)) and self.left:
            self.at = match.end()
            self._read(match)
        self.is_cut = self.is_cut or next(words(self.query[self.at :]), None) is not None
        while len(self.groups) > 1:
            self._close()
        return Tree(self.groups[0].node(), self.is_cut)

    def _read(self, match: re.Match[str]) -> None:
        group = self.groups[-1]
        kind = match.lastgroup
        if kind == "minus":
            group.is_not = True
        elif kind == "bar" or (match["chunk"] == "OR" and group.nodes and not group.is_not):
            group.is_or = bool(group.nodes)
        elif kind == "field":
            group.add(self._field(match["field"].lower()))
        elif kind == "quote":
            text = self._bounded(self._quoted(match["quote"]))
            group.add(Phrase(text) if text else None)
        elif kind == "bracket" and match["bracket"] == "(":
            self.groups.append(_Group())
        elif kind == "bracket":
            self._close()
        elif kind == "chunk":
            text = self._bounded(match["chunk"])
            group.add(Word(text, match.start()) if text else None)

    def _close(self) -> None:
        if len(self.groups) > 1:
            node = self.groups.pop().node()
            self.groups[-1].add(node)

    def _quoted(self, opening: str) -> str:
        """The text up to the sign that closes what `opening` opened, or the end."""
        closing = _CLOSING.get(opening)
        end = closing.search(self.query, self.at) if closing else None
        start, stop = self.at, end.start() if end else len(self.query)
        if closing is None:
            stop = start
        self.at = end.end() if end else stop
        return self.query[start:stop]

    def _field(self, name: str) -> Node | None:
        if self.query[self.at] in _QUOTES:
            opening, self.at = self.query[self.at], self.at + 1
            value = self._quoted(opening)
        else:
            chunk = _VALUE.match(self.query, self.at)
            assert chunk
            value, self.at = chunk[0], chunk.end()
        value = self._bounded(value)
        return Field(name, value) if value else None

    def _bounded(self, text: str) -> str:
        """`text` as far as words may still be read; "" where it has none. Their number is counted down."""
        end = 0
        for word in words(text):
            if not self.left:
                self.is_cut = True
                return text[:end].strip()
            self.left -= 1
            end = word.end
        return text.strip() if end else ""


def leaves(node: Node | None) -> Iterator[Word | Phrase | Field]:
    """The words, phrases and conditions of a tree in the order they were typed, those to be left out among them."""
    if isinstance(node, And | Or):
        for each in node.nodes:
            yield from leaves(each)
    elif isinstance(node, Not):
        yield from leaves(node.node)
    elif node is not None:
        yield node
