"""Pages of another system become pages of this one: public where they, and all they stood under, were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Page, ascii_slug
from articles.models.text import BODY_MAX

from .bodies import Body, read_body
from .filing import free_slug
from .items import Item
from .ledger import Brought, Outcome, cut, plain_line
from .old_addresses import OldAddresses, pairs
from .pictures import Pictures
from .shortcodes import with_gallery

TITLE_MAX = 160


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stood: under which other, and whether it was public itself."""

    parent: str
    slug: str
    is_public: bool


def place_of(item: Item, now: datetime) -> Place:
    is_due = item.posted_at is None or item.posted_at <= now
    return Place(item.parent, item.slug, item.status == "publish" and not item.has_password and is_due)


class Pages:
    """The pages of one site. By a page's number there: where it stood (`places`), and which pictures are its own."""

    def __init__(
        self,
        site: str,
        pictures: Pictures,
        addresses: OldAddresses,
        places: Mapping[str, Place],
        pictures_of: Mapping[str, Sequence[str]],
    ) -> None:
        self.site, self.pictures, self.addresses = site, pictures, addresses
        self.places, self.pictures_of = places, pictures_of
        self.slugs = set(Page.objects.values_list("slug", flat=True))

    def bring(self, batch: Sequence[Brought], *, now: datetime) -> None:
        """Bring in pages that have not been. The caller's transaction, and the caller's ledger."""
        bodies = [(each, self._body(each.item)) for each in batch]
        at = self.pictures.of_bodies([(brought, body.pictures) for brought, body in bodies])
        pages = []
        for brought, body in bodies:
            brought.notes += body.notes
            html = body.html({picture: place for place, picture in enumerate(body.pictures, start=1)})
            pages.append(self._page(brought, self.pictures.shown(brought, html, body.pictures, at), now))
        Page.objects.bulk_create(pages)
        for brought, page in zip(batch, pages, strict=True):
            brought.row.page_id = page.pk
            brought.row.outcome = Outcome.PUBLIC if page.is_public else Outcome.DRAFT
            if page.is_public:
                new = reverse("page", args=[page.slug])
                brought.leads += pairs(self.addresses.of_item(brought.item), new)

    def _body(self, item: Item) -> Body:
        content = with_gallery(item.content, self.pictures_of.get(item.post_id, ()))
        return read_body(content, line=item.line, site=self.site)

    def _page(self, brought: Brought, html: str, now: datetime) -> Page:
        item = brought.item
        title = plain_line(item.title)
        if not title:
            brought.note("no-headline", _("This page has no title."))
        if len(title) > TITLE_MAX:
            brought.note("headline-cut", _("The title was too long and was cut: “%(all)s”.") % {"all": title[:1_000]})
        if len(html) > BODY_MAX:
            brought.note("text-too-long", _("The text of this page is too long: it came in without."))
            html = ""
        why = self._why_not_public(item, html, now)
        if why:
            brought.note("not-public", why)
        return Page(
            title=cut(title, TITLE_MAX) or _("Without a title"), slug=self._slug(brought), body=html, is_public=not why
        )

    def _why_not_public(self, item: Item, html: str, now: datetime) -> str:
        if not place_of(item, now).is_public:
            return _("This page was not public there.")
        if not html:
            return _("This page has no text.")
        above, seen = item.parent, {item.post_id}
        while above:
            place = self.places.get(above)
            if place is None or above in seen:
                return _("What this page stood under is not in the file.")
            if not place.is_public:
                return _("This page stood under one that was not public there.")
            seen.add(above)
            above = place.parent
        return ""

    def _slug(self, brought: Brought) -> str:
        item = brought.item
        own = ascii_slug(unquote(item.slug), max_length=60) or ascii_slug(plain_line(item.title), max_length=60)
        own = own or ascii_slug(f"page-{item.post_id}", max_length=60) or "page"
        above = self.places.get(item.parent)
        if own in self.slugs and above and (parent := ascii_slug(unquote(above.slug), max_length=30)):
            own = f"{parent}-{own}"
        slug = free_slug(own, self.slugs)
        if slug != item.slug:
            brought.note("slug-taken", _("The address ends in “%(slug)s” here.") % {"slug": slug})
        return slug
