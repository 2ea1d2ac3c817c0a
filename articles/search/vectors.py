"""The search vectors of listings, made where the words are: in the database, from editions."""

from collections.abc import Sequence

from django.db import connection

from articles.models import LANGUAGES

# Each listing's own words by the stemmer of their language ("simple" where there is none), then those of each
# original by its. PostgreSQL's parser takes HTML tags for what they are and leaves them out. A vector holds at most a
# megabyte: hence the bounds on the longest texts.
_REFRESH = """
WITH stemmer (language, config) AS (VALUES {stemmers}),
own AS (
    SELECT l.article_id, e.id AS edition,
           setweight(to_tsvector(c.config, e.headline), 'A') || setweight(to_tsvector(c.config, e.standfirst), 'B')
               AS headline,
           setweight(to_tsvector(c.config, left(e.body, 200000)), 'C')
               || setweight(to_tsvector('simple', e.source_name), 'C') AS body
    FROM articles_listing l
    JOIN articles_edition e ON e.id = l.edition_id
    LEFT JOIN stemmer s ON s.language = e.language
    CROSS JOIN LATERAL (SELECT coalesce(s.config, 'simple')::regconfig AS config) c
    WHERE l.article_id = ANY(%s)
),
originals AS (
    SELECT own.article_id, articles_joined_vector(
        setweight(to_tsvector(coalesce(s.config, 'simple')::regconfig,
                              left(concat_ws(' ', o.headline, o.standfirst, o.body), 200000)), 'D')
        || setweight(to_tsvector('simple', concat_ws(' ', o.source_name, o.byline)), 'D')
        ORDER BY o.position) AS vector
    FROM own
    JOIN articles_editionoriginal o ON o.edition_id = own.edition
    LEFT JOIN stemmer s ON s.language = o.language
    GROUP BY own.article_id
)
UPDATE articles_listing l
SET search_headline = own.headline,
    search_text = own.headline || own.body || coalesce(originals.vector, ''::tsvector)
FROM own LEFT JOIN originals USING (article_id)
WHERE l.article_id = own.article_id
"""


def refresh_vectors(article_ids: Sequence[int]) -> None:
    """Make the vectors of these articles' listings anew. One statement, whatever their number."""
    if not article_ids:
        return
    stemmers = ", ".join(f"('{each.code}', '{each.search_config}')" for each in LANGUAGES.values())
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH.format(stemmers=stemmers), [list(article_ids)])
