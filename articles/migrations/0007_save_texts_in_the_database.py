"""Triggers that keep every saved state of a text, and the one function that may take something out of them."""

from django.conf import settings
from django.db import migrations

SAVED_TEXTS = """
ALTER TABLE articles_savedtext ADD CONSTRAINT saved_text_goes_with_its_article
    FOREIGN KEY (article_id) REFERENCES articles_article (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- What of a row is text: of a working copy, and of an original.
CREATE FUNCTION articles_text_of(it articles_article) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'headline', it.headline, 'standfirst', it.standfirst, 'body', it.body, 'editors_note', it.editors_note,
        'photo_alt', it.photo_alt, 'photo_caption', it.photo_caption, 'photo_credit', it.photo_credit,
        'language', it.language)
$$;
CREATE FUNCTION articles_text_of(it articles_translation) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'headline', it.headline, 'standfirst', it.standfirst, 'body', it.body, 'byline', it.byline,
        'language', it.language, 'position', it.position)
$$;

CREATE FUNCTION articles_save_text() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    signed_by bigint := nullif(current_setting('newsroom.member', true), '')::bigint;
BEGIN
    IF articles_text_of(NEW) IS NOT DISTINCT FROM articles_text_of(OLD) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM articles_savedtext WHERE article_id = NEW.id AND original_id IS NULL) THEN
        INSERT INTO articles_savedtext (article_id, original_id, revision, at, by_id, fields)
            VALUES (NEW.id, NULL, OLD.revision, OLD.created_at, OLD.created_by_id, articles_text_of(OLD));
    END IF;
    INSERT INTO articles_savedtext (article_id, original_id, revision, at, by_id, fields)
        VALUES (NEW.id, NULL, NEW.revision, statement_timestamp(), signed_by, articles_text_of(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER text_is_saved AFTER UPDATE ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_save_text();

CREATE FUNCTION articles_save_original() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    signed_by bigint := nullif(current_setting('newsroom.member', true), '')::bigint;
    stands_at integer;
BEGIN
    IF TG_OP = 'UPDATE' AND articles_text_of(NEW) IS NOT DISTINCT FROM articles_text_of(OLD) THEN
        RETURN NULL;
    END IF;
    SELECT revision INTO stands_at FROM articles_article WHERE id = OLD.article_id;
    IF stands_at IS NULL THEN
        RETURN NULL;  -- It goes with its article.
    END IF;
    IF NOT EXISTS (SELECT FROM articles_savedtext WHERE article_id = OLD.article_id AND original_id = OLD.id) THEN
        INSERT INTO articles_savedtext (article_id, original_id, revision, at, by_id, fields)
            VALUES (OLD.article_id, OLD.id, stands_at - 1, OLD.read_at, OLD.attached_by_id, articles_text_of(OLD));
    END IF;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO articles_savedtext (article_id, original_id, revision, at, by_id, fields)
            VALUES (NEW.article_id, NEW.id, stands_at, statement_timestamp(), signed_by, articles_text_of(NEW));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER text_is_saved AFTER UPDATE OR DELETE ON articles_translation
    FOR EACH ROW EXECUTE FUNCTION articles_save_original();

-- What was saved stays as it was, but for a redaction; it goes only with its article.
CREATE TRIGGER savedtext_is_immutable BEFORE UPDATE ON articles_savedtext
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();

-- Called by the web's role, in the transaction of a redaction alone: the trigger above refuses any other.
CREATE FUNCTION articles_redact_saved_text(the_row bigint, field text, becomes text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE articles_savedtext SET fields = jsonb_set(fields, ARRAY[field], to_jsonb(becomes), false) WHERE id = the_row;
END $$;
"""
NO_SAVED_TEXTS = """
DROP FUNCTION articles_redact_saved_text(bigint, text, text);
DROP TRIGGER savedtext_is_immutable ON articles_savedtext;
DROP TRIGGER text_is_saved ON articles_translation;
DROP FUNCTION articles_save_original();
DROP TRIGGER text_is_saved ON articles_article;
DROP FUNCTION articles_save_text();
DROP FUNCTION articles_text_of(articles_translation);
DROP FUNCTION articles_text_of(articles_article);
ALTER TABLE articles_savedtext DROP CONSTRAINT saved_text_goes_with_its_article;
"""
REDACT = "articles_redact_saved_text(bigint, text, text)"


def grant(apps, schema_editor):
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {REDACT} FROM PUBLIC")
    name = settings.DATABASES["default"].get("USER")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    if not name or name == owner:
        return
    role = schema_editor.quote_name(name)
    schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON articles_savedtext FROM {role}")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {REDACT} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_keep_saved_texts_claims_and_notices")]

    operations = [
        migrations.RunSQL(SAVED_TEXTS, NO_SAVED_TEXTS),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
