"""What the site's templates say, and how they show a photo."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Edition, EditionOriginal, Listing, Photo, direction
from articles.models.text import Figure, with_figures
from articles.site import made, writing
from articles.site.photos import SizedFile
from articles.site.words import ADAPTATIONS, COUNTRIES, GENRES, MEDIUMS

register = template.Library()
register.filter("direction", direction)
# Every date and number that readers see goes through these.
register.filter("day", writing.day, expects_localtime=True)
register.filter("month", writing.month, expects_localtime=True)
register.filter("number", writing.number)
register.filter("digits", writing.digits)
register.filter("moment", writing.moment, expects_localtime=True)

# A browser takes the first that it reads; the pages' fallback is none of them.
PHOTO_SOURCES = {".avif": "image/avif", ".webp": "image/webp"}


# By the template and all that it reads. More than sections and settings in one process ask for are made anew.
_around: dict[object, SafeString] = {}
MOST_AROUND = 200


@register.filter
def language_name(code: str) -> str:
    """The language's name as readers of the publication call it; the code where nobody gave it a name."""
    return _(LANGUAGES[code].name) if code in LANGUAGES else code


@register.filter
def genre_words(genre: str) -> str:
    return str(GENRES.get(genre, genre))


@register.filter
def adaptation_words(adaptation: str) -> str:
    return str(ADAPTATIONS.get(adaptation, adaptation))


@register.filter
def medium_words(original: EditionOriginal) -> str:
    """ "Video in Arabic"."""
    words = str(MEDIUMS.get(original.medium, "%(language)s"))
    return words % {"language": language_name(original.language)}


@register.filter
def country_name(code: str) -> str:
    return str(COUNTRIES.get(code, code))


@register.inclusion_tag("site/_photo.html")
def photo(listing: Listing, sizes: str, *, is_lead: bool = False, is_decoration: bool = False) -> dict[str, Any]:
    """The photo of a listing as `for_teasers` or `listing_at` fetches it; nothing when it was withdrawn.

    `is_decoration`: beside a headline that says more than its description would.
    """
    edition: Edition = listing.edition
    shown: Any = edition.shown_photo
    if shown is None or not shown.image:
        return {}
    described = _picture(shown, getattr(listing, "photo_renditions", ()), sizes)
    alt = "" if is_decoration else edition.photo_alt
    return {**described, "alt": alt, "language": edition.language, "is_lead": is_lead}


@register.simple_tag
def with_photos(html: str, photos: Mapping[int, Any], language: str) -> str:
    """A cleaned body with each of `photos` (see `photos_in_body`) where it stands, with its caption and credit.

    What isn't among them goes whole. Still HTML that is to be trusted as far as the body was.
    """

    def printed(figure: Figure) -> str:
        shown = photos.get(figure.photo) if photos else None
        if shown is None:
            return ""
        described = _picture(shown, shown.photo_renditions, "(min-width: 44rem) 41rem, 100vw")
        # Its own size: the page makes it no wider than that, nor than the text.
        words = {"alt": figure.alt, "language": language, "width": shown.width, "height": shown.height}
        picture = render_to_string("site/_photo.html", {**described, **words})
        said = {"photo_credit": shown.credit, "is_file_photo": shown.is_file_photo}
        parts = [f"<bdi>{figure.caption}</bdi>"] if figure.caption else []
        if any(said.values()):
            credit = render_to_string("site/_credit.html", {"edition": said})
            parts.append(format_html('<span lang="{}">{}</span>', get_language(), credit))
        caption = f'<figcaption class="caption">{" ".join(parts)}</figcaption>' if parts else ""
        return f'<figure class="body-figure">{picture.strip()}{caption}</figure>'

    return with_figures(html, printed)


def _picture(shown: Photo, renditions: Sequence[Sequence[Any]], sizes: str) -> dict[str, Any]:
    """What `_photo.html` prints of a photo, but for its words. `renditions`: what SizedFile holds, of each."""
    by_format: dict[str, list[SizedFile]] = {}
    for rendition in renditions:
        file = SizedFile(*rendition)
        by_format.setdefault(PurePosixPath(file.name).suffix, []).append(file)
    sources = [
        {"type": media_type, "srcset": ", ".join(f"{default_storage.url(each.name)} {each.width}w" for each in files)}
        for suffix, media_type in PHOTO_SOURCES.items()
        if (files := by_format.get(suffix))
    ]
    # Until its sized files are made, the picture as it is kept.
    fallback = next(iter(by_format.get(".jpg", ())), SizedFile(str(shown.image.name), shown.width, shown.height))
    return {
        "src": default_storage.url(fallback.name),
        "sources": sources,
        "sizes": sizes,
        "width": fallback.width,
        "height": fallback.height,
    }


@register.simple_tag(takes_context=True)
def teasers(context: Mapping[str, Any]) -> SafeString:
    """The items of the list `page` (see `page_of`), made beforehand or now."""
    items = made.teasers_of(context["page"].listings, context["site"])
    # Our own template made them of text that it escaped.
    return mark_safe("".join(f"<li>{item}</li>\n" for item in items))  # noqa: S308


@register.simple_tag(takes_context=True)
def around(context: Mapping[str, Any], template: str) -> SafeString:
    """`template`, whose words a page shares with all others of its kind: made once for all of them.

    It may read `site`, `here` and the slug of `section`.
    """
    site, here, section = context["site"], context.get("here", ""), context.get("section")
    slug = section.slug if section else ""
    kept_as = template, site.digest, here, slug
    if (html := _around.get(kept_as)) is None:
        html = render_to_string(template, {"site": site, "here": here, "section": {"slug": slug}})
        if len(_around) >= MOST_AROUND:
            _around.clear()
        if not settings.DEBUG:
            _around[kept_as] = html
    return html


@register.simple_tag
def absolute(address: str) -> str:
    """`address` with the site's own before it, unless it is whole already (a photo on another server)."""
    return address if urlsplit(address).scheme else settings.SITE_URL + address
