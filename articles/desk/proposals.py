"""“Proposed outlets and authors”: what imported texts seem to say of whose words they are, accepted in bulk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles import tasks, workflow
from articles.models import LANGUAGE_CHOICES, Member, Proposal, Source, SourceKind
from articles.models.text import clean_line

from .base import words_for
from .writing import Line

GROUPS_SHOWN, SHOWN = 100, 50
SURE = 90


@dataclass
class Group:
    """The open proposals of one outlet: one that the house has (`outlet`), or a name; neither where none is named."""

    outlet: int | None
    name: str
    count: int
    lowest: int
    highest: int

    @property
    def asked(self) -> dict[str, Any]:
        """What names it, for `workflow.open_proposals`."""
        return {"outlet": self.outlet} if self.outlet else {"name": self.name}

    @property
    def address(self) -> str:
        return f"{reverse('admin:proposals_of')}?{urlencode(self.asked)}"


def groups(first: int, most: int) -> list[Group]:
    """The groups from the number `first` on, the largest first. One query."""
    of_the_house = When(outlet__isnull=False, then=F("outlet__name"))
    found = (
        Proposal.objects.filter(state=Proposal.State.OPEN)
        .annotate(named=Case(of_the_house, default=F("outlet_name")))
        .order_by()
        .values("outlet", "named")
        .annotate(count=Count("pk"), lowest=Min("confidence"), highest=Max("confidence"))
        .order_by("-count", "named", "outlet")
    )
    rows = found.values_list("outlet", "named", "count", "lowest", "highest")
    return [Group(*row) for row in rows[first : first + most]]


@require_safe
def proposals_page(request: HttpRequest, site: Any) -> HttpResponse:
    """The outlets that are proposed, with how many articles each, and how sure the reading is."""
    _settler(request)
    page = _number(request.GET.get("page", ""), most=1_000) or 1
    found = groups((page - 1) * GROUPS_SHOWN, GROUPS_SHOWN + 1)
    context = {
        **site.each_context(request),
        "title": _("Proposed outlets and authors"),
        "groups": found[:GROUPS_SHOWN],
        "earlier": page - 1,
        "later": page + 1 if len(found) > GROUPS_SHOWN else 0,
        "under_way": under_way(),
        "no_worker": workflow.worker_is_missing(),
    }
    return TemplateResponse(request, "desk/proposals.html", context)


# --- Under way -------------------------------------------------------------------------------------


@dataclass
class UnderWay:
    """A large acceptance that a worker is at: how far it has got."""

    name: str
    done: int
    total: int


def under_way() -> list[UnderWay]:
    """The acceptances that a worker has still to finish, the oldest first."""
    found = []
    for given in tasks.unfinished(tasks.accept_outlet):
        asked, total = given["asked"], given["total"]
        left = workflow.open_proposals(**asked).count()
        name = asked.get("name") or Source.objects.filter(pk=asked.get("outlet")).values_list("name", flat=True).first()
        found.append(UnderWay(name or "", max(total - left, 0), total))
    return found


# --- One outlet ------------------------------------------------------------------------------------


class OutletForm(forms.Form):
    """The outlet as it is accepted: one that the house has, or a new one."""

    outlet = forms.ModelChoiceField(
        Source.objects.order_by("name"), label=gettext_lazy("Outlet"), required=False,
        empty_label=gettext_lazy("a new one, as follows"),
    )  # fmt: skip
    name = Line(label=gettext_lazy("Its name"), required=False, max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SourceKind, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGE_CHOICES, required=False)
    label = Line(
        label=gettext_lazy("Description"), required=False, max_length=160,
        help_text=gettext_lazy("As readers see it, from the day of its earliest article here on."),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_outlet: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_outlet = needs_outlet

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.needs_outlet and not said.get("outlet") and not said.get("name"):
            raise ValidationError(_("Choose an outlet, or write the name of a new one."))
        return said

    def stored(self, chosen: QuerySet[Proposal], *, by: Member) -> Source | None:
        """The outlet, made where it is new, and labelled as of the earliest of `chosen`. Raises TransitionRefused."""
        said = self.cleaned_data
        outlet: Source | None = said["outlet"]
        if outlet is None and said["name"]:
            kind = said["kind"] or SourceKind.WEBSITE
            outlet = workflow.make_outlet(name=said["name"], kind=kind, language=said["language"] or "ar", by=by)
        since = workflow.first_day(chosen.values("article"))
        if outlet is not None and since is not None:
            workflow.label_outlet(outlet, said["label"], since=since)
        return outlet


@dataclass
class Row:
    """One proposal as the page shows it. `reasons`: why its article can't take it."""

    proposal: Proposal
    reasons: list[str] = field(default_factory=list)

    @property
    def evidence(self) -> list[tuple[str, bool]]:
        """The words that it was read from, in pieces: whether each says what is proposed."""
        said = self.proposal
        return marked(said.evidence, [said.outlet_name, said.author, said.label])


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is one of `words`, in any case."""
    sought = sorted({each for each in words if each}, key=len, reverse=True)
    if not text or not sought:
        return [(text, False)] if text else []
    pieces = re.split(f"({'|'.join(map(re.escape, sought))})", text, flags=re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]


@require_http_methods(["GET", "HEAD", "POST"])
def proposals_of_page(request: HttpRequest, site: Any) -> HttpResponse:
    """What is proposed for the articles of one outlet; a POST accepts or dismisses some of it, or all of it."""
    member = _settler(request)
    outlet = _number(request.GET.get("outlet", ""))
    page = _OfOne(request, site, member, {"outlet": outlet} if outlet else {"name": request.GET.get("name", "")[:160]})
    if request.method != "POST":
        return page.answer(page.form())
    if "dismiss" in request.POST:
        return page.dismiss()
    return page.accept()


class _OfOne:
    """The page of one group, and what its buttons do."""

    def __init__(self, request: HttpRequest, site: Any, member: Member, asked: dict[str, Any]) -> None:
        self.request, self.site, self.member, self.asked = request, site, member, asked
        self.open = workflow.open_proposals(**asked)
        self.here = f"{reverse('admin:proposals_of')}?{urlencode(asked)}"

    # --- What the buttons do -------------------------------------------------------------------------

    @property
    def chosen(self) -> list[int]:
        # One row's own button is about that row alone.
        one = _number(self.request.POST.get("one") or self.request.POST.get("dismiss") or "")
        return [one] if one else [key for each in self.request.POST.getlist("chosen")[:500] if (key := _number(each))]

    @property
    def authors(self) -> dict[int, str]:
        """The authors as they stand in the rows of the page, by the keys of their proposals."""
        prefix = "author-"
        typed = [
            (name.removeprefix(prefix), value) for name, value in self.request.POST.items() if name.startswith(prefix)
        ]
        return {key: clean_line(str(value))[:200] for name, value in typed[:500] if (key := _number(name))}

    def dismiss(self) -> HttpResponse:
        count = workflow.dismiss_proposals(self.chosen, by=self.member)
        said = ngettext("%(n)s article is left as it is.", "%(n)s articles are left as they are.", count)
        return self._back(said % {"n": count})

    def accept(self) -> HttpResponse:
        form = self.form(self.request.POST)
        at_least = min(_number(self.request.POST.get("at_least", "")) or 0, 100)
        is_all = "all" in self.request.POST
        asked = self.asked | {"at_least": at_least}
        found = workflow.open_proposals(**asked) if is_all else self.open.filter(pk__in=self.chosen)
        total = found.count()
        if not form.is_valid():
            return self.answer(form, status=400)
        if not total:
            return self.answer(form, reasons=[_("Choose at least one article.")], status=400)
        try:
            with workflow.signed(self.member):
                outlet = form.stored(found, by=self.member)
                if total > workflow.PROPOSALS_AT_ONCE:
                    return self._later(asked, outlet, total)
                settled = workflow.accept_all(found, outlet=outlet, by=self.member, authors=self.authors)
        except (workflow.TransitionRefused, IntegrityError) as refused:
            reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
            return self.answer(form, reasons=reasons, status=409)
        if settled.left:
            said = ngettext(
                "%(n)s can't take it and is left open.", "%(n)s can't take it and are left open.", len(settled.left)
            )
            messages.warning(self.request, said % {"n": len(settled.left)})
        said = ngettext("Accepted for %(n)s article.", "Accepted for %(n)s articles.", settled.accepted)
        return self._back(said % {"n": settled.accepted} if settled.accepted else "")

    def _later(self, asked: dict[str, Any], outlet: Source | None, total: int) -> HttpResponse:
        tasks.accept_outlet.enqueue(
            asked=asked, outlet=outlet.pk if outlet else None, by=self.member.pk, total=total,
            authors={str(key): author for key, author in self.authors.items()},
        )  # fmt: skip
        messages.success(self.request, _("Accepted: the articles follow one after the other."))
        return HttpResponseRedirect(reverse("admin:proposals"))

    def _back(self, said: str) -> HttpResponse:
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(self.here if self.open.exists() else reverse("admin:proposals"))

    # --- What it shows -------------------------------------------------------------------------------

    def form(self, data: Any = None) -> OutletForm:
        first = self.open.order_by("-confidence", "pk").first()
        name = first.outlet_name if first else self.asked.get("name", "")
        labelled = self.open.exclude(label="").values("label").annotate(times=Count("pk")).order_by("-times", "label")
        known = (
            self.asked.get("outlet") or Source.objects.filter(name__iexact=name).values_list("pk", flat=True).first()
        )
        initial = {
            "outlet": known if name or self.asked.get("outlet") else None,
            "name": name,
            "kind": (first.outlet_kind if first else "") or SourceKind.WEBSITE,
            "language": "ar",
            "label": labelled.values_list("label", flat=True).first() or "",
        }
        return OutletForm(data, initial=initial, needs_outlet=bool(name), auto_id="outlet-%s")

    def _rows(self) -> tuple[list[Row], str]:
        """The rows of this page, and where the next one begins; a constant number of queries."""
        found = self.open.select_related("article").defer("article__body").order_by("-confidence", "pk")
        after = Proposal.objects.filter(pk=_number(self.request.GET.get("after", ""))).first()
        if after is not None:
            found = found.filter(Q(confidence__lt=after.confidence) | Q(confidence=after.confidence, pk__gt=after.pk))
        proposals = list(found[: SHOWN + 1])
        unmet = workflow.unmet_by_accepting([each.article for each in proposals[:SHOWN]])
        rows = [Row(each, unmet.get(each.article_id, [])) for each in proposals[:SHOWN]]
        return rows, str(rows[-1].proposal.pk) if len(proposals) > SHOWN else ""

    def answer(self, form: OutletForm, *, reasons: list[str] | None = None, status: int = 200) -> HttpResponse:
        rows, after = self._rows()
        counted = self.open.aggregate(
            count=Count("pk"), lowest=Min("confidence"), highest=Max("confidence"),
            sure=Count("pk", filter=Q(confidence__gte=SURE)),
        )  # fmt: skip
        name = self.asked.get("name")
        if self.asked.get("outlet"):
            name = Source.objects.filter(pk=self.asked["outlet"]).values_list("name", flat=True).first()
        context = {
            **self.site.each_context(self.request),
            **counted,
            "title": name or _("No outlet named"),
            "named": name,
            "rows": rows,
            "chosen": {*self.chosen} if self.request.method == "POST" else set(),
            "typed": self.authors if self.request.method == "POST" else {},
            "form": form,
            "reasons": reasons or [],
            "here": self.here,
            "next": f"{self.here}&after={after}" if after else "",
            "at_least": self.request.POST.get("at_least", SURE),
        }
        return TemplateResponse(self.request, "desk/proposals_of.html", context, status=status)


def _settler(request: HttpRequest) -> Member:
    if not workflow.may_settle_proposals(cast(Member, request.user)):
        raise PermissionDenied
    return cast(Member, request.user)


def _number(text: str, *, most: int = 2**63 - 1) -> int:
    """A number from an address or a form; 0 where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if number <= most else 0
