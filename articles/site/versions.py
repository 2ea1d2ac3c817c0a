"""Every version of an article that readers saw, and what changed from one to the next."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from articles.comparing import Piece, Row, compare_bodies, compare_passages
from articles.models import Correction, Edition, EditionOriginal, Listing, direction
from articles.models.text import Figure, with_figures

from .articles import at_its_address
from .furniture import furniture, render_page
from .lookup import ORIGINALS
from .originals import ShownOriginal
from .photos import photos_in_body
from .words import ADAPTATIONS, GENRES
from .writing import day, written_in

# Each is compared with the one before, text by text.
ON_A_PAGE = 5
_CURSOR = re.compile("[1-9][0-9]{0,5}", re.ASCII)

TEXTS: Mapping[str, Any] = {
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "editors_note": _("Editor’s note"),
    "body": _("Text"),
    "disclaimer": _("Disclaimer"),
}
OUTLET: Mapping[str, Any] = {"source_name": _("Outlet"), "source_label": _("What the outlet was")}
PHOTO: Mapping[str, Any] = {
    "photo_alt": _("Description of the photo"),
    "photo_caption": _("Caption"),
    "photo_credit": _("Photo credit"),
}
KINDS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "genre": (_("Genre"), GENRES),
    "adaptation": (_("How much was translated"), ADAPTATIONS),
}


@dataclass(frozen=True)
class Part:
    """What changed in one field: its changed passages, each with what went and what came, or a `sentence` instead.

    `outlet` names the original that it is about, where there are several; `language` is that of the words, or "".
    """

    label: Any
    passages: Sequence[Sequence[Piece]] = ()
    sentence: Any = ""
    language: str = ""
    outlet: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class Version:
    """One edition that readers saw, since when, with what was said of it; `changes` since the one before.

    `changes` is None where there was none before, or readers may not see it.
    """

    number: int
    since: datetime
    digest: str
    is_current: bool
    is_first: bool
    notices: list[Correction] = field(default_factory=list)
    changes: list[Part] | None = None


@dataclass(frozen=True)
class Seen:
    """An edition's id, and the moment from which readers saw it."""

    edition: int
    since: datetime


def seen_of(listing: Listing) -> list[Seen]:
    """Every edition that readers saw, oldest first; the last is the one that they see."""
    earlier = [Seen(edition, datetime.fromisoformat(since)) for edition, since in listing.earlier]
    return [*earlier, Seen(listing.edition_id, listing.edition_at)]


