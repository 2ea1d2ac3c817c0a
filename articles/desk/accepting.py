"""Accepting a finding as it is without leaving the page: what is typed there stays, saved or not."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from articles import workflow
from articles.models import Article, Member

from .in_json import refused, sent_json
from .panel import panel_of
from .standing import Standing
from .steps import BY_SLUG


@require_POST
def accept(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Accept one finding on the article as it was saved; answer the panel as it then is."""
    sent = sent_json(request)
    article = _article(pk)
    member, step = request.user, BY_SLUG["accept"]
    if article is None:
        raise Http404
    if not isinstance(member, Member) or not model_admin.has_view_permission(request, article) or not step.may(member):
        raise PermissionDenied
    standing = Standing(article, member)
    form = step.form_class({"revision": article.revision, **sent}, standing=standing)
    if not form.is_valid():
        return refused(400, "unreadable", " ".join(str(words) for each in form.errors.values() for words in each))
    try:
        with workflow.signed(member):
            step.take(standing, form)
    except workflow.TransitionRefused as error:
        return refused(409, "refused", " ".join(error.reasons))
    panel = panel_of(Standing(_article(pk) or article, member))
    return JsonResponse({"said": str(step.done), "panel": render_to_string("desk/_panel.html", panel, request)})


def _article(pk: int) -> Article | None:
    return Article.objects.select_related("source", "photo", "translator", "created_by").filter(pk=pk).first()
