"""Photos on public pages: their sized files in the query that finds them, and the picture of a shared link."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONArray
from django.utils import timezone

from articles.models import Listing, Photo, Publication, Rendition
from articles.models.text import photos_in

Crop = Rendition.Crop


class SizedFile(NamedTuple):
    """A rendition as pages fetch it along. Its name ends in its format."""

    name: str
    width: int
    height: int


class Card(NamedTuple):
    """The picture of a shared link, at its absolute address."""

    url: str
    width: int
    height: int
    alt: str


def renditions_of(photo: str, crop: Rendition.Crop) -> ArraySubquery:
    """The sized files of the photo that the field `photo` names, in `crop`, each as SizedFile, the smallest first."""
    files = Rendition.objects.filter(photo=OuterRef(photo), crop=crop).order_by("width")
    return ArraySubquery(files.values(file=_file()))


def photos_in_body(html: str) -> dict[int, Photo]:
    """The photos of a cleaned body that readers may see today, by number, with their sized files: in one query.

    Nothing is asked where it has none.
    """
    numbers = set(photos_in(html))
    if not numbers:
        return {}
    found = Photo.objects.filter(pk__in=numbers).annotate(photo_renditions=renditions_of("pk", Crop.WHOLE))
    return {photo.pk: photo for photo in found if photo.is_showable}


def cards() -> Mapping[str, Combinable]:
    """What `card_of` reads, to be fetched along with a listing: annotations."""
    publications = Publication.objects.values("picture")
    return {
        "own_card": Subquery(_card_in(photo=OuterRef("edition__photo"))),
        "other_card": Coalesce(
            Subquery(_card_in(photo=OuterRef("source__picture"))),
            Subquery(_card_in(photo=OuterRef("section__picture"))),
            Subquery(_card_in(photo__in=publications)),
            output_field=JSONField(),
        ),
    }


def card_of(listing: Listing) -> Card | None:
    """The picture of a link to `listing` (with `cards`, as `listing_at` fetches it): its own photo's, or else its
    outlet's, its section's or the publication's; None where readers may see none of these. Asks the database nothing.
    """
    edition = listing.edition
    if photo := edition.shown_photo:
        # Until its card is made, the picture itself.
        name, width, height, *_alt = getattr(listing, "own_card", None) or _kept(photo)
        return _card(name, width, height, edition.photo_alt)
    return card_at(getattr(listing, "other_card", None))


def card_of_photo(photo: str) -> Subquery:
    """What `card_at` reads of the photo that the field `photo` names, to be fetched along: an annotation."""
    return Subquery(_card_in(photo=OuterRef(photo)))


def card_at(found: Sequence[Any] | None) -> Card | None:
    return _card(*found) if found else None


def _kept(photo: Photo) -> SizedFile:
    return SizedFile(str(photo.image.name), photo.width, photo.height)


def _file(*further: str) -> JSONArray:
    return JSONArray("image", "width", "height", *further)


def _card_in(**of: Any) -> QuerySet[Rendition, Any]:
    """The card of a photo that may be shown today."""
    lasts = Q(photo__expires_on=None) | Q(photo__expires_on__gt=timezone.localdate())
    found = Rendition.objects.filter(lasts, crop=Crop.CARD, photo__withdrawn_at=None, **of)
    # There is one at most.
    return found.order_by().values(file=_file("photo__alt"))[:1]


def _card(name: str, width: int, height: int, alt: str) -> Card:
    return Card(address_of(name), width, height, alt)


def address_of(name: str) -> str:
    """The absolute address of a stored file."""
    # On another server it is absolute already.
    return urljoin(settings.SITE_URL, default_storage.url(name))
