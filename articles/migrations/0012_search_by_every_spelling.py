"""Names by every spelling, labels to narrow by, the lexicon. What is listed is made findable anew after migrating."""

from itertools import batched

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import articles.models.keywords
from articles.models import folding


def fold_names(apps, schema_editor):
    alias = schema_editor.connection.alias
    for model, of in (("Keyword", "name"), ("KeywordSpelling", "text")):
        rows = apps.get_model("articles", model).objects.using(alias)
        for some in batched(rows.order_by("pk").only(of).iterator(), 1_000):
            for row in some:
                row.key = folding.key(getattr(row, of))[:240]
            rows.bulk_update(some, ["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_find_redirects_by_target"),
    ]

    operations = [
        migrations.AddField(
            model_name="keyword",
            name="key",
            field=articles.models.keywords.FoldedField(of="name"),
        ),
        migrations.AddField(
            model_name="keywordspelling",
            name="key",
            field=articles.models.keywords.FoldedField(of="text"),
        ),
        migrations.AddField(
            model_name="listing",
            name="labels",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list),
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("text", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("bones", models.CharField(blank=True, max_length=60)),
                ("is_name", models.BooleanField(default=False)),
                ("deletes", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("bones", ""), _negated=True), fields=["bones"], name="words_by_sound"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["deletes"], name="words_by_slip", fastupdate=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingIndex",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="working_index",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                (
                    "filed",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list),
                ),
                ("search_headline", django.contrib.postgres.search.SearchVectorField()),
                ("search_text", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search_text"], name="working_copies_by_text")
                ],
            },
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        # Words were cut and stemmed otherwise: old vectors answer nothing that is asked now.
        migrations.RunSQL(
            "UPDATE articles_listing SET search_headline = NULL, search_text = NULL;", migrations.RunSQL.noop
        ),
        migrations.RemoveIndex(model_name="listing", name="listings_by_headline"),
        migrations.RemoveIndex(model_name="listing", name="listings_by_text"),
        migrations.AddIndex(
            model_name="listing",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_headline"], gin_pending_list_limit=512, name="listings_by_headline"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], gin_pending_list_limit=512, name="listings_by_text"
            ),
        ),
        migrations.RunSQL(
            "DROP AGGREGATE articles_joined_vector (tsvector);",
            "CREATE AGGREGATE articles_joined_vector (tsvector)"
            " (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');",
        ),
    ]
