"""“Spelling across the archive”: where public articles depart from the vocabulary, and a spelling corrected in many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import comparing, workflow
from articles.checks.departures import Line as RespelledLine
from articles.checks.departures import Respelled, Respelling
from articles.models import HouseStyleBatch, Keyword, Member
from articles.search.patience import SearchTooLongError

from .words import field_label
from .writing import Line

SHOWN = 50
# What is read around a changed word, in signs.
AROUND = 60


# --- What is not spelled as the house spells it ------------------------------------------------------------


@require_safe
def consistency_page(request: HttpRequest, site: Any) -> HttpResponse:
    """The spellings to avoid that stand in what readers see, by name; and what was asked for lately."""
    editor_of(request)
    sought = request.GET.get("q", "").strip()[:120]
    after = number(request.GET.get("after", ""))
    too_long = False
    found: list[workflow.Departure] = []
    last = 0
    try:
        found, last = workflow.departures(name=sought, after=after, most=SHOWN)
    except SearchTooLongError:
        too_long = True
    batches = HouseStyleBatch.objects.select_related("asked_by").order_by("-pk")
    context = {
        **site.each_context(request),
        "title": _("Spelling across the archive"),
        "departures": [(each, address_of(each)) for each in found],
        "too_long": too_long,
        "sought": sought,
        "next": f"?{urlencode({'q': sought, 'after': last})}" if last else "",
        "is_first": not after,
        "form": CorrectionForm(auto_id="spelling-%s"),
        "batches": batches[:10],
    }
    return TemplateResponse(request, "desk/consistency.html", context)


def address_of(departure: workflow.Departure) -> str:
    """Where it is corrected."""
    asked = {"wrong": departure.spelling.text, "right": departure.right, "keyword": departure.spelling.keyword_id}
    return f"{reverse('admin:correct_spelling')}?{urlencode(asked)}"


def editor_of(request: HttpRequest) -> Member:
    if not workflow.may_ask_for_house_style(cast(Member, request.user)):
        raise PermissionDenied
    return cast(Member, request.user)


def number(text: str) -> int:
    """A number from an address or a form; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


# --- One spelling ------------------------------------------------------------------------------------------


class CorrectionForm(forms.Form):
    """Which spelling becomes which, and whether quotations and titles are corrected too."""

    wrong = Line(label=gettext_lazy("Spelling"), max_length=120)
    right = Line(label=gettext_lazy("Becomes"), max_length=120)
    quotations = forms.BooleanField(label=gettext_lazy("In quotations too"), required=False)
    titles = forms.BooleanField(
        label=gettext_lazy("In titles too"), required=False,
        help_text=gettext_lazy("Titles of works: what stands in italics, or in another language."),
    )  # fmt: skip
    keyword = forms.ModelChoiceField(Keyword.objects.all(), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "wrong" in said and "right" in said:
            for reason in workflow.unmet_by_spellings(self.respelling):
                self.add_error(None, reason)
        return said

    @property
    def respelling(self) -> Respelling:
        said = self.cleaned_data
        return Respelling(
            said["wrong"],
            said["right"],
            in_quotations=said.get("quotations", False),
            in_titles=said.get("titles", False),
        )


@dataclass(frozen=True)
class Place:
    """A paragraph in which the spelling stands: what changes in it, or what is left out of it and why."""

    label: str
    pieces: list[comparing.Piece]
    why: str = ""


@dataclass(frozen=True)
class Shown:
    """One article as the pages show it."""

    found: workflow.Found
    places: list[Place]

    @property
    def value(self) -> str:
        """What its box sends: the article, and the revision of its text that was looked at."""
        return f"{self.found.article.pk}-{self.found.article.text_revision}"


def places(changes: dict[str, Respelled]) -> list[Place]:
    """Each place of `changes`, what is left out after what becomes another."""
    found = []
    for name, text in changes.items():
        label = field_label(name)
        for line in text.lines:
            if line.is_changed:
                found.append(Place(label, _near(comparing.compare(line.old, line.new))))
            found += _left_out(label, line)
    return found


def _left_out(label: str, line: RespelledLine) -> list[Place]:
    why = {
        "quotation": _("Left out: it stands in a quotation."),
        "title": _("Left out: it stands in a title, or in another language."),
    }
    made = []
    for each in line.left_out:
        before, said, after = line.old[: each.start], line.old[each.start : each.end], line.old[each.end :]
        pieces = [comparing.Piece("same", before), comparing.Piece("gone", said), comparing.Piece("same", after)]
        made.append(Place(label, _near(pieces), why[each.within]))
    return made


def _near(pieces: list[comparing.Piece]) -> list[comparing.Piece]:
    """`pieces` without what stands far from any change."""
    made = []
    for place, piece in enumerate(pieces):
        text, is_last = piece.text, place == len(pieces) - 1
        if piece.kind == "same" and len(text) > 2 * AROUND:
            head = "" if place == 0 else text[:AROUND].rsplit(" ", 1)[0]
            tail = "" if is_last else text[-AROUND:].split(" ", 1)[-1]
            text = f"{head} … {tail}" if head and tail else f"{head} …" if head else f"… {tail}"
        made.append(comparing.Piece(piece.kind, text))
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, site: Any) -> HttpResponse:
    """GET shows each article in which the spelling stands, and what would become of it; a POST asks for it."""
    member = editor_of(request)
    page = _Page(request, site)
    if request.method == "POST" and page.form.is_valid():
        return page.ask(member)
    return page.answer()


