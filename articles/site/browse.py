"""One section's articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Listing, Section

from .asked import Given
from .furniture import render_page
from .paging import TeaserList

OF_SECTION = TeaserList(lambda: Listing.public.filter(section=Given("section")))


@require_safe
def section_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One section, newest first; also when nothing is in it yet."""
    section = get_object_or_404(Section, slug=slug)
    page = OF_SECTION.page(request.GET.get("cursor"), section=section.pk)
    return render_page(request, "site/section.html", {"section": section, "page": page})
