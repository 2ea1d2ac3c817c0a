"""What of public pages is made beforehand, by a worker (articles/page_parts.py), and printed from then on as it is.

Of an article's page all that stands between the publication's furniture, of lists each teaser. It is made by the same
templates as what nobody made yet, and of the same rows: readers get the same bytes either way.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import django
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Case, F, FilteredRelation, Q, When
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

import articles
from articles.disclaimer import aligned
from articles.models import Edition, Listing, PagePart, Photo, is_void
from articles.models.listings import ListingQuerySet
from articles.models.text import photos_in

from .asked import Asked, Given
from .furniture import Furniture
from .originals import ShownOriginal, unaligned
from .teasers import for_teasers

ARTICLE, TEASER = "article", "teaser"
# Beside these, the pairs of paragraphs that an edition came without, as JSON: of each original, by its number.
PARALLEL = "parallel"
# What pages are made with, beside the publication's settings.
_HOUSE = Path(articles.__file__).parent
_MADE_WITH = [(_HOUSE / each, "*.py") for each in ("models", "site", "templatetags")] + [
    (_HOUSE / "locale", "*.mo"),
    (settings.BASE_DIR / "newsroom", "formats/**/*.py"),
    (settings.BASE_DIR / "templates" / "site", "*.html"),
]


class ArticleParts(NamedTuple):
    """An article's page without its furniture: what its head says, and what readers read."""

    head: SafeString
    main: SafeString


# No text holds it unescaped, so there is one.
_MAIN_BEGINS = '<article class="article">'


# --- Made ---------------------------------------------------------------------------------------------


def article_made(context: dict[str, Any], around: Furniture) -> str:
    """Both of its parts, of what `article_context` gives, in the language that is in force."""
    told = {**context, "site": around}
    return render_to_string("site/_article_head.html", told) + render_to_string("site/_article.html", told)


def teaser_made(listing: Listing, around: Furniture) -> str:
    """Its item of a list, of what `for_teasers` fetches."""
    return render_to_string("site/_teaser.html", {"listing": listing, "site": around, "level": 2, "with_photo": True})


def parts_of(html: str) -> ArticleParts:
    """What `article_made` made."""
    begins = html.index(_MAIN_BEGINS)
    # Our own templates made it of text that they escaped, and of bodies that were cleaned.
    return ArticleParts(mark_safe(html[:begins]), mark_safe(html[begins:]))  # noqa: S308


def pairs_made(edition: Edition, originals: Sequence[ShownOriginal]) -> str:
    """The pairs of those of `originals` that came without any; "" where there is none to pair."""
    found = {shown.original.pk: aligned(edition, shown.original) for shown in unaligned(originals)}
    return json.dumps(found) if found else ""


# --- What it is made of -------------------------------------------------------------------------------


def keys_of_article(listing: Listing, originals: Iterable[ShownOriginal]) -> list[str]:
    """Whose change makes an article's part void, as `PublicChange` names them.

    The `listing` is one that `lookup.told` fetched.
    """
    edition: Any = listing.edition
    outlets = {shown.original.source_id for shown in originals} | {listing.source_id, edition.source_id}
    people = {edition.translator_id, edition.attested_by_id}
    if edition.contributor:
        people.add(edition.contributor.member_id)
    photos = {edition.photo_id, *photos_in(edition.body)}
    photos |= {place.picture_id for place in (listing.section, listing.source) if place}
    told: Any = listing
    return [
        f"article-{listing.article_id}",
        *_keys("source", outlets),
        *_keys("section", [listing.section_id]),
        *_keys("story", [listing.story_id]),
        *_keys("keyword", {link["pk"] for link in (*told.keyword_links, *told.author_links)}),
        *_keys("photo", photos),
        *_keys("member", people),
        *_keys("contributor", [edition.contributor_id]),
    ]


def keys_of_teaser(listing: Listing) -> list[str]:
    return [f"article-{listing.article_id}", *_keys("photo", [listing.edition.photo_id])]


