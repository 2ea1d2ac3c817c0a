"""A spelling corrected in everything that is public; photos' words are looked up for it by an index of their own."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.text

# What articles/search/spelled.py asks: the words around photos are in no vector of a listing. Without the signs that
# PostgreSQL takes for letters wherever it knows no language.
PHOTO_WORDS = """
CREATE INDEX editions_by_photo_words ON articles_edition
USING gin (to_tsvector('simple', translate(photo_alt || ' ' || photo_caption, '“”„‘’«»…–—،؛؟', '             ')))
WHERE photo_alt <> '' OR photo_caption <> ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_check_two_languages"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseStyleBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrong", articles.models.text.LineField(max_length=120, verbose_name="spelling")),
                ("right", articles.models.text.LineField(max_length=120, verbose_name="becomes")),
                ("in_quotations", models.BooleanField(default=False, verbose_name="in quotations too")),
                ("in_titles", models.BooleanField(default=False, verbose_name="in titles of works too")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for approval"),
                            ("approved", "under way"),
                            ("stopped", "stopped"),
                            ("done", "done"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked for at")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "keyword",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.keyword",
                        verbose_name="keyword",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of a spelling",
                "verbose_name_plural": "corrections of spellings",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="articles.housestylebatch",
                verbose_name="corrected everywhere",
            ),
        ),
        migrations.CreateModel(
            name="HouseStyleRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_revision", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "to do"),
                            ("done", "done"),
                            ("left-out", "left out"),
                            ("taken-out", "taken out by hand"),
                        ],
                        default="",
                        max_length=9,
                        verbose_name="what came of it",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="articles.housestylebatch"
                    ),
                ),
                (
                    "made",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.edition"
                    ),
                ),
                (
                    "shown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "article in a correction of a spelling",
                "verbose_name_plural": "articles in corrections of spellings",
                "ordering": ["batch", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="housestylebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wrong", ""), _negated=True),
                    models.Q(("right", ""), _negated=True),
                    models.Q(("wrong", models.F("right")), _negated=True),
                ),
                name="spelling_becomes_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="housestylebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "approved", "stopped", "done", "withdrawn"])),
                name="batch_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="housestylebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="batch_is_approved_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="housestylebatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                        ("state__in", ["asked", "withdrawn"]),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("state__in", ["approved", "stopped", "done"]),
                    ),
                    _connector="OR",
                ),
                name="what_is_done_was_approved",
            ),
        ),
        migrations.AddIndex(
            model_name="housestylerow",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["batch"], name="rows_to_do"),
        ),
        migrations.AddConstraint(
            model_name="housestylerow",
            constraint=models.UniqueConstraint(fields=("batch", "article"), name="article_is_once_in_a_batch"),
        ),
        migrations.AddConstraint(
            model_name="housestylerow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "done", "left-out", "taken-out"])),
                name="outcome_of_a_row_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="housestylerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made__isnull", False), ("outcome", "done")),
                    models.Q(models.Q(("outcome", "done"), _negated=True), ("made__isnull", True)),
                    _connector="OR",
                ),
                name="row_that_is_done_made_a_version",
            ),
        ),
        migrations.RunSQL(PHOTO_WORDS, "DROP INDEX editions_by_photo_words"),
    ]
