"""The search page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Keyword, Listing
from articles.models.folding import key
from articles.models.text import clean_line
from articles.search import BadSearchError, Filters, Request, Results, Sort, fewer, read_request, search
from articles.search.patience import SearchTooLongError, patience_for_each

from .furniture import furniture, render_page
from .narrowing import Terms, chips, groups, sorts
from .writing import written_in

# For each query of a search. Ordinary ones take a hundredth; the site's threads are few.
PATIENCE_MS = 1000
# Of a name's spellings, how many stand in one quiet line.
SPELLINGS = 6
LATEST = 5


@dataclass(frozen=True)
class Answer:
    """What became of a search: its results, or the problem in words with the status of the response."""

    wanted: Request
    results: Results | None = None
    problem: str = ""
    status: int = 200


def answered(asked: QueryDict, *, sort: Sort | None = None) -> Answer:
    """The search that `asked` stands for, made; from its start and in the order of `sort` where that is given.

    Where nothing is asked for there are neither results nor a problem.
    """
    wanted = Request(clean_line(asked.get("q", "")), Filters(), "relevance", "")
    try:
        wanted = read_request(asked)
        if sort:
            wanted = replace(wanted, sort=sort, cursor="")
        if not wanted.query and not wanted.filters.are_set:
            return Answer(wanted)
        with patience_for_each(PATIENCE_MS):
            return Answer(wanted, search(wanted))
    except BadSearchError as error:
        return Answer(wanted, problem=str(error.args[0]), status=400)
    except SearchTooLongError:
        return Answer(wanted, problem=_("This search takes too long: add a word, or narrow it by year."), status=503)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The form and what it found. A search that can't be made says why, with status 400; one too long, with 503."""
    around = furniture()
    with written_in(around.language, around.numerals):
        terms, answer = Terms.of(request.GET), answered(request.GET)
        context = {
            "query": answer.wanted.query,
            "terms": terms,
            "problem": answer.problem,
            "is_first": not answer.wanted.cursor,
            "without_conditions": Terms(tuple(pair for pair in terms.pairs if pair not in terms.conditions)),
            "chips": list(chips(terms, answer.results.facets if answer.results else ())),
        }
        if results := answer.results:
            context |= _of_results(terms, answer.wanted, results)
        if answer.results and not answer.results.found and not answer.wanted.cursor:
            context |= _of_nothing(terms, answer.wanted, answer.results)
        return render_page(request, "site/search.html", context, status=answer.status, around=around)


def _of_results(terms: Terms, wanted: Request, results: Results) -> dict[str, Any]:
    start = terms.without("cursor")
    return {
        "results": results,
        "more_than": 0 if results.asked.exact else _round(results.count),
        "remarks": (*results.asked.problems, *results.asked.remarks),
        "groups": list(groups(terms, results.facets)),
        "days": (wanted.filters.from_day, wanted.filters.to_day),
        "beside_the_days": terms.without("from", "to").pairs,
        "sorts": sorts(terms, results.sort, has_words=bool(wanted.query)),
        "names": list(_names(results)),
        "sounds": results.sounds,
        "exactly": _exactly(terms, wanted.query, results),
        "meant": (results.meant, terms.asking(results.meant)) if results.meant else None,
        "more": str(start.with_pair("cursor", results.cursor)) if results.cursor else "",
        "start": str(start),
        "feed_terms": str(terms.without("sort")),
    }


def _of_nothing(terms: Terms, wanted: Request, results: Results) -> dict[str, Any]:
    """What helps on: the same search without one of its words where that finds something, and the latest articles."""
    try:
        with patience_for_each(PATIENCE_MS):
            queries = fewer(wanted)
    except SearchTooLongError:
        queries = []
    heard = {typed for typed, _words in results.asked.sounds}
    return {
        "unknown": [word for word in results.asked.unknown if word not in heard],
        "without_a_word": [(query, terms.asking(query)) for query in queries],
        "latest": list(Listing.public.newest_first().for_lists()[:LATEST]),
    }


def _round(count: int) -> int:
    """`count` with all but its first two figures nought: "more than 1,200" is true of what was counted to 1,243."""
    unit = 10 ** max(len(str(count)) - 2, 0)
    return count - count % unit


def _names(results: Results) -> Iterator[dict[str, Any]]:
    """The names that were searched in all their spellings, with the pages that are about them."""
    told = [(name, _others(name.typed, (name.name, *name.spellings))) for name in results.asked.names]
    keywords = Keyword.objects.in_bulk([name.keyword_id for name, _spellings in told]) if told else {}
    for name, spellings in told:
        if spellings and (keyword := keywords.get(name.keyword_id)):
            yield {"keyword": keyword, "spellings": spellings[:SPELLINGS], "are_more": len(spellings) > SPELLINGS}


def _others(typed: str, spellings: Iterable[str]) -> Sequence[str]:
    """`spellings` but for what folds to what was typed, one of each folding; those in another script first."""
    told: dict[str, str] = {}
    for spelling in spellings:
        told.setdefault(key(spelling), spelling)
    told.pop(key(typed), None)
    return sorted(told.values(), key=lambda each: _is_latin(each) == _is_latin(typed))


def _is_latin(text: str) -> bool:
    return all(ord(character) < 0x250 for character in text if character.isalpha())


def _exactly(terms: Terms, query: str, results: Results) -> tuple[str, str] | None:
    """The same query with quotation marks around what was widened, and its address; None where nothing was."""
    exact = query
    for typed in [*(name.typed for name in results.asked.names), *(typed for typed, _words in results.asked.sounds)]:
        exact = re.sub(rf'(?<![\w"]){re.escape(typed)}(?![\w"])', f'"{typed}"', exact, count=1, flags=re.IGNORECASE)
    return (exact, terms.asking(exact)) if exact != query else None