@at_its_address
def versions_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Every version that readers saw, newest first, some at a time, and what changed with each.

    Where the newsroom shows no earlier words it says their numbers, days and notices alone.
    """
    seen = seen_of(listing)
    upto = _upto(request.GET.get("cursor"), len(seen))
    first = max(upto - ON_A_PAGE, 0)
    around = furniture()
    with written_in(around.language, around.numerals):
        context = {
            "listing": listing,
            "edition": listing.edition,
            "versions": _versions(listing, seen, first, upto),
            "is_only": len(seen) == 1,
            "older": str(first) if first else "",
            "is_first": upto == len(seen),
        }
    return render_page(request, "site/versions.html", context, around=around)


def _upto(cursor: str | None, number: int) -> int:
    """How many versions, from the oldest, the page ends with. Raises Http404 for a cursor that is none."""
    if cursor is None:
        return number
    if not _CURSOR.fullmatch(cursor) or int(cursor) >= number:
        raise Http404
    return int(cursor)


def _versions(listing: Listing, seen: Sequence[Seen], first: int, upto: int) -> list[Version]:
    # With the one before, which the oldest of the page is compared with.
    wanted = [each.edition for each in seen[max(first - 1, 0) : upto]]
    editions = _editions(wanted, with_words=listing.versions_shown)
    notices: dict[int, list[Correction]] = {}
    for correction in Correction.objects.filter(edition__in=wanted).order_by("at", "pk"):
        notices.setdefault(correction.edition_id, []).append(correction)
    bodies = "".join(edition.body for edition in editions.values()) if listing.versions_shown else ""
    photos = photos_in_body(bodies)
    versions = []
    for place in range(upto - 1, first - 1, -1):
        edition = editions[seen[place].edition]
        before = editions[seen[place - 1].edition] if place and listing.versions_shown else None
        versions.append(
            Version(
                number=edition.number,
                since=seen[place].since,
                digest=edition.digest,
                is_current=place == len(seen) - 1,
                is_first=place == 0,
                notices=notices.get(edition.pk, []),
                changes=None if before is None else list(changes(before, edition, photos)),
            )
        )
    return versions


def _editions(keys: Sequence[int], *, with_words: bool) -> Mapping[int, Edition]:
    if not with_words:
        return Edition.objects.only("number", "digest").in_bulk(keys)
    originals = Prefetch("originals", ORIGINALS.defer("body"))
    return Edition.objects.defer("seal").select_related("photo").prefetch_related(originals).in_bulk(keys)


# --- What changed ------------------------------------------------------------------------------------


def changes(before: Edition, after: Edition, photos: Mapping[int, Any]) -> Iterator[Part]:
    """What readers find otherwise in `after`, field by field; of photos only what may be shown today (`photos`)."""
    for name, label in TEXTS.items():
        if name == "body":
            rows = compare_bodies(_shown_body(before, photos), _shown_body(after, photos))
        else:
            rows = compare_passages(getattr(before, name), getattr(after, name))
        yield from _changed(label, rows, after.language)
    for name, label in OUTLET.items():
        yield from _changed(label, compare_passages(getattr(before, name), getattr(after, name)))
    for name, (label, words) in KINDS.items():
        was, became = str(words.get(getattr(before, name), "")), str(words.get(getattr(after, name), ""))
        if was != became:
            yield Part(label, [[Piece("gone", was), Piece("new", became)]])
    yield from _changed_photo(before, after)
    yield from _changed_originals(before, after)


def _shown_body(edition: Edition, photos: Mapping[int, Any]) -> str:
    """Its photos in words, but for those that no page shows any more."""
    return with_figures(edition.body, lambda figure: _in_words(figure) if figure.photo in photos else "")


def _in_words(figure: Figure) -> str:
    words = escape(_("Photo: %(alt)s") % {"alt": figure.alt}) if figure.alt else escape(_("Photo"))
    return f"<p>{words}</p>" + (f"<p>{figure.caption}</p>" if figure.caption else "")


def _changed(label: Any, rows: Sequence[Row], language: str = "", outlet: str = "") -> Iterator[Part]:
    passages = [together(row) for row in rows if not row.is_same and not row.is_formatting]
    if passages:
        yield Part(label, passages, language=language, outlet=outlet)


def together(row: Row) -> list[Piece]:
    """Both sides of a passage as one run: what stayed once, what went before what came in its place."""
    rest = deque(row.new)
    pieces: list[Piece] = []
    for piece in row.old:
        if piece.kind == "same":
            while rest[0].kind == "new":
                pieces.append(rest.popleft())
            rest.popleft()
        pieces.append(piece)
    return [*pieces, *rest]


def _changed_photo(before: Edition, after: Edition) -> Iterator[Part]:
    if before.photo_id != after.photo_id:
        if after.photo_id is None:
            sentence = _("It was taken out.")
        else:
            sentence = _("It was added.") if before.photo_id is None else _("Another stands there now.")
        yield Part(_("Photo"), sentence=sentence)
    for name, label in PHOTO.items():
        # The words of a photo that was withdrawn are gone with it.
        was, became = (getattr(each, name) if each.shown_photo else "" for each in (before, after))
        yield from _changed(label, compare_passages(was, became), after.language)


def _changed_originals(before: Edition, after: Edition) -> Iterator[Part]:
    old = {original.place: original for original in before.originals_in_force()}
    new = {original.place: original for original in after.originals_in_force()}
    several = len(old) > 1 or len(new) > 1
    for place in sorted(old.keys() | new.keys()):
        was, became = old.get(place), new.get(place)
        about: Any = became or was
        for label, one, other, language in _words_of_originals(was, became, with_outlet=several):
            yield from _changed(label, compare_passages(one, other), language, about.source_name if several else "")
        if was and became and was.fingerprint and became.fingerprint and was.fingerprint != became.fingerprint:
            sentence = _("Its text was read anew.")
            yield Part(_("Original"), sentence=sentence, outlet=about.source_name if several else "")


def _words_of_originals(
    was: EditionOriginal | None, became: EditionOriginal | None, *, with_outlet: bool
) -> Iterator[tuple[Any, str, str, str]]:
    """Label, words before and after, and their language, as far as readers may see them."""
    language = (became or was).language  # type: ignore[union-attr]

    def of(name: str) -> tuple[str, str]:
        return getattr(was, name, ""), getattr(became, name, "")

    if with_outlet:
        for name, label in OUTLET.items():
            yield label, *of(name), ""
    yield _("Author"), *of("byline"), language
    headlines = [ShownOriginal.of(each).headline if each else "" for each in (was, became)]
    yield _("Headline of the original"), headlines[0], headlines[1], language
    days = [day(each.published_on) if each else "" for each in (was, became)]
    yield _("Published there"), days[0], days[1], ""
