"""Tell what changed for readers, in the transaction that changes it; and room for what is made of pages beforehand."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Each table that readers' pages read from: the events that readers can see something of; what of a row they see, where
# that is less than all; and the keys of what changed, of a row named "seen".
WATCHED = {
    # Written where something changes for readers, and nowhere else: it isn't compared with what it was.
    "listing": ("insert update delete", "", "ARRAY['article-' || seen.article_id]"),
    "listingkeyword": ("insert update delete", "*", "ARRAY['article-' || seen.listing_id]"),
    "listingauthor": ("insert update delete", "*", "ARRAY['article-' || seen.listing_id]"),
    "edition": ("update", "", "ARRAY['article-' || seen.article_id]"),
    "editionoriginal": (
        "insert update",
        "",
        "ARRAY['article-' || (SELECT e.article_id FROM articles_edition e WHERE e.id = seen.edition_id)]",
    ),
    "correction": ("insert update delete", "", "ARRAY['article-' || seen.article_id]"),
    "source": ("insert update delete", "*", "ARRAY['source-' || seen.id]"),
    "sourceprofile": ("insert update delete", "*", "ARRAY['source-' || seen.source_id]"),
    "alignment": ("insert update delete", "*", "ARRAY['alignment-' || seen.id]"),
    "section": ("insert update delete", "*", "ARRAY['section-' || seen.id, 'site']"),
    "story": ("insert update delete", "*", "ARRAY['story-' || seen.id]"),
    "keyword": ("insert update delete", "*", "ARRAY['keyword-' || seen.id]"),
    "keywordspelling": ("insert update delete", "*", "ARRAY['keyword-' || seen.keyword_id]"),
    "photo": ("update delete", "*", "ARRAY['photo-' || seen.id]"),
    "rendition": ("insert update delete", "*", "ARRAY['photo-' || seen.photo_id]"),
    # Who signs in changes their row too: of that, readers see nothing.
    "member": ("update", "id, credit, credit_name, first_name, last_name", "ARRAY['member-' || seen.id]"),
    "contributor": ("update delete", "*", "ARRAY['contributor-' || seen.id]"),
    "publication": ("insert update delete", "*", "ARRAY['site']"),
    "page": ("insert update delete", "*", "ARRAY['site']"),
    "footerlink": ("insert update delete", "*", "ARRAY['site']"),
}
ROWS = {
    "insert": "NEW TABLE AS after",
    "delete": "OLD TABLE AS before",
    "update": "OLD TABLE AS before NEW TABLE AS after",
}

TELL = """
CREATE FUNCTION articles_tell_readers(named text[]) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Shared by all who change something, until they commit: while anybody holds it, no part of a page is kept.
    PERFORM pg_advisory_xact_lock_shared(7203017);
    -- Not deleted: two who change what one part is made of would wait for each other.
    INSERT INTO articles_voidpart (part_id)
        SELECT id FROM articles_pagepart AS part WHERE made_of && named
        AND NOT EXISTS (SELECT FROM articles_voidpart AS told WHERE told.part_id = part.id);
    INSERT INTO articles_publicchange (at, xid, keys)
        VALUES (statement_timestamp(), pg_current_xact_id()::text::bigint, named);
END $$;

-- Its arguments: what of a row readers see ("" for a table of which everything counts), and the keys of a row.
CREATE FUNCTION articles_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    columns text := TG_ARGV[0];
    rows text;
    named text[];
BEGIN
    rows := CASE
        WHEN TG_OP = 'INSERT' THEN 'SELECT * FROM after'
        WHEN TG_OP = 'DELETE' THEN 'SELECT * FROM before'
        WHEN columns = '' THEN 'SELECT * FROM after'
        ELSE format('(SELECT %1$s FROM after EXCEPT SELECT %1$s FROM before) UNION ALL '
                    '(SELECT %1$s FROM before EXCEPT SELECT %1$s FROM after)', columns)
    END;
    EXECUTE format('SELECT array_agg(DISTINCT key) FROM (SELECT unnest(%s) AS key FROM (%s) AS seen) AS keys'
                   ' WHERE key IS NOT NULL', TG_ARGV[1], rows) INTO named;
    IF named IS NOT NULL THEN
        PERFORM articles_tell_readers(named);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION articles_tell_readers(text[]) FROM PUBLIC;
"""
UNTELL = """
DROP FUNCTION articles_note_change();
DROP FUNCTION articles_tell_readers(text[]);
"""


def watch() -> str:
    """The triggers, one for each event: only so does a trigger see all rows of a statement at once."""
    return "\n".join(
        f"CREATE TRIGGER readers_are_told_of_{event} AFTER {event.upper()} ON articles_{table} REFERENCING {ROWS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION articles_note_change({quoted(columns)}, {quoted(keys)});"
        for table, (events, columns, keys) in WATCHED.items()
        for event in events.split()
    )


def unwatch() -> str:
    return "\n".join(
        f"DROP TRIGGER readers_are_told_of_{event} ON articles_{table};"
        for table, (events, _columns, _keys) in WATCHED.items()
        for event in events.split()
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def leave_to_the_triggers(apps, schema_editor):
    """The web role reads what changed, and takes away what nobody needs any more: it is the triggers that write."""
    name = settings.DATABASES["default"].get("USER")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    if name and name != owner:
        role = schema_editor.quote_name(name)
        schema_editor.execute(f"REVOKE INSERT, UPDATE ON articles_publicchange FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_say_who_wrote")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("xid", models.BigIntegerField(db_index=True)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PagePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("look", models.CharField(max_length=16)),
                ("made_of", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("lasts_until", models.DateField(null=True)),
                ("html", models.TextField()),
                (
                    "listing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="page_parts",
                        to="articles.listing",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["made_of"], name="page_parts_by_what_they_are_of")
                ],
                "constraints": [models.UniqueConstraint(fields=("listing", "kind"), name="page_part_is_kept_once")],
            },
        ),
        migrations.CreateModel(
            name="VoidPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part_id", models.BigIntegerField(db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(TELL, UNTELL),
        migrations.RunSQL(watch(), unwatch()),
        migrations.RunPython(leave_to_the_triggers, migrations.RunPython.noop),
    ]
