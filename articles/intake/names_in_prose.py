"""Names of outlets and people as they stand in running text, and what an outlet is said to be."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from articles.models.choices import SourceKind

from .name_words import (
    AGENCIES,
    COLLECTIVE_WORDS,
    DEMONYMS,
    GIVEN_NAMES,
    LABEL_WORDS,
    NO_OUTLETS,
    OUTLET_WORDS,
    SOCIAL,
    STARTERS,
    TITLES,
    WIRES,
)
from .spellings import key, plain

_SOLID = re.compile(r"\S+")
_OPENING, _CLOSING = "“\"‘([«*—–'", "”\"’)]».,;:!?*'…"
_ENDS = re.compile(r"[,;:.!?)\]”\"»…][’')\]*]*$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)+$|^(?:Dr|Mr|Mrs|Ms|Prof|Eng|St)\.$")
_DOMAIN = re.compile(
    r"^(?:www\.)?[\w-]{2,40}(?:\.[\w-]{2,20})?\.(?:com|net|org|sy|tv|info|news|me|co|tr|ir|lb|press|media)$", re.I
)
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|at|ath|ad|an|ar|az|ul|l)[-‐‑](?=\w)", re.IGNORECASE)
_PARTICLES = {
    "al",
    "el",
    "of",
    "and",
    "&",
    "the",
    "bin",
    "ibn",
    "abu",
    "as",
    "ash",
    "de",
    "van",
    "von",
    "wa",
    "ul",
    "bint",
    "du",
    "le",
}
_STANCES = {"opposition", "loyalist", "state", "official", "independent", "local", "private", "leading"}
_FROM_WHERE = ("-based", "-owned", "-run", "-linked", "-backed", "-aligned", "-affiliated", "-funded")
_ARABIC_KINDS = {"صحيفة", "جريدة", "موقع", "وكالة", "قناة", "مجلة", "شبكة"}
_KINDS = (
    (SourceKind.SOCIAL, re.compile(r"facebook|twitter|telegram|instagram|youtube|\bx account|social media|whatsapp")),
    (SourceKind.AGENCY, re.compile(r"agenc|newswire|\bwire\b|وكالة")),
    (
        SourceKind.BROADCASTER,
        re.compile(r"\btv\b|televis|radio|\bfm\b|broadcast|channel|\bstation\b|قناة|إذاعة|تلفزيون"),
    ),
    (SourceKind.NEWSPAPER, re.compile(r"newspaper|\bdaily\b|\bweekly\b|\bpaper\b|magazine|gazette|صحيفة|جريدة|مجلة")),
    (SourceKind.THINK_TANK, re.compile(r"think[ -]?tank|\binstitute\b|research cent|studies|policy cent|مركز")),
    (
        SourceKind.WEBSITE,
        re.compile(r"web-?site|\bsite\b|portal|\bblog\b|platform|\bonline\b|\.(?:com|net|org|info)\b|موقع"),
    ),
    (
        SourceKind.OFFICIAL,
        re.compile(
            r"\bministry|presidency|directorate|governorate|general command|council of ministers|prime minister|"
            r"embassy|"
            r"parliament|people's assembly|central bank|\bgovernment\b$|official (?:body|institution)|وزارة|رئاسة"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: as it stands, without what encloses it, and whether something ends after it."""

    raw: str
    core: str
    ends: bool
    start: int

    @property
    def low(self) -> str:
        return self.core.lower()


def words_of(text: str) -> list[Word]:
    found = []
    for match in _SOLID.finditer(text):
        raw = match[0]
        initial = bool(_INITIAL.match(raw))
        core = raw if initial else raw.lstrip(_OPENING).rstrip(_CLOSING)
        found.append(Word(raw, core, bool(_ENDS.search(raw)) and not initial, match.start()))
    return found


def is_name_word(word: Word) -> bool:
    core = _ARTICLE.sub("", word.core).lstrip("'’‘ʿʾ`")
    return bool(core) and (core[0].isupper() or is_arabic(core) or bool(_DOMAIN.match(core)) or core[:1].isdigit())


