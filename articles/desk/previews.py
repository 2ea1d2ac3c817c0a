"""Previews at the desk: the page as readers would see it, and links to it for somebody outside."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import preview, workflow
from articles.models import Article, Member, PreviewLink

from .step_forms import zone_words
from .step_views import article_address
from .writing import Line

LINKS_SHOWN = 50


class LinkForm(forms.Form):
    meant_for = Line(
        label=gettext_lazy("Who it is for"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Only the desk sees it."),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("It works for"),
        coerce=int,
        choices=[(24, gettext_lazy("a day")), (72, gettext_lazy("three days")), (168, gettext_lazy("a week"))],
        initial=72,
    )


def _article(request: HttpRequest, model_admin: Any, pk: int) -> tuple[Article, Member]:
    article = get_object_or_404(Article.objects.select_related("source", "photo", "translator"), pk=pk)
    if not model_admin.has_view_permission(request, article) or not isinstance(request.user, Member):
        raise PermissionDenied
    return article, request.user


@require_safe
def preview_at_desk(request: HttpRequest, model_admin: Any, pk: int, part: str = "") -> HttpResponse:
    """The reader's page of the article as it was saved last."""
    article, _member = _article(request, model_admin, pk)
    address = reverse("admin:articles_article_preview", args=[pk])
    return preview.show(request, article, preview.state_of(article), part=part, address=address, link=None)


@require_http_methods(["GET", "HEAD", "POST"])
def previews_page(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """The links that were made to states of the article; a POST makes one, or revokes one."""
    article, member = _article(request, model_admin, pk)
    if request.method != "POST":
        return _page(request, model_admin, article, member, LinkForm())
    if "revoke" in request.POST:
        return _revoke(request, article, member)
    if not workflow.may_translate(member):
        raise PermissionDenied
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, model_admin, article, member, form, status=400)
    said = form.cleaned_data
    expires_at = workflow.database_now() + timedelta(hours=said["hours"])
    _link, address = preview.make_link(article, by=member, expires_at=expires_at, meant_for=said["meant_for"])
    # Not by a redirect: the address is kept nowhere, so this answer alone can say it.
    return _page(request, model_admin, article, member, LinkForm(), made=address)


def _revoke(request: HttpRequest, article: Article, member: Member) -> HttpResponse:
    asked = request.POST["revoke"]
    link = get_object_or_404(
        PreviewLink, article=article, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    )
    if link.made_by_id != member.pk and not workflow.may_verify(member):
        raise PermissionDenied
    if link.revoked_at is None:
        # What it showed is not needed any more, so it is not kept either.
        link.revoked_at, link.words = workflow.database_now(), None
        link.save(update_fields=["revoked_at", "words"])
    messages.success(request, _("The link doesn’t work any more."))
    return HttpResponseRedirect(reverse("admin:articles_article_previews", args=[article.pk]))


def _links(article: Article) -> QuerySet[PreviewLink]:
    links = PreviewLink.objects.filter(article=article).select_related("made_by").defer("words")
    return links.annotate(times=Count("openings"), last_opened_at=Max("openings__at")).order_by("-pk")


def _page(
    request: HttpRequest,
    model_admin: Any,
    article: Article,
    member: Member,
    form: LinkForm,
    *,
    made: str = "",
    status: int = 200,
) -> HttpResponse:
    now = workflow.database_now()
    links = [
        {
            "link": link,
            "works": link.revoked_at is None and link.expires_at > now,
            "moved_on": link.text_revision != article.text_revision,
            "may_revoke": link.made_by_id == member.pk or workflow.may_verify(member),
        }
        for link in _links(article)[:LINKS_SHOWN]
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Links to a preview"),
        "subtitle": article.headline,
        "opts": model_admin.opts,
        "original": article,
        "back": article_address(article),
        "form": form if workflow.may_translate(member) else None,
        "links": links,
        "made": made,
        "zone": zone_words(),
    }
    return TemplateResponse(request, "desk/previews.html", context, status=status)
