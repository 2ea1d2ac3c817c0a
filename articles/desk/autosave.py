"""What a page's script sends while a member writes: kept as a draft of theirs, which never touches the article."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import checks, workflow
from articles.models import Article, Member, SavedText, Translation

from .findings import told_of
from .in_json import refused, sent_json
from .kept import keep, kept_of, offer_in_html, offer_of
from .names_at_hand import at_hand
from .pairing import pairing_of
from .presence import note_presence, others_at
from .sent import BaseUnknown, Served, TooLong, Unreadable, Values
from .writing import Body, Line, Passage

# What the checks read of a text, each cleaned as a save would.
TEXTS = {"headline": Line.clean_text, "standfirst": Passage.clean_text, "body": Body.clean_text}


@require_POST
def autosave(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Keep what was typed, and answer who else has the article open, what was saved meanwhile, and what the checks
    find in the text as it is typed. Without fields it only says that the member is there.
    """
    sent = sent_json(request)
    article, member, refusal = writable(request, model_admin, pk, sent)
    if refusal is not None:
        return refusal
    note_presence(article, member, is_typing=sent.get("is_typing") is True)
    answer = {"revision": article.revision, "others": others_at(article, member), **_meanwhile(article, sent)}
    if not sent.get("fields"):
        return JsonResponse(answer)
    served = Served(model_admin, request, article)
    before = kept_of(article, member)
    try:
        typed = served.read(sent["fields"], before.fields if before else {})
    except (BaseUnknown, Unreadable) as error:
        return not_read(error)
    kept = keep(served, member, typed, sent["revision"], is_beside=sent.get("beside") is True)
    if hasattr(workflow, "touch"):
        workflow.touch(article, by=member)
    answer |= {
        "saved_at": kept.saved_at.isoformat() if kept else None,
        "said": _("Kept as draft %(time)s") % {"time": time_format(timezone.localtime())},
        **read_as_typed(served, kept.fields if kept else {}),
    }
    if sent.get("is_left_over") is True:
        answer["offer"] = offer_in_html(request, offer_of(served, member))
    return JsonResponse(answer)


def writable(
    request: HttpRequest, model_admin: Any, pk: int, sent: dict[str, Any]
) -> tuple[Article, Member, HttpResponse | None]:
    """The article and who writes it, and the refusal where they may not, or another one wrote than is signed in."""
    article = model_admin.get_queryset(request).filter(pk=pk).first()
    member = request.user
    if article is None:
        raise Http404
    if not isinstance(member, Member) or not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    if sent.get("member") not in (None, member.pk):
        words = _("You are signed in as %(name)s here, and it was not %(name)s who typed this. Copy the text.")
        return article, member, refused(409, "another-account", words % {"name": member})
    if not model_admin.has_change_permission(request, article):
        words = _("Meanwhile the article became “%(state)s”: only editors change it now. Copy what you typed.")
        return article, member, refused(403, "may-not", words % {"state": article.get_status_display()})
    if not isinstance(sent.get("revision"), int) or not 0 <= sent["revision"] < 2**31:
        return article, member, refused(400, "unreadable")
    return article, member, None


def not_read(error: Exception) -> HttpResponse:
    if isinstance(error, BaseUnknown):
        return refused(409, "base")
    if isinstance(error, TooLong):
        return refused(413, "too-long", _("This text is too long to be kept. Divide it."))
    return refused(400, "unreadable")


def _meanwhile(article: Article, sent: dict[str, Any]) -> dict[str, Any]:
    """Whether the article was saved since the page was opened, and by whom."""
    if article.revision == sent["revision"]:
        return {"stale": False, "by": ""}
    newer = SavedText.objects.filter(article=article, revision__gt=sent["revision"]).select_related("by")
    last = newer.order_by("-pk").first()
    who = str(last.by) if last and last.by else ""
    words = (
        _("%(name)s saved this article while you wrote. Nothing is overwritten: when you save, you see both texts.")
        if who
        else _("This article changed while you wrote. Nothing is overwritten: when you save, you see both texts.")
    )
    return {"stale": True, "by": who, "stale_words": words % {"name": who}}


# --- Findings --------------------------------------------------------------------------------------


def read_as_typed(served: Served, typed: dict[str, Values]) -> dict[str, Any]:
    """What the checks find in the article as it is typed, but for what was accepted, and what else is read of it."""
    data = served.with_changes(typed)
    article = _as_typed(served.article, data, "", ("language", "adaptation"))
    originals = []
    for row in served.formsets[0].forms if served.formsets else []:
        original = row.instance
        if original.state != Translation.State.CHANGED:
            if not getattr(row, "is_frozen", False):
                original = _as_typed(original, data, f"{row.prefix}-", ("language", "medium"))
            originals.append(original)
    pair = checks.pair_of(article, originals)
    found = checks.standing(served.article, pair)
    return {
        "findings": [told_of(finding) for finding in found],
        "at_hand": at_hand(pair, served.article),
        "pairing": pairing_of(pair),
    }


def _as_typed(row: Any, data: Any, prefix: str, chosen: tuple[str, ...]) -> Any:
    """A copy of `row` with what was typed into its texts, and what was `chosen` beside them; never saved."""
    typed = copy(row)
    for name, clean in TEXTS.items():
        if prefix + name in data:
            setattr(typed, name, clean(data[prefix + name]))
    for name in chosen:
        setattr(typed, name, data.get(prefix + name) or getattr(row, name))
    return typed
