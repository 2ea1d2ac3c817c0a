"""Words marked in a text, and the passages in which they stand. Whoever prints them escapes them.

A text is cut at its spaces, and what each piece says to the index is remembered: nearly all pieces of a page of results
were seen before.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, compress, count, filterfalse, pairwise

from articles.models.folding import CJK, words

from .stems import config_of, lexemes

# Of a passage: in one stretch, in each of two, and in all.
WORDS, WORDS_OF_TWO, MOST_CHARACTERS = 30, 18, 600
STANDFIRST_WORDS = 50
GAP, BEGINNING, END = " … ", "… ", " …"
# Longer than words are: Chinese, which has no spaces, or addresses.
_LONG = 60
_SIGN_OR_PIECE = re.compile(f"[{CJK}]|[^ {CJK}]+ *| +")
_SENTENCE_ENDS = re.compile(r"[.!?؟۔。！？…][\"'”’»)\]]*\s*$|\n$")
# Of each language, some 15 MB.
_MOST_PIECES, _MOST_TEXTS = 50_000, 20_000


@dataclass(frozen=True)
class Part:
    text: str
    is_marked: bool


Snippet = tuple[Part, ...]


class Text:
    """A plain text in pieces: what stands between its spaces."""

    def __init__(self, text: str, language: str) -> None:
        self.language, self.digest = language, hash(text)
        self.pieces, self.between = text.split(" "), " "
        # Of what was read before it is known.
        if self.digest not in _known_of(language).texts and max(map(len, self.pieces)) > _LONG:
            self.pieces, self.between = list(_short_pieces(text, language)), ""
        self.said: Mapping[str, Sequence[str]] = {}
        self.hits: list[tuple[int, str]] = []
        self.lexemes: frozenset[str] = frozenset()

    def mark(self, found: Mapping[str, Set[str]], said: Mapping[str, Sequence[str]]) -> None:
        """Note where it holds a piece of `found`, and for which lexemes. `said` has those of each of its words."""
        self.said = said
        places = compress(count(), map(found.__contains__, self.pieces))
        self.hits = [(at, lexeme) for at in places for lexeme in found[self.pieces[at]]]
        self.lexemes = frozenset(lexeme for _at, lexeme in self.hits)

    def parts(self, begin: int = 0, end: int | None = None) -> list[Part]:
        """The pieces from `begin` to before `end`, with the words looked for marked."""
        hot = {at for at, _lexeme in self.hits}
        made: list[Part] = []
        unmarked = ""
        for at, piece in enumerate(self.pieces[begin:end], start=begin):
            unmarked += self.between if at > begin else ""
            here = 0
            if at in hot:
                for word, lexeme in zip(words(piece, self.language), self.said[piece], strict=True):
                    if lexeme in self.lexemes:
                        made += [
                            Part(unmarked + piece[here : word.start], False),
                            Part(piece[word.start : word.end], True),
                        ]
                        unmarked, here = "", word.end
            unmarked += piece[here:]
        return [part for part in [*made, Part(unmarked, False)] if part.text]


def _short_pieces(text: str, language: str) -> Iterator[str]:
    """Pieces no longer than a word, whatever the script, that joined are the text."""
    for piece in _SIGN_OR_PIECE.findall(text):
        if len(piece) <= _LONG:
            yield piece
        else:
            starts = [0, *[word.start for word in words(piece, language)][1:], len(piece)]
            yield from (piece[begin:end] for begin, end in pairwise(starts))


class Pieces:
    """What pieces of text in one language say: the lexemes of each of their words; and who says a lexeme.

    `texts`: the digests of texts all of whose pieces are known, and whose words all stand between spaces.
    """

    def __init__(self) -> None:
        self.texts: set[int] = set()
        self.said: dict[str, tuple[str, ...]] = {}
        self.by_lexeme: defaultdict[str, list[str]] = defaultdict(list)

    def learn(self, pieces: Mapping[str, Sequence[str]]) -> None:
        for piece, said in pieces.items():
            for lexeme in said:
                self.by_lexeme[lexeme].append(piece)
        # Last: whoever finds a piece here, in another thread perhaps, finds it there too.
        self.said |= {piece: tuple(said) for piece, said in pieces.items()}

    def saying(self, wanted: Set[str]) -> Mapping[str, Set[str]]:
        """The pieces in which any of the lexemes `wanted` stands, and which."""
        found = defaultdict[str, set[str]](set)
        for lexeme in wanted:
            for piece in self.by_lexeme.get(lexeme, ()):
                found[piece].add(lexeme)
        return found


_remembered: dict[str, Pieces] = {}


def look_for(wanted: Set[str], texts: Iterable[Text]) -> None:
    """Find the lexemes `wanted` in `texts`. Stems not yet known are asked for in one statement."""
    by_language = defaultdict[str, list[Text]](list)
    for text in texts:
        by_language[text.language].append(text)
    known = _learn(by_language)
    for language, some in by_language.items():
        found = known[language].saying(wanted)
        for text in some:
            text.mark(found, known[language].said)


def _learn(texts: Mapping[str, Sequence[Text]]) -> Mapping[str, Pieces]:
    """By language, what the pieces of these texts say, and others'."""
    known, cut = {}, {}
    for language, some in texts.items():
        pieces = _known_of(language)
        if len(pieces.said) > _MOST_PIECES or len(pieces.texts) > _MOST_TEXTS:
            pieces = _remembered[language] = Pieces()
        unread = (text.pieces for text in some if text.digest not in pieces.texts)
        new = set(filterfalse(pieces.said.__contains__, chain.from_iterable(unread)))
        known[language] = pieces
        cut[language] = {piece: [word.folded for word in words(piece, language)] for piece in new}
    stems = lexemes(
        (config_of(language), word)
        for language, folded_pieces in cut.items()
        for folded in folded_pieces.values()
        for word in folded
    )
    for language, folded_pieces in cut.items():
        config = config_of(language)
        known[language].learn(
            {piece: [stems[config, word] for word in folded] for piece, folded in folded_pieces.items()}
        )
        known[language].texts.update(text.digest for text in texts[language] if text.between)
    return known


