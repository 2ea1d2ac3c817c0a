"""A spelling corrected in everything that is public: who asked, who approved, and what came of each article."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .text import LineField


class HouseStyleBatch(models.Model):
    """One spelling, and the one that takes its place: asked for by one person, approved by another.

    `in_quotations`, `in_titles`: whether it is corrected there too. It stays as the record of what was done.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for approval")
        APPROVED = "approved", _("under way")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a correction of a spelling", "withdrawn")

    wrong = LineField(_("spelling"), max_length=120)
    right = LineField(_("becomes"), max_length=120)
    keyword = models.ForeignKey(
        "articles.Keyword", verbose_name=_("keyword"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    in_quotations = models.BooleanField(_("in quotations too"), default=False)
    in_titles = models.BooleanField(_("in titles of works too"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        "articles.Member", verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    approved_by = models.ForeignKey(
        "articles.Member", verbose_name=_("approved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    withdrawn_by = models.ForeignKey(
        "articles.Member", verbose_name=_("withdrawn by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("correction of a spelling")
        verbose_name_plural = _("corrections of spellings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="spelling_becomes_another", condition=~Q(wrong="") & ~Q(right="") & ~Q(wrong=F("right"))
            ),
            models.CheckConstraint(
                name="batch_state_is_known",
                condition=Q(state__in=["asked", "approved", "stopped", "done", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="batch_is_approved_by_somebody_else",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="what_is_done_was_approved",
                condition=Q(state__in=["asked", "withdrawn"], approved_by__isnull=True, approved_at__isnull=True)
                | Q(state__in=["approved", "stopped", "done"], approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("“%(wrong)s” becomes “%(right)s”") % {"wrong": self.wrong, "right": self.right}


class HouseStyleRow(models.Model):
    """One article of a batch, and what came of it.

    `shown`: the published version in which the change was looked at, when the working copy stood at `text_revision`;
    `made`: the one that it came to. `reason`: why it was left out, a sentence a line.
    """

    class Outcome(models.TextChoices):
        TO_DO = "", _("to do")
        DONE = "done", _("done")
        LEFT_OUT = "left-out", pgettext_lazy("of an article in a correction of a spelling", "left out")
        TAKEN_OUT = "taken-out", _("taken out by hand")

    batch = models.ForeignKey(HouseStyleBatch, on_delete=models.PROTECT, related_name="rows")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    shown = models.ForeignKey("articles.Edition", on_delete=models.PROTECT, related_name="+")
    text_revision = models.PositiveIntegerField()
    outcome = models.CharField(_("what came of it"), max_length=9, choices=Outcome, blank=True, default=Outcome.TO_DO)
    reason = models.TextField(_("why"), blank=True)
    made = models.ForeignKey("articles.Edition", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("article in a correction of a spelling")
        verbose_name_plural = _("articles in corrections of spellings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="article_is_once_in_a_batch", fields=["batch", "article"]),
            models.CheckConstraint(
                name="outcome_of_a_row_is_known", condition=Q(outcome__in=["", "done", "left-out", "taken-out"])
            ),
            models.CheckConstraint(
                name="row_that_is_done_made_a_version",
                condition=Q(outcome="done", made__isnull=False) | (~Q(outcome="done") & Q(made__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["batch"], name="rows_to_do", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return f"{self.batch}: {self.get_outcome_display()}"
