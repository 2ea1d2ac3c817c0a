"""`redact`: taking a field or a passage out of an edition, for people in danger and court orders."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import (
    REDACTED,
    Article,
    Autosave,
    Correction,
    Edition,
    EditorialNote,
    Listing,
    Member,
    Photo,
    PreviewLink,
    SavedText,
    Translation,
    Waiver,
    WorkflowEvent,
)
from articles.models.folding import plain, words
from articles.models.text import clean_html, photos_in, without
from articles.search import lexicon

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
# What the working copy and its source versions hold under the same name, and what only the latter do.
OF_ARTICLE = ("headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit")
OF_TRANSLATION = ("headline", "standfirst", "body", "byline", "url", "archive_url", "availability_reason")
OF_TRANSLATION_ALONE = ("going_on_reason",)
OF_PHOTO = ("alt", "caption", "credit")


class Passage(NamedTuple):
    """Words to take out wherever they stand: in any case, over tags and entities, with any spaces between them."""

    words: str


class Change(NamedTuple):
    """What becomes of one field; `position` is the original's, None for the edition's own."""

    position: int | None
    field: str
    becomes: str


class _Redaction:
    """One redaction: what is taken out, and what a field becomes by it."""

    def __init__(self, what: str | Passage) -> None:
        self.what = what

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds the passage in plain text; None where a field is named, or no word is."""
        if not isinstance(self.what, Passage) or not self.what.words.split():
            return None
        return re.compile(r"\s+".join(map(re.escape, self.what.words.split())), re.IGNORECASE)

    def of(self, field: str, value: str, name: str) -> str | None:
        """What `value` becomes, `name` being what the field is called from outside; None where it stays as it is."""
        if self.pattern is None:
            becomes = self._marker(field) if self.what == name and value else value
        elif field == "body":
            becomes = without(value, self.pattern, REDACTED)
        elif field in ("url", "archive_url"):
            becomes = "" if self.pattern.search(value) else value
        else:
            becomes = self.pattern.sub(REDACTED, value)
        return None if becomes == value else becomes

    def _marker(self, field: str) -> str:
        # A marker would be no address to link to.
        return {"url": "", "archive_url": "", "body": clean_html(REDACTED)}.get(field, REDACTED)


@transaction.atomic
def redact(edition: Edition, *, what: str | Passage, by: Member, reason: str) -> Edition:
    """Replace one field or passage of `edition` by a marker, log it, and return the edition as it then stands.

    `what` names a field ("body", "originals.1.byline") or is a `Passage`. It goes from the working copy and its source
    versions too, so that no later edition brings it back, and with the autosaves and the admin's history; a passage
    goes from corrections, what readers are told, notes and the photo's words as well. What is left is the slug, an
    address that was shared. The digest still proves the rest. Raises TransitionRefused: administrators only, with a
    reason, and only of what stands there.
    """
    article = edition.article
    lock(article)
    redaction = _Redaction(_of_its_reading(what, edition))
    changes = list(_changes(edition, redaction))
    beside = list(_beside(article, redaction))
    reasons = []
    if not guards.is_administrator(by):
        reasons.append(_("Only administrators redact."))
    if not reason.strip():
        reasons.append(_("Say why it is taken out."))
    if not changes and not beside:
        reasons.append(_("That does not stand in this version."))
    if reasons:
        raise TransitionRefused(reasons)
    gone = {word for change in changes for word in _words(edition, change)}
    # The reason is kept, and must not keep what it is about.
    reason = redaction.of("reason", reason.strip(), "") or reason.strip()
    with connection.cursor() as cursor:
        for change in changes:
            cursor.execute("SELECT articles_redact(%s, %s, %s, %s, %s, %s)", [edition.pk, *change, by.pk, reason])
        for row in beside:
            cursor.execute(
                "SELECT articles_redact_beside(%s, %s, %s, %s, %s, %s, %s)", [edition.pk, *row, by.pk, reason]
            )
    _redact_working_copy(article, redaction)
    _redact_at_the_desk(article, redaction)
    _redact_saved_texts(article, redaction)
    # Why is for administrators, in the log of redactions; the step itself says only that it was.
    record(article, article.status, by=by, at=database_now(), edition=edition, kind=WorkflowEvent.Kind.REDACTION)
    if Listing.objects.filter(article=article).exists():
        relist([article])
        lexicon.forget(gone)
    return Edition.objects.get(pk=edition.pk)


def _of_its_reading(what: str | Passage, edition: Edition) -> str | Passage:
    """`what`, but a field of an original that came later named as that of the reading in the working copy."""
    for original in edition.originals.all():
        name = f"originals.{original.position}."
        if isinstance(what, str) and what.startswith(name):
            return f"originals.{original.place}.{what.removeprefix(name)}"
    return what


