"""The body of a WordPress post, of whatever age, as the newsroom's small HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _

from articles.models.text import BODY_MAX, clean_html

from . import shortcodes
from .blocks import Blocks
from .items import Note
from .linking import FRAMES, Linking, Shown
from .markup import attributes, pieces
from .paragraphs import is_written_as_html
from .pictures_in_text import OldSite, Picture
from .shortcodes import Shortcode

__all__ = ["Body", "Picture", "read_body"]

_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "strike": "s", "del": "s", "sub": "sub",
    "sup": "sup", "cite": "cite", "q": "q", "bdi": "bdi", "span": "span", "font": "span",
}  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_SCOPES = frozenset({
    "div", "section", "article", "aside", "header", "footer", "main", "nav", "center", "address", "fieldset", "details",
    "figure", "dl", "hgroup", "menu", "dir", "form", "table", "tbody",
})  # fmt: skip
_BREAKS = _SCOPES | {"p", "dt", "dd", "legend", "summary", "figcaption", "caption", "thead", "tfoot", "pre", "body"}
_CAPTION_CLASS = re.compile(r"\b(?:wp-caption-text|gallery-caption|wp-caption-dd)\b")
# What plugins hung under a text, and buttons: never the author's words.
_RESIDUE = re.compile(
    r"\b(?:sharedaddy|sd-block|jp-relatedposts|addtoany_[\w-]+|a2a_kit|addthis_[\w-]+|ssba[\w-]*|wp-block-buttons?|"
    r"wp-block-file__button|more-link|mashsb-container|essb_links|heateor_[\w-]+|yarpp[\w-]*|twitter-share-button)\b"
)
_ADDRESS_IN_STYLE = re.compile(r"background(?:-image)?\s*:\s*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_TURNED = re.compile(r"direction\s*:\s*(rtl|ltr)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_FIRST_LINE_END = re.compile(r"[ \t]*\n")
_TAG = re.compile(r"<[^<>]*+>")


@dataclass(frozen=True, slots=True)
class Body:
    """`parts` are HTML and, between it, the pictures. `pictures` names each once, in order."""

    parts: tuple[str | Picture, ...]
    pictures: tuple[Picture, ...]
    notes: tuple[Note, ...]

    def html(self, photos: Mapping[Picture, int]) -> str:
        """The body with its pictures as the photos of these numbers. A picture without a number is left out.

        Of a text that is far too long for a body only the beginning: cleaning takes its length squared.
        """
        html = "".join(part if isinstance(part, str) else _figure(part, photos.get(part)) for part in self.parts)
        return clean_html(html[: 4 * BODY_MAX])


def _figure(picture: Picture, number: int | None) -> str:
    if number is None:
        return ""
    said = f"<figcaption>{escape(picture.caption, quote=False)}</figcaption>" if picture.caption else ""
    return f'<figure><img data-photo="{number}" alt="{escape(picture.alt)}">{said}</figure>'


def read_body(content: str, *, line: int, site: str) -> Body:
    """The body that `content` was shown as. It begins at `line` of the file; `site` is like "example.org/blog"."""
    return _Reader(content.replace("\r\n", "\n").replace("\r", "\n"), line, site).body()


class _Reader(Linking):
    def __init__(self, content: str, line: int, site: str) -> None:
        super().__init__(content, line, OldSite(site))
        self.blocks = Blocks(self)
        self.is_html = not self.blocks.are_used and is_written_as_html(content)
        self.closings = shortcodes.closings(content)
        self.opened: dict[str, list[str]] = {}
        self.pre = self.tables = self.galleries = 0
        self.typed_caption = ""
        self.after_break = False

    def body(self) -> Body:
        at = 0
        for kind, at, said, written in pieces(self.content):
            if self.caption is not None and at >= self.caption_end:
                self.end_caption()
            if at >= self.skip_to:
                self.take(kind, at, said, written)
        if self.caption is not None:
            self.end_caption()
        parts = tuple(
            Picture(part.attachment_id, part.path, part.alt, part.caption) if isinstance(part, Shown) else str(part)
            for part in self.out.end()
        )
        pictures = tuple(dict.fromkeys(part for part in parts if isinstance(part, Picture)))
        if sum(len(part) for part in parts if isinstance(part, str)) > BODY_MAX:
            self.notes.append(Note(self.line, "too-long", _("This text is longer than a body may be.")))
        return Body(parts, pictures, tuple(self.notes))

    def take(self, kind: str, at: int, said: str, written: str) -> None:
        if kind == "text":
            self.text(unescape(said) if "&" in said else said)
        elif kind == "tag":
            self.tag(at, said, attributes(written) if written else {})
        elif kind == "end":
            self.end(said)
        elif kind == "brackets":
            self.brackets(at, said)
        elif kind == "comment":
            self.blocks.comment(at, said)
        else:
            self.left_out(at, said)

    # Text

    def text(self, text: str) -> None:
        if self.caption is not None:
            self.caption.append(text)
            return
        if self.after_break:
            # The end of the line that a typed break ended already.
            self.after_break = False
            text = _FIRST_LINE_END.sub("", text, count=1) if _FIRST_LINE_END.match(text) else text
        if self.last is not None and not text.isspace():
            self.last = None
        lines = self.blocks.is_classic if self.blocks.are_used else not self.is_html
        self.out.text(text, lines=lines, pre=self.pre > 0)

    def start_caption(self, end: str, at: int) -> bool:
        """Take what follows, up to `end`, as the caption of the picture before it."""
        found = self.content.find(end, at, at + 8_000)
        if found >= 0 and self.caption is None:
            self.caption, self.caption_end = [], found
        return found >= 0

    def end_caption(self) -> None:
        said = " ".join("".join(self.caption or ()).split()) or self.typed_caption
        self.caption, self.typed_caption = None, ""
        if self.last is not None and not self.last.caption:
            self.last.caption = said
        elif said:
            self.out.begin()
            self.text(said)
            self.out.begin()

    # Tags

    def tag(self, at: int, name: str, said: dict[str, str]) -> None:
        classes = said.get("class", "")
        if classes and _RESIDUE.search(classes) and self.skip(name, at):
            if "wp-block-button" in classes:
                self.left_out(at, "button")
        elif name in _MARKS or name == "a":
            self.emphasis(at, name, said)
        elif name == "br":
            self.line_break()
        elif name == "img":
            self.picture(at, said)
        elif name in ("ul", "ol", "li", "blockquote"):
            self.box(name, classes, said)
        elif name in _HEADINGS:
            self.out.begin(_HEADINGS[name], _marks(said))
        elif name == "hr":
            self.out.put("<hr>")
        elif name in ("tr", "td", "th"):
            self.table_part(name)
        elif name in FRAMES:
            self.frame(at, name, said)
        elif name in _BREAKS:
            self.block(at, name, classes, said)

    def line_break(self) -> None:
        if self.caption is not None:
            self.caption.append(" ")
        else:
            self.out.line()
            self.after_break = True

    def block(self, at: int, name: str, classes: str, said: dict[str, str]) -> None:
        is_caption = name == "figcaption" or (self.last is not None and bool(_CAPTION_CLASS.search(classes)))
        if is_caption and self.start_caption(f"</{name}", at):
            return
        if self.caption is not None:
            self.caption.append(" ")
            return
        marks = _marks(said)
        if name in _SCOPES:
            self.out.enter(marks)
        self.out.begin("p", marks if name not in _SCOPES else "")
        if name == "pre":
            self.pre += 1
        elif name == "table":
            self.tables += 1
            self.out.row()
            self.note(at, "table", _("A table became one line for each of its rows."))
        elif name == "form":
            self.left_out(at, name)
        elif found := _ADDRESS_IN_STYLE.search(said.get("style", "")):
            self.picture(at, {"src": found[1], "alt": ""})

    def end(self, name: str) -> None:
        self.after_break = False
        if name in _MARKS or name == "a":
            stack = self.opened.get(name)
            if stack and (mark := stack.pop()):
                self.out.unmark(mark)
        elif self.caption is not None:
            self.caption.append(" ")
        elif name in ("ul", "ol") and self.galleries:
            self.galleries -= 1
        elif name == "li" and self.galleries:
            self.out.begin()
        elif name in ("ul", "ol", "li", "blockquote"):
            self.out.unbox(name)
        elif name == "tr":
            self.out.row()
            self.out.rows = 0
        elif name in _BREAKS or name in _HEADINGS:
            self.end_block(name)

    def end_block(self, name: str) -> None:
        if name == "pre":
            self.pre = max(self.pre - 1, 0)
        if name == "table" and self.tables:
            self.tables -= 1
            self.out.row()
            self.out.rows = int(self.tables > 0)
        self.out.begin()
        if name in _SCOPES:
            self.out.leave()

    def table_part(self, name: str) -> None:
        if name == "tr":
            self.out.row()
            self.out.rows = 1
        elif self.out.rows:
            self.out.cell()
        else:
            self.out.begin()

    def box(self, name: str, classes: str, said: dict[str, str]) -> None:
        if name in ("ul", "ol") and ("gallery" in classes or self.galleries):
            self.galleries += 1
        elif name == "li" and self.galleries:
            self.out.begin()
        else:
            self.out.box(name, _marks(said))

    def emphasis(self, at: int, name: str, said: dict[str, str]) -> None:
        mark, opening, style = _MARKS.get(name, ""), "", said.get("style", "")
        if name == "a":
            self.out.unmark("a")
            mark, opening = "a", self.opening_of(at, said.get("href", ""))
        elif mark == "span":
            marks = _marks(said)
            opening = f"<span{marks}>" if marks else ""
            mark = "span" if marks else "strong" if _HEAVY.search(style) else "em" if _SLANTED.search(style) else ""
        elif style and mark == "strong" and _LIGHT.search(style):
            # How Google Docs wraps all that is pasted from it.
            mark = ""
        elif said and (marks := _marks(said)):
            opening = f"<{mark}{marks}>"
        is_on = bool(mark) and (mark != "a" or bool(opening)) and self.out.mark(mark, opening)
        self.opened.setdefault(name, []).append(mark if is_on else "")

    # Shortcodes

    def brackets(self, at: int, written: str) -> None:
        found = shortcodes.read(written, at, self.closings)
        if isinstance(found, str):
            # Tags inside are tags, where the brackets are only brackets.
            self.bracketed(at, found)
        elif found.name in shortcodes.CAPTIONS:
            self.caption_shortcode(at, len(written), found)
        elif found.name == "gallery":
            self.gallery(at, found)
        elif found.name in shortcodes.EMBEDS:
            self.embed_shortcode(at, len(written), found)
        elif found.name in shortcodes.QUOTES:
            (self.out.unbox if found.is_end else self.out.box)("blockquote")
        elif not found.is_end and found.name not in shortcodes.WRAPPERS:
            words = _("The shortcode “%(name)s” was taken out; text inside it stays.")
            self.note(at, "shortcode", words % {"name": found.name[:100]})

    def bracketed(self, at: int, text: str) -> None:
        if "<" not in text:
            self.text(unescape(text) if "&" in text else text)
            return
        self.text("[")
        for kind, place, said, written in pieces(text[1:]):
            self.take(kind, at + 1 + place, said, written)

    def caption_shortcode(self, at: int, size: int, found: Shortcode) -> None:
        self.out.begin()
        if found.is_end:
            if self.typed_caption:
                self.end_caption()
            self.caption_tag_end = 0
            return
        end = self.content.find(f"[/{found.name}]", at, at + 8_000)
        self.last = None
        if end >= 0:
            self.typed_caption = " ".join(unescape(_TAG.sub("", found.said.get("caption", ""))).split())
            self.caption_tag_end = end

    def gallery(self, at: int, found: Shortcode) -> None:
        numbers = re.findall(r"[0-9]{1,18}", found.said.get("ids") or found.said.get("include") or "")[:500]
        if not numbers and not found.is_end:
            words = _("A gallery of all pictures of this text was taken out: it doesn't say which.")
            self.note(at, "gallery", words)
        self.out.begin()
        for number in numbers:
            self.shown(Shown(number, "", ""))

    def embed_shortcode(self, at: int, size: int, found: Shortcode) -> None:
        if found.is_end:
            return
        start = at + size
        end = self.content.find(f"[/{found.name}]", start, start + 4_000)
        inner = unescape(_TAG.sub(" ", self.content[start:end])).strip() if end >= 0 else ""
        if inner and " " not in inner and "[" not in inner:
            self.skip_to = end
        for number in re.findall(r"[0-9]{1,18}", found.said.get("ids", ""))[:500]:
            self.note(
                at, "shortcode", _("A recording of the library, number %(number)s, was left out.") % {"number": number}
            )
        if address := shortcodes.address_of(found, inner):
            self.embed(at, address)
        elif not found.said.get("ids"):
            words = _("The shortcode “%(name)s” was taken out; text inside it stays.")
            self.note(at, "shortcode", words % {"name": found.name})


def _marks(said: dict[str, str]) -> str:
    """Language and direction, as a tag says them."""
    if not said:
        return ""
    language = said.get("lang") or said.get("xml:lang") or ""
    direction = said.get("dir", "").strip().lower()
    if direction not in ("ltr", "rtl", "auto"):
        turned = _TURNED.search(said.get("style", ""))
        direction = turned[1].lower() if turned else ""
    marks = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return f'{marks} dir="{direction}"' if direction else marks
