"""Checks about numbers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Adaptation

from .base import Check, Finding, Pair

# Digits of any script with the marks that group them: 1,234.5 and ١٬٢٣٤٫٥ alike.
_FIGURE = re.compile(r"\d+(?:[.,٬٫\u00a0\u202f]\d+)*")
_GROUPED = re.compile(r"^\d{1,3}([.,٬\u00a0\u202f])\d{3}(?:\1\d{3})*$")


def figures(text: str) -> Counter[str]:
    """Every figure of `text` in Western digits, without the marks between thousands, and how often it stands there."""
    found: Counter[str] = Counter()
    for match in _FIGURE.finditer(text):
        written = match[0]
        if _GROUPED.match(written):
            written = re.sub(r"\D", "", written)
        western = "".join(str(unicodedata.digit(char)) if char.isdigit() else "." for char in written)
        found[western.lstrip("0") or "0"] += 1
    return found


class FiguresKept(Check):
    """Each figure of the original stands in the article.

    Reads digits of any script, not words: "twelve" for "12" is reported, and may be accepted as it is. Of excerpts,
    summaries and the like nothing is expected to be whole.
    """

    slug = "figures-kept"
    label = gettext_lazy("Figures kept")

    def findings(self, pair: Pair) -> Iterator[Finding]:
        if pair.adaptation != Adaptation.FULL or not pair.source:
            return
        in_article = figures(pair.article_text)
        for figure in figures(pair.source_text):
            if figure not in in_article:
                yield self.finding(figure, _("%(figure)s stands in the original only.") % {"figure": figure})
