"""Outlet and author out of lines of their own: "by X – Outlet (label)", "Source: X", a last line "Zaman al-Wasl"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .clues import BARE_LINE, LINE, LINE_WITH_LABEL, Clue, Known
from .line_wordings import (
    BRACKETS,
    BY,
    DATE,
    FIELD,
    FOR,
    FOR_LINE,
    FROM,
    NOBODY,
    OFFICIAL_AFTER,
    OTHER_WORK,
    POSSESSED,
    POSTED_BY,
    ROLE_OF,
    SEPARATOR,
    SMALL,
    SOCIAL,
    TIE,
    TITLE,
    TRANSLATED,
)
from .names_in_prose import (
    is_arabic,
    is_label,
    is_name_word,
    is_person,
    is_social,
    is_wire,
    kind_of,
    label_after,
    label_from,
    label_of,
    name_from,
    outlet_likeness,
    parted,
    words_of,
)


def read_line(line: str, hosts: list[str], known: Known, *, at_foot: bool) -> Iterator[Clue]:
    """What a line of its own says. `hosts`: where its links lead."""
    if len(line) > 260:
        return
    text = line.strip(' \t*–—-•_·~>|"“”«»').strip()
    if text and text[0] in "([" and text[-1] in ")]" and not text[1:-1].count(text[0]):
        text = text[1:-1]
    if not text or OTHER_WORK.match(text):
        return
    fields = [part.strip() for part in re.split(r"\s*[|;]\s*|\s+[–—•]\s+|(?<=\w\w)\.\s+", text) if part]
    if len(fields) > 1 and all(
        FIELD.match(field) or BY.match(field) or FROM.match(field) or OTHER_WORK.match(field) for field in fields
    ):
        for field in fields:
            yield from read_line(field, hosts, known, at_foot=at_foot)
        return
    text = TRANSLATED.sub("", text)
    text = DATE.sub("", text).strip(" ,;–—-|*")
    if said_from := FROM.match(text):
        yield from _from(text[said_from.end() :], line, hosts, known, said_from[0])
    elif own := re.match(r"(?:©️?|\(c\)|copyright)\s*(?:\d{4}\s*)?(.{3,60}?)(?:\s+\d{4})?$", text, re.IGNORECASE):
        for clue in _named(own[1].strip(" ©️"), "", "", line, known, 72, is_said=True):
            yield replace(clue, confidence=72)
    elif said_by := BY.match(text):
        yield from _by(text[said_by.end() :], line, known, said_by[0])
    elif re.match(
        r"(?:link to (?:the )?original|original(?: (?:link|article|source|text|here))?$|read (?:it in |the |"
        r"more in )|(?:to read |click ).*\b(?:original|here)\b|source\b)",
        text,
        re.I,
    ):
        yield from _of_hosts(line, hosts, known, 88)
    elif official := OFFICIAL_AFTER.match(text):
        if is_name_word(words_of(official[1])[0]) and kind_of(official[1], "") == "official":
            yield Clue(official[1], "", "", LINE - 2, line, is_line=True)
    else:
        yield from _bare(text, line, known, at_foot=at_foot)


def _from(rest: str, line: str, hosts: list[str], known: Known, cue: str) -> Iterator[Clue]:
    """What follows "Source:" and its like."""
    rest = re.sub(
        r"^(?:(?:cooperation|partnership|collaboration) with|(?:the )?(?:official )?(?:web ?site|site|page) of) ",
        "",
        rest.strip(" :\"“”'‘’«».–—-"),
    )
    if address := re.match(r"(?:https?://)?(?:www\.)?([\w.-]{4,80}\.[a-z]{2,10})(?:[/?#]\S*)?$", rest, re.I):
        if found := known.of_host(address[1]):
            yield Clue(found, "", "", LINE_WITH_LABEL, line, is_line=True)
        elif hosts or "/" in rest or rest.lower().startswith("www"):
            yield Clue(address[1].lower().removeprefix("www."), "", "", LINE - 8, line, is_line=True)
        else:
            yield Clue(rest, "", "", LINE, line, is_line=True)
        return
    if posted := POSTED_BY.match(rest):
        who = posted[1].strip(" .")
        if is_person(who):
            yield Clue(
                "Facebook" if "facebook" in rest.lower() else rest.split()[0].title(),
                who,
                "",
                LINE - 2,
                line,
                is_line=True,
            )
        else:
            yield Clue(who, "", rest[: posted.start(1)].strip(), LINE - 2, line, is_line=True)
        return
    by = re.search(r"[\s,]+by\s+(?=[^\Wa-z_])", rest)
    author = ""
    if by and by.start():
        author, rest = _who(rest[by.end() :]), rest[: by.start()]
    elif (
        re.search(r"\b(?:article|original|text|story|reporting) by$", cue.rstrip(), re.I)
        and (parts := TIE.split(rest, maxsplit=1))[1:]
    ):
        author, rest = _who(parts[0]), parts[1]
    outlet, label = _outlet_in(re.split(r";|\.\s", rest)[0])
    if not outlet:
        yield from _of_hosts(line, hosts, known, 86)
        return
    if (spelled := next(filter(None, map(known.of_host, hosts)), "")) and not known.spelling(outlet):
        yield Clue(spelled, author, label, LINE_WITH_LABEL, line, is_line=True)
        return
    yield from _named(outlet, author, label, line, known, LINE, is_said=True)


def _outlet_in(text: str) -> tuple[str, str]:
    """The outlet at the beginning of a text, and what it is said to be; "" when several stand there, or none."""
    words = words_of(text)
    before, at = label_from(words, 0)
    name, end = name_from(words, at)
    if not name and before and words:
        name, end = name_from(words, 0)
        before = ""
    if not name:
        return "", ""
    name, said = parted(name)
    before = label_of(before, said)
    after, end = label_after(words, end)
    following = words[end:]
    if following and end and words[end - 1].raw.endswith((",", "،")):
        others, _end = name_from(words, end)
        if others and outlet_likeness(others) >= 70:
            return "", ""
    if re.search(r"\b(?:and|&)\b", name) and all(
        outlet_likeness(part) >= 70 for part in re.split(r"\s+(?:and|&)\s+", name)
    ):
        return "", ""
    if not after and following and is_label(" ".join(word.raw for word in following[:8])):
        after = " ".join(word.core for word in following[:8])
    return name, label_of(before, after)


def _of_hosts(line: str, hosts: list[str], known: Known, confidence: int) -> Iterator[Clue]:
    for host in hosts[:3]:
        if found := known.of_host(host):
            yield Clue(found, "", "", confidence + 4, line, is_line=True)
            return
    if hosts and not re.search(r"facebook|twitter|t\.me|google|bit\.ly|youtu", hosts[0]):
        yield Clue(hosts[0].removeprefix("www."), "", "", 70, line, is_line=True)


def _by(rest: str, line: str, known: Known, cue: str) -> Iterator[Clue]:
    """What follows "by": an author, an outlet, or both."""
    rest = rest.strip(' :"“”«».')
    label = ""
    words = words_of(rest)
    small = sum(word.core[:1].islower() and word.low not in SMALL for word in words)
    if (
        not words
        or not (is_name_word(words[0]) or NOBODY.search(rest))
        or (small > 3 and small * 2 > len(words) and not NOBODY.search(rest))
    ):
        return
    for bracket in BRACKETS.finditer(rest):
        inside = bracket[1].strip()
        social = SOCIAL.search(inside)
        if social and len(inside) < 50:
            yield Clue(social[1].title(), _who(rest[: bracket.start()]), "", LINE, line, is_line=True)
            return
        if is_label(inside) and not known.spelling(inside):
            label, rest = inside, rest.replace(bracket[0], " ")
        else:
            rest = rest.replace(bracket[0], f" | {inside} ")
    owned = POSSESSED.match(rest)
    if owned and (known.spelling(owned[1]) or outlet_likeness(owned[1]) >= 50) and is_name_word(words[0]):
        # "Enab Baladi's Aleppo correspondent", "Akhbar al-Aan's Jihan Haj Bakri in Gaziantep"
        who = _who(owned[2])
        yield from _named(owned[1], who, label, line, known, LINE, is_said=True)
        return
    parts = [part.strip(" \"“”«».'‘’*") for part in SEPARATOR.split(rest.strip()) if part.strip(' ."*')]
    if len(parts) == 1 and (tied := TIE.split(parts[0], maxsplit=1))[1:]:
        parts = tied
    elif parts and (tied := TIE.split(parts[0], maxsplit=1))[1:] and not (NOBODY.search(parts[0]) and parts[1:]):
        parts = [*tied, *parts[1:]]
    if not parts or sum(len(part.split()) for part in parts) > 18:
        return
    yield from _author_and_outlet(parts, label, line, known, is_byline=":" in cue or len(parts) > 1 or len(words) <= 6)


def _author_and_outlet(parts: list[str], label: str, line: str, known: Known, *, is_byline: bool) -> Iterator[Clue]:
    first, others = parts[0], parts[1:]
    for other in others:
        outlet, more = _outlet_in(FOR.sub("", ROLE_OF.sub("", other)))
        if outlet and (known.spelling(outlet) or outlet_likeness(outlet, label or more) >= 30 or is_social(outlet)):
            yield from _named(outlet, _who(first), label_of(label, more), line, known, LINE, is_said=True)
            return
    outlet, more = _outlet_in(first)
    if not outlet or ((outlet_words := words_of(first)) and not is_name_word(outlet_words[-1]) and not more):
        return
    if known.spelling(outlet) or (outlet_likeness(outlet, label or more) >= 60 and not is_person(outlet)):
        yield from _named(outlet, "", label_of(label, more), line, known, LINE, is_said=True)
    elif label and not is_person(outlet):
        yield Clue(outlet, "", label, LINE, line, is_line=True)
    elif is_byline and 2 <= len(first.split()) <= 6 and (who := _who(first)) and outlet_likeness(first):
        yield Clue("", who, "", 86 if is_person(who) else 78, line, is_line=True)


def _named(
    outlet: str, author: str, label: str, line: str, known: Known, confidence: int, *, is_said: bool
) -> Iterator[Clue]:
    """A clue of an outlet, as sure as its name looks."""
    spelled, likeness = known.spelling(outlet), outlet_likeness(outlet, label)
    if not spelled and not likeness:
        return
    if is_person(outlet) and not spelled and not label:
        confidence = 50
    elif is_wire(outlet):
        confidence = min(confidence, 82)
    elif spelled or label:
        confidence = max(confidence, LINE_WITH_LABEL)
    elif likeness < 50 and not (is_said and author):
        confidence -= 2 if is_said else 30
    yield Clue(spelled or outlet, author, label, confidence, line, is_line=True)


def _who(text: str) -> str:
    """The author that a part of a line names; "" when it is nobody in particular."""
    text = BRACKETS.sub("", text).strip(' ,;:.–—-"“”*')
    text = TITLE.sub("", text) if not re.match(r"\w\.\w?\.?$", text) else text
    words = words_of(text)
    if not words or NOBODY.search(text) or len(words) > 9 or not is_name_word(words[0]) or outlet_likeness(text) == 0:
        return ""
    name, end = name_from(words, 0)
    if end < len(words) and words[end].low in ("and", "&", "with"):
        name = text
    if text.isupper() and not is_arabic(text):
        name = name.title()
    return name[:200]


def _bare(text: str, line: str, known: Known, *, at_foot: bool) -> Iterator[Clue]:
    """A line that is only names: "Rana Zeid / Al-Modon", "(Enab Baladi)"."""
    label = ""
    if (bracket := BRACKETS.search(text)) and bracket.end() == len(text):
        label, text = (bracket[1], text[: bracket.start()].strip()) if is_label(bracket[1]) else ("", text)
        if not label:
            text = text.replace(bracket[0], f" | {bracket[1]}")
    text = text.strip(" .")
    if not text or len(text) > 90 or re.search(r"[.!?:;“”\"](?:\s|$)", re.sub(r"\b\w\.", "", text)):
        return
    parts = [part.strip() for part in SEPARATOR.split(text) if part.strip()]
    if len(parts) == 1 and (tied := TIE.split(text, maxsplit=1))[1:]:
        # "Baz Bakari for Syria Direct"
        parts = tied if known.spelling(tied[1]) or outlet_likeness(_outlet_in(tied[1])[0] or "?") >= 50 else parts
    elif (alone := FOR_LINE.match(text)) and len(parts) == 1:
        parts = [alone[1]]
    if len(parts) > 4 or not all(_is_only_a_name(part) for part in parts):
        return
    scored = [
        (100 if known.spelling(name) else outlet_likeness(name, more), name, more)
        for part in parts
        for name, more in [_outlet_in(part)]
        if name
    ]
    if not scored:
        return
    best = max(scored, key=lambda each: each[0])
    if len([score for score, name, _more in scored if score >= 70 and name != best[1]]) and not label:
        return
    if len(parts) == 1:
        if at_foot or label:
            yield from _alone(best, label, line, known)
    elif best[0] >= 30 or label:
        yield from _side_by_side(parts, best, label, line, known, at_foot=at_foot)


def _is_only_a_name(part: str) -> bool:
    words = words_of(part)
    name, end = name_from(words, label_from(words, 0)[1])
    if not name:
        name, end = name_from(words, 0)
    _label, end = label_after(words, end)
    return bool(name) and end == len(words)


def _alone(best: tuple[int, str, str], label: str, line: str, known: Known) -> Iterator[Clue]:
    likeness, name, more = best
    label = label_of(label, more)
    if likeness >= 80 or (label and likeness):
        yield from _named(name, "", label, line, known, BARE_LINE + 2, is_said=False)
    elif likeness >= 65 and re.search(r"\d", name):
        yield Clue(name, "", label, BARE_LINE, line, is_line=True)
    elif likeness >= 50:
        yield Clue(name, "", label, 57, line, is_line=True)
    elif likeness > 5 and len(name.split()) > 1:
        yield Clue(name, "", label, 50, line, is_line=True)
    elif is_person(name):
        yield Clue("", _who(name), "", 72, line, is_line=True)


def _side_by_side(
    parts: list[str], best: tuple[int, str, str], label: str, line: str, known: Known, *, at_foot: bool
) -> Iterator[Clue]:
    likeness, outlet, more = best
    others = [part for part in parts if part != outlet and _outlet_in(part)[0] != outlet]
    people = [part for part in others if is_person(part)]
    if not people and len(others) == 1 and likeness >= 50 and 2 <= len(others[0].split()) <= 4:
        # One of the two is an outlet; the other, unless it is a place, is who wrote.
        people = [other for other in others if 0 < outlet_likeness(other) <= 35]
    if label and likeness < 50 and len(parts) == 2 and people:
        outlet = next((part for part in parts if part not in people), outlet)
        likeness = 65
    author = _who(people[0]) if len(people) == 1 else ""
    if author and all(re.match(r"^\w\.", person) for person in people):
        author = ""
    if len(parts) > 1 and not author and likeness < 65 and not label:
        return
    label = label_of(label, more)
    if likeness >= 80 or label:
        yield from _named(outlet, author, label, line, known, BARE_LINE + 2, is_said=bool(author))
    elif author:
        yield Clue(outlet, author, label, 80 if likeness >= 50 else 70, line, is_line=True)
    elif at_foot:
        yield Clue(outlet, "", label, 60, line, is_line=True)
