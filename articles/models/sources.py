"""Outlets, and what they were said to be at a time."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import OriginalDisplay, SourceKind
from .languages import LanguageField, well_formed
from .photos import shared_picture
from .text import LineField, PassageField


class Source(models.Model):
    """An outlet that first publishes what the newsroom translates."""

    name = LineField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    native_name = LineField(_("name in its own script"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind)
    language = LanguageField(_("language"), default="ar")
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator("^[A-Z]{2}$", _("Two capital letters, like SY."))],
        help_text=_("Two letters, like SY"),
    )
    homepage_url = models.URLField(_("home page"), max_length=500, blank=True)
    feed_url = models.URLField(_("feed"), max_length=500, blank=True)
    rights_basis = PassageField(
        _("basis of rights"), blank=True, help_text=_("On what ground we translate: agreement, licence, quotation …")
    )
    original_display = models.CharField(
        _("of the original, readers see"), max_length=8, choices=OriginalDisplay, default=OriginalDisplay.LINK
    )

    picture = shared_picture()

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.CheckConstraint(name="outlet_kind_is_known", condition=Q(kind__in=SourceKind.values)),
            models.CheckConstraint(
                name="original_display_is_known", condition=Q(original_display__in=OriginalDisplay.values)
            ),
            models.CheckConstraint(name="country_is_two_letters", condition=Q(country__regex="^([A-Z]{2})?$")),
            well_formed("language", "outlet_language_is_a_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])


class Alignment(models.Model):
    """One entry of the newsroom's list of what outlets stand for, like "pro-government"."""

    name = LineField(_("name"), max_length=60, unique=True)
    description = PassageField(_("description"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("alignment")
        verbose_name_plural = _("alignments")

    def __str__(self) -> str:
        return self.name


class SourceProfileQuerySet(models.QuerySet["SourceProfile"]):
    def in_force_on(self, day: date) -> "SourceProfileQuerySet":
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class SourceProfile(models.Model):
    """What an outlet is said to be, from `valid_from` until the day before `valid_until`."""

    source = models.ForeignKey(Source, verbose_name=_("outlet"), on_delete=models.CASCADE, related_name="profiles")
    description = LineField(
        _("description"), max_length=160, help_text=_("As readers see it: London-based pan-Arab newspaper")
    )
    alignment = models.ForeignKey(
        Alignment, verbose_name=_("alignment"), null=True, blank=True, on_delete=models.PROTECT, related_name="profiles"
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it no longer holds")
    )

    objects = SourceProfileQuerySet.as_manager()

    class Meta:
        ordering = ["source", "-valid_from"]
        verbose_name = _("outlet profile")
        verbose_name_plural = _("outlet profiles")
        constraints = [
            models.CheckConstraint(
                name="profile_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("The profile must end after the day on which it begins."),
            ),
            # The range of one number stands in for "the same outlet": a plain = would need an extension.
            ExclusionConstraint(
                name="profiles_of_an_outlet_never_overlap",
                expressions=[
                    (Func(F("source_id"), F("source_id"), models.Value("[]"), function="int8range"), "&&"),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            RangeBoundary(inclusive_upper=False),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                violation_error_message=_(
                    "Another profile of this outlet covers some of these days: end that one first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.description}"

    @property
    def label(self) -> str:
        if self.alignment and self.alignment.name.lower() not in self.description.lower():
            return f"{self.description}, {self.alignment.name}"
        return self.description
