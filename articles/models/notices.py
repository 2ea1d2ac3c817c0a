"""What members are told by mail, and the sign of life of the worker that sends it."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something that concerns a member, until it is mailed. It says what happened and where, never a word of a text."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned to you")
        RETURNED = "returned", _("returned to you")
        MENTIONED = "mentioned", _("you were mentioned")
        TAKEN_OVER = "taken-over", _("your claim was taken over")
        LAPSED = "lapsed", _("your claim lapsed")
        ORIGINAL = "original", _("an original was corrected or withdrawn")
        SECOND_LOOK = "second-look", _("a second look is owed")
        WAITS = "waits", _("waits for approval")

    member = models.ForeignKey("articles.Member", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notices")
    by = models.ForeignKey("articles.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="notice_kind_is_known",
                condition=Q(
                    kind__in=[
                        "assigned", "returned", "mentioned", "taken-over", "lapsed", "original", "second-look", "waits",
                    ]
                ),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["member", "at"], name="notices_to_send", condition=Q(sent_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self, gone_after: timedelta = timedelta(seconds=60)) -> Self:
        """Those heard of within `gone_after`, by the database's clock."""
        return self.filter(seen_at__gt=Now() - gone_after)


class Worker(models.Model):
    """A process that runs tasks, and when it was heard of last. Its own doing: rows come and go with it."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
