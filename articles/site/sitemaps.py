"""What crawlers are told: every public address, articles a thousand to a page, and where not to go."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, Now
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Correction, Keyword, Listing, Page, Section, Source, Story
from articles.models.listings import ListingQuerySet

from .archive_months import years
from .feeds.xml_text import moment, printable
from .furniture import furniture
from .keywords import in_use

PAGE_SIZE = 1000
# Of each kind of name; a file may hold 50,000 addresses of them all.
MOST_NAMES = 10_000
# What Google reads as news: two days of it, a thousand articles at most.
NEWS_TIME, MOST_NEWS = timedelta(hours=48), 1000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"
XML = "application/xml; charset=utf-8"

# The pages that hold something: one step down the primary key for each of them, however many articles there are.
_PAGES = """
WITH RECURSIVE visible AS NOT MATERIALIZED ({visible}),
pages (number) AS (
    SELECT (SELECT article_id / %s FROM visible ORDER BY article_id LIMIT 1)
    UNION ALL
    SELECT (SELECT article_id / %s FROM visible WHERE article_id >= (number + 1) * %s ORDER BY article_id LIMIT 1)
    FROM pages WHERE number IS NOT NULL
)
SELECT number FROM pages WHERE number IS NOT NULL
"""


def page_numbers() -> list[int]:
    """Page n holds what is public of the articles n thousand to n thousand nine hundred and ninety-nine.

    An article never changes its page, whatever is published or withdrawn around it.
    """
    visible, parameters = Listing.public.order_by().values("article_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PAGES.format(visible=visible), [*parameters, PAGE_SIZE, PAGE_SIZE, PAGE_SIZE])
        return [number for (number,) in cursor.fetchall()]


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    addresses = [
        *(reverse(name) for name in ("news-sitemap", "sitemap-of-lists", "sitemap-of-names")),
        *(reverse("sitemap", args=[number]) for number in page_numbers()),
    ]
    entries = "".join(f"<sitemap><loc>{_absolute(address)}</loc></sitemap>\n" for address in addresses)
    return _document("sitemapindex", entries)


@require_safe
def sitemap_page(request: HttpRequest, number: str) -> HttpResponse:
    """One page of articles. Raises Http404 where nothing is on it."""
    first = int(number) * PAGE_SIZE
    listings = Listing.public.filter(article_id__gte=first, article_id__lt=first + PAGE_SIZE)
    found: Iterable[Any] = _changed(listings).order_by("article_id").only("address_date", "slug", "edition_at")
    entries = "".join(_url(listing.get_absolute_url(), listing.changed_at) for listing in found)
    if not entries:
        raise Http404
    return _document("urlset", entries)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days by the database's clock."""
    around = furniture()
    listings = Listing.public.filter(published_at__gt=Now() - NEWS_TIME).newest_first().select_related("edition")
    fields = ("address_date", "slug", "published_at", "language", "edition__headline")
    entries = "".join(
        _url(listing.get_absolute_url(), further=_news(listing, around.name))
        for listing in listings.only(*fields)[:MOST_NEWS]
    )
    # The schema asks for one address at least: this one is no news, and is said to be none.
    return _document("urlset", entries or _url(reverse("latest")), f' xmlns:news="{NEWS_NAMESPACE}"')


def _news(listing: Listing, publication: str) -> str:
    language = listing.language.lower()
    # Of regions and scripts Google knows those of Chinese alone.
    code = language if language in ("zh-cn", "zh-tw") else language.partition("-")[0]
    return (
        f"<news:news><news:publication><news:name>{escape(printable(publication))}</news:name>"
        f"<news:language>{code}</news:language></news:publication>"
        f"<news:publication_date>{moment(listing.published_at)}</news:publication_date>"
        f"<news:title>{escape(printable(listing.edition.headline))}</news:title></news:news>"
    )


@require_safe
def sitemap_of_lists(request: HttpRequest) -> HttpResponse:
    """The pages that lead to articles, and those about the publication."""
    names = (
        "home", "latest", "stories", "keywords", "whos-who", "sources", "archive", "corrections", "about", "selection",
        "search", "feeds",
    )  # fmt: skip
    sections = Section.objects.order_by("position", "name")
    months = (month.first for year in years() for month in year.months if month.count)
    entries = [
        *(_url(reverse(name)) for name in names),
        *(_url(section.get_absolute_url()) for section in sections.only("slug")),
        *(_url(reverse("archive-month", args=[f"{first.year:04}", f"{first.month:02}"])) for first in months),
        *(_url(page.get_absolute_url(), page.updated_at) for page in _pages()),
    ]
    return _document("urlset", "".join(entries))


def _pages() -> QuerySet[Page]:
    return Page.objects.filter(is_public=True).order_by("position", "title").only("slug", "updated_at")[:MOST_NAMES]


@require_safe
def sitemap_of_names(request: HttpRequest) -> HttpResponse:
    """The outlets, stories and keywords that something public stands under."""
    entries = "".join(_url(each.get_absolute_url()) for each in _names())
    return _document("urlset", entries or _url(reverse("keywords")))


def _names() -> Iterator[Source | Story | Keyword]:
    public = Listing.public.order_by()
    yield from Source.objects.filter(Exists(public.filter(source=OuterRef("pk")))).order_by("pk")[:MOST_NAMES]
    yield from Story.objects.filter(Exists(public.filter(story=OuterRef("pk")))).order_by("pk")[:MOST_NAMES]
    yield from in_use().only("slug").order_by("pk")[:MOST_NAMES]


def _changed(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with `changed_at`: since when readers see what they see, corrections included."""
    corrections = Correction.objects.filter(article=OuterRef("article")).exclude(kind__in=Correction.UNLISTED)
    last = Subquery(corrections.order_by("-at").values("at")[:1])
    # PostgreSQL passes over what is null.
    return listings.annotate(changed_at=Greatest("edition_at", last))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searches by words alone may be read; the hundreds that each of them can be narrowed to may not."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search')}?*&",
        "",
        f"Sitemap: {_absolute(reverse('sitemap-index'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _url(address: str, changed_at: datetime | None = None, *, further: str = "") -> str:
    changed = f"<lastmod>{moment(changed_at)}</lastmod>" if changed_at else ""
    return f"<url><loc>{_absolute(address)}</loc>{changed}{further}</url>\n"


def _absolute(address: str) -> str:
    return escape(settings.SITE_URL + address)


def _document(root: str, entries: str, further: str = "") -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}"{further}>\n{entries}</{root}>\n'
    return HttpResponse(text, content_type=XML)
