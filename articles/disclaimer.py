"""The disclaimer: its wording, and the seal over everything that was attested with it.

The canonical form of a field is the UTF-8 of `["name",value]` as JSON (no spaces, no ASCII escapes; days in ISO form).
Its hash is SHA-256 over the field's salt (in hex, as ASCII) and that form. The digest of an edition is `v1:` and the
SHA-256, in hex, of the lines `name:hash` of its fields in the order of `Edition.sealed()`, joined by line feeds. The
hashes stay when a field is redacted and only its salt goes, so the digest still proves every other field.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from articles.checks import Text, align
from articles.models import Article, DisclaimerWording, Edition, EditionOriginal, Publication, Status, Translation
from articles.models.choices import Adaptation, OriginalDisplay
from articles.models.days import publication_day
from articles.models.editions import SEALED_FIELDS, SEALED_ORIGINAL_FIELDS
from articles.models.text import paragraphs

WORDS_A_MINUTE = 220
NOT_TRANSLATED = (Adaptation.ORIGINAL_WORK, Adaptation.REPUBLISHED)

Seal = dict[str, dict[str, str]]


# --- Wording -----------------------------------------------------------------------------------


def wording_for(
    article: Article, *, on: date | None = None, among: Sequence[DisclaimerWording] | None = None
) -> DisclaimerWording | None:
    """The most specific wording in force `on` that day (default today): how much was translated counts before the
    kind of outlet, a newer wording before an older one. None where nothing fits.

    `among`: every wording, where the caller has read them already.
    """
    day = on or publication_day()
    kind = article.source.kind if article.source else ""
    # What holds of any translation never fits what was not translated.
    fits = (article.adaptation,) if article.adaptation in NOT_TRANSLATED else ("", article.adaptation)
    fitting = [
        wording
        for wording in (DisclaimerWording.objects.all() if among is None else among)
        if wording.valid_from <= day and wording.adaptation in fits and wording.source_kind in ("", kind)
    ]
    return max(
        fitting,
        key=lambda wording: (bool(wording.adaptation), bool(wording.source_kind), wording.valid_from),
        default=None,
    )


def disclaimer_for(
    article: Article, *, publication: Publication | None = None, among: Sequence[DisclaimerWording] | None = None
) -> str:
    """What readers would be told of `article` today; "" where no wording fits."""
    wording = wording_for(article, among=among)
    if wording is None:
        return ""
    name = (publication or Publication.objects.get()).name
    return wording.text.replace("{publication}", name)


# --- What an edition would say -----------------------------------------------------------------


@dataclass
class Words:
    """Everything that readers would see of an article now: an edition's fields, and those of each original."""

    fields: dict[str, Any]
    originals: list[dict[str, Any]] = field(default_factory=list)


def words_of(
    article: Article, *, publication: Publication | None = None, among: Sequence[DisclaimerWording] | None = None
) -> Words:
    """What an edition of `article` would say if it were made now."""
    originals = _in_use(article)
    leading = next((each for each in originals if each.source_id == article.source_id), None)
    labelled_on = _labelled_on(article, leading)
    photo = article.photo
    return Words(
        fields={
            "headline": article.headline,
            "standfirst": article.standfirst,
            "body": article.body,
            "editors_note": article.editors_note,
            "language": article.language,
            "genre": str(article.genre),
            "adaptation": str(article.adaptation),
            "disclaimer": disclaimer_for(article, publication=publication, among=among),
            "source": article.source,
            "source_name": article.source.name if article.source else "",
            "source_label": label_of(article.source, labelled_on),
            "photo": photo,
            "photo_alt": article.photo_alt if photo else "",
            "photo_caption": article.photo_caption if photo else "",
            "photo_credit": article.photo_credit if photo else "",
            "is_file_photo": bool(photo and photo.is_file_photo),
            "translator": article.translator,
            "contributor": article.contributor,
        },
        originals=[words_of_original(each, article) for each in originals],
    )


def _in_use(article: Article) -> list[Translation]:
    """The readings that `article` stands on, in order; as many queries for one as for many."""
    readings = article.translations.all()
    # Not a query where they were fetched along, as they are in bulk.
    if readings._result_cache is None:
        readings = readings.select_related("source").prefetch_related("source__profiles", "authors")
    in_use = [each for each in readings if each.state != Translation.State.CHANGED]
    return sorted(in_use, key=lambda each: each.position)


def words_of_original(translation: Translation, article: Article) -> dict[str, Any]:
    source = translation.source or article.source
    return {
        "translation": translation,
        "position": translation.position,
        "source": source,
        "source_name": source.name if source else "",
        "source_label": label_of(source, _labelled_on(article, translation)),
        "language": translation.language,
        "medium": str(translation.medium),
        "headline": translation.headline,
        "standfirst": translation.standfirst,
        "body": translation.body,
        "byline": translation.byline,
        "author_slugs": [author.slug for author in translation.authors.all()],
        "url": translation.url,
        "archive_url": translation.archive_url,
        "published_on": translation.published_on,
        "read_at": translation.read_at,
        "availability": str(translation.availability),
        "availability_reason": translation.availability_reason,
        "fingerprint": translation.fingerprint,
        "original_display": source.original_display if source else OriginalDisplay.LINK,
    }


