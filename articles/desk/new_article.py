"""“New article”: what is known of an original, and the draft and the claim that begin with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.models import LANGUAGES, Article, Listing, Publication, Source, Status, Translation, direction
from articles.models.text import BODY_MAX, clean_html, plain

from .base import words_for
from .documents import Pasted, host_of, read_document, read_pasted
from .step_views import article_address
from .words import language_name
from .writing import Line

ARABIC_LETTERS, PERSIAN_LETTERS = ("\u0600", "\u06ff"), set("پچژگ")


class OriginalForm(forms.Form):
    """One field for an address or a text, or a document; what a document said comes back in hidden fields."""

    pasted = forms.CharField(
        label=gettext_lazy("The original’s address, or its text"),
        required=False,
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "class": "vLargeTextField", "autofocus": True}),
        help_text=gettext_lazy("With a text, its address may stand on the first line or the last."),
    )
    document = forms.FileField(
        label=gettext_lazy("Or a Word document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=gettext_lazy("A .docx of 10 MB at most. Its pictures stay behind."),
    )
    document_headline = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    document_body = forms.CharField(required=False, max_length=BODY_MAX, widget=forms.HiddenInput)
    source = forms.ModelChoiceField(
        Source.objects.order_by("name"), label=gettext_lazy("Outlet"), required=False, empty_label="–"
    )
    reason = Line(label=gettext_lazy("Why you go on all the same"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        pasted = read_pasted(said.get("pasted") or "")
        if said.get("document"):
            found = read_document(said["document"])
        else:
            found = Pasted("", said.get("document_headline") or "", clean_html(said.get("document_body") or ""))
        if found.body and pasted.body:
            raise ValidationError(_("Hand in a document or paste a text: one of the two."))
        if found.body:
            # The address may stand beside the document.
            pasted.headline, pasted.body = found.headline, found.body
        if pasted.says_nothing:
            raise ValidationError(_("Paste the address of the original or its text, or choose a document."))
        said["original"] = pasted
        said["is_document"] = bool(found.body)
        return said


@dataclass
class Known:
    """An article that has the same original already. `claim`: who is on it; `address`: where readers find it."""

    article: Article
    claim: Any
    address: str
    may_take_over: bool


@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """GET asks for the original; POST says what is known of it, or begins the article (`begin` among the fields)."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    member: Any = request.user
    if request.method != "POST":
        return _page(request, model_admin, OriginalForm())
    form = OriginalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, model_admin, form, status=400)
    pasted = form.cleaned_data["original"]
    original = unsaved_original(pasted, form.cleaned_data["source"] or outlet_of(pasted.host))
    reasons: list[str] = []
    if "begin" in request.POST:
        original.going_on_reason = form.cleaned_data["reason"]
        try:
            with workflow.signed(member):
                article = workflow.begin(unsaved_article(pasted, original), original, by=member)
        except (workflow.TransitionRefused, IntegrityError) as refused:
            reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
        else:
            messages.success(request, _("It is yours: the draft is made, with its original beside it."))
            return HttpResponseRedirect(article_address(article))
    return _answer(request, model_admin, form, original, reasons)


def _answer(
    request: HttpRequest, model_admin: Any, form: OriginalForm, original: Translation, reasons: list[str]
) -> HttpResponse:
    said = form.cleaned_data
    pasted = said["original"]
    typed = request.POST.copy()
    typed["source"] = str(original.source_id or "")
    if said["is_document"]:
        typed["document_headline"], typed["document_body"] = pasted.headline, pasted.body
    # Bound without its file: what that said is in the hidden fields now.
    again = OriginalForm(typed)
    again.is_valid()
    alike = workflow.known_of(original)
    answer = {
        "original": original,
        "pasted": pasted,
        "known": known(alike, request.user),
        "outlets": outlets(alike),
        "reasons": reasons,
        "dir": direction(original.language),
        "language": language_name(original.language),
        "beginning": plain(pasted.body)[:1_500],
        "is_document": said["is_document"],
    }
    return _page(request, model_admin, again, answer=answer, status=409 if reasons else 200)


def _page(
    request: HttpRequest, model_admin: Any, form: OriginalForm, *, answer: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("New article"),
        "opts": model_admin.opts,
        "form": form,
        "answer": answer,
    }
    return TemplateResponse(request, "desk/new_article.html", context, status=status)


# --- What is known ---------------------------------------------------------------------------------


def known(alike: Iterable[Translation], member: Any) -> list[Known]:
    """The articles that have the same original, each with who is on it and what readers see of it."""
    articles = list({each.article_id: each.article for each in alike}.values())
    claims = workflow.claims_of(articles)
    public = {
        listing.article_id: listing.get_absolute_url()
        for listing in Listing.public.filter(article__in=articles).only("article_id", "address_date", "slug")
    }
    found = []
    for article in articles:
        claim = claims.get(article.pk)
        is_theirs = claim is not None and claim.member.pk != member.pk
        found.append(Known(article, claim, public.get(article.pk, ""), is_theirs and article.status == Status.DRAFT))
    return found


def outlets(alike: Iterable[Translation]) -> list[Source]:
    """The outlets that ran the same text, by their names."""
    found = {each.source_id: each.source for each in alike if each.source}
    return sorted(found.values(), key=lambda source: source.name)


def outlet_of(host: str) -> Source | None:
    """The outlet whose home page or feed has that host, or the nearest one above it."""
    while host.count("."):
        candidates = Source.objects.filter(Q(homepage_url__icontains=host) | Q(feed_url__icontains=host))
        for source in candidates.order_by("pk")[:50]:
            if host in (host_of(source.homepage_url), host_of(source.feed_url)):
                return source
        host = host.partition(".")[2]
    return None


# --- What is made ----------------------------------------------------------------------------------


def unsaved_original(pasted: Pasted, source: Source | None) -> Translation:
    return Translation(
        source=source,
        language=language_of(f"{pasted.headline} {plain(pasted.body)}", source),
        headline=pasted.headline,
        body=pasted.body,
        url=pasted.url,
    )


def unsaved_article(pasted: Pasted, original: Translation) -> Article:
    where = original.source.name if original.source else pasted.host
    untitled = _("Untitled, %(where)s") % {"where": where} if where else _("Untitled")
    return Article(
        headline=pasted.headline or untitled, source=original.source, language=Publication.objects.get().language
    )


def language_of(text: str, source: Source | None) -> str:
    """The language of a text by its letters, or the outlet's where they agree with it or say nothing."""
    letters = [letter for letter in text[:5_000] if letter.isalpha()]
    usual = source.language if source else ""
    if not letters:
        return usual or "ar"
    first, last = ARABIC_LETTERS
    is_arabic = sum(first <= letter <= last for letter in letters) * 2 > len(letters)
    if usual in LANGUAGES and LANGUAGES[usual].right_to_left == is_arabic:
        return usual
    if is_arabic:
        return "fa" if PERSIAN_LETTERS & set(letters) else "ar"
    return usual if usual and not LANGUAGES[usual].right_to_left else "en"
