"""How long search takes: the search itself, with facets and marks, and the whole page that a reader asks for."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from articles.models import Keyword, Listing
from articles.search.stems import lexemes
from benchmarks.report import Report, say

from . import samples
from .asking import Asked, ask, page
from .names import names
from .relevance import mistyped_queries
from .timing import Timing, milliseconds, summary, timed

RARE_MS, ANY_MS = 15, 50
# A phrase of these is narrowed down to few by its words alone.
FEW = 1_000
TIMES_AS_LONG = 3
UNBOUNDED_RUNS = 3


@dataclass(frozen=True)
class Kind:
    """Searches of one kind, and the time that each is allowed."""

    what: str
    asked: Sequence[Asked]
    at_most: int


@dataclass(frozen=True)
class Measured:
    search: Timing
    page: Timing


def kinds() -> list[Kind]:
    """Every kind of search that is timed."""
    chance = random.Random("kinds")
    frequent = samples.frequent_words(20)
    rows = [
        ("rare word", _each(samples.rare_words(60)), RARE_MS),
        ("two words", _each(samples.scattered(60, range(500, 8_000))), RARE_MS),
        ("phrase, its words share ≤ 1,000 articles", _each(_few_together(), quoted=True), RARE_MS),
        ("the most frequent word", _each(frequent[:1]), ANY_MS),
        ("the 20 most frequent words", _each(frequent), ANY_MS),
        ("two frequent words", _each([" ".join(chance.sample(frequent, 2)) for _pair in range(20)]), ANY_MS),
        ("frequent phrase of two", _each(samples.neighbours(30, range(60), 2), quoted=True), ANY_MS),
        ("frequent phrase of three", _each(samples.neighbours(30, range(150), 3), quoted=True), ANY_MS),
        ("phrase of five frequent words that nobody wrote", _each(_unwritten(chance, frequent), quoted=True), ANY_MS),
        ("a headline", _each([known.typed for known in samples.headlines(40)]), ANY_MS),
        ("a name in all its spellings", _each([name.name for name in names()[:40]]), ANY_MS),
        ("a mistyped name", _each(mistyped_queries(30)), ANY_MS),
        ("nothing found", _each([f"{word}zzq" for word in samples.rare_words(20)]), ANY_MS),
        ("frequent word OR frequent word, -without", _each(_with_notions(chance, frequent)), ANY_MS),
        ("frequent word, newest first", _each(frequent, sort="newest"), ANY_MS),
        ("frequent word, oldest first", _each(frequent, sort="oldest"), ANY_MS),
        ("frequent word and a filter", _filtered(frequent), ANY_MS),
        ("filters alone", _filtered([""]), ANY_MS),
        ("the tenth page, by rank and by date", _deep(frequent[:5]), ANY_MS),
    ]
    return [Kind(what, asked, at_most) for what, asked, at_most in rows]


def measure(report: Report, number: str, every: Sequence[Kind]) -> dict[str, Measured]:
    """The times of each kind of search among `number`, by kind."""
    times = {}
    report.title(f"Server time, {number}: the search with facets and marks")
    for kind in every:
        taken = timed(kind.asked, ask)
        times[kind.what] = taken
        _add(report, kind, taken)
    report.title(f"Server time, {number}: the whole page, through Django")
    pages = {}
    for kind in every:
        pages[kind.what] = timed(kind.asked, page)
        _add(report, kind, pages[kind.what])
    return {kind.what: Measured(times[kind.what], pages[kind.what]) for kind in every}


def _add(report: Report, kind: Kind, taken: Timing) -> None:
    report.add(kind.what, str(taken), taken.sample, asked=f"p95 ≤ {kind.at_most} ms", is_met=taken.p95 <= kind.at_most)


def compare(report: Report, small: Mapping[str, Measured], large: Mapping[str, Measured]) -> None:
    """That ten times as many articles take no longer than `TIMES_AS_LONG`."""
    report.title("Ten times as many articles: how many times as long (95th percentiles)")
    for what, few in small.items():
        for door in ("search", "page"):
            before, after = getattr(few, door), getattr(large[what], door)
            times = after.p95 / before.p95
            measured = f"{times:.1f} ({before.p95:.1f} → {after.p95:.1f} ms)"
            asked = f"≤ {TIMES_AS_LONG} times"
            report.add(f"{what}: {door}", measured, after.sample, asked=asked, is_met=times <= TIMES_AS_LONG)


# --- What is asked -----------------------------------------------------------------------------


def _each(queries: Sequence[str], *, quoted: bool = False, **more: str) -> list[Asked]:
    return [{"q": f'"{query}"' if quoted else query, **more} for query in queries]


def _few_together() -> list[str]:
    return samples.neighbours(60, range(400, 20_000), 2, at_most=FEW)


def _unwritten(chance: random.Random, frequent: Sequence[str]) -> list[str]:
    return [" ".join(chance.sample(frequent, 5)) for _phrase in range(20)]


def _with_notions(chance: random.Random, frequent: Sequence[str]) -> list[str]:
    return ["{} OR {} -{}".format(*chance.sample(frequent, 3)) for _query in range(20)]


def _filtered(queries: Sequence[str]) -> list[Asked]:
    keyword = Keyword.objects.get(slug="bulk-keyword-3").slug
    filters = [
        {"source": "bulk-outlet-7"}, {"year": "2021"}, {"keyword": keyword}, {"section": "bulk-section-2"},
        {"genre": "opinion"}, {"original-language": "ar"}, {"kind": "agency"},
        {"from": "2020-01-01", "to": "2020-03-31"},
        {"source": "bulk-outlet-7", "year": "2021", "section": "bulk-section-2"},
    ]  # fmt: skip
    return [{**({"q": query} if query else {}), **narrowed} for query in queries for narrowed in filters]


def _deep(frequent: Sequence[str]) -> list[Asked]:
    """The address of the tenth page of each search."""
    pages = []
    for asked in [*_each(frequent), *_each(frequent, sort="newest"), *_each(frequent, sort="oldest")]:
        cursor = ""
        for _page in range(9):
            cursor = ask(asked | {"cursor": cursor} if cursor else asked).cursor
        if cursor:
            pages.append(asked | {"cursor": cursor})
        else:
            say(f"        {asked} has no tenth page")
    return pages


# --- What it would take without bounds ---------------------------------------------------------

_UNBOUNDED = {
    "every match ranked": """
        SELECT article_id FROM articles_listing WHERE withdrawn_at IS NULL AND published_at <= now()
        AND search_text @@ %(query)s::tsquery
        ORDER BY ts_rank(search_text, %(query)s::tsquery) DESC, article_id DESC LIMIT 20""",
    "every match counted": "SELECT count(*) FROM articles_listing WHERE search_text @@ %(query)s::tsquery",
    "every match's labels counted": """
        SELECT label, count(*) FROM articles_listing, unnest(labels) AS label
        WHERE search_text @@ %(query)s::tsquery GROUP BY label""",
}


def unbounded(report: Report, number: str) -> None:
    """The same questions, asked of every match."""
    report.title(f"Beside it, {number}: what it would take without bounds")
    frequent = samples.frequent_words(5)
    queries = {
        "the most frequent word": _lexeme(frequent[0]),
        "a phrase of two frequent words": f"{_lexeme(frequent[1])} <-> {_lexeme(frequent[2])}",
        "a rare word": _lexeme(samples.rare_words(1)[0]),
    }
    for what, query in queries.items():
        total = 0.0
        for how, statement in _UNBOUNDED.items():
            taken = summary([milliseconds(lambda: _run(statement, query)) for _r in range(UNBOUNDED_RUNS)])  # noqa: B023
            total += taken.median
            report.add(f"{what}: {how}", f"{taken.median:.1f} ms", f"{UNBOUNDED_RUNS} runs")
        report.add(f"{what}: all three", f"{total:.1f} ms", f"of {Listing.objects.count():,} listings")


def _lexeme(word: str) -> str:
    return f"'{lexemes([('english', word)])['english', word]}'"


def _run(statement: str, query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"query": query})
        cursor.fetchall()
