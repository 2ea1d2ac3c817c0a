"""What a WordPress export says: `survey` reads it once before anything is written, `items` gives it item by item.

What is personal of accounts and commenters ends here: no e-mail address, no number of a computer and no commenter's
name or word gets into a value. Serialised PHP stays a string.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .elements import Part, key, parts_of, text_of
from .items import Author, Item, Note, Survey, Term
from .prolog import Notes, refused

# What is read of an item's fields ("postmeta"); all others stay behind.
META = frozenset(
    {
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "_wp_old_date",
        "_wp_old_slug",
        "_yoast_wpseo_primary_category",
        "custom_permalink",
        "rank_math_primary_category",
    }
)
_NO_DATE = re.compile(r"\s*(?:0000-00-00.*)?\s*", re.DOTALL)
_FEED_DATE = re.compile(r"\b\d{1,2} [A-Za-z]{3} \d{4} \d")
_MEANT_BY_TAG = {"tag": "post_tag"}


def survey(path: Path) -> Survey:
    """What the whole export at `path` holds; raises ExportRefused, naming file and line, where it can't be read."""
    began, notes, seen = time.monotonic(), Notes(), _Seen()
    found = Survey(site="", version="", bytes=path.stat().st_size)

    def add_lines(count: int) -> None:
        found.lines += count

    for file, part in parts_of(path, notes, lines=add_lines):
        if part.name == "head":
            _read_head(part, found, file)
        elif part.name == "item":
            fields = _fields(part.element, without=_AS_THEY_STAND)
            found.counts[_kind(fields)] += 1
            found.statuses[_status(fields)] += 1
            found.comments += part.comments
            found.site = found.site or _host(fields.get("guid", "")) or _host(fields.get("link", ""))
            seen.look(part, fields, notes)
        elif part.name == "wp:author":
            if author := _author(part):
                found.authors.append(author)
        elif term := _term(part):
            found.terms.append(term)
        else:
            notes.add(part.line, "term", _("A category or tag without a name was passed over."))
    found.notes = [*notes, *notes.rest()]
    found.seconds_to_read = time.monotonic() - began
    return found


def items(path: Path, *, kinds: Callable[[str], bool] | None = None, zone: tzinfo = UTC) -> Iterator[Item]:
    """Each item of the export at `path`, in its order, in memory that doesn't grow with it.

    `kinds` says of a kind ("post", "attachment", …) whether it is wanted. `zone` is what the other site's clock showed,
    for the items that don't say it in UTC. Raises ExportRefused where it can't be read: ask `survey` first.
    """
    accounts: set[str] = set()
    for _file, part in parts_of(path, Notes()):
        if part.name == "wp:author":
            if author := _author(part):
                accounts.add(author.login)
        elif part.name == "item":
            fields = _fields(part.element)
            if kinds is None or kinds(_kind(fields)):
                yield _item(part, fields, accounts, zone)


# --- The head --------------------------------------------------------------------------------------


def _read_head(part: Part, found: Survey, file: str) -> None:
    said = _fields(part.element)
    site = (
        _site(said.get("wp:base_blog_url", ""))
        or _site(said.get("wp:base_site_url", ""))
        or _site(said.get("link", ""))
    )
    if found.version and site != found.site:
        words = _("this is an export of %(site)s, and the file before it of %(other)s. Bring them one by one.")
        raise refused(file, 1, words % {"site": site or "?", "other": found.site or "?"})
    found.site, found.version = site, said["wp:wxr_version"]
    found.title = found.title or said.get("title", "")[:500]
    found.language = found.language or said.get("language", "")[:35]


def _site(address: str) -> str:
    """Host and path of a site, like "example.org/blog"; "" where the address has none."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/')}"[:300] if host else ""


def _host(address: str) -> str:
    """The site of an item's address, which doesn't say where the site's own path ends."""
    return _site(address).partition("/")[0]


def _author(part: Part) -> Author | None:
    said = _fields(part.element)
    login = said.get("wp:author_login", "")
    both = f"{said.get('wp:author_first_name', '')} {said.get('wp:author_last_name', '')}".strip()
    names = [name for name in (said.get("wp:author_display_name", ""), both) if name and "@" not in name]
    if not login and not names:
        return None
    return Author(part.line, _account(login), names[0] if names else "")


def _account(login: str) -> str:
    """What connects an author with the posts; one that is an e-mail address is never shown as such."""
    return f"account-{hashlib.sha256(login.encode()).hexdigest()[:12]}" if "@" in login else login


def _term(part: Part) -> Term | None:
    said = _fields(part.element)
    if part.name == "wp:category":
        taxonomy, slug, name, parent, about = (
            "category", "wp:category_nicename", "wp:cat_name", "wp:category_parent", "wp:category_description",
        )  # fmt: skip
    elif part.name == "wp:tag":
        taxonomy, slug, name, parent, about = "post_tag", "wp:tag_slug", "wp:tag_name", "", "wp:tag_description"
    else:
        taxonomy = said.get("wp:term_taxonomy", "")
        slug, name, parent, about = "wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description"
    named = said.get(name, "") or said.get(slug, "")
    if not named or not taxonomy:
        return None
    return Term(
        part.line, _MEANT_BY_TAG.get(taxonomy, taxonomy), said.get(slug, ""), named, said.get(parent, ""),
        said.get(about, ""), said.get("wp:term_id", ""),
    )  # fmt: skip


