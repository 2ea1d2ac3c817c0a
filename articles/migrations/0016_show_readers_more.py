"""What a publication sets for its readers, every version that they saw, and photos in several crops and formats."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import articles.models.text


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_allow_to_set_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FooterLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", articles.models.text.LineField(max_length=60, verbose_name="words")),
                (
                    "url",
                    models.CharField(
                        help_text="https://…, mailto:… or a path of this site",
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(https?://|mailto:|/([^/\\\\]|$))",
                                "Write an address like https://example.org/, mailto:us@example.org or /about/.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "link at the foot",
                "verbose_name_plural": "links at the foot",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="rendition",
            name="one_rendition_of_each_width",
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listings_newest",
        ),
        migrations.AddField(
            model_name="article",
            name="versions_shown",
            field=models.BooleanField(
                default=True,
                help_text="Untick it where an earlier published version could hurt somebody.",
                verbose_name="readers may see what changed",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="alignment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.alignment"
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="earlier",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="listing",
            name="versions_shown",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="photo",
            name="rendered_as",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="publication",
            name="attester_shown",
            field=models.CharField(
                choices=[("role", "by their role: an editor"), ("name", "by name, where they want to be named")],
                default="role",
                max_length=8,
                verbose_name="readers see who verified the disclaimer",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="feed_text",
            field=models.CharField(
                choices=[("full", "the whole text"), ("standfirst", "the standfirst alone")],
                default="full",
                max_length=10,
                verbose_name="feeds hold",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="numerals",
            field=models.CharField(
                choices=[("language", "as the language writes them"), ("european", "always 0 to 9")],
                default="language",
                max_length=8,
                verbose_name="numerals",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown where somebody shares an article that has no photo, nor its outlet or section a picture.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.photo",
                verbose_name="picture for shared links",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="principles",
            field=models.ForeignKey(
                blank=True,
                help_text="Search engines are told that your principles stand there.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.page",
                verbose_name="page on how you work",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="story",
            field=models.ForeignKey(
                blank=True,
                help_text="Left empty, it is the last one that several outlets wrote of.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.story",
                verbose_name="event on the front page",
            ),
        ),
        migrations.AddField(
            model_name="rendition",
            name="crop",
            field=models.CharField(
                choices=[("whole", "whole"), ("wide", "3 to 2, for lists"), ("card", "for shared links")],
                default="whole",
                max_length=5,
                verbose_name="crop",
            ),
        ),
        migrations.AddField(
            model_name="rendition",
            name="format",
            field=models.CharField(
                choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG")],
                default="webp",
                max_length=4,
                verbose_name="format",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown where somebody shares an article that has no photo",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.photo",
                verbose_name="picture for shared links",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown where somebody shares an article that has no photo",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.photo",
                verbose_name="picture for shared links",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("article_id"), descending=True),
                condition=models.Q(("withdrawn_at__isnull", True)),
                include=("source", "section", "alignment"),
                name="listings_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("attester_shown__in", ["role", "name"])), name="attester_shown_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("feed_text__in", ["full", "standfirst"])), name="feed_text_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("numerals__in", ["language", "european"])), name="numerals_are_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(
                fields=("photo", "crop", "format", "width"), name="one_rendition_of_each_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.CheckConstraint(
                condition=models.Q(("crop__in", ["whole", "wide", "card"])), name="rendition_crop_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", ["avif", "webp", "jpeg"])), name="rendition_format_is_known"
            ),
        ),
        migrations.AddField(
            model_name="footerlink",
            name="publication",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="footer_links", to="articles.publication"
            ),
        ),
        migrations.AddConstraint(
            model_name="footerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("url__regex", "^(https?://|mailto:|/([^/\\\\]|$))")),
                name="footer_link_leads_somewhere",
            ),
        ),
    ]
