"""Negations that fell out."""

import random
import re

from articles.checks.reading.negations import negations

from ..documents import Document
from ..seeds import Error, Seeded, changed

_NOT = re.compile(
    r"\b(?P<verb>do|does|did|is|are|was|were|has|have|had|ca|could|wo|would|should|might|must|need)n['’]t\b"
    r"|\b(?P<can>can)not\b|\b(?P<before>\w+) (?P<word>not|never)\b(?! only)",
    re.IGNORECASE,
)
_WHOLE = {"ca": "can", "wo": "will"}


def without_negation(document: Document, chance: random.Random) -> Seeded | None:
    """A "not", "n't", "cannot" or "never" gone, where the original negates something, too."""
    found = [
        (number, match)
        for number, paragraph in enumerate(document.article.paragraphs)
        if any(each.is_sure for each in negations(document.original.paragraphs[number], document.language))
        for match in _NOT.finditer(paragraph)
    ]
    if not found:
        return None
    number, match = chance.choice(found)
    kept = match["verb"] or match["can"] or match["before"]
    said = document.article.paragraphs[number]
    return changed(
        document, number, f"{said[: match.start()]}{_WHOLE.get(kept.lower(), kept)}{said[match.end() :]}", "negation"
    )


ERRORS: dict[str, list[Error]] = {"negations dropped": [without_negation]}
