"""The names of the vocabulary that two texts may hold, in every spelling, and where in a text they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import connection

from articles.models import folding, sound

from .reading.names import Line, beginnings, endings, forms, keys, runs_at

if TYPE_CHECKING:
    from .base import Field, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling of a keyword. `name`: the house spelling. `use`: "name", "variant" or "avoid".

    A keyword that was merged stands for what it became: its name and its spellings are variants of that.
    """

    keyword: int
    name: str
    kind: str
    text: str
    language: str
    use: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name stands: from which character of which line to which.

    `entry`: the spelling that stands there; of a person already named in full, the last name alone will do.
    """

    entry: Entry
    field: "Field"
    paragraph: int
    start: int
    end: int
    is_last_name: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """What was looked up: entries by their folded spelling (`folding.key`), and by how its words sound.

    Whoever is in it is in it with every spelling.
    """

    by_key: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    by_sound: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Vocabulary":
        """The vocabulary of just these entries."""
        by_key = defaultdict[str, list[Entry]](list)
        by_sound = defaultdict[str, list[Entry]](list)
        for entry in sorted(set(entries), key=lambda each: (each.name, each.keyword, _RANK[each.use], each.text)):
            if key := folding.key(entry.text):
                by_key[key].append(entry)
                by_sound[sound_of(key)].append(entry)
        return cls(*({key: tuple(found) for key, found in each.items()} for each in (by_key, by_sound)))

    @cached_property
    def by_keyword(self) -> dict[int, tuple[Entry, ...]]:
        """Every spelling of each keyword, the house spelling first."""
        found = defaultdict[int, list[Entry]](list)
        for entries in self.by_key.values():
            for entry in entries:
                found[entry.keyword].append(entry)
        return {keyword: tuple(sorted(each, key=lambda entry: _RANK[entry.use])) for keyword, each in found.items()}

    @cached_property
    def longest(self) -> dict[str, int]:
        """The words that its spellings begin with, and how many words such a spelling has at most."""
        found: dict[str, int] = {}
        for key in self.by_key:
            first = key.partition(" ")[0]
            found[first] = max(found.get(first, 0), key.count(" ") + 1)
        return found


_RANK = {"name": 0, "variant": 1, "avoid": 2}
EMPTY = Vocabulary()
# So many runs of words are asked by their sound, none of more words; of one sound so many keywords are read.
_MOST_SOUNDS, _MOST_WORDS_BY_SOUND, _MOST_OF_A_SOUND = 600, 4, 8
_SHORTEST_BY_SOUND = 4
# A keyword that was merged stands for what it became, and its names are names of that.
_ASK = """
WITH asked AS MATERIALIZED (SELECT string_to_array(%s, E'\\n') AS keys, string_to_array(%s, E'\\n') AS sounds),
hit AS MATERIALIZED (
    SELECT coalesce(merged_into_id, id) AS keyword FROM articles_keyword
    WHERE key = ANY((SELECT keys FROM asked)::text[])
    UNION
    SELECT coalesce(k.merged_into_id, k.id)
    FROM articles_keywordspelling s JOIN articles_keyword k ON k.id = s.keyword_id
    WHERE s.key = ANY((SELECT keys FROM asked)::text[])
    UNION
    SELECT alike.keyword FROM unnest((SELECT sounds FROM asked)) AS asked (sound),
    LATERAL (
        SELECT coalesce(merged_into_id, id) AS keyword FROM articles_keyword
        WHERE sound = asked.sound ORDER BY id LIMIT %s
    ) AS alike
),
family AS MATERIALIZED (
    SELECT k.id AS keyword, k.name AS house, k.kind, k.qualifier, each.id, each.name
    FROM hit JOIN articles_keyword k ON k.id = hit.keyword
    JOIN articles_keyword each ON each.id = k.id OR each.merged_into_id = k.id
)
SELECT keyword, house, kind, name, '', CASE WHEN id = keyword THEN 'name' ELSE 'variant' END, qualifier FROM family
UNION ALL
SELECT family.keyword, house, kind, s.text, s.language, s.use, qualifier
FROM family JOIN articles_keywordspelling s ON s.keyword_id = family.id
"""


def vocabulary_of(texts: "Iterable[Text]") -> Vocabulary:
    """The names of the vocabulary that stand in `texts`, or that something in the first is much like. One query."""
    asked: set[str] = set()
    sounds: set[str] = set()
    for number, text in enumerate(texts):
        for line in text.lines:
            asked.update(keys(line))
            if not number:
                sounds.update(map(sound_of_run, named_in_full(line)))
    if not asked:
        return EMPTY
    with connection.cursor() as cursor:
        cursor.execute(_ASK, ["\n".join(asked), "\n".join(sorted(sounds)[:_MOST_SOUNDS]), _MOST_OF_A_SOUND])
        return Vocabulary.of(Entry(*row) for row in cursor.fetchall())


def named_in_full(line: Line) -> Iterator[tuple[folding.Word, ...]]:
    """Runs of several words with capitals: what may be the whole name of somebody or something, and its parts."""
    for place in range(len(line.words)):
        run: tuple[folding.Word, ...] = ()
        for number, each in enumerate(line.words[place : place + _MOST_WORDS_BY_SOUND]):
            if not has_capital(each) or (number and not line.joined[place + number]):
                break
            run = (*run, each)
            if number:
                yield run


def sound_of_run(run: tuple[folding.Word, ...]) -> str:
    return sound_of(" ".join(word.folded for word in run))


def sounding_in(text: "Text", vocabulary: Vocabulary) -> Iterator[tuple[Line, int, int, Entry]]:
    """Names in full that are none of `vocabulary`, but sound like one of it: where each stands, and which it is."""
    for line in text.lines if vocabulary.by_sound else ():
        for run in named_in_full(line):
            words = [word.folded for word in run]
            if " ".join(words) in vocabulary.by_key:
                continue
            for entry in vocabulary.by_sound.get(sound_of_run(run), ()):
                if entry.use == "name" and _sound_alike(words, folding.key(entry.text).split()):
                    yield line, run[0].start, run[-1].end, entry
                    break


def _sound_alike(words: list[str], house: list[str]) -> bool:
    return len(words) == len(house) and all(
        one == other or sound.sounds_like(one, other) for one, other in zip(words, house, strict=True)
    )


def has_capital(word: folding.Word) -> bool:
    """Whether a word is written in Latin letters with a capital."""
    return not word.is_lower and word.folded[0].isascii() and word.folded[0].isalpha()


def sound_of(key: str) -> str:
    """How the words of a folded name sound, a word apart from the next, as `SoundField` keeps it."""
    return " ".join(sound.bones(word) or word for word in key.split())


def found_in(text: "Text", vocabulary: Vocabulary) -> list[Mention]:
    """Where names of `vocabulary` stand in `text`, in order: headline, standfirst, body. The longest at each place.

    Prefixes and endings of the language are let alone: the place is the name's own. Of two keywords of one spelling
    the first by name and number is meant.
    """
    found: list[Mention] = []
    free: list[tuple[Line, folding.Word]] = []
    for line in text.lines if vocabulary.by_key else ():
        behind = 0
        for place, word in enumerate(line.words):
            if word.start < behind:
                continue
            if mention := _mention_at(line, place, text.language, vocabulary):
                found.append(mention)
                behind = mention.end
            else:
                free.append((line, word))
    found += _last_names(found, free, text.language)
    return sorted(found, key=lambda each: (_ORDER[each.field], each.paragraph, each.start))


_ORDER = {"headline": 0, "standfirst": 1, "body": 2}


def _mention_at(line: Line, place: int, language: str, vocabulary: Vocabulary) -> Mention | None:
    word = line.words[place]
    longest, most = vocabulary.longest, 0
    for first in forms(line, word):
        if first in longest:
            most = max(most, longest[first])
    if most:
        for run in runs_at(line, place, most=most):
            if entries := vocabulary.by_key.get(run.key):
                entry = _meant(entries, line.said[run.start : run.end], language)
                if not word.is_lower or not word.folded.isascii() or _is_written_small(entry):
                    return Mention(entry, line.field, line.paragraph, run.start, run.end)
    return None


def _is_written_small(entry: Entry) -> bool:
    """Whether a spelling may stand in small letters: "nice" is no Nice, but "Press freedom" may be press freedom."""
    first = entry.text[:1]
    return entry.kind == "theme" or first == first.lower()


def _meant(entries: tuple[Entry, ...], said: str, language: str) -> Entry:
    """Of entries with one folded spelling: the one that is written just so, then the one in this language."""
    return min(entries, key=lambda each: (each.text != said, each.use == "avoid", each.language not in ("", language)))


def _last_names(found: list[Mention], free: list[tuple[Line, folding.Word]], language: str) -> Iterator[Mention]:
    """The last names, alone, of persons that the text names in full."""
    full: dict[str, Entry] = {}
    for mention in found:
        if mention.entry.kind == "person":
            words = folding.key(mention.entry.text).split()
            if len(words) > 1 and len(words[-1]) >= _SHORTEST_BY_SOUND:
                full.setdefault(words[-1], mention.entry)
    for line, word in free if full else ():
        if word.is_lower and word.folded.isascii():
            continue
        ended = endings(line, word)
        ways = [
            *(
                (begun, max(0, len(word.folded) - len(begun)), ended[0][1])
                for begun in beginnings(word.folded, language)
            ),
            *((each, 0, end) for each, end in ended[1:]),
        ]
        if way := next((way for way in ways if way[0] in full), None):
            last, cut, end = way
            yield Mention(full[last], line.field, line.paragraph, word.start + cut, end, is_last_name=True)
