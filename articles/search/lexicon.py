"""The lexicon: which words stand in what was published, asked by sound and by slip.

Words are only ever added, so that publishing never waits for publishing; `forget` takes out what a redaction took out,
`renew` what nothing has any more.
Words of one or two letters, numbers and words of more than forty letters are not kept.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from articles.models import Word
from articles.models.sound import askable_bones, bones, sounds_like

from . import stems

SHORTEST, LONGEST = 3, 40
# A word of three letters without one of them is no word any more.
SHORTEST_WITH_SLIPS = 4
MOST_BY_SOUND = 16
AT_ONCE = 1_000
# Of the words with the same few consonants so many are looked at: those first that were learnt first.
_MOST_READ_PER_BONES, _MOST_READ = 200, 800
# Stemmers that texts were cut by stand beside the words, and are none: no word has a colon.
STEMMER = "stemmer:"
STEMMERS = frozenset(f"{STEMMER}{config}" for config in stems.CONFIGS.values())
_NOTE = """
INSERT INTO articles_word (text, bones, is_name, deletes)
SELECT unnest(%s::text[]), '', false, '{}' ON CONFLICT DO NOTHING
"""
_KNOWN = "SELECT text, is_name FROM articles_word WHERE text = ANY(%s)"
_ADD = """
INSERT INTO articles_word (text, bones, is_name, deletes)
SELECT text, bones, is_name, deletes::int[]
FROM unnest(%s::text[], %s::text[], %s::bool[], %s::text[]) AS made (text, bones, is_name, deletes)
ON CONFLICT DO NOTHING
"""
# Whom another transaction writes is left to it: it takes the same thing for granted.
_NO_NAMES = """
UPDATE articles_word SET is_name = false WHERE text IN (
    SELECT text FROM articles_word WHERE text = ANY(%s) AND is_name ORDER BY text FOR UPDATE SKIP LOCKED
)
"""
# Of the folded words `heard`, each with some `bones`: the names that have these. Of what is a name of the vocabulary
# (`hit`) all spellings are known, and what some text has in small letters is no name.
SOUNDING = f"""
(SELECT 'sound', found.text, 0, asked.bones, true
FROM unnest(%(heard)s::text[], %(bones)s::text[]) AS asked (word, bones),
LATERAL (
    SELECT text FROM articles_word WHERE bones = asked.bones AND bones <> '' AND is_name LIMIT {_MOST_READ_PER_BONES}
) AS found
WHERE asked.word NOT IN (SELECT value FROM hit WHERE asked = 'name')
  AND asked.word NOT IN (SELECT text FROM articles_word WHERE text = ANY(%(heard)s) AND NOT is_name)
LIMIT {_MOST_READ})
"""  # noqa: S608  (numbers)
# Each by itself, by the index.
_UNHELD = """
SELECT made.text FROM unnest(%s::text[], %s::text[]) AS made (text, asked)
WHERE NOT EXISTS (SELECT FROM articles_listing WHERE search_text @@ made.asked::tsquery OFFSET 0)
"""


def learn(words: Iterable[tuple[str, bool]]) -> None:
    """Add these folded words, each with whether it is written in small letters. A few statements, however many.

    A word is taken for a name as long as no text has it in small letters, or where its script has none.
    """
    lower: dict[str, bool] = {}
    for word, is_lower in words:
        if is_kept(word):
            lower[word] = lower.get(word, False) or (is_lower and _has_case(word))
    if not lower:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(lower)])
        are_names = dict(cursor.fetchall())
    missing = sorted(lower.keys() - are_names.keys())
    ordinary = sorted(word for word, is_name in are_names.items() if is_name and lower[word])
    if missing and _add(missing, lower) < len(missing):
        # Another transaction came first with some, perhaps in capitals.
        ordinary += [word for word in missing if lower[word]]
        ordinary.sort()
    if ordinary:
        with connection.cursor() as cursor:
            cursor.execute(_NO_NAMES, [ordinary])


def _add(words: Sequence[str], lower: dict[str, bool]) -> int:
    """Add them, and return how many were not there yet."""
    columns: list[list[object]] = [
        list(words),
        [bones(word) for word in words],
        [not lower[word] for word in words],
        ["{" + ",".join(map(str, slips(word))) + "}" for word in words],
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ADD, columns)
            return cursor.rowcount
    except OperationalError as error:
        # Two transactions that add the same words in several goes each: the other one has them.
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        return 0


def note_stemmers(configs: Iterable[str]) -> None:
    """Keep in mind that texts were stemmed by these: a query is stemmed by no others."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [sorted(f"{STEMMER}{config}" for config in configs)])


