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
    -- The address is no text, but was verified too: only what is scheduled with it keeps it (above).
    IF NEW.text_revision <> OLD.text_revision
       OR (OLD.status = 'verified-disclaimer' AND NEW.slug <> OLD.slug)
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
       AND NOT articles_is_being_redacted(article)
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

# Whether this very transaction redacts an edition of the article. The mark is of the session, the log of the table: a
# restored dump, whose transactions are counted anew, can't meet an old log by chance.
BEING_REDACTED = """
CREATE FUNCTION articles_is_being_redacted(article bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('newsroom.redacting', true), '') = pg_current_xact_id()::text
        AND EXISTS (SELECT FROM articles_redaction r JOIN articles_edition e ON e.id = r.edition_id
                    WHERE e.article_id = article AND r.transaction = pg_current_xact_id()::text)
$$;
"""

IMMUTABLE = """
CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    article bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        article := CASE TG_TABLE_NAME
            WHEN 'articles_redaction' THEN NULL
            WHEN 'articles_editionoriginal' THEN
                (SELECT article_id FROM articles_edition WHERE id = (to_jsonb(OLD) ->> 'edition_id')::bigint)
            ELSE (to_jsonb(OLD) ->> 'article_id')::bigint
        END;
        IF article IS NOT NULL AND articles_is_being_redacted(article) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What % holds is the record: it is never changed or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_is_immutable';
END $$;
"""

# An original comes with its edition, or not at all: the seal names it.
NO_LATE_ORIGINALS = """
CREATE FUNCTION articles_original_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (SELECT seal ? ('originals.' || NEW.position || '.body') FROM articles_edition WHERE id = NEW.edition_id)
    THEN
        RAISE EXCEPTION 'This version was sealed without that original: make a new version.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'originals_come_with_their_edition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER originals_come_with_their_edition BEFORE INSERT ON articles_editionoriginal
    FOR EACH ROW EXECUTE FUNCTION articles_original_is_sealed();
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

# The one exception, callable by the web role, which has no UPDATE on the record itself. These run with the owner's
# rights, ask anew who redacts, log, take the field's salt away (so that nobody can test a guess against its hash) and
# leave the digest as it was: it still proves every other field.
REDACTION = """
CREATE FUNCTION articles_log_redaction(the_edition bigint, what text, member bigint, reason text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
    INSERT INTO articles_redaction (edition_id, field, by_id, reason, at, transaction)
        VALUES (the_edition, what, member, reason, statement_timestamp(), pg_current_xact_id()::text);
    PERFORM set_config('newsroom.redacting', pg_current_xact_id()::text, true);
END $$;

CREATE FUNCTION articles_redact(
    the_edition bigint, the_position integer, field text, becomes text, member bigint, reason text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sealed_as text := CASE WHEN the_position IS NULL THEN field ELSE 'originals.' || the_position || '.' || field END;
BEGIN
    IF (the_position IS NULL AND field NOT IN ('headline', 'standfirst', 'body', 'editors_note', 'source_name',
            'source_label', 'photo_alt', 'photo_caption', 'photo_credit'))
       OR (the_position IS NOT NULL AND field NOT IN ('headline', 'standfirst', 'body', 'byline', 'url', 'archive_url',
            'source_name', 'source_label', 'availability_reason', 'fingerprint'))
    THEN
        RAISE EXCEPTION '% can''t be redacted.', field USING ERRCODE = 'check_violation';
    END IF;
    PERFORM articles_log_redaction(the_edition, sealed_as, member, reason);
    IF the_position IS NULL THEN
        EXECUTE format('UPDATE articles_edition SET %I = $1 WHERE id = $2', field) USING becomes, the_edition;
    ELSE
        EXECUTE format('UPDATE articles_editionoriginal SET %I = $1 WHERE edition_id = $2 AND position = $3', field)
            USING becomes, the_edition, the_position;
        -- Who is not named any more is not linked to either.
        IF field = 'byline' THEN
            UPDATE articles_editionoriginal SET author_slugs = '[]'
                WHERE edition_id = the_edition AND position = the_position;
        END IF;
    END IF;
    UPDATE articles_edition SET seal = seal #- ARRAY[sealed_as, 'salt'] WHERE id = the_edition;
END $$;

-- What the record says beside an edition: notes of steps, and what readers are told.
CREATE FUNCTION articles_redact_beside(
    the_edition bigint, kind text, the_row bigint, field text, becomes text, member bigint, reason text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (kind, field) NOT IN (('workflowevent', 'note'), ('workflowevent', 'public_note'), ('correction', 'text')) THEN
        RAISE EXCEPTION '% can''t be redacted.', field USING ERRCODE = 'check_violation';
    END IF;
    PERFORM articles_log_redaction(the_edition, kind || '.' || the_row || '.' || field, member, reason);
    EXECUTE format('UPDATE %I SET %I = $1 WHERE id = $2', 'articles_' || kind, field) USING becomes, the_row;
END $$;
"""

# A keyword merges into one that stands, and takes along what was merged into it: one hop always leads there.
ONE_HOP = """
CREATE FUNCTION articles_merge_in_one_hop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM articles_keyword WHERE id = NEW.merged_into_id AND merged_into_id IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'That keyword was merged itself: merge into what it became.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'keyword_is_merged_in_one_hop';
    END IF;
    UPDATE articles_keyword SET merged_into_id = NEW.merged_into_id WHERE merged_into_id = NEW.id AND id <> NEW.id;
    RETURN NEW;
END $$;
CREATE TRIGGER keyword_is_merged_in_one_hop BEFORE INSERT OR UPDATE OF merged_into_id ON articles_keyword
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL AND NEW.merged_into_id <> NEW.id)
    EXECUTE FUNCTION articles_merge_in_one_hop();
"""

# Readers have shared the address: the listing keeps it as the article does.
LISTING_KEEPS_ITS_ADDRESS = """
CREATE FUNCTION articles_keep_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The address of this article is out in the world: it can''t be changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'listed_address_is_frozen';
END $$;
CREATE TRIGGER listed_address_is_frozen BEFORE UPDATE ON articles_listing
    FOR EACH ROW WHEN (OLD.published_at <= statement_timestamp()
        AND (NEW.slug, NEW.address_date, NEW.published_at) IS DISTINCT FROM (OLD.slug, OLD.address_date, OLD.published_at))
    EXECUTE FUNCTION articles_keep_address();
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
        migrations.RunSQL(BEING_REDACTED, "DROP FUNCTION articles_is_being_redacted(bigint);"),
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
            NO_LATE_ORIGINALS,
            "DROP TRIGGER originals_come_with_their_edition ON articles_editionoriginal;"
            "DROP FUNCTION articles_original_is_sealed();",
        ),
        migrations.RunSQL(
            REDACTION,
            "DROP FUNCTION articles_redact_beside(bigint, text, bigint, text, text, bigint, text);"
            "DROP FUNCTION articles_redact(bigint, integer, text, text, bigint, text);"
            "DROP FUNCTION articles_log_redaction(bigint, text, bigint, text);",
        ),
        migrations.RunSQL(
            ONE_HOP,
            "DROP TRIGGER keyword_is_merged_in_one_hop ON articles_keyword;DROP FUNCTION articles_merge_in_one_hop();",
        ),
        migrations.RunSQL(
            LISTING_KEEPS_ITS_ADDRESS,
            "DROP TRIGGER listed_address_is_frozen ON articles_listing; DROP FUNCTION articles_keep_address();",
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
