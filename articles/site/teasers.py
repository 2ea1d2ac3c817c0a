"""What a list prints of a listing."""

from articles.models.listings import ListingQuerySet

from .photos import Crop, renditions_of


def for_teasers(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with everything that a teaser shows, in the one query."""
    return listings.for_lists().annotate(photo_renditions=renditions_of("edition__photo", Crop.WIDE))
