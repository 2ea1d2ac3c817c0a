"""Who has an article open, and says so to the others who have."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Member, Presence

SEEN_WITHIN = timedelta(seconds=40)
TYPED_WITHIN = timedelta(seconds=20)


def note_presence(article: Article, member: Member, *, is_typing: bool) -> None:
    """Record that `member` has `article` open now."""
    now = workflow.database_now()
    seen = {"seen_at": now} | ({"typed_at": now} if is_typing else {})
    here = Presence.objects.filter(article=article, member=member)
    if here.filter(seen_at__gt=now - SEEN_WITHIN).update(**seen):
        return
    # Opened anew: whoever is said to have it open is said to have it since then.
    Presence.objects.update_or_create(
        article=article, member=member, defaults={"opened_at": now, "typed_at": None, **seen}
    )


def others_at(article: Article, member: Member) -> list[dict[str, Any]]:
    """Everybody else who has `article` open, in words, and since when."""
    now = workflow.database_now()
    there = Presence.objects.filter(article=article, seen_at__gt=now - SEEN_WITHIN).exclude(member=member)
    return [_said(each, now) for each in there.select_related("member")[:20]]


def _said(presence: Presence, now: Any) -> dict[str, Any]:
    is_typing = presence.typed_at is not None and now - presence.typed_at < TYPED_WITHIN
    words = _("%(name)s has this article open, typing.") if is_typing else _("%(name)s has this article open.")
    return {
        "name": str(presence.member),
        "since": presence.opened_at.isoformat(),
        "is_typing": is_typing,
        "words": words % {"name": presence.member},
    }
