"""What an article had better have before readers see it. It advises, and blocks nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Article, Photo

from .photos import photos_moved_in


def advice(article: Article) -> list[str]:
    """What is missing that readers, or those who search, would miss; in the words of the desk."""
    return list(_advice(article))


def _advice(article: Article) -> Iterator[str]:
    if article.section_id is None:
        yield _("No section is chosen.")
    if not article.keyword_rows.exists():
        yield _("There are no keywords.")
    photo = article.photo
    if photo is None:
        yield _("There is no photo.")
        return
    if photo.pk in photos_moved_in(article):
        return
    if photo.rights == Photo.Rights.UNKNOWN:
        yield _("The photo's rights are not known: it can't be published with it.")
    if not article.photo_alt:
        yield _("The photo has no text for those who can't see it.")
    if not article.photo_credit:
        yield _("The photo has no credit.")
