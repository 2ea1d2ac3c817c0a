"""Say of each listing which persons of the vocabulary wrote its originals."""

from django.db import migrations

AUTHORS = """
INSERT INTO articles_listingauthor (listing_id, keyword_id, published_at)
SELECT DISTINCT listing.article_id, keyword.id, listing.published_at
FROM articles_listing AS listing CROSS JOIN unnest(listing.labels) AS label
JOIN articles_keyword AS keyword ON keyword.id = CASE WHEN label LIKE 'by:%' THEN substr(label, 4)::bigint END
WHERE listing.withdrawn_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_keep_authors_of_listings")]

    operations = [migrations.RunSQL(AUTHORS, "DELETE FROM articles_listingauthor")]
