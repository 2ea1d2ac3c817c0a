"""Every saved state of the text of working copies and their originals, kept by the database itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedText(models.Model):
    """The text of an article, or of one of its originals, as it stood after one save.

    Written by a trigger, whoever saves and however; the web's role may only read. A text that never changed has no
    rows yet: its only state is the one that stands. The first change keeps the state before it too. `revision` is
    the article's after that save; `by` is None where nobody signed, as with SQL typed by hand. `fields` holds each
    text field by its name, byte for byte, and its `language`; those of an original its `position` too.
    """

    # The database deletes them with the article (articles/migrations/0007): the web's role may not.
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("article"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="saved_texts",
    )
    # Without a constraint: what a deleted original said stays.
    original = models.ForeignKey(
        "articles.Translation",
        verbose_name=_("original text"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="saved_texts",
    )
    revision = models.PositiveIntegerField(_("revision"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    fields = models.JSONField(_("text"))

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = _("saved text")
        verbose_name_plural = _("saved texts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.article_id}, {self.at:%Y-%m-%d %H:%M:%S}"
