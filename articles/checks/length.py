"""Length: an article far shorter or longer than its original is no full translation of it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .aligning.evidence import length_ratio
from .base import Check, Finding, Pair


class Length(Check):
    """A full translation takes about as many characters as its pair of languages makes one expect."""

    slug = "length"
    label = gettext_lazy("Length")
    explanation = gettext_lazy(
        "Compares the length of a full translation with its original’s, by how many characters each language takes. It "
        "reports only what is far out of proportion, and leaves paragraphs without a counterpart to the check of "
        "paragraphs. See whether something was shortened on the way, or choose another kind of adaptation."
    )

    reads_any_length = True
    # A note of a few lines may be anything; translators differ by a third at most.
    SHORTEST = 400
    LEAST, MOST = 0.6, 1.7

    def findings(self, pair: Pair) -> Iterator[Finding]:
        if pair.is_too_long:
            yield self.finding(
                pair, _("This text is too long to be compared with its original. Divide it."), about="length"
            )
            return
        if not (pair.is_whole and pair.article.paragraphs):
            return
        original = pair.originals[0]
        beads = [bead for bead in pair.alignments[0].beads if bead.ours and bead.theirs]
        paired = self._share(
            pair, [each for bead in beads for each in bead.ours], [each for bead in beads for each in bead.theirs]
        )
        share = self._share(pair, range(len(pair.article.paragraphs)), range(len(original.paragraphs)), self.SHORTEST)
        if share is None or (paired and self.LEAST <= paired <= self.MOST):
            # What has no counterpart is told by the check of paragraphs.
            return
        if share < self.LEAST:
            message = _("The article is much shorter than its original: by its languages, about %(percent)d %% of it.")
        elif share > self.MOST:
            message = _("The article is much longer than its original: by its languages, about %(percent)d %% of it.")
        else:
            return
        yield self.finding(pair, message % {"percent": round(share * 100)}, about="length")

    def _share(self, pair: Pair, ours: Sequence[int], theirs: Sequence[int], least: int = 1) -> float | None:
        """How long these paragraphs are by what one expects; None where `theirs` have fewer than `least` characters."""
        article, original = pair.article, pair.originals[0]
        expected = sum(len(original.paragraphs[number]) for number in theirs)
        if expected < least:
            return None
        written = sum(len(article.paragraphs[number]) for number in ours)
        return written * length_ratio(article.language, original.language) / expected