def _labelled_on(article: Article, original: Translation | None) -> date:
    """The day of which an outlet's label is: when it published the piece or, where nobody knows, when we did."""
    published_there = original.published_on if original else None
    return published_there or article.address_date or publication_day()


def label_of(source: Any, day: date) -> str:
    """What `source` was said to be on `day`, from profiles fetched along where they were."""
    if source is None:
        return ""
    for profile in source.profiles.all():
        if profile.valid_from <= day and (profile.valid_until is None or profile.valid_until > day):
            return str(profile.label)
    return ""


def aligned(edition: Edition, original: EditionOriginal) -> list[list[list[int]]]:
    """Every paragraph of both texts (`prose`): those of the article beside those of the original that they answer to.

    In the order of the article, by their numbers; one side is empty where paragraphs stand in one text alone. Nothing
    where none answers to another, and of books, which nobody pairs. It takes up to a twentieth of a second, and never
    more than a third: asked for where it is kept or shown.
    """
    if not edition.body or not original.body:
        return []
    found = align(Text.of(edition), Text.of(original))
    if not found.sentences or not any(bead.ours and bead.theirs for bead in found.beads):
        return []
    return [[list(bead.ours), list(bead.theirs)] for bead in found.beads]


def reading_minutes(body: str) -> int:
    words = sum(len(paragraph.split()) for paragraph in paragraphs(body))
    return max(1, round(words / WORDS_A_MINUTE))


# --- Seal --------------------------------------------------------------------------------------


def hash_of(name: str, value: object, salt: str) -> str:
    """SHA-256 in hex of a field's canonical form, salted."""
    said = value.isoformat() if isinstance(value, date) else value
    canonical = json.dumps([name, said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(salt.encode("ascii") + canonical.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(fields: Iterable[tuple[str, object]]) -> tuple[Seal, str]:
    """The seal of these fields with fresh salts, and its digest."""
    seal: Seal = {}
    said = list(fields)
    # Asked for at once: each call is one to the kernel.
    salts = batched(secrets.token_hex(16 * len(said)), 32)
    for (name, value), letters in zip(said, salts, strict=True):
        salt = "".join(letters)
        seal[name] = {"salt": salt, "sha256": hash_of(name, value, salt)}
    return seal, digest_of((name, part["sha256"]) for name, part in seal.items())


def digest_of(hashes: Iterable[tuple[str, str]]) -> str:
    lines = "\n".join(f"{name}:{hashed}" for name, hashed in hashes)
    return "v1:" + hashlib.sha256(lines.encode()).hexdigest()


def broken_fields(edition: Edition) -> list[str]:
    """The sealed fields of `edition` that do not say what was attested; empty when all do.

    A redacted field has lost its salt, so it is proved by nothing and reported by the log of redactions instead.
    "digest" stands for the seal itself.
    """
    fields = list(edition.sealed())
    hashes = [(name, edition.seal.get(name, {}).get("sha256", "")) for name, _value in fields]
    broken = [] if digest_of(hashes) == edition.digest else ["digest"]
    for name, value in fields:
        part = edition.seal.get(name, {})
        if "salt" in part and hash_of(name, value, part["salt"]) != part["sha256"]:
            broken.append(name)
    return broken


def differences(words: Words, edition: Edition) -> list[str]:
    """The names of what the working copy now says otherwise than `edition` and what came to it later; "originals" for
    a source version more or less. What only tells where it is found (addresses of archives, alignment) makes no
    difference.
    """
    return list(_differences(words, edition))


def _differences(words: Words, edition: Edition) -> Iterator[str]:
    attested = dict(edition.sealed()) | dict(_came_later(edition))
    said = dict(_sealed_order(words))
    if said.keys() != attested.keys():
        yield "originals"
    for name, value in attested.items():
        if name in said and said[name] != value:
            yield name
    if words.fields["photo"] != edition.photo:
        yield "photo"
    if words.fields["translator"] != edition.translator:
        yield "translator"


def _came_later(edition: Edition) -> Iterator[tuple[str, object]]:
    """What readers are shown of originals outside the seal, under the names of those that they stand in for."""
    for original in edition.originals.all():
        if original.stands_in_for is not None:
            for name in SEALED_ORIGINAL_FIELDS:
                yield f"originals.{original.stands_in_for}.{name}", getattr(original, name)


def has_unpublished_changes(article: Article, edition: Edition) -> bool:
    """Whether the working copy moved on since `edition` was made, as far as its revision tells: no query."""
    return article.status == Status.PUBLISHED and article.text_revision != edition.text_revision


def edition_from(words: Words, article: Article, **attested: Any) -> tuple[Edition, list[EditionOriginal]]:
    """An edition that says `words`, sealed, and its originals; none of them saved."""
    edition = Edition(
        article=article,
        text_revision=article.text_revision,
        reading_minutes=reading_minutes(words.fields["body"]),
        **words.fields,
        **attested,
    )
    originals = [EditionOriginal(edition=edition, **original) for original in words.originals]
    edition.seal, edition.digest = sealed(_sealed_order(words))
    return edition, originals


def _sealed_order(words: Words) -> Iterator[tuple[str, object]]:
    for name in SEALED_FIELDS:
        yield name, words.fields[name]
    for original in words.originals:
        for name in SEALED_ORIGINAL_FIELDS:
            yield f"originals.{original['position']}.{name}", original[name]
