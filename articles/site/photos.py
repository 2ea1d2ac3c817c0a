"""The photos that stand in a body."""

from articles.models import Photo
from articles.models.text import photos_in

from .teasers import renditions_of


def photos_in_body(html: str) -> dict[int, Photo]:
    """The photos of a cleaned body that readers may see today, by number, with their sized files: in one query.

    Nothing is asked where it has none.
    """
    numbers = set(photos_in(html))
    if not numbers:
        return {}
    found = Photo.objects.filter(pk__in=numbers).annotate(photo_renditions=renditions_of("pk"))
    return {photo.pk: photo for photo in found if photo.is_showable}
