"""Shortcodes: which brackets are one, and what they stand for. Journalism is full of brackets that are not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from .embeds import ADDRESSES

CAPTIONS = frozenset({"caption", "wp_caption"})
EMBEDS = frozenset({
    "embed", "youtube", "vimeo", "tweet", "twitter", "audio", "video", "playlist", "soundcloud", "googlemaps",
    "scribd", "facebook", "instagram", "gist", "slideshare", "ted", "dailymotion", "kickstarter", "wpvideo",
    "videopress", "flickr", "mixcloud", "spotify", "bandcamp", "vine", "tiktok", "telegram",
})  # fmt: skip
# Whose text is all that they add.
WRAPPERS = frozenset({
    "dropcap", "highlight", "center", "left", "right", "one_half", "one_half_last", "one_third", "one_third_last",
    "two_third", "two_third_last", "one_fourth", "three_fourth", "columns", "column", "col", "row", "box", "clear",
    "raw", "code", "sourcecode", "pullquote", "quote", "blockquote",
})  # fmt: skip
QUOTES = frozenset({"quote", "pullquote", "blockquote"})
_KNOWN = EMBEDS | WRAPPERS | CAPTIONS | {
    "gallery", "contact-form", "contact-form-7", "poll", "polldaddy", "archives", "footnote", "ref", "recent_posts",
}  # fmt: skip
# Words of their own in any report: bare, they are one only where WordPress gave them a meaning.
_BARE = frozenset({"gallery", "playlist", "contact-form", "archives", "dropcap", "clear", "raw"})
_WHOLE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]*+)([^\[\]]*)\](\]?)")
_QUOTE = "\"'“”″„«»’‘"
_ATTRIBUTE = re.compile(
    rf"""([A-Za-z][\w-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|[{_QUOTE}]([^{_QUOTE}]*+)[{_QUOTE}]|([^\s"'\]]++))"""
    r"""|"([^"]*+)"|(\S++)"""
)
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]*+)\s*+\]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\]]+")


_WHOLE_GALLERY = re.compile(r"(?<!\[)\[gallery\b(?![^\[\]]*\b(?:ids|include)\s*=)([^\[\]]*)\]")


def with_gallery(content: str, numbers: Sequence[str]) -> str:
    """`content`, in which a gallery that names no pictures has those that belong to the text, as it had there."""
    if not numbers or "[gallery" not in content:
        return content
    return _WHOLE_GALLERY.sub(lambda found: f'[gallery ids="{",".join(numbers)}"{found[1]}]', content)


@dataclass(frozen=True, slots=True)
class Shortcode:
    name: str
    is_end: bool
    said: dict[str, str]
    bare: tuple[str, ...] = ()


def closings(content: str) -> dict[str, int]:
    """Where the last closing tag of each name stands."""
    return {closing[1]: closing.start() for closing in _CLOSING.finditer(content)} if "[/" in content else {}


def read(brackets: str, at: int, closed: dict[str, int]) -> Shortcode | str:
    """The shortcode that `brackets` at the place `at` are, or the text that they are."""
    whole = _WHOLE.fullmatch(brackets)
    if whole is None or not whole[3].isascii():
        return brackets
    name, rest = whole[3], whole[4]
    if rest and rest[0] not in " \t\n\r=/\xa0":
        return brackets
    said, bare = _said(rest)
    if not _is_one(name, said, bare, rest, is_end=bool(whole[2]), is_closed=closed.get(name, -1) >= at):
        return brackets
    if whole[1] and whole[5]:
        return brackets[1:-1]
    if whole[1] or whole[5]:
        return brackets
    return Shortcode(name, bool(whole[2]), said, tuple(bare))


def _is_one(name: str, said: dict[str, str], bare: list[str], rest: str, *, is_end: bool, is_closed: bool) -> bool:
    if name in _KNOWN:
        if is_end or is_closed or said or name in _BARE:
            return True
        return name in EMBEDS and any(_ADDRESS.match(each) or each.isdecimal() for each in bare)
    if not re.fullmatch(r"[a-z][a-z0-9_-]+|[a-z]", name):
        return False
    if is_end:
        return not rest.strip()
    return bool(is_closed or (said and not _reads_as_prose(bare)) or ("_" in name and not rest.strip(" /")))


def _reads_as_prose(bare: list[str]) -> bool:
    return len(bare) > 2


def _said(rest: str) -> tuple[dict[str, str], list[str]]:
    if not rest.strip(" \t\n\r/"):
        return {}, []
    rest = unescape(rest).replace("\xa0", " ")
    if rest[0] == "=":
        return {}, [rest[1:].strip().strip(_QUOTE)]
    said: dict[str, str] = {}
    bare: list[str] = []
    for name, *values, quoted, word in _ATTRIBUTE.findall(rest.rstrip("/ ")):
        if name:
            said.setdefault(name.lower(), next(filter(None, values), ""))
        elif quoted or word:
            bare.append(quoted or word)
    return said, bare


def address_of(shortcode: Shortcode, inner: str) -> str:
    """The address that a shortcode of an embed leads to; "" where it says none."""
    said, bare = shortcode.said, list(shortcode.bare)
    for name in ("url", "src", "mp4", "mp3", "m4a", "m4v", "webm", "ogg", "ogv", "wmv", "flv", "wav", "href", "link"):
        if found := _ADDRESS.search(said.get(name, "")):
            return found[0]
    for each in [*bare, inner]:
        if found := _ADDRESS.search(each):
            return found[0]
    number = said.get("id") or said.get("video") or next(iter(bare), "") or inner.strip()
    if shortcode.name in ADDRESSES and re.fullmatch(r"[\w./-]{2,100}", number):
        return ADDRESSES[shortcode.name].format(number)
    return ""
