"""Negations: where a text says that something is not so."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class Negation(NamedTuple):
    """A word that negates. `is_sure`: it is no mere shade of another word ("unlikely", "to fail"), which other
    languages may well say with a "not".
    """

    start: int
    end: int
    is_sure: bool


_FILE = Path(__file__).with_name("negations.txt")


@lru_cache(1)
def _parts() -> dict[tuple[str, str], str]:
    """What `negations.txt` says, by language and kind."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in _FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            key, parts = line.split(": ", 1)
            language, kind = key.split()
            found.setdefault((language, kind), []).append(parts)
    return {key: "|".join(parts) for key, parts in found.items()}


@lru_cache(None)
def _pattern(language: str) -> re.Pattern[str]:
    parts = _parts()
    kinds = "|".join(f"(?P<{kind}>{parts.get((language, kind), '(?!)')})" for kind in ("but", "sure", "loose"))
    return re.compile(rf"(?<!\w)(?:{kinds})(?!\w)", re.IGNORECASE)


def negations(said: str, language: str) -> tuple[Negation, ...]:
    """What negates in `said`, in order; nothing in a language that isn't known here."""
    if not are_known(language):
        return ()
    return tuple(
        Negation(match.start(), match.end(), bool(match["sure"]))
        for match in _pattern(language).finditer(said)
        if not match["but"]
    )


def are_known(language: str) -> bool:
    """Whether negations are told in `language`."""
    return (language, "sure") in _parts()
