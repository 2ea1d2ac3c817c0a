"""What only a second reading mends: sections that hold their own end, and "&" that says nothing to XML."""

import html
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .prolog import Notes, refused

# More than the parser takes in one piece.
HELD_MAX = 16 * 2**20
_SECTION, _END = b"<![CDATA[", b"]]>"
_SPLIT_END = b"]]]]><![CDATA[>"  # how an end stands within a section: in two sections
_END_THAT_IS_MEANT = re.compile(rb"\]\]>(?=\s*</)")
_AMPERSAND = re.compile(rb"&(?:(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_KNOWN_TO_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def mended(pieces: Iterator[bytes], name: str, notes: Notes) -> Iterator[bytes]:
    """The same, with each CDATA section closed where WordPress meant it, and stray "&" as text.

    WordPress writes an end tag after each section. Slower: for a file that could not be read otherwise.
    """
    held, line = b"", 1
    for piece in pieces:
        held += piece
        done, held = _as_far_as_told(held, line, notes, is_last=False)
        line += done.count(b"\n")
        if len(held) > HELD_MAX:
            raise refused(name, line, _("a passage has no end, or is too long."))
        yield done
    yield _as_far_as_told(held, line, notes, is_last=True)[0]


def _as_far_as_told(held: bytes, line: int, notes: Notes, *, is_last: bool) -> tuple[bytes, bytes]:
    """What can be told already, and what waits for more."""
    done, at = [], 0
    while True:
        start = held.find(_SECTION, at)
        end = _END_THAT_IS_MEANT.search(held, start) if start >= 0 else None
        if end is None:
            # The beginning of a section or an entity may lie across two pieces: neither has a ">" in it.
            stop = len(held) if is_last else start if start >= 0 else max(held.rfind(b">", at) + 1, at)
            done.append(_text(held[at:stop], line + held.count(b"\n", 0, at), notes))
            return b"".join(done), held[stop:]
        done.append(_text(held[at:start], line + held.count(b"\n", 0, at), notes))
        inside = held[start + len(_SECTION) : end.start()]
        if _END in inside:
            whole = inside.replace(_SPLIT_END, _END).replace(_END, _SPLIT_END)
            if whole != inside:
                words = _("A passage that was closed too early was joined again.")
                notes.add(line + held.count(b"\n", 0, start), "cdata", words)
            inside = whole
        done.append(_SECTION + inside + _END)
        at = end.end()


def _text(text: bytes, line: int, notes: Notes) -> bytes:
    """What lies between sections, with each "&" that says nothing to XML as the character that was meant."""
    if b"&" not in text and _END not in text:
        return text

    def meant(match: re.Match[bytes]) -> bytes:
        word = match[1] or b""
        if word in _KNOWN_TO_XML or (word.startswith(b"#") and _may_stand(word)):
            return match[0]
        notes.add(line + text.count(b"\n", 0, match.start()), "ampersand", _("A stray “&” was read as it was meant."))
        if word.startswith(b"#"):
            return b""
        said = html.unescape(f"&{word.decode()};") if word else ""
        if not word or said.startswith("&"):
            return b"&amp;" + match[0][1:]
        return "".join(f"&#{ord(char)};" for char in said).encode()

    return _AMPERSAND.sub(meant, text).replace(_END, b"]]&gt;")


def _may_stand(word: bytes) -> bool:
    """Whether a numbered character may stand in XML."""
    number = int(word[2:], 16) if word[1:2] in b"xX" else int(word[1:])
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number <= 0x10FFFF
