"""What became of each item, written down with the item itself: a second run finds it there and changes nothing."""

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import nh3

from articles.models import ImportedItem
from articles.models.text import clean_line, clean_passage

from .items import Item, Note

Outcome = ImportedItem.Outcome
# Twice the longest passage. Tags within each other take their number squared.
WORDS_MAX = 20_000


@dataclass(slots=True)
class Brought:
    """One item on its way in: its row in the ledger, what is noted of it, and the old addresses that lead to it."""

    item: Item
    row: ImportedItem
    notes: list[Note] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        return self.row.outcome == Outcome.PUBLIC

    def note(self, what: str, words: str) -> None:
        self.notes.append(Note(self.item.line, what, words))

    def leave_out(self, what: str, words: str) -> None:
        self.row.outcome = Outcome.SKIPPED
        self.note(what, words)


def brought(site: str, file: str, item: Item) -> Brought:
    """`item` with a row for the ledger, in which nothing is said yet of what became of it."""
    row = ImportedItem(
        site=site, key=item.key, kind=item.kind[:40], title=cut(plain_line(item.title), 250), file=file,
        line=item.line, mark=mark_of_item(item),
    )  # fmt: skip
    return Brought(item, row, list(item.notes))


def write_down(all_brought: Iterable[Brought]) -> None:
    rows = []
    for each in all_brought:
        each.row.notes = kept_notes(each.notes)
        rows.append(each.row)
    ImportedItem.objects.bulk_create(rows)


def kept_notes(notes: Iterable[Note]) -> list[list[object]]:
    """Notes as the ledger keeps them, each once."""
    return [list(note) for note in dict.fromkeys((note.line, note.what, note.words) for note in notes)]


def mark_of(*said: object) -> str:
    """What tells later whether something says something else there now."""
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def mark_of_item(item: Item) -> str:
    """The mark of what an item says, without where it stands and what readers added to it."""
    return mark_of(
        item.kind, item.link, item.title, item.content, item.excerpt, item.status, item.has_password, item.slug,
        item.parent, item.posted_at, item.terms, sorted(item.meta.items()), item.attachment_url,
    )  # fmt: skip


# --- Words -------------------------------------------------------------------------------------


def plain_line(text: str) -> str:
    """Words that another system may keep as HTML, on one plain line."""
    return clean_line(_without_tags(text))


def plain_passage(text: str) -> str:
    return clean_passage(re.sub(r"[ \t]*\n\s*", "\n", _without_tags(text)))


def _without_tags(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    return html.unescape(nh3.clean(text[:WORDS_MAX], tags=set(), clean_content_tags={"script", "style"}))


def cut(text: str, most: int) -> str:
    """`text` with at most `most` characters, cut between two words and marked so."""
    if len(text) <= most:
        return text
    part = text[: most - 1]
    return f"{(part.rsplit(None, 1)[0] if ' ' in part else part).rstrip(' ,;:–-')}…"
