"""Stories: one event from every side, outlet beside outlet, with what each was said to stand for on that day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Adaptation, Listing, Story
from articles.models.listings import ListingQuerySet

from .asked import Given
from .furniture import render_page
from .paging import PAGE_SIZE, Cursor, TeaserList, page_of, some
from .teasers import for_teasers

# So many of a story's newest pieces are laid out by side; by date there are all of them.
LAID_OUT = 300
MOST_SIDES = 24
OF_EACH_SIDE = 3
# On the front page: among so many of the newest articles an event is looked for, and so many sides of it are shown.
LOOKED_THROUGH = 500
SIDES_IN_FRONT = 6
OF_STORY = TeaserList(lambda: Listing.public.filter(story=Given("story")))


@dataclass
class Side:
    """One outlet as it stood at one time: its newest pieces on the event, and how many there are.

    `alignment` and `outlet` are None where nobody knows, and of our own work (`is_ours`).
    """

    alignment: int | None
    outlet: int | None
    is_ours: bool
    ids: list[int] = field(default_factory=list)
    listings: Sequence[Listing] = ()

    @property
    def first(self) -> Listing:
        """The newest piece. Its edition says what the outlet was called, and was said to be, on that day."""
        return self.listings[0]

    @property
    def further(self) -> int:
        """How many pieces there are beside those laid out."""
        return len(self.ids) - len(self.listings)


@require_safe
def stories_page(request: HttpRequest) -> HttpResponse:
    """The events that something public is about: first what was last written of."""
    newest = Listing.public.filter(story=OuterRef("pk")).newest_first().values("published_at")[:1]
    rows = Story.objects.annotate(newest_at=Subquery(newest)).filter(newest_at__isnull=False)
    cursor = request.GET.get("cursor")
    if cursor is not None:
        try:
            rows = rows.filter(Cursor.read(cursor).older("newest_at", "pk"))
        except ValueError as error:
            raise Http404 from error
    found = list(rows.order_by("-newest_at", "-pk")[: PAGE_SIZE + 1])
    if cursor is not None and not found:
        raise Http404
    shown = found[:PAGE_SIZE]
    older = str(Cursor(shown[-1].newest_at, shown[-1].pk)) if len(found) > PAGE_SIZE else ""
    return render_page(
        request, "site/stories.html", {"stories": shown, "older": older, "is_first": cursor is None, "here": "stories"}
    )


@require_safe
def story_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, from every side; with `order=date`, and where there is but one side, all of it newest first."""
    story: Any = get_object_or_404(Story.objects.annotate(pieces=ArraySubquery(_pieces())), slug=slug)
    order = request.GET.get("order", "sides")
    if order not in ("sides", "date"):
        raise Http404
    sides = _sides(story.pieces)
    context: dict[str, Any] = {
        "story": story,
        "pieces": len(story.pieces),
        "outlets": len({side.outlet for side in sides if side.outlet}),
        "alignments": len({side.alignment for side in sides if side.alignment}),
        "has_more": len(story.pieces) == LAID_OUT,
        "has_sides": len(sides) > 1,
        "order": order,
    }
    if order == "date" or len(sides) < 2:
        cursor = request.GET.get("cursor")
        # Day by day it is no list as others are.
        days = page_of(Listing.public.filter(story=story), cursor=cursor, along=for_teasers) if len(sides) > 1 else None
        context |= {"page": some(days or OF_STORY.page(cursor, story=story.pk)), "keep": "order=date&"}
        return render_page(request, "site/story.html", context)
    context["bands"] = _bands(_filled(sides[:MOST_SIDES], OF_EACH_SIDE))
    context["is_whole"] = len(story.pieces) == sum(len(side.listings) for band in context["bands"] for side in band)
    return render_page(request, "site/story.html", context)


