"""What members are typing, and who has an article open: never read by anything but the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """What a member had typed for an article and not yet saved; it never touches the article.

    `revision`: the article's when they opened it. `fields`: what was typed, by the name of each field in the form.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="autosaves")
    member = models.ForeignKey("articles.Member", on_delete=models.CASCADE, related_name="autosaves")
    revision = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [models.UniqueConstraint(name="one_autosave_each", fields=["article", "member"])]

    def __str__(self) -> str:
        return f"{self.article}, {self.member}"


class Presence(models.Model):
    """A member who has an article open, and was heard of last at `seen_at`."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey("articles.Member", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at"]
        verbose_name = _("who has it open")
        verbose_name_plural = _("who has it open")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="one_presence_each", fields=["article", "member"])]

    def __str__(self) -> str:
        return f"{self.article}, {self.member}"
