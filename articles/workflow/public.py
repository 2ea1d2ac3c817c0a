"""What is done to an article that readers have seen: a fix, a take-down, hiding it, filing it elsewhere."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles import disclaimer
from articles.checks import Finding
from articles.models import Article, Correction, Listing, Member, Publication, Status, WorkflowEvent
from articles.models.text import clean_passage

from . import guards
from .editions import attest
from .listing import relist
from .notices import tell_of_second_look
from .photos import unmet_by_photos
from .record import TransitionRefused, database_now, lock, record, set_status
from .steps import is_override

Kind = WorkflowEvent.Kind


@transaction.atomic
def reissue(
    article: Article,
    *,
    by: Member,
    correction: Correction | None = None,
    note: str = "",
    revision: int | None = None,
    versions_shown: bool | None = None,
) -> Article:
    """Attest the working copy as the next edition and show it to readers at once, at the same address.

    `correction`: an unsaved one with its kind and, unless it is a typo or house style, the text that readers see.
    `versions_shown`: whether they may see what the editions before said; None leaves that as it is. What was taken
    down or hidden is public again from then on. Raises TransitionRefused with every unmet guard.
    """
    lock(article)
    now = database_now()
    if reasons := list(_unmet_by_reissue(article, by, now, correction, note, revision)):
        raise TransitionRefused(reasons)
    edition = attest(article, by=by, at=now)
    record(
        article, Status.PUBLISHED, by=by, at=now, note=note, kind=Kind.REISSUE, edition=edition, public_at=now,
        override=is_override(article, by),
    )  # fmt: skip
    if correction is not None:
        correction.article, correction.edition, correction.by, correction.at = article, edition, by, now
        correction.text = clean_passage(correction.text)
        correction.save(force_insert=True)
    if versions_shown is not None and versions_shown != article.versions_shown:
        article.versions_shown = versions_shown
        article.save(update_fields=["versions_shown", "updated_at"])
    relist([article])
    tell_of_second_look(edition, by=by)
    return article


def unmet_by_reissue(article: Article, *, by: Member, note: str = "", found: list[Finding] | None = None) -> list[str]:
    """What keeps `by` from publishing the working copy as a fix now; empty when nothing does.

    `found`: what `checks.standing` reports, where it was asked already.
    """
    return list(_unmet_by_reissue(article, by, database_now(), None, note, None, found))


def _unmet_by_reissue(
    article: Article,
    by: Member,
    now: datetime,
    correction: Correction | None,
    note: str,
    revision: int | None,
    found: list[Finding] | None = None,
) -> Iterator[str]:
    if revision is not None and revision != article.revision:
        yield _("Somebody changed this article since you opened it: look at it again first.")
    if not guards.may_publish(by):
        yield guards.not_a_publisher()
    listing = Listing.objects.filter(article=article, published_at__lte=now).select_related("edition").first()
    if article.status != Status.PUBLISHED or listing is None:
        yield _("Readers have not seen it yet: publish it first.")
        return
    changed = disclaimer.differences(disclaimer.words_of(article), listing.edition)
    if not changed and listing.withdrawn_at is None:
        yield _("Nothing changed since the version that readers see.")
    if correction is not None and correction.kind not in Correction.Kind.values:
        yield _("Choose what kind of correction it is.")
    elif correction is not None and correction.is_listed and not correction.text.strip():
        yield _("Write what readers are told about the correction.")
    if correction is not None and correction.kind == Correction.Kind.RETRACTION:
        yield _("A retraction takes the article down: use “Take down”.")
    shown = listing.edition if guards.was_brought_in(article) else None
    yield from guards.unmet_by_text(article, shown=shown, found=found)
    yield from guards.unmet_by_attester(article, by, note)
    yield from unmet_by_photos(article)


@transaction.atomic
def take_down(article: Article, *, by: Member, public_note: str, note: str = "") -> Article:
    """Take `article` from readers at once: its address answers 410 with `public_note`, and it leaves every list.

    Settles an article that was hidden. What was only scheduled goes back to `translated`, and its address answers 404
    like any that never was. Raises TransitionRefused.
    """
    lock(article)
    public_note = clean_passage(public_note)
    now = database_now()
    reasons = list(_unmet_by_withdrawal(article, settles=True))
    if not guards.may_publish(by):
        reasons.append(guards.not_a_publisher())
    if not public_note:
        reasons.append(_("Write the sentence that readers find in its place."))
    if reasons:
        raise TransitionRefused(reasons)
    listing = Listing.objects.get(article=article)
    _withdraw(article, Kind.TAKE_DOWN, by=by, at=now, public_note=public_note, note=note)
    if listing.published_at <= now:
        Correction.objects.create(
            article=article,
            edition_id=listing.edition_id,
            kind=Correction.Kind.RETRACTION,
            text=public_note,
            at=now,
            by=by,
        )
    return article


@transaction.atomic
def hide(article: Article, *, by: Member) -> Article:
    """Take `article` from readers at once, with a neutral sentence: for any member in a hurry.

    An editor settles it later, by `take_down` with the sentence it deserves or by `reissue`. Raises TransitionRefused.
    """
    lock(article)
    reasons = list(_unmet_by_withdrawal(article, settles=False))
    if not guards.may_hide(by):
        reasons.append(_("Your account may not hide articles."))
    if reasons:
        raise TransitionRefused(reasons)
    with_words = _("We are looking into it.")
    _withdraw(article, Kind.HIDE, by=by, at=database_now(), public_note=with_words)
    return article


def _unmet_by_withdrawal(article: Article, *, settles: bool) -> Iterator[str]:
    listing = Listing.objects.filter(article=article).first()
    if listing is None:
        yield _("It is not public.")
    elif listing.withdrawn_at is not None and not (settles and is_hidden(article)):
        yield _("Readers can't see it any more already.")


def is_hidden(article: Article) -> bool:
    """Whether it was hidden in a hurry, and an editor has not settled it yet."""
    last = article.events.filter(kind__in=[Kind.HIDE, Kind.TAKE_DOWN, Kind.REISSUE]).order_by("-pk").first()
    return last is not None and last.kind == Kind.HIDE and last.to_status == Status.PUBLISHED


def _withdraw(article: Article, kind: Kind, *, by: Member, at: datetime, public_note: str, note: str = "") -> None:
    seen = Listing.objects.filter(article=article, published_at__lte=at).exists()
    to = Status.PUBLISHED if seen else Status.TRANSLATED
    record(article, to, by=by, at=at, note=note, kind=kind, public_note=public_note)
    if not seen:
        set_status(article, to)
    Publication.objects.filter(lead=article.pk).update(lead=None)
    relist([article])


@transaction.atomic
def catalogue(article: Article, *, by: Member, note: str = "") -> Article:
    """Bring the listing in step with the article's section, story, keywords, "developing" and "readers may see what
    changed", and log it.

    These are no text: they need no new edition. The caller has saved them. Nothing is recorded for an article that is
    neither public nor scheduled. Raises TransitionRefused: readers see it, so editors alone do it.
    """
    lock(article)
    if Listing.objects.filter(article=article).exists():
        if not guards.may_verify(by):
            raise TransitionRefused([_("Only editors file anew what is public or scheduled: ask one.")])
        record(article, article.status, by=by, at=database_now(), note=note, kind=Kind.CATALOGUING)
        relist([article])
    return article
