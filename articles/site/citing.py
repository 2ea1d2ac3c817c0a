"""How an article is cited: both works, ours and those that it was made from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Adaptation, Listing
from articles.models.editions import REDACTED

from .furniture import Furniture
from .originals import ShownOriginal
from .words import ADAPTATIONS

# Where the words are not the author's any more, or several authors' at once, nobody is named as ours.
OF_NO_AUTHOR = (Adaptation.SUMMARY, Adaptation.ROUND_UP, Adaptation.ORIGINAL_WORK)
# Several names stand in one byline; a comma may as well stand inside one ("Salma Halabi, Damascus").
_ALWAYS_BETWEEN_NAMES = re.compile(r"\s*[;؛]\s*")
_MAYBE_BETWEEN_NAMES = re.compile(r"\s*[,،/]\s*")


def tidy(text: str) -> str:
    """`text` in one line, without what no format of references may hold: control characters and halves of some."""
    line = " ".join(text.split())
    return "".join(each for each in line if unicodedata.category(each) not in ("Cc", "Cs"))


def names(byline: str) -> list[str]:
    """The names of a byline as printed; none where some of it was taken out.

    It is split where both sides of a comma have two words at least.
    """
    if REDACTED in byline:
        return []
    found = []
    for part in _ALWAYS_BETWEEN_NAMES.split(tidy(byline)):
        parts = _MAYBE_BETWEEN_NAMES.split(part)
        found += parts if all(" " in each for each in parts) else [part]
    return [name for name in found if name]


@dataclass(frozen=True)
class CitedOriginal:
    """The original as far as readers may see it; "" and None are not known, or not to be seen."""

    title: str
    outlet: str
    authors: Sequence[str]
    published_on: date | None
    url: str
    archive_url: str
    language: str
    medium: str
    # Of the outlet, today; "" where none is known.
    kind: str
    native_name: str = ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        day = self.published_on.isoformat() if self.published_on else ""
        where = ", ".join(part for part in (self.outlet, day) if part)
        return ". ".join(part for part in ("; ".join(self.authors), self.title, where, self.url) if part)


@dataclass(frozen=True)
class Citation:
    """What a reference says of one article. `key` stays the same as long as the article's address does."""

    key: str
    title: str
    publication: str
    authors: Sequence[str]
    translator: str
    editor: str
    contributor: str
    published_on: date
    url: str
    language: str
    section: str
    abstract: str
    made: str
    # The words are those of the originals' authors, translated or not.
    is_of_its_authors: bool
    originals: Sequence[CitedOriginal]

    @property
    def others(self) -> list[str]:
        """Whoever else had a hand in it."""
        return [name for name in (self.editor, self.contributor) if name]

    @property
    def note(self) -> str:
        """How it was made, and from what, for readers of formats that have no field for it."""
        lines = [f"{_('Original:')} {each.line}." for each in self.originals]
        return " ".join([self.made, *lines])


def citation_of(listing: Listing, originals: Sequence[ShownOriginal], site: Furniture) -> Citation:
    """In the words of the language that is in force."""
    edition = listing.edition
    # What was moved in may name its outlet beside the article alone.
    outlets = [edition.source_name, *[""] * len(originals)]
    every = [_original(shown, outlet) for shown, outlet in zip(originals, outlets, strict=False)]
    cited = [each for each in every if each.line]
    by_whom = tidy(edition.credited_translator)
    is_ours = edition.adaptation == Adaptation.ORIGINAL_WORK
    is_republished = edition.adaptation == Adaptation.REPUBLISHED
    is_of_its_authors = edition.adaptation not in OF_NO_AUTHOR
    authors = [name for each in cited for name in each.authors] if is_of_its_authors else []
    return Citation(
        key=f"{listing.slug}-{listing.address_date.isoformat()}",
        title=tidy(edition.headline),
        publication=tidy(site.name),
        authors=[by_whom] if is_ours and by_whom else list(dict.fromkeys(authors)),
        translator="" if is_ours or is_republished else by_whom,
        editor=by_whom if is_republished else "",
        contributor=tidy(edition.credited_contributor),
        published_on=timezone.localdate(listing.published_at),
        url=site.url + listing.get_absolute_url(),
        language=edition.language,
        section=tidy(listing.section.name) if listing.section else "",
        abstract=tidy(edition.standfirst),
        made=str(ADAPTATIONS.get(edition.adaptation, "")),
        is_of_its_authors=is_of_its_authors,
        originals=cited,
    )


def _original(shown: ShownOriginal, outlet: str) -> CitedOriginal:
    original = shown.original
    return CitedOriginal(
        title=tidy(shown.headline),
        outlet=tidy(original.source_name or outlet),
        authors=names(original.byline),
        published_on=original.published_on,
        url=shown.url,
        archive_url=shown.archive_url,
        language=original.language,
        medium=original.medium,
        kind=original.source.kind if original.source else "",
        native_name=tidy(original.source.native_name) if original.source else "",
    )
