"""Quality checks: what the desk is told about a text before readers see it.

Each check is listed in `CHECKS`; nothing registers itself. `reading` says what a text says in its own language,
`aligning` which paragraphs answer to which, `vocabulary` which names the house knows.
"""

from collections.abc import Iterable, Mapping

from articles.models import Adaptation, Article, CheckSetting, Edition, Translation, Waiver

from .aligning import Alignment, Bead, align
from .base import PASSAGE_KEPT, Check, Finding, Pair, Place, Text
from .dates import Dates
from .figures import Figures
from .house_rules import HouseRules
from .leftovers import Leftovers, NothingUntranslated
from .length import Length
from .names import Names
from .negation import Negation
from .paragraphs import Paragraphs
from .quotations import Quotations
from .vocabulary import Entry, Vocabulary, vocabulary_of

__all__ = [
    "BY_SLUG", "CHECKS", "PASSAGE_KEPT", "Alignment", "Bead", "Check", "Entry", "Finding", "Pair", "Place", "Text",
    "Vocabulary", "align", "blocking", "modes_set", "not_accepted", "pair_as_saved", "pair_of", "read", "run",
    "standing", "vocabulary_of",
]  # fmt: skip

CHECKS: list[Check] = [
    Figures(),
    Dates(),
    Quotations(),
    Paragraphs(),
    Length(),
    Negation(),
    Names(),
    Leftovers(),
    NothingUntranslated(),
    HouseRules(),
]
BY_SLUG = {check.slug: check for check in CHECKS}
Mode = CheckSetting.Mode


def run(
    article: Article | Edition | Text, originals: Translation | Text | Iterable[Translation | Text]
) -> list[Finding]:
    """What the checks report of `article` beside its source versions, waived or not: those that don't rest.

    Two queries: what is set for each check, and the names that the vocabulary has of both texts.
    """
    return read(pair_of(article, originals), modes_set())


def modes_set() -> dict[str, str]:
    """What each check is set to, where somebody set it. One query."""
    return dict(CheckSetting.objects.values_list("check_slug", "mode"))


def pair_of(article: Article | Edition | Text, originals: Translation | Text | Iterable[Translation | Text]) -> Pair:
    """Both texts as the checks read them, with the names that the vocabulary has of them. One query."""
    given = [originals] if isinstance(originals, Translation | Text) else list(originals)
    text = _text(article)
    others = tuple(each for each in map(_text, given) if each.paragraphs or each.headline)
    adaptation = Adaptation.FULL if isinstance(article, Text) else article.adaptation
    return Pair(text, others, adaptation, vocabulary_of([text, *others]))


def read(pair: Pair, modes: Mapping[str, str] | None = None) -> list[Finding]:
    """What the checks report of two texts at hand. `modes`: what each is set to; without it, what they begin as.

    No query.
    """
    found: list[Finding] = []
    for check in CHECKS:
        mode = (modes or {}).get(check.slug, check.begins_as)
        if mode != Mode.REST and (check.reads_any_length or not pair.is_too_long):
            found += check.reported(pair, blocks=mode == Mode.BLOCK)
    return found


def _text(given: Article | Edition | Translation | Text) -> Text:
    return given if isinstance(given, Text) else Text.of(given)


def pair_as_saved(article: Article) -> Pair:
    """The text of `article` beside those of its source versions that are in use. Two queries."""
    return pair_of(article, article.translations.exclude(state=Translation.State.CHANGED))


def standing(article: Article, pair: Pair | None = None) -> list[Finding]:
    """What every check reports of `article` as saved, but for what was accepted as it is. `pair`: its texts, where they
    are at hand.
    """
    return not_accepted(article, read(pair or pair_as_saved(article), modes_set()))


def not_accepted(article: Article, found: Iterable[Finding]) -> list[Finding]:
    """Those of `found` that nobody let pass as they are."""
    accepted = set(Waiver.objects.filter(article=article).values_list("check_slug", "passage"))
    return [finding for finding in found if (finding.check, finding.passage) not in accepted]


def blocking(article: Article) -> list[Finding]:
    """Those of `standing` that keep the article from going on."""
    return [finding for finding in standing(article) if finding.blocks]