def _keys(kind: str, ids: Iterable[int | None]) -> Iterator[str]:
    return (f"{kind}-{each}" for each in ids if each is not None)


def last_day(photos: Iterable[Photo | None]) -> date | None:
    """The first day on which one of `photos` may no longer be shown, of those that may today."""
    today = timezone.localdate()
    return min(
        (each.expires_on for each in photos if each and each.expires_on and each.expires_on > today), default=None
    )


def look_of(around: Furniture) -> str:
    """The digest of all that a part is made with beside its rows: the code, its words, the publication's settings."""
    return _digest(
        _code(), around.name, around.motto, around.language, around.numerals, around.attester_shown, around.card,
        around.principles, around.url, settings.TIME_ZONE, default_storage.url(""),
        around.logo and (around.logo.image.name, around.logo.width, around.logo.height),
    )  # fmt: skip


def _digest(*told: object) -> str:
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


@cache
def _code() -> str:
    files = sorted(file for folder, pattern in _MADE_WITH for file in folder.rglob(pattern))
    return _digest(django.VERSION, *((file.name, file.read_bytes()) for file in files))


# --- Read ---------------------------------------------------------------------------------------------


def kept_article(on: date, slug: str, around: Furniture) -> tuple[ArticleParts, Sequence[str]] | None:
    """The parts of the public article at this address and what they are made of; None where they are to be made now."""
    for made_of, look, lasts_until, html in _ARTICLE_AT.rows(on=on, slug=slug):
        if _is_good(look, lasts_until, look_of(around)):
            return parts_of(html), made_of
    return None


def _with_part(listings: ListingQuerySet, kind: str) -> ListingQuerySet:
    joined = listings.annotate(part=FilteredRelation("page_parts", condition=Q(page_parts__kind=kind)))
    return joined.annotate(part_look=Case(When(~is_void("part__pk"), then=F("part__look"))))


# The look of what is void is none.
_PART = ("part_look", "part__lasts_until", "part__html")
_ARTICLE_AT = Asked(
    lambda: _with_part(Listing.public.filter(address_date=Given("on"), slug=Given("slug")), ARTICLE).values_list(
        "part__made_of", *_PART
    )
)


def with_teasers(listings: ListingQuerySet) -> Any:
    """`listings` as the values of a TeaserRow each."""
    return _with_part(listings, TEASER).values_list("article_id", "published_at", *_PART)


def kept_pairs(listing: Listing, originals: Sequence[ShownOriginal]) -> Mapping[str, Any]:
    """What `pairs_made` made of them; {} where nothing is kept or needed."""
    if not unaligned(originals):
        return {}
    kept = PagePart.objects.standing().filter(listing=listing.pk, kind=PARALLEL).values_list("html", flat=True).first()
    return json.loads(kept) if kept else {}


class TeaserRow(NamedTuple):
    """What a list is paged by, and the teaser, if one is kept."""

    article_id: int
    published_at: datetime
    look: str | None
    lasts_until: date | None
    html: str | None


def teasers_of(rows: Sequence[TeaserRow], around: Furniture) -> list[str]:
    """The items of a list, in the language that is in force: at most one query for all to be made."""
    look = look_of(around)
    html = {row.article_id: row.html or "" for row in rows if _is_good(row.look, row.lasts_until, look)}
    if missing := [row.article_id for row in rows if row.article_id not in html]:
        made_now = for_teasers(Listing.public.filter(pk__in=missing))
        html |= {listing.article_id: teaser_made(listing, around) for listing in made_now}
    # What was withdrawn between both queries is in neither.
    return [html[row.article_id] for row in rows if row.article_id in html]


def _is_good(look: str | None, lasts_until: date | None, wanted: str) -> bool:
    """Whether a part was kept, looks as it would today, and shows no photo whose rights have ended."""
    return look == wanted and (lasts_until is None or lasts_until > timezone.localdate())
