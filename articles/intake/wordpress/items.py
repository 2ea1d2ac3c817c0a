"""What an export says, item by item, in plain values. Nothing personal of commenters or accounts is among it."""

import hashlib
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
    """A category ("category"), a tag ("post_tag") or an entry of another taxonomy. `parent` is a slug.

    `term_id` is what the other system numbers it by, in `_yoast_wpseo_primary_category` and "?cat=7".
    """

    line: int
    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    term_id: str = ""


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
        """What names it within its site for good, whichever file it comes in. At most 300 characters.

        Its number and identifier; where it has neither, what it says.
        """
        number = self.post_id if self.post_id.isdecimal() else ""
        named = self.guid or ("" if number else self.link or self._said())
        return f"{number}:{named}"[:300]

    def _said(self) -> str:
        return hashlib.sha256(f"{self.title}\n{self.content}".encode("utf-8", "surrogatepass")).hexdigest()


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
