"""Briefs: a headline, two sentences, an outlet and a link, public within two minutes; the full translation follows."""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.models import (
    Adaptation,
    Article,
    Availability,
    Genre,
    Listing,
    Member,
    Notice,
    Publication,
    SecondLook,
    Source,
    Status,
    Translation,
)
from articles.models.text import as_html, clean_passage

from . import guards
from .beginning import hold_original, unmet_by_beginning
from .notices import tell
from .record import TransitionRefused
from .steps import approve_and_publish, transition, unmet_by_approval

# A brief that nobody has filled in for so long is not waiting any more.
WAIT = timedelta(days=60)
# A full stop within a number or an abbreviation's middle is followed by no space.
_SENTENCE_END = re.compile(r"(?<=[.!?؟…。])[”\"’»)]*\s+")


@transaction.atomic
def brief(*, headline: str, text: str, source: Source, url: str, by: Member, going_on_reason: str = "") -> Article:
    """Make a brief, hand it over and, where `by` may and one person is enough, publish it; return the article.

    Where a second person must look first it stays `translated`, and those who may approve it are told. Raises
    TransitionRefused, and then nothing was made.
    """
    standfirst, body = two_parts(text)
    original = unsaved_original(source, url, going_on_reason)
    hold_original(original)
    reasons = unmet_by_beginning(original, by=by)
    if not body:
        reasons.append(_("Write two sentences at least: the first one opens the brief."))
    if reasons:
        raise TransitionRefused(reasons)
    article = unsaved_brief(headline, standfirst, body, source, by)
    article.save()
    original.article, original.attached_by = article, by
    original.save()
    article.refresh_from_db()
    transition(article, Status.TRANSLATED, by=by)
    if may_be_published_by(by) and not unmet_by_approval(article, by=by, note=_why_alone()):
        return approve_and_publish(article, by=by, note=_why_alone())
    tell(Notice.Kind.WAITS, article, approvers(by), by=by)
    return article


def unsaved_brief(headline: str, standfirst: str, body: str, source: Source | None, by: Member) -> Article:
    """The article that `brief` makes, to be looked at before."""
    return Article(
        headline=headline, standfirst=standfirst, body=body, source=source, language=Publication.objects.get().language,
        genre=Genre.BRIEF, adaptation=Adaptation.SUMMARY, developing=True, translator=by, created_by=by,
    )  # fmt: skip


def unsaved_original(source: Source, url: str, going_on_reason: str = "") -> Translation:
    return Translation(
        source=source, language=source.language, url=url, going_on_reason=going_on_reason,
        availability=Availability.NOT_AVAILABLE, availability_reason=_("The full translation follows."),
    )  # fmt: skip


def two_parts(text: str) -> tuple[str, str]:
    """The standfirst and the body of a brief: its first sentence, and what follows it."""
    first, *rest = _SENTENCE_END.split(clean_passage(text), maxsplit=1)
    return first, as_html(rest[0].split("\n\n")) if rest else ""


def may_be_published_by(member: Member) -> bool:
    """Whether `member` publishes a brief alone: where the newsroom lets the second look follow afterwards."""
    afterwards = Publication.objects.get().second_look == SecondLook.AFTERWARDS
    return afterwards and guards.may_verify(member) and guards.may_publish(member)


def approvers(by: Member) -> list[Member]:
    """Who may look at what `by` wrote, and publish it."""
    editors = Member.objects.with_perm("articles.verify_article").exclude(pk=by.pk)
    return [each for each in editors.order_by("first_name", "last_name", "username") if guards.may_publish(each)]


def briefs_waiting() -> QuerySet[Listing]:
    """The listings of public briefs whose full translation is still to come."""
    public = Listing.objects.filter(withdrawn_at__isnull=True, published_at__lte=Now())
    return public.filter(genre=Genre.BRIEF, developing=True, published_at__gt=Now() - WAIT)


def _why_alone() -> str:
    return _("A brief: it goes out at once, and the second look follows.")
