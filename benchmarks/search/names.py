"""Names that are written in many ways (names.toml), and articles that write them in each."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from django.db import transaction

from articles.intake.bulk_texts import Vocabulary
from articles.models import Article, ArticleKeyword, Keyword, KeywordSpelling, Source, Translation
from articles.models.folding import key
from articles.models.text import as_html
from articles.workflow import bring_in_all

FILE = Path(__file__).with_name("names.toml")
# Each name stands in this many articles, which is more than a page of results; so many stand in one article.
TIMES, TOGETHER = 26, 6
NEWEST = datetime(2025, 11, 30, 9, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Name:
    kind: str
    name: str
    others: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.others)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(map(key, self.spellings))


@cache
def names() -> tuple[Name, ...]:
    kinds = tomllib.loads(FILE.read_text())
    return tuple(Name(kind, name, tuple(others)) for kind, among in kinds.items() for name, others in among.items())


def is_right_to_left(text: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" for char in text)


@transaction.atomic
def enter_names(vocabulary: Vocabulary) -> None:
    """The names as keywords, and the articles: a third of them filed under the names that they mention."""
    if Article.objects.filter(slug__startswith="names-").exists():
        return
    keywords = _keywords()
    drafts = list(_drafts(vocabulary))
    Article.objects.bulk_create([draft.article for draft in drafts])
    Translation.objects.bulk_create([draft.original() for draft in drafts if draft.in_original])
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(content_object=draft.article, tag=keywords[name.name], position=position)
        for draft in drafts[::3]
        for position, name in enumerate(draft.names)
    )
    fresh = Article.objects.in_bulk([draft.article.pk for draft in drafts])
    dated = [(fresh[draft.article.pk], NEWEST - n * timedelta(hours=71)) for n, draft in enumerate(drafts)]
    bring_in_all(dated, attested_as="synthetic")


def _keywords() -> dict[str, Keyword]:
    made = Keyword.objects.bulk_create(
        Keyword(name=name.name, kind=name.kind, slug=f"named-{n}") for n, name in enumerate(names())
    )
    KeywordSpelling.objects.bulk_create(
        KeywordSpelling(keyword=keyword, language="ar" if is_right_to_left(text) else "en", text=text)
        for keyword, name in zip(made, names(), strict=True)
        for text in name.others
    )
    return {keyword.name: keyword for keyword in made}


@dataclass
class _Draft:
    article: Article
    names: list[Name]
    in_original: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def original(self) -> Translation:
        text = " ".join(word for spelling in self.in_original for word in (spelling, *self.words[:9]))
        translation = Translation(
            article=self.article,
            language="ar",
            headline=" ".join(self.words[-6:]),
            body=as_html([text]),
            url=f"https://names.example/{self.article.slug}",
        )
        translation.mark()
        return translation


def _drafts(vocabulary: Vocabulary) -> Iterator[_Draft]:
    """Each round every name once, in its next spelling: Arabic letters in the original, others in the text."""
    chance = random.Random("names")
    outlets = list(Source.objects.filter(slug__startswith="bulk-outlet-").order_by("slug"))
    for turn in range(TIMES):
        shuffled = chance.sample(names(), len(names()))
        for start in range(0, len(shuffled), TOGETHER):
            together = shuffled[start : start + TOGETHER]
            spelled = [name.spellings[turn % len(name.spellings)] for name in together]
            body = vocabulary.english.some(chance, 120)
            in_text = [text for text in spelled if not is_right_to_left(text)]
            for text in in_text:
                body.insert(chance.randrange(1, len(body)), text)
            number = turn * len(shuffled) + start
            article = Article(
                headline=vocabulary.headline(2_000_000 + number, name=in_text[0] if in_text and turn % 2 else ""),
                slug=f"names-{number}",
                standfirst=" ".join(vocabulary.english.some(chance, 12)).capitalize() + ".",
                body=as_html([" ".join(body[:60]), " ".join(body[60:])]),
                source=chance.choice(outlets),
                origin=Article.Origin.IMPORT,
            )
            in_original = [text for text in spelled if is_right_to_left(text)]
            yield _Draft(article, together, in_original, vocabulary.arabic.some(chance, 40))
