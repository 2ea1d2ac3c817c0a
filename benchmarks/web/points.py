"""Which addresses are asked for, drawn from the kept articles with a fixed seed."""

import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from articles.models import Listing, ListingKeyword
from articles.site.paging import PAGE_SIZE, Cursor
from benchmarks.search import samples

DEEP = 500
IN_TURN = 500
# Of how many of the newest articles those are drawn: as many as the peers were measured with.
AMONG = 20_000


@dataclass(frozen=True)
class Points:
    """Addresses; what is several is asked for in turn."""

    articles: list[str]
    keyword: str
    keyword_articles: int
    deep: str
    frequent: list[str]
    rare: list[str]
    two_words: list[str]

    @property
    def article(self) -> str:
        return self.articles[0]


def points() -> Points:
    newest = Listing.public.newest_first()
    chosen = random.Random("articles").sample(range(min(AMONG, newest.count())), min(IN_TURN, newest.count()))
    rows = dict(enumerate(newest.only("address_date", "slug")[:AMONG]))
    busiest = _busiest()[0]
    return Points(
        articles=[rows[each].get_absolute_url() for each in chosen],
        keyword=f"/keywords/{busiest['keyword__slug']}/",
        keyword_articles=busiest["many"],
        deep=f"/latest/?{urlencode({'cursor': str(cursor_before(DEEP))})}",
        frequent=[search(word) for word in samples.frequent_words(20)],
        rare=[search(word) for word in samples.rare_words(60)],
        two_words=[search(words) for words in samples.scattered(60, range(500, 8_000))],
    )


def _busiest() -> Any:
    """Keywords by how many articles stand under them, the most first."""
    rows = ListingKeyword.objects.filter(keyword__slug__startswith="bulk-").values("keyword__slug")
    return rows.annotate(many=Count("pk")).order_by("-many", "keyword__slug")


def busy_keywords(number: int) -> list[str]:
    return [f"/keywords/{row['keyword__slug']}/" for row in _busiest()[:number]]


def cursor_before(page: int) -> Cursor:
    """The place where page number `page` of the latest begins; of the last page, where there are fewer."""
    newest = Listing.public.newest_first().only("published_at", "article_id")
    at = max(0, min(PAGE_SIZE * (page - 1), newest.count() - PAGE_SIZE) - 1)
    listing = newest[at]
    return Cursor(listing.published_at, listing.article_id)


def search(words: str) -> str:
    return f"/search/?{urlencode({'q': words})}"


def distinct_searches(number: int) -> list[str]:
    """Searches that nobody asked before: two words each, no pair twice."""
    chance, words = random.Random("distinct"), samples.frequent_words(4_000)
    pairs = {" ".join(chance.sample(words, 2)): None for _each in range(number)}
    return [search(pair) for pair in pairs]
