"""The words of a query cut into what belongs together: names of the vocabulary, words, quotations."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, cast

from articles.models import folding

from .language import And, Node, Not, Or, Phrase, Word
from .names import Known

LONGEST_NAME = 6
_SIGNS = ",;:!?،؛؟"


class Typed(NamedTuple):
    """A word of a query: as typed, folded, and folded as far as its apostrophe ("" without one); where it stands."""

    text: str
    folded: str
    cut: str
    leaf: Word | Phrase
    start: int
    end: int

    @property
    def is_acronym(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def may_be_name(self) -> bool:
        """Whether it is a name by itself rather than any short word: "UN", not "un"."""
        return len(self.folded) > 2 or not self.folded.isascii() or self.is_acronym


class Segment(NamedTuple):
    """Words that belong together; `known` where they are a name of the vocabulary, of several keywords perhaps."""

    typed: tuple[Typed, ...]
    known: tuple[Known, ...] = ()

    @property
    def text(self) -> str:
        """As typed, with an article or sign that is no word of itself."""
        leaves = [list(some) for _leaf, some in groupby(self.typed, lambda each: id(each.leaf))]
        return " ".join(some[0].leaf.text[some[0].start : some[-1].end].strip(_SIGNS) for some in leaves)

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(each.folded for each in self.typed)

    @property
    def is_word(self) -> bool:
        """Whether it is one word and nothing more."""
        return len(self.typed) == 1 and not self.known and isinstance(self.typed[0].leaf, Word)

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """Each way of writing it, folded and sorted: those of the vocabulary, or just the one."""
        return tuple(sorted({tuple(way.split()) for known in self.known for way in known.keys})) or (self.folded,)


def stretches(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """`nodes` in order, those words together that stand beside one another; anything else by itself."""
    for is_word, some in groupby(nodes, lambda node: isinstance(node, Word)):
        if is_word:
            yield tuple(some)
        else:
            yield from ((node,) for node in some)


def children(node: Node | None) -> tuple[Node, ...]:
    """What is looked for together: the parts of an "and", or just `node`."""
    if isinstance(node, And):
        return node.nodes
    return () if node is None else (node,)


def all_stretches(node: Node | None) -> Iterator[Sequence[Word | Phrase]]:
    """The stretches of words and the quotations of a whole tree."""
    for stretch in stretches(children(node)):
        match stretch[0]:
            case Word() | Phrase():
                yield cast(Sequence[Word | Phrase], stretch)
            case And():
                yield from all_stretches(stretch[0])
            case Or(nodes):
                for each in nodes:
                    yield from all_stretches(each)
            case Not(inner):
                yield from all_stretches(inner)


def typed_words(leaf: Word | Phrase) -> Iterator[Typed]:
    """The words of one word as typed ("anti-war" has two) or of a quotation."""
    plain, cut = list(folding.words(leaf.text)), list(folding.words(leaf.text, "tr"))
    for place, word in enumerate(plain):
        shorter = cut[place].folded if len(cut) == len(plain) else ""
        if len(shorter) < 2 or shorter == word.folded or not word.folded.startswith(shorter):
            shorter = ""
        start = word.start if place else 0
        end = word.end if place + 1 < len(plain) else len(leaf.text)
        yield Typed(leaf.text[word.start : word.end], word.folded, shorter, leaf, start, end)


def keys_of(typed: Sequence[Typed]) -> Iterator[str]:
    """All that may be a name among these words."""
    for start, size in _runs(typed):
        yield from _keys(typed[start : start + size])


def _runs(typed: Sequence[Typed]) -> Iterator[tuple[int, int]]:
    for start in range(len(typed)):
        for size in range(min(LONGEST_NAME, len(typed) - start), 0, -1):
            yield start, size


def _keys(run: Sequence[Typed]) -> Iterator[str]:
    *before, last = run
    if before or last.may_be_name:
        yield " ".join(each.folded for each in run)
        if last.cut:
            yield " ".join((*(each.folded for each in before), last.cut))


def segments(
    typed: Sequence[Typed], names: Mapping[str, tuple[Known, ...]], stops: Collection[str], *, cuts: bool
) -> Iterator[Segment]:
    """`typed` cut up: the longest names first met from the left, the rest as typed.

    `cuts`: what follows an apostrophe may be an ending; of English, "'s" always may.
    """
    rest: list[Typed] = []
    at = 0
    while at < len(typed):
        size, known = _longest(typed[at : at + LONGEST_NAME], names, stops, cuts=cuts)
        if known:
            yield from _as_typed(rest)
            rest = []
            yield Segment(tuple(typed[at : at + size]), known)
        else:
            rest.append(typed[at])
        at += size
    yield from _as_typed(rest)


def _longest(
    typed: Sequence[Typed], names: Mapping[str, tuple[Known, ...]], stops: Collection[str], *, cuts: bool
) -> tuple[int, tuple[Known, ...]]:
    for size in range(len(typed), 0, -1):
        run = typed[:size]
        if size == 1 and run[0].folded in stops and not run[0].is_acronym:
            break
        keys = list(_keys(run))
        if not cuts and run[-1].folded != f"{run[-1].cut}s":
            keys = keys[:1]
        if known := next((names[key] for key in keys if key in names), ()):
            return size, known
    return 1, ()


def _as_typed(rest: Sequence[Typed]) -> Iterator[Segment]:
    for _leaf, some in groupby(rest, lambda each: id(each.leaf)):
        yield Segment(tuple(some))
