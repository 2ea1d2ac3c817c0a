"""Months that have become others."""

import calendar
import random

from ..documents import Document
from ..seeds import Error, Seeded, changed


def another_month(document: Document, chance: random.Random) -> Seeded | None:
    """The name of a month that the original names too, and another month in its place."""
    found = [
        (number, each)
        for number, days in enumerate(document.article.days)
        for each in days
        if each.is_sure and len(each.months) == 1 and document.original.days[number]
    ]
    if not found:
        return None
    number, day = chance.choice(found)
    said = document.article.paragraphs[number]
    others = [name for at, name in enumerate(calendar.month_name) if at and at not in day.months]
    return changed(document, number, f"{said[: day.start]}{chance.choice(others)}{said[day.end :]}", "dates")


ERRORS: dict[str, list[Error]] = {"months changed": [another_month]}
