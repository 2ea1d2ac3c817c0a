"""Rules that no constraint can say, held by triggers: for the desk, a script and a hurried shell alike."""

from django.db import migrations

REVISIONS_AND_SEAL = """
CREATE FUNCTION articles_article_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted constant text[] := ARRAY['revision', 'text_revision', 'updated_at'];
    was_public boolean;
    planned timestamptz;
BEGIN
    SELECT published_at INTO planned FROM articles_listing WHERE article_id = OLD.id;
    was_public := planned IS NOT NULL AND planned <= statement_timestamp();

    IF planned IS NOT NULL AND (NEW.slug <> OLD.slug OR NEW.address_date IS DISTINCT FROM OLD.address_date)
       AND (was_public OR NEW.status = 'published') THEN
        RAISE EXCEPTION 'The address of this article is out in the world: it can''t be changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_address_is_frozen';
    END IF;

    -- A source version that changed says so by raising text_revision (see articles_translation_changes).
    IF NEW.text_revision <> OLD.text_revision
       OR ROW(NEW.headline, NEW.standfirst, NEW.body, NEW.editors_note, NEW.language, NEW.source_id, NEW.genre,
              NEW.adaptation, NEW.translator_id, NEW.photo_id, NEW.photo_alt, NEW.photo_caption, NEW.photo_credit)
          IS DISTINCT FROM
          ROW(OLD.headline, OLD.standfirst, OLD.body, OLD.editors_note, OLD.language, OLD.source_id, OLD.genre,
              OLD.adaptation, OLD.translator_id, OLD.photo_id, OLD.photo_alt, OLD.photo_caption, OLD.photo_credit)
    THEN
        NEW.text_revision := OLD.text_revision + 1;
        IF OLD.status = 'verified-disclaimer' OR (OLD.status = 'published' AND planned IS NOT NULL AND NOT was_public)
        THEN
            NEW.status := 'translated';
            INSERT INTO articles_workflowevent
                (article_id, kind, from_status, to_status, actor_id, at, note, override, edition_id, public_at, public_note)
            VALUES
                (OLD.id, 'seal-broken', OLD.status, 'translated',
                 nullif(current_setting('newsroom.member', true), '')::bigint,
                 statement_timestamp(), '', false, NULL, planned, '');
            UPDATE articles_publication SET lead_id = NULL WHERE lead_id = OLD.id;
            DELETE FROM articles_listingkeyword WHERE listing_id = OLD.id;
            DELETE FROM articles_listing WHERE article_id = OLD.id;
        END IF;
    ELSE
        NEW.text_revision := OLD.text_revision;
    END IF;

    NEW.revision := OLD.revision;
    IF to_jsonb(NEW) - counted IS DISTINCT FROM to_jsonb(OLD) - counted OR NEW.text_revision <> OLD.text_revision THEN
        NEW.revision := OLD.revision + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER article_changes BEFORE UPDATE ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_article_changes();
"""

FROZEN_ORIGINALS = """
CREATE FUNCTION articles_translation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
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
       AND NOT EXISTS (SELECT FROM articles_redaction r JOIN articles_edition e ON e.id = r.edition_id
                       WHERE e.article_id = article AND r.transaction = pg_current_xact_id()::text)
    THEN
        RAISE EXCEPTION 'The original text is frozen: send the article back to draft, or add a new reading.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'original_is_frozen_after_draft';
    END IF;
    UPDATE articles_article SET text_revision = text_revision + 1 WHERE id = article;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER translation_changes BEFORE INSERT OR UPDATE OR DELETE ON articles_translation
    FOR EACH ROW EXECUTE FUNCTION articles_translation_changes();
"""

STATUS_FOLLOWS_STEPS = """
CREATE FUNCTION articles_status_follows_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands_at text;
    recorded text;
BEGIN
    SELECT status INTO stands_at FROM articles_article WHERE id = NEW.id;
    SELECT to_status INTO recorded FROM articles_workflowevent WHERE article_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands_at IS NOT NULL AND stands_at <> coalesce(recorded, 'draft') THEN
        RAISE EXCEPTION 'No recorded step brought this article to %: status changes through the workflow.', stands_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'status_follows_recorded_steps';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER status_follows_steps AFTER INSERT OR UPDATE OF status ON articles_article
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_status_follows_steps();
"""

IMMUTABLE = """
CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one exception: what is redacted in this very transaction.
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('articles_edition', 'articles_editionoriginal') THEN
        IF EXISTS (SELECT FROM articles_redaction
                   WHERE transaction = pg_current_xact_id()::text
                     AND edition_id = CASE WHEN TG_TABLE_NAME = 'articles_edition'
                                           THEN (to_jsonb(OLD) ->> 'id')::bigint
                                           ELSE (to_jsonb(OLD) ->> 'edition_id')::bigint END)
        THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('articles_workflowevent', 'articles_correction') THEN
        IF EXISTS (SELECT FROM articles_redaction r JOIN articles_edition e ON e.id = r.edition_id
                   WHERE r.transaction = pg_current_xact_id()::text
                     AND e.article_id = (to_jsonb(OLD) ->> 'article_id')::bigint)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What % holds is the record: it is never changed or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_is_immutable';
END $$;
"""

IMMUTABLE_TABLES = ("edition", "editionoriginal", "workflowevent", "correction", "redaction")

