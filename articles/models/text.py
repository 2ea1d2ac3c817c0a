"""What text may be stored: plain lines, plain passages, and the small HTML of a body.

The fields clean on the way into the database, whichever door the text comes by: a form, `save()`, `bulk_create()` or
`QuerySet.update()`. Only SQL typed by hand gets past them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import Any, NamedTuple

import nh3
from django.db import models

# A long read is some 60,000 characters. What is far beyond is a mistake, and would make every page slow.
BODY_MAX = 300_000
PASSAGE_MAX = 10_000

ALLOWED_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "em",
    "strong",
    "s",
    "sub",
    "sup",
    "br",
    "hr",
    "span",
    "cite",
    "q",
    "bdi",
    "figure",
    "figcaption",
    "img",
}
_CLEANER = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    clean_content_tags={"script", "style", "title", "noscript", "template", "textarea", "iframe", "svg", "math"},
    attributes={"*": {"lang", "dir"}, "a": {"href", "title"}, "img": {"data-photo", "alt"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
    strip_comments=True,
)
_RENAMED = {"b": "strong", "i": "em", "strike": "s", "del": "s", "h1": "h2", "h5": "h4", "h6": "h4", "div": "p"}
_RENAMED_TAG = re.compile(r"<(/?)(b|i|strike|del|h1|h5|h6|div)(?=[\s>/])", re.IGNORECASE)
# What begins a tag of HTML. Any other "<" is a sign that somebody typed: "<unclear>", "3 < 4".
_NO_TAG = re.compile(
    r"<(?!!--|/?(?:a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|"
    r"cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|"
    r"footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|"
    r"math|menu|meta|meter|nav|noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|plaintext|pre|"
    r"progress|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|"
    r"tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp|o:p)(?![\w-])[^<]*>)",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(p|h[1-6]|ul|ol|blockquote|div|hr|table|figure)\b", re.IGNORECASE)
_BLOCK_EDGE = re.compile(
    r"</?(?:p|h[2-4]|li|blockquote|ul|ol|figure|figcaption)\b[^>]*>|<(?:br|hr)\s*/?>", re.IGNORECASE
)
_OUTER_EDGE = re.compile(r"<(/?)(p|h[2-4]|ul|ol|li|blockquote|hr|figure)\b[^>]*>", re.IGNORECASE)
# A picture of a body as it is stored: the photo it names, and nothing of where that lies.
PHOTO = re.compile(r'<img data-photo="([1-9][0-9]{0,17})"(?: alt="([^"]*)")?>')
_NUMBER_OF_PHOTO = re.compile(r' data-photo="([1-9][0-9]{0,17})"')
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_FIGURE = re.compile(r"<figure\b[^>]*>(.*?)</figure>", re.IGNORECASE | re.DOTALL)
_OF_A_FIGURE = re.compile(r"</?(?:figure|figcaption)\b[^>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*)</figcaption>", re.IGNORECASE | re.DOTALL)
_BLOCKS_IN_A_CAPTION = re.compile(rf"(?:{_BLOCK_EDGE.pattern})(?:\s*(?:{_BLOCK_EDGE.pattern}))*", re.IGNORECASE)
_STORED_FIGURE = re.compile(rf"<figure>{PHOTO.pattern}(?:<figcaption>(.*?)</figcaption>)?</figure>", re.DOTALL)
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>\s*")
_TAG = re.compile(r"<[^>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*\n+")

# Bidirectional overrides and embeddings, tag characters and the byte order mark turn what people see into something
# other than what is stored. The joiners and the two direction marks stay: Persian and Arabic need them.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\u200b\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TATWEEL = "\u0640"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` without characters that hide or turn others round, composed (NFC), with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        # All else is beyond ASCII.
        return _CONTROL.sub("", text)
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))


def clean_line(text: str) -> str:
    """`text` on one line, with single spaces."""
    # Not split(): a no-break space in a French headline is meant.
    return re.sub(r"[ \t\n]+", " ", visible(text)).strip(" ")


def clean_passage(text: str) -> str:
    """Plain text of several lines, trimmed."""
    return visible(text).strip()


def clean_html(text: str) -> str:
    """The small HTML of a body: paragraphs, headings, quotations, lists, links, emphasis, photos, and `lang`/`dir`.

    A photo is `<figure><img data-photo="7" alt="A market"><figcaption>Its caption</figcaption></figure>`: the number
    of a `Photo`; pages find out where its files lie. A picture that names none goes. Text without any block of its own
    is taken as typed plainly: a blank line makes a paragraph. Cleaning twice changes nothing.
    """
    return _cleaned_lately(text) if len(text) <= 20_000 else _cleaned(text)


def _cleaned(text: str) -> str:
    text = visible(text)
    if not text.strip():
        return ""
    text = _NO_TAG.sub("&lt;", text)
    text = _RENAMED_TAG.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    cleaned = _only_what_is_allowed(text)
    if cleaned and not _BLOCK.search(cleaned):
        parts = (part.strip() for part in _BLANK_LINES.split(cleaned))
        cleaned = _only_what_is_allowed("".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part))
    return cleaned


# A text on its way into the database is cleaned at each door it passes, and most of these follow each other at once.
# Few are kept: it is little memory, and of texts that may be nobody's to read.
_cleaned_lately = lru_cache(maxsize=8)(_cleaned)


def _only_what_is_allowed(html: str) -> str:
    # Some misnested markup settles only when its own output is read again.
    for _round in range(5):
        before, html = html, _EMPTY_PARAGRAPH.sub("", _in_figures(_CLEANER.clean(html))).strip()
        if html == before:
            break
    return html


def _in_figures(html: str) -> str:
    """A cleaned body with each photo in a figure of its own, and no figure or picture without a photo."""
    if "<img" not in html and "<fig" not in html:
        return html
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        caption = _CAPTION.search(match[0])
        words = _OF_A_FIGURE.sub("", _PICTURE.sub("", caption[1])) if caption else ""
        # A caption is one run of words, whatever it was written in.
        words = _BLOCKS_IN_A_CAPTION.sub("<br>", words).strip().removeprefix("<br>").removesuffix("<br>").strip()
        said = f"<figcaption>{words}</figcaption>" if words else ""
        figures: list[str] = []
        for photo in map(_photo, _PICTURE.findall(match[0])):
            if photo:
                figures.append(f"<figure>{photo}{'' if figures else said}</figure>")
        if not figures:
            rest = _OF_A_FIGURE.sub("", _PICTURE.sub("", match[0])).strip()
            return f"<p>{rest}</p>" if rest else ""
        kept.append("".join(figures))
        return f"\x00{len(kept) - 1}\x00"

    html = _FIGURE.sub(keep, html)
    html = _OF_A_FIGURE.sub("", _PICTURE.sub(lambda match: keep(match) if _photo(match[0]) else "", html))
    return re.sub("\x00([0-9]+)\x00", lambda match: kept[int(match[1])], html)


def _photo(tag: str) -> str:
    """A picture as it is stored; "" where it names no photo."""
    number = _NUMBER_OF_PHOTO.search(tag)
    alt = re.search(r' alt="([^"]*)"', tag)
    return f'<img data-photo="{number[1]}" alt="{alt[1] if alt else ""}">' if number else ""


def photos_in(html: str) -> list[int]:
    """The numbers of the photos of a cleaned body, in order."""
    return [int(match[1]) for match in PHOTO.finditer(html)]


class Figure(NamedTuple):
    """A photo as it stands in a body: its number, its text for those who can't see it, and its caption as HTML."""

    photo: int
    alt: str
    caption: str


