"""Outlet and author out of sentences: "… writes SANA", "In an op-ed for Al-Modon, …", "according to Enab Baladi"."""

import re
from collections.abc import Callable, Iterator

from .clues import Clue, Known
from .credit_pieces import read_piece, read_role, read_writing
from .credit_verbs import read_verb
from .crediting import BIO, PIECES, ROLES, VERBS, clue_of, outlet_at, surely
from .names_in_prose import (
    Word,
    is_name_word,
    is_person,
    is_wire,
    kind_of,
    name_from,
    outlet_likeness,
    words_of,
)

_CUES = re.compile(
    rf"\b(?:(?P<verb>{'|'.join(sorted(VERBS))})|(?P<according>[Aa]ccording to|[Ww]ith (?:the )?(?:kind "
    rf")?permission (?:of|from)|"
    r"[Aa]s reported by|reported by|quoted by|[Pp]ublished by|in the words of)|"
    rf"(?P<piece>{'|'.join(sorted(PIECES, key=len, reverse=True))})|(?P<writing>[Ww]riting (?:for|in|on))|"
    r"(?P<told>told|[Ii]nterview with|[Ss]peaking to|spoke to|telling)|"
    rf"(?P<role>(?i:{'|'.join(sorted(ROLES, key=len, reverse=True))})))(?![\w-])"
)
_WORD = re.compile(r"\w+")
# A word of each cue: a text with none of them has no cue, which is soon seen.
_TELLING = frozenset(
    max(_WORD.findall(cue.lower()), key=len)
    for cue in (
        *VERBS, *PIECES, *ROLES, "according", "permission", "reported", "quoted", "published", "words", "writing",
        "told", "interview", "speaking", "spoke", "telling",
    )
)  # fmt: skip
_AGENCY_LEAD = re.compile(
    r"^\s*(?:[^\W\d_][\w’'-]*(?:[ ,]+[\w’'-]+){0,4}[ ,]*)?\(([^()]{2,40})\)\s*([–—:-]|(?=[^\W\d_]))"
)
_CAPITALS = r"[^\W_a-z][\w’'.-]*(?: [^\W_][\w’'.-]*){0,3}"
_PLACE_LEAD = re.compile(rf"^\s*({_CAPITALS})\s*(?:,|\s[–—/-])\s*({_CAPITALS}?)\s*(?:[–—:]|\s-)\s")
_NAME_LEAD = re.compile(rf"^\s*({_CAPITALS})\s*[–—]\s")
_BIOGRAPHY = re.compile(
    r"^[\W_]*((?:[^\W\d_][\w’'.-]*\s+){2,6}?)(?:is|was) (?:an? |the )((?:[\w-]+[, "
    r"]+){0,8}[\w-]+)"
)


def read_dateline(text: str, known: Known) -> Iterator[Clue]:
    """ "Damascus, SANA –", "(SANA) –": what a first paragraph opens with."""
    opening = text[:120]
    found = _AGENCY_LEAD.match(opening)
    names = re.split(r"\s*[–—/,-]\s+|\s+[–—/-]\s*", found[1]) if found else []
    if found and not found[2] and not (len(names) > 1 and not opening[: found.start(1) - 1].strip()):
        names = []
    if not found and (found := _PLACE_LEAD.match(opening)):
        names = [found[1], found[2]]
    elif not found and (found := _NAME_LEAD.match(opening)) and outlet_likeness(found[1]) >= 70:
        names = [found[1]]
    for name in names:
        name = name.strip(" .,-")
        if not name or not is_name_word(words_of(name)[0]) or is_person(name):
            continue
        spelled, likeness = known.spelling(name), outlet_likeness(name)
        if spelled or likeness >= 50 or (likeness and re.fullmatch(r"[A-Z]{2,5}", name)):
            confidence = 80 if is_wire(name) else 92 if spelled else 88 if likeness >= 70 else 72
            yield Clue(spelled or name, "", "", confidence, opening, is_line=True)
            return


def read_sentences(text: str, known: Known, *, is_first: bool) -> Iterator[Clue]:
    """What the sentences of a paragraph say. `is_first`: where such sites credit their source."""
    if _TELLING.isdisjoint(_WORD.findall(text.lower())):
        return
    for start, sentence in _sentences(text):
        words: list[Word] = []
        for cue in _CUES.finditer(sentence):
            if _is_quoted(text, start + cue.start()):
                continue
            words = words or words_of(sentence)
            at = next((number for number, word in enumerate(words) if word.start + len(word.raw) > cue.start()), 0)
            after = next(
                (number for number, word in enumerate(words) if word.start >= cue.end() - 1 and number > at), len(words)
            )
            kind = cue.lastgroup or ""
            clues = _READERS[kind](words, at, after, known, (kind == "verb" and words[at].low) or cue[0].lower())
            for clue in clues:
                fallen = clue.confidence if is_first or clue.is_line else clue.confidence - 8
                yield Clue(clue.outlet, clue.author, clue.label, fallen, sentence[:400], is_line=False)


def read_biography(text: str) -> Iterator[Clue]:
    """ "X is a Jordanian researcher …": whom a last paragraph introduces."""
    if (
        len(text) > 500
        or "pseudonym" in text
        or not (found := _BIOGRAPHY.match(text[:300]))
        or not BIO & set(found[2].lower().replace(",", "").split())
    ):
        return
    name, end = name_from(words_of(found[1]), 0)
    if end == len(found[1].split()) and 2 <= end <= 5 and not kind_of(name, ""):
        yield Clue("", name, "", 74 if is_person(name) else 66, text[:300])


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in re.finditer(r"(?<=[^\s.][^\s.A-Z.])[.!?]+[”\"’)]*\s+(?=[^\Wa-z_]|[“\"(])", text):
        yield start, text[start : end.end()]
        start = end.end()
    yield start, text[start:]


def _is_quoted(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("“") > before.count("”") or (before.count('"') % 2 == 1 and text.find('"', at) != -1)


def _read_according(words: list[Word], at: int, after: int, known: Known, cue: str) -> Iterator[Clue]:
    name, label, score, _end = outlet_at(words, after, known)
    if score >= 50:
        base = 66 if cue == "according to" else 80 if cue.startswith("with") else 68
        yield clue_of(name, "", label, min(surely(score, label, base) + (6 if label else 0), 84), known)


def _read_told(words: list[Word], at: int, after: int, known: Known, cue: str) -> Iterator[Clue]:
    begins = after + 1 if after < len(words) and words[after].low in ("with", "to") else after
    name, label, score, _end = outlet_at(words, begins, known)
    if score >= 50:
        yield clue_of(name, "", label, 48 if score >= 100 or label else 40, known)


_READERS: dict[str, Callable[[list[Word], int, int, Known, str], Iterator[Clue]]] = {
    "verb": read_verb,
    "according": _read_according,
    "piece": read_piece,
    "writing": read_writing,
    "told": _read_told,
    "role": read_role,
}
