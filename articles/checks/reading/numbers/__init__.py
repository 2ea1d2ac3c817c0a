"""Numbers, however they are written."""

from dataclasses import dataclass
from decimal import Decimal

from .lexicons import LEXICONS
from .measures import DEGREES, converts, is_measured_in
from .reader import CURRENCIES, Reader, is_year
from .writing import written_like

__all__ = [
    "CURRENCIES", "DEGREES", "Number", "converts", "is_measured_in", "is_year", "numbers", "reads_words",
    "written_like",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a paragraph, and where it stands there.

    `value`: what it says. `others`: what else it may say ("3.500": 3500 or 3.5). `unit`: "%", "$", "km", or "".
    `is_sure`: whether it had better stand in the other language too; else it may only answer to one there ("one", "a
    couple"). `name`: the letters in front of it, where it is part of a name ("F-" in F-16).
    """

    start: int
    end: int
    value: Decimal
    others: frozenset[Decimal] = frozenset()
    unit: str = ""
    is_sure: bool = True
    name: str = ""

    @property
    def values(self) -> frozenset[Decimal]:
        """Everything that it may say."""
        return self.others | {self.value}


def numbers(paragraph: str, language: str) -> tuple[Number, ...]:
    """The numbers of a paragraph in `language`, in order. Figures are read in any language, words in five."""
    return tuple(
        Number(each.start, each.end, each.value, each.others, each.unit, each.is_sure, each.name)
        for each in Reader(paragraph, language).read()
    )


def reads_words(language: str) -> bool:
    """Whether numbers in words are read in this language, and not those in figures alone."""
    return language in LEXICONS
