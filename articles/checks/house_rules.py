"""House rules: marks, spaces and words that no reader should stumble over."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.text import passages_with_markup, without_figures

from .base import Check, Field, Finding, Pair
from .reading.quotes import curled, has_straight_quotes

_RIGHT_TO_LEFT = {"ar", "fa", "ckb", "ur", "ps", "he", "syr"}
# Elsewhere a word is said twice on purpose ("yavaş yavaş"), or two words look alike ("die die").
_TWICE = {
    "en": re.compile(r"\b([a-z]{2,}|a)\s+\1\b"),
    "fr": re.compile(r"\b([a-zà-ÿ]{2,}|[aà])\s+\1\b"),
}
_MEANT_TWICE = {
    "en": {"had", "that", "very", "so", "no", "bye", "ha", "is", "tut", "many", "long", "far", "really", "her"},
    "fr": {"nous", "vous", "très", "non", "oui", "bla"},
}
# "Wait ..." is meant, and French sets a space before the taller marks.
_SPACE_BEFORE = re.compile(r" [,;:!?،؛؟.](?=\s|$)")
_SPACE_BEFORE_IN_FRENCH = re.compile(r" [,.](?=\s|$)")
# Joiners are letters' business in Arabic script, and direction marks help there.
_UNSEEN = re.compile("[\u00ad\u200e\u200f\u2060\u061c]|(?<=[^\\W\\d_])[\u200c\u200d]")
_UNSEEN_IN_ARABIC = re.compile("[\u00ad\u2060]")
_WIDE_SPACE = re.compile(r"(?:&nbsp;|[ \u00a0]){2,}")
_TAG = re.compile(r"<[^>]*>")


class _Line(NamedTuple):
    said: str
    field: Field
    paragraph: int


class HouseRules(Check):
    """The article keeps to how the house sets its texts."""

    slug = "house-rules"
    label = gettext_lazy("House rules")
    explanation = gettext_lazy(
        "Sees straight quotation marks, words and spaces that stand twice, a space before a comma, characters that "
        "nobody sees, and a missing standfirst. It says each of these once for a paragraph; most can be mended at the "
        "press of a key."
    )
    reads_any_length = True

    def findings(self, pair: Pair) -> Iterator[Finding]:
        text = pair.article
        lines = [_Line(text.headline, "headline", 0), _Line(text.standfirst, "standfirst", 0)]
        lines += [_Line(said, "body", number) for number, said in enumerate(text.paragraphs)]
        for line in lines:
            yield from self._quotes(pair, line)
            yield from self._twice(pair, line)
            yield from self._space_before(pair, line)
            yield from self._invisible(pair, line)
        yield from self._wide_spaces(pair)
        if text.html and not text.standfirst:
            yield self.finding(pair, _("There is no standfirst."), about="standfirst")

    def _said(
        self, pair: Pair, line: _Line, message: str, about: str, span: tuple[int, int], mend: str | None
    ) -> Finding:
        place = pair.place(*span, line.paragraph, field=line.field)
        return self.finding(pair, message, here=place, about=about, mend=mend)

    def _quotes(self, pair: Pair, line: _Line) -> Iterator[Finding]:
        if not has_straight_quotes(line.said):
            return
        start, end = line.said.index('"'), line.said.rindex('"') + 1
        better = curled(line.said, pair.article.language)
        mend = better[start : len(better) - (len(line.said) - end)] if better else None
        yield self._said(pair, line, _("These quotation marks are straight ones."), "straight", (start, end), mend)

    def _twice(self, pair: Pair, line: _Line) -> Iterator[Finding]:
        language = pair.article.language
        words = line.said.split()
        if language not in _TWICE or not any(one == other for one, other in pairwise(words)):
            return
        for match in _TWICE[language].finditer(line.said):
            if match[1] not in _MEANT_TWICE[language]:
                message = _("“%(word)s” stands here twice.") % {"word": match[1]}
                yield self._said(pair, line, message, "twice", match.span(), match[1])
                return

    def _space_before(self, pair: Pair, line: _Line) -> Iterator[Finding]:
        pattern = _SPACE_BEFORE_IN_FRENCH if pair.article.language == "fr" else _SPACE_BEFORE
        if match := pattern.search(line.said):
            start = line.said.rfind(" ", 0, match.start()) + 1
            message = _("There is a space before “%(mark)s”.") % {"mark": match[0][-1]}
            mend = line.said[start : match.start()] + match[0][-1]
            yield self._said(pair, line, message, "space", (start, match.end()), mend)

    def _invisible(self, pair: Pair, line: _Line) -> Iterator[Finding]:
        if line.said.isascii():
            return
        unseen = _UNSEEN_IN_ARABIC if pair.article.language in _RIGHT_TO_LEFT else _UNSEEN
        if match := unseen.search(line.said):
            start = line.said.rfind(" ", 0, match.start()) + 1
            end = line.said.find(" ", match.end()) if " " in line.said[match.end() :] else len(line.said)
            message = _("There is a character here that nobody sees.")
            yield self._said(pair, line, message, "invisible", (start, end), unseen.sub("", line.said[start:end]))

    def _wide_spaces(self, pair: Pair) -> Iterator[Finding]:
        if not _WIDE_SPACE.search(pair.article.html):
            return
        for number, (said, html) in enumerate(passages_with_markup(without_figures(pair.article.html))):
            inside = _TAG.sub("", html).strip(" \u00a0\n")
            if (found := _WIDE_SPACE.search(inside)) and number < len(pair.article.paragraphs):
                # The plain text has single spaces: the words before lead to the place.
                before = " ".join(inside[: found.start()].replace("&nbsp;", " ").split())
                start = min(len(before), len(said))
                words = (max(said.rfind(" ", 0, start), 0), start)
                line = _Line(said, "body", number)
                yield self._said(pair, line, _("Behind this word there are two spaces."), "spaces", words, None)
