"""The page of checks: what each sees, what it is set to and by whom, and what becomes of what it reports."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, CharField, Count, F, Func, OuterRef, Subquery, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.checks import CHECKS, Check
from articles.models import CheckSetting, Member, ReportedFinding, Waiver

# Over how many days it is told what became of findings.
DAYS = 90
CHANGES_SHOWN = 20
Mode, Outcome = CheckSetting.Mode, ReportedFinding.Outcome


def pages(site: Any) -> list[URLPattern]:
    """Its address, below the desk's."""
    view: Callable[..., HttpResponse] = partial(checks_page, site=site)
    return [path("checks/", site.admin_view(view), name="checks")]


@dataclass
class Became:
    """What became of the findings of one check. `whys`: why so many of them were accepted, the commonest first."""

    mended: int = 0
    accepted: int = 0
    left: int = 0
    whys: Counter[str] = field(default_factory=Counter)

    @property
    def settled(self) -> int:
        return self.mended + self.accepted + self.left

    @property
    def percent_accepted(self) -> int:
        return round(100 * self.accepted / self.settled)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(str(Waiver.Why(why).label), count) for why, count in self.whys.most_common()]


@dataclass
class Row:
    """One check as the page shows it."""

    check: Check
    setting: CheckSetting | None
    became: Became
    chosen: forms.BoundField

    @property
    def mode(self) -> str:
        return str(Mode(self.setting.mode if self.setting else self.check.begins_as).label)


class ModesForm(forms.Form):
    """What each check is set to. What somebody else set since the page was opened stays, unless it is chosen anew."""

    def __init__(self, *args: Any, settings: dict[str, CheckSetting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in CHECKS:
            known = settings.get(check.slug)
            self.fields[check.slug] = forms.ChoiceField(
                label=check.label,
                choices=Mode.choices,
                widget=forms.RadioSelect,
                initial=known.mode if known else check.begins_as,
                show_hidden_initial=True,
            )

    @transaction.atomic
    def save(self, by: Member) -> None:
        """Set what was chosen anew, signed and logged. What a check begins as may be set too: it says who did."""
        for slug in self.changed_data:
            mode = self.cleaned_data[slug]
            setting, _made = CheckSetting.objects.update_or_create(
                check_slug=slug, defaults={"mode": mode, "set_by": by}
            )
            LogEntry.objects.log_actions(by.pk, [setting], CHANGE, f"{slug} {mode}", single_object=True)


@require_http_methods(["GET", "HEAD", "POST"])
def checks_page(request: HttpRequest, site: Any) -> HttpResponse:
    """GET shows every check; POST sets what an administrator chose."""
    member = request.user
    may_set = member.has_perm("articles.change_checksetting")
    if not isinstance(member, Member) or not (may_set or member.has_perm("articles.view_checksetting")):
        raise PermissionDenied
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    settings = {each.check_slug: each for each in CheckSetting.objects.select_related("set_by")}
    form = ModesForm(request.POST or None, settings=settings)
    if request.method == "POST" and form.is_valid():
        form.save(member)
        messages.success(request, _("Set.") if form.changed_data else _("Nothing was changed."))
        return HttpResponseRedirect(request.path)
    became = what_became()
    context = {
        **site.each_context(request),
        "title": _("Checks"),
        "form": form,
        "may_set": may_set,
        "rows": [
            Row(each, settings.get(each.slug), became.get(each.slug, Became()), form[each.slug]) for each in CHECKS
        ],
        "days": DAYS,
        "changes": changes(),
    }
    return TemplateResponse(request, "desk/checks.html", context)


def what_became() -> dict[str, Became]:
    """What became of the findings that were settled lately, by check. One query."""
    mark = Func(F("passage"), template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')")
    waiver = Waiver.objects.annotate(mark=mark).filter(
        article=OuterRef("article"), check_slug=OuterRef("check_slug"), mark=OuterRef("mark")
    )
    # Taken back since, a waiver says no more why.
    why = Case(When(outcome=Outcome.ACCEPTED, then=Subquery(waiver.values("why")[:1])), output_field=CharField())
    settled = ReportedFinding.objects.filter(settled_at__gt=workflow.database_now() - timedelta(days=DAYS))
    found: dict[str, Became] = {}
    for check, outcome, reason, count in (
        settled.annotate(why=why).values_list("check_slug", "outcome", "why").annotate(count=Count("pk"))
    ):
        became = found.setdefault(check, Became())
        setattr(became, outcome, getattr(became, outcome) + count)
        if outcome == Outcome.ACCEPTED:
            became.whys[reason or Waiver.Why.OTHER] += count
    return found


def changes() -> list[tuple[LogEntry, str, str]]:
    """What was set lately, newest first: the entry, the check and what it was set to."""
    kind = ContentType.objects.get_for_model(CheckSetting)
    checks = {check.slug: str(check.label) for check in CHECKS}
    modes = {mode.value: str(mode.label) for mode in Mode}
    entries = LogEntry.objects.filter(content_type=kind).select_related("user").order_by("-pk")[:CHANGES_SHOWN]
    told = [(entry, *entry.change_message.partition(" ")[::2]) for entry in entries]
    return [(entry, checks.get(check, check), modes[mode]) for entry, check, mode in told if mode in modes]
