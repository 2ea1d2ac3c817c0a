"""Names by sound: whether two words may be one name, spelled as different people hear it, in Latin or Arabic letters.

Pure functions of folded words (`folding.fold`), in time that grows with their length alone. A word is cut into its
consonants and, around them, its vowels. In Arabic ا و ي ع and a final ه count as vowels, in Latin a e i o u w y; an
article, apostrophes, hamza, doubled letters and a final h say nothing. Words of other scripts sound like nothing here.

`bones` is coarse, for looking up: consonants that are confused with one another are one.

    b   b p · ب پ                      l   l · ل
    f   f ph v · ف ڤ                   m   m, and n before b · م
    t   t th · ت ط ث                   n   n · ن
    d   d dh z · د ذ ز ض ظ              r   r · ر
    s   s sh ch · س ص ش چ              h   h · ح ه
    k   k q c x kh g gh j dj zh · ك ق خ غ ج گ ژ

`askable_bones` adds what a letter may stand for besides: th for s or d, v and w for one another, kh for h, ch for k.

`sounds_like` is fine. `_LETTERS` says which Arabic letter a Latin one may stand for, usually or now and then. One
letter that does so only now and then is let pass, and none where the word has too few consonants to be told by the
others. Two Latin letters match when there is an Arabic one that both usually stand for. Where Arabic writes a vowel, a
matching one must stand in Latin letters (و: u o ou oo w v; ي: i e ee ei ai y; ا: a e); vowels it doesn't write are
free, but short.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

# Fewer consonants than this tell a word from too few others.
FEWEST_BONES = 2
_MOST_BONES_ASKED = 64
_MOST_READINGS = 24

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff]+")
_LATIN = re.compile("[a-z]+")
_ARTICLE = re.compile("(?:[وفبك]?ال|لل)(?=..)")
_LATIN_ARTICLE = re.compile(r"[ae]l(?=[a-z]{4})|e([nrsdtz])(?=\1[a-z]{3})|e(?=ch[a-z]{3})")
# Letters that French writes for the sake of others: "Bourguiba".
_MUTE = re.compile("(?<=[gq])u(?=[ei])")
_TWICE = re.compile(r"([b-df-gj-np-tvxz])\1+")
_SOUND = re.compile("[aeiouwy]+|sch|tch|tsh|dj|ck|sh|ch|kh|gh|th|dh|zh|ph|.")
_VOWELS = frozenset("aeiouwy")
_ALIKE = {"sch": "sh", "tsh": "tch", "dj": "j", "ck": "k", "ph": "f"}
# What usually is one sound, and now and then two, or another: "Is-haq", "Ad-ham", "Jawad".
_OTHERWISE: dict[str, list[tuple[str, ...]]] = {
    "sh": [("s", "h")], "dh": [("d", "h")], "th": [("t", "h")], "kh": [("k", "h")], "gh": [("g", "h")],
    "zh": [("z", "h")], "tch": [("t", "ch")], "v": [("w",)],
}  # fmt: skip
_FEMININE = re.compile("[iy]+[ae]$")
_ARABIC_VOWELS = frozenset("اويع")
_FOLDED = str.maketrans({"ڤ": "ڤ", "گ": "گ", "ڭ": "گ", "ڨ": "گ", "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ں": "ن", "ء": None})

_BONE = {
    letter: bone
    for bone, letters in {
        "b": "b p ب پ", "f": "f v ف ڤ", "t": "t th ت ط ث", "d": "d dh z د ذ ز ض ظ", "s": "s sh ch tch س ص ش چ",
        "k": "k q c x kh g gh j zh ك ق خ غ ج گ ژ", "l": "l ل", "m": "m م", "n": "n ن", "r": "r ر", "h": "h ح ه",
    }.items()
    for letter in letters.split()
}  # fmt: skip
_BONES_BESIDE = {
    "th": "sd", "s": "t", "ch": "k", "kh": "h", "h": "k", "zh": "d", "c": "s", "z": "t", "dh": "t", "ث": "s", "ذ": "t",
    "ظ": "t", "خ": "h", "چ": "k",
}  # fmt: skip
# Turkish hardens the end of a word: "Ahmet", "Halit".
_ENDINGS = {"d": "t", "د": "t", "t": "d", "ت": "d", "ط": "d"}
_WRITTEN_V = re.compile("w|ou|و")
# What a Latin letter usually stands for, and what it stands for now and then.
_LETTERS = {
    "b": ("ب پ", ""), "p": ("پ ب", ""), "f": ("ف ڤ", ""), "v": ("ف ڤ", "ب"), "t": ("ت ط", "ث د"), "th": ("ث ذ", "ت ظ"),
    "d": ("د ض", "ذ ظ ط ت"), "dh": ("ذ ض ظ", "د"), "z": ("ز ذ ظ", "ض ژ س"), "zh": ("ژ ج", "ظ"), "s": ("س ص", "ث ش ز"),
    "sh": ("ش", "چ"), "ch": ("ش چ", "خ ك"), "tch": ("چ", "ش"), "k": ("ك ق", "خ گ"), "q": ("ق", "ك غ"),
    "c": ("ك ق ج", "س چ"), "x": ("خ", ""), "kh": ("خ", "ح ك"), "g": ("ج غ گ ق", "ك"), "gh": ("غ", "ق ج گ"),
    "j": ("ج ژ", ""), "h": ("ح ه", "خ"), "l": ("ل", ""), "m": ("م", "ن"), "n": ("ن", "م"), "r": ("ر", ""),
}  # fmt: skip
_USUALLY = {latin: frozenset(usual.split()) for latin, (usual, _rare) in _LETTERS.items()}
_RARELY = {latin: frozenset(rare.split()) for latin, (_usual, rare) in _LETTERS.items()}
_FOREIGN = ("پب", "ڤف", "گكغجق", "چشج", "ژجز")


class Reading(NamedTuple):
    """A way to cut a word: its consonants, and the vowels before, between and after them (one more than consonants)."""

    consonants: tuple[str, ...]
    vowels: tuple[str, ...]
    is_arabic: bool


@lru_cache(20_000)
def bones(word: str) -> str:
    """The consonants of a folded word, as coarse as they are confused; "" where they are too few to tell it by."""
    first = readings(word)[:1]
    return _joined([_BONE[letter] for letter in first[0].consonants]) if first else ""


def askable_bones(word: str) -> list[str]:
    """The `bones` that spellings of `word` may have, its own first; at most 64."""
    found: dict[str, None] = {}
    for reading in readings(word):
        choices = list(_choices(reading))
        for picked in _few_changes(choices):
            if made := _joined(picked):
                found[made] = None
            if len(found) == _MOST_BONES_ASKED:
                return list(found)
    return list(found)


def sounds_like(one: str, other: str) -> bool:
    """Whether two folded words may be one name. Symmetric."""
    return any(_is_alike(a, b) for a in readings(one) for b in readings(other))


@lru_cache(4096)
def readings(word: str) -> tuple[Reading, ...]:
    """The ways to cut `word`, the likeliest first; none for a word of another script, or of several."""
    if _LATIN.fullmatch(word):
        made = _latin_readings(word)
    elif _ARABIC.fullmatch(word):
        made = _arabic_readings(word.translate(_FOLDED))
    else:
        return ()
    return tuple(dict.fromkeys(reading for reading, _number in zip(made, range(_MOST_READINGS), strict=False)))


def _latin_readings(word: str) -> Iterator[Reading]:
    stems = [word]
    if article := _LATIN_ARTICLE.match(word):
        stems.append(word[article.end() :])
    for stem in stems:
        sounds = [_ALIKE.get(sound, sound) for sound in _SOUND.findall(_TWICE.sub(r"\1", _MUTE.sub("", stem)))]
        choices = [[(sound,), *_OTHERWISE.get(sound, ())] for sound in sounds]
        if sounds[-1] == "t" and sounds[-2:-1] in (["a"], ["e"]):
            # "Ghoutat": the ending before another word.
            choices[-1].append(())
        for picked in product(*choices):
            yield _cut([part for option in picked for part in option], _VOWELS, is_arabic=False)


def _arabic_readings(word: str) -> Iterator[Reading]:
    stems = [word]
    if article := _ARTICLE.match(word):
        stems.insert(0, word[article.end() :])
    for stem in stems:
        yield _cut(list(stem), _ARABIC_VOWELS, is_arabic=True)
        if stem.endswith("ه"):
            yield _cut([*stem[:-1], "ت"], _ARABIC_VOWELS, is_arabic=True)
        if "لل" in stem:
            yield _cut(list(re.sub("ا?لل", "ل", stem)), _ARABIC_VOWELS, is_arabic=True)
        if "تش" in stem:
            yield _cut(list(stem.replace("تش", "چ")), _ARABIC_VOWELS, is_arabic=True)


def _cut(sounds: list[str], vowels: frozenset[str], *, is_arabic: bool) -> Reading:
    """The reading of `sounds`. A final h stays with the vowels."""
    consonants: list[str] = []
    between = [""]
    for place, sound in enumerate(sounds):
        is_last = place == len(sounds) - 1
        is_doubled = not is_arabic and not between[-1] and consonants[-1:] == [sound]
        if sound[0] in vowels or (is_last and sound in ("h", "ه", "ح") and consonants):
            between[-1] += sound
        elif sound in _BONE and not is_doubled:
            consonants.append(sound)
            between.append("")
    return Reading(tuple(consonants), tuple(between), is_arabic)


def _choices(reading: Reading) -> Iterator[list[str]]:
    """The bones that each place of `reading` may be looked up by, the usual one first; "" for none."""
    last = len(reading.consonants) - 1
    for place, letter in enumerate(reading.consonants):
        if _WRITTEN_V.search(reading.vowels[place]):
            yield ["", "f"]
        choices = [_BONE[letter], *_BONES_BESIDE.get(letter, "")]
        if letter in ("h", "ح", "ه") and place and not reading.vowels[place]:
            # Written behind a letter that it makes another one with: "Is-haq".
            choices.append("")
        if place == last and not reading.vowels[-1] and letter in _ENDINGS:
            choices.append(_ENDINGS[letter])
        yield choices
    if _WRITTEN_V.search(reading.vowels[-1]):
        yield ["", "f"]


def _few_changes(choices: list[list[str]]) -> Iterator[list[str]]:
    """The first of each of `choices`, then with one of them otherwise, then with two."""
    usual = [each[0] for each in choices]
    yield usual
    changes = [(place, bone) for place, each in enumerate(choices) for bone in each[1:]]
    for place, bone in changes:
        yield [*usual[:place], bone, *usual[place + 1 :]]
    for number, (place, bone) in enumerate(changes):
        for other_place, other_bone in changes[number + 1 :]:
            if other_place != place:
                changed = list(usual)
                changed[place], changed[other_place] = bone, other_bone
                yield changed


def _joined(picked: list[str]) -> str:
    made = ""
    for bone in picked:
        if not bone:
            continue
        if bone == "b" and made.endswith("n"):
            made = made[:-1] + "m"
        if not made.endswith(bone):
            made += bone
    if len(made) == 1 and len(picked) > 1:
        # "Sisi", "Bab".
        return made * 2
    return made if len(made) >= FEWEST_BONES else ""


def _is_alike(one: Reading, other: Reading) -> bool:
    if len(one.consonants) != len(other.consonants) or len(one.consonants) < FEWEST_BONES:
        return False
    if one.is_arabic and not other.is_arabic:
        one, other = other, one
    rare = sum(_strangeness(a, b) for a, b in zip(one.consonants, other.consonants, strict=True))
    if rare > (1 if all(map(_is_long, (one, other))) else 0):
        return False
    fits = _both_arabic if one.is_arabic else _latin_and_arabic if other.is_arabic else _both_latin
    last = len(one.vowels) - 1
    return all(
        fits(a, b, is_first=place == 0, is_last=place == last)
        for place, (a, b) in enumerate(zip(one.vowels, other.vowels, strict=True))
    )


def _is_long(reading: Reading) -> bool:
    """Whether the rest of a word tells it when one letter of it is strange."""
    return len(reading.consonants) > FEWEST_BONES and (reading.is_arabic or len("".join(reading.vowels)) > 1)


def _strangeness(one: str, other: str) -> int:
    """0 for letters that are usually confused, 1 for now and then, more for never."""
    if one == other:
        return 0
    if one in _USUALLY and other in _USUALLY:
        if _USUALLY[one] & _USUALLY[other]:
            return 0
        return 1 if _USUALLY[one] & _RARELY[other] or _RARELY[one] & _USUALLY[other] else 9
    if one in _USUALLY:
        return 0 if other in _USUALLY[one] else 1 if other in _RARELY[one] else 9
    return 0 if any(group[0] in (one, other) and one in group and other in group for group in _FOREIGN) else 9


def _latin_and_arabic(latin: str, arabic: str, *, is_first: bool, is_last: bool) -> bool:
    """Whether the vowels `latin` may stand where Arabic has `arabic`."""
    if is_last:
        if arabic.endswith("ح"):
            return latin.endswith("h") and _latin_and_arabic(latin[:-1], arabic[:-1], is_first=False, is_last=False)
        if not _ends_alike(latin, arabic):
            return False
        latin, arabic = latin.rstrip("h"), arabic.replace("ه", "ا")
        if arabic.endswith("ي") and latin.endswith("a") and not re.search("[iy]", latin):
            # The final ى, which is folded to ي.
            arabic = arabic[:-1] + "ا"
    if is_first:
        if bool(latin) != bool(arabic):
            return False
        if arabic.startswith("ا"):
            arabic = arabic[1:]
    round_, high, low = bool(re.search("[uow]", latin)), bool(re.search("[iye]", latin)), bool(re.search("[ae]", latin))
    if ("و" in arabic and not round_) or ("ي" in arabic and not high) or ("ا" in arabic and not low):
        return False
    if "ع" in arabic:
        return "w" not in latin or "و" in arabic
    if not arabic:
        return latin in ("", "a", "e", "i", "o", "u", "ou", "y") or (is_first and len(latin) < 3 and "w" not in latin)
    if round_ and "و" not in arabic:
        return False
    if "ي" not in arabic and re.search("[iy]", latin):
        # "Qawim": a short vowel behind a w that is written.
        return "w" in latin
    return "aa" not in latin or "ا" in arabic


def _ends_alike(latin: str, arabic: str) -> bool:
    plain = latin.rstrip("h")
    if not arabic or not latin:
        # French ends "Hassane" in a letter that is not heard.
        return not arabic and latin in ("", "e")
    if arabic[-1] in "اه":
        return plain[-1:] in ("a", "e")
    if arabic[-1] == "ي":
        return plain[-1:] in ("i", "y", "e", "a") and not plain.endswith(("ia", "ya"))
    if arabic[-1] == "و":
        return plain[-1:] in ("u", "o", "w", "e")
    return True


def _both_latin(one: str, other: str, *, is_first: bool, is_last: bool) -> bool:
    """Whether two Latin spellings of the vowels in one place may be the same."""
    if is_last:
        one, other = (one, other) if one and other else (one.removesuffix("e"), other.removesuffix("e"))
        if one.endswith("h") != other.endswith("h") and not (one and other):
            return False
        one, other = (_FEMININE.sub("ia", vowels.rstrip("h")) for vowels in (one, other))
    if one == other:
        return True
    if not one or not other:
        # "Badr" and "Bader".
        return not (is_first or is_last) and (one + other) in ("a", "e", "i")
    round_one, round_other = bool(re.search("[uow]", one)), bool(re.search("[uow]", other))
    if round_one != round_other:
        return False
    if round_one:
        behind_one, behind_other = re.split("[uow]+", one)[-1], re.split("[uow]+", other)[-1]
        return bool(behind_one) == bool(behind_other) and (not behind_one or _unrounded(behind_one, behind_other))
    return _unrounded(one, other)


def _unrounded(one: str, other: str) -> bool:
    high_one, high_other = bool(re.search("[iy]", one)), bool(re.search("[iy]", other))
    if high_one != high_other:
        return "e" in (other if high_one else one)
    # "Syri" and "Syria".
    return not high_one or one.endswith("a") == other.endswith("a")


def _both_arabic(one: str, other: str, *, is_first: bool, is_last: bool) -> bool:
    if is_last:
        return one.rstrip("اه") == other.rstrip("اه") and ("ح" in one) == ("ح" in other) and bool(one) == bool(other)
    return one == other
