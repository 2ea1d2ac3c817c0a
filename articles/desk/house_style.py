"""A spelling that is corrected everywhere: looked at by a second person, approved, and how far it has got."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles import tasks, workflow
from articles.models import HouseStyleBatch, HouseStyleRow, Member

from .consistency import SHOWN, Place, consistency_page, correct_page, editor_of, number, places
from .settling import Way

State, Outcome = HouseStyleBatch.State, HouseStyleRow.Outcome
# An outcome as an address names it.
OUTCOMES = {"to-do": Outcome.TO_DO, "done": Outcome.DONE, "left-out": Outcome.LEFT_OUT, "taken-out": Outcome.TAKEN_OUT}


def pages(site: Any) -> list[URLPattern]:
    """The addresses of all that is about spelling across the archive, below the desk's."""

    def page(view: Callable[..., HttpResponse]) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("consistency/", page(consistency_page), name="consistency"),
        path("consistency/correct/", page(correct_page), name="correct_spelling"),
        path("consistency/corrections/", page(house_style_list), name="house_style_list"),
        path("consistency/<int:pk>/", page(house_style_page), name="house_style"),
        path("consistency/<int:pk>/state/", page(house_style_state), name="house_style_state"),
    ]


def waiting(member: Member) -> list[Way]:
    """The way to what somebody else asked for and `member` may approve. One query for an editor."""
    if not workflow.may_ask_for_house_style(member):
        return []
    theirs = HouseStyleBatch.objects.filter(state=State.ASKED).exclude(asked_by=member)
    if not theirs.exists() or not workflow.may_publish(member):
        return []
    return [Way("admin:house_style_list", _("Spellings that wait for approval"))]


@require_safe
def house_style_list(request: HttpRequest, site: Any) -> HttpResponse:
    """Every correction that was asked for, the newest first."""
    editor_of(request)
    batches = HouseStyleBatch.objects.select_related("asked_by", "approved_by").order_by("-pk")
    page = Paginator(batches, SHOWN).get_page(request.GET.get("page"))
    context = {**site.each_context(request), "title": _("Spellings corrected everywhere"), "page": page}
    return TemplateResponse(request, "desk/house_style_list.html", context)


# --- How far it is -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many articles of a batch have come to what; whether nobody is at what is under way."""

    counts: dict[str, int]
    is_under_way: bool
    is_lost: bool
    no_worker: bool

    @property
    def total(self) -> int:
        """Those that were approved: what is done, and what is still to do or turned out not to be possible."""
        return sum(count for slug, count in self.counts.items() if slug != "taken-out")

    @property
    def settled(self) -> int:
        return self.total - self.counts["to-do"]


