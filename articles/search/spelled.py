"""Which articles have a spelling in their own text, letter by letter: the index says where to look, the text decides.

What stands in an original is not asked for. The words around the leading photo are in no vector of a listing: they have
an index of their own, `editions_by_photo_words`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from time import monotonic
from typing import Any

from django.db import connection

from articles.checks.departures import begins_small
from articles.models import folding

from . import stems
from .expressions import OneOf, at_least, together
from .patience import limited_patience

MILLISECONDS = 8_000
# For as long other spellings are looked for, so many of them at first.
SECONDS, AT_FIRST = 3, 8
# Of one spelling, of those with its words the newest: half a second's work, where it stands in hardly any of them.
MOST_READ, MOST_COUNTED = 10_000, 1_000
# Between patterns, where several go as one text: no spelling has it.
_APART = "\x1f"
# One spelling: what the index is asked for, what is looked for in the text, what is taken out of it before, and what
# in the text stands for a sign that is typed in several ways.
_SOUGHT = """
unnest(%(places)s::int[], %(asked)s::text[], %(words)s::text[], %(patterns)s::text[], %(covers)s::text[],
       %(signs)s::bool[], %(spaces)s::bool[]) AS sought (place, asked, words, patterns, cover, signs, spaces)
"""
_READ = """
SELECT listed.article_id, listed.edition_id, listed.published_at,
       bare.read LIKE ANY (string_to_array(sought.patterns, E'\\x1f')) AS stands
FROM (
    SELECT l.article_id, l.edition_id, l.published_at FROM articles_listing l
    WHERE sought.asked <> '' AND l.search_text @@ sought.asked::tsquery AND {which}
    UNION ALL
    SELECT l.article_id, l.edition_id, l.published_at
    FROM articles_edition e JOIN articles_listing l ON l.edition_id = e.id
    WHERE (e.photo_alt <> '' OR e.photo_caption <> '')
      AND to_tsvector('simple', translate(e.photo_alt || ' ' || e.photo_caption, '“”„‘’«»…–—،؛؟', '             '))
          @@ phraseto_tsquery('simple', sought.words)
      AND NOT coalesce(sought.asked <> '' AND l.search_text @@ sought.asked::tsquery, false) AND {which}
    {limit}
) AS listed
JOIN articles_edition e ON e.id = listed.edition_id,
LATERAL (SELECT concat_ws(E'\\n', e.headline, e.standfirst, e.editors_note, e.photo_alt, e.photo_caption, e.body)
         AS read OFFSET 0) AS whole,
