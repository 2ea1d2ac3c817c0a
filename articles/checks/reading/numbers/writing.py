"""Numbers as a text would write them."""

import re
from decimal import Decimal

# Marks between thousands and before decimals, where a figure is written in European digits.
_MARKS = {"en": (",", "."), "fr": ("\u202f", ","), "tr": (".", ",")}
_SCALES = {
    "thousand": 3,
    "million": 6,
    "millions": 6,
    "billion": 9,
    "trillion": 12,
    "mille": 3,
    "milliard": 9,
    "milliards": 9,
    "bin": 3,
    "milyon": 6,
    "milyar": 9,
    "trilyon": 12,
}
_WRITTEN = re.compile(r"([0-9][0-9.,\u00a0\u202f]*)(?:([ \u00a0-])(\w+))?")
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def written_like(words: str, value: Decimal, language: str) -> str | None:
    """`value` in the manner of `words`, a number of a text in `language`; None where there is no telling."""
    marks = _MARKS.get(language)
    if marks is None or value < 0:
        return None
    if written := _WRITTEN.fullmatch(words):
        figures, gap, scale = written.groups()
        power = _SCALES.get(scale.lower()) if scale else 0
        scaled = value.scaleb(-power).normalize() if power is not None else None
        if scaled is None or (scale and scaled < 1) or -int(scaled.as_tuple().exponent) > 3:
            return None
        is_grouped = value >= 10_000 or any(mark in figures for mark in (*marks[0], "\u00a0"))
        return _figures(scaled, marks, is_grouped=is_grouped) + (f"{gap}{scale}" if scale else "")
    if language == "en" and words.lower() in _WORDS:
        said = _WORDS[int(value) - 2] if value in range(2, 11) else _figures(value, marks, is_grouped=value >= 10_000)
        return said.capitalize() if words[0].isupper() else said
    return None


def _figures(value: Decimal, marks: tuple[str, str], *, is_grouped: bool) -> str:
    whole, _, part = f"{value:,f}".partition(".")
    return whole.replace(",", marks[0] if is_grouped else "") + (marks[1] + part if part else "")
