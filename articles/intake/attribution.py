"""Outlet and author of an imported article, as its own text tells them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from .clues import HIGH, Clue, Known, known_outlets
from .credit_lines import read_line
from .credit_sentences import read_biography, read_dateline, read_sentences
from .foot_wordings import is_disclaimer_sentence, keywords_in, might_disclaim, sentences
from .names_in_prose import is_wire, kind_of
from .spellings import key

# Where such things are said: the first lines and the last.
_HEAD, _FOOT = 5_000, 6_000
_FIRST, _LAST = 3, 7
_LONGEST = 900
_TAG = re.compile(r"<[^<>]*>")
_EDGE = re.compile(
    r"(?:</?(?:p|div|h[1-6]|li|ul|ol|blockquote|table|tr|td|section|aside|footer|figure)\b[^<>]*>|"
    r"<[bh]r\b[^<>]*>|\n\s*\n)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"<figcaption\b[^<>]*>.{0,2000}?</figcaption>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"\bhref=[\"']?https?://([\w.:-]{3,100})", re.IGNORECASE)
_FROM_WITHIN = re.compile(
    r"\b(?:from|published (?:in|by)|appeared in) (?=[^\Wa-z_])(?!(?:the )?(?:Arabic|Turkish|Persian|"
    r"English)\b(?! ?[A-Z]))(.{3,80}?)"
    r"(?=\.\s|\.?$| and | by |, | on )"
)
_AUTHOR_WITHIN = re.compile(r"\bwith (?:the|its) (?:author|writer)s?, ((?:[^\W\d_][\w’'-]* ?){2,5})")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says of its outlet and author; "" where it says nothing.

    `label`: what the outlet is called beside its name. `outlet_kind`: a `SourceKind`. `confidence`: 0-100; from 85
    on it is as good as certain. `evidence`: the words that it was read from.
    """

    outlet_name: str
    outlet_kind: str
    label: str
    author: str
    confidence: int
    evidence: str


def propose(headline: str, html: str, *, known: Sequence[str] = ()) -> Found | None:
    """Outlet and author as they are typed in `html`, with the disclaimer still at its foot; None when it doesn't say.

    `known`: the outlets that the newsroom has; they are found in any usual spelling and given in the house's.
    """
    outlets = known_outlets(tuple(known))
    clues = list(_clues(headline, html, outlets))
    best = _best_outlet(clues)
    author = _best_author(clues, best)
    if best is None and author is None:
        return None
    if best is None:
        assert author is not None
        # Who is named without an outlet mostly stands beside one that was not made out.
        return Found("", "", "", author.author[:200], min(author.confidence, HIGH - 5), author.evidence[:1_000])
    confidence = best.confidence
    evidence = [best.evidence]
    if author and author.author != best.author:
        confidence = min(confidence, max(author.confidence, 70))
        evidence.append(author.evidence)
    label = best.label or next(
        (clue.label for clue in clues if clue.label and key(clue.outlet) == key(best.outlet)), ""
    )
    return Found(
        best.outlet[:160],
        kind_of(best.outlet, label),
        label[:160],
        author.author[:200] if author else "",
        confidence,
        "\n".join(dict.fromkeys(evidence))[:1_000],
    )


def _clues(headline: str, html: str, known: Known) -> Iterator[Clue]:
    first, last = _ends(html)
    is_signed = False
    for number, (line, hosts) in enumerate(first):
        # Under "by X" the outlet may stand alone, as at the foot.
        clues = list(_of_line(line, hosts, known, at_foot=is_signed, is_first=number == 0, opens=number == 0))
        is_signed = any(clue.is_line and clue.author and not clue.outlet for clue in clues)
        yield from clues
    for number, (line, hosts) in enumerate(reversed(last)):
        yield from _of_line(line, hosts, known, at_foot=number < 4, is_first=False, opens=False)
    if 0 < len(headline) < 300:
        for clue in read_sentences(headline, known, is_first=False):
            yield replace(clue, confidence=min(clue.confidence, 60))


def _of_line(
    line: str, hosts: list[str], known: Known, *, at_foot: bool, is_first: bool, opens: bool
) -> Iterator[Clue]:
    if keywords_in(line) is not None:
        return
    said = _without_disclaimer(line)
    if said != line:
        yield from _within_disclaimer(line, known)
    if not said:
        return
    found = list(read_line(said, hosts, known, at_foot=at_foot))
    yield from found
    if found:
        return
    if opens:
        yield from read_dateline(said, known)
    if at_foot:
        yield from read_biography(said)
    if len(said) > 20:
        yield from read_sentences(said, known, is_first=is_first)


