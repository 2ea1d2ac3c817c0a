"""What an export says, item by item, in plain values. Nothing personal of commenters or accounts is among it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was left out or changed, for the report. `what` is a short slug, `words` a sentence for people."""

    line: int
    what: str
    words: str


class ExportRefused(Exception):
    """A file, or a map, that can't be brought in as it is. `reasons` are sentences that name file and line."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Term:
    """A category ("category"), a tag ("post_tag") or an entry of another taxonomy. `parent` is a slug."""

    line: int
    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Whom posts are credited to. `login` only ever connects the two within the file: it is never stored."""

    line: int
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One `<item>`: a post, a page, an attachment, or anything else that the other system kept as one.

    `posted_at` is aware (UTC), None where the file gives no usable moment. `terms` are (taxonomy, slug, name) in the
    file's order. `meta` holds what is read of its fields: see `reading.META`. `comments` is how many were dropped.
    """

    line: int
    kind: str
    post_id: str
    guid: str
    link: str
    title: str
    creator: str
    content: str
    excerpt: str
    status: str
    has_password: bool
    slug: str
    parent: str
    posted_at: datetime | None
    terms: tuple[tuple[str, str, str], ...] = ()
    meta: dict[str, list[str]] = field(default_factory=dict)
    attachment_url: str = ""
    comments: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def key(self) -> str:
        """What names it within its site for good, whichever file it comes in. At most 300 characters."""
        return f"{self.post_id}:{self.guid}"[:300] if self.post_id else f"{self.guid or self.link or self.title}"[:300]


@dataclass(slots=True)
class Survey:
    """What a whole file holds, read once before anything is written.

    `site`: host and path of the other site, like "example.org/blog". `counts`: items of each kind. `seconds_to_read`:
    what reading alone took.
    """

    site: str
    version: str
    title: str = ""
    language: str = ""
    bytes: int = 0
    lines: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    terms: list[Term] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seconds_to_read: float = 0.0
