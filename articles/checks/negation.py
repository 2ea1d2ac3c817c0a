"""Negation: where the original says "not", the article had better not say the opposite."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .aligning import SentencePlace
from .base import Check, Finding, Pair, Place, Text
from .reading.negations import are_known, negations


class Negation(Check):
    """A sentence that the original negates isn't affirmed in the article, nor the other way round."""

    slug = "negation"
    label = gettext_lazy("Negation")
    explanation = gettext_lazy(
        "A hint: the original has a “not”, “never” or “without” in a sentence where the article has nothing of the "
        "kind, not even a word like “fail” or “unable” that says it. Translators often turn a negation round, so "
        "read both sentences; if they say the same, accept it as it is."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        if not (pair.is_whole and are_known(pair.article.language)):
            return
        original = pair.originals[0]
        if not are_known(original.language):
            return
        for bead in pair.alignments[0].sentences:
            if bead.ours and bead.theirs:
                yield from self._compared(
                    pair,
                    [_place(pair, pair.article, each) for each in bead.ours],
                    [_place(pair, original, each) for each in bead.theirs],
                )

    def _compared(self, pair: Pair, ours: list[Place], theirs: list[Place]) -> Iterator[Finding]:
        asked = [
            pair.original_place(there.start + each.start, there.start + each.end, there.paragraph)
            for there in theirs
            for each in negations(there.words, pair.originals[0].language)
            if each.is_sure
        ]
        if asked and sum(len(negations(here.words, pair.article.language)) for here in ours) < len(asked):
            yield self.finding(
                pair,
                _("The original says “%(words)s” here: does the article, in other words?") % {"words": asked[0].words},
                here=ours[0],
                there=asked[0],
            )


def _place(pair: Pair, text: Text, at: SentencePlace) -> Place:
    sentence = text.sentences[at.paragraph][at.sentence]
    make = pair.place if text is pair.article else pair.original_place
    return make(sentence.start, sentence.end, at.paragraph)
