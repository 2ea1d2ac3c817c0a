"""An aggregate that joins the search vectors of several texts into one: PostgreSQL joins only two."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_make_groups_and_first_words")]

    operations = [
        migrations.RunSQL(
            "CREATE AGGREGATE articles_joined_vector (tsvector)"
            " (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');",
            "DROP AGGREGATE articles_joined_vector (tsvector);",
        )
    ]