class _Page:
    """The page of one spelling."""

    def __init__(self, request: HttpRequest, site: Any) -> None:
        self.request, self.site = request, site
        given = request.POST if request.method == "POST" else request.GET if "wrong" in request.GET else None
        self.form = CorrectionForm(given, auto_id="spelling-%s")

    @property
    def asked(self) -> dict[str, Any]:
        said = self.form.cleaned_data
        asked = {"wrong": said["wrong"], "right": said["right"]}
        asked |= {name: "on" for name in ("quotations", "titles") if said.get(name)}
        return asked | ({"keyword": said["keyword"].pk} if said.get("keyword") else {})

    def ask(self, member: Member) -> HttpResponse:
        chosen = None if "all" in self.request.POST else self._chosen()
        if chosen == {}:
            return self.answer([_("Choose at least one article.")], status=400)
        keyword = self.form.cleaned_data["keyword"]
        try:
            with workflow.signed(member):
                batch = workflow.ask_for_house_style(self.form.respelling, by=member, keyword=keyword, chosen=chosen)
        except workflow.TransitionRefused as refused:
            return self.answer(refused.reasons, status=409)
        except SearchTooLongError:
            return self.answer([_("It took too long to look for it in all. Choose articles, a page at a time.")], 503)
        messages.success(self.request, _("Asked for. Somebody else who may publish approves it on this page."))
        return HttpResponseRedirect(reverse("admin:house_style", args=[batch.pk]))

    def _chosen(self) -> dict[int, int]:
        pairs = (each.partition("-") for each in self.request.POST.getlist("chosen")[: SHOWN * 2])
        return {key: number(revision) for article, _dash, revision in pairs if (key := number(article))}

    def _before(self) -> tuple[datetime, int] | None:
        """Behind which article the page begins."""
        moment, _comma, article = self.request.GET.get("after", "").partition(",")
        try:
            at = parse_datetime(moment)
        except ValueError:
            at = None
        return (at, number(article)) if at is not None and at.tzinfo else None

    def answer(self, reasons: list[str] | None = None, status: int = 200) -> HttpResponse:
        shown: list[Shown] = []
        following = ""
        too_long = False
        if self.form.is_valid():
            try:
                found, last = workflow.standing_with(self.form.respelling, most=SHOWN, before=self._before())
                shown = [Shown(each, places(each.changes)) for each in found]
                if last:
                    after = f"{last.published_at.isoformat()},{last.article}"
                    following = f"?{urlencode(self.asked | {'after': after})}"
            except SearchTooLongError:
                too_long = True
        context = {
            **self.site.each_context(self.request),
            "title": _("Correct a spelling everywhere"),
            "form": self.form,
            "is_asked": self.form.is_valid(),
            "rows": shown,
            "next": following,
            "is_first": "after" not in self.request.GET,
            "reasons": reasons or [],
            "too_long": too_long,
            "most": workflow.BATCH_MOST,
        }
        return TemplateResponse(self.request, "desk/consistency_correct.html", context, status=status)
