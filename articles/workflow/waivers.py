"""Accepting a finding as it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import checks
from articles.models import Article, Member, Waiver, WorkflowEvent

from .record import TransitionRefused, database_now, lock, record


@transaction.atomic
def waive(article: Article, finding: checks.Finding, *, by: Member, reason: str) -> Waiver:
    """Let `finding` pass, by name and with a reason. Falls when the passage it is about changes.

    Raises TransitionRefused.
    """
    lock(article)
    reasons = []
    if not (by.is_active and by.has_perm("articles.waive_finding")):
        reasons.append(_("Your account may not accept findings as they are."))
    if not reason.strip():
        reasons.append(_("Say why it is fine as it is."))
    if finding not in checks.standing(article):
        reasons.append(_("This finding does not stand any more."))
    if reasons:
        raise TransitionRefused(reasons)
    waiver = Waiver.objects.create(
        article=article,
        check_slug=finding.check,
        passage=finding.passage[: checks.PASSAGE_KEPT],
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
