"""Guards: the conditions of each step, each yielding what is unmet in the words of the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from articles import checks, disclaimer
from articles.models import (
    Adaptation,
    Article,
    Availability,
    Edition,
    Listing,
    Member,
    Publication,
    SecondLook,
    Status,
    Translation,
    WorkflowEvent,
)

from .listing import address_date
from .photos import unmet_by_photos

ORDER = [Status.DRAFT, Status.TRANSLATED, Status.VERIFIED, Status.PUBLISHED]


@dataclass(frozen=True)
class Step:
    """What somebody asks for. `at`: the moment of publication asked for; `now`: the database's; `found`: what the
    checks report, where that is known.
    """

    article: Article
    to: Status
    by: Member
    now: datetime
    at: datetime | None = None
    note: str = ""
    revision: int | None = None
    found: list[checks.Finding] | None = None


# --- Who may -----------------------------------------------------------------------------------


def is_administrator(member: Member) -> bool:
    return member.is_active and member.has_perm("articles.override_article")


def may_translate(member: Member) -> bool:
    return member.is_active and member.has_perm("articles.translate_article")


def may_verify(member: Member) -> bool:
    return member.is_active and member.has_perm("articles.verify_article")


def may_publish(member: Member) -> bool:
    """Editors; once anybody is in Publishers, only they and administrators."""
    if not member.is_active or not member.has_perm("articles.publish_article"):
        return False
    if is_administrator(member):
        return True
    publishers = Member.objects.filter(groups__name="Publishers", is_active=True)
    return not publishers.exists() or publishers.filter(pk=member.pk).exists()


def may_hide(member: Member) -> bool:
    return member.is_active and member.has_perm("articles.hide_article")


# --- Each step ---------------------------------------------------------------------------------


def unmet_guards(step: Step) -> Iterator[str]:
    """Everything that keeps `step` from being taken; nothing when it may be."""
    yield from _unmoved(step.article, step.revision)
    if step.to not in ORDER:
        yield _("There is no state “%(state)s”.") % {"state": step.to}
        return
    here, there = ORDER.index(Status(step.article.status)), ORDER.index(step.to)
    if there == here:
        yield _("The article is “%(state)s” already.") % {"state": step.to.label}
    elif there > here + 1:
        yield _("An article goes one step at a time: next is “%(state)s”.") % {"state": ORDER[here + 1].label}
    elif there < here:
        yield from _may_go_back(step)
    else:
        yield from STEPS[step.to](step)


def _unmoved(article: Article, revision: int | None) -> Iterator[str]:
    if revision is not None and revision != article.revision:
        yield _("Somebody changed this article since you opened it: look at it again first.")


def _may_go_back(step: Step) -> Iterator[str]:
    article = step.article
    if article.status == Status.PUBLISHED and Listing.objects.filter(article=article, published_at__lte=step.now):
        yield _("Readers have seen it: publish a fix, or take it down.")
    if article.status == Status.TRANSLATED:
        allowed = may_translate(step.by)
    else:
        allowed = may_publish(step.by) if article.status == Status.PUBLISHED else may_verify(step.by)
    if not allowed:
        yield _("Your account may not send it back: ask an editor.")
    if not step.note.strip():
        yield _("Say why it goes back.")


def _to_translated(step: Step) -> Iterator[str]:
    if not may_translate(step.by):
        yield _("Only translators and editors hand over a translation.")
    yield from unmet_by_text(step.article, found=step.found)


def _to_verified(step: Step) -> Iterator[str]:
    yield from unmet_by_text(step.article, found=step.found)
    yield from unmet_by_attester(step.article, step.by, step.note)


def _to_published(step: Step) -> Iterator[str]:
    article = step.article
    if not may_publish(step.by):
        yield not_a_publisher()
    edition = article.editions.order_by("-number").first()
    if edition is None:
        yield _("The disclaimer has not been verified yet.")
    else:
        yield from unmet_by_edition(article, edition)
    yield from unmet_by_address(article, step.at or step.now)
    yield from unmet_by_photos(article)
    yield from unmet_by_moment(step.at, step.now)


STEPS = {
    Status.TRANSLATED: _to_translated,
    Status.VERIFIED: _to_verified,
    Status.PUBLISHED: _to_published,
}


# --- What several steps ask --------------------------------------------------------------------


def unmet_by_text(
    article: Article, *, shown: Edition | None = None, found: list[checks.Finding] | None = None
) -> Iterator[str]:
    """What the text lacks. `shown`: the version that readers see of what was moved in: what that lacks already keeps
    nobody from mending the rest. `found`: what `checks.standing` reports, where it was asked already.
    """
    if not article.headline:
        yield _("The headline is missing.")
    if not article.standfirst and (shown is None or shown.standfirst):
        yield _("The standfirst is missing.")
    if not article.body:
        yield _("The text is missing.")
    needs_outlet, needs_original = True, True
    if shown is not None:
        needs_outlet, needs_original = shown.source_id is not None, shown.originals.exists()
    yield from unmet_by_originals(article, needs_outlet=needs_outlet, needs_original=needs_original)
    blocking = checks.blocking(article) if found is None else [each for each in found if each.blocks]
    stood = set()
    if shown is not None and blocking:
        stood = {(each.check, each.passage) for each in checks.run(shown, article.translations.in_use())}
    for finding in blocking:
        if (finding.check, finding.passage) in stood:
            continue
        yield _("%(check)s: %(finding)s Mend it, or accept it as it is with a reason.") % {
            "check": finding.label,
            "finding": finding.message,
        }


def unmet_by_originals(article: Article, *, needs_outlet: bool = True, needs_original: bool = True) -> Iterator[str]:
    """Whether there is an original with text, or a reason why not. Our own work needs none."""
    if article.adaptation == Adaptation.ORIGINAL_WORK:
        return
    originals = list(article.translations.exclude(state=Translation.State.CHANGED))
    if not originals and needs_original:
        yield _("The original text is missing: attach it, or say why it is not available.")
    for original in originals:
        if original.availability == Availability.ATTACHED and not original.body:
            yield _("Original text %(position)s is empty: paste it, or say why it is not available.") % {
                "position": original.position
            }
        if original.availability == Availability.ATTACHED and not original.going_on_reason:
            yield from unmet_by_doubles(original)
    if needs_outlet and article.source is None and not any(original.source_id for original in originals):
        yield _("Choose the outlet that first published it.")


def unmet_by_doubles(original: Translation) -> Iterator[str]:
    """Whether other articles have the same original."""
    double = Translation.objects.alike(original).select_related("article").order_by("pk").first()
    if double is not None:
        yield _("The same original is in “%(article)s” (%(state)s) already: say why it is translated again.") % {
            "article": double.article.headline,
            "state": double.article.get_status_display(),
        }


def unmet_by_attester(article: Article, by: Member, note: str) -> Iterator[str]:
    """Whether `by` may stand behind an edition: two different people must, the second perhaps afterwards."""
    if not may_verify(by):
        yield _("Only editors verify the disclaimer: ask one.")
    if not disclaimer.disclaimer_for(article):
        yield _("No disclaimer wording fits this article: ask an administrator to write one.")
    if article.translator_id is None and not was_brought_in(article):
        yield _("Say who translated it: that decides who may verify it.")
    if by.pk != article.translator_id:
        return
    afterwards = Publication.objects.get().second_look == SecondLook.AFTERWARDS
    if not afterwards and not is_administrator(by):
        yield _("You translated it: somebody else must verify it.")
    elif not note.strip():
        yield _("You translated it: say why nobody else can verify it first.")


def was_brought_in(article: Article) -> bool:
    """Whether somebody else's archive, and not this desk, made its first edition."""
    return article.editions.filter(number=1).exclude(attested_as=Edition.AttestedAs.PERSON).exists()


