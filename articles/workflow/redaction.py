"""`redact`: taking a field or a passage out of an edition, for people in danger and court orders."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from articles.models import (
    REDACTED,
    Article,
    Autosave,
    Edition,
    EditorialNote,
    Listing,
    Member,
    Translation,
    Waiver,
    WorkflowEvent,
)

from . import guards
from .listing import relist
from .record import TransitionRefused, database_now, lock, record

FIELDS = (
    "headline", "standfirst", "body", "editors_note", "source_name", "source_label", "photo_alt", "photo_caption",
    "photo_credit",
)  # fmt: skip
ORIGINAL_FIELDS = (
    "headline", "standfirst", "body", "byline", "url", "archive_url", "source_name", "source_label",
    "availability_reason",
)  # fmt: skip
# Addresses are used as links: a marker would be none.
EMPTIED = ("url", "archive_url")
# What the working copy and its source versions hold under the same name.
OF_ARTICLE = ("headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit")
OF_TRANSLATION = ("headline", "standfirst", "body", "byline", "url", "archive_url", "availability_reason")


class Passage(NamedTuple):
    """Words to take out wherever they stand in an edition and its originals."""

    words: str


class Change(NamedTuple):
    """What becomes of one field; `position` is the original's, None for the edition's own."""

    position: int | None
    field: str
    becomes: str


@transaction.atomic
def redact(edition: Edition, *, what: str | Passage, by: Member, reason: str) -> Edition:
    """Replace one field or passage of `edition` by a marker, log it, and return the edition as it then stands.

    `what` names a field ("body", "originals.1.byline") or is a `Passage`. It goes from the working copy and its source
    versions too, so that no later edition brings it back, and with the autosaves; a passage goes from corrections,
    notes and the admin's history as well. What is left is the slug, an address that was shared. The digest still
    proves the rest.
    Raises TransitionRefused: administrators only, with a reason, and only of what stands there.
    """
    article = edition.article
    lock(article)
    reasons = []
    if not guards.is_administrator(by):
        reasons.append(_("Only administrators redact."))
    if not reason.strip():
        reasons.append(_("Say why it is taken out."))
    changes = list(_changes(edition, what))
    if not changes:
        reasons.append(_("That does not stand in this version."))
    if reasons:
        raise TransitionRefused(reasons)
    with connection.cursor() as cursor:
        for change in changes:
            cursor.execute(
                "SELECT articles_redact(%s, %s, %s, %s, %s, %s)", [edition.pk, *change, by.pk, reason.strip()]
            )
    _redact_working_copy(article, what)
    if isinstance(what, Passage):
        _redact_beside(article, what)
    kind = WorkflowEvent.Kind.REDACTION
    record(article, article.status, by=by, at=database_now(), note=reason.strip(), edition=edition, kind=kind)
    if Listing.objects.filter(article=article, edition=edition).exists():
        relist([article])
    return Edition.objects.get(pk=edition.pk)


def _changes(edition: Edition, what: str | Passage) -> Iterator[Change]:
    for field in FIELDS:
        yield from _change(None, field, getattr(edition, field), what, field)
    for original in edition.originals.all():
        before = [
            *(
                change
                for field in ORIGINAL_FIELDS
                for change in _change(
                    original.position, field, getattr(original, field), what, f"originals.{original.position}.{field}"
                )
            )
        ]
        yield from before
        if any(change.field == "body" for change in before):
            # The fingerprint has no salt: a guess at the passage could be tested against it.
            yield Change(original.position, "fingerprint", "")


def _change(position: int | None, field: str, value: str, what: str | Passage, name: str) -> Iterator[Change]:
    if isinstance(what, Passage):
        if what.words and what.words in value:
            yield Change(position, field, "" if field in EMPTIED else value.replace(what.words, REDACTED))
    elif what == name and value not in ("", REDACTED):
        yield Change(position, field, "" if field in EMPTIED else REDACTED)


def _redact_working_copy(article: Article, what: str | Passage) -> None:
    changed = set()
    for field in OF_ARTICLE:
        for change in _change(None, field, getattr(article, field), what, field):
            setattr(article, field, change.becomes)
            changed.add(field)
    if changed:
        article.save(update_fields=changed)
    # Every reading, also those that a later one replaced.
    for translation in Translation.objects.filter(article=article):
        changes = [
            change
            for field in OF_TRANSLATION
            for change in _change(
                translation.position,
                field,
                getattr(translation, field),
                what,
                f"originals.{translation.position}.{field}",
            )
        ]
        for change in changes:
            setattr(translation, change.field, change.becomes)
        if changes:
            translation.save()
    Autosave.objects.filter(article=article).delete()


def _redact_beside(article: Article, passage: Passage) -> None:
    """Take `passage` out of what is said about the article: by the record, by the desk, by the admin's history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_redact_beside(%s, %s, %s)", [article.pk, passage.words, REDACTED])
    history = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Article), object_id=article.pk)
    for rows, field in (
        (EditorialNote.objects.filter(article=article), "text"),
        (Waiver.objects.filter(article=article), "passage"),
        (Waiver.objects.filter(article=article), "reason"),
        (history, "object_repr"),
        (history, "change_message"),
    ):
        rows.filter(**{f"{field}__contains": passage.words}).update(
            **{field: Replace(field, Value(passage.words), Value(REDACTED))}
        )
