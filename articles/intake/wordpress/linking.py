"""Links, pictures and what was embedded in a text that is being read, and what is noted of them."""

import re
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from . import embeds
from .items import Note
from .markup import end_of
from .paragraphs import Paragraphs
from .pictures_in_text import OldSite, is_picture_file, is_unseen, number_of, source_of

# More than a report can use. One line says that there were others.
NOTES_MAX = 200
# Tags that show what lies elsewhere, and which of their attributes say where.
FRAMES: dict[str, tuple[str, ...]] = {
    "iframe": ("src", "data-src", "data-lazy-src"),
    "embed": ("src",),
    "object": ("data",),
    "frame": ("src",),
    "video": ("src",),
    "audio": ("src",),
    "source": ("src",),
    "param": ("value",),
}


@dataclass(slots=True, eq=False)
class Shown:
    """A picture whose caption may still come."""

    attachment_id: str
    path: str
    alt: str
    caption: str = ""


class Linking:
    """The part of reading a text that has to do with addresses. `out` takes what is to be shown."""

    def __init__(self, content: str, line: int, site: OldSite) -> None:
        self.content, self.line, self.site = content, line, site
        self.out = Paragraphs(self.link)
        self.notes: list[Note] = []
        self.endless: set[str] = set()
        self.skip_to = self.counted_to = 0
        self.last: Shown | None = None
        self.last_address = ""
        self.caption: list[str] | None = None
        self.caption_end = self.caption_tag_end = 0

    def text(self, text: str) -> None:
        raise NotImplementedError

    # What is said of what happened

    def note(self, at: int, what: str, words: str) -> None:
        if len(self.notes) == NOTES_MAX:
            self.notes.append(Note(self.line, "more-notes", _("There was more of this kind in the same text.")))
        if len(self.notes) > NOTES_MAX:
            return
        if at >= self.counted_to:
            self.line += self.content.count("\n", self.counted_to, at)
            self.counted_to = at
        self.notes.append(Note(self.line, what, words))

    def left_out(self, at: int, name: str) -> None:
        self.note(at, "left-out", _("A “%(name)s” was left out.") % {"name": name})

    def skip(self, name: str, at: int) -> bool:
        """Pass over what was just opened; False where it never ends."""
        self.skip_to = max(self.skip_to, end_of(self.content, name, self.content.find(">", at) + 1, self.endless))
        return self.skip_to > at

    # Links, pictures, what is embedded

    def opening_of(self, at: int, address: str) -> str:
        """The opening of a link; "" for an address that leads nowhere for readers of the new site."""
        address = "".join(address.split())
        local = self.site.local(address) if not address.startswith(("#", "mailto:")) else None
        if local is not None:
            if self.site.upload(address) and not is_picture_file(local):
                self.note(at, "file-link", _("A link leads to the file %(address)s.") % {"address": local[:500]})
            return f'<a href="{escape(local)}">'
        if re.match(r"(?:https?:)?//[^/]|mailto:.", address, re.IGNORECASE):
            return f'<a href="{escape(address)}">'
        return ""

    def link(self, address: str, words: str) -> str:
        opening = self.opening_of(0, address)
        return f"{opening}{escape(words, quote=False)}</a>" if opening else escape(words, quote=False)

    def embed(self, at: int, address: str) -> None:
        """A line with a link to what was shown there, in the place of it."""
        address = embeds.for_people(address)[:2_000]
        if not address or address == self.last_address:
            return
        self.last_address = address
        name = embeds.provider(address)
        link = self.link(address, f"{name}: {address}" if name else address)
        if not link.startswith("<a "):
            self.left_out(at, "frame")
            return
        self.out.put(f"<p>{link}</p>")
        self.note(at, "embed", _("What was embedded became a link to %(address)s.") % {"address": address[:500]})

    def frame(self, at: int, name: str, said: dict[str, str]) -> None:
        if name == "param":
            if said.get("name", "").lower() in ("movie", "src", "url"):
                self.embed(at, said.get("value", ""))
            return
        for attribute in FRAMES[name]:
            address = said.get(attribute, "").strip()
            if address and address != "about:blank" and not is_unseen(said, address):
                self.embed(at, address)
                break
        if name == "iframe":
            self.skip(name, at)

    def picture(self, at: int, said: dict[str, str]) -> None:
        address, alt = source_of(said), " ".join(said.get("alt", "").split())
        classes = said.get("class", "")
        if re.search(r"\b(?:emoji|wp-smiley)\b", classes):
            self.text(alt)
        elif is_unseen(said, address):
            return
        elif address.startswith("data:") or not address:
            self.note(at, "picture-left-out", _("A picture without a file of its own was left out."))
        else:
            self.show(at, said, address, alt)

    def show(self, at: int, said: dict[str, str], address: str, alt: str) -> None:
        path, local = self.site.upload(address), self.site.local(address)
        number = number_of(said) if local is not None else ""
        if not path and not number:
            self.last = None
            link = self.link(address, alt or address)
            if not link.startswith("<a "):
                self.left_out(at, "img")
                return
            words = _("A picture of another place became a link to %(address)s.")
            self.note(at, "picture-elsewhere", words % {"address": address[:500]})
            # Not a leaf of the text around: the picture stood on its own.
            self.out.put(f"<p>{link}</p>", after_text=True)
        elif self.last is None or (self.last.attachment_id, self.last.path) != (number, path):
            self.shown(Shown(number, path, alt))
        if self.caption is None and at < self.caption_tag_end:
            # The inner form: what stands between the picture and the end of the shortcode.
            self.caption, self.caption_end = [], self.caption_tag_end

    def shown(self, picture: Shown) -> None:
        self.out.put(picture, after_text=True)
        self.last = picture
