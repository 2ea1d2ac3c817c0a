"""Every address under which another system showed what is moved in, so that all of them lead on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import product
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Listing, address_key

from .items import Item, Term
from .mapping import Map

# An article with more old addresses than this has mostly repetitions of one.
MOST = 60


class OldAddresses:
    """The old addresses of one site, as `address_key` makes them."""

    def __init__(self, site: str, map_: Map, terms: Iterable[Term] = ()) -> None:
        self.host = site.partition("/")[0].removeprefix("www.").lower()
        self.prefix = "/" + site.partition("/")[2].strip("/") if site.partition("/")[2].strip("/") else ""
        self.home = address_key(f"{self.prefix}/")
        self.map = map_
        self.zone = ZoneInfo(map_.time_zone or settings.TIME_ZONE)
        categories = [term for term in terms if term.taxonomy == "category"]
        self.parents = {term.slug: term.parent for term in categories if term.parent}
        self.numbers = {term.slug: term.term_id for term in categories if term.term_id}

    def of_item(self, item: Item) -> list[str]:
        """Those of a post, page or attachment, each once."""
        return self._keys([*self._named(item), *self._numbered(item), *self._made(item)])

    def of_term(self, taxonomy: str, slug: str, term_id: str = "") -> list[str]:
        """Those of a category, a tag, or an entry of another taxonomy."""
        if taxonomy == "category":
            base = self.map.category_base
            own = [f"/{base}/{self.path_of(slug)}", f"/{base}/{slug}", *([f"/?cat={term_id}"] if term_id else [])]
        elif taxonomy == "post_tag":
            own = [f"/{self.map.tag_base}/{slug}", "/?" + urlencode({"tag": slug})]
        else:
            own = [f"/{taxonomy}/{slug}"]
        return self._keys(self._below(each) for each in own)

    def of_days(self, days: Iterable[date]) -> Iterator[tuple[str, str]]:
        """Those of the archives of years, months and days on which something stands, each with where it leads."""
        days = list(days)
        for day in days:
            asked = urlencode({"from": day.isoformat(), "to": day.isoformat()})
            yield from self._to(f"/{day:%Y/%m/%d}", f"{reverse('search')}?{asked}")
        months = sorted({(day.year, day.month) for day in days})
        for year in sorted({year for year, _month in months}):
            yield from self._to(f"/{year:04}", reverse("search") + f"?year={year:04}")
        for year, month in months:
            first = date(year, month, 1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            asked = urlencode({"from": first.isoformat(), "to": last.isoformat()})
            yield from self._to(f"/{year:04}/{month:02}", f"{reverse('search')}?{asked}")

    def of_feeds(self) -> Iterator[tuple[str, str]]:
        if self.home:
            yield self.home, reverse("home")
        for old in ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/wp-rss2.php", "/wp-rss.php"):
            yield from self._to(old, reverse("latest-feed", args=["rss"]))

    def path_of(self, slug: str) -> str:
        """A category with those above it: "middle-east/syria"."""
        path, above = [slug], self.parents.get(slug, "")
        while above and above not in path:
            path.insert(0, above)
            above = self.parents.get(above, "")
        return "/".join(path)

    def _to(self, old: str, new: str) -> Iterator[tuple[str, str]]:
        for key in self._keys([self._below(old)]):
            yield key, new

    def _below(self, path: str) -> str:
        """A path below the site's own; one that only its query names stands below the root."""
        return path if path.startswith("/?") else f"{self.prefix}{path}"

    def _named(self, item: Item) -> Iterator[str]:
        """What the file itself calls its addresses."""
        own = [each for each in (item.link, item.guid) if self._is_ours(each)]
        yield from own
        for custom in item.meta.get("custom_permalink", []):
            yield self._below("/" + custom.strip("/"))
        link = item.link if self._is_ours(item.link) else ""
        for slug in item.meta.get("_wp_old_slug", []):
            if item.slug and item.slug in link:
                before, _slug, after = link.rpartition(item.slug)
                yield before + slug + after

    def _is_ours(self, address: str) -> bool:
        """Whether an address is one of this site, or numbered as only this site's can be."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        ours = not self.host or parts.hostname.removeprefix("www.") == self.host.partition(":")[0]
        return ours or bool(re.search(r"[?&]p(age_id)?=[0-9]", address))

    def _numbered(self, item: Item) -> Iterator[str]:
        if not item.post_id:
            return
        kinds = {"page": "page_id", "attachment": "attachment_id"}
        for name in dict.fromkeys(("p", kinds.get(item.kind, "p"))):
            yield f"/?{name}={item.post_id}"
            if self.prefix:
                yield f"{self.prefix}/?{name}={item.post_id}"
        if item.kind not in kinds:
            yield self._below(f"/archives/{item.post_id}")

    def _made(self, item: Item) -> Iterator[str]:
        """What the map's structures come to, for each of its categories and slugs."""
        if item.kind in ("page", "attachment") or not self.map.permalinks:
            return
        slugs = [each for each in (item.slug, *item.meta.get("_wp_old_slug", [])) if each]
        categories = [slug for taxonomy, slug, _name in item.terms if taxonomy == "category"] or ["uncategorized"]
        paths = list(dict.fromkeys(path for slug in categories for path in (self.path_of(slug), slug)))
        for structure in self.map.permalinks:
            moments = self._moments(item) if re.search("%(?:year|monthnum|day)%", structure) else [None]
            for slug, at in product(slugs or [""], moments):
                for category in paths if "%category%" in structure else [""]:
                    if made := self._filled(structure, item, slug, category, at):
                        yield self._below(made)

    def _moments(self, item: Item) -> list[datetime | None]:
        """When it was published, and the days that its address named before."""
        moments = [item.posted_at.astimezone(self.zone)] if item.posted_at else []
        for day in item.meta.get("_wp_old_date", []):
            with suppress(ValueError):
                moments.append(datetime.combine(date.fromisoformat(day), time(), self.zone))
        return list(moments)

    def _filled(self, structure: str, item: Item, slug: str, category: str, at: datetime | None) -> str:
        facts: Mapping[str, str] = {
            "%postname%": slug, "%post_id%": item.post_id, "%category%": category,
            "%year%": f"{at:%Y}" if at else "", "%monthnum%": f"{at:%m}" if at else "",
            "%day%": f"{at:%d}" if at else "", "%hour%": f"{at:%H}" if at else "",
            "%minute%": f"{at:%M}" if at else "", "%second%": f"{at:%S}" if at else "",
        }  # fmt: skip
        used = re.findall("%[a-z_]+%", structure)
        if not all(facts.get(tag) for tag in used):
            return ""
        return re.sub("%[a-z_]+%", lambda tag: quote(facts[tag[0]], safe="/%"), structure)

    def _keys(self, addresses: Iterable[str]) -> list[str]:
        keys = dict.fromkeys(map(address_key, addresses))
        return [key for key in keys if key and key not in ("/", self.home)][:MOST]


def address_of(listing_slug: str, day: date) -> str:
    """The path of an article here."""
    return Listing(slug=listing_slug, address_date=day).get_absolute_url()


def pairs(keys: Sequence[str], new: str) -> Iterator[tuple[str, str]]:
    """Each old address with the new one, but where they are the same."""
    same = address_key(new)
    for key in keys:
        if key != same:
            yield key, new


def refused_address(old: str) -> str:
    """Why an old address does not lead on. Not by which of several it was taken: that may differ from run to run."""
    return _("The old address “%(old)s” is that of something else, or leads there: it does not lead here.") % {
        "old": old
    }
