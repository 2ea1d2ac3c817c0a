"""Settings of the quality checks, what became of what they reported, and how each name of the vocabulary sounds."""

from itertools import batched

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import articles.models.keywords
from articles.models import folding, sound


def give_names_their_sound(apps, schema_editor):
    alias = schema_editor.connection.alias
    for model, of in (("Keyword", "name"), ("KeywordSpelling", "text")):
        rows = apps.get_model("articles", model).objects.using(alias)
        for some in batched(rows.order_by("pk").only(of).iterator(), 1_000):
            for row in some:
                words = (word.folded for word in folding.words(getattr(row, of)))
                row.sound = " ".join(sound.bones(word) or word for word in words)[:240]
            rows.bulk_update(some, ["sound"])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_search_by_every_spelling"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_slug", models.CharField(db_column="check", max_length=40, unique=True, verbose_name="check")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("advise", "advises"),
                            ("block", "blocks until mended or accepted"),
                            ("rest", "rests"),
                        ],
                        max_length=6,
                        verbose_name="what it does",
                    ),
                ),
                ("set_at", models.DateTimeField(auto_now=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "quality check",
                "verbose_name_plural": "quality checks",
                "ordering": ["check_slug"],
                "default_permissions": ("change", "view"),
            },
        ),
        migrations.CreateModel(
            name="ReportedFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_slug", models.CharField(db_column="check", max_length=40, verbose_name="check")),
                ("mark", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "open"),
                            ("mended", "mended"),
                            ("accepted", "accepted as it is"),
                            ("left", "left standing"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="what became of it",
                    ),
                ),
                ("reported_at", models.DateTimeField(auto_now_add=True, verbose_name="reported at")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
            ],
            options={
                "verbose_name": "reported finding",
                "verbose_name_plural": "reported findings",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="keyword",
            name="sound",
            field=articles.models.keywords.SoundField(of="name"),
        ),
        migrations.AddField(
            model_name="keywordspelling",
            name="sound",
            field=articles.models.keywords.SoundField(of="text"),
        ),
        migrations.AddField(
            model_name="waiver",
            name="why",
            field=models.CharField(
                choices=[
                    ("rounded", "The figure is rounded"),
                    ("left-out", "Left out on purpose"),
                    ("original-is-wrong", "The original is wrong"),
                    ("false-alarm", "False alarm"),
                    ("other", "Another reason, in words"),
                ],
                default="other",
                max_length=20,
                verbose_name="why",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["rounded", "left-out", "original-is-wrong", "false-alarm", "other"])),
                name="waiver_why_is_known",
            ),
        ),
        migrations.AddField(
            model_name="checksetting",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="reportedfinding",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
            ),
        ),
        migrations.AddConstraint(
            model_name="checksetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["advise", "block", "rest"])), name="check_mode_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="reportedfinding",
            index=models.Index(fields=["check_slug", "settled_at"], name="findings_settled"),
        ),
        migrations.AddConstraint(
            model_name="reportedfinding",
            constraint=models.UniqueConstraint(
                fields=("article", "check_slug", "mark"), name="finding_is_reported_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "mended", "accepted", "left"])), name="finding_outcome_is_known"
            ),
        ),
        migrations.RunPython(give_names_their_sound, migrations.RunPython.noop, elidable=True),
    ]
