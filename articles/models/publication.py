"""The publication, its sections, stories and pages, and what it says about whose words it prints."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Adaptation, SourceKind
from .languages import LanguageField, well_formed
from .photos import shared_picture
from .text import HtmlField, LineField, PassageField

# What a link may lead to: a page, a mailbox, a path of this site. Nothing that a browser would run.
LINK = r"^(https?://|mailto:|/([^/\\]|$))"


class SecondLook(models.TextChoices):
    REQUIRED = "required", _("required before publishing")
    AFTERWARDS = "afterwards", _("may follow afterwards")


class AttesterShown(models.TextChoices):
    ROLE = "role", _("by their role: an editor")
    NAME = "name", _("by name, where they want to be named")


class FeedText(models.TextChoices):
    FULL = "full", _("the whole text")
    STANDFIRST = "standfirst", _("the standfirst alone")


class Numerals(models.TextChoices):
    LANGUAGE = "language", _("as the language writes them")
    EUROPEAN = "european", _("always 0 to 9")


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
    story = models.ForeignKey(
        "articles.Story",
        verbose_name=_("event on the front page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, it is the last one that several outlets wrote of."),
    )
    picture = models.ForeignKey(
        "articles.Photo",
        verbose_name=_("picture for shared links"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where somebody shares an article that has no photo, nor its outlet or section a picture."),
    )
    principles = models.ForeignKey(
        "articles.Page",
        verbose_name=_("page on how you work"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Search engines are told that your principles stand there."),
    )
    attester_shown = models.CharField(
        _("readers see who verified the disclaimer"), max_length=8, choices=AttesterShown, default=AttesterShown.ROLE
    )
    feed_text = models.CharField(_("feeds hold"), max_length=10, choices=FeedText, default=FeedText.FULL)
    numerals = models.CharField(_("numerals"), max_length=8, choices=Numerals, default=Numerals.LANGUAGE)
    claim_hours = models.PositiveSmallIntegerField(_("hours until an untouched claim is free"), default=6)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [
            models.CheckConstraint(name="there_is_one_publication", condition=Q(pk=1)),
            models.CheckConstraint(name="second_look_is_known", condition=Q(second_look__in=SecondLook.values)),
            models.CheckConstraint(
                name="attester_shown_is_known", condition=Q(attester_shown__in=AttesterShown.values)
            ),
            models.CheckConstraint(name="feed_text_is_known", condition=Q(feed_text__in=FeedText.values)),
            models.CheckConstraint(name="numerals_are_known", condition=Q(numerals__in=Numerals.values)),
            models.CheckConstraint(name="accent_is_a_colour", condition=Q(accent__regex="^#[0-9a-fA-F]{6}$")),
            well_formed("language", "publication_language_is_a_code"),
        ]

    def __str__(self) -> str:
        return self.name


class FooterLink(models.Model):
    """A link at the foot of every public page, beside the pages that editors write."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="footer_links")
    label = LineField(_("words"), max_length=60)
    url = models.CharField(
        _("address"),
        max_length=300,
        validators=[
            RegexValidator(LINK, _("Write an address like https://example.org/, mailto:us@example.org or /about/."))
        ],
        help_text=_("https://…, mailto:… or a path of this site"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link at the foot")
        verbose_name_plural = _("links at the foot")
        constraints = [models.CheckConstraint(name="footer_link_leads_somewhere", condition=Q(url__regex=LINK))]

    def __str__(self) -> str:
        return self.label


class Section(models.Model):
    """A part of the publication, like Politics or Culture."""

    name = LineField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = PassageField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    picture = shared_picture()

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
