"""Keywords for an article, from what it and its originals say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .base import Pair
from .vocabulary import Entry, Mention

MOST = 12
# What a place in the text says for a keyword; beyond some times more of the same says no more.
_WEIGHTS = {"headline": 6, "standfirst": 3, "body": 1}
_MOST_IN_BODY = 6
_ON_BOTH_SIDES = 4
_THEMES_LAST = 1


@dataclass(frozen=True, slots=True)
class Suggested:
    """A keyword for an article, and why, in one sentence. `entry.keyword` is its number, `entry.name` its name."""

    entry: Entry
    reason: str


def suggested(pair: Pair, chosen: Collection[int] = ()) -> list[Suggested]:
    """Keywords that `pair.vocabulary` has for these texts, the best first, at most 12, none of `chosen`. No query."""
    ours = _by_keyword(pair.names, chosen)
    theirs = _by_keyword(chain.from_iterable(pair.original_names), chosen)
    names = {keyword: entries[0] for keyword, entries in pair.vocabulary.by_keyword.items()}
    ranked = sorted(
        ours.keys() | theirs.keys(),
        key=lambda keyword: (-_weight(names[keyword], ours[keyword], theirs[keyword]), names[keyword].name, keyword),
    )
    return [Suggested(names[keyword], _reason(ours[keyword], theirs[keyword])) for keyword in ranked[:MOST]]


def _by_keyword(mentions: Iterable[Mention], chosen: Collection[int]) -> defaultdict[int, list[Mention]]:
    found = defaultdict[int, list[Mention]](list)
    for mention in mentions:
        if mention.entry.keyword not in chosen:
            found[mention.entry.keyword].append(mention)
    return found


def _weight(entry: Entry, ours: list[Mention], theirs: list[Mention]) -> int:
    weight = 0
    for mentions in (ours, theirs):
        fields = [mention.field for mention in mentions]
        weight += sum(_WEIGHTS[field] for field in {*fields} - {"body"}) + min(fields.count("body"), _MOST_IN_BODY)
    return weight + (_ON_BOTH_SIDES if ours and theirs else 0) - (_THEMES_LAST if entry.kind == "theme" else 0)


def _reason(ours: list[Mention], theirs: list[Mention]) -> str:
    is_in_headline = any(mention.field == "headline" for mention in ours)
    count = len(theirs)
    said = {"count": count, "there": theirs[0].entry.text if theirs else ""}
    if not theirs:
        if is_in_headline:
            return _("In the headline.")
        return ngettext("Once in the article.", "%(count)s times in the article.", len(ours)) % {"count": len(ours)}
    if is_in_headline:
        sentence = ngettext(
            "In the headline, and once in the original as “%(there)s”.",
            "In the headline, and %(count)s times in the original as “%(there)s”.",
            count,
        )
    elif ours:
        sentence = ngettext(
            "In the article, and once in the original as “%(there)s”.",
            "In the article, and %(count)s times in the original as “%(there)s”.",
            count,
        )
    else:
        sentence = ngettext(
            "Once in the original as “%(there)s”, not in the article.",
            "%(count)s times in the original as “%(there)s”, not in the article.",
            count,
        )
    return sentence % said