def unmet_by_edition(article: Article, edition: Edition) -> Iterator[str]:
    """Whether `edition` still says what the working copy says."""
    words = disclaimer.words_of(article)
    changed = disclaimer.differences(words, edition)
    if changed == ["disclaimer"]:
        yield _("The wording of the disclaimer changed since it was verified: verify it again.")
    elif changed or edition.text_revision != article.text_revision:
        yield _("The text changed since the disclaimer was verified: verify it again.")


def unmet_by_address(article: Article, moment: datetime) -> Iterator[str]:
    """Whether the article has an address of its own, on the day of `moment`."""
    if not article.slug:
        yield _("The end of the address is missing.")
        return
    taken = Listing.objects.filter(slug=article.slug, address_date=address_date(article, moment))
    if taken.exclude(article=article).exists():
        yield _("Another article of that day has the address “%(slug)s”: choose another end.") % {"slug": article.slug}


def unmet_by_moment(at: datetime | None, now: datetime) -> Iterator[str]:
    """Whether the moment asked for is still to come."""
    if at is not None and at < now:
        yield _("The moment of publication has passed: choose one to come, or publish now.")


def unmet_second_look(edition: Edition | None, by: Member) -> Iterator[str]:
    """Whether a second look at `edition` is owed, and `by` may give it."""
    stands = edition is not None and edition.article.status in (Status.VERIFIED, Status.PUBLISHED)
    if edition is None or not stands or not is_owed_a_second_look(edition):
        yield _("No second look is owed here.")
        return
    if not may_verify(by):
        yield _("Only editors give a second look: ask one.")
    if by.pk in (edition.attested_by_id, edition.translator_id):
        yield _("You stand behind this version already: somebody else must look.")


def is_owed_a_second_look(edition: Edition) -> bool:
    """Whether one person alone stands behind `edition` so far."""
    alone = edition.attested_as == Edition.AttestedAs.PERSON and edition.second_look_by_id is None
    return alone and not edition.events.filter(kind=WorkflowEvent.Kind.SECOND_LOOK).exists()


def not_a_publisher() -> str:
    publishers = Member.objects.filter(groups__name="Publishers", is_active=True)
    names = ", ".join(str(member) for member in publishers[:3])
    return _("Your account may not publish: ask %(who)s.") % {"who": names or _("an editor")}