def is_arabic(text: str) -> bool:
    return "\u0600" <= text[:1] <= "\u06ff"


def name_from(words: Sequence[Word], start: int) -> tuple[str, int]:
    """The name that begins with the word `start`, and the number of the word after it; "" when none does."""
    end = start
    if end >= len(words) or not is_name_word(words[end]) or words[end].core[:1].isdigit():
        return "", start
    while end < len(words) and end - start < 9:
        word = words[end]
        if not is_name_word(word) and not _is_joint(words, start, end):
            break
        if end > start and word.raw[:1] in "(“«[–—":
            break
        end += 1
        if word.ends or (_POSSESSIVE.search(word.core) and len(word.core) > 3 and word.core[-1] == "s"):
            break
    return _joined(words[start:end]), end


def _is_joint(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a small word belongs to the name around it: "Observatory for Human Rights"."""
    follows = (
        at + 2 if words[at].low in ("of", "for") and at + 1 < len(words) and words[at + 1].low == "the" else at + 1
    )
    if at == start or follows >= len(words) or not is_name_word(words[follows]) or words[at].ends:
        return False
    if words[at].low == "of" and is_person(_joined(words[start:at])):
        # "Ibrahim Hamidi of Asharq al-Awsat"
        return False
    if words[at].low in ("for", "on"):
        return any(word.low in COLLECTIVE_WORDS for word in words[start:at])
    return words[at].low in _PARTICLES


def name_until(words: Sequence[Word], end: int) -> tuple[str, int]:
    """The name whose last word is the one before `end`, and the number of its first word."""
    start = end
    while start and end - start < 9:
        word = words[start - 1]
        if start < end and word.ends:
            break
        if not is_name_word(word) and not (
            start < end
            and start > 1
            and word.low in _PARTICLES
            and is_name_word(words[start - 2])
            and not words[start - 2].ends
        ):
            break
        start -= 1
        if word.raw[:1] in '(“«[–—"':
            break
    while start < end and (
        words[start].low in STARTERS or is_label_word(words, start) or words[start].core[:1].isdigit()
    ):
        start += 1
    return (_joined(words[start:end]), start) if start < end else ("", end)


def _joined(words: Sequence[Word]) -> str:
    name = " ".join(word.core for word in words)
    return _POSSESSIVE.sub("", name) if name.endswith(("'s", "’s")) else name


def is_label_word(words: Sequence[Word], at: int) -> bool:
    """Whether a word says what an outlet is: "London-based", "pro-government", "Turkish daily"."""
    low, core = words[at].low, words[at].core
    if low in LABEL_WORDS:
        # With a capital it is part of a name ("Radio Fresh"), unless more of a label follows ("Opposition website …").
        if core.islower() or "-" in core:
            return True
        following = words[at + 1] if at + 1 < len(words) else None
        return bool(following and low in _STANCES and (following.low in LABEL_WORDS or _ARTICLE.match(following.core)))
    if low.endswith(_FROM_WHERE):
        return True
    if low.startswith(("pro-", "anti-", "pan-", "state-", "semi-")):
        return True
    if low not in DEMONYMS or at + 1 >= len(words):
        return False
    following = words[at + 1]
    return following.low in LABEL_WORDS or bool(_ARTICLE.match(following.core)) or is_label_word(words, at + 1)


def label_from(words: Sequence[Word], start: int) -> tuple[str, int]:
    """What is said before a name of what an outlet is, and the number of the word after it."""
    end = start
    while end < len(words) and words[end].low in ("the", "a", "an", "its", "his", "her", "of", "by"):
        if words[end].core == "The" and end + 1 < len(words) and not is_label_word(words, end + 1):
            # "The Syria Report": part of the name, as its capital says.
            return "", end
        end += 1
    first = end
    while end < len(words) and end - first < 8 and is_label_word(words, end):
        end += 1
        if words[end - 1].raw.endswith((".", ";", ":")):
            break
    if end > first and end < len(words) and words[end].low in ("of", "for", "in"):
        return "", start
    if end == first and end < len(words) and words[end].low in _ARABIC_KINDS:
        return words[end].core, end + 1
    return " ".join(word.core for word in words[first:end]), end


def label_after(words: Sequence[Word], start: int) -> tuple[str, int]:
    """What follows a name: "newspaper", "(opposition website)"."""
    end = start
    if end < len(words) and words[end].raw.startswith("("):
        while end < len(words) and end - start < 12 and not words[end].raw.rstrip(".,;").endswith(")"):
            end += 1
        inner = " ".join(word.raw for word in words[start : end + 1]).strip("().,; ")
        return (inner, end + 1) if is_label(inner) else ("", start)
    while end < len(words) and end - start < 4 and words[end].low in LABEL_WORDS and words[end].core.islower():
        end += 1
        if words[end - 1].ends:
            break
    return " ".join(word.core for word in words[start:end]), end


def is_label(text: str) -> bool:
    """Whether words in brackets say what an outlet is."""
    low = plain(text).split()
    return 0 < len(low) <= 14 and any(
        word in LABEL_WORDS
        or word in ("pro", "loyalist", "opposition", "owned", "based", "pan", "facebook", "telegram")
        for word in low
    )


def parted(name: str) -> tuple[str, str]:
    """ "Tishreen Newspaper" as a name and what it is said to be."""
    parts = name.rsplit(" ", 1)
    if len(parts) > 1 and parts[1].lower() in ("newspaper", "website"):
        return parts[0], parts[1].lower()
    return name, ""


def label_of(*parts: str) -> str:
    return unicodedata.normalize("NFC", " ".join(part for part in parts if part)).strip(" ,")[:160]


def kind_of(name: str, label: str) -> str:
    """What kind of outlet it is, by its label, else by its name; "" when neither tells."""
    for text in (label.lower(), name.lower()):
        for kind, pattern in _KINDS:
            if text and pattern.search(text):
                return str(kind)
    return str(SourceKind.AGENCY) if key(name) in AGENCIES else ""


def is_wire(name: str) -> bool:
    return key(name) in WIRES


def is_social(name: str) -> bool:
    return key(name) in SOCIAL


def is_person(name: str) -> bool:
    """Whether a name is more likely a person's."""
    parts = plain(name).split()
    if not 2 <= len(parts) <= 6 or {"of", "for", "the"} & set(parts):
        return bool(parts) and is_arabic(name) and 2 <= len(parts) <= 4 and parts[0] in GIVEN_NAMES
    if parts[0] in TITLES or parts[0] in GIVEN_NAMES or len(parts[0]) == 1 or name.split()[0].endswith("."):
        return not set(parts[1:]) & OUTLET_WORDS or parts[0] in TITLES or len(parts[0]) == 1
    return False


def outlet_likeness(name: str, label: str = "") -> int:
    """How much a name looks like an outlet's, 0-100, before it is asked whether the newsroom knows it."""
    parts = plain(name).split()
    if not parts or key(name) in NO_OUTLETS or plain(name) in NO_OUTLETS or len(name) > 90:
        return 0
    if all(
        part in NO_OUTLETS or part in STARTERS or part in DEMONYMS or re.fullmatch("(?:19|20)[0-9]{2}", part)
        for part in parts
    ):
        return 0
    if plain(name) in ("official gazette", "the official gazette") or parts[0] in (
        "law",
        "article",
        "decree",
        "resolution",
        "chapter",
        "section",
        "part",
        "figure",
        "table",
        "page",
    ):
        return 0
    if kind_of("", label):
        return 90
    if is_person(name):
        return 5
    solid = [part for part in parts if part not in ("al", "el", "the")]
    if (
        key(name) in AGENCIES
        or is_wire(name)
        or is_social(name)
        or set(solid) & OUTLET_WORDS
        or key(name) in OUTLET_WORDS
    ):
        return 85
    if kind_of(name, "") or _DOMAIN.match(name):
        return 80
    if re.fullmatch(r"[A-Z][A-Z0-9]{1,5}", name):
        return 70
    if re.search(r"\d", name) or set(solid) & COLLECTIVE_WORDS:
        return 65
    if label:
        return 65
    if _ARTICLE.match(name) and len(solid) <= 3:
        return 55
    return 35
