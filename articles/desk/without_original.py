"""“Without an original”: what was moved in without one, and the short way to attach it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import workflow
from articles.models import LANGUAGE_CHOICES, Article, Listing, Member, Section, Source, Translation, direction
from articles.models.text import BODY_MAX

from .base import words_for
from .documents import read_document, read_pasted
from .step_views import article_address
from .writing import Line, as_typed

SHOWN = 50
FIRST_YEAR, LAST_YEAR = 1990, 2100
# What only the page's script asks for: the form alone, or what came of it.
PART = "X-Part"


class NarrowForm(forms.Form):
    outlet = forms.ModelChoiceField(
        Source.objects.order_by("name"), label=gettext_lazy("Outlet"), required=False, empty_label=gettext_lazy("any")
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=gettext_lazy("Section"), required=False, empty_label=gettext_lazy("any")
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def narrowed(self) -> QuerySet[Listing]:
        """The listings asked for, newest first; what can't be read narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        found = workflow.listings_without_original()
        if said.get("outlet"):
            found = found.filter(source=said["outlet"])
        if said.get("section"):
            found = found.filter(section=said["section"])
        if said.get("year"):
            zone = ZoneInfo(settings.TIME_ZONE)
            begins, ends = (datetime(year, 1, 1, tzinfo=zone) for year in (said["year"], said["year"] + 1))
            found = found.filter(published_at__gte=begins, published_at__lt=ends)
        if said.get("before"):
            at = Listing.objects.filter(pk=said["before"]).values_list("published_at", flat=True).first()
            if at is not None:
                earlier = Q(published_at__lt=at) | Q(article__lt=said["before"])
                found = found.filter(earlier, published_at__lte=at)
        return found.order_by("-published_at", "-article_id")


@require_safe
def without_original_page(request: HttpRequest, site: Any) -> HttpResponse:
    """What readers find no original of: newest first, as many as one page takes."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    form = NarrowForm(request.GET)
    shown = form.narrowed().select_related("edition", "source", "section")
    listings = list(
        shown.only(
            "published_at", "address_date", "slug", "edition__headline", "edition__language", "source__name",
            "section__name",
        )[: SHOWN + 1]
    )  # fmt: skip
    older = request.GET.copy()
    older["before"] = str(listings[SHOWN - 1].pk) if len(listings) > SHOWN else ""
    context = {
        **site.each_context(request),
        "title": _("Without an original"),
        "form": form,
        "listings": listings[:SHOWN],
        "older": older.urlencode() if older["before"] else "",
        "asked": request.GET.urlencode(),
        "may_attach": workflow.may_attach_original(cast(Member, request.user)),
        "is_narrowed": any(form.cleaned_data.get(name) for name in ("outlet", "section", "year")),
    }
    return TemplateResponse(request, "desk/without_original.html", context)


class AttachForm(forms.Form):
    """The original as it was found: its text pasted, or a Word document."""

    url = forms.URLField(
        label=gettext_lazy("Address"), required=False, max_length=1_000, assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "dir": "ltr"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGE_CHOICES)
    source = forms.ModelChoiceField(
        Source.objects.order_by("name"), label=gettext_lazy("Outlet"), required=False, empty_label="–"
    )
    headline = Line(
        label=gettext_lazy("Headline"), required=False, max_length=400, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "class": "vLargeTextField"}),
        help_text=gettext_lazy("Paste it as it stands. A blank line begins a new paragraph."),
    )
    document = forms.FileField(
        label=gettext_lazy("Or a Word document"), required=False, widget=forms.FileInput(attrs={"accept": ".docx"})
    )
    reason = Line(
        label=gettext_lazy("Why you go on all the same"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("document") and (said.get("text") or "").strip():
            raise ValidationError(_("Hand in a document or paste a text: one of the two."))
        pasted = read_document(said["document"]) if said.get("document") else read_pasted(said.get("text") or "")
        if not pasted.body:
            raise ValidationError(_("Paste the text of the original, or choose a document."))
        said["found"] = pasted
        return said

    def original(self) -> Translation:
        said, pasted = self.cleaned_data, self.cleaned_data["found"]
        return Translation(
            url=said["url"] or pasted.url,
            language=said["language"],
            source=said["source"],
            # A headline typed is not looked for in the text.
            headline=said["headline"] or pasted.headline,
            body=pasted.body,
            going_on_reason=said["reason"],
        )


@dataclass
class _Attaching:
    """The short form of one article, and where it leads back to."""

    request: HttpRequest
    site: Any
    article: Article
    is_part: bool

    def answer(self, form: AttachForm, *, reasons: list[str] | None = None, status: int = 200) -> HttpResponse:
        asked = self.request.GET.urlencode()
        if not reasons and not form["reason"].value():
            del form.fields["reason"]
        context = {
            **self.site.each_context(self.request),
            "title": _("Attach the original"),
            "opts": Article._meta,
            "original": self.article,
            "lang": self.article.language,
            "dir": direction(self.article.language),
            "back": article_address(self.article),
            "list": f"{reverse('admin:without_original')}{'?' if asked else ''}{asked}",
            "action": self.request.get_full_path(),
            "form": form,
            "reasons": reasons or [],
        }
        template = "desk/_attach_original.html" if self.is_part else "desk/attach_original.html"
        return TemplateResponse(self.request, template, context, status=status)

    def attach(self, form: AttachForm) -> HttpResponse:
        member = cast(Member, self.request.user)
        try:
            with workflow.signed(member):
                workflow.attach_original(self.article, form.original(), by=member)
        except (workflow.TransitionRefused, IntegrityError) as refused:
            reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
            return self.answer(self._again(form), reasons=reasons, status=409)
        if self.is_part:
            return TemplateResponse(self.request, "desk/_attached.html", {"article": self.article})
        messages.success(self.request, _("Attached: readers find the original with “%(a)s”.") % {"a": self.article})
        asked = self.request.GET.urlencode()
        return HttpResponseRedirect(f"{reverse('admin:without_original')}{'?' if asked else ''}{asked}")

    def _again(self, form: AttachForm) -> AttachForm:
        """With what a document said as its text: a browser doesn't hand a file in twice."""
        typed = self.request.POST.copy()
        found = form.cleaned_data["found"]
        if form.cleaned_data.get("document"):
            typed["headline"], typed["text"] = typed.get("headline") or found.headline, as_typed(found.body)
        again = AttachForm(typed, auto_id=form.auto_id)
        again.is_valid()
        return again


@require_http_methods(["GET", "HEAD", "POST"])
def attach_original_page(request: HttpRequest, site: Any, pk: int) -> HttpResponse:
    """GET asks for the original; a POST attaches it, and leads back to the same place of the list."""
    member = request.user
    if not isinstance(member, Member) or not workflow.may_attach_original(member):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    missing = workflow.missing_original(article)
    if missing is None:
        raise Http404
    page = _Attaching(request, site, article, is_part=PART in request.headers)
    auto_id = f"id_{pk}_%s"
    if request.method != "POST":
        initial = {"language": missing.language, "source": missing.source_id or article.source_id, "url": missing.url}
        return page.answer(AttachForm(initial=initial, auto_id=auto_id))
    form = AttachForm(request.POST, request.FILES, auto_id=auto_id)
    if not form.is_valid():
        return page.answer(form, status=400)
    return page.attach(form)
