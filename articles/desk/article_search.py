"""Finding an article from the desk's list, at any size of archive: everything published, and what is in work.

What is typed is read as readers' search reads it (`articles.search.language`), with two conditions more, `status:` and
`translator:`. Whole addresses and slugs are found as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from articles.models import Article, Listing, Member, Status, Translation
from articles.models.days import first_moment, publication_day
from articles.models.folding import key
from articles.search import BadSearchError
from articles.search.filters import FIRST_YEAR
from articles.search.meant import did_you_mean
from articles.search.patience import SearchTooLongError, limited_patience
from articles.search.ranking import in_window
from articles.search.stems import any_of
from articles.search.understanding import Asked, understand
from articles.search.windows import DAY, Span, windows

from .working_index import refresh

MOST = 300
# Of what an index of words alone can't decide, so many are looked at: phrases.
MOST_LOOKED_AT = 2_000
PATIENCE_MS = 3_000
_PUBLIC_ADDRESS = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/([a-zA-Z0-9_-]+)")
_SLUG = re.compile(r"[a-zA-Z0-9_-]{1,120}", re.ASCII)
_OF_THE_DESK = re.compile(r'(?<!\S)(-?)(status|translator):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_STATUSES = {
    "draft": Status.DRAFT,
    "translated": Status.TRANSLATED,
    "verified": Status.VERIFIED,
    "published": Status.PUBLISHED,
}
# The newest of what the index finds are ranked, listings and working copies alike; those with it in headlines besides.
_FOUND = """
WITH listed AS MATERIALIZED (
    {in_headlines} UNION {in_texts}
), held AS (
    SELECT article_id, search_headline, search_text, published_at AS at
    FROM listed JOIN articles_listing USING (article_id)
    UNION ALL
    SELECT * FROM (
        SELECT article_id, search_headline, search_text, updated_at AS published_at
        FROM articles_workingindex JOIN articles_article ON articles_article.id = article_id
        WHERE search_text @@ %(index)s::tsquery {narrowed} ORDER BY updated_at DESC LIMIT %(looked_at)s
    ) AS working WHERE TRUE {dates}
)
SELECT article_id FROM held WHERE {exact} GROUP BY article_id ORDER BY max(
    CASE WHEN search_headline @@ %(headline)s::tsquery THEN 8 ELSE 0 END
    + CASE WHEN search_headline @@ %(phrase)s::tsquery THEN 4 ELSE 0 END
    + 2 * ts_rank(search_headline, %(words)s::tsquery) + ts_rank(search_text, %(words)s::tsquery)
    + 0.1 / (1 + greatest(extract(epoch FROM statement_timestamp() - at), 0) / 31557600)
) DESC, max(at) DESC, article_id DESC LIMIT %(most)s
"""

_THOSE = "SELECT article.id FROM articles_article AS article WHERE {narrowed}"
_NEWEST = f"{_THOSE} ORDER BY article.updated_at DESC, article.id DESC LIMIT %(most)s"


# Window after window, the newest first, until there are enough: whatever stands in every article is found as fast.
_WALK = """(
    SELECT article_id FROM unnest(%(windows)s::text[]) AS span (days) CROSS JOIN LATERAL (
        SELECT article_id FROM articles_listing
        WHERE {asks} {dates} {narrowed}
        ORDER BY published_at DESC LIMIT %(looked_at)s
    ) AS found LIMIT %(looked_at)s
)"""
_NEWEST_LISTED = """
SELECT max(published_at), min(published_at) FROM (
    SELECT published_at FROM articles_listing WHERE withdrawn_at IS NULL ORDER BY published_at DESC LIMIT %s
) AS newest
"""
FIRST_WINDOW = 2_000


@dataclass(frozen=True)
class Found:
    """What the desk's search found: articles by their ids, the best first.

    `asked` is how the words were understood, where there are any. `says`: sentences about what could not be looked
    for. `meant`: another query, where little was found for this one; "" for none.
    """

    ids: Sequence[int] = ()
    asked: Asked | None = None
    says: tuple[str, ...] = ()
    meant: str = ""


def find(term: str) -> Found:
    """What `term` means: at most some hundred articles, each look at an index or at what is in work.

    `term` is a query, a slug or how one begins, an article's public address, or the address of an original. Any string
    will do.
    """
    term = term.replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    if not term:
        return Found()
    if "://" in term or term.startswith("/"):
        return Found(list(dict.fromkeys(_by_address(term))))
    is_complete = refresh()
    try:
        with limited_patience(PATIENCE_MS):
            found = _by_words(term)
    except BadSearchError as error:
        return Found(says=(str(error),))
    except SearchTooLongError:
        return Found(says=(_("That took too long to look for: add a word that says more."),))
    if not is_complete:
        later = _("Many articles changed lately, and some are not looked through yet: search again in a moment.")
        return replace(found, says=(*found.says, later))
    return found


# --- Addresses -------------------------------------------------------------------------------------


def _by_address(term: str) -> Iterator[int]:
    bare = term.partition("#")[0].rstrip("/")
    originals = Translation.objects.filter(url__in={term, bare, f"{bare}/"}).order_by("-pk")
    yield from originals.values_list("article_id", flat=True)[:MOST]
    if match := _PUBLIC_ADDRESS.search(term):
        yield from Listing.objects.filter(slug=match[4]).values_list("article_id", flat=True)[:MOST]


def _by_slug(term: str) -> tuple[list[int], list[int]]:
    """Whose slug `term` is, and whose begins with it."""
    if not _SLUG.fullmatch(term):
        return [], []
    slug = term.lower()
    alike = Article.objects.filter(slug__startswith=slug) if "-" in term else Article.objects.filter(slug=slug)
    rows = list(alike.order_by("slug").values_list("pk", "slug")[:MOST])
    return [pk for pk, each in rows if each == slug], [pk for pk, each in rows if each != slug]


# --- Words -----------------------------------------------------------------------------------------


class _Narrowed:
    """What only the desk may ask for, taken out of what was typed; `rest` is the query without it."""

    def __init__(self, term: str) -> None:
        self.clauses: list[str] = []
        self.values: dict[str, Any] = {}
        self.says: list[str] = []
        self.rest = _OF_THE_DESK.sub(self._take, term).strip()

    def _take(self, match: re.Match[str]) -> str:
        value = (match[3] if match[4] is None else match[4]).strip()
        is_status = match[2].lower() == "status"
        name, column = f"wanted_{len(self.values)}", "status" if is_status else "translator_id"
        self.values[name] = self._status(value) if is_status else self._translators(value)
        self.clauses.append(f"{'NOT ' if match[1] else ''}coalesce(article.{column} = ANY(%({name})s), FALSE)")
        return " "

    def _status(self, value: str) -> list[str]:
        name = value.lower().removesuffix("-disclaimer")
        if name in _STATUSES:
            return [_STATUSES[name].value]
        says = _("There is no status “%(value)s”: write one of %(known)s.")
        self.says.append(says % {"value": value, "known": ", ".join(_STATUSES)})
        return []

    def _translators(self, value: str) -> list[int]:
        asked = key(value)
        members = Member.objects.only("username", "first_name", "last_name")
        found = [
            member.pk
            for member in members
            if asked in (key(member.username), key(member.first_name), key(member.last_name), key(str(member)))
        ]
        if not found:
            self.says.append(_("Nobody here is named “%(value)s”.") % {"value": value})
        return found

    @property
    def sql(self) -> str:
        return " AND ".join(self.clauses) or "TRUE"


def _by_words(term: str) -> Found:
    narrowed = _Narrowed(term)
    if not narrowed.rest and narrowed.clauses:
        newest = _fetch(_NEWEST.format(narrowed=narrowed.sql), narrowed.values | {"most": MOST})
        return Found(newest, says=tuple(narrowed.says))
    asked = understand(narrowed.rest, of_all=True)
    ids = [] if asked.is_empty else _ranked(asked, narrowed)
    headed, begun = ([], []) if narrowed.clauses else _by_slug(term)
    found = list(dict.fromkeys([*headed, *ids, *begun]))[:MOST]
    says = [*narrowed.says, *asked.problems, *asked.remarks]
    if len(found) == MOST:
        says.append(_("There are more than are listed here: add a word that says more."))
    meant = did_you_mean(narrowed.rest, asked, len(found)) if not narrowed.clauses else None
    return Found(found, asked, tuple(says), meant or "")


def _ranked(asked: Asked, narrowed: _Narrowed) -> list[int]:
    dates = ""
    if asked.from_day:
        dates += " AND published_at >= %(since)s"
    if asked.to_day:
        dates += " AND published_at < %(before)s"
    narrower = f"AND article_id IN ({_THOSE.format(narrowed=narrowed.sql)})" if narrowed.clauses else ""
    in_headlines, in_texts = (
        _WALK.format(asks=in_window(asked.query, vector), dates=dates, narrowed=narrower)
        for vector in ("search_headline", "search_text")
    )
    exact = "search_text @@ %(exact)s::tsquery" if asked.exact else "TRUE"
    statement = _FOUND.format(in_headlines=in_headlines, in_texts=in_texts, dates=dates, narrowed=narrower, exact=exact)
    return _fetch(
        statement,
        narrowed.values
        | {
            "index": asked.index,
            "exact": asked.exact,
            "words": asked.words,
            "phrase": asked.headline_phrase,
            "headline": any_of(asked.headline_keys),
            "since": asked.from_day and first_moment(asked.from_day),
            "before": asked.to_day and first_moment(asked.to_day + DAY),
            "windows": _windows(),
            "looked_at": MOST_LOOKED_AT if asked.exact else MOST,
            "most": MOST,
        },
    )


def _windows() -> list[str]:
    """All days of which something is listed, the newest first, in growing stretches; as tsqueries."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_LISTED, [FIRST_WINDOW])
        last, first = cursor.fetchone()
    last, first = (publication_day(moment) for moment in (last, first))
    # What is not shown any more may be newer.
    until = max(last, publication_day()) + DAY
    return list(windows(Span(date(FIRST_YEAR, 1, 1), until), first, newest=True))


def _fetch(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]
