"""What becomes of what the checks report: counted, without a word of any text."""

import hashlib
from collections.abc import Iterable

from articles import checks
from articles.models import Article, CheckSetting, ReportedFinding, Waiver

from .record import database_now

Outcome = ReportedFinding.Outcome


def note_findings(article: Article, found: Iterable[checks.Finding] | None = None) -> None:
    """Remember what the checks report of `article` as saved, accepted or not. `found`: where the caller knows it.

    What was noted before stays as it is.
    """
    if found is None:
        found = checks.run(article, article.translations.in_use())
    rows = [ReportedFinding(article=article, check_slug=check, mark=mark) for check, mark in _marks(found)]
    ReportedFinding.objects.bulk_create(rows, ignore_conflicts=True)


def settle_findings(article: Article) -> None:
    """Say of everything that was noted of `article` what became of it, now that its text is attested.

    Of a check that rests nobody knows: what it reported stays open.
    """
    found = checks.run(article, article.translations.in_use())
    note_findings(article, found)
    accepted = set(Waiver.objects.filter(article=article).values_list("check_slug", "passage"))
    standing = {_mark(each): (each.check, each.passage) in accepted for each in found}
    now = database_now()
    resting = CheckSetting.objects.filter(mode=CheckSetting.Mode.REST).values("check_slug")
    rows = ReportedFinding.objects.filter(article=article, outcome=Outcome.OPEN).exclude(check_slug__in=resting)
    for row in rows:
        is_accepted = standing.get((row.check_slug, row.mark))
        row.outcome = Outcome.MENDED if is_accepted is None else Outcome.ACCEPTED if is_accepted else Outcome.LEFT
        row.settled_at = now
    ReportedFinding.objects.bulk_update(rows, ["outcome", "settled_at"])


def _marks(found: Iterable[checks.Finding]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(map(_mark, found)))


def _mark(finding: checks.Finding) -> tuple[str, str]:
    return finding.check, hashlib.sha256(finding.passage.encode()).hexdigest()
