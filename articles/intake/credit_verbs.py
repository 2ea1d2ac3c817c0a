"""Outlet and author where a sentence says who writes or reports."""

from collections.abc import Iterator

from .clues import Clue, Known
from .crediting import (
    BIO,
    PIECES,
    REPORTS,
    ROLES,
    SAYS,
    WRITES,
    apposition,
    clue_of,
    outlet_at,
    placed_at,
    score_of,
    surely,
    without_comma,
)
from .name_words import DEMONYMS
from .names_in_prose import (
    Word,
    is_label_word,
    is_person,
    label_of,
    name_until,
)


def read_verb(words: list[Word], at: int, after: int, known: Known, verb: str) -> Iterator[Clue]:
    subject, subject_label, score = _subject(words, at, known)
    if after < len(words) and not words[at].ends:
        in_outlet = placed_at(words, after, known)
        if in_outlet and verb in WRITES | SAYS:
            name, label, likeness = in_outlet
            author = subject if len(subject.split()) > 1 and (is_person(subject) or score < 60) else ""
            yield clue_of(name, author, label, surely(likeness, label, 88 if verb in WRITES else 70), known)
            return
        yield from _after_verb(words, after, known, verb)
    if not subject:
        return
    if score >= 60 and not is_person(subject):
        base = {True: 78}.get(
            verb in ("writes", "reports"), 70 if verb in REPORTS | {"wrote", "published", "learned"} else 55
        )
        base = base + 9 if words[at].ends and verb in ("writes", "reports") else base
        yield clue_of(subject, "", subject_label, surely(score, subject_label, base), known)
    elif (
        score >= 30
        and verb in ("writes", "reports")
        and not words[at].ends
        and not is_person(subject)
        and after < len(words)
        and words[after].low in ("that", "how", "on")
    ):
        yield clue_of(subject, "", subject_label, 48, known)
    elif score and verb == "writes" and words[at].ends and len(subject.split()) > 1:
        yield Clue("", subject, "", 66 if is_person(subject) else 56, "")


def _subject(words: list[Word], at: int, known: Known) -> tuple[str, str, int]:
    """Who stands before a verb: a name, its label, and how much it looks like an outlet's."""
    end, label = at, ""
    if end and words[end - 1].raw.endswith(","):
        begins = next(
            (number for number in range(end - 1, max(end - 14, 0), -1) if words[number - 1].raw.endswith(",")), 0
        )
        label = apposition(words, begins) if begins else ""
        if not label:
            # "Tahsin al-Halabi, …, writes" is read elsewhere; a comma otherwise ends what stood before.
            return "", "", 0
        name, _start = name_until([*words[: begins - 1], without_comma(words[begins - 1])], begins)
        return name, label, score_of(name, label, known)
    if end and words[end - 1].low in ("has", "had", "also", "itself"):
        end -= 1
    tail = end
    while end and is_label_word(words, end - 1) and words[end - 1].core.islower():
        end -= 1
    label = " ".join(word.core for word in words[end:tail])
    name, start = name_until(words, end)
    before = start
    while before and start - before < 5 and is_label_word(words, before - 1) and not words[before - 1].ends:
        before -= 1
    label = label_of(" ".join(word.core for word in words[before:start]), label)
    return name, label, score_of(name, label, known) if name else 0


def _after_verb(words: list[Word], at: int, known: Known, verb: str) -> Iterator[Clue]:
    """ "writes SANA", "writes Samer Dahi for loyalist Al-Watan", "says the editorial in Al-Baath newspaper"."""
    if verb not in WRITES | REPORTS | {"says", "said"} or words[at - 1].raw.endswith((":", ";")):
        return
    if words[at].low in ("the", "an", "a") and at + 1 < len(words) and words[at + 1].low in PIECES:
        if found := placed_at(words, at + 2, known):
            yield clue_of(found[0], "", found[1], surely(found[2], found[1], 78), known)
        return
    while at + 2 < len(words) and (
        words[at].low in BIO | ROLES or (words[at].low in DEMONYMS and words[at + 1].low in BIO | ROLES)
    ):
        at += 1
    name, label, score, end = outlet_at(words, at, known)
    if not name:
        return
    if score < 60 and (placed := placed_at(words, end, known)):
        author = name if is_person(name) or score < 50 else ""
        yield clue_of(placed[0], author, placed[1], surely(placed[2], placed[1], 88), known)
    elif score >= 50:
        is_end = end >= len(words) or words[end - 1].ends
        base = 88 if verb in ("writes", "reports") else 76
        yield clue_of(name, "", label, surely(score, label, base if is_end else base - 20), known)
    elif score >= 30 and not is_person(name) and verb == "reports" and (end >= len(words) or words[end - 1].ends):
        yield clue_of(name, "", label, 58, known)
    elif score and is_person(name) and verb == "writes" and (end >= len(words) or words[end - 1].ends):
        yield Clue("", name, "", 66, "")
