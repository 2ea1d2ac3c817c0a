"""The page of one step: what it does, what stops it, what it asks; and the taking of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.models import Article, Member, Status

from .base import words_for
from .standing import Standing
from .step import DeskStep
from .step_forms import moment_in_zones
from .steps import BY_SLUG
from .told import told
from .words_shown import words_shown


@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: HttpRequest, model_admin: Any, pk: int, slug: str) -> HttpResponse:
    """GET shows what the step asks; POST takes it, or says everything that stops it and changes nothing."""
    article = Article.objects.select_related("source", "photo", "translator").filter(pk=pk).first()
    step = BY_SLUG.get(slug)
    if article is None or step is None:
        raise Http404
    member = request.user
    if not model_admin.has_view_permission(request, article) or not isinstance(member, Member):
        raise PermissionDenied
    standing = Standing(article, member)
    if request.method == "POST":
        return _take(request, model_admin, standing, step)
    if not step.may(member):
        return _page(request, model_admin, standing, step, reasons=_refusals(standing, step), status=403)
    if not step.fits(standing):
        return _page(request, model_admin, standing, step, reasons=[_misfit(standing)], status=409)
    reasons = step.reasons(standing)
    form = None if step.is_out_of_reach(standing) else _form(step, standing)
    return _page(request, model_admin, standing, step, reasons=reasons, form=form, is_stopped=bool(reasons))


def _take(request: HttpRequest, model_admin: Any, standing: Standing, step: DeskStep) -> HttpResponse:
    form = _form(step, standing, data=request.POST)
    # Whatever stops it, what was typed stays on the page.
    if not step.may(standing.member):
        return _page(request, model_admin, standing, step, reasons=_refusals(standing, step), status=403)
    if not step.fits(standing):
        return _page(
            request, model_admin, standing, step, reasons=[_misfit(standing)], form=form, is_stopped=True, status=409
        )
    if not form.is_valid():
        return _page(request, model_admin, standing, step, reasons=[], form=form, status=400)
    if step.tells and "preview" in request.POST:
        return _page(request, model_admin, standing, step, reasons=step.reasons(standing), form=form)
    try:
        with workflow.signed(standing.member):
            step.take(standing, form)
    except (workflow.TransitionRefused, IntegrityError) as refused:
        reasons = refused.reasons if isinstance(refused, workflow.TransitionRefused) else [words_for(refused)]
        return _refused(request, model_admin, standing, step, reasons)
    messages.success(request, str(step.done))
    if standing.article.status == Status.PUBLISHED and step.slug in ("approve", "publish"):
        _say_when(request, standing.article)
    return HttpResponseRedirect(article_address(standing.article))


def _refused(
    request: HttpRequest, model_admin: Any, standing: Standing, step: DeskStep, reasons: list[str]
) -> HttpResponse:
    """The page once more, with what was typed; it can be sent again unless something stands against it beside that."""
    # As it stands, not as the refused step left it in memory.
    article = Article.objects.select_related("source", "photo", "translator").get(pk=standing.article.pk)
    standing = Standing(article, standing.member)
    against = step.reasons(standing) if step.fits(standing) else [_misfit(standing)]
    typed = request.POST.copy()
    # The page shows the article as it is now: who sends it again has looked.
    typed["revision"] = str(article.revision)
    return _page(
        request, model_admin, standing, step,
        reasons=[*reasons, *(each for each in against if each not in reasons)],
        form=None if step.is_out_of_reach(standing) else _form(step, standing, typed),
        is_stopped=bool(against), status=409,
    )  # fmt: skip


def _say_when(request: HttpRequest, article: Article) -> None:
    listing = Standing(article, request.user).listing  # type: ignore[arg-type]
    if listing and listing.published_at > workflow.database_now():
        when = moment_in_zones(listing.published_at)
        messages.info(request, _("It is scheduled: readers see it by itself from then on: %(when)s.") % {"when": when})
    else:
        messages.info(request, _("Readers see it now."))


def _form(step: DeskStep, standing: Standing, data: Any = None) -> Any:
    return step.form_class(data, standing=standing)


def _refusals(standing: Standing, step: DeskStep) -> list[str]:
    reasons = step.reasons(standing) if step.fits(standing) else []
    return reasons or [_("Your account may not do this: ask an editor or an administrator.")]


def _misfit(standing: Standing) -> str:
    return _("This step does not fit where the article stands now: “%(state)s”.") % {
        "state": standing.article.get_status_display()
    }


def _page(
    request: HttpRequest,
    model_admin: Any,
    standing: Standing,
    step: DeskStep,
    *,
    reasons: list[str],
    form: Any = None,
    is_stopped: bool = False,
    status: int = 200,
) -> HttpResponse:
    article = standing.article
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "subtitle": article.headline,
        "opts": model_admin.opts,
        "original": article,
        "standing": standing,
        "step": step,
        "explanation": step.explained(standing) if form is not None else "",
        "reasons": reasons,
        "is_stopped": is_stopped,
        "form": form,
        "words": words_shown(standing) if step.shows_words and form is not None else None,
        "told": told(standing, step.tells, form) if step.tells and form is not None else None,
        "back": article_address(article),
    }
    return TemplateResponse(request, "desk/step.html", context, status=status)


def article_address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
