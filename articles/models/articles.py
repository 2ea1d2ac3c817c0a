"""The working copy: what the desk writes, and nobody outside the desk ever reads."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from .choices import Adaptation, Genre, Status
from .keywords import ArticleKeyword, ascii_slug
from .languages import LanguageField, well_formed
from .text import BODY_MAX, HtmlField, LineField, PassageField

models.TextField.register_lookup(Length)

# Written by articles.workflow and by the database alone; a form or a script that saves an article leaves them as
# they are. So is the translator, once the article left draft: two people stand behind an edition.
KEPT_BY_WORKFLOW = frozenset({"status", "revision", "text_revision", "published_at", "address_date"})


class Article(models.Model):  # type: ignore[django-manager-missing]  # its keywords: taggit has no types
    """One article as the desk works on it.

    `revision` counts every change of a field, `text_revision` those of what readers would see (the source versions'
    included); the database counts both, whoever writes. `published_at` is the moment of publication: of what is
    public or scheduled, or planned for what lost its seal on the way.
    """

    class Origin(models.TextChoices):
        DESK = "desk", _("the desk")
        IMPORT = "import", _("an import")

    headline = LineField(_("headline"), max_length=250)
    slug = models.SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("The last part of the address; proposed from the headline")
    )
    standfirst = PassageField(_("standfirst"), max_length=1_000, blank=True)
    body = HtmlField(_("text"), blank=True, help_text=_("A blank line begins a new paragraph."))
    editors_note = PassageField(_("editor’s note"), max_length=2_000, blank=True, help_text=_("Readers see it"))
    language = LanguageField(_("language"), default="en")
    section = models.ForeignKey(
        "articles.Section", verbose_name=_("section"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    story = models.ForeignKey(
        "articles.Story", verbose_name=_("story"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.ForeignKey(
        "articles.Source",
        verbose_name=_("outlet"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text=_("Who first published it; of several, the leading one"),
    )
    genre = models.CharField(_("genre"), max_length=12, choices=Genre, default=Genre.NEWS)
    adaptation = models.CharField(
        _("how much was translated"), max_length=16, choices=Adaptation, default=Adaptation.FULL
    )
    keywords = TaggableManager(through=ArticleKeyword, blank=True, verbose_name=_("keywords"))
    photo = models.ForeignKey(
        "articles.Photo",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    photo_alt = LineField(_("text for those who can't see the photo"), max_length=300, blank=True)
    photo_caption = PassageField(_("caption"), max_length=600, blank=True)
    photo_credit = LineField(_("photo credit"), max_length=160, blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    translator = models.ForeignKey(
        "articles.Member",
        verbose_name=_("translator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translated_articles",
    )
    assignee = models.ForeignKey(
        "articles.Member",
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assigned_articles",
    )
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    developing = models.BooleanField(
        _("developing"), default=False, help_text=_("A first, short version; more will follow at the same address")
    )
    versions_shown = models.BooleanField(
        _("readers may see what changed"),
        default=True,
        help_text=_("Untick it where an earlier published version could hurt somebody."),
    )
    contributor = models.ForeignKey(
        "articles.Contributor",
        verbose_name=_("contributor"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text=_("Whom the archive credited that it was moved in from"),
    )
    origin = models.CharField(_("came from"), max_length=6, choices=Origin, default=Origin.DESK, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    address_date = models.DateField(_("day in the address"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(editable=False, default=1)
    text_revision = models.PositiveIntegerField(editable=False, default=1)
    created_by = models.ForeignKey(
        "articles.Member",
        verbose_name=_("created by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("translate_article", _("Can hand an article over as translated")),
            ("verify_article", _("Can verify the disclaimer")),
            ("publish_article", _("Can publish, publish fixes and take down")),
            ("hide_article", _("Can hide what is public, in a hurry")),
            ("waive_finding", _("Can accept a finding as it is")),
            ("override_article", _("Can override the second look, and redact")),
        ]
        constraints = [
            models.CheckConstraint(name="article_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="article_genre_is_known", condition=Q(genre__in=Genre.values)),
            models.CheckConstraint(name="article_adaptation_is_known", condition=Q(adaptation__in=Adaptation.values)),
            models.CheckConstraint(name="article_origin_is_known", condition=Q(origin__in=["desk", "import"])),
            models.CheckConstraint(name="article_has_a_headline", condition=~Q(headline="")),
            models.CheckConstraint(name="article_body_is_bounded", condition=Q(body__length__lte=BODY_MAX)),
            models.CheckConstraint(
                name="published_article_has_a_date",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False, address_date__isnull=False),
            ),
            models.CheckConstraint(
                name="published_article_has_a_slug", condition=~Q(status=Status.PUBLISHED) | ~Q(slug="")
            ),
            models.CheckConstraint(
                name="original_work_has_no_outlet",
                condition=~Q(adaptation=Adaptation.ORIGINAL_WORK) | Q(source__isnull=True),
                violation_error_message=_("Our own work comes from no outlet: leave the outlet empty."),
            ),
            models.CheckConstraint(name="slug_is_ascii", condition=Q(slug__regex="^[a-zA-Z0-9_-]*$")),
            well_formed("language", "article_language_is_a_code"),
        ]
        indexes = [
            models.Index(F("updated_at").desc(), F("id").desc(), name="articles_last_changed"),
            models.Index("status", F("updated_at").desc(), name="articles_by_status"),
            models.Index(fields=["assignee", "due_at"], name="articles_assigned", condition=Q(assignee__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the text and fields, not the status; then read back what the database made of it."""
        if not self.slug:
            self.slug = ascii_slug(self.headline, max_length=90)
        if not self._state.adding and kwargs.get("update_fields") is None:
            kept = KEPT_BY_WORKFLOW if self.status == Status.DRAFT else KEPT_BY_WORKFLOW | {"translator"}
            kwargs["update_fields"] = {
                field.name for field in self._meta.concrete_fields if not field.primary_key
            } - kept
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=sorted(KEPT_BY_WORKFLOW))
