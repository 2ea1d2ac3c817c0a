"""The parts of an export one after the other, each with its line, in memory that doesn't grow with the file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from articles.intake import archives

from .mending import mended
from .prolog import Notes, plain_xml, refused

VERSIONS = frozenset({"1.0", "1.1", "1.2"})
# How many tags one item, or what comes before the first, may have: each costs memory while it is read.
TAGS_MAX = 1_000_000
_TERMS = frozenset({"wp:category", "wp:tag", "wp:term", "wp:author"})
_WATCHED = ("item", "{*}category", "{*}tag", "{*}term", "{*}author", "{*}comment")
# In this order: the space of excerpts lies within the other one of WordPress.
_SPACES = {"/excerpt/": "excerpt", "modules/content/": "content", "dc/elements/": "dc", "wordpress.org/export/": "wp"}
# What a second reading, which takes longer, may get over.
_MENDABLE = frozenset(
    {
        etree.ErrorTypes.ERR_MISPLACED_CDATA_END,
        etree.ErrorTypes.ERR_INVALID_CHAR,
        etree.ErrorTypes.ERR_INVALID_CHARREF,
        etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
        etree.ErrorTypes.ERR_NAME_REQUIRED,
        etree.ErrorTypes.ERR_ENTITYREF_SEMICOL_MISSING,
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """An item ("item"), a term or an author, read to its end. Only valid until the next one is asked for.

    `name` is "head" for the whole of what stands before the first item.
    """

    line: int
    name: str
    element: Any
    comments: int = 0


@lru_cache(maxsize=500)
def key(tag: str) -> str:
    """A tag's name with the prefix that WordPress gives it, whichever version of the namespace the file uses."""
    space, _brace, name = tag.rpartition("}")
    prefix = next((prefix for said, prefix in _SPACES.items() if said in f"{space}/"), "other")
    return f"{prefix}:{name}" if space else name