def _known_of(language: str) -> Pieces:
    return _remembered.setdefault(language, Pieces())


def line(text: Text) -> Snippet:
    return tuple(text.parts())


def beginning(text: Text) -> Snippet:
    """A standfirst as lists print it: whole, or cut where a word ends."""
    parts = text.parts(0, STANDFIRST_WORDS)
    return (*parts, Part(END, False)) if len(text.pieces) > STANDFIRST_WORDS else tuple(parts)


def passage(text: Text) -> Snippet:
    """The stretch of `text` with the most of what is looked for; two where that stands far apart; () for none."""
    hits = text.hits
    if not hits:
        return ()
    first, last = _nearest(hits)
    found = {lexeme for number, lexeme in hits if first <= number <= last}
    stretches = [(first, last)]
    if others := [hit for hit in hits if hit[1] not in found]:
        stretches = sorted([*stretches, _nearest(others)])
    room = WORDS if len(stretches) == 1 else WORDS_OF_TWO
    return _joined(text, [_with_room(text.pieces, *stretch, room) for stretch in stretches])


def _nearest(hits: Sequence[tuple[int, str]]) -> tuple[int, int]:
    """From where to where the most lexemes stand within `WORDS`: where they are nearest together, and first."""
    most = len({lexeme for _number, lexeme in hits})
    best = (0, 0, 0)
    held: Counter[str] = Counter()
    left = 0
    for number, lexeme in hits:
        held[lexeme] += 1
        while held[hits[left][1]] > 1 or number - hits[left][0] >= WORDS:
            held[hits[left][1]] -= 1
            if not held[hits[left][1]]:
                del held[hits[left][1]]
            left += 1
        best = min(best, (-len(held), number - hits[left][0], hits[left][0]))
        if best[:2] == (-most, most - 1) or (most == 1 and best[0]):
            break
    return best[2], best[2] + best[1]


def _with_room(pieces: Sequence[str], first: int, last: int, room: int) -> tuple[int, int]:
    """From `first` to `last` with what stands around it, from the beginning of a sentence if one is near."""
    spare = max(room - (last + 1 - first), 0)
    earliest = max(first - spare, 0)
    sentences = (at for at in range(first, earliest - 1, -1) if _begins_a_sentence(pieces, at))
    # Without one near, a third of the room goes before what was looked for.
    begin = next(sentences, max(first - spare // 3, 0))
    # Nor more letters than leave room for it.
    begin = next(at for at in range(begin, first + 1) if sum(map(len, pieces[at:first])) <= MOST_CHARACTERS // 3)
    end = min(max(begin + room, last + 1), len(pieces))
    return begin, end


def _begins_a_sentence(pieces: Sequence[str], at: int) -> bool:
    return at == 0 or not pieces[at - 1].strip() or _SENTENCE_ENDS.search(pieces[at - 1]) is not None


def _joined(text: Text, stretches: Sequence[tuple[int, int]]) -> Snippet:
    if len(stretches) == 2 and stretches[1][0] <= stretches[0][1]:
        stretches = [(stretches[0][0], max(stretches[0][1], stretches[1][1]))]
    made = [] if _begins_a_sentence(text.pieces, stretches[0][0]) else [Part(BEGINNING, False)]
    for number, (begin, end) in enumerate(stretches):
        made += [Part(GAP, False)] if number else []
        made += _trimmed(text.parts(begin, end))
    return (*made, Part(END, False)) if stretches[-1][1] < len(text.pieces) else tuple(made)


def _trimmed(parts: list[Part]) -> list[Part]:
    """Without the space around, and without what is too long for anybody to read: a word of a thousand letters."""
    made, left = [], MOST_CHARACTERS
    for number, part in enumerate(parts):
        said = part.text if number else part.text.lstrip()
        said = said if number < len(parts) - 1 else said.rstrip()
        if said and len(said) <= left:
            made.append(Part(said, part.is_marked))
        elif said and left:
            made.append(Part(said[:left], False))
            break
        left -= len(said)
    return made
