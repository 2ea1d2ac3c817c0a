"""The vocabulary as a CSV file: taken away, and brought in once what would come of it was seen."""

import hashlib
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import workflow
from articles.models import Member
from articles.tables import MOST_BYTES, FileRefused

# As many as a person looks through; the rest is counted.
SHOWN = 100
# Beside the one folder of the storage that is served.
FOLDER = "vocabulary"


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=gettext_lazy(
            "A line for each spelling, as the file that is taken from here: name, qualifier, kind, spelling, language, "
            "use, description, slug. It adds and changes, and takes nothing away. Nothing is changed before you have "
            "seen what will come of it."
        ),
    )


@require_safe
def export_view(request: HttpRequest, admin: Any) -> HttpResponse | StreamingHttpResponse:
    """The whole vocabulary as a file."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        workflow.vocabulary_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="vocabulary-{day}.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """GET asks for the file. POST shows what would come of it; with its mark, once it was seen, it is done."""
    if not (admin.has_add_permission(request) and admin.has_change_permission(request)):
        raise PermissionDenied
    member = Member.objects.get(pk=request.user.pk or 0)
    form = FileForm(request.POST or None, request.FILES or None) if "mark" not in request.POST else FileForm()
    context: dict[str, Any] = {}
    try:
        if mark := request.POST.get("mark"):
            return _done(request, member, mark)
        if request.method == "POST" and form.is_valid():
            context = _looked_at(form.cleaned_data["file"].read(MOST_BYTES + 1), member)
    except FileRefused as error:
        if form.is_bound:
            form.add_error("file", str(error))
        else:
            messages.error(request, str(error))
    shown = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Vocabulary from a CSV file"),
        "form": form,
        **context,
    }
    return TemplateResponse(request, "desk/vocabulary_file.html", shown)


def _looked_at(content: bytes, member: Member) -> dict[str, Any]:
    """What would come of the file, which is kept until the member says so."""
    outcome = workflow.read_vocabulary(BytesIO(content), by=member, is_trial=True)
    default_storage.delete(_name(member))
    default_storage.save(_name(member), ContentFile(content))
    lists: dict[str, list[Any]] = {"added": outcome.added, "changed": outcome.changed, "refused": outcome.refused}
    return {
        "mark": hashlib.sha256(content).hexdigest(),
        "left_count": outcome.left,
        "will_change": bool(outcome.added or outcome.changed),
        **{name: some[:SHOWN] for name, some in lists.items()},
        **{f"{name}_count": len(some) for name, some in lists.items()},
        **{f"{name}_more": max(0, len(some) - SHOWN) for name, some in lists.items()},
    }


def _done(request: HttpRequest, member: Member, mark: str) -> HttpResponse:
    """Do what was looked at. Raises FileRefused where that is not the file any more."""
    try:
        with default_storage.open(_name(member)) as kept:
            content = kept.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != mark:
        raise FileRefused(_("That file isn't kept any more: choose it again."))
    with workflow.signed(member):
        outcome = workflow.read_vocabulary(BytesIO(content), by=member)
    default_storage.delete(_name(member))
    counts = {"added": f"{len(outcome.added):,}", "changed": f"{len(outcome.changed):,}"}
    messages.success(request, _("Added: %(added)s. Changed: %(changed)s.") % counts)
    return HttpResponseRedirect(reverse("admin:articles_keyword_changelist"))


def _name(member: Member) -> str:
    """One file for each member: the next takes the place of the last."""
    return f"{FOLDER}/{member.pk}.csv"
