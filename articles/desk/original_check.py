"""Check the original again: the text as it stands there now beside the one that was read, and what follows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import comparing, workflow
from articles.models import Correction, Member, Status, Translation, direction

from .base import words_for
from .fix import Part, in_the_language_of_readers, told_to_readers
from .pictures import read_original
from .standing import Standing
from .step_forms import note_field
from .step_views import article_address
from .words import field_label
from .writing import Body, Line, Passage

State = Translation.State
# What a new reading keeps of the one that it replaces.
KEPT = ("source", "language", "medium", "standfirst", "byline", "url", "published_on", "going_on_reason")


class FoundForm(forms.Form):
    """What was found there, and what is to follow."""

    headline = Line(label=gettext_lazy("Headline"), required=False, max_length=400)
    body = Body(
        label=gettext_lazy("The text as it stands there now"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Paste all of it: it is compared with the text that was read."),
    )

    def __init__(self, *args: Any, original: Translation, **kwargs: Any) -> None:
        kwargs["initial"] = {"headline": original.headline}
        super().__init__(*args, **kwargs)
        turned = {"lang": original.language, "dir": direction(original.language), "class": "vLargeTextField"}
        for name in ("headline", "body"):
            self.fields[name].widget.attrs |= turned


class FollowsForm(forms.Form):
    """`outcome` is asked of a text that changed; what readers are told only of who decides that."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=gettext_lazy("What follows"), widget=forms.RadioSelect)
    note = note_field()
    public_note = Passage(
        label=gettext_lazy("What readers are told"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Left empty, readers are told nothing. It is listed with the corrections."),
    )

    def __init__(self, *args: Any, standing: Standing, outcomes: list[tuple[str, Any]], **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": standing.article.revision, "outcome": outcomes[0][0] if outcomes else ""}
        super().__init__(*args, **kwargs)
        if outcomes:
            self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        else:
            del self.fields["outcome"]
        if not (standing.is_public and workflow.may_tell_of_original(standing.member)):
            del self.fields["public_note"]
        else:
            in_the_language_of_readers(self.fields["public_note"])


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, model_admin: Any, pk: int, original: int) -> HttpResponse:
    """GET asks for the text; a POST compares it, records it unchanged, changed or withdrawn, or leaves it as it is."""
    found = get_object_or_404(Translation.objects.select_related("article", "source"), pk=original, article=pk)
    member = request.user
    if not isinstance(member, Member) or not model_admin.has_view_permission(request, found.article):
        raise PermissionDenied
    if not workflow.may_translate(member):
        raise PermissionDenied
    page = _Page(request, model_admin, found, Standing(found.article, member))
    if found.state == State.CHANGED:
        messages.info(request, _("A later reading replaced this original: check that one."))
        return HttpResponseRedirect(article_address(found.article))
    if request.method != "POST":
        return page.answer()
    for asked, act in (("withdrawn", page.withdrawn), ("leave", page.leave)):
        if asked in request.POST:
            return act()
    return page.compared()


class _Page:
    """The page, and what each of its buttons does."""

    def __init__(self, request: HttpRequest, model_admin: Any, original: Translation, standing: Standing) -> None:
        self.request, self.model_admin, self.original, self.standing = request, model_admin, original, standing
        self.member, self.article = standing.member, original.article
        self.may_mark = workflow.may_mark_original(self.article, self.member)

    # --- What the buttons do -------------------------------------------------------------------------

    def compared(self) -> HttpResponse:
        form = FoundForm(self.request.POST, original=self.original)
        form.is_valid()
        body = form.cleaned_data.get("body", "")
        if form.errors or not body:
            if not form.errors:
                form.add_error("body", _("Paste the text as it stands there now."))
            return self.answer(form, status=400)
        parts = self._differences(form.cleaned_data["headline"], body)
        if not parts:
            return self._record(State.CURRENT, done=_("Unchanged: recorded that you checked it."))
        if "record" not in self.request.POST:
            return self.answer(form, parts=parts, follows=self._follows(None))
        follows = self._follows(self.request.POST)
        if not follows.is_valid():
            return self.answer(form, parts=parts, follows=follows, status=400)
        said = follows.cleaned_data
        reading = self._reading(form.cleaned_data) if said["outcome"] == "reading" else None
        return self._record(
            State.CHANGED, done=_("Recorded: the original changed."), said=said, reading=reading, form=form, parts=parts
        )

    def withdrawn(self) -> HttpResponse:
        follows = FollowsForm(self.request.POST, standing=self.standing, outcomes=[], prefix="gone")
        if not follows.is_valid():
            return self.answer(gone=follows, status=400)
        done = _("Recorded: the outlet withdrew the original.")
        return self._record(State.WITHDRAWN, done=done, said=follows.cleaned_data)

    def leave(self) -> HttpResponse:
        try:
            workflow.leave_original(self.article, by=self.member, note=self.request.POST.get("why", ""))
        except workflow.TransitionRefused as refused:
            return self.answer(reasons=refused.reasons, status=409)
        return self._back(_("Settled: it stays as it is."))

    def _record(
        self,
        state: str,
        *,
        done: str,
        said: dict[str, Any] | None = None,
        reading: Translation | None = None,
        **shown: Any,
    ) -> HttpResponse:
        said = said or {}
        try:
            with workflow.signed(self.member):
                workflow.note_original(
                    self.original, state, by=self.member, note=said.get("note", ""), reading=reading,
                    public_note=said.get("public_note", ""), revision=said.get("revision"),
                )  # fmt: skip
        except (workflow.TransitionRefused, IntegrityError) as refused:
            reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
            self.article.refresh_from_db()
            return self.answer(**shown, reasons=reasons, follows=self._follows(None) if shown else None, status=409)
        return self._back(done)

    def _back(self, done: str) -> HttpResponse:
        messages.success(self.request, done)
        return HttpResponseRedirect(article_address(self.article))

    def _reading(self, found: dict[str, Any]) -> Translation:
        kept = {name: getattr(self.original, name) for name in KEPT}
        return Translation(**kept, headline=found["headline"], body=found["body"])

    def _differences(self, headline: str, body: str) -> list[Part]:
        parts = []
        if headline:
            parts.append(Part(field_label("headline"), comparing.compare_passages(self.original.headline, headline)))
        parts.append(Part(field_label("body"), comparing.compare_bodies(self.original.body, body)))
        # Markup alone is the page's, not the outlet's: what is pasted rarely has the same.
        changed = [Part(each.label, [row for row in each.rows if row.old != row.new]) for each in parts]
        return [each for each in changed if each.rows]

    # --- What it shows -------------------------------------------------------------------------------

    def _follows(self, data: Any) -> FollowsForm:
        outcomes: list[tuple[str, Any]] = [("later", _("Record the change; somebody looks at it later"))]
        if self.may_mark:
            outcomes.insert(0, ("reading", _("Take it as the new reading, and work from it; the earlier one is kept")))
        return FollowsForm(data, standing=self.standing, outcomes=outcomes)

    def _consequence(self) -> str:
        """What a new reading, or a withdrawal, does to the article."""
        if self.standing.is_scheduled and self.may_mark:
            return _("The article is scheduled: it is not any more then, and must be approved anew.")
        if self.article.status == Status.VERIFIED:
            return _("The disclaimer was verified: that seal is broken then, and it must be approved anew.")
        if self.standing.was_seen:
            return _("Readers see the text as it is until a fix is published.")
        return ""

    def answer(
        self,
        form: FoundForm | None = None,
        *,
        parts: list[Part] | None = None,
        follows: FollowsForm | None = None,
        gone: FollowsForm | None = None,
        reasons: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        original = self.original
        is_open = workflow.is_to_settle(self.article)
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": _("Check the original again"),
            "subtitle": self.article.headline,
            "opts": self.model_admin.opts,
            "original": self.article,
            "back": article_address(self.article),
            "reading": original,
            # Cleaned once more on its way out: what was typed into the database by hand is no exception.
            "reading_body": read_original(original.body),
            "lang": original.language,
            "dir": direction(original.language),
            "form": form or FoundForm(original=original),
            "parts": parts,
            "follows": follows,
            "gone": gone or FollowsForm(standing=self.standing, outcomes=[], prefix="gone"),
            "consequence": self._consequence(),
            "reasons": reasons or [],
            "may_leave": is_open and workflow.may_verify(self.member),
            "kind": Correction.Kind.SOURCE_CORRECTED,
            **told_to_readers(),
        }
        return TemplateResponse(self.request, "desk/original_check.html", context, status=status)
