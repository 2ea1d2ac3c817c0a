"""The front page and the latest."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Listing, Section

from .furniture import furniture, render_page
from .moved import sent_on_by_number
from .paging import page_of
from .teasers import for_teasers

# Beside the lead the next in pictures and words, then a list of headlines.
SECONDS = 4
LATEST = 12
IN_A_SECTION = 4
MOST_SECTIONS = 12


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """The lead story, the latest, and the newest of each section. Nothing stands there twice.

    301 for an old address that is but a number.
    """
    if request.GET and (found := sent_on_by_number(request)):
        return found
    around = furniture()
    latest = list(for_teasers(Listing.public.newest_first())[: LATEST + 1])
    newest_there = Listing.public.filter(section=OuterRef("pk")).newest_first().values("pk")
    # So many that enough are left when all of the latest are from one section.
    sections = list(
        Section.objects.annotate(newest=ArraySubquery(newest_there[: IN_A_SECTION + LATEST + 1]))[:MOST_SECTIONS]
    )
    lead, latest = _lead(latest, around.lead_id)
    used = {listing.article_id for listing in [lead, *latest] if listing}
    chosen = {section: [pk for pk in section.newest if pk not in used][:IN_A_SECTION] for section in sections}
    ids = [pk for pks in chosen.values() for pk in pks]
    by_id = {listing.article_id: listing for listing in for_teasers(Listing.public.filter(pk__in=ids))} if ids else {}
    by_section = [(section, [by_id[pk] for pk in pks if pk in by_id]) for section, pks in chosen.items()]
    context = {
        "lead": lead,
        "seconds": latest[:SECONDS],
        "latest": latest[SECONDS:],
        "by_section": [pair for pair in by_section if pair[1]],
    }
    return render_page(request, "site/home.html", context, around=around)


def _lead(latest: list[Listing], chosen: int | None) -> tuple[Listing | None, list[Listing]]:
    """The story that leads, and the latest without it: what the desk chose if it is public, or else the newest."""
    lead = next((listing for listing in latest if listing.article_id == chosen), None)
    if lead is None and chosen is not None:
        lead = for_teasers(Listing.public.filter(pk=chosen)).first()
    if lead is None and latest:
        lead = latest[0]
    return lead, [listing for listing in latest if listing != lead][:LATEST]


@require_safe
def latest_page(request: HttpRequest) -> HttpResponse:
    """Everything, newest first."""
    page = page_of(Listing.public.all(), cursor=request.GET.get("cursor"))
    return render_page(request, "site/latest.html", {"page": page, "here": "latest"})
