"""The publication, its sections, stories and pages, and what it says about whose words it prints."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Adaptation, SourceKind
from .languages import LanguageField, well_formed
from .text import HtmlField, LineField, PassageField


class SecondLook(models.TextChoices):
    REQUIRED = "required", _("required before publishing")
    AFTERWARDS = "afterwards", _("may follow afterwards")


class Publication(models.Model):
    """The one publication of this installation."""

    name = LineField(_("name"), max_length=120)
    motto = LineField(_("motto"), max_length=200, blank=True)
    language = LanguageField(_("language"), default="en")
    logo = models.ForeignKey(
        "articles.Photo", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#7a1f2b",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour like #7a1f2b."))],
    )
    second_look = models.CharField(
        _("second look"),
        max_length=12,
        choices=SecondLook,
        default=SecondLook.REQUIRED,
        help_text=_(
            "Two people stand behind every published version. In a small newsroom the second may follow afterwards."
        ),
    )
    lead = models.ForeignKey(
        "articles.Listing",
        verbose_name=_("lead story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, the newest article leads the front page."),
    )
    claim_hours = models.PositiveSmallIntegerField(_("hours until an untouched claim is free"), default=6)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [
            models.CheckConstraint(name="there_is_one_publication", condition=Q(pk=1)),
            models.CheckConstraint(name="second_look_is_known", condition=Q(second_look__in=SecondLook.values)),
            models.CheckConstraint(name="accent_is_a_colour", condition=Q(accent__regex="^#[0-9a-fA-F]{6}$")),
            well_formed("language", "publication_language_is_a_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A part of the publication, like Politics or Culture."""

    name = LineField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = PassageField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])


class Story(models.Model):
    """One event that several articles are about."""

    title = LineField(_("title"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = PassageField(_("description"), blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "title"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])


class Page(models.Model):
    """A page that editors write, like About us."""

    title = LineField(_("title"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    body = HtmlField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_public = models.BooleanField(_("public"), default=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])


class DisclaimerWording(models.Model):
    """What readers are told about whose words an article holds, from a day on.

    Left empty, `adaptation` and `source_kind` stand for any. `{publication}` in the text becomes the publication's
    name. Which wording applies to an article: `articles.disclaimer.wording_for`.
    """

    text = PassageField(_("wording"), help_text=_("{publication} stands for the publication's name."))
    adaptation = models.CharField(_("how much was translated"), max_length=16, choices=Adaptation, blank=True)
    source_kind = models.CharField(_("kind of outlet"), max_length=12, choices=SourceKind, blank=True)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)

    class Meta:
        ordering = ["adaptation", "source_kind", "-valid_from"]
        verbose_name = _("disclaimer wording")
        verbose_name_plural = _("disclaimer wordings")
        constraints = [
            models.UniqueConstraint(
                name="one_wording_a_day",
                fields=["adaptation", "source_kind", "valid_from"],
                violation_error_message=_("There is a wording for this case from this day already: change that one."),
            ),
            models.CheckConstraint(name="wording_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="original_work_is_never_called_translated",
                condition=~Q(adaptation=Adaptation.ORIGINAL_WORK) | ~Q(text__iregex=r"translat|the author"),
                violation_error_message=_(
                    "Our own work was not translated, and has no other author: word it otherwise."
                ),
            ),
            models.CheckConstraint(
                name="republished_text_is_never_called_translated",
                condition=~Q(adaptation=Adaptation.REPUBLISHED) | ~Q(text__iregex="translat"),
                violation_error_message=_("A republished text was not translated: word it otherwise."),
            ),
        ]

    def __str__(self) -> str:
        kinds = [
            self.get_adaptation_display() if self.adaptation else "",
            self.get_source_kind_display() if self.source_kind else "",
        ]
        return f"{' · '.join(filter(None, kinds)) or _('any article')}, {self.valid_from}"
