"""Names that are common somewhere, and how the press spells them: data, read once."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from articles.models.folding import fold, key

_FOLDER = Path(__file__).parent
_ONE_COUNTRY = "# United States"


@lru_cache(1)
def in_arabic_letters() -> dict[str, tuple[str, ...]]:
    """Names in Arabic letters, folded, with their usual spellings in Latin ones, the most usual first."""
    found = defaultdict[str, list[str]](list)
    for arabic, latin in pairs():
        found[key(arabic)].append(latin)
    return {arabic: tuple(latin) for arabic, latin in found.items()}


@lru_cache(1)
def latin_names() -> frozenset[str]:
    """Single words that are names, as the press spells them."""
    spelled = (word for _arabic, latin in pairs() for word in latin.split())
    return frozenset(
        [word for line in _lines("latin_names.txt") for word in line.split()]
        + [word for word in spelled if word[:1].isupper() and word.isalpha()]
    )


@lru_cache(1)
def seldom_met() -> frozenset[str]:
    """Those of `latin_names` that are frequent in one country alone."""
    lines = (_FOLDER / "latin_names.txt").read_text(encoding="utf-8").partition(_ONE_COUNTRY)[2].splitlines()[1:]
    return frozenset(word for line in lines for word in line.split())


@lru_cache(1)
def folded_latin_names() -> frozenset[str]:
    """The same, folded."""
    return frozenset(fold(name.replace("'", "")) for name in latin_names())


@lru_cache(1)
def ranked() -> dict[str, tuple[int, str]]:
    """Folded single names: how common each is, 0 the most, and as it is written."""
    found: dict[str, tuple[int, str]] = {}
    seldom, further = seldom_met(), " ".join(_lines("further_names.txt")).split()
    for rank, names in ((2, further), (1, seldom), (0, latin_names() - seldom)):
        found.update({fold(name.replace("'", "")): (rank, name) for name in names})
    return found


def pairs() -> Iterator[tuple[str, str]]:
    """Each name in Arabic letters with each of its usual spellings."""
    for line in _lines("common_names.txt"):
        arabic, _colon, spellings = line.partition(":")
        for latin in spellings.split(","):
            yield arabic, latin.strip()


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
