"""What a feed says, whatever its format: made of public listings in one query, and one more for photos in the texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Adaptation, Correction, Edition, EditionOriginal, FeedText, Listing
from articles.models.listings import VECTORS, ListingQuerySet
from articles.site.citing import OF_NO_AUTHOR, names
from articles.site.furniture import Furniture
from articles.site.lookup import keyword_links
from articles.site.photos import Crop, photos_in_body, renditions_of

from .texts import Picture, full_text, lead_picture


@dataclass(frozen=True)
class Category:
    """A section or a keyword; `scheme` tells which. Scheme and term are the address of its page."""

    name: str
    term: str
    scheme: str


@dataclass(frozen=True)
class Entry:
    """One article. `address` is its identity too; `html` is "" where feeds hold the standfirst alone."""

    address: str
    title: str
    language: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[str]
    contributors: Sequence[str]
    categories: Sequence[Category]
    picture: Picture | None


@dataclass(frozen=True)
class Feed:
    """A list of articles; `page` shows it to people, `address` is the feed's own."""

    publication: str
    title: str
    description: str
    language: str
    page: str
    address: str
    entries: Sequence[Entry]

    @property
    def updated_at(self) -> datetime | None:
        return max((entry.updated_at for entry in self.entries), default=None)


def with_entries(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with all that entries are made of, in the one query."""
    bylines = EditionOriginal.objects.filter(edition=OuterRef("edition")).order_by("position")
    told = Correction.objects.filter(article=OuterRef("article")).exclude(kind__in=Correction.UNLISTED)
    return (
        listings.for_lists()
        .defer(None)
        .defer("edition__seal", "labels", *VECTORS)
        .annotate(
            photo_renditions=renditions_of("edition__photo", Crop.WHOLE),
            keyword_links=keyword_links(),
            bylines=ArraySubquery(
                bylines.values(row=JSONObject(position="position", later_for="stands_in_for", byline="byline"))
            ),
            corrections=ArraySubquery(
                told.order_by("-at", "-pk").values(row=JSONObject(kind="kind", text="text", at="at"))
            ),
        )
    )


def entries(listings: Sequence[Listing], around: Furniture) -> list[Entry]:
    """The entries of `listings` that `with_entries` fetched, in the language that is active."""
    is_full = around.feed_text == FeedText.FULL
    photos = photos_in_body("".join(listing.edition.body for listing in listings)) if is_full else {}
    return [_entry(listing, around, photos if is_full else None) for listing in listings]


def _entry(listing: Any, around: Furniture, photos: dict[int, Any] | None) -> Entry:
    edition: Edition = listing.edition
    address = around.url + listing.get_absolute_url()
    picture = lead_picture(listing)
    whose = list(_whose(listing))
    corrections = [row | {"at": datetime.fromisoformat(row["at"])} for row in listing.corrections]
    return Entry(
        address=address,
        title=edition.headline,
        language=edition.language,
        summary=" ".join(part for part in (edition.standfirst, *whose) if part),
        html="" if photos is None else full_text(edition, address, picture, photos, whose, corrections),
        published_at=listing.published_at,
        # What an editor told readers without changing the text is news of it too.
        updated_at=max(listing.edition_at, listing.published_at, *(row["at"] for row in corrections)),
        authors=_authors(listing) or [edition.source_name or around.name],
        contributors=_contributors(edition),
        categories=list(_categories(listing, around)),
        picture=picture,
    )


def _whose(listing: Any) -> Iterator[str]:
    """Sentences that say whose words these are."""
    edition: Edition = listing.edition
    if edition.source_name:
        yield _("From %(outlet)s.") % {"outlet": edition.source_name}
    if name := edition.credited_translator:
        yield _credited(edition.adaptation) % {"name": name}
    if name := edition.credited_contributor:
        yield _("Credited to %(name)s when it was first published.") % {"name": name}


def _credited(adaptation: str) -> str:
    if adaptation == Adaptation.ORIGINAL_WORK:
        return _("Written by %(name)s.")
    if adaptation == Adaptation.REPUBLISHED:
        return _("Edited by %(name)s.")
    return _("Translated by %(name)s.")


def _authors(listing: Any) -> list[str]:
    """Who wrote it, as printed; nobody where the words are not the author's any more."""
    edition: Edition = listing.edition
    if edition.adaptation == Adaptation.ORIGINAL_WORK:
        return [edition.credited_translator] if edition.credited_translator else []
    if edition.adaptation in OF_NO_AUTHOR:
        return []
    later = {row["later_for"]: row["byline"] for row in listing.bylines if row["later_for"] is not None}
    printed = [later.get(row["position"], row["byline"]) for row in listing.bylines if row["later_for"] is None]
    return list(dict.fromkeys(name for byline in printed for name in names(byline)))


def _contributors(edition: Edition) -> list[str]:
    credited = "" if edition.adaptation == Adaptation.ORIGINAL_WORK else edition.credited_translator
    return [name for name in (credited, edition.credited_contributor) if name]


def _categories(listing: Any, around: Furniture) -> Iterator[Category]:
    if listing.section:
        scheme = around.url + reverse("section", args=["_"]).removesuffix("_/")
        yield Category(listing.section.name, listing.section.slug, scheme)
    scheme = around.url + reverse("keywords")
    for row in listing.keyword_links:
        name = f"{row['name']} ({row['qualifier']})" if row["qualifier"] else row["name"]
        yield Category(name, row["slug"], scheme)
