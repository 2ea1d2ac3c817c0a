"""The source version: the piece in its own language, as it was read."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Availability, Medium
from .languages import LanguageField, well_formed
from .text import BODY_MAX, HtmlField, LineField, PassageField, fingerprint

# What campaigns and networks add to an address without changing where it leads.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|igshid|ref|ref_src|s)$", re.IGNORECASE)


def url_key(url: str) -> str:
    """An address as it is compared with others: without scheme, "www.", tracking, fragment and the last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    asked = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name)])
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{'?' if asked else ''}{asked}"


class TranslationQuerySet(models.QuerySet["Translation"]):
    def in_use(self) -> "TranslationQuerySet":
        """The readings an article stands on: each but those that a later reading replaced."""
        return self.exclude(state=Translation.State.CHANGED)

    def alike(self, translation: "Translation") -> "TranslationQuerySet":
        """Other articles' source versions with the same address or the same text."""
        same = Q()
        if key := url_key(translation.url):
            same |= Q(url_key=key)
        mark = fingerprint(translation.body)
        if translation.body and mark:
            same |= Q(fingerprint=mark)
        if not same:
            return self.none()
        others = self.filter(same)
        return others.exclude(article_id=translation.article_id) if translation.article_id else others


class Translation(models.Model):
    """The source-language version that an article was made from.

    Frozen once its article leaves `draft`: the database refuses a change of what it says. An original that was
    changed afterwards is a new reading at the same `position`, and the old one is marked changed.
    """

    class State(models.TextChoices):
        CURRENT = "current", _("as read")
        CHANGED = "changed", _("changed since, and read again")
        WITHDRAWN = "withdrawn", _("withdrawn by the outlet")

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="translations"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    source = models.ForeignKey(
        "articles.Source",
        verbose_name=_("outlet"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="originals",
    )
    language = LanguageField(_("language"), default="ar")
    medium = models.CharField(_("medium"), max_length=10, choices=Medium, default=Medium.ARTICLE)
    headline = LineField(_("headline"), max_length=400, blank=True)
    standfirst = PassageField(_("standfirst"), max_length=2_000, blank=True)
    body = HtmlField(_("text"), blank=True, help_text=_("Paste it as it stands. A blank line begins a new paragraph."))
    byline = LineField(_("byline as printed"), max_length=200, blank=True)
    authors = models.ManyToManyField(
        "articles.Keyword",
        verbose_name=_("authors"),
        blank=True,
        related_name="authored",
        limit_choices_to={"kind": "person"},
    )
    url = models.URLField(_("address"), max_length=1_000, blank=True)
    published_on = models.DateField(_("published there on"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), default=timezone.now)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    url_key = models.CharField(max_length=1_000, blank=True, editable=False)
    archive_url = models.URLField(_("archived at"), max_length=1_000, blank=True)
    availability = models.CharField(
        _("availability"), max_length=14, choices=Availability, default=Availability.ATTACHED
    )
    availability_reason = PassageField(
        _("why it is not attached"), max_length=500, blank=True, help_text=_("Readers see it")
    )
    going_on_reason = PassageField(
        _("why it is translated again"),
        max_length=500,
        blank=True,
        help_text=_("Where the same original is in another article already"),
    )
    attached_by = models.ForeignKey(
        "articles.Member",
        verbose_name=_("attached by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CURRENT)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position", "read_at"]
        verbose_name = _("original text")
        verbose_name_plural = _("original texts")
        constraints = [
            models.CheckConstraint(name="original_medium_is_known", condition=Q(medium__in=Medium.values)),
            models.CheckConstraint(
                name="original_availability_is_known", condition=Q(availability__in=Availability.values)
            ),
            models.CheckConstraint(
                name="original_state_is_known", condition=Q(state__in=["current", "changed", "withdrawn"])
            ),
            models.CheckConstraint(
                name="missing_original_has_a_reason",
                condition=Q(availability=Availability.ATTACHED) | ~Q(availability_reason=""),
                violation_error_message=_("Say why the original is not attached."),
            ),
            models.CheckConstraint(name="original_body_is_bounded", condition=Q(body__length__lte=BODY_MAX)),
            models.UniqueConstraint(
                name="one_reading_in_use_at_each_position",
                fields=["article", "position"],
                condition=~Q(state="changed"),
                violation_error_message=_("There is an original text at this position already."),
            ),
            well_formed("language", "original_language_is_a_code"),
        ]
        indexes = [
            models.Index(fields=["fingerprint"], name="originals_by_fingerprint", condition=~Q(fingerprint="")),
            models.Index(fields=["url_key"], name="originals_by_address", condition=~Q(url_key="")),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("an original without a headline"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mark()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "fingerprint", "url_key"}
        super().save(*args, **kwargs)

    def mark(self) -> None:
        """Set what the same original elsewhere is found by; for bulk paths, which do not save."""
        self.fingerprint = fingerprint(self.body)
        self.url_key = url_key(self.url)
