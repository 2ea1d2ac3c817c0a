"""The search page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from articles.models import LANGUAGES, Genre, Keyword, Source, SourceKind
from articles.search import SORTS, BadSearchError, Filters, Results, read_request, search

from .furniture import Furniture, furniture, render_page

# For each query of a search. Ordinary ones take a hundredth; the site's threads are few.
PATIENCE_MS = 1000
PARAMETERS = ("q", "keyword", "source", "kind", "section", "genre", "original-language", "year", "from", "to", "sort")
SORT_LABELS = {"relevance": _("Most relevant first"), "newest": _("Newest first"), "oldest": _("Oldest first")}


@dataclass(frozen=True)
class Active:
    """A filter that is on: its label and value as readers know them, and the address without it."""

    label: Any
    value: str
    without: str


class SearchTooLongError(Exception):
    """A search that the database gave up, so that others get their turn."""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The form and what it found. A search that can't be made says why, with status 400; one too long, with 503."""
    around = furniture()
    asked = {name: request.GET[name] for name in (*PARAMETERS, "cursor") if request.GET.get(name)}
    results, problem, filters, query, sort = Results([], "", "relevance"), "", Filters(), asked.get("q", "")[:300], ""
    status = 200
    try:
        wanted = read_request(asked)
        filters, query, sort = wanted.filters, wanted.query, wanted.sort
        with limited_patience():
            results = search(query, filters, wanted.sort, wanted.cursor)
    except BadSearchError as error:
        problem, status = error.args[0], 400
    except SearchTooLongError:
        problem, status = str(_("This search takes too long: add a word.")), 503
    used = {name: asked[name] for name in PARAMETERS if name in asked and name != "sort"}
    context = {
        "query": query,
        "filters": filters,
        "results": results,
        "problem": problem,
        "is_asked": bool(query or filters.are_set),
        "is_first": "cursor" not in asked,
        "older": _address(request, cursor=results.cursor) if results.cursor else "",
        "start": _address(request, cursor=None),
        "active": [] if problem else list(_active(request, filters, around, results)),
        "are_narrowed": filters.are_set or bool(set(used) - {"q"}),
        "sort": sort or "relevance",
        "sorts": [(name, SORT_LABELS[name]) for name in SORTS],
        "genres": Genre.choices,
        "kinds": SourceKind.choices,
        "languages": [(each.code, each.name) for each in LANGUAGES.values()],
    }
    return render_page(request, "site/search.html", context, status=status, around=around)


@contextmanager
def limited_patience() -> Iterator[None]:
    """Within, no query takes longer than `PATIENCE_MS`. Raises SearchTooLongError where one would."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
            yield
            # Nothing was written; going back takes the limit back too, should this be part of something larger.
            transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooLongError from error
        raise


def _address(request: HttpRequest, **changed: str | None) -> str:
    """The address of this search with `changed` parameters; None leaves one out."""
    parameters = request.GET.copy()
    for name in list(parameters):
        if name not in (*PARAMETERS, "cursor"):
            del parameters[name]
    parameters.pop("cursor", None)
    for name, value in changed.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}" if parameters else "?"


def _active(request: HttpRequest, filters: Filters, around: Furniture, results: Results) -> Iterator[Active]:
    sections = {section["slug"]: section["name"] for section in around.sections}
    language = LANGUAGES.get(filters.original_language)
    values = (
        ("keyword", _("Keyword"), _name_of(Keyword, filters.keyword, results)),
        ("source", _("Outlet"), _name_of(Source, filters.source, results)),
        ("kind", _("Kind of outlet"), SourceKind(filters.kind).label if filters.kind else ""),
        ("section", _("Section"), sections.get(filters.section, filters.section)),
        ("genre", _("Genre"), Genre(filters.genre).label if filters.genre else ""),
        ("original-language", _("Translated from"), _(language.name) if language else ""),
        ("year", _("Year"), str(filters.year or "")),
        ("from", _("From"), str(filters.from_day or "")),
        ("to", _("Until"), str(filters.to_day or "")),
    )
    for name, label, value in values:
        if value:
            yield Active(label, str(value), _address(request, **{name: None}))


def _name_of(model: type[Keyword] | type[Source], slug: str, results: Results) -> str:
    """The name behind a slug where something public stands under it; or else the slug, as it was typed."""
    found = model.objects.filter(slug=slug).first() if slug and results.found else None
    return str(found) if found else slug
