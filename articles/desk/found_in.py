"""Where the words of a search stand in the articles that it found: for the list, while somebody searches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models.functions import Left
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article, Translation, direction
from articles.models.folding import plain
from articles.search.passages import Text, line, look_for, passage
from articles.search.understanding import Asked

READ_CHARACTERS = 60_000
# Of one article, so many passages are shown beside its headline.
MOST = 2


class _Part(NamedTuple):
    """One part of an article or its original, and what the desk calls it."""

    called: str
    text: Text
    is_line: bool

    @property
    def words(self) -> SafeString:
        """Its words with those looked for marked, in their own direction."""
        snippet = line(self.text) if self.is_line else passage(self.text)
        marked = [format_html("<mark>{}</mark>", part.text) if part.is_marked else part.text for part in snippet]
        words = format_html_join("", "{}", ((each,) for each in marked))
        language = self.text.language
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), words)


@dataclass(frozen=True)
class Place:
    """An article in the list: its headline, and the passages that hold what the headline lacks."""

    headline: SafeString
    passages: SafeString


def places(articles: Sequence[Article], asked: Asked | None) -> dict[int, Place]:
    """For each of `articles`, by its id, where it holds the words looked for. Three statements at most."""
    parts = {article.pk: [_Part("", Text(article.headline, article.language), True)] for article in articles}
    if asked is not None and asked.lexemes:
        for pk, part in (*_texts(list(parts)), *_originals(list(parts))):
            parts[pk].append(part)
        look_for(asked.lexemes, [part.text for some in parts.values() for part in some])
    return {pk: _place(*some) for pk, some in parts.items()}


def _place(headline: _Part, *others: _Part) -> Place:
    """The parts that one has to read for all that was found, the nearest to the headline first."""
    told: list[_Part] = []
    known = set(headline.text.lexemes)
    for part in others:
        if not part.text.lexemes <= known:
            told.append(part)
            known |= part.text.lexemes
    each = ((part.called, part.words) for part in told[:MOST])
    row = '<div class="found-in"><span class="found-in-where">{}</span> {}</div>'
    return Place(headline.words, format_html_join("", row, each))


def _texts(pks: Sequence[int]) -> Iterator[tuple[int, _Part]]:
    rows = Article.objects.filter(pk__in=pks).values_list("pk", "language", "standfirst", Left("body", READ_CHARACTERS))
    for pk, language, standfirst, body in rows:
        yield pk, _Part(_("Text"), Text(f"{standfirst}\n{plain(body)}", language), False)


def _originals(pks: Sequence[int]) -> Iterator[tuple[int, _Part]]:
    rows = Translation.objects.in_use().filter(article__in=pks).order_by("position", "pk")
    for pk, language, headline, standfirst, body in rows.values_list(
        "article_id", "language", "headline", "standfirst", Left("body", READ_CHARACTERS)
    ):
        yield pk, _Part(_("Original"), Text(headline, language), True)
        yield pk, _Part(_("Original"), Text(f"{standfirst}\n{plain(body)}", language), False)
