"""Who is speaking: the words by which a text ascribes what is said to somebody."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from .quotes import Quotation

_FILE = Path(__file__).with_name("speakers.txt")
# What stands in the place of a quotation, where only what is around it is read.
_CUT_OUT = "\ufffc"

# English words of somebody who speaks of himself. "Our" and "us" are often said of all of us, readers included.
_I = r"(?:I(?:['’]\w+)?|[Ww]e(?:['’]\w+)?|[Mm]y|me)"
FIRST_PERSON = re.compile(rf"\b(?:{_I}|[Oo]ur|us)\b")
_WHO = r"(?:he|she|they|it|(?:[A-Z][\w.'’-]*|the|The|a|an)(?: [\w.'’-]+){0,3}?)"
_SAID = r"(?:said|says|added|told|tweeted|wrote|recalled|insisted|explained|continued|replied|asked)"
# "We won't go, she said": with "said" behind it and without marks.
OWN_WORDS = re.compile(
    rf"(?:^|[.!?] +)[^.!?:\ufffc]{{0,200}}?\b{_I}\b[^:\ufffc]{{0,200}}?[,!?] (?:{_WHO} {_SAID}|{_SAID} {_WHO})\b"
)


@lru_cache(1)
def _parts() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in _FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            language, parts = line.split(": ", 1)
            found.setdefault(language, []).append(parts)
    return {language: "|".join(parts) for language, parts in found.items()}


@lru_cache(None)
def _saying(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_parts()[language]})(?!\w)", re.IGNORECASE)


def are_known(language: str) -> bool:
    """Whether verbs of saying are told in `language`."""
    return language in _parts()


def around(paragraph: str, quotations: Sequence[Quotation]) -> str:
    """`paragraph` without what it quotes."""
    said, last = "", 0
    for each in sorted(quotations, key=lambda one: one.start):
        said += paragraph[last : each.start] + _CUT_OUT
        last = each.end
    return said + paragraph[last:]


def names_a_speaker(said: str, language: str) -> bool:
    """Whether words outside of quotations say that somebody says something."""
    return are_known(language) and bool(_saying(language).search(said))
