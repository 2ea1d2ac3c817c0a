"""Many redirects at once: a file is sent, what would come of it is shown, and then it is done."""

import hashlib
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import redirecting
from articles.models import Member
from articles.tables import MOST_BYTES, FileRefused

# As many as a person looks through; the rest is counted.
SHOWN = 100
# Beside the one folder of the storage that is served.
FOLDER = "redirects"


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=gettext_lazy(
            "The old and the new address in the first two columns, a pair on each line: at most 100,000 lines, 20 MB. "
            "Nothing is changed before you have seen what will be made."
        ),
    )


def import_page(request: HttpRequest, admin: Any) -> HttpResponse:
    """GET asks for the file. POST shows what would come of it; with its mark, once it was seen, it is done."""
    member = Member.objects.get(pk=request.user.pk or 0)
    form = FileForm(request.POST or None, request.FILES or None) if "mark" not in request.POST else FileForm()
    context: dict[str, Any] = {}
    try:
        if mark := request.POST.get("mark"):
            return _make(request, member, mark)
        if request.method == "POST" and form.is_valid():
            content = form.cleaned_data["file"].read(MOST_BYTES + 1)
            context = _looked_at(content, member)
    except FileRefused as error:
        if form.is_bound:
            form.add_error("file", str(error))
        else:
            messages.error(request, str(error))
    return TemplateResponse(
        request,
        "desk/redirects_from_file.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Redirects from a CSV file"),
            "form": form,
            **context,
        },
    )


def _looked_at(content: bytes, member: Member) -> dict[str, Any]:
    """What would come of the file, which is kept until the member says so."""
    table = redirecting.read_csv(BytesIO(content))
    # The same that will be done, and undone: nothing else tells as surely what will be refused.
    with transaction.atomic():
        outcome = redirecting.make_all(table.pairs, by=member)
        transaction.set_rollback(True)
    default_storage.delete(_name(member))
    default_storage.save(_name(member), ContentFile(content))
    refused = table.all_refused(outcome)
    return {
        "mark": hashlib.sha256(content).hexdigest(),
        "made": outcome.made[:SHOWN],
        "made_count": len(outcome.made),
        "made_more": max(0, len(outcome.made) - SHOWN),
        "left_count": outcome.left,
        "refused": refused[:SHOWN],
        "refused_count": len(refused),
        "refused_more": max(0, len(refused) - SHOWN),
    }


def _make(request: HttpRequest, member: Member, mark: str) -> HttpResponse:
    """Make what was looked at. Raises FileRefused where that is not the file any more."""
    try:
        with default_storage.open(_name(member)) as kept:
            content = kept.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != mark:
        raise FileRefused(_("That file isn't kept any more: choose it again."))
    outcome = redirecting.make_all(redirecting.read_csv(BytesIO(content)).pairs, by=member)
    default_storage.delete(_name(member))
    count = len(outcome.made)
    told = ngettext("%(count)s redirect was made.", "%(count)s redirects were made.", count)
    messages.success(request, told % {"count": f"{count:,}"})
    return HttpResponseRedirect(reverse("admin:articles_redirect_changelist"))


def _name(member: Member) -> str:
    """One file for each member: the next takes the place of the last."""
    return f"{FOLDER}/{member.pk}.csv"
