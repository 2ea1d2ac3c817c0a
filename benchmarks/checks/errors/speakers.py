"""Speech of which nothing says any more whose it is. The documents hold some fifty: each is made once."""

import random

from articles.checks.reading.speakers import around, names_a_speaker

from ..documents import Document
from ..seeds import Error, Seeded, changed

# An attribution is no longer than that: else half a sentence would be cut away.
_SHORT = 6


def without_speaker(document: Document, chance: random.Random) -> Seeded | None:
    """A paragraph cut to what it quotes: who says it is gone."""
    found = []
    for number, (said, one) in enumerate(zip(document.article.paragraphs, document.article.quoted, strict=True)):
        if len(one.quotations) == 1 and not (one.lone or one.is_within):
            (each,) = one.quotations
            outside = around(said, one.quotations)
            is_there = document.original.quoted[number].quotations and names_a_speaker(outside, "en")
            if is_there and each.is_whole and 0 < len(outside.split()) <= _SHORT and each.words > 3:
                found.append((number, said[each.start : each.end]))
    if not found:
        return None
    number, left = chance.choice(found)
    return changed(document, number, left, "quotations")


ERRORS: dict[str, list[Error]] = {"who is speaking cut off": [without_speaker]}