def _changes(edition: Edition, redaction: _Redaction) -> Iterator[Change]:
    for field in FIELDS:
        if (becomes := redaction.of(field, getattr(edition, field), field)) is not None:
            yield Change(None, field, becomes)
    for original in edition.originals.all():
        for field in ORIGINAL_FIELDS:
            name = f"originals.{original.place}.{field}"
            if (becomes := redaction.of(field, getattr(original, field), name)) is not None:
                yield Change(original.position, field, becomes)
                if field == "body":
                    # The fingerprint has no salt: a guess at the passage could be tested against it.
                    yield Change(original.position, "fingerprint", "")


def _words(edition: Edition, change: Change) -> Iterator[str]:
    """The folded words of the field that `change` is of, as it still stands."""
    stands = edition if change.position is None else edition.originals.get(position=change.position)
    text = plain(getattr(stands, change.field))
    # A name was learnt as its language cuts it, in a byline as no language does.
    for language in {stands.language, ""}:
        for word in words(text, language):
            yield word.folded


def _beside(article: Article, redaction: _Redaction) -> Iterator[tuple[str, int, str, str]]:
    """What the record says beside the editions: kind of row, its key, field, and what the field becomes."""
    for event in WorkflowEvent.objects.filter(article=article):
        for field in ("note", "public_note"):
            if (becomes := redaction.of(field, getattr(event, field), "")) is not None:
                yield "workflowevent", event.pk, field, becomes
    for correction in Correction.objects.filter(article=article):
        if (becomes := redaction.of("text", correction.text, "")) is not None:
            yield "correction", correction.pk, "text", becomes


def _redact_working_copy(article: Article, redaction: _Redaction) -> None:
    if changed := _set(article, OF_ARTICLE, redaction):
        article.save(update_fields=changed)
    # Every reading, also those that a later one replaced.
    for translation in Translation.objects.filter(article=article):
        prefix = f"originals.{translation.position}."
        changed = _set(translation, OF_TRANSLATION, redaction, prefix) | _set(
            translation, OF_TRANSLATION_ALONE, redaction, prefix
        )
        if changed:
            translation.save()
        if "byline" in changed:
            translation.authors.clear()


def _redact_saved_texts(article: Article, redaction: _Redaction) -> None:
    """Every earlier state of the texts; after the working copy, whose last one was kept when it changed."""
    with connection.cursor() as cursor:
        for saved in SavedText.objects.filter(article=article):
            prefix = f"originals.{saved.fields['position']}." if saved.original_id else ""
            for field in OF_TRANSLATION if saved.original_id else OF_ARTICLE:
                becomes = redaction.of(field, saved.fields.get(field, ""), f"{prefix}{field}")
                if becomes is not None:
                    cursor.execute("SELECT articles_redact_saved_text(%s, %s, %s)", [saved.pk, field, becomes])


def _redact_at_the_desk(article: Article, redaction: _Redaction) -> None:
    """What the desk keeps beside the article: autosaves, notes, what was accepted as it is, history, the photo."""
    Autosave.objects.filter(article=article).delete()
    # A preview shows what stood when its link was made.
    PreviewLink.objects.filter(article=article, revoked_at=None).update(words=None, revoked_at=database_now())
    PreviewLink.objects.filter(article=article).update(words=None)
    history = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Article), object_id=article.pk)
    history.update(object_repr=article.headline[:200], change_message="")
    for note in EditorialNote.objects.filter(article=article):
        if changed := _set(note, ("text",), redaction):
            note.save(update_fields=changed)
    for waiver in Waiver.objects.filter(article=article):
        if changed := _set(waiver, ("passage", "reason"), redaction):
            waiver.save(update_fields=changed)
    bodies = [article.body, *article.editions.values_list("body", flat=True)]
    in_texts = {number for body in bodies for number in photos_in(body)}
    shown = Q(pk__in=article.editions.values("photo")) | Q(articles=article) | Q(pk__in=in_texts)
    for photo in Photo.objects.filter(shown).distinct():
        if changed := _set(photo, OF_PHOTO, redaction):
            photo.save(update_fields=changed)


def _set(
    row: Article | Translation | EditorialNote | Waiver | Photo,
    fields: tuple[str, ...],
    redaction: _Redaction,
    prefix: str = "",
) -> set[str]:
    """Redact these fields of `row` without saving it; return those that changed."""
    changed = set()
    for field in fields:
        if (becomes := redaction.of(field, getattr(row, field), f"{prefix}{field}")) is not None:
            setattr(row, field, becomes)
            changed.add(field)
    return changed
