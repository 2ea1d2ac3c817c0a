"""The page as readers will see it, before it exists: of a working copy, or of the state that a link was made of.

The one place where the reader's page meets a working copy. Nothing here is public: the desk shows it to members, and
`preview_page` to whoever holds a link's secret.
"""

import hashlib
import re
import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_safe

from articles.disclaimer import Words, edition_from, words_of
from articles.models import (
    Article,
    Contributor,
    Edition,
    EditionOriginal,
    Listing,
    Member,
    Photo,
    PreviewLink,
    PreviewOpening,
    Rendition,
    Section,
    Source,
    Story,
)
from articles.models.days import publication_day
from articles.models.text import clean_html
from articles.site.articles import article_context, original_context, parallel_context
from articles.site.furniture import render_page
from articles.site.originals import ShownOriginal
from articles.site.photos import SizedFile

HOURS = (24, 72, 168)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
PARTS = ("", "original", "parallel")
# Kept by their keys in a state: as rows they may have changed since, or gone.
ROWS: dict[str, Any] = {
    "source": Source,
    "photo": Photo,
    "translator": Member,
    "contributor": Contributor,
    "section": Section,
    "story": Story,
}
_LINK_INTO_THE_SITE = re.compile(r'(<a\b[^>]*?)\shref="/[^"]*"')


# --- A state -----------------------------------------------------------------------------------------


def state_of(article: Article) -> dict[str, Any]:
    """Everything that readers would see of `article` now, as JSON holds it."""
    words = _plain(words_of(article))
    keywords = article.keyword_rows.select_related("tag").order_by("position", "pk")
    words["filed"] = {
        "section": article.section_id,
        "story": article.story_id,
        "developing": article.developing,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "keywords": [
            {"name": row.tag.name, "qualifier": row.tag.qualifier, "slug": row.tag.slug, "kind": row.tag.kind}
            for row in keywords
        ],
    }
    return words


def _plain(words: Words) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, date | datetime):
            return value.isoformat()
        return getattr(value, "pk", value)

    def fields(given: dict[str, Any]) -> dict[str, Any]:
        return {name: plain(value) for name, value in given.items()}

    return {"fields": fields(words.fields), "originals": [fields(original) for original in words.originals]}


def _rows_of(state: dict[str, Any]) -> dict[str, dict[int, Any]]:
    """The rows that a state names, those that are still there: a query for each kind that it names."""
    named: dict[str, set[int]] = {name: set() for name in ROWS}
    for part in (state["fields"], state["filed"], *state["originals"]):
        for name in ROWS:
            if part.get(name):
                named[name].add(part[name])
    return {name: ROWS[name].objects.in_bulk(list(keys)) if keys else {} for name, keys in named.items()}


def _words(state: dict[str, Any], rows: dict[str, dict[int, Any]]) -> Words:
    def fields(given: dict[str, Any]) -> dict[str, Any]:
        found = {name: rows[name].get(value) if name in rows else value for name, value in given.items()}
        # Cleaned once more on its way out: what was typed into the database by hand is no exception.
        found["body"] = clean_html(given["body"])
        if "read_at" in found:
            found["read_at"] = parse_datetime(given["read_at"])
            found["published_on"] = parse_date(given["published_on"]) if given["published_on"] else None
            # Only tells where the reading lies at the desk.
            found.pop("translation", None)
        return found

    return Words(fields(state["fields"]), [fields(original) for original in state["originals"]])


# --- The page ----------------------------------------------------------------------------------------


def show(
    request: HttpRequest, article: Article, state: dict[str, Any], *, part: str, address: str, link: PreviewLink | None
) -> HttpResponse:
    """The reader's page of `state`, or its `part` ("original", "parallel"), as if it stood at `address`.

    Raises Http404 for a part that readers would not have.
    """
    if part not in PARTS:
        raise Http404
    rows = _rows_of(state)
    edition, originals = _edition(article, _words(state, rows))
    listing = _listing(article, edition, originals, state["filed"], rows)
    # Its own addresses lead to the other parts of the preview.
    vars(listing)["get_absolute_url"] = lambda: address
    shown = [ShownOriginal.of(original) for original in originals]
    context = {
        "": lambda: article_context(listing, shown, []),
        "original": lambda: original_context(listing, shown),
        "parallel": lambda: parallel_context(listing, shown),
    }[part]()
    template = f"preview/{part or 'article'}.html"
    with timezone.override(timezone.get_default_timezone()):
        response = render_page(request, template, context | {"link": link})
    response.content = _without_ways_out(response.content.decode(), address).encode()
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _edition(article: Article, words: Words) -> tuple[Edition, list[EditionOriginal]]:
    return edition_from(words, article, number=1, attested_at=timezone.now())


def _listing(
    article: Article,
    edition: Edition,
    originals: list[EditionOriginal],
    filed: dict[str, Any],
    rows: dict[str, dict[int, Any]],
) -> Listing:
    planned = parse_datetime(filed["published_at"]) if filed["published_at"] else None
    moment = planned or timezone.now()
    listing = Listing(
        article_id=article.pk,
        edition=edition,
        published_at=moment,
        edition_at=moment,
        address_date=publication_day(moment),
        slug=article.slug,
        section=rows["section"].get(filed["section"]),
        story=rows["story"].get(filed["story"]),
        source=edition.source,
        language=edition.language,
        original_language=originals[0].language if originals else "",
        genre=edition.genre,
        adaptation=edition.adaptation,
        developing=filed["developing"],
    )
    renditions = edition.photo.renditions.filter(crop=Rendition.Crop.WHOLE).order_by("width") if edition.photo else []
    # As `listing_at` fetches them along.
    extra = {
        "keyword_links": filed["keywords"],
        "photo_renditions": [SizedFile(str(each.image.name), each.width, each.height) for each in renditions],
    }
    vars(listing).update(extra)
    return listing


def _without_ways_out(html: str, address: str) -> str:
    """Links lead to the parts of the preview and to outlets; the site's own pages may not exist yet, or elsewhere."""

    def kept(match: re.Match[str]) -> str:
        return match[0] if f' href="{address}' in match[0] else match[1]

    return _LINK_INTO_THE_SITE.sub(kept, html)


# --- Links for somebody outside ----------------------------------------------------------------------


def make_link(article: Article, *, by: Member, expires_at: datetime, meant_for: str = "") -> tuple[PreviewLink, str]:
    """A link to the state in which `article` is now, and its address, which is told once and kept nowhere."""
    secret = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        article=article,
        text_revision=article.text_revision,
        words=state_of(article),
        secret_hash=hash_of(secret),
        meant_for=meant_for,
        made_by=by,
        expires_at=expires_at,
    )
    return link, f"{settings.SITE_URL}{reverse('preview', args=[secret])}"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@require_safe
def preview_page(request: HttpRequest, secret: str, part: str = "") -> HttpResponse:
    """What a link shows; the same 404 for one that is unknown, revoked or expired by the database's clock.

    No session is read or set. An opening is counted when a page is sent, not when a machine asks for its headers.
    """
    link = (
        PreviewLink.objects.select_related("article")
        .filter(Q(expires_at__gt=Now()), secret_hash=hash_of(secret), revoked_at=None, words__isnull=False)
        .first()
    )
    if link is None or not link.words:
        raise Http404
    address = reverse("preview", args=[secret])
    response = show(request, link.article, link.words, part=part, address=address, link=link)
    if request.method == "GET":
        PreviewOpening.objects.create(link=link)
    return response
