"""A spelling corrected everywhere: asked for by one person, approved by another, then published article by article."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.checks.departures import Respelling
from articles.models import (
    Article,
    Correction,
    Edition,
    HouseStyleBatch,
    HouseStyleRow,
    Keyword,
    Listing,
    Member,
)

from . import guards
from .bringing_in import bring_in_again, changed_at_the_desk, unmet_by_bringing_in_again
from .departures import Found, respelled, standing_with, those, unmet_by_changes
from .public import reissue
from .record import TransitionRefused, database_now, lock, signed

State, Outcome = HouseStyleBatch.State, HouseStyleRow.Outcome
# What one batch takes: seconds to find, minutes to publish.
BATCH_MOST = 2_000


# --- Who may ---------------------------------------------------------------------------------------------


def may_ask_for_house_style(by: Member) -> bool:
    return guards.may_verify(by)


def unmet_by_approving_batch(batch: HouseStyleBatch, by: Member) -> list[str]:
    """What keeps `by` from approving `batch`; empty when nothing does."""
    reasons = []
    if not guards.may_publish(by):
        reasons.append(guards.not_a_publisher())
    if by.pk == batch.asked_by_id:
        reasons.append(_("You asked for it: somebody else must approve it."))
    if batch.state != State.ASKED:
        reasons.append(_("It does not wait for approval: it is “%(state)s”.") % {"state": batch.get_state_display()})
    elif not batch.rows.filter(outcome=Outcome.TO_DO).exists():
        reasons.append(_("No article is left in it."))
    return reasons


def may_withdraw_batch(batch: HouseStyleBatch, by: Member) -> bool:
    """Who asked may, and whoever might approve it instead."""
    return batch.state == State.ASKED and (by.pk == batch.asked_by_id or guards.may_publish(by))


# --- Asking ----------------------------------------------------------------------------------------------


def respelling_of(batch: HouseStyleBatch) -> Respelling:
    return Respelling(batch.wrong, batch.right, in_quotations=batch.in_quotations, in_titles=batch.in_titles)


@transaction.atomic
def ask_for_house_style(
    respelling: Respelling, *, by: Member, keyword: Keyword | None = None, chosen: Mapping[int, int] | None = None
) -> HouseStyleBatch:
    """Ask that a spelling be corrected in the `chosen` articles, or in all (the newest `BATCH_MOST`).

    `chosen`: of each article the revision of its text in which the change was looked at. What can't be corrected is in
    the batch too, left out with the reason. Raises TransitionRefused, SearchTooLongError.
    """
    if not may_ask_for_house_style(by):
        raise TransitionRefused([_("Your account may not correct what is public: ask an editor.")])
    if reasons := list(unmet_by_spellings(respelling)):
        raise TransitionRefused(reasons)
    if chosen is None:
        found, _more = standing_with(respelling, most=BATCH_MOST)
    else:
        found = those(chosen, respelling)
        for each in found:
            if each.article.text_revision != chosen[each.article.pk]:
                each.reasons.append(_changed_since())
    batch = HouseStyleBatch(
        wrong=respelling.wrong, right=respelling.right, keyword=keyword, asked_by=by, asked_at=database_now(),
        in_quotations=respelling.in_quotations, in_titles=respelling.in_titles,
    )  # fmt: skip
    rows = [_row(batch, each) for each in found]
    if not any(row.outcome == Outcome.TO_DO for row in rows):
        reasons = list(dict.fromkeys(reason for each in found for reason in each.reasons))
        raise TransitionRefused([_("There is no article to correct."), *reasons])
    batch.save()
    HouseStyleRow.objects.bulk_create(rows, batch_size=1_000)
    return batch


def unmet_by_spellings(respelling: Respelling) -> Iterator[str]:
    """Why one spelling can't be put in the place of the other."""
    if not any(sign.isalpha() for sign in respelling.wrong) or not any(sign.isalpha() for sign in respelling.right):
        yield _("Write both spellings.")
    elif respelling.wrong == respelling.right:
        yield _("Both spellings are the same.")


def _row(batch: HouseStyleBatch, found: Found) -> HouseStyleRow:
    return HouseStyleRow(
        batch=batch, article=found.article, shown=found.edition, text_revision=found.article.text_revision,
        outcome=Outcome.LEFT_OUT if found.reasons else Outcome.TO_DO, reason="\n".join(found.reasons),
    )  # fmt: skip


