"""What belongs to the desk and is never public."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import Status
from .text import PassageField


class WorkflowEvent(models.Model):
    """One step of an article: what was done, by whom, when. Rows are only ever added, also against SQL.

    What is public, since when and until when follows from these rows alone: each names the `edition` that it made
    public, from `public_at` on, or what readers are told since it took the article down.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("step")
        BACK = "back", _("sent back")
        SEAL_BROKEN = "seal-broken", _("text changed after it was verified")
        REISSUE = "reissue", _("new version published")
        TAKE_DOWN = "take-down", _("taken down")
        HIDE = "hide", _("hidden")
        REDACTION = "redaction", _("redacted")
        SECOND_LOOK = "second-look", _("second look")
        BRING_IN = "bring-in", _("brought in")
        CATALOGUING = "cataloguing", _("catalogued anew")
        TRANSLATOR = "translator", _("another translator named")
        WAIVER = "waiver", _("finding accepted as it is")
        CLAIM = "claim", _("claimed")
        ASSIGNMENT = "assignment", _("assigned")
        CLAIM_LAPSED = "claim-lapsed", _("claim lapsed")
        ORIGINAL = "original", _("original checked again")

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind, default=Kind.STEP)
    from_status = models.CharField(_("from"), max_length=20, choices=Status)
    to_status = models.CharField(_("to"), max_length=20, choices=Status)
    actor = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    override = models.BooleanField(_("override"), default=False)
    edition = models.ForeignKey(
        "articles.Edition",
        verbose_name=_("published version"),
        null=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    public_at = models.DateTimeField(_("public from"), null=True)
    public_note = models.TextField(_("what readers are told"), blank=True)

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="step_is_between_known_states",
                condition=Q(from_status__in=Status.values, to_status__in=Status.values),
            ),
            models.CheckConstraint(
                name="only_the_database_acts_unnamed",
                condition=Q(actor__isnull=False) | Q(kind__in=["seal-broken", "bring-in", "claim-lapsed"]),
            ),
        ]
        indexes = [
            models.Index(fields=["article"], name="steps_that_hid", condition=Q(kind="hide")),
            models.Index(fields=["article"], name="steps_on_originals", condition=Q(kind="original")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_to_status_display()}"


class Waiver(models.Model):
    """A finding let pass, by name and with a reason. It falls when the passage changes."""

    class Why(models.TextChoices):
        ROUNDED = "rounded", _("The figure is rounded")
        LEFT_OUT = "left-out", _("Left out on purpose")
        ORIGINAL_IS_WRONG = "original-is-wrong", _("The original is wrong")
        FALSE_ALARM = "false-alarm", _("False alarm")
        OTHER = "other", _("Another reason, in words")

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="waivers"
    )
    check_slug = models.CharField(_("check"), max_length=40, db_column="check")
    passage = PassageField(_("passage"), max_length=2_000)
    why = models.CharField(_("why"), max_length=20, choices=Why, default=Why.OTHER)
    reason = PassageField(_("reason"), max_length=500)
    by = models.ForeignKey("articles.Member", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = _("accepted as is")
        verbose_name_plural = _("accepted as is")
        constraints = [
            models.CheckConstraint(name="waiver_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="waiver_why_is_known",
                condition=Q(why__in=["rounded", "left-out", "original-is-wrong", "false-alarm", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage}: {self.reason}"


class EditorialNote(models.Model):
    """A private note on an article, in a thread."""

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="notes"
    )
    by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = PassageField(_("note"), max_length=4_000)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        "articles.Member", verbose_name=_("resolved by"), null=True, on_delete=models.PROTECT, related_name="+",
        editable=False,
    )  # fmt: skip

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["article"], name="open_notes", condition=Q(resolved_at__isnull=True))]

    def __str__(self) -> str:
        return self.text[:80]