LATERAL (SELECT CASE WHEN sought.signs THEN translate(whole.read, '’ʼ‐‑', '''''--') ELSE whole.read END AS read
         OFFSET 0) AS signed,
LATERAL (SELECT CASE WHEN sought.spaces THEN replace(replace(signed.read, '&nbsp;', ' '), U&'\\00A0', ' ')
         ELSE signed.read END AS read OFFSET 0) AS spaced,
LATERAL (SELECT CASE WHEN sought.cover <> '' THEN
         replace(replace(spaced.read, sought.cover, ''), upper(left(sought.cover, 1)) || substr(sought.cover, 2), '')
         ELSE spaced.read END AS read OFFSET 0) AS bare
"""
_COUNTED = """
SELECT sought.place, found.count, found.newest, found.editions FROM {sought},
LATERAL (
    SELECT count(*), max(published_at) AS newest,
           (array_agg(edition_id ORDER BY published_at DESC, article_id DESC))[:%(some)s] AS editions
    FROM ({read} WHERE bare.read LIKE ANY (string_to_array(sought.patterns, E'\\x1f')) LIMIT %(counted)s) AS each
) AS found
WHERE found.count > 0 ORDER BY sought.place LIMIT %(most)s
"""
_PUBLIC = "l.withdrawn_at IS NULL AND l.published_at <= statement_timestamp()"
_COUNTED = _COUNTED.replace("{sought}", _SOUGHT).replace(
    "{read}", _READ.replace("{which}", _PUBLIC).replace("{limit}", "ORDER BY published_at DESC LIMIT %(limit)s")
)
_NEWEST = """
SELECT found.article_id, found.edition_id, found.published_at, found.stands FROM {sought}, LATERAL ({read}) AS found
ORDER BY found.published_at DESC, found.article_id DESC
"""
_BEFORE = "l.withdrawn_at IS NULL AND (l.published_at, l.article_id) < (%(before)s, %(article)s)"
_IN_ORDER = "ORDER BY published_at DESC, article_id DESC LIMIT %(limit)s"
_NEWEST = _NEWEST.replace("{sought}", _SOUGHT).replace(
    "{read}", _READ.replace("{which}", _BEFORE).replace("{limit}", _IN_ORDER)
)


@dataclass(frozen=True)
class Sought:
    """A spelling, and the one that is right: where that has the other in it, it is no place where the other stands."""

    wrong: str
    right: str


@dataclass(frozen=True)
class Standing:
    """In how many public articles a spelling stands, the moment of the newest, and their newest editions.

    `place`: that of the spelling among those asked for. Nothing is counted beyond `MOST_COUNTED`.
    """

    place: int
    count: int
    newest: datetime
    editions: list[int]


@dataclass(frozen=True)
class Hit:
    """One article, public or scheduled, that has the spelling."""

    article: int
    edition: int
    published_at: datetime


def counted(sought: Sequence[Sought], *, most: int, some: int) -> tuple[list[Standing], int]:
    """The first `most` of these spellings that stand anywhere, in their order, each with `some` editions; and how many
    spellings were looked for in the seconds that there are.

    The number of statements grows with the logarithm of theirs at most. Raises SearchTooLongError.
    """
    found: list[Standing] = []
    looked, at_once, began = 0, AT_FIRST, monotonic()
    columns = _columns(sought)
    with limited_patience(MILLISECONDS), connection.cursor() as cursor:
        while looked < len(sought) and len(found) < most and monotonic() - began < SECONDS:
            part: dict[str, Any] = {name: values[looked : looked + at_once] for name, values in columns.items()}
            limits: dict[str, Any] = {
                "most": most - len(found),
                "some": some,
                "limit": MOST_READ,
                "counted": MOST_COUNTED,
            }
            cursor.execute(_COUNTED, part | limits)
            found += [Standing(*row) for row in cursor.fetchall()]
            looked += len(part["places"])
            at_once = at_once * 2 if monotonic() - began < SECONDS / 4 else AT_FIRST
    return found, looked if len(found) < most else found[-1].place + 1


def newest(sought: Sought, *, most: int, before: tuple[datetime, int] | None = None) -> list[Hit]:
    """The newest articles that have the spelling, or those before a moment of publication and an article's key.

    Raises SearchTooLongError.
    """
    given, hits, limit = _columns([sought]), list[Hit](), MOST_READ // 4
    moment, article = before or ("infinity", 0)
    with limited_patience(MILLISECONDS), connection.cursor() as cursor:
        while len(hits) < most:
            cursor.execute(_NEWEST, {**given, "limit": limit, "before": moment, "article": article})
            rows = cursor.fetchall()
            hits += [Hit(*row) for *row, stands in rows if stands]
            if len(rows) < limit:
                break
            article, _edition, moment, _stands = rows[-1]
            limit = MOST_READ
    return hits[:most]


def _columns(sought: Sequence[Sought]) -> dict[str, list[object]]:
    rows = [_row(place, each, asked) for (place, each), asked in zip(enumerate(sought), _asked(sought), strict=True)]
    names = ("places", "asked", "words", "patterns", "covers", "signs", "spaces")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}


def _row(place: int, sought: Sought, asked: str) -> tuple[object, ...]:
    wrong, right = _plainly(sought.wrong), _plainly(sought.right)
    forms = [wrong]
    if begins_small(wrong):
        forms.append(wrong[0].upper() + wrong[1:])
    forms += [escape(form, quote=False) for form in forms]
    patterns = _APART.join(dict.fromkeys(f"%{_literally(form)}%" for form in forms))
    cover = right if wrong in right and wrong != right else ""
    return place, asked, wrong, patterns, cover, any(sign in "'-" for sign in wrong), " " in wrong


def _plainly(spelling: str) -> str:
    return spelling.translate(str.maketrans("\u2019\u02bc\u2010\u2011\u00a0", "''-- "))


def _literally(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _asked(sought: Sequence[Sought]) -> list[str]:
    """For each spelling a tsquery that finds whatever has its words, in any language of ours; "" where it has none."""
    configs = set(stems.CONFIGS.values())
    # Whose it is may be written on to it: "Damascus’s" is one word to the index.
    steps = [[{word.folded, f"{word.folded}s"} for word in folding.words(each.wrong)] for each in sought]
    lexemes = stems.lexemes((config, word) for each in steps for step in each for word in step for config in configs)

    def one_of(step: set[str]) -> OneOf:
        return OneOf(frozenset(lexemes[config, word] for config in configs for word in step))

    asked = (together(map(one_of, each)) for each in steps)
    return [at_least(each) if each else "" for each in asked]
