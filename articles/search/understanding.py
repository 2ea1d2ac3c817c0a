"""What a query means: its words by their stems, its names in every spelling, its conditions as labels.

A name of the vocabulary becomes one and the same expression whatever spelling was typed, byte for byte: so are the
lists it gives. Nothing is widened in quotations.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, product
from math import prod

from django.utils.translation import gettext as _

from articles.models import folding

from . import lexicon, stems
from .conditions import kinds_named, read_conditions
from .edges import Edges
from .expressions import (
    EVERYTHING,
    NOTHING,
    All,
    Expression,
    OneOf,
    Query,
    Run,
    any_of,
    as_query,
    can_be_looked_up,
    either,
    exact,
    is_label,
    lexemes_of,
    run,
    together,
    without,
    words_alone,
)
from .facets import ALL_AT_ONCE, MOST_RECOUNTED, PREFIXES
from .filters import BadSearchError, Filters
from .language import MOST_WORDS, And, Field, Node, Not, Or, Phrase, Word, parse
from .names import look_up
from .segments import Segment, Typed, all_stretches, children, keys_of, segments, stretches, typed_words
from .vectors import headline_lexeme

# Of the ways in which the names of a query may be written beside one another, so many are tried.
MOST_HEADLINES, MOST_WIDTHS = 64, 16
# By the letters of a word, the stemmers that know what to do with it.
_OTHER_SCRIPTS = {"arabic", "russian", "armenian"}
_STEMMERS = (
    (re.compile("[\u0600-\u06ff\u0750-\u077f]"), frozenset({"arabic"})),
    (re.compile("[\u0400-\u052f]"), frozenset({"russian"})),
    (re.compile("[\u0531-\u0587]"), frozenset({"armenian"})),
    (re.compile("[a-z\u00df-\u024f]"), frozenset(stems.CONFIGS.values()) - _OTHER_SCRIPTS - {stems.SIMPLE}),
)
ANY = Filters()


@dataclass(frozen=True)
class Name:
    """A name of the vocabulary in a query: as typed, in the house spelling, and how it is written otherwise."""

    typed: str
    keyword_id: int
    name: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A query and its filters as the index is asked for them.

    `query`: all of it. `beside`: the same without one of its filters each, to count what else could be chosen. `words`:
    the words alone, as a tsquery. `headline_phrase`: the words one after another, as a tsquery. Each is "" where there
    is nothing of it. `has_nearness`: they are several, that may stand near together. `headline_keys`: the lexemes of
    headlines that say just what was typed, in every spelling. `lexemes`: each that is looked for, without labels.
    `names`: those that readers may be told of. `ordinary`: words as typed outside quotations and public names.
    `unknown`: those that no text and no name has. `problems`: sentences about what can't be. `is_cut`: the query has
    more words than are read. `is_empty`: nothing is asked, or what nothing can be found by. `edges`: where a search
    begins.
    """

    query: Query = EVERYTHING
    beside: tuple[Query, ...] = ()
    words: str = ""
    has_nearness: bool = False
    headline_phrase: str = ""
    headline_keys: tuple[str, ...] = ()
    keywords: tuple[int, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    lexemes: frozenset[str] = frozenset()
    names: tuple[Name, ...] = ()
    sounds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ordinary: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_cut: bool = False
    is_empty: bool = False
    expression: Expression | None = None
    edges: Edges | None = field(default=None, compare=False)

    @property
    def index(self) -> str:
        """A tsquery without places that leaves nothing out."""
        return self.query.at_least

    @property
    def exact(self) -> str:
        """The tsquery itself, "" where `index` is it."""
        return self.query.exact

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences about how the query was read."""
        if not self.is_cut:
            return ()
        return (_("Only the first %(number)s words were looked for.") % {"number": MOST_WORDS},)


def understand(query: str, filters: Filters = ANY, *, of_all: bool = False) -> Asked:
    """What `query` and `filters` ask for, in a constant number of statements. `of_all`: not of what is public alone.

    Raises BadSearchError where there is nothing but words to leave out.
    """
    return _Understanding(query, filters, of_all=of_all).asked()


class _Understanding:
    def __init__(self, query: str, filters: Filters, *, of_all: bool) -> None:
        self.query = query
        self.tree = parse(query)
        self.left_out = {id(leaf) for leaf in _left_out(self.tree.root)}
        typed = {
            id(stretch[0]): tuple(word for leaf in stretch for word in typed_words(leaf))
            for stretch in all_stretches(self.tree.root)
        }
        words = {each for some in typed.values() for word in some for each in (word.folded, word.cut) if each}
        self.stops = stems.stops(words)
        fields = list(_fields(self.tree.root))
        keys = {key for some in typed.values() if isinstance(some[0].leaf, Word) for key in keys_of(some)}
        keys |= {folding.key(field.value) for field, _is_not in fields if field.name in ("keyword", "by")}
        slugs = {*filters.keyword, *filters.by, *(field.value.lower() for field, _is_not in fields)}
        bones = lexicon.bones_asked(self._may_be_heard(typed.values()))
        self.vocabulary = look_up(keys, slugs, words | lexicon.STEMMERS, bones, kinds_named(filters, fields))
        # Where no text was made findable yet, any may be used.
        in_use = {each.removeprefix(lexicon.STEMMER) for each in self.vocabulary.words & lexicon.STEMMERS}
        self.configs = in_use or set(stems.CONFIGS.values())
        self.conditions = read_conditions(filters, fields, self.vocabulary, of_all=of_all)
        self.segments = {place: self._segments(some) for place, some in typed.items()}
        ways = {way for some in self.segments.values() for each in some for way in each.ways}
        self.stops |= stems.stops(way[0] for way in ways if len(way) == 1)
        self.sounds = self._by_sound()
        self.stems = self._stemmed()
        self.keeps_stops = not any(
            self._is_looked_for(each) and not self._is_stop(each) for some in self.segments.values() for each in some
        )

    def asked(self) -> Asked:
        """Puts together what was found out."""
        wanted = self._wanted(self.tree.root)
        conditions = self.conditions
        whole = together([wanted, conditions.expression])
        has_days = conditions.from_day or conditions.to_day
        is_empty = whole == NOTHING or (whole is None and not has_days)
        if wanted and not is_empty and self._is_endless(wanted, conditions.expression):
            raise BadSearchError(_("A search needs a word to look for beside those to leave out: add one."))
        found = [each for some in self.segments.values() for each in some if self._is_looked_for(each)]
        return Asked(
            query=as_query(whole) if not is_empty else EVERYTHING,
            beside=tuple(self._beside(wanted)) if not is_empty else (),
            words=words_alone(wanted) if wanted and not is_empty else "",
            has_nearness=isinstance(wanted, All | Run),
            headline_phrase=self._headline_phrase(),
            headline_keys=self._headline_keys(),
            keywords=tuple(sorted({known.keyword_id for each in found for known in each.known})),
            from_day=conditions.from_day,
            to_day=conditions.to_day,
            lexemes=frozenset(each for each in lexemes_of(wanted) if not is_label(each)) if wanted else frozenset(),
            names=tuple(dict.fromkeys(name for each in found for name in _names(each))),
            sounds=tuple((each.text, tuple(more)) for each in found if (more := self._sounding(each))),
            ordinary=tuple(dict.fromkeys(word.text for each in found for word in _ordinary(each))),
            unknown=tuple(dict.fromkeys(word for each in found for word in self._unknown(each))),
            problems=tuple(conditions.problems),
            is_cut=self.tree.is_cut,
            is_empty=is_empty,
            expression=whole,
            edges=self.vocabulary.edges,
        )

    def _beside(self, wanted: Expression | None) -> Iterator[Query]:
        """The same search without each condition of which one of several values is enough: others could be chosen."""
        some = self.conditions.of_filters
        on = [name for name in PREFIXES if name not in ALL_AT_ONCE and name in some]
        for place, name in enumerate(on if len(on) <= MOST_RECOUNTED else ()):
            others = together(expression for other, expression in some.items() if other != name)
            whole = together([wanted, others])
            if whole != NOTHING and not (wanted and self._is_endless(wanted, others)):
                yield as_query(whole, name=f"_{place}", prefix=PREFIXES[name])

    def _is_endless(self, wanted: Expression, filtered: Expression | None) -> bool:
        """Whether an index would have to go through everything for it."""
        has_days = self.conditions.from_day or self.conditions.to_day
        return not (can_be_looked_up(wanted) or filtered or (has_days and not words_alone(wanted)))

    def _segments(self, typed: Sequence[Typed]) -> list[Segment]:
        if isinstance(typed[0].leaf, Phrase):
            return [Segment(tuple(typed))]
        return list(segments(typed, self.vocabulary.names, self.stops, cuts="turkish" in self.configs))

    def _is_looked_for(self, segment: Segment) -> bool:
        return id(segment.typed[0].leaf) not in self.left_out

    def _is_stop(self, segment: Segment) -> bool:
        """Whether it says too little to be looked for beside others: "the"."""
        return segment.is_word and segment.typed[0].folded in self.stops and not segment.typed[0].is_acronym

    def _may_be_heard(self, typed: Iterable[Sequence[Typed]]) -> Iterator[str]:
        """The words that are looked up by their sound, unless they turn out to be names of the vocabulary."""
        for some in typed:
            for _leaf, words in groupby(some, lambda each: id(each.leaf)):
                each, *more = words
                is_one = not more and isinstance(each.leaf, Word) and id(some[0].leaf) not in self.left_out
                if is_one and (each.is_acronym or each.folded not in self.stops):
                    yield each.folded

    def _by_sound(self) -> dict[str, list[str]]:
        every = [segment for some in self.segments.values() for segment in some]
        heard = (
            each.typed[0].folded
            for each in every
            if each.is_word
            and self._is_looked_for(each)
            and not self._is_stop(each)
            and each.typed[0].folded not in self.vocabulary.ordinary
        )
        return lexicon.sounding(heard, self.vocabulary.by_bones)

    def _sounding(self, segment: Segment) -> Sequence[str]:
        return self.sounds.get(segment.typed[0].folded, ()) if segment.is_word else ()

    def _stemmed(self) -> dict[tuple[str, str], str]:
        """The stems of all words that are looked up, asked for at once."""
        every = [segment for some in self.segments.values() for segment in some]
        words = {word for segment in every for way in segment.ways for word in way}
        words |= {each.cut for segment in every for each in segment.typed if each.cut}
        words |= {word for more in self.sounds.values() for word in more}
        return stems.lexemes((config, word) for word in words for config in self._configs(word))

    def _configs(self, word: str) -> Iterator[str]:
        """The stemmers for words in these letters, of the languages that texts are in."""
        for letters, configs in _STEMMERS:
            if letters.search(word):
                yield from configs & self.configs
                return

    def _lexemes(self, *words: str) -> frozenset[str]:
        stemmed = {self.stems[config, word] for word in words for config in self._configs(word)}
        return frozenset({*words, *stemmed})

    def _wanted(self, node: Node | None) -> Expression | None:
        match node:
            case Field():
                return self.conditions.fields[node]
            case Not(inner):
                return without(self._wanted(inner))
            case Or(nodes):
                return either(map(self._wanted, nodes))
            case _:
                return together(part for stretch in stretches(children(node)) for part in self._parts(stretch))

    def _parts(self, stretch: Sequence[Node]) -> Iterator[Expression | None]:
        if isinstance(stretch[0], Word | Phrase):
            for segment in self.segments[id(stretch[0])]:
                if not self._is_stop(segment) or (self.keeps_stops and self._is_looked_for(segment)):
                    yield self._expression(segment)
        else:
            yield self._wanted(stretch[0])

    def _expression(self, segment: Segment) -> Expression | None:
        if segment.known:
            return self._name(segment)
        return run(self._steps(segment))

    def _steps(self, segment: Segment) -> Iterator[frozenset[str]]:
        """What each word of a segment that is no name is looked up by."""
        cuts = "turkish" in self.configs
        for each in segment.typed:
            yield self._lexemes(each.folded, *([each.cut] if cuts and each.cut else ()), *self._sounding(segment))

    def _name(self, segment: Segment) -> Expression | None:
        """A name in every spelling: as a label, and as words."""
        labels = {f"{label}:{known.keyword_id}" for known in segment.known for label in ("keyword", "by")}
        ways = self._ways(segment)
        # "Ahmed al-Sharaa" is found by "Sharaa" already.
        least = [way for way in ways if not any(part in ways for part in _shorter(way))]
        single = frozenset(labels).union(*(self._lexemes(*way) for way in least if len(way) == 1))
        longer = {run(map(self._lexemes, way)) for way in least if len(way) > 1}
        return either([OneOf(single), *sorted(longer, key=exact)])

    def _ways(self, segment: Segment) -> Sequence[tuple[str, ...]]:
        """How a segment may be written. A spelling that is no more than "the" or "who" finds everything: it goes."""
        return [way for way in segment.ways if len(way) > 1 or way[0] not in self.stops] or segment.ways

    def _as_headline(self) -> list[Segment]:
        """What is looked for, in the order of a headline; nothing where the order says nothing."""
        nodes = children(self.tree.root)
        if any(isinstance(node, Or | And) for node in nodes):
            return []
        return [
            segment
            for stretch in stretches(nodes)
            if isinstance(stretch[0], Word | Phrase)
            for segment in self.segments[id(stretch[0])]
        ]

    def _headline_phrase(self) -> str:
        # What comes after a choice must be as far from its beginning on either side: so choices are of one length.
        by_width: list[dict[int, list[Expression]]] = []
        for segment in self._as_headline():
            ways = [list(map(self._lexemes, way)) for way in self._ways(segment)] if segment.known else None
            widths: dict[int, list[Expression]] = {}
            for steps in ways or [list(self._steps(segment))]:
                widths.setdefault(len(steps), []).append(run(steps))
            by_width.append(widths)
        if not by_width or prod(map(len, by_width)) > MOST_WIDTHS:
            return ""
        phrases = []
        for choice in product(*(widths.values() for widths in by_width)):
            parts = [any_of(sorted(set(map(exact, ways)))) for ways in choice]
            phrases.append(f"({' <-> '.join(parts)})" if len(parts) > 1 else parts[0])
        return any_of(phrases)

    def _headline_keys(self) -> tuple[str, ...]:
        """Where there are too many ways to write it, as it was typed."""
        if self.tree.is_cut:
            return (headline_lexeme(self.query),)
        every = [{*segment.ways, segment.folded} for segment in self._as_headline()]
        if prod(map(len, every)) > MOST_HEADLINES:
            every = [{segment.folded} for segment in self._as_headline()]
        texts = (" ".join(word for way in ways for word in way) for ways in product(*every))
        return tuple(sorted({key for text in texts if (key := headline_lexeme(text))}))

    def _unknown(self, segment: Segment) -> Iterator[str]:
        for each in _ordinary(segment) if not segment.known else ():
            if not {each.folded, each.cut} & self.vocabulary.words:
                yield each.text


def _ordinary(segment: Segment) -> Iterator[Typed]:
    """Its words, but for quotations, names that readers may be told of, and what the lexicon doesn't keep."""
    if not isinstance(segment.typed[0].leaf, Phrase) and not any(known.is_public for known in segment.known):
        yield from (each for each in segment.typed if lexicon.is_kept(each.folded))


def _left_out(node: Node | None, *, is_not: bool = False) -> Iterator[Node]:
    """The words and quotations that stand behind a minus."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _left_out(each, is_not=is_not)
        case Not(inner):
            yield from _left_out(inner, is_not=not is_not)
        case Word() | Phrase() if is_not:
            yield node


def _fields(node: Node | None, *, is_not: bool = False) -> Iterator[tuple[Field, bool]]:
    """Each field, with whether it stands behind a minus."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _fields(each, is_not=is_not)
        case Not(inner):
            yield from _fields(inner, is_not=not is_not)
        case Field():
            yield node, is_not


def _shorter(way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of `way` that stand beside one another, but for all of them."""
    for size in range(1, len(way)):
        for start in range(len(way) - size + 1):
            yield way[start : start + size]


def _names(segment: Segment) -> Iterator[Name]:
    for known in segment.known:
        if known.is_public:
            typed = " ".join(segment.folded)
            others = tuple(each for each in known.spellings if folding.key(each) != typed)
            yield Name(segment.text, known.keyword_id, known.name, others)