def _changed_since() -> str:
    return _("Its text changed since you looked at it: look at it again.")


# --- The second person -------------------------------------------------------------------------------------


@transaction.atomic
def take_out(batch: HouseStyleBatch, rows: Collection[int], *, by: Member) -> int:
    """Leave these articles as they are, by the keys of their rows; how many. Raises TransitionRefused."""
    _lock(batch)
    if not may_ask_for_house_style(by) or batch.state != State.ASKED:
        raise TransitionRefused([_("It does not wait for approval any more.")])
    reason = _("Taken out by %(member)s.") % {"member": by}
    return batch.rows.filter(pk__in=rows, outcome=Outcome.TO_DO).update(outcome=Outcome.TAKEN_OUT, reason=reason)


@transaction.atomic
def approve_batch(batch: HouseStyleBatch, *, by: Member) -> None:
    """Have it done: the caller hands it to a worker in the same transaction. Raises TransitionRefused."""
    _lock(batch)
    if reasons := unmet_by_approving_batch(batch, by):
        raise TransitionRefused(reasons)
    batch.state, batch.approved_by, batch.approved_at = State.APPROVED, by, database_now()
    batch.save(update_fields=["state", "approved_by", "approved_at"])


@transaction.atomic
def withdraw_batch(batch: HouseStyleBatch, *, by: Member) -> None:
    """Leave all of it as it is. Raises TransitionRefused."""
    _lock(batch)
    if not may_withdraw_batch(batch, by):
        raise TransitionRefused([_("It does not wait for approval any more, or your account may not withdraw it.")])
    batch.state, batch.withdrawn_by, batch.ended_at = State.WITHDRAWN, by, database_now()
    batch.save(update_fields=["state", "withdrawn_by", "ended_at"])


@transaction.atomic
def stop_batch(batch: HouseStyleBatch, *, by: Member) -> None:
    """Stop behind the article that is being published. What is done stays. Raises TransitionRefused."""
    _lock(batch)
    if not guards.may_verify(by) or batch.state != State.APPROVED:
        raise TransitionRefused([_("It is not under way, or your account may not stop it.")])
    batch.state = State.STOPPED
    batch.save(update_fields=["state"])


@transaction.atomic
def go_on_with_batch(batch: HouseStyleBatch, *, by: Member) -> None:
    """Go on with what was stopped; the caller hands it to a worker. Raises TransitionRefused."""
    _lock(batch)
    if not guards.may_publish(by) or batch.state not in (State.STOPPED, State.APPROVED):
        raise TransitionRefused([_("There is nothing to go on with, or your account may not publish.")])
    batch.state = State.APPROVED
    batch.save(update_fields=["state"])


def _lock(batch: HouseStyleBatch) -> None:
    batch.refresh_from_db(from_queryset=HouseStyleBatch.objects.select_for_update(of=("self",)))


# --- Doing it ------------------------------------------------------------------------------------------------


def carry_out(key: int, *, most: int | None = None) -> str:
    """Publish what is still to do of a batch, `most` of it, each article in a transaction of its own.

    What was done stays, and whoever calls it again goes on behind it. The state in which the batch is then.
    """
    to_do = HouseStyleRow.objects.filter(batch=key, outcome=Outcome.TO_DO, batch__state=State.APPROVED).order_by("pk")
    done = 0
    while (most is None or done < most) and (row := to_do.values_list("pk", flat=True).first()):
        _settle(row)
        done += 1
    under_way = HouseStyleBatch.objects.filter(pk=key, state=State.APPROVED)
    # Whatever another worker has in hand is still to do.
    under_way.exclude(rows__outcome=Outcome.TO_DO).update(state=State.DONE, ended_at=database_now())
    return HouseStyleBatch.objects.values_list("state", flat=True).get(pk=key)


