"""Who may look at the quality checks, and who sets what each of them does."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS = {"view_checksetting"}
ADMINISTRATORS = EDITORS | {"change_checksetting"}
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
    dependencies = [("articles", "0014_correct_spellings_everywhere")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
