"""Originals that come to what was moved in without them: shown to readers at once, outside the seal, with their day."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles import disclaimer
from articles.models import Article, Availability, Edition, EditionOriginal, Listing, Member, Translation, WorkflowEvent

from . import guards
from .beginning import hold_original
from .listing import relist
from .record import TransitionRefused, database_now, lock, record, signed

State = Translation.State


def may_attach_original(by: Member) -> bool:
    """Whether `by` shows readers an original without a new version: whoever may publish one."""
    return guards.may_verify(by) and guards.may_publish(by)


def listings_without_original() -> QuerySet[Listing]:
    """What readers see of articles moved in whose original is not attached."""
    missing = Translation.objects.in_use().filter(article=OuterRef("pk")).exclude(availability=Availability.ATTACHED)
    public = Listing.objects.filter(withdrawn_at=None, published_at__lte=Now())
    return public.filter(Exists(missing), edition__attested_as=Edition.AttestedAs.IMPORTED)


def missing_original(article: Article) -> Translation | None:
    """The first reading in use whose text is not attached; None where there is none."""
    return article.translations.in_use().exclude(availability=Availability.ATTACHED).order_by("position").first()


@transaction.atomic
def attach_original(article: Article, original: Translation, *, by: Member) -> EditionOriginal:
    """Show readers `original`, unsaved, under the version they see, in the place of the one that was not available.

    For what was moved in and no person attested since. The working copy's reading that says "not available" is kept,
    marked as changed. No new version is made: the seal covers what it covered, and the row says who attached it and
    when. The same original elsewhere takes `going_on_reason`. Raises TransitionRefused.
    """
    lock(article)
    hold_original(original)
    listing = Listing.objects.filter(article=article, published_at__lte=Now(), withdrawn_at=None).first()
    edition = Edition.objects.get(pk=listing.edition_id) if listing else None
    missing = missing_original(article)
    if reasons := list(_unmet(article, original, by, edition, missing)):
        raise TransitionRefused(reasons)
    assert edition is not None
    assert missing is not None
    _replace(missing, original, by=by)
    sealed = edition.originals.get(position=missing.position)
    now = database_now()
    words = disclaimer.words_of_original(original, article) | {
        "position": max(edition.originals.values_list("position", flat=True)) + 1,
    }
    attached = EditionOriginal(edition=edition, **words, attached_at=now, attached_by=by, stands_in_for=sealed.position)
    # Beside the text that readers see, whatever the working copy says by now.
    attached.alignment = disclaimer.aligned(edition, attached)
    attached.save(force_insert=True)
    record(
        article, article.status, by=by, at=now, kind=WorkflowEvent.Kind.ORIGINAL, edition=edition,
        note=_("Original text %(position)s was attached later.") % {"position": missing.position},
    )  # fmt: skip
    relist([article])
    return attached


def _unmet(
    article: Article, original: Translation, by: Member, edition: Edition | None, missing: Translation | None
) -> Iterator[str]:
    if not may_attach_original(by):
        yield _("Readers see it at once: ask an editor to attach it.")
    if not original.body:
        yield _("Paste the text of the original, or choose a document.")
    if edition is None:
        yield _("Readers can't see the article: attach its original at the desk.")
    elif not _is_imported(article, edition):
        yield _("It has a version that an editor verified: add the original at the desk, and publish the fix.")
    elif missing is None or not edition.originals.filter(position=missing.position, attached_at=None).exclude(
        availability=Availability.ATTACHED
    ):
        yield _("Its original is attached already.")
    if original.body and not original.going_on_reason.strip():
        original.article = article  # Others are looked for but in this one.
        yield from guards.unmet_by_doubles(original)


def _is_imported(article: Article, edition: Edition) -> bool:
    """Whether `edition` is the newest, and came from an import."""
    is_newest = not article.editions.filter(number__gt=edition.number).exists()
    return is_newest and edition.attested_as == Edition.AttestedAs.IMPORTED


def _replace(missing: Translation, original: Translation, *, by: Member) -> None:
    """Put `original` in the place of the reading that is `missing`; what readers see of the text does not move on."""
    original.article, original.position, original.attached_by = missing.article, missing.position, by
    original.state, original.availability, original.availability_reason = State.CURRENT, Availability.ATTACHED, ""
    original.source = original.source or missing.source
    with signed(by), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.attaching', pg_current_xact_id()::text, true)")
        missing.state = State.CHANGED
        missing.save(update_fields=["state"])
        original.save(force_insert=True)
        cursor.execute("SELECT set_config('newsroom.attaching', '', true)")