def is_kept(word: str) -> bool:
    """Whether the lexicon takes this folded word."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def _has_case(word: str) -> bool:
    return word.upper() != word


def slips(word: str) -> list[int]:
    """The numbers of a folded word: of itself, and of it without each of its letters in turn.

    A number is zlib's CRC-32 of the UTF-8, as a signed integer of 32 bits. Two words that differ by one letter more,
    less or other, or by two letters that changed places, have a number in common; others now and then.
    """
    return sorted({_number(text) for text in (word, *_shortened(word))})


def _shortened(word: str) -> Iterator[str]:
    if len(word) >= SHORTEST_WITH_SLIPS:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


def _number(text: str) -> int:
    number = crc32(text.encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def known(words: Iterable[str]) -> set[str]:
    """Which of these folded words the lexicon has."""
    wanted = {word for word in words if is_kept(word)}
    return set(Word.objects.filter(text__in=wanted).values_list("text", flat=True)) if wanted else set()


def bones_asked(words: Iterable[str]) -> dict[str, Sequence[str]]:
    """For each of these folded words that may be a name, the bones of names that may sound like it."""
    return {word: made for word in words if is_kept(word) and (made := askable_bones(word))}


def sounding(words: Iterable[str], by_bones: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """For each folded word the names among `by_bones` that sound like it, sorted, at most 16."""
    found = {word: _alike(word, made, by_bones) for word, made in bones_asked(words).items()}
    return {word: names for word, names in found.items() if names}


def _alike(word: str, asked: Sequence[str], by_bones: Mapping[str, Collection[str]]) -> list[str]:
    """Of the words with the bones `asked`, the likeliest first, those that sound like `word`."""
    alike: list[str] = []
    for each in asked:
        some = [text for text in by_bones.get(each, ()) if text != word and sounds_like(word, text)]
        alike += sorted(some, key=lambda text: (len(text), text))
    return sorted(alike[:MOST_BY_SOUND])


def forget(words: Iterable[str]) -> None:
    """Take out those of these folded words that no listing has any more, whatever its state."""
    wanted, configs = sorted(known(words)), {stems.SIMPLE, *stems.CONFIGS.values()}
    found = stems.lexemes((config, word) for word in wanted for config in configs)
    asked = [stems.any_of(sorted({found[config, word] for config in configs})) for word in wanted]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        cursor.execute(_UNHELD, [wanted, asked])
        gone = [text for (text,) in cursor.fetchall()]
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    Word.objects.filter(text__in=gone).delete()


def renew() -> None:
    """Keep each word by today's rules, and none that no listing has any more: all of the lexicon, some at a time."""
    last = ""
    words = Word.objects.exclude(text__in=STEMMERS).order_by("text")
    while some := list(words.filter(text__gt=last)[:AT_ONCE]):
        last = some[-1].text
        changed = [word for word in some if (word.bones, word.deletes) != (bones(word.text), slips(word.text))]
        for word in changed:
            word.bones, word.deletes = bones(word.text), slips(word.text)
        Word.objects.bulk_update(changed, ["bones", "deletes"])
        Word.objects.filter(text__in=[word.text for word in some if not is_kept(word.text)]).delete()
        forget(word.text for word in some)
