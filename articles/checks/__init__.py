"""Quality checks: what the desk is told about a text before readers see it.

Each check is listed in `CHECKS`; nothing registers itself.
"""

from collections.abc import Iterable

from articles.models import Article, Edition, Translation, Waiver
from articles.models.text import PASSAGE_MAX

from .base import Check, Finding, Pair
from .figures import FiguresKept
from .leftovers import NothingUntranslated, OneScript

__all__ = ["CHECKS", "Check", "Finding", "Pair", "blocking", "not_accepted", "run", "standing"]

CHECKS: list[Check] = [FiguresKept(), NothingUntranslated(), OneScript()]

PASSAGE_KEPT = min(2_000, PASSAGE_MAX)


def run(article: Article | Edition, translations: Iterable[Translation]) -> list[Finding]:
    """What every check reports of `article` beside these source versions, waived or not. No query."""
    originals = list(translations)
    pair = Pair.of(
        article.body,
        *(original.body for original in originals),
        article_language=article.language,
        source_languages=tuple(original.language for original in originals),
        adaptation=article.adaptation,
    )
    return [finding for check in CHECKS for finding in check.findings(pair)]


def standing(article: Article) -> list[Finding]:
    """What every check reports of `article` as saved, but for what was accepted as it is."""
    return not_accepted(article, run(article, article.translations.exclude(state=Translation.State.CHANGED)))


def not_accepted(article: Article, found: Iterable[Finding]) -> list[Finding]:
    """Those of `found` that nobody let pass as they are."""
    accepted = set(Waiver.objects.filter(article=article).values_list("check_slug", "passage"))
    return [finding for finding in found if (finding.check, finding.passage[:PASSAGE_KEPT]) not in accepted]


def blocking(article: Article) -> list[Finding]:
    """Those of `standing` that keep the article from going on."""
    return [finding for finding in standing(article) if finding.blocks]
