"""Where a number fell out and left its unit, its half or its sign behind."""

import re
from typing import NamedTuple

_UNITS = r"km|kms|kph|mph|kg|kgs|cm|mm"
_WORDS = r"miles|kilomet(?:er|re)s|met(?:er|re)s|feet|yards|inches|acres|hectares|pounds|tonnes|tons|degrees"
_GAP = re.compile(
    rf"\(\s*(?P<aside>{_UNITS}|{_WORDS})\b"
    rf"|\b(?:than|about|over|nearly|almost|around|roughly|approximately|least|to|of|coastline|speeds?)\s+(?P<unit>{_UNITS})\b"
    r"|\b[Aa]t\s+(?P<hour>[ap]\.?m\b\.?)"
    r"|(?<![\w.,/-])(?P<half>\d{1,2}-)\s+(?=win|draw|victory|defeat|loss|lead|triumph)"
    r"|(?<![\w)-])\s(?P<behind>-\d{1,2})\s(?=win|draw|victory|defeat|loss|lead|triumph)"
    r"|(?<=\d)\s?(?P<fraction>\d?/)(?=\s[a-z])"
    r"|(?P<money>[$£€])(?=\s*(?:(?:million|billion|trillion|thousand|a|per|in)\b|[.,;:)]?(?:\s|$)))"
)


class Gap(NamedTuple):
    """From which character to which what was left behind stands."""

    start: int
    end: int


def gaps(paragraph: str, language: str) -> tuple[Gap, ...]:
    """Where a number is missing in a paragraph, by the rest of it alone. Read in English only."""
    if language != "en":
        return ()
    found = []
    for match in _GAP.finditer(paragraph):
        found.append(Gap(*match.span(match.lastgroup or 0)))
    return tuple(found)
