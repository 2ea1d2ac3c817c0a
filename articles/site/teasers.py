"""What a list prints of a listing."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from articles.models import Rendition
from articles.models.listings import ListingQuerySet


def renditions_of(photo: str) -> ArraySubquery:
    """The sized files of the photo that the field `photo` names: name, width and height of each, the smallest first."""
    files = Rendition.objects.filter(photo=OuterRef(photo)).order_by("width")
    return ArraySubquery(files.values(file=JSONObject(name="image", width="width", height="height")))


def for_teasers(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with everything that a teaser shows, in the one query."""
    return listings.for_lists().annotate(photo_renditions=renditions_of("edition__photo"))