REFUSE_CHANGE = "".join(
    f"""
CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE ON articles_{table}
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON articles_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION articles_refuse_change();
"""
    for table in IMMUTABLE_TABLES
)
ALLOW_CHANGE = "".join(
    f"""
DROP TRIGGER {table}_is_immutable ON articles_{table};
DROP TRIGGER {table}_is_never_emptied ON articles_{table};
"""
    for table in IMMUTABLE_TABLES
)

# The one exception, callable by the web role, which has no UPDATE on editions itself. It runs with the owner's rights,
# checks the member anew, logs, takes the field's salt away (so that nobody can test a guess against its hash) and
# leaves the digest as it was: it still proves every other field.
REDACTION = """
CREATE FUNCTION articles_redact(
    the_edition bigint, the_position integer, field text, becomes text, member bigint, reason text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sealed_as text := CASE WHEN the_position IS NULL THEN field ELSE 'originals.' || the_position || '.' || field END;
BEGIN
    IF NOT EXISTS (
        SELECT FROM articles_member m WHERE m.id = member AND m.is_active AND (m.is_superuser OR EXISTS (
            SELECT FROM articles_member_groups mg JOIN auth_group g ON g.id = mg.group_id
            WHERE mg.member_id = m.id AND g.name = 'Administrators')))
    THEN
        RAISE EXCEPTION 'Only administrators redact.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF reason = '' THEN
        RAISE EXCEPTION 'A redaction needs a reason.' USING ERRCODE = 'check_violation';
    END IF;
    IF (the_position IS NULL AND field NOT IN ('headline', 'standfirst', 'body', 'editors_note', 'source_name',
            'source_label', 'photo_alt', 'photo_caption', 'photo_credit'))
       OR (the_position IS NOT NULL AND field NOT IN ('headline', 'standfirst', 'body', 'byline', 'url', 'archive_url',
            'source_name', 'source_label', 'availability_reason', 'fingerprint'))
    THEN
        RAISE EXCEPTION '% can''t be redacted.', field USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO articles_redaction (edition_id, field, by_id, reason, at, transaction)
        VALUES (the_edition, sealed_as, member, reason, statement_timestamp(), pg_current_xact_id()::text);
    IF the_position IS NULL THEN
        EXECUTE format('UPDATE articles_edition SET %I = $1 WHERE id = $2', field) USING becomes, the_edition;
    ELSE
        EXECUTE format('UPDATE articles_editionoriginal SET %I = $1 WHERE edition_id = $2 AND position = $3', field)
            USING becomes, the_edition, the_position;
    END IF;
    UPDATE articles_edition SET seal = seal #- ARRAY[sealed_as, 'salt'] WHERE id = the_edition;
END $$;

-- What the record says beside an edition: notes of steps, and what readers are told in corrections. Only in the
-- transaction of a redaction, which has asked who redacts.
CREATE FUNCTION articles_redact_beside(the_article bigint, words text, becomes text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE articles_workflowevent
        SET note = replace(note, words, becomes), public_note = replace(public_note, words, becomes)
        WHERE article_id = the_article AND (strpos(note, words) > 0 OR strpos(public_note, words) > 0);
    UPDATE articles_correction SET text = replace(text, words, becomes)
        WHERE article_id = the_article AND strpos(text, words) > 0;
END $$;
"""

MEMBERS_STAY = """
CREATE FUNCTION articles_keep_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A member is deactivated, never deleted.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'members_are_never_deleted';
END $$;
CREATE TRIGGER members_are_never_deleted BEFORE DELETE ON articles_member
    FOR EACH ROW EXECUTE FUNCTION articles_keep_member();
"""

LISTING_OF_ITS_ARTICLE = """
ALTER TABLE articles_listing ADD CONSTRAINT listing_shows_an_edition_of_its_article
    FOREIGN KEY (edition_id, article_id) REFERENCES articles_edition (id, article_id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_create_the_newsroom_models")]

    operations = [
        migrations.RunSQL(
            REVISIONS_AND_SEAL,
            "DROP TRIGGER article_changes ON articles_article; DROP FUNCTION articles_article_changes();",
        ),
        migrations.RunSQL(
            FROZEN_ORIGINALS,
            "DROP TRIGGER translation_changes ON articles_translation; DROP FUNCTION articles_translation_changes();",
        ),
        migrations.RunSQL(
            STATUS_FOLLOWS_STEPS,
            "DROP TRIGGER status_follows_steps ON articles_article; DROP FUNCTION articles_status_follows_steps();",
        ),
        migrations.RunSQL(IMMUTABLE, "DROP FUNCTION articles_refuse_change();"),
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
        migrations.RunSQL(
            REDACTION,
            "DROP FUNCTION articles_redact(bigint, integer, text, text, bigint, text);"
            "DROP FUNCTION articles_redact_beside(bigint, text, text);",
        ),
        migrations.RunSQL(
            MEMBERS_STAY,
            "DROP TRIGGER members_are_never_deleted ON articles_member; DROP FUNCTION articles_keep_member();",
        ),
        migrations.RunSQL(
            LISTING_OF_ITS_ARTICLE,
            "ALTER TABLE articles_listing DROP CONSTRAINT listing_shows_an_edition_of_its_article;",
        ),
    ]
