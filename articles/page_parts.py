"""Makes of public pages what can be made before anybody reads them (see `PagePart`): in a worker, the newest first.

A reader never waits for it: what isn't made yet is made in the request. So it may be late, and stop at any moment.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Correction, Listing, PagePart, Photo
from articles.models.text import photos_in
from articles.site.articles import article_context, listed_corrections
from articles.site.furniture import Furniture, furniture
from articles.site.lookup import told
from articles.site.made import (
    ARTICLE,
    PARALLEL,
    TEASER,
    article_made,
    keys_of_article,
    keys_of_teaser,
    last_day,
    look_of,
    pairs_made,
    teaser_made,
)
from articles.site.originals import shown_originals
from articles.site.photos import Crop, photos_in_body, renditions_of
from articles.site.writing import written_in

# So many articles are read and made at once.
BATCH = 25
# So many are looked through at once for what is missing.
STEP = 2_000


def make_parts(patience: timedelta, changed: Collection[str] = ()) -> int:
    """Make parts that are missing, for so long at most; how many were kept.

    `changed` are the keys of what has changed since the last call. 0 means that nothing is missing, or that somebody is
    changing what readers see at this moment. It remembers how far it came: call it from one thread alone.
    """
    until = monotonic() + patience.total_seconds()
    if changed:
        PagePart.objects.take_void_away()
    around = furniture()
    _walk.begin_again(look_of(around), changed)
    kept = 0
    while monotonic() < until and (wanted := _walk.next_missing()):
        # Before anything is read: what changes from here on is noticed, and what was made of it isn't kept.
        seen = PagePart.objects.snapshot()
        made = _made(wanted, around)
        stored = PagePart.objects.keep(made, seen=seen)
        kept += stored
        if made and not stored:
            # At the next call.
            _walk.waiting = wanted + _walk.waiting
            break
    return kept


class Walk:
    """The way through everything public, from the newest on, for what has no part of the look in force today."""

    def __init__(self) -> None:
        self.of: tuple[object, ...] = ()
        self.waiting: list[int] = []
        self.at: tuple[datetime, int] | None = None
        self.is_over = False

    def begin_again(self, look: str, changed: Iterable[str]) -> None:
        """Where another look is in force, another day, or something else has changed than single articles."""
        named = [key.partition("-") for key in changed]
        articles = {int(pk) for kind, _dash, pk in named if kind == "article"}
        self.waiting = list(articles) + [pk for pk in self.waiting if pk not in articles]
        of = look, timezone.localdate()
        if self.of != of or any(kind not in ("article", "site") for kind, _dash, _pk in named):
            self.of, self.at, self.is_over = of, None, False

    def next_missing(self) -> list[int]:
        """The ids of the next articles to make, at most a batch of them; [] at the end of the way."""
        while not self.waiting and not self.is_over:
            self._step()
        found, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
        return found

    def _step(self) -> None:
        # What is still to appear too: it is made by its moment.
        listings = Listing.objects.filter(withdrawn_at=None)
        if self.at:
            moment, pk = self.at
            listings = listings.filter(Q(published_at__lt=moment) | Q(article_id__lt=pk), published_at__lte=moment)
        good = PagePart.objects.standing().filter(listing=OuterRef("pk"), kind=ARTICLE, look=self.of[0])
        lasting = good.filter(Q(lasts_until=None) | Q(lasts_until__gt=self.of[1]))
        rows = listings.newest_first().values_list("published_at", "pk", Exists(lasting))[:STEP]
        found = list(rows)
        self.waiting = [pk for _moment, pk, is_made in found if not is_made]
        if len(found) < STEP:
            self.is_over = True
        else:
            self.at = found[-1][:2]


_walk = Walk()


def _made(wanted: Sequence[int], around: Furniture) -> list[PagePart]:
    with written_in(around.language, around.numerals), timezone.override(timezone.get_default_timezone()):
        return list(parts_of_articles(wanted, around))


def parts_of_articles(wanted: Iterable[int], around: Furniture) -> Iterator[PagePart]:
    """The parts of these articles, but those that were withdrawn, in the language that is in force."""
    look, corrections = look_of(around), _by_article(listed_corrections(wanted))
    listings = list(_listings(wanted))
    photos = photos_in_body("".join(listing.edition.body for listing in listings))
    for listing in listings:
        originals = shown_originals(listing.edition)
        context = article_context(listing, originals, corrections.get(listing.article_id, []), photos)
        shown = [photos[each] for each in photos_in(listing.edition.body) if each in photos]
        yield PagePart(
            listing=listing,
            kind=ARTICLE,
            look=look,
            made_of=keys_of_article(listing, originals),
            lasts_until=last_day([*shown, *_photos_beside(listing)]),
            html=article_made(context, around),
        )
        if pairs := pairs_made(listing.edition, originals):
            made_of = [f"article-{listing.article_id}"]
            yield PagePart(listing=listing, kind=PARALLEL, look=look, made_of=made_of, html=pairs)
        # As `for_teasers` fetches them.
        listing.photo_renditions = listing.wide_renditions
        yield PagePart(
            listing=listing,
            kind=TEASER,
            look=look,
            made_of=keys_of_teaser(listing),
            lasts_until=last_day([listing.edition.photo]),
            html=teaser_made(listing, around),
        )


def _listings(wanted: Iterable[int]) -> Iterable[Any]:
    pictures = told(Listing.objects.filter(pk__in=wanted, withdrawn_at=None)).select_related(
        "source__picture", "section__picture"
    )
    return pictures.annotate(wide_renditions=renditions_of("edition__photo", Crop.WIDE))


def _photos_beside(listing: Listing) -> list[Photo | None]:
    """Its own, and those that stand in for it where somebody shares a link."""
    return [listing.edition.photo, *(place.picture for place in (listing.source, listing.section) if place)]


def _by_article(corrections: Iterable[Correction]) -> dict[int, list[Correction]]:
    found: dict[int, list[Correction]] = {}
    for correction in corrections:
        found.setdefault(correction.article_id, []).append(correction)
    return found
