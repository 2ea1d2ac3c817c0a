"""Keep the authors of listings, by an index of their own."""

import django.db.models.deletion
from django.db import migrations, models

WITH_ITS_LISTING = """
ALTER TABLE articles_listingauthor ADD CONSTRAINT author_row_goes_with_its_listing
FOREIGN KEY (listing_id) REFERENCES articles_listing (article_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_say_what_readers_saw")]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                name="listings_of_profiles",
                condition=models.Q(withdrawn_at__isnull=True, genre="profile"),
            ),
        ),
        migrations.CreateModel(
            name="ListingAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "keyword",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written_rows",
                        to="articles.keyword",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="author_rows",
                        to="articles.listing",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("keyword"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("listing"), descending=True),
                        name="listings_by_author",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("listing", "keyword"), name="listing_has_an_author_once")
                ],
            },
        ),
        migrations.RunSQL(
            WITH_ITS_LISTING, "ALTER TABLE articles_listingauthor DROP CONSTRAINT author_row_goes_with_its_listing"
        ),
    ]
