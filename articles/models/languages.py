"""The languages a newsroom reads and writes in."""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q


class Language(NamedTuple):
    """`code` as in a `lang` attribute, its name in English and in itself, and PostgreSQL's stemmer for it."""

    code: str
    name: str
    endonym: str
    search_config: str
    right_to_left: bool = False


LANGUAGES = {
    language.code: language
    for language in (
        Language("ar", "Arabic", "العربية", "arabic", right_to_left=True),
        Language("en", "English", "English", "english"),
        Language("fa", "Persian", "فارسی", "simple", right_to_left=True),
        Language("tr", "Turkish", "Türkçe", "turkish"),
        Language("ckb", "Central Kurdish", "کوردیی ناوەندی", "simple", right_to_left=True),
        Language("kmr", "Northern Kurdish", "Kurmancî", "simple"),
        Language("fr", "French", "Français", "french"),
        Language("ru", "Russian", "Русский", "russian"),
        Language("he", "Hebrew", "עברית", "simple", right_to_left=True),
        Language("ur", "Urdu", "اردو", "simple", right_to_left=True),
        Language("ps", "Pashto", "پښتو", "simple", right_to_left=True),
        Language("syr", "Syriac", "ܣܘܪܝܝܐ", "simple", right_to_left=True),
        Language("hy", "Armenian", "Հայերեն", "armenian"),
        Language("uk", "Ukrainian", "Українська", "simple"),
        Language("de", "German", "Deutsch", "german"),
        Language("es", "Spanish", "Español", "spanish"),
        Language("it", "Italian", "Italiano", "italian"),
        Language("pt", "Portuguese", "Português", "portuguese"),
        Language("zh", "Chinese", "中文", "simple"),
    )
}
LANGUAGE_CHOICES = [(language.code, language.name) for language in LANGUAGES.values()]

# ISO 639 code, then perhaps a script and a region: what HTML's lang attribute takes (BCP 47).
WELL_FORMED = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"


def direction(code: str) -> str:
    """ "rtl" or "ltr", as a `dir` attribute takes it; "auto" for a language the newsroom does not list."""
    language = LANGUAGES.get(code)
    if language is None:
        return "auto"
    return "rtl" if language.right_to_left else "ltr"


class LanguageField(models.CharField):
    """A language code; `well_formed(field)` is the constraint that goes with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("choices", LANGUAGE_CHOICES)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # The list of languages may grow without a migration.
        kwargs.pop("choices", None)
        return name, path, args, kwargs


def well_formed(field: str, name: str) -> models.CheckConstraint:
    """The constraint that `field` holds a language code, or nothing."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__regex": WELL_FORMED}) | Q(**{field: ""}),
        violation_error_message="That is not a language code like ar, fa or pt-BR.",
    )
