"""Originals that are looked at again: unchanged, changed or withdrawn since they were read, and what became of it."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.models import Article, Correction, Edition, Listing, Member, Notice, Status, Translation, WorkflowEvent

from . import guards
from .notices import tell
from .record import TransitionRefused, database_now, lock, record

Kind = WorkflowEvent.Kind
State = Translation.State
# What ends the matter of an original, where it names the edition that stands from then on.
SETTLING = (Kind.STEP, Kind.REISSUE, Kind.BRING_IN)


@transaction.atomic
def note_original(
    translation: Translation,
    state: str,
    *,
    by: Member,
    note: str = "",
    public_note: str = "",
    reading: Translation | None = None,
    revision: int | None = None,
) -> WorkflowEvent:
    """Record how `translation` was found when it was looked at again, and return the event.

    "current": unchanged. "withdrawn": the outlet took it back; the row says so from then on, where `by` may change
    what the article stands on. "changed": with `reading`, unsaved, that text is what the article stands on from then
    on, and the earlier reading is kept; without, the change is left to be looked at. `public_note`: readers are told
    so at once, under the version they see.

    An event that names an edition says that it stands as it is; one that names none leaves the matter open, and
    `originals_to_settle` finds it. Whoever may verify settles it. A seal that a reading breaks is signed by the
    caller's transaction. Raises TransitionRefused.
    """
    article = translation.article
    lock(article)
    translation.refresh_from_db()
    public_note = public_note.strip()
    listing = Listing.objects.filter(article=article, published_at__lte=Now(), withdrawn_at=None).first()
    if reasons := list(_unmet(translation, state, by, public_note, reading, listing, revision)):
        raise TransitionRefused(reasons)
    if reading is not None or (state == State.WITHDRAWN and may_mark_original(article, by)):
        _mark(translation, state, by, reading)
        # The database may have broken the seal meanwhile: the event says where the article stands now.
        article.refresh_from_db()
    event = record(
        article, article.status, by=by, at=database_now(), kind=Kind.ORIGINAL, note=_said(translation, state, note),
        public_note=public_note, edition=_what_stands(article, state, by, public_note, reading),
    )  # fmt: skip
    if public_note and listing is not None:
        Correction.objects.create(
            article=article, edition_id=listing.edition_id, kind=Correction.Kind.SOURCE_CORRECTED, text=public_note,
            at=event.at, by=by,
        )  # fmt: skip
    if state != State.CURRENT:
        concerned = [member for member in (article.translator, article.assignee) if member is not None]
        tell(Notice.Kind.ORIGINAL, article, concerned, by=by)
    return event


@transaction.atomic
def leave_original(article: Article, *, by: Member, note: str) -> WorkflowEvent:
    """Record that `article` stays as it is, whatever became of its original. Raises TransitionRefused."""
    lock(article)
    reasons = []
    if not guards.may_verify(by):
        reasons.append(_("Only editors decide that it stays as it is: ask one."))
    if not is_to_settle(article):
        reasons.append(_("There is nothing to settle here."))
    if not note.strip():
        reasons.append(_("Say why it stays as it is."))
    if reasons:
        raise TransitionRefused(reasons)
    newest = article.editions.order_by("-number").first()
    return record(
        article, article.status, by=by, at=database_now(), kind=Kind.ORIGINAL, note=note.strip(), edition=newest
    )


def may_mark_original(article: Article, by: Member) -> bool:
    """Whether `by` may change what `article` stands on: what is public or scheduled is the editors'."""
    return guards.may_verify(by) if article.status == Status.PUBLISHED else guards.may_translate(by)


def may_tell_of_original(by: Member) -> bool:
    """Whether `by` decides what readers are told of an original that changed."""
    return guards.may_verify(by) and guards.may_publish(by)


def originals_to_settle() -> QuerySet[WorkflowEvent]:
    """The last event of each article of which an original was found changed or withdrawn and nothing followed yet:
    no new edition, no line for readers, no take-down, and no editor who left it as it is. Newest first.
    """
    later = WorkflowEvent.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk")).filter(
        Q(kind__in=[Kind.ORIGINAL, Kind.TAKE_DOWN]) | Q(kind__in=SETTLING, edition__isnull=False)
    )
    attested = Edition.objects.filter(article=OuterRef("article"))
    altered = Translation.objects.filter(article=OuterRef("article")).exclude(state=State.CURRENT)
    # Before its first edition an article names none: there its originals tell.
    is_open = Q(Exists(attested)) | Q(Exists(altered))
    noted = WorkflowEvent.objects.filter(is_open, ~Exists(later), kind=Kind.ORIGINAL, edition__isnull=True)
    return noted.select_related("article", "actor").defer("article__body").order_by("-pk")


def is_to_settle(article: Article) -> bool:
    return originals_to_settle().filter(article=article).exists()


def _unmet(
    translation: Translation,
    state: str,
    by: Member,
    public_note: str,
    reading: Translation | None,
    listing: Listing | None,
    revision: int | None,
) -> Iterator[str]:
    article = translation.article
    if revision is not None and revision != article.revision:
        yield _("Somebody changed this article since you opened it: look at it again first.")
    if not guards.may_translate(by):
        yield _("Only translators and editors check originals.")
    if translation.state == State.CHANGED:
        yield _("A later reading replaced this original: check that one.")
    if reading is not None and not may_mark_original(article, by):
        yield _("It is public or scheduled: record the change, and an editor decides what follows.")
    if reading is not None and not reading.body:
        yield _("Paste the text as it stands there now.")
    if public_note and not may_tell_of_original(by):
        yield _("Only editors decide what readers are told: ask one.")
    if public_note and listing is None:
        yield _("Readers can't see the article: there is nothing to tell them yet.")
    if public_note and state == State.CURRENT:
        yield _("The original is unchanged: there is nothing to tell readers.")


def _mark(translation: Translation, state: str, by: Member, reading: Translation | None) -> None:
    translation.state = State(state)
    translation.save(update_fields=["state"])
    if reading is None:
        return
    reading.article, reading.position, reading.attached_by = translation.article, translation.position, by
    reading.state = State.CURRENT
    reading.save(force_insert=True)
    reading.authors.set(translation.authors.all())


def _what_stands(
    article: Article, state: str, by: Member, public_note: str, reading: Translation | None
) -> Edition | None:
    """The newest edition where it stands as it is after what was found; None where something is left to be done."""
    settles = bool(public_note) and reading is None
    if state == State.CURRENT:
        # A translator's second look doesn't put away what an editor has still to decide.
        settles = guards.may_verify(by) or not is_to_settle(article)
    return article.editions.order_by("-number").first() if settles else None


def _said(translation: Translation, state: str, note: str) -> str:
    words = {
        State.CURRENT: _("Original text %(position)s is unchanged."),
        State.CHANGED: _("Original text %(position)s was changed by the outlet."),
        State.WITHDRAWN: _("Original text %(position)s was withdrawn by the outlet."),
    }[State(state)]
    return f"{words % {'position': translation.position}} {note.strip()}".strip()
