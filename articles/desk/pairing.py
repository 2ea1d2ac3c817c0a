"""Which paragraphs of an article and its originals answer to each other, for the workbench."""

import json
from typing import Any

from articles.checks import Pair


def context(pair: Pair) -> dict[str, str]:
    """What `desk/article.html` hands the page's script."""
    return {"pairing_json": json.dumps(pairing_of(pair))}


def pairing_of(pair: Pair) -> list[dict[str, Any]]:
    """Of each original: how many lines the two texts have, and which of these say the same, as `Pair.alignments`.

    Nothing of texts that are too long to be compared.
    """
    if pair.is_too_long:
        return []
    return [
        {
            "ours": len(pair.article.paragraphs),
            "theirs": len(original.paragraphs),
            "beads": [[bead.ours, bead.theirs, bead.is_moved] for bead in alignment.beads],
        }
        for original, alignment in zip(pair.originals, pair.alignments, strict=True)
    ]