def _settle(key: int) -> None:
    """Publish one row, or say why not."""
    try:
        with transaction.atomic():
            rows = HouseStyleRow.objects.select_for_update(of=("self",)).select_related(
                "batch__asked_by", "batch__approved_by", "article"
            )
            row = rows.filter(pk=key, outcome=Outcome.TO_DO).first()
            # Another worker was at it.
            if row is None:
                return
            row.made = _publish(row)
            row.outcome = Outcome.DONE
            row.save(update_fields=["outcome", "made"])
    except TransitionRefused as refused:
        _leave_out(key, refused.reasons)
    except (IntegrityError, DataError):
        _leave_out(key, [_("It could not be stored: publish the fix at the desk.")])


def _leave_out(key: int, reasons: Iterable[str]) -> None:
    rows = HouseStyleRow.objects.filter(pk=key, outcome=Outcome.TO_DO)
    rows.update(outcome=Outcome.LEFT_OUT, reason="\n".join(reasons))


def _publish(row: HouseStyleRow) -> Edition:
    """The next edition of its article, with the house spelling. Raises TransitionRefused."""
    batch, article = row.batch, row.article
    lock(article)
    if reasons := list(_unmet(row)):
        raise TransitionRefused(reasons)
    changes = respelled(article, respelling_of(batch))
    if reasons := list(unmet_by_changes(changes)):
        raise TransitionRefused(reasons)
    by = _attester(batch, article)
    correction = Correction(kind=Correction.Kind.HOUSE_STYLE, batch=batch)
    texts = {name: each.text for name, each in changes.items() if each.is_changed}
    with signed(by):
        if unmet_by_bringing_in_again([article]):
            _change(article, texts)
            reissue(article, by=by, correction=correction, note=_note(batch))
        else:
            _bring_in_again(row, texts, correction, by=by)
    return correction.edition


def _change(article: Article, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        setattr(article, name, text)
    article.save(update_fields=[*texts, "updated_at"])


def _bring_in_again(row: HouseStyleRow, texts: Mapping[str, str], correction: Correction, *, by: Member) -> None:
    """What no person has attested yet stays attested "imported": nobody verified more of it than a spelling."""

    def change(articles: Sequence[Article]) -> None:
        for article in articles:
            _change(article, texts)
            if reasons := list(guards.unmet_by_text(article, shown=row.shown)):
                raise TransitionRefused(reasons)

    bring_in_again([row.article], by=by, note=_note(row.batch), change=change)
    correction.article, correction.by, correction.at = row.article, by, database_now()
    correction.edition = row.article.editions.order_by("-number")[0]
    correction.save(force_insert=True)


def _unmet(row: HouseStyleRow) -> Iterator[str]:
    """Why the article isn't any more what was looked at. It is locked."""
    article = row.article
    listing = Listing.public.filter(article=article).select_related("edition").first()
    if listing is None:
        yield _("Readers can’t see it any more.")
    elif not _is_what_was_looked_at(row, listing):
        yield _("Its text changed since this was asked for.")
    elif article.text_revision != listing.edition.text_revision and changed_at_the_desk([article]):
        yield _("It has changes at the desk that are not public: publish them first.")


def _is_what_was_looked_at(row: HouseStyleRow, listing: Listing) -> bool:
    """Whether the text is the one whose change was shown, but for other spellings corrected everywhere since."""
    if listing.edition_id == row.shown_id:
        return row.article.text_revision == row.text_revision
    edition: int | None = listing.edition_id
    while edition is not None and edition != row.shown_id:
        edition = HouseStyleRow.objects.filter(made=edition).values_list("shown", flat=True).first()
    return edition is not None and row.article.text_revision == listing.edition.text_revision


def _attester(batch: HouseStyleBatch, article: Article) -> Member:
    """Who stands behind the edition beside the translator: who approved, or else who asked."""
    assert batch.approved_by is not None
    for member in (batch.approved_by, batch.asked_by):
        if member.pk != article.translator_id and guards.may_publish(member):
            return member
    raise TransitionRefused(
        [_("Of the two who asked and approved, one translated it and the other may not publish: somebody else must.")]
    )


def _note(batch: HouseStyleBatch) -> str:
    said = {"wrong": batch.wrong, "right": batch.right, "number": batch.pk}
    people = {"asked": batch.asked_by, "approved": batch.approved_by}
    return (
        _("House style, correction %(number)s: “%(wrong)s” became “%(right)s”, for %(asked)s and %(approved)s.")
        % (said | people)
    )  # fmt: skip