def figures_in(html: str) -> list[Figure]:
    """The figures of a cleaned body, in order."""
    return [_figure(match) for match in _STORED_FIGURE.finditer(html)]


def with_figures(html: str, as_html: Callable[[Figure], str]) -> str:
    """A cleaned body with what `as_html` makes of each of its figures in its place."""
    return _STORED_FIGURE.sub(lambda match: as_html(_figure(match)), html)


def _figure(match: re.Match[str]) -> Figure:
    return Figure(int(match[1]), unescape(match[2] or ""), match[3] or "")


def without_figures(html: str) -> str:
    """A cleaned body without its photos and their captions."""
    return with_figures(html, lambda _figure: "")


def prose(html: str) -> list[str]:
    """The `paragraphs` of a cleaned body but for the captions of its photos: what answers to an original's."""
    return paragraphs(without_figures(html))


def paragraphs(html: str) -> list[str]:
    """The plain text of each block of a cleaned body, in order, without markup."""
    parts = (_TAG.sub("", part) for part in _BLOCK_EDGE.split(html))
    return [line for part in parts if (line := " ".join(unescape(part).split()))]


def passages_with_markup(html: str) -> list[tuple[str, str]]:
    """The `paragraphs` of a cleaned body, each with its HTML and the tags of the blocks that it opens."""
    found, start, opened = [], 0, ""
    for edge in [*_BLOCK_EDGE.finditer(html), None]:
        inner = html[start : edge.start() if edge else None]
        if text := " ".join(unescape(_TAG.sub("", inner)).split()):
            found.append((text, opened + inner))
            opened = ""
        if edge:
            start, opened = edge.end(), opened + ("" if edge[0].startswith("</") else edge[0])
    return found


