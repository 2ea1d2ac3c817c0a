"""The words of working copies, kept for the desk's search alone.

Rows are made when somebody searches: whatever changed since, by whatever way it was saved, is read anew first. So no
save has to think of it, and what readers search never holds a word of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Left

from articles.models import Article, Translation
from articles.models.folding import plain, words
from articles.search.stems import SIMPLE, config_of
from articles.search.vectors import MOST_CHARACTERS, MOST_WORDS, Passage, headline_lexeme, literals, stem_all

# So many are read anew in one search at most, those changed last first; the next search goes on.
AT_ONCE = 200
# What is published says just what an edition says, or has changes that are not yet public.
_CHANGED = """
WITH apart AS MATERIALIZED (
    SELECT id, revision, updated_at FROM articles_article AS article
    WHERE status <> 'published' OR NOT EXISTS (
        SELECT FROM articles_edition AS edition
        WHERE edition.article_id = article.id AND edition.text_revision = article.text_revision)
), public AS (
    DELETE FROM articles_workingindex WHERE NOT EXISTS (SELECT FROM apart WHERE apart.id = article_id)
)
SELECT apart.id, apart.revision, filed.labels
FROM apart
LEFT JOIN articles_workingindex AS made ON made.article_id = apart.id
CROSS JOIN LATERAL (SELECT ARRAY(
    SELECT 'keyword:' || coalesce(keyword.merged_into_id, keyword.id)
    FROM articles_articlekeyword AS row JOIN articles_keyword AS keyword ON keyword.id = row.tag_id
    WHERE row.content_object_id = apart.id
    UNION
    SELECT 'by:' || coalesce(keyword.merged_into_id, keyword.id)
    FROM articles_translation AS original
    JOIN articles_translation_authors AS author ON author.translation_id = original.id
    JOIN articles_keyword AS keyword ON keyword.id = author.keyword_id
    WHERE original.article_id = apart.id AND original.state <> 'changed'
    ORDER BY 1
) AS labels) AS filed
WHERE made.article_id IS NULL OR made.revision <> apart.revision OR made.filed::text[] <> filed.labels
ORDER BY apart.updated_at DESC, apart.id DESC
LIMIT %s
"""
# Who deletes an article just now holds it: its row is waited for, and then is not there any more.
_KEEP = """
INSERT INTO articles_workingindex (article_id, revision, filed, search_headline, search_text)
SELECT made.id, made.revision, made.filed::varchar(40)[], made.headline::tsvector, made.text::tsvector
FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[], %s::text[])
    AS made (id, revision, filed, headline, text)
JOIN articles_article AS article ON article.id = made.id
ORDER BY made.id
FOR KEY SHARE OF article
ON CONFLICT (article_id) DO UPDATE SET
    revision = excluded.revision, filed = excluded.filed,
    search_headline = excluded.search_headline, search_text = excluded.search_text
"""


@transaction.atomic
def refresh() -> bool:
    """Make the rows anew of what changed, and drop those of what is public by now; whether that was everything.

    A constant number of statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [AT_ONCE])
        changed = cursor.fetchall()
        if changed:
            rows = _Batch([pk for pk, _revision, _filed in changed])
            made = [
                (pk, revision, f"{{{','.join(filed)}}}", *rows.row(pk, filed))
                for pk, revision, filed in changed
                if pk in rows.articles
            ]
            cursor.execute(_KEEP, [list(column) for column in zip(*made, strict=True)] if made else [[]] * 5)
    return len(changed) < AT_ONCE


class _Batch:
    """Some articles with their originals, and the words of all of them."""

    def __init__(self, pks: Sequence[int]) -> None:
        fields = ("language", "headline", "standfirst", "source", "section", "genre")
        articles = Article.objects.only(*fields, "source__name").select_related("source")
        self.articles: dict[int, Any] = articles.annotate(text=Left("body", MOST_CHARACTERS)).in_bulk(pks)
        self.originals = defaultdict[int, list[Translation]](list)
        originals = Translation.objects.in_use().filter(article__in=pks).order_by("position", "pk")
        fields = ("article_id", "language", "headline", "standfirst", "byline", "source")
        for original in (
            originals.only(*fields, "source__name")
            .select_related("source")
            .annotate(text=Left("body", MOST_CHARACTERS))
        ):
            self.originals[original.article_id].append(original)
        self.passages = {pk: list(_passages(each, self.originals[pk])) for pk, each in self.articles.items()}
        stem_all(passage for passages in self.passages.values() for passage in passages)

    def row(self, pk: int, filed: Sequence[str]) -> tuple[str, str]:
        article, originals = self.articles[pk], self.originals[pk]
        outlets = {each.source_id for each in (article, *originals)} - {None}
        labels = [*filed, f"genre:{article.genre}", *(f"source:{outlet}" for outlet in outlets)]
        labels += [f"section:{article.section_id}"] if article.section_id else []
        labels += [f"from:{original.language}" for original in originals if original.language]
        labels += [f"byline:{word.folded}" for original in originals for word in words(original.byline)]
        labels += filter(None, (headline_lexeme(each.headline) for each in (article, *originals)))
        return literals(self.passages[pk], list(dict.fromkeys(labels)))


def _passages(article: Any, originals: Sequence[Any]) -> Iterator[Passage]:
    """Every part of an article with words in it, as far as one vector holds them all."""
    left = MOST_CHARACTERS
    for text, language, weight, is_headline in _parts(article, originals):
        folded = [word.folded for word in islice(words(text[:left], language), MOST_WORDS)]
        left = max(left - len(text), 0)
        if folded:
            yield Passage(folded, config_of(language), weight, is_headline)


def _parts(article: Any, originals: Sequence[Any]) -> Iterator[tuple[str, str, str, bool]]:
    """Text, language, weight, and whether it is searched as a headline is."""
    own = article.language
    yield article.headline, own, "A", True
    yield article.standfirst, own, "B", True
    yield plain(article.text), own, "C", False
    for original in originals:
        yield original.headline, original.language, "D", True
        yield original.byline, SIMPLE, "D", False
    for each in (article, *originals):
        yield each.source.name if each.source else "", SIMPLE, "D", False
    for original in originals:
        yield f"{original.standfirst}\n{plain(original.text)}", original.language, "D", False
