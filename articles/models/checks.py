"""What is set for each quality check, and what became of what it reported."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CheckSetting(models.Model):
    """What an administrator set one check to. A check without a row is what it begins as."""

    class Mode(models.TextChoices):
        ADVISE = "advise", _("advises")
        BLOCK = "block", _("blocks until mended or accepted")
        REST = "rest", _("rests")

    check_slug = models.CharField(_("check"), max_length=40, unique=True, db_column="check")
    mode = models.CharField(_("what it does"), max_length=6, choices=Mode)
    set_by = models.ForeignKey("articles.Member", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["check_slug"]
        verbose_name = _("quality check")
        verbose_name_plural = _("quality checks")
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(name="check_mode_is_known", condition=Q(mode__in=["advise", "block", "rest"])),
        ]

    def __str__(self) -> str:
        return f"{self.check_slug}: {self.get_mode_display()}"


class ReportedFinding(models.Model):
    """That a check reported something of a saved text, and what had become of it when an edition was attested.

    `mark`: SHA-256 in hex of the passage; no word of a text is kept here. It is what the rate of accepted findings is
    counted from.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        MENDED = "mended", _("mended")
        ACCEPTED = "accepted", _("accepted as it is")
        LEFT = "left", _("left standing")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    check_slug = models.CharField(_("check"), max_length=40, db_column="check")
    mark = models.CharField(max_length=64)
    outcome = models.CharField(_("what became of it"), max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("reported finding")
        verbose_name_plural = _("reported findings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="finding_is_reported_once", fields=["article", "check_slug", "mark"]),
            models.CheckConstraint(
                name="finding_outcome_is_known", condition=Q(outcome__in=["", "mended", "accepted", "left"])
            ),
        ]
        indexes = [models.Index(fields=["check_slug", "settled_at"], name="findings_settled")]

    def __str__(self) -> str:
        return f"{self.check_slug}: {self.get_outcome_display()}"