def text_of(element: Any) -> str:
    """All the text within, also where somebody left markup unescaped."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def parts_of(path: Path, notes: Notes, *, lines: Callable[[int], None] | None = None) -> Iterator[tuple[str, Part]]:
    """Each part of the export at `path` with the name of the file that it stands in; raises ExportRefused.

    A file that can't be read as it is, and can be mended, is begun again; what was given is not given twice.
    """
    for part in archives.parts(path):
        name = f"{path.name}/{part}" if part else path.name
        given, before = 0, notes.so_far()
        try:
            for found in _Stream(path, part, name, notes, lines=lines).parts():
                given += 1
                yield name, found
        except _MaybeMended:
            notes.back_to(before)
            for number, found in enumerate(_Stream(path, part, name, notes, lines=lines, mend=True).parts()):
                if number >= given:
                    yield name, found


class _MaybeMended(Exception):
    """The parser stopped where a second reading may help."""


class _Stream:
    """One reading of one file."""

    def __init__(
        self,
        path: Path,
        part: str,
        name: str,
        notes: Notes,
        *,
        lines: Callable[[int], None] | None,
        mend: bool = False,
    ) -> None:
        self.path, self.part, self.name, self.notes = path, part, name, notes
        self.tell_lines, self.mend = lines, mend
        self.line, self.tags, self.has_items = 1, 0, False
        self.current: Any = None
        self.began, self.comments = 0, 0
        self.parser = etree.XMLPullParser(
            events=("start", "end"), tag=_WATCHED, encoding="utf-8",
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        )  # fmt: skip

    def parts(self) -> Iterator[Part]:
        with archives.opened(self.path, self.part) as file:
            chunks = plain_xml(file, self.name, self.notes)
            for piece in self._pieces(mended(chunks, self.name, self.notes) if self.mend else chunks):
                self._feed(piece)
                yield from self._read()
                self.line += piece.count(b"\n")
        try:
            root = self.parser.close()
        except etree.XMLSyntaxError as error:
            raise self._refusal(error, at_end=True) from error
        if not self.has_items:
            yield self._head(root)
        if self.tell_lines:
            self.tell_lines(self.line)

    def _pieces(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same bytes in pieces before each possible item, and line by line before the first.

        The parser forgets lines beyond 65,535: a piece's own line is the line of what begins in it.
        """
        held = b""
        for chunk in chunks:
            held += chunk
            if self._is_in_head():
                *lines, held = held.splitlines(keepends=True) or [b""]
                for number, line in enumerate(lines):
                    yield from _split(line)
                    if not self._is_in_head():
                        held = b"".join(lines[number + 1 :]) + held
                        break
            # The beginning of a tag may lie across two chunks.
            keep = held.rfind(b"<", -5)
            ready, held = (held[:keep], held[keep:]) if keep >= 0 else (held, b"")
            yield from _split(ready)
        yield from _split(held)

    def _is_in_head(self) -> bool:
        return not self.has_items

    def _feed(self, piece: bytes) -> None:
        self.tags += piece.count(b"<")
        if self.tags > TAGS_MAX:
            raise refused(self.name, self.began or self.line, _("one item alone is larger than any article can be."))
        try:
            self.parser.feed(piece)
        except etree.XMLSyntaxError as error:
            raise self._refusal(error) from error
        # A named character that XML doesn't know stops the parser without a word.
        last = self.parser.feed_error_log.last_error
        if not self.mend and last is not None and last.type == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
            raise _MaybeMended

    def _read(self) -> Iterator[Part]:
        events: Iterator[tuple[str, Any]] = self.parser.read_events()
        for event, element in events:
            name = key(element.tag)
            if event == "start":
                if self.current is None and (name == "item" or name in _TERMS):
                    yield from self._begin(name, element)
            elif element is self.current:
                yield Part(self.began, name, element, self.comments)
                self._end(element)
            elif name == "wp:comment" and self.current is not None:
                self.comments += 1
                element.clear()

    def _begin(self, name: str, element: Any) -> Iterator[Part]:
        if name == "item" and not self.has_items:
            yield self._head(element.getroottree().getroot())
            self.has_items = True
        self.current, self.began, self.comments = element, self.line, 0

    def _end(self, element: Any) -> None:
        """Forget what was read: the element, and all that stands before it but the first words of the head."""
        self.current, self.tags = None, 0
        element.clear()
        parent, before = element.getparent(), element.getprevious()
        while before is not None and (self.has_items or key(str(before.tag)) in _TERMS):
            parent.remove(before)
            before = element.getprevious()

    def _head(self, root: Any) -> Part:
        """What stands before the first item, once it is sure that this is an export of a version that is known."""
        channel = root.find("channel") if root.tag == "rss" else None
        if channel is None:
            words = _("this is no export of WordPress. Use Tools, Export, in WordPress, and bring that file.")
            raise refused(self.name, 1, words)
        versions = [
            (each.sourceline or 1, text_of(each).strip())
            for each in channel.iterchildren("{*}wxr_version")
            if key(each.tag) == "wp:wxr_version"
        ]
        if not versions:
            words = _("it doesn't say which version of WordPress’s export it is (wxr_version), as a news feed doesn't. "
                      "Use Tools, Export, in WordPress, and bring that file.")  # fmt: skip
            raise refused(self.name, channel.sourceline or 1, words)
        if versions[0][1] not in VERSIONS:
            words = _("“%(version)s” is no version of WordPress’s export that is known here: 1.0, 1.1 and 1.2 are.")
            raise refused(self.name, versions[0][0], words % {"version": versions[0][1][:40]})
        return Part(1, "head", channel)

    def _refusal(self, error: Any, *, at_end: bool = False) -> Exception:
        if error.code in _MENDABLE and not self.mend:
            return _MaybeMended()
        said = str(error.msg or "")
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "too big" in said:
            if "depth" in said:
                words = _("elements lie within each other more than 256 deep, which no export does.")
            else:
                words = _("one text alone is longer than 10 million characters, which no article is.")
        elif at_end:
            words = _("the file breaks off here. Export it again, or copy it again from where it is whole.")
        else:
            words = _("this can't be read (%(why)s). Mend the line in a text editor, or export it again.") % {
                "why": re.sub(r",? line \d+, column.*$", "", said).strip()[:200]
            }
        return refused(self.name, error.position[0] or self.line, words)


def _split(chunk: bytes) -> Iterator[bytes]:
    """The same bytes, in pieces that begin where an item may begin."""
    start = 0
    while (at := chunk.find(b"<item", start + 1)) >= 0:
        yield chunk[start:at]
        start = at
    if start < len(chunk):
        yield chunk[start:]
