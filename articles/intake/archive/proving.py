"""What triggers hold, proved of rows that came while they were off."""

from collections.abc import Callable, Iterator

from django.db import connection

from articles.disclaimer import broken_fields
from articles.models import Edition, Redaction

# Each finds what is not as its sentence says; %s is the number of the row.
_NEVER = (
    (
        "articles.jsonl: the status of article %s isn't that of its last step.",
        """
        SELECT a.id FROM articles_article a LEFT JOIN (
            SELECT DISTINCT ON (article_id) article_id, to_status FROM articles_workflowevent
            ORDER BY article_id, id DESC
        ) e ON e.article_id = a.id WHERE a.status <> coalesce(e.to_status, 'draft')
        """,
    ),
    (
        "keywords.jsonl: keyword %s was merged into one that was merged itself.",
        """
        SELECT k.id FROM articles_keyword k JOIN articles_keyword into_it ON into_it.id = k.merged_into_id
        WHERE into_it.merged_into_id IS NOT NULL
        """,
    ),
    (
        "edition-originals.jsonl: row %s is in no seal, and doesn't say who attached it later.",
        """
        SELECT o.id FROM articles_editionoriginal o JOIN articles_edition e ON e.id = o.edition_id
        WHERE o.attached_at IS NULL AND NOT e.seal ? ('originals.' || o.position || '.body')
        """,
    ),
    (
        "edition-originals.jsonl: row %s came later to what had its original already, or wasn't moved in.",
        """
        SELECT o.id FROM articles_editionoriginal o JOIN articles_edition e ON e.id = o.edition_id
        WHERE o.attached_at IS NOT NULL AND (e.attested_as <> 'imported'
            OR NOT EXISTS (SELECT FROM articles_editionoriginal x WHERE x.edition_id = o.edition_id
                           AND x.position = o.stands_in_for AND x.availability <> 'attached')
            OR EXISTS (SELECT FROM articles_editionoriginal x WHERE x.edition_id = o.edition_id
                       AND x.stands_in_for = o.stands_in_for AND x.id <> o.id))
        """,
    ),
    (
        "steps.jsonl: row %s names a version of another article.",
        """
        SELECT s.id FROM articles_workflowevent s JOIN articles_edition e ON e.id = s.edition_id
        WHERE e.article_id <> s.article_id
        """,
    ),
    (
        "corrections.jsonl: row %s names a version of another article.",
        """
        SELECT c.id FROM articles_correction c JOIN articles_edition e ON e.id = c.edition_id
        WHERE e.article_id <> c.article_id
        """,
    ),
)


def unproved(tell: Callable[[], None]) -> Iterator[str]:
    """Each thing that the triggers would have refused, in one sentence. `tell` is called with each edition."""
    with connection.cursor() as cursor:
        for words, query in _NEVER:
            cursor.execute(f"{query} ORDER BY 1 LIMIT 20")
            yield from [words % number for (number,) in cursor.fetchall()]
    yield from _broken_seals(tell)


def _broken_seals(tell: Callable[[], None]) -> Iterator[str]:
    redacted: dict[int, set[str]] = {}
    for edition_id, field in Redaction.objects.values_list("edition_id", "field"):
        redacted.setdefault(edition_id, set()).add(field)
    editions = Edition.objects.order_by("pk").prefetch_related("originals")
    for edition in editions.iterator(chunk_size=500):
        tell()
        for name in broken_fields(edition):
            yield f"editions.jsonl: edition {edition.pk} doesn't say what was attested: {name}."
        # A field without its salt is proved by nothing: only a redaction takes it away, and is on record.
        unsalted = {name for name, part in edition.seal.items() if "salt" not in part}
        for name in sorted(unsalted - redacted.get(edition.pk, set())):
            yield f"editions.jsonl: edition {edition.pk} lacks the salt of {name}, and no redaction took it."
