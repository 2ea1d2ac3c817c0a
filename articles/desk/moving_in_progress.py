"""One moving-in: how far it is, and what it came to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles import receiving, tasks, workflow
from articles.models import Import, Member

from .moving_in_report import report_of
from .settling import ways

# Without a sign of life for so long, something is wrong.
SILENT = timedelta(minutes=1)
STEPS = {
    "unpacking": gettext_lazy("Unpacking the pictures"),
    "reading": gettext_lazy("Reading the export"),
    "terms": gettext_lazy("Sections, keywords and names"),
    "attachments": gettext_lazy("Pictures"),
    "posts": gettext_lazy("Articles and pages"),
    "addresses": gettext_lazy("Old addresses"),
    "keywords": gettext_lazy("Keywords that are alike"),
    "files": gettext_lazy("The pictures’ files"),
}
OVER = (Import.State.DONE, Import.State.REFUSED, Import.State.STOPPED)


@dataclass(frozen=True)
class Standing:
    """How far a moving-in is, in words. `percent`: None where that can't be told. Nobody goes on with a lost one."""

    words: str
    step: str
    percent: int | None
    left: str
    is_over: bool
    is_silent: bool
    is_lost: bool
    advice: str


def standing_of(import_: Import, *, no_worker: bool | None = None) -> Standing:
    """How far it is. Unless told, it asks the database for a worker, but only where nothing is heard of it."""
    is_over = import_.state in OVER
    heard = import_.seen_at or import_.started_at or import_.asked_at
    is_silent = not is_over and timezone.now() - heard > SILENT
    if is_silent and no_worker is None:
        no_worker = workflow.worker_is_missing()
    advice = ""
    is_lost = is_silent and not _is_asked_for(import_)
    if is_lost:
        advice = _("No worker will go on with this by itself any more. Go on below.")
    elif is_silent and no_worker:
        advice = _("No worker runs. Ask an administrator to start one; it then goes on by itself where it was.")
    elif is_silent and import_.state == Import.State.WAITING:
        advice = _("The worker is busy with something else. It begins by itself.")
    elif is_silent:
        advice = _("Nothing was heard of it for more than a minute. The worker lives: a long step may take it so long.")
    step = STEPS.get(import_.step, import_.step)
    if import_.is_dry_run:
        words = {Import.State.DONE: _("Tried: nothing was changed")}.get(import_.state)  # type: ignore[call-overload]
    else:
        words = {Import.State.DONE: _("Moved in")}.get(import_.state)  # type: ignore[call-overload]
    return Standing(
        words=words or import_.get_state_display(),
        step="" if is_over else str(step),
        percent=min(100, import_.done * 100 // import_.total) if import_.total and not is_over else None,
        left="" if is_silent else _left(import_),
        is_over=is_over,
        is_silent=is_silent,
        is_lost=is_lost,
        advice=advice,
    )


def _is_asked_for(import_: Import) -> bool:
    """Whether a task waits or runs that does it."""
    return any(given.get("asked") == import_.pk for given in tasks.unfinished(tasks.move_in))


def _left(import_: Import) -> str:
    if import_.state != Import.State.RUNNING or not import_.ends_at:
        return ""
    seconds = (import_.ends_at - timezone.now()).total_seconds()
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 100:
        return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)s hour left", "about %(count)s hours left", hours) % {"count": hours}


def _seen_by(request: HttpRequest, pk: int) -> Import:
    if not request.user.has_perm("articles.view_import"):
        raise PermissionDenied
    return get_object_or_404(Import.objects.select_related("by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def moving_in_page(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """GET shows how far it is, and its report at the end; POST goes on, or moves in what was only tried."""
    import_ = _seen_by(request, pk)
    if request.method == "POST":
        return _go_on(request, import_)
    standing = standing_of(import_)
    there = standing.is_over and receiving.files_are_there(import_)
    may = request.user.has_perm("articles.add_import")
    context = {
        **site.each_context(request),
        "title": str(import_),
        "import": import_,
        "standing": standing,
        "may_move_in": may and there and import_.is_dry_run and import_.state == Import.State.DONE,
        "may_go_on": may and (standing.is_lost or (there and import_.state == Import.State.STOPPED)),
        "may_try_again": may and there and import_.state == Import.State.REFUSED,
        "kind": kind_of(standing),
        "is_gone": import_.is_dry_run and import_.state == Import.State.DONE and not there,
        "ways": ways(cast(Member, request.user)) if import_.report and not import_.is_dry_run else [],
        **(report_of(import_, request.GET) if import_.report else {}),
    }
    return TemplateResponse(request, "desk/moving_in_one.html", context)


@require_safe
def moving_in_state(request: HttpRequest, pk: int, site: Any) -> JsonResponse:
    """How far it is, as the page shows it: `html`, and whether there is more to come."""
    import_ = _seen_by(request, pk)
    standing = standing_of(import_)
    html = render_to_string("desk/_moving_in_standing.html", {"import": import_, "standing": standing}, request)
    # What the page offers differs once it is over, or nothing is heard of it.
    return JsonResponse({"html": html, "kind": kind_of(standing), "percent": standing.percent})


def kind_of(standing: Standing) -> str:
    return "over" if standing.is_over else "lost" if standing.is_lost else "going"


def _go_on(request: HttpRequest, import_: Import) -> HttpResponse:
    if not request.user.has_perm("articles.add_import"):
        raise PermissionDenied
    by = Member.objects.get(pk=request.user.pk or 0)
    standing = standing_of(import_)
    try:
        with transaction.atomic():
            if "move-in" in request.POST and import_.is_dry_run and import_.state == Import.State.DONE:
                import_ = receiving.once_more(import_, is_dry_run=False, by=by)
                tasks.move_in.enqueue(asked=import_.pk)
            elif "go-on" in request.POST and (standing.is_lost or import_.state == Import.State.STOPPED):
                if not _is_asked_for(import_):
                    tasks.move_in.enqueue(asked=import_.pk)
                messages.info(request, _("A worker goes on with it, as soon as one is free."))
            elif "again" in request.POST and import_.state == Import.State.REFUSED:
                import_ = receiving.once_more(import_, is_dry_run=import_.is_dry_run, by=by)
                tasks.move_in.enqueue(asked=import_.pk)
    except receiving.ExportRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    return HttpResponseRedirect(reverse("admin:moving_in_one", args=[import_.pk]))
