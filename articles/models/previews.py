"""Links to one state of one article, for somebody outside the desk."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .text import LineField


class PreviewLink(models.Model):
    """A link to one state of one article. Only the hash of its secret is kept.

    `words` is that state: what `articles.disclaimer.words_of` gave when the link was made. It is emptied once the
    link has expired or was revoked.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="preview_links")
    text_revision = models.PositiveIntegerField()
    words = models.JSONField(null=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    meant_for = LineField(_("who it is for"), max_length=120, blank=True)
    made_by = models.ForeignKey("articles.Member", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [models.CheckConstraint(name="preview_link_expires", condition=Q(expires_at__gt=F("made_at")))]

    def __str__(self) -> str:
        return f"{self.article}, {self.made_at:%Y-%m-%d %H:%M}"


class PreviewOpening(models.Model):
    """One time that a preview was opened; by whom is not known, and not asked."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("opening of a preview")
        verbose_name_plural = _("openings of previews")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link_id}, {self.at:%Y-%m-%d %H:%M}"
