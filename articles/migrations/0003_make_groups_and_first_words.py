"""The groups and what they may, the publication's row, and the first disclaimer wordings."""

from datetime import date

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEWABLE = (
    "article translation source sourceprofile alignment keyword keywordspelling photo section story page "
    "disclaimerwording publication edition correction workflowevent redaction editorialnote waiver listing"
).split()

TRANSLATORS = {f"view_{model}" for model in VIEWABLE if model not in ("redaction",)} | {
    "add_article", "change_article", "translate_article", "hide_article", "waive_finding",
    "add_translation", "change_translation", "delete_translation",
    "add_keyword", "add_keywordspelling", "change_keywordspelling",
    "add_articlekeyword", "change_articlekeyword", "delete_articlekeyword", "view_articlekeyword",
    "add_photo", "change_photo", "add_editorialnote", "change_editorialnote",
}  # fmt: skip
EDITORS = TRANSLATORS | {
    "verify_article", "publish_article", "delete_article", "delete_editorialnote",
    *(f"{act}_{model}" for act in ("add", "change")
      for model in ("source", "sourceprofile", "alignment", "keyword", "section", "story", "page", "disclaimerwording")),
    *(f"delete_{model}" for model in ("sourceprofile", "keywordspelling", "page", "alignment")),
}  # fmt: skip
PUBLISHERS = EDITORS
ADMINISTRATORS = EDITORS | {
    "override_article", "view_redaction", "add_member", "change_member", "view_member", "change_publication",
    *(f"delete_{model}" for model in ("source", "keyword", "section", "story", "photo", "disclaimerwording")),
}  # fmt: skip
GROUPS = {
    "Translators": TRANSLATORS,
    "Editors": EDITORS,
    "Publishers": PUBLISHERS,
    "Administrators": ADMINISTRATORS,
}

NOT_VERIFIED = "{publication} has not verified the content of this story."
RESPONSIBILITY = "Responsibility for the information and views set out in this article lies entirely with the author."
OF_THE_BODY = "Responsibility for the information and views set out in it lies entirely with the body that issued it."
WORDINGS = {
    ("", ""): f"This article was translated and edited by {{publication}}. {NOT_VERIFIED} {RESPONSIBILITY}",
    ("", "official"): f"This statement was translated and edited by {{publication}}. {NOT_VERIFIED} {OF_THE_BODY}",
    ("abridged", ""): f"This article was translated, abridged and edited by {{publication}}. {NOT_VERIFIED} "
    f"{RESPONSIBILITY}",
    ("abridged", "official"): f"This statement was translated, abridged and edited by {{publication}}. {NOT_VERIFIED} "
    f"{OF_THE_BODY}",
    ("excerpts", ""): f"These excerpts were chosen, translated and edited by {{publication}}. {NOT_VERIFIED} "
    f"{RESPONSIBILITY}",
    ("excerpts", "official"): "These excerpts of a statement were chosen, translated and edited by {publication}. "
    f"{NOT_VERIFIED} {OF_THE_BODY}",
    ("summary", ""): f"This is a summary, translated and edited by {{publication}}. {NOT_VERIFIED} {RESPONSIBILITY}",
    ("summary", "official"): "This is a summary of a statement, translated and edited by {publication}. "
    f"{NOT_VERIFIED} {OF_THE_BODY}",
    ("round-up", ""): "This round-up was compiled, translated and edited by {publication} from the outlets it names. "
    "{publication} has not verified what they report. Responsibility for the information and views set out in it lies "
    "entirely with those outlets and their writers.",
    ("transcript", ""): f"This transcript was translated and edited by {{publication}}. {NOT_VERIFIED} Responsibility "
    "for the information and views set out in it lies entirely with those who speak.",
    ("republished", ""): "This article is republished by {publication} as it first appeared. "
    f"{NOT_VERIFIED} {RESPONSIBILITY}",
    ("republished", "official"): "This statement is republished by {publication} as it was issued. "
    f"{NOT_VERIFIED} {OF_THE_BODY}",
    ("original-work", ""): "This text was written and edited by {publication}, which is responsible for it.",
}

ALIGNMENTS = ("pro-government", "state-owned", "opposition", "independent", "pro-Kurdish", "local", "religious")


def make(apps, schema_editor):
    using = schema_editor.connection.alias
    # Permissions are usually made after the last migration; the groups need them now.
    for label in ("articles", "auth"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
    group_model = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, codenames in GROUPS.items():
        group, _made = group_model.get_or_create(name=name)
        found = permissions.filter(content_type__app_label="articles", codename__in=codenames)
        missing = codenames - set(found.values_list("codename", flat=True))
        assert not missing, missing
        group.permissions.set(found)
    apps.get_model("articles", "Publication").objects.using(using).get_or_create(
        pk=1, defaults={"name": settings.SITE_NAME, "language": settings.SITE_LANGUAGE}
    )
    wordings = apps.get_model("articles", "DisclaimerWording").objects.using(using)
    for (adaptation, source_kind), text in WORDINGS.items():
        wordings.get_or_create(
            adaptation=adaptation, source_kind=source_kind, valid_from=date(2000, 1, 1), defaults={"text": text}
        )
    alignments = apps.get_model("articles", "Alignment").objects.using(using)
    for name in ALIGNMENTS:
        alignments.get_or_create(name=name)


def unmake(apps, schema_editor):
    using = schema_editor.connection.alias
    apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS).delete()
    apps.get_model("articles", "DisclaimerWording").objects.using(using).filter(valid_from=date(2000, 1, 1)).delete()
    apps.get_model("articles", "Publication").objects.using(using).filter(pk=1).delete()
    apps.get_model("articles", "Alignment").objects.using(using).filter(name__in=ALIGNMENTS, profiles=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_hold_the_rules_in_the_database"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, unmake)]
