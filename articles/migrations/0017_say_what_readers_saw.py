"""Say of each listing what its outlet stood for and which versions readers saw; let editors set the foot of pages."""

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

FOOT = {"add_footerlink", "change_footerlink", "delete_footerlink", "view_footerlink"}
LOOKING = {"view_footerlink"}
GROUPS = {"Translators": LOOKING, "Editors": LOOKING, "Publishers": LOOKING, "Administrators": FOOT}

# Of the lead outlet, on the day on which it printed the piece or, where nobody knows, on which we did.
ALIGNMENTS = """
UPDATE articles_listing SET alignment_id = profile.alignment_id
FROM articles_listing AS listing
JOIN articles_edition AS edition ON edition.id = listing.edition_id
LEFT JOIN LATERAL (
    SELECT published_on FROM articles_editionoriginal AS original
    WHERE original.edition_id = edition.id
    ORDER BY coalesce(original.stands_in_for, original.position), original.attached_at DESC NULLS LAST LIMIT 1
) AS lead ON true
JOIN articles_sourceprofile AS profile ON profile.source_id = edition.source_id AND profile.alignment_id IS NOT NULL
    AND profile.valid_from <= coalesce(lead.published_on, (listing.published_at AT TIME ZONE %s)::date)
    AND coalesce(profile.valid_until, 'infinity') > coalesce(
        lead.published_on, (listing.published_at AT TIME ZONE %s)::date)
WHERE listing.article_id = articles_listing.article_id
"""

# Each opening counts until the next step of its article that opened, closed or took back; one whose moment had not come
# by then was never seen. The last one is the edition that the listing shows.
EARLIER = """
UPDATE articles_listing SET earlier = seen.editions, versions_shown = false
FROM (
    SELECT article_id, jsonb_agg(
        jsonb_build_array(step.edition_id, to_char(public_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'))
        ORDER BY step.id
    ) AS editions
    FROM (
        SELECT id, article_id, edition_id, public_at, kind, to_status, lead(at) OVER steps AS ended_at
        FROM articles_workflowevent
        WHERE to_status <> 'published' OR kind IN ('take-down', 'hide')
            OR kind IN ('step', 'reissue', 'bring-in') AND edition_id IS NOT NULL AND public_at IS NOT NULL
        WINDOW steps AS (PARTITION BY article_id ORDER BY id)
    ) AS step
    JOIN articles_listing AS listing USING (article_id)
    WHERE step.edition_id <> listing.edition_id AND to_status = 'published'
        AND kind IN ('step', 'reissue', 'bring-in') AND public_at <= ended_at
    GROUP BY article_id
) AS seen
WHERE seen.article_id = articles_listing.article_id
"""

# Who mended these texts didn't know that readers would see the words before. No revision: nothing else changes.
NOT_SHOWN = """
ALTER TABLE articles_article DISABLE TRIGGER USER;
UPDATE articles_article SET versions_shown = false
WHERE id IN (SELECT article_id FROM articles_listing WHERE NOT versions_shown);
ALTER TABLE articles_article ENABLE TRIGGER USER;
"""


def derive(apps, schema_editor):
    schema_editor.execute(ALIGNMENTS, [settings.TIME_ZONE, settings.TIME_ZONE])
    schema_editor.execute(EARLIER)
    schema_editor.execute(NOT_SHOWN)


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    # Permissions are usually made after the last migration; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, codenames in GROUPS.items():
        found = permissions.filter(content_type__app_label="articles", codename__in=codenames)
        missing = codenames - set(found.values_list("codename", flat=True))
        assert not missing, missing
        for group in apps.get_model("auth", "Group").objects.using(using).filter(name=name):
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_show_readers_more")]

    operations = [
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