def event_in_front(chosen: int | None) -> dict[str, Any] | None:
    """The event of the front page: `story`, and `sides` with one piece each. None where there is none to show.

    It is the story `chosen` by the desk, or else the last one that two outlets wrote of.
    """
    if chosen is not None and (event := _event(Listing.public.filter(story=chosen), least=1)):
        return event
    return _event(Listing.public.all(), least=2)


def _event(listings: ListingQuerySet, *, least: int) -> dict[str, Any] | None:
    """The story that was last written of in `listings`, of those that so many outlets wrote of."""
    of_each_side = (
        Listing.public.filter(pk__in=listings.newest_first().values("pk")[:LOOKED_THROUGH], story__isnull=False)
        .order_by("story_id", "source_id", "-published_at", "-article_id")
        .distinct("story_id", "source_id")
        .select_related("story", "edition", "alignment")
        .only(
            "published_at", "address_date", "slug", "source", "genre", "adaptation", "developing", "language",
            "original_language", "story__title", "story__slug", "story__description", "alignment__name",
            "edition__article", "edition__headline", "edition__language", "edition__source_name",
        )
    )  # fmt: skip
    by_story: dict[int, list[Listing]] = {}
    for listing in sorted(of_each_side, key=lambda each: (each.published_at, each.article_id), reverse=True):
        by_story.setdefault(listing.story_id, []).append(listing)
    for sides in by_story.values():
        if sum(listing.source_id is not None for listing in sides) >= least:
            shown = _of_many_minds(sides)[:SIDES_IN_FRONT]
            return {"story": shown[0].story, "sides": sorted(shown, key=_by_alignment)}
    return None


def _of_many_minds(listings: Iterable[Listing]) -> list[Listing]:
    """First one of each alignment, then the others; in each the newest first."""
    seen: set[int | None] = {None}
    firsts: list[Listing] = []
    others: list[Listing] = []
    for listing in listings:
        (others if listing.alignment_id in seen else firsts).append(listing)
        seen.add(listing.alignment_id)
    return firsts + others


def _by_alignment(listing: Listing) -> tuple[bool, str, bool]:
    """By the alphabet, which takes no side; what has no alignment last, and our own after that."""
    alignment = listing.alignment
    return alignment is None, alignment.name.casefold() if alignment else "", listing.source_id is None


def _pieces() -> Any:
    """What the sides of the story of the query around are made of: its newest pieces."""
    piece: Any = JSONObject(pk="article_id", outlet="source_id", alignment="alignment_id", adaptation="adaptation")
    return Listing.public.filter(story=OuterRef("pk")).newest_first().values(piece=piece)[:LAID_OUT]


def _sides(pieces: Iterable[Mapping[str, Any]]) -> list[Side]:
    """The sides of `pieces` (newest first): first the one that wrote last."""
    sides: dict[tuple[int | None, int | None, bool], Side] = {}
    for piece in pieces:
        key = piece["alignment"], piece["outlet"], piece["adaptation"] == Adaptation.ORIGINAL_WORK
        sides.setdefault(key, Side(*key)).ids.append(piece["pk"])
    return list(sides.values())


def _filled(sides: Sequence[Side], most: int) -> list[Side]:
    """`sides` with the newest pieces of each, in one query."""
    ids = [pk for side in sides for pk in side.ids[:most]]
    listings = for_teasers(Listing.public.filter(pk__in=ids)).select_related("alignment")
    by_id = {listing.article_id: listing for listing in listings}
    for side in sides:
        side.listings = [by_id[pk] for pk in side.ids[:most] if pk in by_id]
    return [side for side in sides if side.listings]


def _bands(sides: Iterable[Side]) -> list[list[Side]]:
    """`sides` by alignment: the alignments by the alphabet, in each the outlet that wrote last before the others."""
    bands: dict[int | None, list[Side]] = {}
    for side in sorted(sides, key=lambda side: _by_alignment(side.first)):
        bands.setdefault(side.alignment, []).append(side)
    return list(bands.values())
