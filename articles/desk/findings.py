"""What the checks found, as the panel and the page's scripts tell it: by check, with its places and its mend."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from articles.checks import Finding, Place
from articles.checks.figures import Figures
from articles.checks.house_rules import HouseRules
from articles.models import Waiver

# More of one check that only advises are folded.
OPEN_MAX = 5


@dataclass
class Told:
    """One finding. `key` names it in forms; `mend_words`: what the button says that mends it."""

    finding: Finding
    key: str
    mend_words: str

    @property
    def as_json(self) -> str:
        return json.dumps(told_of(self.finding), ensure_ascii=False)


@dataclass
class Group:
    """What one check found."""

    check: str
    label: str
    blocks: bool
    lines: list[Told] = field(default_factory=list)

    @property
    def whys(self) -> list[str]:
        return whys_of(self.check)

    @property
    def is_open(self) -> bool:
        return self.blocks or len(self.lines) <= OPEN_MAX


def finding_key(finding: Finding) -> str:
    """What names a finding in a form: which check, and a mark of what it says."""
    return f"{finding.check}|{hashlib.sha256(finding.passage.encode()).hexdigest()[:32]}"


def groups_of(findings: Iterable[Finding]) -> list[Group]:
    """`findings` by check, those that block first."""
    groups: dict[str, Group] = {}
    for finding in findings:
        group = groups.setdefault(finding.check, Group(finding.check, finding.label, finding.blocks))
        group.lines.append(Told(finding, finding_key(finding), mend_words(finding)))
    return sorted(groups.values(), key=lambda group: not group.blocks)


def told_of(finding: Finding) -> dict[str, Any]:
    """`finding` for the page's script."""
    return {
        "key": finding_key(finding),
        "check": finding.check,
        "label": finding.label,
        "message": finding.message,
        "blocks": finding.blocks,
        "place": _place(finding.place),
        "original_place": _place(finding.original_place),
        "beside": finding.beside,
        "mend": finding.mend,
        "mend_words": mend_words(finding),
        "whys": whys_of(finding.check),
    }


def whys_of(check: str) -> list[str]:
    """The reasons that one click gives for letting pass what a check found: those that can be true of it."""
    if check == HouseRules.slug:
        return [Waiver.Why.FALSE_ALARM]
    return [why for why in Waiver.Why if why != Waiver.Why.ROUNDED or check == Figures.slug]


def mend_words(finding: Finding) -> str:
    """What the button says that mends it; "" where there is none."""
    if finding.mend is None or finding.place is None:
        return ""
    if not finding.mend:
        return _("Take it out")
    return _("Write “%(words)s”") % {"words": finding.mend} if finding.mend.strip() else _("Mend the space")


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "words": place.words,
        "field": place.field,
        "original": place.original,
        "before": place.before,
        "after": place.after,
    }
