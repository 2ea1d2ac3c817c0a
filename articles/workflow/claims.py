"""Who is on an article: claims, which lapse when nobody touches them, and assignments, which don't.

An article's `assignee` is on it. With `claimed_at` they claimed it themselves; without, an editor assigned it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Subquery, Value
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Autosave, Member, Notice, Presence, Publication, Status, WorkflowEvent

from . import guards
from .notices import tell
from .record import TransitionRefused, database_now, lock, record

Kind = WorkflowEvent.Kind
# How many the periodic task frees in one go: it comes again.
AT_ONCE = 200


@dataclass(frozen=True)
class Claim:
    """Who is on an article. `is_claim`: they claimed it themselves, and it lapses; else an editor assigned it."""

    member: Member
    since: datetime | None
    is_claim: bool
    due_at: datetime | None
    is_overdue: bool


# --- What stands -------------------------------------------------------------------------------


def lapses_at() -> ExpressionWrapper:
    """When an article's claim lapses if nobody touches it; for queries of articles that are claimed.

    What the claimant types counts as touching it, before it is saved too.
    """
    theirs = {"article": OuterRef("pk"), "member": OuterRef("assignee")}
    # GREATEST passes over what is NULL.
    touched_at = Greatest(
        F("claimed_at"),
        Subquery(Autosave.objects.filter(**theirs).values("saved_at")[:1]),
        Subquery(Presence.objects.filter(**theirs).values("typed_at")[:1]),
    )
    lasts = ExpressionWrapper(F("claim_hours") * Value(timedelta(hours=1)), output_field=DurationField())
    hours = Subquery(Publication.objects.values(lasts=lasts)[:1])
    return ExpressionWrapper(touched_at + hours, output_field=DateTimeField())


def has_lapsed() -> Exists:
    """Whether an article's claim has lapsed, for any query of articles: by the database's clock, whoever asks when.

    Only drafts lapse: what was handed over waits for others.
    """
    claims = Article.objects.filter(
        pk=OuterRef("pk"), status=Status.DRAFT, assignee__isnull=False, claimed_at__isnull=False
    )
    return Exists(claims.annotate(lapses_at=lapses_at()).filter(lapses_at__lt=Now()))


def claim_of(article: Article) -> Claim | None:
    """Who is on `article`, since when; None where nobody is, or the claim lapsed."""
    return claims_of([article]).get(article.pk)


def claims_of(articles: list[Article]) -> dict[int, Claim]:
    """Who is on each of `articles`, by their ids, asked in one query."""
    assigned = WorkflowEvent.objects.filter(article=OuterRef("pk"), kind=Kind.ASSIGNMENT).order_by("-pk")
    standing = Article.objects.filter(~has_lapsed(), pk__in=[each.pk for each in articles], assignee__isnull=False)
    rows = standing.select_related("assignee").only("assignee", "claimed_at", "due_at", "status")
    return {
        each.pk: Claim(
            member=each.assignee,  # type: ignore[arg-type]
            since=each.claimed_at or each.assigned_at,
            is_claim=each.claimed_at is not None,
            due_at=each.due_at,
            is_overdue=each.due_at is not None and each.due_at < each.now and each.status != Status.PUBLISHED,
        )
        for each in rows.annotate(assigned_at=Subquery(assigned.values("at")[:1]), now=Now())
    }


def unmet_by_claim(article: Article, *, by: Member, reason: str = "") -> list[str]:
    """What keeps `by` from claiming `article`; empty when nothing does. Changes nothing."""
    reasons = []
    if not guards.may_translate(by):
        reasons.append(_("Only translators and editors claim an article."))
    if article.status != Status.DRAFT:
        reasons.append(
            _("It is “%(state)s” already: an editor assigns who goes on with it.")
            % {"state": article.get_status_display()}
        )
    standing = claim_of(article)
    if standing is not None and standing.member.pk == by.pk:
        reasons.append(_("It is yours already."))
    elif standing is not None and not reason.strip():
        reasons.append(_("%(member)s is on it: say why you take it over.") % {"member": standing.member})
    return reasons


# --- What changes it ---------------------------------------------------------------------------


@transaction.atomic
def claim(article: Article, *, by: Member, reason: str = "") -> Article:
    """Put `by` on a draft. Taking it over from somebody who is on it takes a reason, and tells them.

    Raises TransitionRefused.
    """
    lock(article)
    if reasons := unmet_by_claim(article, by=by, reason=reason):
        raise TransitionRefused(reasons)
    if _lapsed(article):
        _free(article)
    former = article.assignee
    if article.translator is None or _is_only_claimed(article):
        article.translator = by
    now = database_now()
    record(article, article.status, by=by, at=now, note=reason.strip(), kind=Kind.CLAIM)
    _put_on_it(article, by, claimed_at=now, due_at=article.due_at)
    if former is not None:
        tell(Notice.Kind.TAKEN_OVER, article, [former], by=by)
    return article


@transaction.atomic
def assign(
    article: Article, member: Member | None, *, by: Member, due_at: datetime | None = None, note: str = ""
) -> Article:
    """Put `member` on `article`, at any time and in any state, due at a moment (aware) if there is one; None: nobody.

    Who was on it before is told, and who is from now on. Raises TransitionRefused.
    """
    lock(article)
    reasons = []
    if not guards.may_verify(by):
        reasons.append(_("Only editors assign articles: ask one."))
    if member is not None and not guards.may_translate(member):
        reasons.append(_("%(member)s is neither a translator nor an editor.") % {"member": member})
    if reasons:
        raise TransitionRefused(reasons)
    former = article.assignee
    if former != member and _is_only_claimed(article):
        article.translator = None
    words = _assigned(member, due_at)
    record(
        article, article.status, by=by, at=database_now(), kind=Kind.ASSIGNMENT,
        note="\n".join(filter(None, [words, note.strip()])),
    )  # fmt: skip
    _put_on_it(article, member, claimed_at=None, due_at=due_at)
    if former is not None and former != member:
        tell(Notice.Kind.TAKEN_OVER, article, [former], by=by)
    if member is not None:
        tell(Notice.Kind.ASSIGNED, article, [member], by=by)
    return article


@transaction.atomic
def give_back(article: Article, *, by: Member, note: str = "") -> Article:
    """Take `by` off `article`, so that others may claim it. Raises TransitionRefused."""
    lock(article)
    if article.assignee_id != by.pk:
        raise TransitionRefused([_("You are not on it.")])
    if _is_only_claimed(article):
        article.translator = None
    words = "\n".join(filter(None, [_("Given back."), note.strip()]))
    record(article, article.status, by=by, at=database_now(), kind=Kind.ASSIGNMENT, note=words)
    _put_on_it(article, None, claimed_at=None, due_at=article.due_at)
    return article


def touch(article: Article, by: Member) -> None:
    """Note that `by` is typing in `article`, so that their claim stands.

    The article itself is left alone: its revision would move on under the form in which they type. A save of theirs
    moves `claimed_at` to now along with the text.
    """
    Presence.objects.filter(article=article, member=by).update(typed_at=Now())


@transaction.atomic
def free_lapsed() -> int:
    """Free the drafts whose claim lapsed, and tell who had them; returns how many."""
    lapsed = Article.objects.filter(has_lapsed()).order_by("claimed_at")
    freed = 0
    for article in lapsed.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]:
        # Asked again under the lock: somebody may have saved, or taken it over, just before.
        if _lapsed(article):
            article.refresh_from_db()
            _free(article)
            freed += 1
    return freed


def _lapsed(article: Article) -> bool:
    return Article.objects.filter(has_lapsed(), pk=article.pk).exists()


def _is_only_claimed(article: Article) -> bool:
    """Whether who is on it is named as its translator for having claimed it, and wrote nothing."""
    claimed = article.assignee_id is not None and article.translator_id == article.assignee_id
    return claimed and article.status == Status.DRAFT and not article.body


def _free(article: Article) -> None:
    former = article.assignee
    if _is_only_claimed(article):
        article.translator = None
    record(article, article.status, by=None, at=database_now(), kind=Kind.CLAIM_LAPSED, note=str(former))
    _put_on_it(article, None, claimed_at=None, due_at=article.due_at)
    tell(Notice.Kind.LAPSED, article, [former] if former else [], by=None)


def _put_on_it(
    article: Article, member: Member | None, *, claimed_at: datetime | None, due_at: datetime | None
) -> None:
    article.assignee, article.claimed_at, article.due_at = member, claimed_at, due_at
    fields = ["assignee", "claimed_at", "due_at"]
    if article.status == Status.DRAFT:
        fields.append("translator")
    article.save(update_fields=fields)


def _assigned(member: Member | None, due_at: datetime | None) -> str:
    if due_at is None:
        return _("Assigned to %(member)s.") % {"member": member} if member else _("Assigned to nobody.")
    local = timezone.localtime(due_at)
    due = f"{date_format(local, 'j M Y, H:i')} ({timezone.get_current_timezone_name()})"
    if member is None:
        return _("Assigned to nobody, due %(due)s.") % {"due": due}
    return _("Assigned to %(member)s, due %(due)s.") % {"member": member, "due": due}
