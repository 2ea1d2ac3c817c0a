"""Publish the fix: from the public page to the text, the change word by word, and back, in one transaction."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import comparing, disclaimer, workflow
from articles.models import Article, Correction, Edition, Member, Publication, direction

from .base import words_for
from .standing import Standing
from .step import needs_somebody_else, unmoved
from .step_forms import FixForm
from .step_views import article_address
from .steps_once_public import PublishFix
from .words import field_label
from .writing import LABELS, Body, DeskForm, Line, Passage

TEXTS = ("headline", "standfirst", "body")


class TextForm(DeskForm):
    """What most typos stand in."""

    headline = Line(label=gettext_lazy("Headline"), max_length=250, widget=forms.Textarea(attrs={"rows": 2}))
    standfirst = Passage(
        label=gettext_lazy("Standfirst"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = Body(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 18}))

    class Meta:
        model = Article
        fields = TEXTS
        labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.instance.language
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": direction(language), "class": "vLargeTextField"}


@dataclass(frozen=True)
class Part:
    """The paragraphs of one field in which two texts differ."""

    label: str
    rows: list[comparing.Row]


@require_http_methods(["GET", "HEAD", "POST"])
def fix_page(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """GET opens the text; a POST shows the change, and a second one publishes exactly that, or changes nothing."""
    article = get_object_or_404(Article.objects.select_related("source", "photo", "translator"), pk=pk)
    member = request.user
    if not isinstance(member, Member) or not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    if not PublishFix().may(member):
        raise PermissionDenied
    standing = Standing(article, member)
    page = _Page(request, model_admin, standing)
    if not standing.is_public or needs_somebody_else(standing):
        reasons = PublishFix().reasons(standing)
        return page.answer(None, None, reasons=reasons, status=409)
    if request.method != "POST":
        return page.answer(TextForm(instance=article), None)
    form = TextForm(request.POST, instance=article)
    if not form.is_valid():
        return page.answer(form, None, status=400)
    said = FixForm(request.POST, standing=standing)
    if "publish" not in request.POST or request.POST.get("seen") != _mark(form):
        typed = {name: request.POST.get(name, "") for name in ("text", "note")}
        kind = request.POST.get("kind") or Correction.Kind.TYPO
        # What somebody saved since the text was opened is shown now, and sent again knowingly.
        moved = request.POST.get("revision") != str(page.stored.revision)
        if "seen" in request.POST:
            typed["versions_shown"] = request.POST.get("versions_shown", "")
        asked = FixForm(standing=standing, initial=typed | {"kind": kind})
        return page.answer(form, asked, is_stale=moved)
    if not said.is_valid():
        return page.answer(form, said, status=400)
    return _publish(request, page, standing, said)


def _publish(request: HttpRequest, page: "_Page", standing: Standing, said: FixForm) -> HttpResponse:
    member, article = standing.member, Article(pk=standing.article.pk)
    try:
        with workflow.signed(member):
            unmoved(article, said.cleaned_data["revision"])
            form = TextForm(request.POST, instance=article)
            if form.is_valid():
                article.save(update_fields=[*TEXTS, "updated_at"])
            workflow.reissue(
                article,
                by=member,
                correction=said.correction(),
                note=said.cleaned_data["note"],
                versions_shown=said.cleaned_data["versions_shown"],
            )
    except (workflow.TransitionRefused, IntegrityError) as refused:
        reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
        return page.refused(reasons, said)
    return HttpResponseRedirect(Standing(article, member).public_address or article_address(article))


def _mark(form: TextForm) -> str:
    """What tells whether the text is the one whose change was looked at."""
    texts = "\0".join(str(form.cleaned_data[name]) for name in TEXTS)
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()


def parts(old: Any, new: Any) -> list[Part]:
    """Where the texts of two rows (articles, editions) differ, field by field."""
    found = []
    for name in TEXTS:
        compare = comparing.compare_bodies if name == "body" else comparing.compare_passages
        rows = [row for row in compare(getattr(old, name), getattr(new, name)) if not row.is_same]
        if rows:
            found.append(Part(field_label(name), rows))
    return found


class _Page:
    """The page in each of its stages."""

    def __init__(self, request: HttpRequest, model_admin: Any, standing: Standing) -> None:
        self.request, self.model_admin, self.standing = request, model_admin, standing
        # As it stands, whatever a form puts into the other.
        self.stored = Article.objects.get(pk=standing.article.pk)

    def refused(self, reasons: list[str], said: FixForm) -> HttpResponse:
        """Once more, with what was typed: nothing was saved. Who sends it again has seen what stands there now."""
        stored = Article.objects.select_related("source", "photo", "translator").get(pk=self.stored.pk)
        standing = Standing(stored, self.standing.member)
        page = _Page(self.request, self.model_admin, standing)
        form = TextForm(self.request.POST, instance=stored)
        if not standing.is_public or not form.is_valid():
            return page.answer(None, None, reasons=reasons, status=409)
        typed = self.request.POST.copy()
        typed["revision"] = str(page.stored.revision)
        moved = page.stored.revision != said.cleaned_data["revision"]
        return page.answer(form, FixForm(typed, standing=standing), reasons=reasons, is_stale=moved, status=409)

    def answer(
        self,
        form: TextForm | None,
        asked: FixForm | None,
        *,
        reasons: list[str] | None = None,
        is_stale: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        article = self.standing.article
        shown = self._shown() if form is not None else None
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": PublishFix.label,
            "subtitle": self.stored.headline,
            "opts": self.model_admin.opts,
            "original": self.stored,
            "back": article_address(article),
            "public_address": self.standing.public_address,
            "reasons": reasons or [],
            "form": form,
            "asked": asked,
            "lang": self.stored.language,
            "dir": direction(self.stored.language),
        }
        if form is not None and shown is not None:
            context["goes_along"] = self._goes_along(shown)
        if asked is not None and form is not None and shown is not None:
            in_the_language_of_readers(asked.fields["text"])
            context |= {"parts": parts(shown, article), "seen": _mark(form), **told_to_readers()}
            # What another wrote meanwhile, and this would overwrite.
            context["overwrites"] = parts(self.stored, article) if is_stale else []
        return TemplateResponse(self.request, "desk/fix.html", context, status=status)

    def _shown(self) -> Edition:
        assert self.standing.shown_edition is not None
        return Edition.objects.prefetch_related("originals").get(pk=self.standing.shown_edition.pk)

    def _goes_along(self, shown: Edition) -> list[str]:
        """What the working copy had changed already, and the fix would publish too."""
        return [field_label(name) for name in disclaimer.differences(disclaimer.words_of(self.stored), shown)]


def in_the_language_of_readers(field: forms.Field) -> None:
    """What is typed into `field` turns as it will on the public page, whatever the member's own language."""
    language = Publication.objects.only("language").get().language
    field.widget.attrs |= {"lang": language, "dir": direction(language)}


def told_to_readers() -> dict[str, Any]:
    """The day and the kinds in the words that readers find them in."""
    publication = Publication.objects.only("language").get()
    with translation.override(publication.language):
        return {
            "told_kinds": [(kind, capfirst(str(label))) for kind, label in Correction.Kind.choices],
            "told_language": publication.language,
            "told_direction": direction(publication.language),
            "told_at": timezone.localtime(timezone=timezone.get_default_timezone()),
            "unlisted": " ".join(Correction.UNLISTED),
        }
