"""Where an article stands, in the list of articles; and hiding it from there with one press."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import Article, Status

from .words import moment


def where(article: Article) -> str:
    """In a few words, with the moment of what is scheduled. The list annotates `withdrawn_at`."""
    if article.status != Status.PUBLISHED:
        return str(article.get_status_display())
    if article.withdrawn_at is not None:  # type: ignore[attr-defined]
        return _("not shown any more")
    if article.published_at and article.published_at > timezone.now():
        return _("scheduled for %(moment)s") % {"moment": moment(article.published_at)}
    return str(article.get_status_display())


def hide_button(article: Article) -> str:
    """A button of the form `hide-now`, which stands beside the list; "" where readers see nothing of `article`, or
    who looks may not hide it: the list annotates `withdrawn_at` and `may_be_hidden`.
    """
    since = article.published_at
    is_due = article.status == Status.PUBLISHED and since is not None and since <= timezone.now()
    if not is_due or article.withdrawn_at is not None or not article.may_be_hidden:  # type: ignore[attr-defined]
        return ""
    return format_html(
        '<button type="submit" form="hide-now" formaction="{}" class="review-hide">{}'
        '<span class="visually-hidden"> “<bdi lang="{}">{}</bdi>”</span></button>',
        reverse("admin:articles_article_step", args=[article.pk, "hide"]), _("Hide now"),
        article.language, article.headline,
    )  # fmt: skip
