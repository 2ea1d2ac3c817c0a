"""“Likely the same keyword”: pairs of names that may be one, and which of the two stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.models import ArticleKeyword, Keyword, Member, MergeProposal

SHOWN = 50


@dataclass
class Side:
    """One of the two, with how many articles carry it. `stays`: what is sent where it is to stay."""

    keyword: Keyword
    articles: int
    stays: int
    is_proposed: bool


@dataclass
class Pair:
    proposal: MergeProposal
    sides: tuple[Side, Side]


def pairs(after: MergeProposal | None, most: int) -> list[Pair]:
    """The open pairs after that one, those most alike first. Three queries."""
    found = workflow.open_merges().order_by("-score", "pk")
    if after is not None:
        found = found.filter(Q(score__lt=after.score) | Q(score=after.score, pk__gt=after.pk))
    proposals: list[Any] = list(found[:most])
    keys = {key for each in proposals for key in (each.one, each.other)}
    keywords, articles = Keyword.objects.in_bulk(keys), _articles_of(keys)

    def side(become: int, was: int, *, is_proposed: bool) -> Side:
        return Side(keywords[become], articles.get(become, 0), was, is_proposed)

    return [
        Pair(
            each,
            (
                side(each.other, each.into_id, is_proposed=True),
                side(each.one, each.keyword_id, is_proposed=False),
            ),
        )
        for each in proposals
    ]


def _articles_of(keywords: Iterable[int]) -> dict[int, int]:
    rows = ArticleKeyword.objects.filter(tag__in=keywords).order_by().values("tag").annotate(count=Count("pk"))
    return dict(rows.values_list("tag", "count"))


@require_http_methods(["GET", "HEAD", "POST"])
def merges_page(request: HttpRequest, site: Any) -> HttpResponse:
    """The pairs; a POST merges or dismisses the chosen ones."""
    if not workflow.may_merge_keywords(cast(Member, request.user)):
        raise PermissionDenied
    if request.method == "POST":
        return _settled(request)
    shown = pairs(MergeProposal.objects.filter(pk=_number(request.GET.get("after", ""))).first(), SHOWN + 1)
    context = {
        **site.each_context(request),
        "title": _("Likely the same keyword"),
        "pairs": shown[:SHOWN],
        "after": shown[SHOWN - 1].proposal.pk if len(shown) > SHOWN else "",
    }
    return TemplateResponse(request, "desk/merges.html", context)


def _settled(request: HttpRequest) -> HttpResponse:
    member = cast(Member, request.user)
    # One row's own button is about that row alone.
    named = [request.POST[name] for name in ("merge", "leave") if request.POST.get(name)]
    chosen = [key for each in (named or request.POST.getlist("chosen"))[:500] if (key := _number(each))]
    try:
        with workflow.signed(member):
            if "leave" in request.POST or "leave-chosen" in request.POST:
                count = workflow.dismiss_merges(chosen, by=member)
                said = ngettext("%(n)s pair is left as it is.", "%(n)s pairs are left as they are.", count)
            else:
                staying = [(key, _number(request.POST.get(f"stays-{key}", ""))) for key in chosen]
                count = workflow.accept_merges(staying, by=member)
                said = ngettext("Merged: %(n)s pair.", "Merged: %(n)s pairs.", count)
    except workflow.TransitionRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        if chosen:
            messages.success(request, said % {"n": count})
        else:
            messages.warning(request, _("Choose at least one pair."))
    return HttpResponseRedirect(reverse("admin:merges"))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
