"""What the web's database role may do: rows everywhere, but only read and add where the record is kept."""

from django.conf import settings
from django.db import migrations

RECORD = ("articles_edition", "articles_editionoriginal", "articles_workflowevent", "articles_correction")
# Written by the function that redacts, with the owner's rights.
READ_ONLY = ("articles_redaction", "django_migrations")
REDACT = (
    "articles_redact(bigint, integer, text, text, bigint, text)",
    "articles_redact_beside(bigint, text, bigint, text, text, bigint, text)",
)
INNER = ("articles_log_redaction(bigint, text, bigint, text)",)


def web_role(schema_editor):
    """The quoted name of the web role; None where the web signs in as the owner."""
    name = settings.DATABASES["default"].get("USER")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    return schema_editor.quote_name(name) if name and name != owner else None


def grant(apps, schema_editor):
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {', '.join((*REDACT, *INNER))} FROM PUBLIC")
    role = web_role(schema_editor)
    if role is None:
        return
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        # Tables that a later migration makes.
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
        f"REVOKE UPDATE, DELETE ON {', '.join(RECORD)} FROM {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(READ_ONLY)} FROM {role}",
        f"GRANT EXECUTE ON FUNCTION {', '.join(REDACT)} TO {role}",
    ):
        schema_editor.execute(statement)


def revoke(apps, schema_editor):
    role = web_role(schema_editor)
    if role is None:
        return
    for statement in (
        f"REVOKE EXECUTE ON FUNCTION {', '.join(REDACT)} FROM {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        f"REVOKE USAGE ON SCHEMA public FROM {role}",
    ):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    # Last of all that make tables, so that the grants reach each of them.
    dependencies = [
        ("articles", "0004_join_search_vectors"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("sessions", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
