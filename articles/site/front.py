"""The front page and the latest."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Listing, Section

from .furniture import furniture, render_page
from .moved import is_numbered, sent_on_by_number
from .paging import TeaserList
from .stories import event_in_front
from .teasers import for_teasers

# Beside the lead the next in pictures and words, then a list of headlines.
SECONDS = 4
LATEST = 12
IN_A_SECTION = 4
MOST_SECTIONS = 12
EVERYTHING = TeaserList(Listing.public.all)


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """The lead story, the latest, one event from every side, and the newest of each section.

    Nothing stands there twice, but that what leads may be a side of the event. 301 for an old address that is but a
    number.
    """
    if request.GET and (found := sent_on_by_number(request)):
        return found
    around = furniture()
    event = event_in_front(around.story_id)
    sides = {listing.article_id for listing in event["sides"]} if event else set()
    latest = list(for_teasers(Listing.public.newest_first())[: LATEST + 1 + len(sides)])
    lead, latest = _lead(latest, around.lead_id)
    latest = [listing for listing in latest if listing.article_id not in sides][:LATEST]
    used = sides | {listing.article_id for listing in [lead, *latest] if listing}
    context = {
        "lead": lead,
        "seconds": latest[:SECONDS],
        "latest": latest[SECONDS:],
        "event": event,
        "by_section": _by_section(used),
    }
    response = render_page(request, "site/home.html", context, around=around)
    if is_numbered(request):
        # A redirect may be made at any moment, and is no change of what readers see.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _lead(latest: list[Listing], chosen: int | None) -> tuple[Listing | None, list[Listing]]:
    """The story that leads, and the latest without it: what the desk chose if it is public, or else the newest."""
    lead = next((listing for listing in latest if listing.article_id == chosen), None)
    if lead is None and chosen is not None:
        lead = for_teasers(Listing.public.filter(pk=chosen)).first()
    if lead is None and latest:
        lead = latest[0]
    return lead, [listing for listing in latest if listing != lead]


def _by_section(used: set[int]) -> list[tuple[Section, list[Listing]]]:
    """The sections with the newest of each that isn't `used` already; none that has nothing more."""
    newest_there = Listing.public.filter(section=OuterRef("pk")).newest_first().values("pk")
    # So many that enough are left when all that is used is from one section.
    sections = Section.objects.annotate(newest=ArraySubquery(newest_there[: IN_A_SECTION + len(used)]))
    chosen = {each: [pk for pk in each.newest if pk not in used][:IN_A_SECTION] for each in sections[:MOST_SECTIONS]}
    ids = [pk for pks in chosen.values() for pk in pks]
    by_id = {listing.article_id: listing for listing in for_teasers(Listing.public.filter(pk__in=ids))} if ids else {}
    by_section = [(section, [by_id[pk] for pk in pks if pk in by_id]) for section, pks in chosen.items()]
    return [(section, listings) for section, listings in by_section if listings]


@require_safe
def latest_page(request: HttpRequest) -> HttpResponse:
    """Everything, newest first."""
    page = EVERYTHING.page(request.GET.get("cursor"))
    return render_page(request, "site/latest.html", {"page": page, "here": "latest"})
