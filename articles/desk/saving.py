"""Saving an article by sending the changes alone: the desk puts the whole form together again, and saves that."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article

from .autosave import not_read, writable
from .findings import told_of
from .in_json import refused, sent_json
from .kept import kept_of
from .pairing import pairing_of
from .panel import panel_of
from .sent import BaseUnknown, Served, Unreadable, fingerprint
from .standing import Standing
from .step_views import article_address


@require_POST
def save_changes(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Save as the whole form would have been, with the same checks; or ask for the whole form, which says what stops
    it. Answers what the page needs to go on without being loaded anew.
    """
    sent = sent_json(request)
    article, member, refusal = writable(request, model_admin, pk, sent)
    if refusal is not None:
        return refusal
    if article.revision != sent["revision"]:
        return refused(409, "send-it-whole")
    served = Served(model_admin, request, article)
    kept = kept_of(article, member)
    try:
        changes = served.read(sent.get("fields"), kept.fields if kept else {})
    except (BaseUnknown, Unreadable) as error:
        return not_read(error)
    if not set(changes) <= set(served.bounds):
        return refused(409, "send-it-whole")
    data = served.with_changes(changes)
    data["revision"] = str(sent["revision"])
    data["_save"] = "1"
    request.POST = data  # type: ignore[assignment]
    request._files = MultiValueDict()  # type: ignore[attr-defined]
    # Messages lead to the address that was asked.
    request.path = article_address(article)
    response = model_admin.changeform_view(request, str(pk))
    if response.status_code != 302:
        return refused(409, "send-it-whole")
    return JsonResponse(_brought_up_to_date(request, model_admin, pk, list(changes)))


def _brought_up_to_date(request: HttpRequest, model_admin: Any, pk: int, names: list[str]) -> dict[str, Any]:
    """What changed on the page with the save, the parts that tell where the article stands as HTML."""
    article = Article.objects.select_related("source", "photo", "translator", "created_by").get(pk=pk)
    served = Served(model_admin, request, article)
    standing = Standing(article, request.user)  # type: ignore[arg-type]
    said = [{"words": each.message, "tags": each.tags} for each in get_messages(request)]
    return {
        "revision": article.revision,
        "seen": served.seen,
        "title": article.headline,
        "marks": {name: fingerprint(served.stored(name)[0]) for name in names if len(served.stored(name)) == 1},
        "said": _("Saved %(time)s") % {"time": time_format(timezone.localtime())},
        "messages": render_to_string("desk/_said.html", {"said": said}, request),
        "panel": render_to_string("desk/_panel.html", panel_of(standing), request),
        "findings": [told_of(finding) for finding in standing.findings],
        "pairing": pairing_of(standing.pair),
    }
