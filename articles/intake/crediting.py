"""What the readings of a sentence that credits somebody have in common."""

from .clues import Clue, Known
from .name_words import DEMONYMS, words_in
from .names_in_prose import (
    Word,
    is_label_word,
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
)

WRITES = words_in("""
    writes wrote argues argued asks asked contends maintains opines reflects wonders believes thinks warns
""")
REPORTS = words_in("""
    reports reported reporting
""")
SAYS = words_in("""
    says said notes noted claims claimed adds added states stated reveals revealed confirmed confirms quoted
    quotes learned published publishes explains describes recounts shows examines looks suggests predicts sees
    speaks cited indicated mentioned announced
""")
VERBS = WRITES | REPORTS | SAYS
PIECES = words_in("""
    op-ed oped article column piece editorial essay report analysis commentary investigation diary feature
    dispatch reportage opinion story text
""")
PRINTED = words_in("""
    published written carried printed appeared appearing posted run ran featured first originally
""")
ROLES = words_in("""
    correspondent reporter columnist contributor editor writer commentator journalist editor-in-chief analyst
""")
BIO = words_in("""
    writer journalist researcher columnist author novelist academic analyst economist poet lawyer activist
    scholar essayist commentator blogger reporter politician playwright
""")


def outlet_at(words: list[Word], at: int, known: Known) -> tuple[str, str, int, int]:
    """The outlet after `at` with its label, how much it looks like one, and the number of the word after it."""
    label, begins = label_from(words, at)
    name, end = name_from(words, begins)
    if not name:
        return "", "", 0, at
    name, said = parted(name)
    more, end = label_after(words, end)
    label = label_of(label, said, more)
    if not more and end < len(words) and words[end - 1].raw.endswith(","):
        label = label or apposition(words, end)
    return name, label, score_of(name, label, known), end


def score_of(name: str, label: str, known: Known) -> int:
    if known.spelling(name):
        return 100
    score = outlet_likeness(name, label)
    if score and is_person(name):
        return 5
    if kind_of(name, "") == "official":
        # A ministry that is quoted, by whichever outlet.
        return 45
    return min(score, 29) if is_wire(name) or is_social(name) else score


def apposition(words: list[Word], at: int) -> str:
    """ "…, a newspaper close to the government, …"."""
    if words[at].low not in ("a", "an", "the"):
        return ""
    end = next(
        (number for number in range(at, min(at + 12, len(words))) if words[number].raw.endswith((",", "."))), None
    )
    if end is None or not any(is_label_word(words, number) for number in range(at, end + 1)):
        return ""
    text = " ".join(word.raw for word in words[at + 1 : end + 1]).rstrip(",.")
    return text if kind_of("", text.lower()) else ""


def surely(score: int, label: str, base: int) -> int:
    """How sure a sentence makes of an outlet whose name scores so."""
    if score >= 100:
        return base + 8
    if score >= 65:
        return base + (5 if label else 0)
    return base - 8 if score >= 50 else base - 30


def clue_of(name: str, author: str, label: str, confidence: int, known: Known) -> Clue:
    return Clue(known.spelling(name) or name, author, label, max(min(confidence, 96), 0), "")


def placed_at(words: list[Word], at: int, known: Known) -> tuple[str, str, int] | None:
    """The outlet of "in Al-Watan", "for opposition outlet All4Syria", "in an article for Al-Modon" at `at`."""
    begins = at
    if begins + 1 < len(words) and words[begins].low in ("in", "for"):
        piece = next(
            (number for number in range(begins + 1, min(begins + 5, len(words))) if words[number].low in PIECES), None
        )
        if piece is not None:
            found = to_outlet(words, piece + 1)
            if found is None:
                return None
            begins = found
        else:
            begins += 1
        name, label, score, _end = outlet_at(words, begins, known)
        if name and not is_social(name) and (score >= 50 or (score >= 30 and (label or piece is not None))):
            return name, label, max(score, 50) if piece is not None else score
    return None


def to_outlet(words: list[Word], at: int) -> int | None:
    """Where the outlet begins that a piece appeared in: past "published on Monday by", "in Arabic in"."""
    passed = 0
    while at < len(words) and passed < 8:
        low = words[at].low
        if low in ("for", "in", "by", "with", "on", "at"):
            name, _end = name_from(words, label_from(words, at + 1)[1])
            if name and outlet_likeness(name):
                return at + 1
        elif (
            low not in PRINTED
            and low not in ("piece", "that", "which", "and", "was", "has", "been", "is", "to", "be")
            and not is_name_word(words[at])
        ):
            return None
        at, passed = at + 1, passed + 1
    return None


def comma_soon(words: list[Word], at: int) -> int | None:
    return next((number + 1 for number in range(at, min(at + 5, len(words))) if words[number].raw.endswith(",")), None)


def person_at(words: list[Word], at: int) -> str:
    """The person who is named at `at`, past what they are: "the columnist Omar Kaddour"."""
    passed = 0
    while at < len(words) and passed < 6 and not is_name_word(words[at]):
        if (
            words[at].low not in {"the", "a", "an", "syrian", "its", "columnist", "writer", *BIO, *ROLES}
            and not words[at].core.islower()
        ):
            return ""
        at, passed = at + 1, passed + 1
    name, end = name_from(words, at)
    if (
        2 <= len(name.split()) <= 6
        and outlet_likeness(name)
        and (passed == 0 or is_person(name) or words[at - 1].low in BIO | ROLES)
    ):
        following = words[end].low if end < len(words) else ""
        if is_person(name) or following in VERBS or following.endswith("s") or following == "":
            return name if outlet_likeness(name) < 60 else ""
    return ""


def first_person(words: list[Word]) -> str:
    for number, word in enumerate(words[:6]):
        if is_name_word(word):
            name, _end = name_from(words, number)
            parts = name.split()
            shown = len(parts)
            while parts and parts[0].lower() in (*BIO, *ROLES, "the", "syrian", "opposition"):
                parts = parts[1:]
            name = " ".join(parts)
            if is_person(name) or (len(parts) < shown and 2 <= len(parts) <= 5):
                return name
            return ""
    return ""


def without_role(name: str) -> str:
    """ "Journalist Sarmad al-Jilane" without what he is."""
    parts = name.split()
    while parts and parts[0].lower() in (*BIO, *ROLES, *DEMONYMS, "the", "opposition"):
        parts = parts[1:]
    return " ".join(parts)


def without_comma(word: Word) -> Word:
    return Word(word.raw.rstrip(","), word.core, False, word.start)
