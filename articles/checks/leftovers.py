"""What was left behind on the way from the original."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import CheckSetting

from .base import Check, Finding, Pair

# Letters of Latin script, signs of transliteration (ʿ), of units (µ, Ω) and fractions (½) among them.
_LATIN = "A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u02ff\u2070-\u209c\u2150-\u2189"
_LATIN += "\u0300-\u036f\u1e00-\u1eff\u2126\u212a\u212b"
# A word of another script in a Latin text, and as many as stand side by side.
# Vowel signs of Hebrew and Arabic are no letters to `re`, and neither end a word.
_SIGNS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_FOREIGN_WORD = rf"[^\W\d_{_LATIN}][\w{_SIGNS}\u200c'’-]*"
_FOREIGN = re.compile(rf"{_FOREIGN_WORD}(?:[\s\d\u200c-\u200f.,:;!?%«»“”\"()،؛؟٪–-]+{_FOREIGN_WORD})*")
_LATIN_WORD = rf"[{_LATIN}][{_LATIN}'’-]*"
# Latin words in a text of another script: a name may stand there as it is written at home, a sentence may not.
_SENTENCE = re.compile(rf"{_LATIN_WORD}(?:[\s,;:'’()“”\"-]+{_LATIN_WORD}){{4,}}")
_IN_LATIN_LETTERS = {"en", "fr", "tr", "de", "es", "it", "pt", "kmr", "nl"}
_WORD = re.compile(r"[^\W_]+")
_FEWEST_SHARED = 6
_MARKED = re.compile(r"<(\w+)[^>]*\blang=[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_FILE = Path(__file__).with_name("boilerplate.txt")
# A line as long as this is prose, whatever it begins with.
_LONGEST_BOILERPLATE = 25


class NothingUntranslated(Check):
    """No paragraph of the original stands in the article word for word.

    A short line may: a name, a title, a number are the same in both.
    """

    slug = "nothing-untranslated"
    label = gettext_lazy("Nothing untranslated")
    explanation = gettext_lazy(
        "Sees paragraphs of the original that stand in the article word for word. A line of a few words may: a name, a "
        "title or a number is the same in both. Translate what it shows."
    )
    # That two paragraphs are the same letter by letter takes no judgement of a language.
    begins_as = CheckSetting.Mode.BLOCK

    is_about_untranslated = True
    reads_any_length = True

    def findings(self, pair: Pair) -> Iterator[Finding]:
        for number, paragraph in enumerate(pair.article.paragraphs):
            if paragraph in pair.untranslated:
                yield self.finding(
                    pair,
                    _("“%(words)s…” is still in the original’s language.") % {"words": paragraph[:40]},
                    here=pair.place(0, len(paragraph), number),
                )


class Leftovers(Check):
    """Nothing of the original's script, its words or the page around it was left in the article."""

    slug = "leftovers"
    label = gettext_lazy("Left over")
    explanation = gettext_lazy(
        "Sees words of another script, a run of words that stands in the original letter by letter, and what a page "
        "puts around an article: “Read also”, share buttons, photo credits. Foreign words that are marked with "
        "their language are let pass. Translate or delete what it shows."
    )
    reads_any_length = True

    def findings(self, pair: Pair) -> Iterator[Finding]:
        boilerplate = _boilerplate()
        marked = _marked(pair.article.html)
        shared = _Shared(pair) if pair.article.language not in {each.language for each in pair.originals} else None
        for number, paragraph in enumerate(pair.article.paragraphs):
            if boilerplate.fullmatch(paragraph) and len(paragraph.split()) <= _LONGEST_BOILERPLATE:
                yield self._said(pair, number, 0, len(paragraph), _("This line belongs to the page around an article."))
                continue
            for start, end in _foreign(paragraph, pair.article.language):
                if not any(paragraph[start:end] in words for words in marked):
                    words = Truncator(paragraph[start:end]).chars(80)
                    message = _("“%(words)s” is written in another script.") % {"words": words}
                    yield self._said(pair, number, start, end, message)
            for start, end in shared.runs(paragraph) if shared else ():
                if not any(paragraph[start:end] in words for words in marked):
                    yield self._said(pair, number, start, end, _("These words stand in the original just so."))

    def _said(self, pair: Pair, number: int, start: int, end: int, message: str) -> Finding:
        here = pair.place(start, end, number)
        return self.finding(pair, message, here=here, about=here.words)


def _foreign(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """From where to where words of another script go."""
    if language in _IN_LATIN_LETTERS:
        if not paragraph.isascii():
            yield from (match.span() for match in _FOREIGN.finditer(paragraph))
        return
    for match in _SENTENCE.finditer(paragraph):
        if sum(word[0].islower() for word in match[0].split()) > 2:
            yield match.span()


class _Shared:
    """Runs of words that the article has in common with an original in another language."""

    def __init__(self, pair: Pair) -> None:
        self.whole = {said for original in pair.originals for said in original.paragraphs}
        self.known = set[tuple[str, ...]]()
        if pair.article.language in _IN_LATIN_LETTERS:
            for said in self.whole:
                words = [word.lower() for word in _WORD.findall(said)]
                self.known.update(zip(*(words[shift:] for shift in range(_FEWEST_SHARED)), strict=False))

    def runs(self, paragraph: str) -> Iterator[tuple[int, int]]:
        """From where to where such runs go: six words or more, no mere name or title."""
        # A whole paragraph is told by `NothingUntranslated`.
        if not self.known or paragraph in self.whole:
            return
        words = list(_WORD.finditer(paragraph))
        lowered = [word[0].lower() for word in words]
        at = 0
        while at + _FEWEST_SHARED <= len(words):
            length = 0
            while tuple(lowered[at + length : at + length + _FEWEST_SHARED]) in self.known:
                length += 1
            if length:
                run = words[at : at + length + _FEWEST_SHARED - 1]
                if sum(word[0].islower() for word in run) * 2 > len(run):
                    yield run[0].start(), run[-1].end()
            at += length + _FEWEST_SHARED if length else 1


@lru_cache(1)
def _boilerplate() -> re.Pattern[str]:
    """What a line of the page around an article looks like."""
    parts: dict[str, list[str]] = {}
    for line in _FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split(": ", 1)
            parts.setdefault(kind, []).append(words)
    label, start, alone = ("|".join(parts[kind]) for kind in ("label", "start", "alone"))
    return re.compile(rf"\W*(?:(?:{label})\s?[:|].*|(?:{start}).*|(?:{alone})\W*)", re.IGNORECASE | re.DOTALL)


def _marked(html: str) -> list[str]:
    """What stands in elements that say which language it is in."""
    if "lang=" not in html:
        return []
    return [" ".join(unescape(_TAG.sub("", match[2])).split()) for match in _MARKED.finditer(html)]
