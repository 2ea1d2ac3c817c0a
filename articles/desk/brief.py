"""The page of a brief: a headline, two sentences, an outlet and a link, and the disclaimer before the button."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import disclaimer, workflow
from articles.models import Article, Publication, Source, Status, direction

from .base import words_for
from .new_article import known
from .step_views import article_address
from .writing import LATIN, Line, Passage


class BriefForm(forms.Form):
    headline = Line(
        label=gettext_lazy("Headline"), max_length=250, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    text = Passage(
        label=gettext_lazy("Two sentences"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("The first one opens the brief, and stands in the lists."),
    )
    source = forms.ModelChoiceField(Source.objects.order_by("name"), label=gettext_lazy("Outlet"), empty_label="–")
    url = forms.URLField(
        label=gettext_lazy("Link to the original"),
        max_length=1_000,
        widget=forms.URLInput(attrs={"class": "vURLField", **LATIN}),
    )
    reason = Line(label=gettext_lazy("Why you go on all the same"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = Publication.objects.get().language
        for name in ("headline", "text"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}


@require_http_methods(["GET", "HEAD", "POST"])
def brief_page(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """GET asks for the brief, POST publishes it, or leaves it for those who must look at it first."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    member: Any = request.user
    form = BriefForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, model_admin, form)
    if not form.is_valid():
        return _page(request, model_admin, form, status=400)
    said = form.cleaned_data
    try:
        with workflow.signed(member):
            article = workflow.brief(
                headline=said["headline"], text=said["text"], source=said["source"], url=said["url"], by=member,
                going_on_reason=said["reason"],
            )  # fmt: skip
    except (workflow.TransitionRefused, IntegrityError) as refused:
        reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
        return _page(request, model_admin, form, reasons=reasons, status=409)
    _say(request, article)
    return HttpResponseRedirect(article_address(article))


def _say(request: HttpRequest, article: Article) -> None:
    if article.status == Status.PUBLISHED:
        address = article.listing.get_absolute_url()
        words = _('The brief is public: <a href="{}">see the public page</a>. The full translation is still to come.')
        messages.success(request, format_html(words, address))
        return
    member: Any = request.user
    who = ", ".join(str(each) for each in workflow.approvers(member)[:5])
    words = _("The brief waits for approval: %(who)s can give it, and was told.") % {"who": who}
    messages.warning(request, words if who else _("The brief waits for approval, and nobody else may give it yet."))


def _page(
    request: HttpRequest, model_admin: Any, form: BriefForm, *, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    member: Any = request.user
    source = form.cleaned_data.get("source") if form.is_bound else None
    alike = []
    if reasons and form.is_valid():
        alike = workflow.known_of(workflow.unsaved_original(form.cleaned_data["source"], form.cleaned_data["url"]))
    language = Publication.objects.get().language
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("New brief"),
        "opts": model_admin.opts,
        "form": form,
        "reasons": reasons or [],
        "known": known(alike, member),
        "disclaimer": disclaimer.disclaimer_for(workflow.unsaved_brief("", "", "", source, member)),
        "lang": language,
        "dir": direction(language),
        "goes_out": workflow.may_be_published_by(member),
        "approvers": workflow.approvers(member)[:5],
    }
    return TemplateResponse(request, "desk/brief.html", context, status=status)
