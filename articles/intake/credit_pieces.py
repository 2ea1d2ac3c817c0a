"""Outlet and author where a sentence speaks of the piece, or of who works for whom."""

from collections.abc import Iterator

from .clues import Clue, Known
from .crediting import (
    PIECES,
    REPORTS,
    VERBS,
    WRITES,
    clue_of,
    comma_soon,
    first_person,
    outlet_at,
    person_at,
    score_of,
    surely,
    to_outlet,
    without_comma,
    without_role,
)
from .names_in_prose import (
    Word,
    is_label_word,
    is_social,
    name_from,
    name_until,
    outlet_likeness,
)

_AFTER_THE_AUTHOR = ("was", "is", "first", "appeared", "published", "and", "in", "for", "that")


def read_piece(words: list[Word], at: int, after: int, known: Known, cue: str) -> Iterator[Clue]:
    if at and words[at - 1].low in PIECES:
        return
    owner = _owner(words, at)
    while after + 3 < len(words) and words[after].low in (
        "was",
        "is",
        "has",
        "been",
        "produced",
        "written",
        "prepared",
        "authored",
        "compiled",
    ):
        if words[after + 1].low not in ("by", "been", "produced", "written", "prepared", "authored", "compiled"):
            break
        after += 1
    if after + 2 < len(words) and words[after].low == "by":
        name, end = name_from(words, after + 1)
        goes_on = end < len(words) and words[end].low in _AFTER_THE_AUTHOR and to_outlet(words, end) is not None
        if goes_on and len(name.split()) > 1 and outlet_likeness(name) < 60:
            # "This op-ed by Hassan al-Nifi was published by Syria TV"
            owner, after = name, end
    begins = to_outlet(words, after)
    if begins is None:
        return
    name, label, score, end = outlet_at(words, begins, known)
    if score < 30 or (score < 50 and not label and cue not in ("report", "article", "op-ed", "investigation")):
        return
    if owner:
        yield clue_of(name, owner, label, surely(score, label, 88), known)
        return
    opens = at <= 5 and words[0].low in ("in", "this", "an", "a", "his", "her")
    has_owner = any(word.low in ("his", "her", "in") for word in words[max(at - 3, 0) : at])
    author, is_named = "", False
    if (opens and end <= len(words) and words[end - 1].raw.endswith(",")) or (
        opens and comma_soon(words, end) is not None
    ):
        begins = end if words[end - 1].raw.endswith(",") else comma_soon(words, end) or end
        author, is_named = person_at(words, begins), True
    elif end < len(words) and opens and words[end - 1].core.endswith(("'s", "’s")):
        author = person_at(words, end)
    if not author and at > 2:
        author = first_person(words[:at])
    base = 88 if opens and (is_named or words[0].low == "in") else 82 if has_owner else 74
    if author and not opens:
        base = max(base, 80)
    if words[end - 1].core.endswith(("'s", "’s")) and author:
        base = 84
    if "interview" in cue or (cue in ("report", "story", "text") and not label and not author):
        base = min(base, 74)
    yield clue_of(name, author, label, surely(score, label, base), known)


def _owner(words: list[Word], at: int) -> str:
    """Whose piece it is: "Abdulhamid Tawfiq's column"."""
    if not at or not words[at - 1].core.endswith(("'s", "’s")):
        return ""
    name, _start = name_until(words, at)
    return name if 2 <= len(name.split()) <= 5 and 0 < outlet_likeness(name) < 50 else ""


def read_writing(words: list[Word], at: int, after: int, known: Known, cue: str) -> Iterator[Clue]:
    begins = (
        next((number for number in range(at, min(at + 3, len(words))) if words[number].low in ("for", "in", "on")), at)
        + 1
    )
    name, label, score, end = outlet_at(words, begins, known)
    if score < 30 or is_social(name):
        return
    author = person_at(words, end) if words[end - 1].raw.endswith(",") and at == 0 else ""
    if at > 1 and words[at - 1].raw.endswith(","):
        # "Murat Yetkin, writing in Hürriyet, says"
        before, _start = name_until([*words[: at - 1], without_comma(words[at - 1])], at)
        before = without_role(before)
        author = before if len(before.split()) > 1 and 0 < outlet_likeness(before) < 50 else author
    yield clue_of(
        name,
        author or first_person(words[:at]),
        label,
        surely(max(score, 50 if at == 0 else score), label, 92 if at == 0 else 80),
        known,
    )


def read_role(words: list[Word], at: int, after: int, known: Known, cue: str) -> Iterator[Clue]:
    """ "Al-Baath contributor Emad Salem writes", "Enab Baladi's correspondent in Hama, Iyad Abdul Jawad, reports"."""
    ends = next(
        (number for number in range(at, max(at - 3, 0), -1) if words[number - 1].core.endswith(("'s", "’s"))), at
    )
    outlet, start = name_until(words, ends)
    if not outlet:
        yield from _read_role_of(words, after, known)
        return
    label, begins = "", start
    while begins and start - begins < 5 and is_label_word(words, begins - 1):
        begins -= 1
    label = " ".join(word.core for word in words[begins:start])
    score = score_of(outlet, label, known)
    if score < 50:
        return
    follows = after
    if follows < len(words) and words[follows].low in ("in", "for"):
        follows = comma_soon(words, follows) or follows
    author, end = name_from(words, follows)
    does = next((word.low for word in words[end : end + 2] if word.low in VERBS), "")
    if 2 <= len(author.split()) <= 6 and outlet_likeness(author) < 60:
        yield clue_of(
            outlet,
            author,
            label,
            surely(score, label, 88 if does in WRITES | REPORTS else 76 if does else 60),
            known,
        )
    elif any(word.low in REPORTS | WRITES for word in words[after : after + 5]) or (
        after < len(words) and words[after].low in REPORTS | WRITES
    ):
        yield clue_of(outlet, "", label, surely(score, label, 74), known)


def _read_role_of(words: list[Word], at: int, known: Known) -> Iterator[Clue]:
    """ "Columnist Ibrahim Hamidi of the London-based daily Asharq al-Awsat says"."""
    author, end = name_from(words, at)
    if not author or end >= len(words) or words[end].low not in ("of", "from", "at") or outlet_likeness(author) >= 60:
        return
    name, label, score, end = outlet_at(words, end + 1, known)
    if score >= 50 and end < len(words) and words[end].low in VERBS and 2 <= len(author.split()) <= 5:
        yield clue_of(name, author, label, surely(score, label, 84), known)