def progress_of(batch: HouseStyleBatch) -> Progress:
    counted = dict(batch.rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    is_under_way = batch.state == State.APPROVED
    return Progress(
        {slug: counted.get(outcome.value, 0) for slug, outcome in OUTCOMES.items()},
        is_under_way,
        is_under_way and not _is_asked_for(batch),
        is_under_way and workflow.worker_is_missing(),
    )


def _is_asked_for(batch: HouseStyleBatch) -> bool:
    """Whether a task waits or runs that does it."""
    return any(given.get("batch") == batch.pk for given in tasks.unfinished(tasks.correct_spelling))


def _kind(progress: Progress) -> str:
    return "lost" if progress.is_lost else "going" if progress.is_under_way else "over"


@require_safe
def house_style_state(request: HttpRequest, pk: int, site: Any) -> JsonResponse:
    """How far it is, as the page shows it: `html`, and whether the page would be another by now (`kind`)."""
    editor_of(request)
    batch = get_object_or_404(HouseStyleBatch, pk=pk)
    progress = progress_of(batch)
    html = render_to_string("desk/_house_style_standing.html", {"batch": batch, "progress": progress}, request)
    return JsonResponse({"html": html, "kind": _kind(progress)})


# --- One of them --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One article of a batch: what becomes, became or would have become of it, and what is to be said of it."""

    row: HouseStyleRow
    places: list[Place]
    reasons: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
def house_style_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """GET shows the batch with its articles; a POST takes some out, approves, withdraws, stops it or goes on."""
    member = editor_of(request)
    batches = HouseStyleBatch.objects.select_related("asked_by", "approved_by", "withdrawn_by", "keyword")
    batch = get_object_or_404(batches, pk=pk)
    if request.method == "POST":
        return _act(request, batch, member)
    progress = progress_of(batch)
    show = request.GET.get("show", "")
    show = show if show in OUTCOMES else ""
    rows, following = _rows(batch, show, number(request.GET.get("after", "")))
    is_asked = batch.state == State.ASKED
    context = {
        **site.each_context(request),
        "title": str(batch),
        "batch": batch,
        "progress": progress,
        "kind": _kind(progress),
        "rows": rows,
        "show": show,
        "tabs": [(slug, OUTCOMES[slug].label, count) for slug, count in progress.counts.items() if count],
        "next": following,
        "is_asked": is_asked,
        "to_do": progress.counts["to-do"],
        "unmet": workflow.unmet_by_approving_batch(batch, member) if is_asked else [],
        "may_withdraw": workflow.may_withdraw_batch(batch, member),
        "may_stop": progress.is_under_way and not progress.is_lost,
        "may_go_on": (batch.state == State.STOPPED or progress.is_lost) and workflow.may_publish(member),
    }
    return TemplateResponse(request, "desk/house_style.html", context)


def _rows(batch: HouseStyleBatch, show: str, after: int) -> tuple[list[Shown], str]:
    """The rows of a page, and the address of the next one; a constant number of queries."""
    found = batch.rows.filter(pk__gt=after).select_related("article", "shown").order_by("pk")
    found = found.defer("article__body", "article__standfirst", "shown__seal", "shown__disclaimer")
    # Another spelling that was corrected everywhere since is no change that leaves it out.
    made = HouseStyleRow.objects.filter(
        article=OuterRef("article"), made__text_revision=OuterRef("article__text_revision")
    )
    found = found.annotate(is_respelled=Exists(made))
    if show:
        found = found.filter(outcome=OUTCOMES[show])
    rows = list(found[: SHOWN + 1])
    respelling = workflow.respelling_of(batch)
    shown = [
        Shown(row, places(workflow.respelled(row.shown, respelling)), _said_of(row, batch)) for row in rows[:SHOWN]
    ]
    following = f"?{f'show={show}&' if show else ''}after={rows[SHOWN - 1].pk}" if len(rows) > SHOWN else ""
    return shown, following


def _said_of(row: HouseStyleRow, batch: HouseStyleBatch) -> list[str]:
    is_moved = row.text_revision != row.article.text_revision and not getattr(row, "is_respelled", False)
    if row.outcome == Outcome.TO_DO and batch.state == State.ASKED and is_moved:
        return [_("Its text changed since this was asked for.")]
    return [reason for reason in row.reason.split("\n") if reason]


def _act(request: HttpRequest, batch: HouseStyleBatch, member: Member) -> HttpResponse:
    said = ""
    try:
        with workflow.signed(member):
            if "take-out" in request.POST:
                chosen = [key for each in request.POST.getlist("chosen")[: SHOWN * 2] if (key := number(each))]
                count = workflow.take_out(batch, chosen, by=member)
                said = ngettext("%(n)s article taken out.", "%(n)s articles taken out.", count) % {"n": count}
            elif "approve" in request.POST:
                workflow.approve_batch(batch, by=member)
                said = _hand_over(batch)
            elif "withdraw" in request.POST:
                workflow.withdraw_batch(batch, by=member)
                said = _("Withdrawn: nothing was changed.")
            elif "stop" in request.POST:
                workflow.stop_batch(batch, by=member)
                said = _("Stopped. What is done stays; it may go on later.")
            elif "go-on" in request.POST:
                workflow.go_on_with_batch(batch, by=member)
                said = _hand_over(batch)
    except workflow.TransitionRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:house_style", args=[batch.pk]))


@transaction.atomic
def _hand_over(batch: HouseStyleBatch) -> str:
    if not _is_asked_for(batch):
        tasks.correct_spelling.enqueue(batch=batch.pk)
    return _("The articles follow one after the other.")
