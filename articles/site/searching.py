"""The search page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import LANGUAGES, Genre, Keyword, Source, SourceKind
from articles.search import SORTS, BadSearchError, Filters, Results, read_request, search

from .furniture import Furniture, furniture, render_page

PARAMETERS = ("q", "keyword", "source", "kind", "section", "genre", "original-language", "year", "from", "to", "sort")
SORT_LABELS = {"relevance": _("Most relevant first"), "newest": _("Newest first"), "oldest": _("Oldest first")}


@dataclass(frozen=True)
class Active:
    """A filter that is on: its label and value as readers know them, and the address without it."""

    label: Any
    value: str
    without: str


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The form and what it found. A search that can't be made says why, with status 400."""
    around = furniture()
    asked = {name: request.GET[name] for name in (*PARAMETERS, "cursor") if request.GET.get(name)}
    results, problem, filters, query, sort = Results([], "", "relevance"), "", Filters(), asked.get("q", "")[:300], ""
    try:
        wanted = read_request(asked)
        filters, query, sort = wanted.filters, wanted.query, wanted.sort
        results = search(query, filters, wanted.sort, wanted.cursor)
    except BadSearchError as error:
        problem = error.args[0]
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
    return render_page(request, "site/search.html", context, status=400 if problem else 200, around=around)


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
