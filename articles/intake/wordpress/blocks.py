"""The comments that mark the blocks of newer WordPress texts. They are read, never obeyed."""

import re
from typing import Protocol

from django.utils.translation import gettext as _

_BLOCK = re.compile(r"(/?)wp:([a-z][a-z0-9/_-]*+)(.*)", re.DOTALL)
_ADDRESS = re.compile(r'"url"\s*+:\s*+"(https?:[^"\s<>]{1,2000})"')
# Blocks that only space things out, or that stand for parts of the page around the text.
_SILENT = re.compile(
    r"(?:core/)?(?:more|nextpage|spacer|separator|post-[\w-]+|site-[\w-]+|search|archives|categories|calendar|tag-cloud|"
    r"latest-[\w-]+|rss|social-link|page-list|loginout|query[\w-]*|navigation[\w-]*|image|paragraph|group|column|columns)"
)


class Reading(Protocol):
    content: str

    def note(self, at: int, what: str, words: str) -> None: ...
    def embed(self, at: int, address: str) -> None: ...


class Blocks:
    """Where in a text of blocks the reading is."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.are_used = "<!-- wp:" in reading.content
        self._depth = self._classic = 0

    @property
    def is_classic(self) -> bool:
        """Whether line ends mean what they mean in classic text: outside of blocks, and in the block made for it."""
        return self._depth == 0 or self._classic > 0

    def comment(self, at: int, said: str) -> None:
        block = _BLOCK.match(said)
        if not block:
            return
        name = block[2].removeprefix("core/")
        if block[1]:
            self._depth = max(self._depth - 1, 0)
            if name in ("freeform", "classic"):
                self._classic = max(self._classic - 1, 0)
        elif said.endswith("/"):
            self._empty(at, name, block[3])
        else:
            self._depth += 1
            self._classic += int(name in ("freeform", "classic"))

    def _empty(self, at: int, name: str, written: str) -> None:
        """A block that says everything in its comment: what it would have shown was made elsewhere."""
        address = _ADDRESS.search(written)
        if name == "block":
            words = _("A block that several texts share stood here. It was left out.")
            self.reading.note(at, "reusable-block", words)
        elif name == "footnotes":
            self.reading.note(at, "footnotes", _("The footnotes of this text are kept elsewhere. They were left out."))
        elif address and re.match(r"(?:core-)?embed\b|video$|audio$|file$", name):
            self.reading.embed(at, address[1].replace("\\/", "/").replace("\\u0026", "&"))
        elif not _SILENT.fullmatch(name):
            words = _("The block “%(name)s” was left out: its text, if any, isn't in the file as text.")
            self.reading.note(at, "block", words % {"name": name[:100]})
