"""One name of the vocabulary: every way it is written, and how often the archive does."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Keyword, KeywordSpelling, Listing, Publication, direction
from articles.search.patience import SearchTooLongError
from articles.search.uses import Uses, uses


@dataclass(frozen=True)
class Spelling:
    """One way the name is written. `ours`: in how many articles; `theirs`: in the originals of how many."""

    text: str
    language: str
    use: str
    ours: int
    theirs: int

    @property
    def turned(self) -> str:
        return direction(self.language)

    @property
    def is_avoided(self) -> bool:
        return self.use == KeywordSpelling.Use.AVOID

    @property
    def search(self) -> str:
        """Where the public articles that have it are listed; "" where this process doesn't serve readers."""
        try:
            return f"{reverse('search')}?{urlencode({'q': f'"{self.text}"'})}"
        except NoReverseMatch:
            return ""


@require_safe
def name_view(request: HttpRequest, pk: int, admin: Any) -> HttpResponse:
    """The name with its spellings, those of what was merged into it among them."""
    keyword = get_object_or_404(Keyword.objects.select_related("merged_into"), pk=pk)
    if not admin.has_view_permission(request, keyword):
        raise PermissionDenied
    merged = list(keyword.merged.order_by("name"))
    house = Publication.objects.only("language").get().language
    rows = [(keyword.name, house, "name"), *((each.name, house, "merged") for each in merged)]
    spellings = KeywordSpelling.objects.filter(keyword__in=[keyword, *merged])
    # A member's own table, whatever the order of the alphabet of the database.
    rows += spellings.order_by(F("use").asc(), "language", "text").values_list("text", "language", "use")
    try:
        counted = uses([text for text, _language, _use in rows], {language for _text, language, _use in rows})
    except SearchTooLongError:
        counted = None
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": keyword,
        "title": _("How “%(name)s” is written") % {"name": keyword},
        "keyword": keyword,
        "merged": merged,
        "spellings": _counted(rows, counted),
        "counted": counted,
        "public_address": _public_address(keyword),
        "filed": Listing.public.filter(keyword_rows__keyword=keyword).count(),
        "may_change": admin.has_change_permission(request, keyword),
    }
    return TemplateResponse(request, "desk/name.html", context)


def _counted(rows: list[tuple[str, str, str]], counted: Uses | None) -> list[Spelling]:
    shown: dict[str, Spelling] = {}
    for text, language, use in rows:
        ours, theirs = (counted.ours[text], counted.theirs[text]) if counted else (0, 0)
        shown.setdefault(text, Spelling(text, language, use, ours, theirs))
    return list(shown.values())


def _public_address(keyword: Keyword) -> str:
    try:
        return keyword.get_absolute_url()
    except NoReverseMatch:
        return ""
