"""Accepting a finding as it is, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import checks
from articles.models import Article, Member, Status, Waiver, WorkflowEvent

from .record import TransitionRefused, database_now, lock, record


@transaction.atomic
def waive(article: Article, finding: checks.Finding, *, by: Member, reason: str, why: str = Waiver.Why.OTHER) -> Waiver:
    """Let `finding` pass, by name and with a reason in words. Falls when the passage it is about changes.

    Raises TransitionRefused.
    """
    lock(article)
    reasons = []
    if not (by.is_active and by.has_perm("articles.waive_finding")):
        reasons.append(_("Your account may not accept findings as they are."))
    if not reason.strip():
        reasons.append(_("Say why it is fine as it is."))
    if not any((each.check, each.passage) == (finding.check, finding.passage) for each in checks.standing(article)):
        reasons.append(_("This finding does not stand any more."))
    if reasons:
        raise TransitionRefused(reasons)
    waiver = Waiver.objects.create(
        article=article,
        check_slug=finding.check,
        passage=finding.passage,
        why=why,
        reason=reason.strip(),
        by=by,
    )
    record(
        article,
        article.status,
        by=by,
        at=database_now(),
        note=f"{finding.message} {reason.strip()}",
        kind=WorkflowEvent.Kind.WAIVER,
    )
    return waiver


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, by: Member) -> Article:
    """Let the finding that `waiver` accepted stand again, recorded; return the article. Raises TransitionRefused."""
    article = waiver.article
    lock(article)
    reasons = []
    if not (by.is_active and by.has_perm("articles.waive_finding")):
        reasons.append(_("Your account may not accept findings as they are."))
    if article.status == Status.PUBLISHED:
        reasons.append(_("What was attested with it stays: readers see it, or will."))
    if not Waiver.objects.filter(pk=waiver.pk).exists():
        reasons.append(_("Somebody took it back already."))
    if reasons:
        raise TransitionRefused(reasons)
    note = _("Taken back: %(passage)s (%(reason)s)") % {"passage": waiver.passage, "reason": waiver.reason}
    record(article, article.status, by=by, at=database_now(), note=note, kind=WorkflowEvent.Kind.WAIVER)
    waiver.delete()
    return article
