"""What changed between two texts, word by word, and what two people made of one text, put together."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal

from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from articles.models.text import Figure, blocks, passages_with_markup, with_figures

# What joins letters into one word: Persian writes U+200C inside words, and a soft hyphen says nothing.
_JOINERS = "\u00ad\u200c\u200d\u2060"
_SENTENCE = re.compile(r"[^\n.!?؟。।]*[\n.!?؟。।]*\s*|\s+")
# Some 20,000 words against as many: 50 MB and 20 ms. Beyond that the comparison is a coarser one.
_CELLS_MAX = 400_000_000
# How many characters against how many are looked at to find which paragraph became which.
_LETTERS_MAX = 4_000_000_000
_PAIRS_MAX = 10_000
_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """A run of text that both have, or that is gone, or new."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Row:
    """One paragraph as it was and as it is; `old` or `new` is empty where only the other has it.

    `is_formatting`: the words are the same, only markup or spaces differ.
    """

    old: list[Piece]
    new: list[Piece]
    is_same: bool
    is_formatting: bool = False


def compare(old: str, new: str) -> list[Piece]:
    """What stayed, went and came, word by word: the pieces that are not new give `old`, those not gone `new`."""
    before, after = _words(old), _words(new)
    if _fits(before, after):
        return _pieces(_changes(before, after))
    # A very long text: sentence by sentence, then the words of those that changed, where they are few enough.
    changes: list[tuple[str, str]] = []
    for gone, came in _changes(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        before, after = _words(gone), _words(came)
        changes += _changes(before, after) if gone != came and _fits(before, after) else [(gone, came)]
    return _pieces(changes)


def compare_bodies(old_html: str, new_html: str) -> list[Row]:
    """Two bodies beside each other: paragraphs aligned first, then the words of those that changed."""
    return _rows(
        passages_with_markup(_with_photos_in_words(old_html)), passages_with_markup(_with_photos_in_words(new_html))
    )


def _with_photos_in_words(html: str) -> str:
    """A body that says which photos stand in it, a line each."""
    return with_figures(html, _in_words)


def _in_words(figure: Figure) -> str:
    if figure.alt:
        words = _("Photo %(number)s: %(alt)s") % {"number": figure.photo, "alt": figure.alt}
    else:
        words = _("Photo %(number)s, without a description") % {"number": figure.photo}
    caption = f"<figcaption>{figure.caption}</figcaption>" if figure.caption else ""
    return f"<p>{escape(words, quote=False)}</p>{caption}"


def compare_passages(old: str, new: str) -> list[Row]:
    """Two plain texts beside each other, line by line."""
    return _rows([(line, "") for line in old.split("\n") if line], [(line, "") for line in new.split("\n") if line])


def _rows(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Row]:
    rows = []
    before, after = [text for text, _markup in old], [text for text, _markup in new]
    for here, there in _aligned(before, after, least=_ALIKE):
        if here is not None and there is not None and before[here] == after[there]:
            same = [Piece("same", before[here])]
            is_formatting = old[here][1] != new[there][1]
            rows.append(Row(same, same, is_same=not is_formatting, is_formatting=is_formatting))
            continue
        pieces = compare("" if here is None else before[here], "" if there is None else after[there])
        rows.append(
            Row(
                [piece for piece in pieces if piece.kind != "new"],
                [piece for piece in pieces if piece.kind != "gone"],
                is_same=False,
            )
        )
    return rows


def _words(text: str) -> list[str]:
    """`text` cut into words, spaces and single signs; a vowel sign stays with its letter."""
    marks = "".join(sorted(char for char in set(text) if char in _JOINERS or unicodedata.category(char)[0] == "M"))
    return re.findall(rf"[\w{re.escape(marks)}]+|\s+|[^\w\s]", text)


def _fits(old: Sequence[str], new: Sequence[str]) -> bool:
    return len(old) * len(new) <= _CELLS_MAX


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """The runs of two lists, in order: what stood and what stands there; equal ones stayed."""
    return [("".join(old[a:b]), "".join(new[c:d])) for a, b, c, d in _runs(old, new)]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the runs that stayed and those that changed begin and end in both lists, in turn."""
    start, old_end, new_end = 0, len(old), len(new)
    while start < min(old_end, new_end) and old[start] == new[start]:
        start += 1
    while min(old_end, new_end) > start and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if start:
        yield 0, start, 0, start
    before, after = old[start:old_end], new[start:new_end]
    if before or after:
        if _fits(before, after):
            # What is deleted and what is inserted at one place belongs together.
            for _is_same, ops in groupby(Indel.opcodes(before, after), key=lambda op: op.tag == "equal"):
                run = list(ops)
                yield (
                    start + run[0].src_start,
                    start + run[-1].src_end,
                    start + run[0].dest_start,
                    start + run[-1].dest_end,
                )
        else:
            yield start, old_end, start, new_end
    if old_end < len(old):
        yield old_end, len(old), new_end, len(new)


def _pieces(changes: Iterable[tuple[str, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    for gone, came in _read_in_phrases(changes):
        if gone == came:
            pieces.append(Piece("same", gone))
            continue
        if gone:
            pieces.append(Piece("gone", gone))
        if came:
            pieces.append(Piece("new", came))
    return pieces


def _read_in_phrases(changes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """With the spaces between changed words among what changed: nobody reads a text of single words."""
    joined: list[tuple[str, str]] = []
    for gone, came in changes:
        if gone == came and not gone:
            continue
        if joined and (gone != came) == (joined[-1][0] != joined[-1][1]):
            joined[-1] = (joined[-1][0] + gone, joined[-1][1] + came)
            continue
        if gone != came and len(joined) > 1 and joined[-1][0].isspace() and "\n" not in joined[-1][0]:
            space, before = joined[-1][0], joined[-2]
            if (before[0] + gone) and (before[1] + came) and before[0] != before[1]:
                together = (before[0] + space + gone, before[1] + space + came)
                if together[0] != together[1]:
                    joined[-2:] = [together]
                    continue
        joined.append((gone, came))
    return joined


# --- Which paragraph became which -------------------------------------------------------------------


def _aligned(old: Sequence[str], new: Sequence[str], *, least: float) -> Iterator[tuple[int | None, int | None]]:
    """Every place of both lists in order, those that belong together in one pair: equal ones, and in between those
    that are at least so much alike (0 to 1).
    """
    for a, b, c, d in _runs(old, new):
        if old[a:b] == new[c:d]:
            yield from zip(range(a, b), range(c, d), strict=True)
            continue
        here, there = a, c
        for first, second in _alike(old[a:b], new[c:d], least):
            yield from ((each, None) for each in range(here, a + first))
            yield from ((None, each) for each in range(there, c + second))
            yield a + first, c + second
            here, there = a + first + 1, c + second + 1
        yield from ((each, None) for each in range(here, b))
        yield from ((None, each) for each in range(there, d))


def _alike(old: Sequence[str], new: Sequence[str], least: float) -> list[tuple[int, int]]:
    """Pairs of places, both growing, that are the most alike in all."""
    if not old or not new:
        return []
    letters = sum(map(len, old)) * sum(map(len, new))
    if len(old) * len(new) > _PAIRS_MAX or letters > _LETTERS_MAX:
        return [(place, place) for place in range(min(len(old), len(new)))]
    # One above the other: how much is alike from here to the end.
    alike = [[Indel.normalized_similarity(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _place in range(len(old) + 1)]
    for here in range(len(old) - 1, -1, -1):
        for there in range(len(new) - 1, -1, -1):
            together = alike[here][there]
            # A little for any pair: where all may be paired, two that have nothing in common still are.
            taken = best[here + 1][there + 1] + together + 0.001 if together >= least else 0.0
            best[here][there] = max(taken, best[here + 1][there], best[here][there + 1])
    pairs, here, there = [], 0, 0
    while here < len(old) and there < len(new):
        if best[here][there] == best[here + 1][there]:
            here += 1
        elif best[here][there] == best[here][there + 1]:
            there += 1
        else:
            pairs.append((here, there))
            here, there = here + 1, there + 1
    return pairs


# --- What two people made of one text ---------------------------------------------------------------

Choice = Literal["theirs", "yours", "both"]


@dataclass(frozen=True)
class Chunk:
    """A stretch of a merged body: untouched, changed by one side alone or by both alike, or by each otherwise."""

    kind: Literal["same", "theirs", "yours", "alike", "conflict"]
    base: str
    theirs: str
    yours: str

    def chosen(self, choice: Choice = "both") -> str:
        """The HTML that stands here; `choice` matters only where the two are in each other's way."""
        if self.kind == "conflict" and choice == "both":
            return self.theirs + self.yours
        return self.theirs if self.kind == "theirs" or (self.kind, choice) == ("conflict", "theirs") else self.yours


@dataclass(frozen=True)
class Merge:
    chunks: list[Chunk]

    @property
    def conflicts(self) -> list[Chunk]:
        return [chunk for chunk in self.chunks if chunk.kind == "conflict"]

    @property
    def is_clean(self) -> bool:
        return not self.conflicts

    @property
    def html(self) -> str:
        """The merged body; where the two are in each other's way theirs stands before yours, so that none is lost."""
        return self.composed({})

    def composed(self, choices: Mapping[int, Choice]) -> str:
        """The merged body with what was chosen for each conflict, by its number from 0; both where nothing was."""
        html, number = [], 0
        for chunk in self.chunks:
            html.append(chunk.chosen(choices.get(number, "both")))
            number += chunk.kind == "conflict"
        return "".join(html)


def merge(base: str, theirs: str, yours: str) -> Merge:
    """What both made of `base`, put together paragraph by paragraph.

    A paragraph that one side alone changed, added or took out is as that side has it; what both did alike is done
    once; what each did otherwise is a conflict.
    """
    paragraphs = blocks(base)
    others, own = _made_of(paragraphs, blocks(theirs)), _made_of(paragraphs, blocks(yours))
    # By turns: what stands before each paragraph anew, and what became of the paragraph.
    was = [each for paragraph in paragraphs for each in ("", paragraph)] + [""]
    chunks: list[Chunk] = []
    for stood, their, your in zip(was, others, own, strict=True):
        if not (stood or their or your):
            continue
        kind = _outcome(stood, their, your)
        if chunks and chunks[-1].kind == kind != "conflict":
            last = chunks.pop()
            stood, their, your = last.base + stood, last.theirs + their, last.yours + your
        chunks.append(Chunk(kind, stood, their, your))
    return Merge(chunks)


def _outcome(base: str, theirs: str, yours: str) -> Literal["same", "theirs", "yours", "alike", "conflict"]:
    if theirs == yours:
        return "same" if base == yours else "alike"
    if theirs == base:
        return "yours"
    return "theirs" if yours == base else "conflict"


def _made_of(base: Sequence[str], side: Sequence[str]) -> list[str]:
    """What a side has before each paragraph of `base`, and in its place, by turns; at last what follows them all."""
    places = [""] * (2 * len(base) + 1)
    at = 0
    for here, there in _aligned(base, side, least=0.0):
        if here is None:
            places[2 * at] += side[there]  # type: ignore[index]
            continue
        at = here + 1
        if there is not None:
            places[2 * here + 1] = side[there]
    return places
