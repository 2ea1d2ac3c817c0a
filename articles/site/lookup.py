"""From an address to the listing that readers may see there, or to the right answer when there is none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import JSONObject, Now
from django.http import Http404

from articles.models import EditionOriginal, Keyword, Listing
from articles.models.listings import CONTRIBUTOR, ListingQuerySet

from .photos import Crop, cards, renditions_of

# Who may be named to readers, if they want to be.
MEMBERS = ("edition__translator", "edition__attested_by")
ORIGINALS = EditionOriginal.objects.select_related("source").order_by("position")


@dataclass(frozen=True)
class Withdrawn:
    """What readers were taken away from: the day and the sentence, nothing else of it."""

    listing: Listing


@dataclass(frozen=True)
class Elsewhere:
    """The one public listing with this slug, under another date."""

    listing: Listing


def listing_at(year: str, month: str, day: str, slug: str) -> Listing | Withdrawn | Elsewhere:
    """What stands at an address. Raises Http404, the same way for a draft as for what never was."""
    on = day_of(year, month, day)
    if found := told(Listing.public.filter(address_date=on, slug=slug)).first():
        return found
    if gone := withdrawn_listings().filter(address_date=on, slug=slug).defer("search_headline", "search_text").first():
        return Withdrawn(gone)
    others = list(Listing.public.filter(slug=slug).only("address_date", "slug")[:2])
    if len(others) == 1:
        return Elsewhere(others[0])
    raise Http404


def day_of(year: str, month: str, day: str) -> date:
    """Raises Http404 where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404 from error


def told(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with all that the pages of an article tell, but its corrections."""
    return (
        listings.select_related("edition__photo", *MEMBERS, *CONTRIBUTOR, "section", "story", "source")
        .defer("search_headline", "search_text", "edition__seal")
        .annotate(
            photo_renditions=renditions_of("edition__photo", Crop.WHOLE),
            keyword_links=keyword_links(),
            author_links=_authors(),
            **cards(),
        )
        .prefetch_related(Prefetch("edition__originals", ORIGINALS))
    )


def _authors() -> ArraySubquery:
    """The persons of the vocabulary who wrote an original of the listing."""
    rows = Keyword.objects.filter(written_rows__listing=OuterRef("pk"), kind=Keyword.Kind.PERSON)
    fields: Any = JSONObject(pk="pk", name="name", slug="slug")
    return ArraySubquery(rows.order_by("written_rows__pk").values(link=fields))


def keyword_links() -> ArraySubquery:
    """The listing's keywords in the order the desk gave."""
    rows = Keyword.objects.filter(listing_rows__listing=OuterRef("pk")).order_by("listing_rows__position", "name")
    fields: Any = JSONObject(pk="pk", name="name", qualifier="qualifier", slug="slug", kind="kind")
    return ArraySubquery(rows.values(link=fields))


def withdrawn_listings() -> ListingQuerySet:
    """What was public and is no more. What was withdrawn before its moment was never seen: it answers like nothing."""
    return Listing.objects.filter(withdrawn_at__isnull=False, published_at__lte=Now())
