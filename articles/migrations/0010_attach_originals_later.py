"""Originals of what was moved in without them may come later; and who may what with what 0009 made."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# As it was, but for one case: in the transaction that says so, an original that comes to a version that was moved in
# leaves the count of texts alone, because what readers are shown changes with it at once.
TRANSLATION_CHANGES = """
CREATE OR REPLACE FUNCTION articles_translation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- These may change at any time: they say nothing of the text.
    beside constant text[] := ARRAY['archive_url', 'attached_by_id', 'going_on_reason', 'fingerprint'];
    article bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.article_id ELSE OLD.article_id END;
    stands_at text;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - beside IS NOT DISTINCT FROM to_jsonb(OLD) - beside THEN
        RETURN NEW;
    END IF;
    SELECT status INTO stands_at FROM articles_article WHERE id = article FOR UPDATE;
    -- A new reading may come, and the old one may be marked changed or withdrawn; what it says stays.
    IF stands_at <> 'draft'
       AND (TG_OP = 'DELETE' OR (TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - beside - 'state' IS DISTINCT FROM to_jsonb(OLD) - beside - 'state'))
       AND NOT articles_is_being_redacted(article)
    THEN
        RAISE EXCEPTION 'The original text is frozen: send the article back to draft, or add a new reading.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'original_is_frozen_after_draft';
    END IF;
    {unless_attached_later}
    UPDATE articles_article SET text_revision = text_revision + 1 WHERE id = article;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
ATTACHED_LATER = """
    IF TG_OP <> 'DELETE' AND stands_at = 'published'
       AND coalesce(current_setting('newsroom.attaching', true), '') = pg_current_xact_id()::text
       AND (SELECT attested_as FROM articles_edition WHERE article_id = article ORDER BY number DESC LIMIT 1) = 'imported'
    THEN
        RETURN NEW;
    END IF;
"""
# An original comes with its edition, or not at all: the seal names it. But what was moved in with a sealed word that
# its original was missing may get it, outside the seal, with the day and the member who attached it.
ORIGINAL_IS_SEALED = """
CREATE OR REPLACE FUNCTION articles_original_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.attached_at IS NULL AND
       NOT (SELECT seal ? ('originals.' || NEW.position || '.body') FROM articles_edition WHERE id = NEW.edition_id)
    THEN
        RAISE EXCEPTION 'This version was sealed without that original: make a new version.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'originals_come_with_their_edition';
    END IF;
    IF NEW.attached_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM articles_edition e JOIN articles_editionoriginal o ON o.edition_id = e.id
        WHERE e.id = NEW.edition_id AND e.attested_as = 'imported' AND o.position = NEW.stands_in_for
            AND o.availability <> 'attached'
            AND NOT EXISTS (SELECT FROM articles_editionoriginal x
                            WHERE x.edition_id = e.id AND x.stands_in_for = NEW.stands_in_for))
    THEN
        RAISE EXCEPTION 'Only what was moved in without its original gets one later, and only one.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'originals_come_later_to_imports_alone';
    END IF;
    RETURN NEW;
END $$;
"""
WAS_SEALED = """
CREATE OR REPLACE FUNCTION articles_original_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (SELECT seal ? ('originals.' || NEW.position || '.body') FROM articles_edition WHERE id = NEW.edition_id)
    THEN
        RAISE EXCEPTION 'This version was sealed without that original: make a new version.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'originals_come_with_their_edition';
    END IF;
    RETURN NEW;
END $$;
"""

EDITORS = {
    "view_contributor", "change_contributor", "view_import", "view_importeditem",
    "view_proposal", "change_proposal", "view_mergeproposal", "change_mergeproposal",
    "view_redirect", "add_redirect", "change_redirect", "delete_redirect",
    "view_missedaddress", "change_missedaddress",
}  # fmt: skip
ADMINISTRATORS = EDITORS | {"add_import", "delete_contributor"}
GROUPS = {"Editors": EDITORS, "Publishers": EDITORS, "Administrators": ADMINISTRATORS}


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
    dependencies = [("articles", "0009_move_archives_in")]

    operations = [
        migrations.RunSQL(
            TRANSLATION_CHANGES.replace("{unless_attached_later}", ATTACHED_LATER),
            TRANSLATION_CHANGES.replace("{unless_attached_later}", ""),
        ),
        migrations.RunSQL(ORIGINAL_IS_SEALED, WAS_SEALED),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
