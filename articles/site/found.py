"""The HTML of what a search found, and of what narrows it.

Written here and not in templates: a page has some hundred of these small things, and the template engine would take as
long over them as all else that a search takes.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import LANGUAGES, Edition, Listing, direction
from articles.search import Found, Marked, Snippet

from .furniture import Furniture
from .narrowing import Choice
from .words import GENRES
from .writing import day, moment, number

# Of a standfirst in which nothing is marked, so many letters.
STANDFIRST = 280
_IN_PART = {
    "excerpts": gettext_noop("Excerpts"),
    "summary": gettext_noop("Summary"),
    "round-up": gettext_noop("Round-up"),
}


def items(found: Sequence[Found], site: Furniture) -> SafeString:
    """What was found, each an item of a list, in the language that is in force."""
    dated = lru_cache(_dated)
    # Whatever text stands in it was escaped below.
    return mark_safe("".join(f"<li>{_item(each, site, dated)}</li>\n" for each in found))  # noqa: S308


def choices(some: Sequence[Choice]) -> SafeString:
    """The values of a facet, each an item of a list."""
    remove = f' <span class="hidden">{escape(_("remove"))}</span>'
    made = (
        f'<li><a class="choice" href="{escape(each.address)}" rel="nofollow"{each.is_on * _CURRENT}>'
        f'<bdi class="choice-name">{escape(each.name)}</bdi>{each.is_on * remove} '
        f'<span class="choice-count">{number(each.count)}</span></a></li>'
        for each in some
    )
    return mark_safe("".join(made))  # noqa: S308  (as above)


_CURRENT = ' aria-current="true"'


def _item(found: Found, site: Furniture, dated: Callable[[date], str]) -> str:
    listing, marked = found.listing, found.marked
    edition = listing.edition
    own = f'lang="{edition.language}" dir="{direction(edition.language)}"'
    headline = _marks(marked.headline) or escape(edition.headline)
    said = f"{_lines(edition, marked, own)}{_in_the_original(marked)}{''.join(_from(listing, site, dated))}"
    return (
        f'<article class="teaser"><div class="teaser-text">\n{_kicker(listing)}'
        f'<h3 class="teaser-headline" {own}><a href="{_address(listing)}">{headline}</a></h3>\n{said}</div></article>'
    )


def _marks(parts: Snippet) -> str:
    return "".join(f"<mark>{escape(part.text)}</mark>" if part.is_marked else escape(part.text) for part in parts)


def _lines(edition: Edition, marked: Marked, own: str) -> str:
    """The passage with the words, or what the article begins with."""
    if marked.passage:
        return f'<p class="found-passage" {own}>{_marks(marked.passage)}</p>\n'
    standfirst = _marks(marked.standfirst) or escape(Truncator(edition.standfirst).chars(STANDFIRST))
    return f'<p class="teaser-standfirst" {own}>{standfirst}</p>\n' if standfirst else ""


def _in_the_original(marked: Marked) -> str:
    original = marked.original
    if original is None:
        return ""
    lines = f'<p class="found-headline">{_marks(marked.original_headline)}</p>' if marked.original_headline else ""
    lines += f"<p>{_marks(marked.original_passage)}</p>" if marked.original_passage else ""
    if not lines:
        return f'<p class="found-where">{escape(_("The words stand in the original."))}</p>\n'
    its = f'lang="{original.language}" dir="{original.direction}"'
    return (
        f'<p class="found-where">{escape(_("In the original:"))}</p>\n'
        f'<blockquote class="found-original" {its}>{lines}</blockquote>\n'
    )


def _kicker(listing: Listing) -> str:
    """Nothing for plain news that is whole."""
    said = [f'<span class="kicker-developing">{escape(_("Developing"))}</span>'] if listing.developing else []
    said += [f"<span>{escape(GENRES.get(listing.genre, listing.genre))}</span>"] if listing.genre != "news" else []
    said += [f"<span>{escape(_(_IN_PART[listing.adaptation]))}</span>"] if listing.adaptation in _IN_PART else []
    return f'<p class="kicker">{"".join(said)}</p>\n' if said else ""


def _from(listing: Listing, site: Furniture, dated: Callable[[date], str]) -> Iterator[str]:
    """Whose words it is made from, in which language, and when it was published here."""
    outlet = listing.edition.source_name or (site.name if listing.adaptation == "original-work" else "")
    yield '<p class="from">'
    if outlet:
        yield f'<span class="from-outlet"><bdi>{escape(outlet)}</bdi></span>'
    if listing.original_language and listing.original_language != listing.language:
        language = LANGUAGES.get(listing.original_language)
        name = _(language.name) if language else listing.original_language
        yield f"<span>{escape(_('from %(language)s') % {'language': name})}</span>"
    at = timezone.localtime(listing.published_at)
    yield f'<time datetime="{moment(at)}">{dated(at.date())}</time></p>'


def _dated(day_of: date) -> str:
    return escape(day(day_of))


def _address(listing: Listing) -> str:
    """The listing's own, which needn't be looked up for each anew. A slug has no letters to escape."""
    year, month, day_of, slug = listing.address
    return _addresses().format(year, month, day_of, slug)


@lru_cache
def _addresses() -> str:
    return reverse("article", args=["0001", "01", "02", "slug"]).replace("0001/01/02/slug", "{}/{}/{}/{}")
