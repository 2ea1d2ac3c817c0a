"""How the archive already writes a name: its vocabulary, and what was published."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, product

from django.db import connection

from articles.models import Keyword, KeywordSpelling, folding
from articles.models.sound import askable_bones, sounds_like
from articles.search import expressions, lexicon, names, stems


@dataclass(frozen=True, slots=True)
class ArchiveSpelling:
    """How the archive already writes a name. `articles`: in how many public articles, counted to 1,000 at most.

    `keyword`: the entry of the vocabulary that this is the house spelling of.
    """

    text: str
    articles: int
    keyword: int | None = None


MOST = 6
_MOST_WORDS = 4
_MOST_SOUNDS, _MOST_KEYWORDS, _MOST_PHRASES = 64, 60, 24
_MOST_COUNTED = 1_000
_COUNT = """
SELECT asked.place, (SELECT count(*) FROM (
    SELECT FROM articles_listing
    WHERE search_text @@ asked.query::tsquery AND withdrawn_at IS NULL AND published_at <= statement_timestamp()
    LIMIT %s
) AS public)
FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, place)
"""


def archive_spellings(name: str) -> list[ArchiveSpelling]:
    """How vocabulary and public articles already write a `name` in Arabic script in Latin letters, the most used first.

    At most six, house spellings before others. A few queries, however large the archive.
    """
    words = [_bare(word) for word in folding.key(name).split()]
    if not words or len(words) > _MOST_WORDS:
        return []
    house = {keyword.name: keyword.pk for keyword in _keywords(folding.key(name), words)}
    written = [text for text in _written(name, words) if folding.key(text) not in set(map(folding.key, house))]
    texts = [*house, *written]
    counted = zip(texts, _counts(texts), strict=True)
    found = [ArchiveSpelling(text, count, house.get(text)) for text, count in counted if count or text in house]
    return sorted(found, key=lambda each: (each.keyword is None, -each.articles, each.text))[:MOST]


def _bare(word: str) -> str:
    """A folded word without the Arabic article."""
    return word[2:] if word.startswith("ال") and len(word) > len("ال") + 1 else word


def _keywords(key: str, words: list[str]) -> Iterable[Keyword]:
    """The entries of the vocabulary with this spelling, and those whose house spelling sounds like it."""
    known = [
        spelling.keyword.merged_into or spelling.keyword
        for spelling in KeywordSpelling.objects.filter(key=key).select_related("keyword__merged_into")[:MOST]
    ]
    sounds = [" ".join(made) for made in islice(product(*map(askable_bones, words)), _MOST_SOUNDS)]
    if sounds:
        some = Keyword.objects.filter(sound__in=sounds, merged_into=None).order_by("pk")[:_MOST_KEYWORDS]
        known += [keyword for keyword in some if _sound_alike(words, keyword.key.split())]
    return known


def _sound_alike(words: list[str], others: list[str]) -> bool:
    return len(words) == len(others) and all(sounds_like(one, other) for one, other in zip(words, others, strict=True))


def _written(name: str, words: list[str]) -> Iterable[str]:
    """What the words of public articles may have made of it, with the capitals and articles that a name has."""
    found = names.look_up((), (), words, lexicon.bones_asked(words))
    heard = lexicon.sounding([word for word in words if word not in found.ordinary], found.by_bones)
    latin = [[each for each in heard.get(word, ()) if each.isascii()] for word in words]
    with_article = [folding.fold(word).startswith("ال") for word in name.split()]
    for picked in islice(product(*latin), _MOST_PHRASES):
        yield " ".join(
            f"al-{word.capitalize()}" if number < len(with_article) and with_article[number] else word.capitalize()
            for number, word in enumerate(picked)
        )


def _counts(texts: list[str]) -> list[int]:
    """In how many public articles in English each of `texts` stands."""
    if not texts:
        return []
    config = stems.config_of("en")
    words = [folding.key(text).split() for text in texts]
    lexemes = stems.lexemes((config, word) for each in words for word in each)
    queries = [
        expressions.exact(expressions.run(frozenset({lexemes[config, word]}) for word in each)) if each else ""
        for each in words
    ]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_MOST_COUNTED, queries])
        counted = dict(cursor.fetchall())
    return [counted[place] for place in range(1, len(texts) + 1)]
