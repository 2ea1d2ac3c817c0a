"""What crawlers are told: every public address, a thousand to a page, and where not to go."""

from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Listing

PAGE_SIZE = 1000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
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
    addresses = [reverse("sitemap-of-lists"), *(reverse("sitemap", args=[number]) for number in page_numbers())]
    entries = "".join(f"<sitemap><loc>{_absolute(address)}</loc></sitemap>\n" for address in addresses)
    return _document("sitemapindex", entries)


@require_safe
def sitemap_page(request: HttpRequest, number: str) -> HttpResponse:
    """One page of articles. Raises Http404 where nothing is on it."""
    first = int(number) * PAGE_SIZE
    listings = Listing.public.filter(article_id__gte=first, article_id__lt=first + PAGE_SIZE)
    entries = "".join(
        f"<url><loc>{_absolute(listing.get_absolute_url())}</loc>"
        f"<lastmod>{listing.edition_at:%Y-%m-%d}</lastmod></url>\n"
        for listing in listings.order_by("article_id").only("address_date", "slug", "edition_at")
    )
    if not entries:
        raise Http404
    return _document("urlset", entries)


@require_safe
def sitemap_of_lists(request: HttpRequest) -> HttpResponse:
    """The pages that lead to articles and are there from the first day."""
    names = ("home", "latest", "keywords", "sources", "corrections", "about")
    return _document("urlset", "".join(f"<url><loc>{_absolute(reverse(name))}</loc></url>\n" for name in names))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search')}",
        "",
        f"Sitemap: {_absolute(reverse('sitemap-index'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _absolute(address: str) -> str:
    return escape(settings.SITE_URL + address)


def _document(root: str, entries: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{entries}</{root}>\n'
    return HttpResponse(text, content_type=XML)
