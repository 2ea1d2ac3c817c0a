"""The tags, comments, shortcodes and text of a post's content, one after the other, in bounded work."""

import re
from collections.abc import Iterator
from html import unescape

# What is a tag; any other "<" is a sign that somebody typed: "<unclear>", "3 < 4".
NAMES = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont",
    "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center",
    "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div",
    "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "image", "img",
    "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu",
    "meta", "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option",
    "output", "p", "param", "picture", "plaintext", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp",
    "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup",
    "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
    "tt", "u", "ul", "var", "video", "wbr", "xml", "xmp",
})  # fmt: skip
# What no reader ever saw as text.
_UNSEEN = frozenset({"script", "style", "textarea", "select", "button", "svg", "math", "title", "template", "xml"})

_MARK = re.compile(r"[<\[]")
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:-]*+)((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_PLAIN_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*+)([^<>]*+)>")
_BRACKETS = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]*+)([^\[\]]{0,8000}+)\](\]?)")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")

# kind ("text", "tag", "end", "comment", "unseen", "brackets"), where it begins, name or text, attributes as written
type Piece = tuple[str, int, str, str]


def attributes(written: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case; the first of a name counts, as in a browser."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def pieces(content: str) -> Iterator[Piece]:
    """What `content` consists of. Brackets come whole, "[name …]", whether a shortcode or not."""
    start, size = 0, len(content)
    endless: set[str] = set()
    mark = _MARK.search(content)
    while mark:
        at = mark.start()
        piece, end = _piece(content, at, endless)
        if piece is not None:
            if at > start:
                yield "text", start, content[start:at], ""
            yield piece
            start = end
        mark = _MARK.search(content, end)
    if start < size:
        yield "text", start, content[start:], ""


def _piece(content: str, at: int, endless: set[str]) -> tuple[Piece | None, int]:
    """What begins at the mark, and where it ends; None where the mark is a sign of the text."""
    if content[at] == "[":
        brackets = _BRACKETS.match(content, at)
        return (("brackets", at, brackets[0], ""), brackets.end()) if brackets else (None, at + 1)
    following = content[at + 1 : at + 2]
    if following in ("!", "?"):
        return _comment(content, at, endless)
    tag = _TAG.match(content, at) or _PLAIN_TAG.match(content, at)
    if not tag:
        return None, at + 1
    name = tag[2].lower()
    if name not in NAMES and ":" not in name:
        return None, at + 1
    if tag[1]:
        return ("end", at, name, ""), tag.end()
    if name in _UNSEEN and not tag[3].endswith("/") and (end := end_of(content, name, tag.end(), endless)):
        return ("unseen", at, name, content[at : min(end, at + 300)]), end
    return ("tag", at, name, tag[3]), tag.end()


def _comment(content: str, at: int, endless: set[str]) -> tuple[Piece | None, int]:
    if content.startswith("<!--", at):
        # One that never ends hides nothing: only its mark goes.
        end = -1 if "-->" in endless else content.find("-->", at + 4)
        if end < 0:
            endless.add("-->")
            return ("comment", at, "", ""), at + 4
        return ("comment", at, content[at + 4 : end].strip(), ""), end + 3
    if content.startswith("<![CDATA[", at):
        return ("comment", at, "", ""), at + 9
    end = -1 if ">" in endless else content.find(">", at)
    if end < 0:
        endless.add(">")
        return None, at + 1
    # "<!" and "<?" are marks of a program only where something like a word follows.
    if not re.match(r"<[!?]\[?/?[A-Za-z]", content[at : at + 5]) or "<" in content[at + 1 : end]:
        return None, at + 1
    return ("comment", at, "", ""), end + 1


def end_of(content: str, name: str, at: int, endless: set[str]) -> int:
    """Where the `name` that was opened just before `at` has ended, with those inside it; 0 where it never does."""
    if name in endless:
        return 0
    depth = 1
    for edge in re.compile(rf"<(/?){name}(?=[\s>/])[^<>]*+>", re.IGNORECASE).finditer(content, at):
        # Scripts and their like hold no second one of their name.
        depth += -1 if edge[1] else int(name not in ("script", "style", "textarea"))
        if not depth:
            return edge.end()
    endless.add(name)
    return 0
