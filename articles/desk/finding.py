"""Searching the list of articles: what was found, the best first, with where it stands."""

from typing import Any

from django.contrib.admin import display
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from articles.models import Article

from .article_search import Found, find
from .base import DeskAdmin
from .found_in import places
from .step_views import article_address


class Searched(DeskAdmin):
    """A list of articles with the desk's search."""

    # Django shows the box where a list has such fields.
    search_fields = ["headline"]
    search_help_text = gettext_lazy(
        "Words of the text or of the original, in any spelling; “words in a row”, -without, OR; source:, keyword:, "
        "section:, by:, before:2025-11, after:2024, status:draft, translator:name. Or the address of the article or of "
        "its original, or the end of it."
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if not search_term.strip():
            return queryset, False
        found = request.found = find(search_term)  # type: ignore[attr-defined]
        queryset = queryset.filter(pk__in=found.ids)
        if not request.GET.get(ORDER_VAR):
            ids = Value(list(found.ids), output_field=ArrayField(BigIntegerField()))
            queryset = queryset.order_by(Func(ids, F("pk"), function="array_position", output_field=IntegerField()))
        return queryset, False

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        # In its place: the address of a sorted list counts the columns.
        return ["headed", *shown[1:]] if _is_searched(request) else shown

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return None if _is_searched(request) else super().get_list_display_links(request, list_display)

    @display(description=gettext_lazy("headline"))
    def headed(self, article: Any) -> str:
        """The headline, and below it where the words stand."""
        return format_html(
            '<a class="found-headline" href="{}">{}</a>{}',
            article.address,
            article.place.headline,
            article.place.passages,
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: Any = super().changelist_view(request, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("cl")
        if shown is None or not _is_searched(request):
            return response
        found = getattr(request, "found", Found())
        rows = list(shown.result_list)
        where = places(rows, found.asked)
        kept = {"opts": shown.opts, "preserved_filters": shown.preserved_filters}
        for article in rows:
            article.place = where[article.pk]
            article.address = add_preserved_filters(kept, article_address(article))
        meant = shown.get_query_string({SEARCH_VAR: found.meant}) if found.meant else ""
        response.context_data |= {"found": found, "meant_address": meant}
        return response


def _is_searched(request: HttpRequest) -> bool:
    return bool(request.GET.get(SEARCH_VAR, "").strip())
