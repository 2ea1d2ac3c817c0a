"""Paragraphs as WordPress showed them: blank lines part them, single ones break a line; blocks and lists of HTML stay.

What is written here is the newsroom's small HTML. Nothing is opened before there is something to say in it, so that
empty paragraphs, emphasis around nothing and lists without items never come about.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from itertools import pairwise

# More levels than any text has; beyond, the text stays and the levels go.
DEEPEST = 12
_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNEVEN = ("  ", "\n", "\t", "\r", "\f")
_SIGNS = re.compile(r"[&<>]")
_BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)+")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_URL = re.compile(r"https?://[^\s<>\"]{4,2000}")

type Link = Callable[[str, str], str]


class Paragraphs:
    """Takes text, emphasis and blocks as they come, and gives `parts`: HTML, and whatever was put between.

    `link(address, words)` makes the link for an address that stands alone on a line.
    """

    def __init__(self, link: Link) -> None:
        self.parts: list[object] = []
        self.link = link
        self.kind, self.of_leaf = "p", ""
        self.pending = ""
        self.rows = 0
        self._leaf: list[str] | None = None
        self._boxes: list[tuple[str, str]] = []
        self._open_boxes = 0
        # How many parts there were when an item had said something: what it says next begins a line.
        self._item_said = -1
        self._too_deep: dict[str, int] = {}
        self._marks: list[tuple[str, str]] = []
        self._open_marks = 0
        self._held: list[object] = []
        self._scopes: list[str] = [""]

    # Text

    def text(self, text: str, *, lines: bool, pre: bool = False) -> None:
        """`text` is unescaped. `lines`: line ends mean what they mean in classic text."""
        if not (lines or pre) or "\n" not in text:
            self._words(_evened(text))
            return
        for number, passage in enumerate(_BLANK_LINES.split(text)):
            if number:
                self.part()
            for place, line in enumerate(_LINE_END.split(passage) if "\n" in passage else (passage,)):
                if place:
                    self.line()
                self._words(_evened(line))

    def _words(self, text: str) -> None:
        if not text or text.isspace():
            # A space between two words counts; any other, no-break ones too, only filled a line.
            if text and self._leaf is not None and not self.pending:
                self._leaf.append(text)
            return
        if self.pending:
            self._settle()
        leaf = self._leaf if self._leaf is not None else self._open()
        if self._open_marks < len(self._marks):
            leaf.extend(opening or f"<{name}>" for name, opening in self._marks[self._open_marks :])
            self._open_marks = len(self._marks)
        if text[0] == " " and leaf and leaf[-1].endswith(" "):
            text = text[1:]
        leaf.append(escape(text, quote=False) if _SIGNS.search(text) else text)

    def _settle(self) -> None:
        pending, self.pending = self.pending, ""
        if self._leaf is None or not pending:
            return
        if pending == "br":
            self._leaf.append("<br>")
        elif pending == "cell":
            self._leaf.append(" · ")
        elif self.in_item:
            self._leaf.append("<br>")
        else:
            self._close()

    def line(self) -> None:
        """A line ends; a second time running, the paragraph does."""
        if self._leaf is not None and self.pending != "cell":
            self.pending = "para" if self.pending in ("br", "para") else "br"

    def part(self) -> None:
        """A paragraph ends, should there be more text."""
        if self._leaf is not None and self.pending != "cell":
            self.pending = "para"

    def cell(self) -> None:
        if self._leaf is not None:
            self.pending = "cell"

    # Blocks

    @property
    def in_item(self) -> bool:
        return bool(self._boxes) and self._boxes[-1][0] == "li"

    def begin(self, kind: str = "p", marks: str = "") -> None:
        """A block of text begins or ends. Within an item or a row it is a line of its own and no more."""
        if self.in_item or self.rows:
            self.part()
            return
        self._close()
        self.kind, self.of_leaf = kind, marks

    def row(self) -> None:
        """A row of a table begins or ends."""
        if self.in_item:
            self.part()
        else:
            self._close()
            self.kind, self.of_leaf = "p", ""

    def put(self, block: object, *, after_text: bool = False) -> None:
        """A whole block: HTML, or anything that the caller turns into it. `after_text`: once the paragraph ends."""
        if after_text and self._leaf is not None and self.pending != "para":
            self._held.append(block)
            return
        self._close()
        self._open_all_boxes()
        self.parts.append(block)

    def enter(self, marks: str) -> None:
        """A part of the page begins whose language and direction (`marks`) hold for what is inside."""
        self._scopes.append(marks or self._scopes[-1])

    def leave(self) -> None:
        if len(self._scopes) > 1:
            self._scopes.pop()

    def box(self, name: str, marks: str = "") -> None:
        """A quotation, a list or an item begins."""
        family = _FAMILY[name]
        if self._too_deep.get(family) or len(self._boxes) >= DEEPEST:
            self._too_deep[family] = self._too_deep.get(family, 0) + 1
            self.begin()
            return
        self._close()
        if family == "li":
            self._leave_item()
            if not self._boxes or self._boxes[-1][0] not in ("ul", "ol"):
                self._boxes.append(("ul", ""))
        self._boxes.append((name, marks))

    def unbox(self, name: str) -> None:
        family = _FAMILY[name]
        if self._too_deep.get(family):
            self._too_deep[family] -= 1
            self.begin()
            return
        self._close()
        if family == "li":
            self._leave_item()
            return
        places = [place for place, box in enumerate(self._boxes) if _FAMILY[box[0]] == family]
        if places:
            self._cut(places[-1])

    def _leave_item(self) -> None:
        for place in range(len(self._boxes) - 1, -1, -1):
            if self._boxes[place][0] == "li":
                self._cut(place)
                return
            if self._boxes[place][0] in ("ul", "ol"):
                return

    def _cut(self, place: int) -> None:
        while len(self._boxes) > place:
            name, _marks = self._boxes.pop()
            if self._open_boxes > len(self._boxes):
                self.parts.append(f"</{name}>")
                self._open_boxes = len(self._boxes)

    def _open_all_boxes(self) -> None:
        if self._boxes and self._boxes[-1][0] in ("ul", "ol"):
            self._boxes.append(("li", ""))
        for name, marks in self._boxes[self._open_boxes :]:
            self.parts.append(f"<{name}{marks}>")
        self._open_boxes = len(self._boxes)

    # Emphasis, links, spans

    def mark(self, name: str, opening: str = "") -> bool:
        """Emphasis and its like begin; False where they are on already, or too deep."""
        if len(self._marks) >= DEEPEST or (name != "span" and any(name == each for each, _opening in self._marks)):
            return False
        self._marks.append((name, opening))
        return True

    def unmark(self, name: str) -> None:
        place = max((at for at, (each, _opening) in enumerate(self._marks) if each == name), default=-1)
        if place < 0:
            return
        if self._open_marks > place:
            self._close_marks(place)
        del self._marks[place]

    def _close_marks(self, place: int = 0) -> None:
        leaf = self._leaf if self._leaf is not None else []
        for name, _opening in reversed(self._marks[place : self._open_marks]):
            leaf.append(f"</{name}>")
        self._open_marks = min(self._open_marks, place)

    # Paragraphs

    @property
    def has_text(self) -> bool:
        """Whether the block that is being written says anything yet."""
        return self._leaf is not None

    def _open(self) -> list[str]:
        if self._leaf is None:
            self._open_all_boxes()
            self._leaf = []
        return self._leaf

    def _close(self) -> None:
        self.pending = ""
        if self._leaf is not None:
            self._close_marks()
            inner = self._with_links("".join(self._leaf).strip(" "))
            marks = self.of_leaf or self._scopes[-1]
            item = self.in_item
            if item and len(self.parts) == self._item_said:
                inner = f"<br>{inner}"
            self.parts.append(inner if item else f"<{self.kind}{marks}>{inner}</{self.kind}>")
            if item:
                self._item_said = len(self.parts)
            self._leaf = None
        if self._held:
            held, self._held = self._held, []
            self._open_all_boxes()
            self.parts.extend(held)

    def _with_links(self, inner: str) -> str:
        if "http" not in inner:
            return inner
        lines = inner.split("<br>")
        for place, line in enumerate(lines):
            if _URL.fullmatch(alone := line.strip()):
                lines[place] = self.link(unescape(alone), unescape(alone))
        return "<br>".join(lines)

    def end(self) -> list[object]:
        """All of it, closed."""
        self._close()
        self._cut(0)
        return self.parts


_FAMILY = {"blockquote": "blockquote", "ul": "list", "ol": "list", "li": "li"}


def _evened(text: str) -> str:
    """`text` with one space in the place of any number of them, and of line ends."""
    return _SPACES.sub(" ", text) if any(each in text for each in _UNEVEN) else text


def is_written_as_html(content: str) -> bool:
    """Whether all text stands in paragraphs of its own, so that line ends are only how the source was wrapped.

    The classic editor takes bare paragraphs out when it saves: text that still has them was written elsewhere.
    """
    if not re.search(r"<p>", content, re.IGNORECASE):
        return False
    edges = list(_EDGE.finditer(content))
    return not any(
        _BLANK_LINES.search(content[one.end() : two.start()].strip())
        or (one[1] and two[1] == "" and _TAGS.sub("", content[one.end() : two.start()]).strip())
        for one, two in pairwise(edges)
    )


_EDGE = re.compile(
    r"<(/?)(?:p|div|h[1-6]|ul|ol|li|blockquote|table|tr|td|th|figure|pre|hr|dl|dt|dd|center|section)\b[^<>]*+>",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<[^<>]*+>|&nbsp;")