def _without_disclaimer(line: str) -> str:
    if len(line) > 1_500 or not might_disclaim(line):
        return line
    told = [sentence for _start, sentence in sentences(line)]
    kept = [sentence for sentence in told if not is_disclaimer_sentence(sentence)]
    return line if len(kept) == len(told) else " ".join(kept)


def _within_disclaimer(line: str, known: Known) -> Iterator[Clue]:
    """ "This article was translated by us from Al-Quds al-Arabi. Responsibility lies with the author, X."."""
    author = ""
    if named := _AUTHOR_WITHIN.search(line):
        author = named[1].strip(" .")
    if said := _FROM_WITHIN.search(line):
        for clue in read_line(f"Source: {said[1]}", [], known, at_foot=True):
            yield replace(clue, author=clue.author or author, evidence=line[:400])
            author = ""
    if author:
        yield Clue("", author, "", 80, line[:400], is_line=True)


def _ends(html: str) -> tuple[list[tuple[str, list[str]]], list[tuple[str, list[str]]]]:
    """The first lines and the last ones, none twice, each with the hosts that its links lead to."""
    if len(html) <= _HEAD + _FOOT:
        lines = list(_without_keywords(_lines(html)))
        first = min(_FIRST, (len(lines) + 1) // 3 or 1)
        return lines[:first], lines[first:][-_LAST:]
    tail = html[-_FOOT:]
    edge = _EDGE.search(tail)
    return list(_lines(html[:_HEAD]))[:_FIRST], list(_without_keywords(_lines(tail[edge.start() :] if edge else tail)))[
        -_LAST:
    ]


def _without_keywords(lines: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """`lines` without those below "Helpful keywords": an outlet may be one of them."""
    is_list = False
    for line, hosts in lines:
        is_list = keywords_in(line) == [] or (is_list and len(line) < 200 and ":" not in line)
        if not is_list:
            yield line, hosts


def _lines(html: str) -> Iterator[tuple[str, list[str]]]:
    waiting = ""
    for part in _EDGE.split(_CAPTION.sub("", html)):
        text = " ".join(unescape(_TAG.sub("", part)).split())
        if not text:
            continue
        if waiting:
            text, waiting = f"{waiting} {text}", ""
        if re.fullmatch(r"(?:original )?(?:source|author|by|outlet)\s*:?", text, re.IGNORECASE):
            # The name stands on the next line.
            waiting = text
            continue
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST * 2 // 3]} … {text[-_LONGEST // 3 :]}"
        yield text, _HREF.findall(part) if "href" in part else []


def _best_outlet(clues: Iterable[Clue]) -> Clue | None:
    """The surest outlet; less sure where others are named as surely, surer where it is named again."""
    of_each: dict[str, list[Clue]] = {}
    for clue in clues:
        if clue.outlet:
            of_each.setdefault(key(clue.outlet), []).append(clue)
    if not of_each:
        return None
    ranked = sorted(of_each.values(), key=lambda same: -_weight(same))
    best = max(ranked[0], key=lambda clue: (clue.confidence, bool(clue.author)))
    confidence = min(_weight(ranked[0]), 98)
    rival = max((_weight(same) for same in ranked[1:] if not is_wire(same[0].outlet)), default=0)
    if rival and confidence - rival < 14:
        # Two that are credited as surely as each other: a round-up, or quotations.
        confidence = min(confidence - 25, 45) if not best.is_line else min(confidence - 20, 70)
    if is_wire(best.outlet):
        confidence = min(confidence, 82 if best.is_line else 38)
    return replace(best, confidence=max(confidence, 0))


def _weight(same: list[Clue]) -> int:
    best = max(clue.confidence for clue in same)
    again = len({clue.evidence for clue in same}) - 1
    if best >= HIGH:
        return best + min(again, 2)
    return min(best + 7 * min(again, 2), HIGH - 1 if best < 74 else 90)


def _best_author(clues: Iterable[Clue], outlet: Clue | None) -> Clue | None:
    if outlet is None:
        # An author alone, or one whose outlet nobody can make out.
        return max((clue for clue in clues if clue.author), key=lambda clue: clue.confidence, default=None)
    if outlet.author:
        return outlet
    same = [clue for clue in clues if clue.author and clue.outlet and key(clue.outlet) == key(outlet.outlet)]
    alone = [clue for clue in clues if clue.author and not clue.outlet and clue.confidence >= 56]
    return max(same or alone, key=lambda clue: clue.confidence, default=None)