def blocks(html: str) -> list[str]:
    """The HTML of each outermost block of a cleaned body, in order: joined, they are the body again."""
    found, start, depth = [], 0, 0
    for edge in _OUTER_EDGE.finditer(html):
        if not depth and edge.start() > start:
            found.append(html[start : edge.start()])
            start = edge.start()
        if edge[2].lower() != "hr":
            depth = max(depth + (-1 if edge[1] else 1), 0)
        if not depth:
            found.append(html[start : edge.end()])
            start = edge.end()
    return [*found, html[start:]] if html[start:] else found


def plain(html: str) -> str:
    """A cleaned body as plain text, a line for each block."""
    return "\n".join(paragraphs(html))


def as_html(lines: list[str]) -> str:
    """Plain lines as the paragraphs of a body."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def fingerprint(html: str) -> str:
    """SHA-256 in hex of a body as a reader would compare it with another; "" when it says nothing.

    Case, markup, spaces, vowel signs, tatweel and the form of digits make no difference (NFKC first).
    """
    folded = unicodedata.normalize("NFKD", plain(html)).casefold()
    letters = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char
        for char in folded
        if char.isalnum() and char != _TATWEEL
    )
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def without(html: str, pattern: re.Pattern[str], marker: str) -> str:
    """A cleaned body with `marker` in the place of all that `pattern` finds in its plain text.

    What is found may run over tags, entities and the end of a block. An attribute that says it goes with its tag's
    others.
    """
    units = [_unit(source, pattern) for source in _TAG_OR_CHARACTER.findall(html)]
    owners = [number for number, (_source, said) in enumerate(units) for _char in said]
    sources = [source for source, _said in units]
    for match in pattern.finditer("".join(said for _source, said in units)):
        found = [number for number in owners[match.start() : match.end()] if not sources[number].startswith("<")]
        for number in found:
            sources[number] = marker if number == found[0] else ""
    return clean_html("".join(sources))


_TAG_OR_CHARACTER = re.compile(r"<[^>]*>|&[^;\s<&]{1,31};|.", re.DOTALL)


def _unit(source: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """A tag or a character as it stands in the source, and what it says in plain text."""
    if not source.startswith("<"):
        return source, unescape(source)
    if "=" in source and pattern.search(unescape(source)):
        number = _NUMBER_OF_PHOTO.search(source) if source.startswith("<img ") else None
        source = f"<{source[1:].split()[0]}{number[0] if number else ''}>"
    return source, " " if _BLOCK_EDGE.fullmatch(source) else ""


class _CleanedField(models.Field):
    """A text field that cleans what it is given on its way in."""

    @staticmethod
    def cleaned(text: str) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.cleaned(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.cleaned(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = self.cleaned(value)
        return super().get_db_prep_save(value, connection)


class LineField(_CleanedField, models.CharField):
    """One line of plain text."""

    cleaned = staticmethod(clean_line)


class PassageField(_CleanedField, models.TextField):
    """Plain text of several lines, at most `PASSAGE_MAX` characters unless told otherwise."""

    cleaned = staticmethod(clean_passage)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PASSAGE_MAX)
        super().__init__(*args, **kwargs)


class HtmlField(_CleanedField, models.TextField):
    """A body: see `clean_html`. At most `BODY_MAX` characters."""

    cleaned = staticmethod(clean_html)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", BODY_MAX)
        super().__init__(*args, **kwargs)
