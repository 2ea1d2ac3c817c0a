"""An export as plain UTF-8 that a parser may see: decoded, without declarations, and without what XML forbids.

Every line break stays, so that lines have the numbers that they have in the file.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from .items import ExportRefused, Note

CHUNK = 256 * 2**10
# What may come before the first element: WordPress writes some 2,000 characters of comments there.
PROLOG_MAX = 2**18
NOTES_MAX = 500
_SPACE, _TAG = re.compile(r"[ \t\r\n\ufeff]*"), re.compile(r"<[A-Za-z_]")
_DOCTYPE = re.compile(r"""(?:[^\["'>]|"[^"]*"|'[^']*')*+(.)""", re.DOTALL)
_ENCODINGS = re.compile(r"utf-?8|us-ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'<>]{1,40})["']""")
_FORBIDDEN = bytes(number for number in range(32) if number not in (9, 10, 13))
_MARK = "\ufffe"  # a character that never stands in XML: here were bytes that are none

codecs.register_error("newsroom-mark", lambda error: (_MARK, error.end))  # type: ignore[attr-defined]


class Notes(list[Note]):
    """What was changed in a file, the first `NOTES_MAX` of a kind one by one. `told` counts them all."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Counter[str] = Counter()

    def add(self, line: int, what: str, words: str) -> None:
        self.told[what] += 1
        if self.told[what] <= NOTES_MAX:
            self.append(Note(line, what, words))

    def so_far(self) -> tuple[list[Note], Counter[str]]:
        return list(self), Counter(self.told)

    def back_to(self, before: tuple[list[Note], Counter[str]]) -> None:
        """Forget what was added since."""
        self[:], self.told = before

    def rest(self) -> Iterator[Note]:
        """One note for each kind of which there were more."""
        for what, count in self.told.items():
            if count > NOTES_MAX:
                words = _("There are %(count)s more of the same.") % {"count": count - NOTES_MAX}
                yield Note(0, what, words)


def refused(name: str, line: int, words: str) -> ExportRefused:
    """The refusal of a whole file, by its name and line."""
    return ExportRefused(
        [_("%(file)s, line %(line)s: %(words)s") % {"file": name, "line": f"{line:,}", "words": words}]
    )


def plain_xml(file: IO[bytes], name: str, notes: Notes) -> Iterator[bytes]:
    """`file` from its first element on, with an empty line for each line before; raises ExportRefused."""
    pieces = _decoded(file, name, notes)
    head, start = "", 0
    for piece in pieces:
        head += piece
        start, is_root = _root(head, start, name)
        if is_root:
            break
        if len(head) > PROLOG_MAX:
            raise refused(name, 1, _("this is no export of WordPress: no element comes after so many comments."))
    else:
        line = head.count("\n") + 1
        words = _("the file is empty.") if not head.strip() else _("the file ends before it says anything.")
        raise refused(name, line, words)
    blank = re.match(r"\s*", head)
    if blank and blank.end() and head.startswith("<?xml", blank.end()):
        notes.add(1, "blank-lines", _("Blank lines before the XML declaration were passed over."))
    yield b"\n" * head.count("\n", 0, start) + head[start:].encode()
    for piece in pieces:
        yield piece.encode()


# --- Characters ------------------------------------------------------------------------------------


def _decoded(file: IO[bytes], name: str, notes: Notes) -> Iterator[str]:
    """The file as text in which everything may stand in XML, with a note on each line that was changed."""
    chunk = file.read(CHUNK)
    encoding, skipped = _encoding(chunk, name, notes)
    chunk = chunk[skipped:]
    decoder = codecs.getincrementaldecoder(encoding)("newsroom-mark")
    line, is_bytewise = 1, not encoding.startswith("utf-16")
    while True:
        is_last = not chunk
        clean = chunk.translate(None, _FORBIDDEN) if is_bytewise else b""
        text = decoder.decode(chunk, is_last)
        if len(clean) != len(chunk) or _MARK in text or "\uffff" in text:
            text = _without_forbidden(text, line, notes)
        if text:
            yield text
            line += text.count("\n")
        if is_last:
            return
        chunk = file.read(CHUNK)


def _without_forbidden(text: str, line: int, notes: Notes) -> str:
    lines = text.split("\n")
    for number, each in enumerate(lines):
        changed = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", each)
        if changed != each:
            notes.add(line + number, "control-characters", _("Characters that XML forbids were left out."))
        if _MARK in changed or "\uffff" in changed:
            notes.add(line + number, "not-text", _("What is no text in the file's encoding became “\ufffd”."))
            changed = changed.replace(_MARK, "\ufffd").replace("\uffff", "\ufffd")
        lines[number] = changed
    return "\n".join(lines)


def _encoding(head: bytes, name: str, notes: Notes) -> tuple[str, int]:
    """What the file is written in, and how many bytes to pass over. A byte order mark knows best."""
    found = _DECLARED.search(head[:1_000])
    said = found[1].decode("ascii", "replace") if found else ""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            if said and not said.lower().startswith(encoding[:6] if encoding != "utf-8" else "utf"):
                notes.add(1, "encoding", _("The file says %(said)s, and is %(found)s.") % {
                    "said": said, "found": encoding[:6].upper()
                })  # fmt: skip
            return encoding, len(mark)
    if b"\x00" in head[:8]:
        raise refused(name, 1, _("the file is written in a way that can't be told. Save it as UTF-8."))
    if said and not _ENCODINGS.fullmatch(said):
        raise refused(
            name, 1, _("the file is written in %(encoding)s, which isn't read here. Save it as UTF-8.") % {
                "encoding": said
            },
        )  # fmt: skip
    return said.lower() or "utf-8", 0


# --- Before the first element ----------------------------------------------------------------------


def _root(head: str, at: int, name: str) -> tuple[int, bool]:
    """How far it is clear, from `at` on, and whether the first element begins there."""
    while at <= PROLOG_MAX:
        at = _SPACE.match(head, at).end()  # type: ignore[union-attr]
        rest = head[at : at + 9]
        if _TAG.match(rest):
            return at, True
        end = _after(head, at, rest, name)
        if end is None:
            break
        at = end
    return at, False


def _after(head: str, at: int, rest: str, name: str) -> int | None:
    """The end of the comment, instruction or document type that begins at `at`."""
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if rest.startswith(opening):
            end = head.find(closing, at + len(opening))
            return end + len(closing) if end >= 0 else None
    if rest.upper() == "<!DOCTYPE":
        found = _DOCTYPE.match(head, at + 9)
        if not found or found[1] in "\"'":
            return None
        if found[1] == "[":
            words = _("the file declares things of its own (an internal DTD), which no export does. Not read.")
            raise refused(name, head.count("\n", 0, at) + 1, words)
        return found.end()
    if len(rest) < 9 and (not rest or "<!DOCTYPE".startswith(rest.upper()) or "<!--".startswith(rest)):
        return None
    words = _("this is no XML: an export of WordPress begins with <?xml or <rss.")
    raise refused(name, head.count("\n", 0, at) + 1, words)
