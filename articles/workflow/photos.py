"""Guards about photos: the one above an article, and those in its text."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Article, Edition, Photo
from articles.models.text import Figure, figures_in, photos_in

_WORDS_OF_A_NAME = 60


def unmet_by_photos(article: Article) -> Iterator[str]:
    """Whether its photos may be shown, and to everybody.

    One that was moved in with the article stays, until it is replaced, without a credit, known rights, a description
    or a file; but not once it was withdrawn or the rights in it have ended.
    """
    figures = figures_in(article.body)
    if article.photo_id is None and not figures:
        return
    moved_in = photos_moved_in(article)
    yield from _unmet_by_lead(article, was_moved_in=article.photo_id in moved_in)
    photos = Photo.objects.in_bulk({figure.photo for figure in figures}) if figures else {}
    told: set[str] = set()
    for figure in figures:
        for reason in _unmet_by_figure(figure, photos.get(figure.photo), was_moved_in=figure.photo in moved_in):
            if reason not in told:
                told.add(reason)
                yield reason


def photos_moved_in(article: Article) -> set[int]:
    """The numbers of the photos that stood above or in `article` when it was brought in from another archive."""
    editions = article.editions.filter(attested_as=Edition.AttestedAs.IMPORTED).values_list("photo_id", "body")
    leads = {lead for lead, _body in editions if lead}
    return leads.union(*(photos_in(body) for _lead, body in editions))


def _unmet_by_lead(article: Article, *, was_moved_in: bool) -> Iterator[str]:
    photo = article.photo
    if photo is None:
        return
    if was_moved_in:
        yield from photo.unmet_showing()
        return
    if photo.is_waiting:
        yield _("The photo waits for its file: upload it on the photo's page, or take another photo.")
    if not article.photo_alt:
        yield _("The photo needs a text for those who can't see it.")
    if not article.photo_credit:
        yield _("The photo needs a credit.")
    yield from photo.unmet_rights()


def _unmet_by_figure(figure: Figure, photo: Photo | None, *, was_moved_in: bool) -> Iterator[str]:
    name = {"photo": _name(figure, photo)}
    if photo is None:
        yield _("%(photo)s in the text does not exist: take it out.") % name
        return
    if photo.withdrawn_at:
        yield _("%(photo)s in the text was withdrawn: take it out.") % name
    if photo.has_ended:
        yield _("%(photo)s in the text can't be shown any more, the rights in it have ended: take it out.") % name
    if was_moved_in:
        return
    if photo.is_waiting:
        yield _("%(photo)s in the text waits for its file: upload it on the photo's page, or take it out.") % name
    if not figure.alt:
        yield _("%(photo)s in the text needs a text for those who can't see it.") % name
    if not photo.credit:
        yield _("%(photo)s in the text needs a credit: write it on the photo's page.") % name
    if photo.rights == Photo.Rights.UNKNOWN:
        yield _("%(photo)s in the text has no known rights: settle them on the photo's page, or take it out.") % name


def _name(figure: Figure, photo: Photo | None) -> str:
    """What the desk calls it: its number, and what it shows."""
    words = figure.alt or (photo.alt or photo.caption if photo else "")
    if not words:
        return _("Photo %(number)s") % {"number": figure.photo}
    if len(words) > _WORDS_OF_A_NAME:
        words = f"{words[:_WORDS_OF_A_NAME].rstrip()}…"
    return _("Photo %(number)s (“%(words)s”)") % {"number": figure.photo, "words": words}
