"""Checks about what was left behind on the way from the original."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Adaptation

from .base import Check, Finding, Pair

_MARKS = ".,;:!?()[]«»“”‘’\"'،؛؟…"


class NothingUntranslated(Check):
    """No paragraph of the original stands in the article word for word.

    A short line may: a name, a title, a number are the same in both.
    """

    slug = "nothing-untranslated"
    label = gettext_lazy("Nothing untranslated")
    blocks = True

    SHORTEST = 40

    def findings(self, pair: Pair) -> Iterator[Finding]:
        if pair.adaptation == Adaptation.REPUBLISHED or pair.article_language in pair.source_languages:
            return
        source = set(pair.source)
        for paragraph in pair.article:
            if len(paragraph) >= self.SHORTEST and paragraph in source:
                yield self.finding(
                    paragraph, _("“%(words)s…” is still in the original’s language.") % {"words": paragraph[:40]}
                )


class OneScript(Check):
    """No word of another script is left in the article: a name in Arabic letters in an English sentence, say."""

    slug = "one-script"
    label = gettext_lazy("One script")

    def findings(self, pair: Pair) -> Iterator[Finding]:
        scripts = {script_of(char) for char in pair.article_text if char.isalpha()}
        if not pair.article or len(scripts) < 2:
            return
        main = script_of(next(char for char in pair.article_text if char.isalpha()))
        seen = set()
        for written in pair.article_text.split():
            word = written.strip(_MARKS)
            letters = [char for char in word if char.isalpha()]
            if letters and script_of(letters[0]) != main and word not in seen:
                seen.add(word)
                yield self.finding(word, _("“%(word)s” is written in another script.") % {"word": word})


def script_of(char: str) -> str:
    """The first word of the character's Unicode name, which for a letter names its script."""
    return unicodedata.name(char, "").partition(" ")[0]
