"""How the archive writes a name: in how many public articles each spelling stands, letter by letter."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from articles.models import Edition, EditionOriginal, folding

from . import stems
from .expressions import OneOf, at_least, either, together
from .patience import limited_patience

# Read whole: enough to tell what is usual, and no more than a second's work.
MOST_READ = 500
MILLISECONDS = 3_000
# The words of every spelling, wherever they stand: which of them, and whether beside each other, the texts tell.
# Fenced: with the limit inside, the planner would walk the dates instead of asking the index.
_NEWEST = """
SELECT article_id, edition_id, count(*) OVER () FROM (
    SELECT article_id, edition_id, published_at FROM articles_listing
    WHERE search_text @@ %s::tsquery AND withdrawn_at IS NULL AND published_at <= statement_timestamp()
    OFFSET 0
) AS found ORDER BY published_at DESC, article_id DESC LIMIT %s
"""
# و ف ب ل ك are written on to the word that they stand before.
_ARABIC = re.compile("[\u0600-\u06ff]")
_JOINED = "[\u0648\u0641\u0628\u0644\u0643]{0,2}"


@dataclass(frozen=True)
class Uses:
    """In how many articles each spelling stands: in our own text, and in an original. `read`: how many articles were
    read for it, the newest; `found`: how many have the words of some spelling.
    """

    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    read: int = 0
    found: int = 0


def uses(spellings: Collection[str], languages: Collection[str] = ()) -> Uses:
    """How public articles write what has these spellings. `languages`: of the texts that they stand in.

    Four statements at most. Raises SearchTooLongError where the database takes too long over it.
    """
    written = [text for text in dict.fromkeys(spellings) if folding.key(text)]
    if not written:
        return Uses()
    with limited_patience(MILLISECONDS), connection.cursor() as cursor:
        cursor.execute(_NEWEST, [_query(written, {*languages, "en"}), MOST_READ])
        rows = cursor.fetchall()
        pattern = spelled(written)
        made = Uses(read=len(rows), found=rows[0][2] if rows else 0)
        editions = [edition for _article, edition, _count in rows]
        for ours in Edition.objects.filter(pk__in=editions).values_list("headline", "standfirst", "body"):
            made.ours.update(set(_found(pattern, ours)))
        beside = EditionOriginal.objects.filter(edition__in=editions).values_list("edition", "headline", "body")
        in_originals: dict[int, set[str]] = {}
        for edition, *theirs in beside:
            in_originals.setdefault(edition, set()).update(_found(pattern, theirs))
        for found in in_originals.values():
            made.theirs.update(found)
    return made


def spelled(spellings: Iterable[str]) -> re.Pattern[str]:
    """Where one of these spellings stands, letter by letter and as words of their own: the longest there is."""
    longest_first = sorted(spellings, key=lambda text: (-len(text), text))
    return re.compile("|".join(f"{_before(text)}({re.escape(text)})(?!\\w)" for text in longest_first))


def _before(text: str) -> str:
    return f"(?<!\\w){_JOINED}" if _ARABIC.match(text) else "(?<!\\w)"


def _found(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in pattern.finditer(folding.plain(text)):
            yield match[match.lastindex or 0]


def _query(spellings: Iterable[str], languages: Collection[str]) -> str:
    """A tsquery that finds whatever has all the words of one of the spellings."""
    words = {text: [word.folded for word in folding.words(text)] for text in spellings}
    configs = {stems.config_of(language) for language in languages} | {stems.SIMPLE}
    known = stems.lexemes((config, word) for each in words.values() for word in each for config in configs)
    return at_least(
        either(
            together(OneOf(frozenset(known[config, word] for config in configs)) for word in each)
            for each in words.values()
        )
        or OneOf(frozenset())
    )
