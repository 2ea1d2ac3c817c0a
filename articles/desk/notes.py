"""The thread of private notes on an article: said, told to whom they name, and settled."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import workflow
from articles.models import Article, EditorialNote, Member, Notice, WorkflowEvent

from .step_views import article_address
from .writing import Passage

SHOWN = 100
# "@rana", "@rana.k": not the middle of an e-mail address.
MENTION = re.compile(r"(?<![\w@.+-])@([\w@+-]+(?:\.[\w@+-]+)*)")


@dataclass
class Said:
    """One entry of the thread: a note, or the reason why the article was sent back (then `note` is None)."""

    at: datetime
    by: Member | None
    text: str
    note: EditorialNote | None = None


class NoteForm(forms.Form):
    text = Passage(
        label=gettext_lazy("Add a note"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "aria-describedby": "notes-help"}),
    )


def thread(article: Article) -> list[Said]:
    """What was said about `article`, the newest `SHOWN` entries, the oldest of them first."""
    notes = EditorialNote.objects.filter(article=article).select_related("by", "resolved_by").order_by("-pk")[:SHOWN]
    returned = WorkflowEvent.objects.filter(article=article, kind=WorkflowEvent.Kind.BACK).exclude(note="")
    said = [Said(note.at, note.by, note.text, note) for note in notes]
    said += [
        Said(event.at, event.actor, event.note) for event in returned.select_related("actor").order_by("-pk")[:SHOWN]
    ]
    return sorted(said, key=lambda each: each.at)[-SHOWN:]


def context(article: Article, form: NoteForm | None = None) -> dict[str, Any]:
    """What `desk/_notes.html` prints."""
    said = thread(article)
    return {
        "article": article,
        "thread": said,
        "form": form or NoteForm(auto_id="note-%s"),
        "names": list(_members().values_list("username", "first_name", "last_name")[:200]),
        "open": sum(1 for each in said if each.note is not None and each.note.resolved_at is None),
    }


def mentioned(text: str) -> tuple[list[Member], list[str]]:
    """Who is meant by the "@names" in `text`, by username or first name; and the names that fit nobody, or several."""
    names = {name.casefold(): name for name in MENTION.findall(text)}
    if not names:
        return [], []
    found: list[Member] = []
    missed = []
    members = list(_members())
    for folded, name in names.items():
        fits = [member for member in members if member.username.casefold() == folded]
        fits = fits or [member for member in members if member.first_name.casefold() == folded]
        if len(fits) == 1:
            found.append(fits[0])
        else:
            missed.append(name)
    return found, missed


def _members() -> QuerySet[Member]:
    """Who works here and can read a note."""
    return Member.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username")


# --- Views -----------------------------------------------------------------------------------------


@require_POST
def add_note(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Keep the note and tell whom it names. A refused note comes back as it was typed."""
    article = _article(request, model_admin, pk)
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return _answer(request, article, [], form=form)
    text = form.cleaned_data["text"]
    members, missed = mentioned(text)
    with transaction.atomic():
        EditorialNote.objects.create(article=article, by=_member(request), text=text)
        workflow.tell(Notice.Kind.MENTIONED, article, members, by=_member(request))
    said = [_("Noted.")]
    if told := [str(member) for member in members if member != request.user]:
        said.append(_("Told: %(names)s.") % {"names": ", ".join(told)})
    if missed:
        said.append(
            _("Not told: %(names)s. Nobody here is called so, or several are: write the username.")
            % {"names": ", ".join(f"@{name}" for name in missed)}
        )
    return _answer(request, article, said)


@require_POST
def settle_note(request: HttpRequest, model_admin: Any, pk: int, note_pk: int) -> HttpResponse:
    """Resolve the note, or with `reopen` open it again."""
    article = _article(request, model_admin, pk)
    note = get_object_or_404(EditorialNote, pk=note_pk, article=article)
    if "reopen" in request.POST:
        note.resolved_at = note.resolved_by = None
    elif note.resolved_at is None:
        note.resolved_at, note.resolved_by = workflow.database_now(), _member(request)
    note.save(update_fields=["resolved_at", "resolved_by"])
    return _answer(request, article, [_("Open again.") if note.resolved_at is None else _("Resolved.")])


def _article(request: HttpRequest, model_admin: Any, pk: int) -> Article:
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        raise Http404
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    return article


def _member(request: HttpRequest) -> Member:
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user


def _answer(request: HttpRequest, article: Article, said: list[str], *, form: NoteForm | None = None) -> HttpResponse:
    """The thread alone for the page's script; otherwise the way back to the page, or the form as it was typed."""
    if request.headers.get("X-Part") == "notes":
        notes = context(article, form)
        return render(request, "desk/_notes.html", {"notes": notes, "said": said}, status=400 if form else 200)
    if form is not None:
        notes = context(article, form)
        page = {"title": _("Notes"), "original": article, "notes": notes, "back": article_address(article)}
        from django.contrib import admin

        return render(request, "desk/notes.html", {**admin.site.each_context(request), **page}, status=400)
    for line in said:
        messages.success(request, line)
    return HttpResponseRedirect(f"{article_address(article)}#notes")
