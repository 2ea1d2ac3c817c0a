"""`transition`: draft → translated → verified-disclaimer → published, one step on or back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.checks import Finding
from articles.models import Article, Edition, Member, Notice, Publication, SecondLook, Status, WorkflowEvent

from . import guards
from .editions import attest
from .guards import ORDER, Step
from .listing import address_date, relist
from .notices import tell, tell_of_second_look
from .photos import unmet_by_photos
from .record import TransitionRefused, database_now, lock, record, set_status, signed


@transaction.atomic
def transition(
    article: Article,
    to: str,
    *,
    by: Member,
    at: datetime | None = None,
    note: str = "",
    revision: int | None = None,
) -> Article:
    """Move `article` to `to`, record the step, and return the article as it then stands.

    `at` (aware) is the moment of publication; None is the database's now. `revision`: the one that `by` looked at.
    Raises TransitionRefused with every unmet guard. Reads `article` afresh: what the caller changed on it but did
    not save is dropped.
    """
    lock(article)
    now = database_now()
    status = Status(to) if to in Status.values else to
    step = Step(article, status, by, now, at, note.strip(), revision)  # type: ignore[arg-type]
    if to == Status.TRANSLATED and article.status == Status.DRAFT and article.translator is None:
        # Who hands it over translated it, unless the desk says otherwise.
        article.translator = by
    if reasons := list(guards.unmet_guards(step)):
        raise TransitionRefused(reasons)
    if ORDER.index(step.to) < ORDER.index(Status(article.status)):
        return _go_back(step)
    return {Status.TRANSLATED: _hand_over, Status.VERIFIED: _verify, Status.PUBLISHED: _publish}[step.to](step)


def can(
    article: Article,
    to: str,
    *,
    by: Member,
    at: datetime | None = None,
    note: str = "",
    found: list[Finding] | None = None,
) -> list[str]:
    """What keeps `by` from taking this step now; empty when nothing does. Changes nothing, locks nothing.

    `found`: what `checks.standing` reports, where it was asked already.
    """
    return list(guards.unmet_guards(Step(article, Status(to), by, database_now(), at, note, found=found)))


def _hand_over(step: Step) -> Article:
    article = step.article
    article.save(update_fields=["translator"])
    record(article, Status.TRANSLATED, by=step.by, at=step.now, note=step.note)
    set_status(article, Status.TRANSLATED)
    if article.assignee and guards.may_verify(article.assignee):
        tell(Notice.Kind.WAITS, article, [article.assignee], by=step.by)
    return article


def _verify(step: Step) -> Article:
    article = step.article
    edition = attest(article, by=step.by, at=step.now)
    record(
        article,
        Status.VERIFIED,
        by=step.by,
        at=step.now,
        note=step.note,
        edition=edition,
        override=is_override(article, step.by),
    )
    set_status(article, Status.VERIFIED)
    tell_of_second_look(edition, by=step.by)
    return article


def is_override(article: Article, by: Member) -> bool:
    """Whether `by` verifies their own translation where only an administrator may."""
    alone = by.pk == article.translator_id
    return alone and Publication.objects.get().second_look == SecondLook.REQUIRED


def _publish(step: Step) -> Article:
    article, moment = step.article, step.at or step.now
    edition = article.editions.order_by("-number")[0]
    record(article, Status.PUBLISHED, by=step.by, at=step.now, note=step.note, edition=edition, public_at=moment)
    set_status(article, Status.PUBLISHED, published_at=moment, address_date=address_date(article, moment))
    relist([article])
    return article


def _go_back(step: Step) -> Article:
    article = step.article
    record(article, step.to, by=step.by, at=step.now, note=step.note, kind=WorkflowEvent.Kind.BACK)
    # Who claimed it has its hours anew.
    is_claimed_again = step.to == Status.DRAFT and article.claimed_at is not None
    set_status(article, step.to, claimed_at=step.now if is_claimed_again else article.claimed_at)
    relist([article])
    whom = [member for member in (article.translator, article.assignee) if member]
    tell(Notice.Kind.RETURNED, article, whom, by=step.by)
    return article


@transaction.atomic
def approve_and_publish(
    article: Article, *, by: Member, at: datetime | None = None, note: str = "", revision: int | None = None
) -> Article:
    """Verify the disclaimer and publish (or schedule, with `at`) in one go: both happen, or neither.

    Raises TransitionRefused with the unmet guards of both, and for what was verified already.
    """
    lock(article)
    if article.status in (Status.VERIFIED, Status.PUBLISHED):
        # Going back to "verified" and on again would bring what is scheduled before its moment.
        raise TransitionRefused([_("It is “%(state)s” already.") % {"state": article.get_status_display()}])
    if reasons := unmet_by_approval(article, by=by, at=at, note=note, revision=revision):
        raise TransitionRefused(reasons)
    transition(article, Status.VERIFIED, by=by, note=note)
    return transition(article, Status.PUBLISHED, by=by, at=at, note=note)


def unmet_by_approval(
    article: Article,
    *,
    by: Member,
    at: datetime | None = None,
    note: str = "",
    revision: int | None = None,
    found: list[Finding] | None = None,
) -> list[str]:
    """What keeps `by` from verifying and publishing in one go; empty when nothing does. Changes nothing.

    `found`: what `checks.standing` reports, where it was asked already.
    """
    now = database_now()
    reasons = list(guards.unmet_guards(Step(article, Status.VERIFIED, by, now, None, note, revision, found)))
    if not guards.may_publish(by):
        reasons.append(guards.not_a_publisher())
    reasons += guards.unmet_by_address(article, at or now)
    reasons += unmet_by_photos(article)
    reasons += guards.unmet_by_moment(at, now)
    return reasons


@transaction.atomic
def name_translator(article: Article, member: Member, *, by: Member, note: str) -> Article:
    """Say that `member` translated `article`, recorded with the reason. A seal breaks: an edition names its translator.

    Nobody takes their own name off a translation, to verify it themselves; an administrator may, on record. Raises
    TransitionRefused.
    """
    lock(article)
    reasons = []
    if not guards.may_verify(by):
        reasons.append(_("Only editors name another translator."))
    if by.pk == article.translator_id and not guards.is_administrator(by):
        reasons.append(_("You translated it: somebody else must say that you did not."))
    if not guards.may_translate(member):
        reasons.append(_("%(member)s is neither a translator nor an editor.") % {"member": member})
    if member.pk == article.translator_id:
        reasons.append(_("%(member)s is named already.") % {"member": member})
    if not note.strip():
        reasons.append(_("Say why another translator is named."))
    if reasons:
        raise TransitionRefused(reasons)
    record(
        article,
        article.status,
        by=by,
        at=database_now(),
        note=note.strip(),
        kind=WorkflowEvent.Kind.TRANSLATOR,
        override=by.pk == article.translator_id,
    )
    article.translator = member
    with signed(by):
        article.save(update_fields=["translator"])
    return article


@transaction.atomic
def confirm_second_look(article: Article, *, by: Member, note: str = "") -> Edition:
    """Record that `by` looked at what was published on one person's word; return the edition it was about.

    Raises TransitionRefused.
    """
    lock(article)
    edition = article.editions.order_by("-number").first()
    if reasons := list(guards.unmet_second_look(edition, by)):
        raise TransitionRefused(reasons)
    assert edition is not None
    kind = WorkflowEvent.Kind.SECOND_LOOK
    record(article, article.status, by=by, at=database_now(), note=note, edition=edition, kind=kind)
    return edition
