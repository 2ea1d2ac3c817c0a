"""Lists of articles by section, story, outlet and keyword.

A name that nothing public stands under answers 404: that the desk works on something is nobody's business.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Keyword, KeywordSpelling, Listing, Section, Source, Story

from .furniture import render_page
from .paging import ListPage, page_of


@require_safe
def section_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One section, newest first; also when nothing is in it yet."""
    section = get_object_or_404(Section, slug=slug)
    page = page_of(Listing.public.filter(section=section), cursor=request.GET.get("cursor"))
    return render_page(request, "site/section.html", {"section": section, "page": page})


@require_safe
def story_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, from every outlet that wrote of it."""
    story = get_object_or_404(Story, slug=slug)
    page = _some(page_of(Listing.public.filter(story=story), cursor=request.GET.get("cursor")))
    return render_page(request, "site/story.html", {"story": story, "page": page})


@require_safe
def source_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One outlet: what it is said to be, now and before, and what was published from it."""
    source = get_object_or_404(Source, slug=slug)
    page = _some(page_of(Listing.public.filter(source=source), cursor=request.GET.get("cursor")))
    profiles = list(source.profiles.select_related("alignment").order_by("-valid_from"))
    today = timezone.localdate()
    now = next(
        (each for each in profiles if each.valid_from <= today and (not each.valid_until or today < each.valid_until)),
        None,
    )
    # A profile still to come is the desk's business.
    before = [each for each in profiles if each.valid_from <= today and each != now]
    context = {"source": source, "profile": now, "earlier_profiles": before, "page": page}
    return render_page(request, "site/source.html", context)


@require_safe
def keyword_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Articles under one keyword, newest first; a merged keyword leads on to what it became."""
    keyword = public_keyword(slug)
    if keyword.slug != slug:
        return HttpResponsePermanentRedirect(keyword.get_absolute_url())
    page = _some(page_of(Listing.public.all(), under=keyword, cursor=request.GET.get("cursor")))
    spellings = keyword.spellings.filter(use=KeywordSpelling.Use.VARIANT).order_by("language", "text")
    return render_page(request, "site/keyword.html", {"keyword": keyword, "page": page, "spellings": list(spellings)})


def public_keyword(slug: str) -> Keyword:
    """The keyword of this slug, or what it was merged into. Raises Http404 where nothing public stands under that."""
    keyword = get_object_or_404(Keyword.objects.select_related("merged_into"), slug=slug)
    if keyword.merged_into is None:
        return keyword
    # One step and no further: what something was merged into is itself merged into nothing.
    if not Listing.public.under(keyword.merged_into).exists():
        raise Http404
    return keyword.merged_into


def _some(page: ListPage) -> ListPage:
    if not page.listings:
        raise Http404
    return page