# --- Items -----------------------------------------------------------------------------------------


class _Seen:
    """Which numbers and addresses of items were met: what comes twice is told of."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.guids: dict[int, int] = {}

    def look(self, part: Part, fields: dict[str, str], notes: Notes) -> None:
        number, guid = fields.get("wp:post_id", ""), " ".join(fields.get("guid", "").split())
        if number:
            first = self.numbers.setdefault(number, part.line)
            if first != part.line:
                words = _("Two items have the number %(number)s: this one, and the one in line %(line)s.")
                notes.add(part.line, "same-number", words % {"number": number[:40], "line": f"{first:,}"})
        if guid:
            first = self.guids.setdefault(hash(guid), part.line)
            if first != part.line:
                words = _("Two items have the identifier %(guid)s: this one, and the one in line %(line)s.")
                notes.add(part.line, "same-guid", words % {"guid": guid[:120], "line": f"{first:,}"})


_AS_THEY_STAND = frozenset({"content:encoded", "excerpt:encoded"})
_MANY = frozenset({"category", "wp:postmeta", "wp:comment"})


def _fields(element: Any, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """What an element's children say, by name; of several with one name the first that says anything."""
    found: dict[str, str] = {}
    for child in element:
        tag = child.tag
        if tag.__class__ is not str:
            continue
        name = key(tag)
        if name in _MANY or name in without or found.get(name):
            continue
        text = text_of(child)
        found[name] = text if name in _AS_THEY_STAND else text.strip()
    return found


def _kind(fields: dict[str, str]) -> str:
    return fields.get("wp:post_type", "")[:40] or "post"


def _status(fields: dict[str, str]) -> str:
    # Nothing becomes public for want of a word.
    return fields.get("wp:status", "") or "draft"


def _item(part: Part, fields: dict[str, str], accounts: set[str], zone: tzinfo) -> Item:
    notes: list[Note] = []
    if not fields.get("wp:post_type"):
        notes.append(Note(part.line, "no-kind", _("It doesn't say what it is, and was read as a post.")))
    if not fields.get("wp:status"):
        notes.append(Note(part.line, "no-status", _("It doesn't say whether it is public, and was read as a draft.")))
    posted_at = _moment(fields, zone)
    if posted_at is None and _has_a_date(fields):
        notes.append(Note(part.line, "no-date", _("Its date can't be read.")))
    creator = _account(fields.get("dc:creator", ""))
    parent = fields.get("wp:post_parent", "")
    return Item(
        line=part.line,
        kind=_kind(fields),
        post_id=fields.get("wp:post_id", ""),
        guid=fields.get("guid", ""),
        link=fields.get("link", ""),
        title=fields.get("title", ""),
        creator="" if creator.startswith("account-") and creator not in accounts else creator,
        content=fields.get("content:encoded", ""),
        excerpt=fields.get("excerpt:encoded", ""),
        status=_status(fields),
        has_password=bool(fields.get("wp:post_password")),
        slug=fields.get("wp:post_name", ""),
        parent="" if parent == "0" else parent,
        posted_at=posted_at,
        terms=tuple(_terms(part.element)),
        meta=_meta(part.element),
        attachment_url=fields.get("wp:attachment_url", ""),
        comments=part.comments,
        notes=tuple(notes),
    )


def _terms(element: Any) -> Iterator[tuple[str, str, str]]:
    """What it is filed under. Old exports name each twice, once without saying what it is: that one is passed over."""
    found = [
        (each.get("domain", ""), each.get("nicename", ""), text_of(each).strip())
        for each in element.iterchildren("category")
    ]
    known = {name for domain, slug, name in found if domain and slug}
    given = set()
    for domain, slug, name in found:
        term = (_MEANT_BY_TAG.get(domain, domain) or "category", slug, name or slug)
        if term[2] and (slug or name not in known) and term not in given:
            given.add(term)
            yield term


def _meta(element: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in element.iterchildren("{*}postmeta"):
        named = next((text_of(child) for child in each.iterchildren("{*}meta_key")), "").strip()
        if named in META:
            value = next((text_of(child) for child in each.iterchildren("{*}meta_value")), "")
            found.setdefault(named, []).append(value)
    return found


# --- Moments ---------------------------------------------------------------------------------------


def _moment(fields: dict[str, str], zone: tzinfo) -> datetime | None:
    """When it was posted, in UTC: by its date in UTC, its date on the site's clock, or the feed's."""
    for name, clock in (("wp:post_date_gmt", UTC), ("wp:post_date", zone)):
        try:
            said = datetime.fromisoformat(fields.get(name, "")).replace(tzinfo=clock).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if 1900 <= said.year < 2200:
            return said
    # WordPress writes the year -0001 for none, and Python would read it as 2000.
    if not _FEED_DATE.search(fields.get("pubDate", "")):
        return None
    try:
        said = parsedate_to_datetime(fields["pubDate"])
        said = (said.replace(tzinfo=UTC) if said.tzinfo is None else said).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return said if 1900 <= said.year < 2200 else None


def _has_a_date(fields: dict[str, str]) -> bool:
    """Whether it says a date at all: a draft's is all noughts."""
    return any(not _NO_DATE.fullmatch(fields.get(name, "")) for name in ("wp:post_date_gmt", "wp:post_date"))
