"""The vocabulary: people, places, organisations and themes, and every way their names are written."""

from typing import Any

from anyascii import anyascii
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from . import folding, sound
from .languages import LanguageField, well_formed
from .text import LineField, PassageField


def ascii_slug(text: str, *, max_length: int = 80) -> str:
    """A slug in ASCII, romanised where the script is another; "" when nothing is left."""
    return slugify(anyascii(text))[:max_length].strip("-")


class FoldedField(models.CharField):
    """The words of the field `of`, folded: by it every way of typing them is found. Made whenever the row is saved."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        kwargs |= {"max_length": 240, "blank": True, "editable": False, "db_index": True}
        super().__init__(**kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for each in ("max_length", "blank", "editable", "db_index"):
            kwargs.pop(each, None)
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = self.made_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, folded)
        return folded

    def made_of(self, text: str) -> str:
        return folding.key(text)[: self.max_length]


class SoundField(FoldedField):
    """How the words of the field `of` sound, a word apart from the next: what is near it stands near it."""

    def made_of(self, text: str) -> str:
        words = (word.folded for word in folding.words(text))
        return " ".join(sound.bones(word) or word for word in words)[: self.max_length]


def _with_folded(row: models.Model, given: dict[str, Any]) -> dict[str, Any]:
    """What `save` is given: where only some fields are to be saved, with what is folded of them."""
    if (some := given.get("update_fields")) is None:
        return given
    folded = [each for each in row._meta.concrete_fields if isinstance(each, FoldedField)]
    return given | {"update_fields": {*some, *(each.name for each in folded if each.of in some)}}


class Keyword(TagBase):
    """One name of the vocabulary, in the house spelling."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")
        THEME = "theme", _("theme")

    name = LineField(_("name"), max_length=120, help_text=_("In the house spelling"))
    qualifier = LineField(
        _("qualifier"), max_length=80, blank=True, help_text=_("Tells two of the same name apart: “footballer”")
    )
    key = FoldedField("name")
    sound = SoundField("name")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.THEME)
    description = PassageField(_("description"), blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    natural_key_fields = ["name", "kind", "qualifier"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        constraints = [
            models.UniqueConstraint(
                name="keyword_is_unique_by_name_kind_and_qualifier",
                fields=["name", "kind", "qualifier"],
                violation_error_message=_(
                    "This keyword exists: choose it, or add a qualifier that tells the two apart."
                ),
            ),
            models.CheckConstraint(name="keyword_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="keyword_kind_is_known",
                condition=Q(kind__in=["person", "place", "organisation", "theme"]),
            ),
            models.CheckConstraint(
                name="keyword_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                violation_error_message=_("A keyword can't be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    def save(self, *args: Any, **given: Any) -> None:
        super().save(*args, **_with_folded(self, given))

    def get_absolute_url(self) -> str:
        return reverse("keyword", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The ASCII slug that taggit tries, and the ones it tries when that is taken."""
        slug = ascii_slug(f"{tag} {self.qualifier}") or "keyword"
        return slug if i is None else f"{slug}-{i}"


class KeywordSpelling(models.Model):
    """One way a keyword's name is written, in any script."""

    class Use(models.TextChoices):
        VARIANT = "variant", _("also written so")
        AVOID = "avoid", _("to be avoided")

    keyword = models.ForeignKey(Keyword, verbose_name=_("keyword"), on_delete=models.CASCADE, related_name="spellings")
    language = LanguageField(_("language"), default="ar")
    text = LineField(_("spelling"), max_length=120)
    key = FoldedField("text")
    sound = SoundField("text")
    use = models.CharField(_("use"), max_length=8, choices=Use, default=Use.VARIANT)

    class Meta:
        ordering = ["keyword", "language", "text"]
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        constraints = [
            models.UniqueConstraint(
                name="spelling_is_given_once",
                fields=["keyword", "language", "text"],
                violation_error_message=_("This spelling is listed already."),
            ),
            models.CheckConstraint(name="spelling_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="spelling_use_is_known", condition=Q(use__in=["variant", "avoid"])),
            well_formed("language", "spelling_language_is_a_code"),
        ]
        indexes = [models.Index(fields=["text"], name="spelling_by_text")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **given: Any) -> None:
        super().save(*args, **_with_folded(self, given))


class ArticleKeyword(ItemBase):
    """A keyword of an article, in the order the desk gave."""

    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="keyword_rows")
    tag = models.ForeignKey(Keyword, verbose_name=_("keyword"), on_delete=models.PROTECT, related_name="article_rows")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: models.Manager["ArticleKeyword"] = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        constraints = [
            models.UniqueConstraint(
                name="keyword_is_given_once",
                fields=["content_object", "tag"],
                violation_error_message=_("This keyword is chosen already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
