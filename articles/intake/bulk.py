"""Synthetic articles in bulk, for measuring: the same ones every time they are made."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from articles.models import Article, ArticleKeyword, Keyword, Section, Source, SourceProfile, Translation
from articles.models.text import as_html
from articles.workflow import bring_in_all

BATCH = 500
OUTLETS, KEYWORDS, SECTIONS = 60, 2_000, 8
# The newest article; the others go back from it, one every 50 minutes.
NEWEST = datetime(2025, 12, 31, 18, tzinfo=UTC)
APART = timedelta(minutes=50)

_ONSETS = ("b", "d", "f", "gh", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z", "")
_NUCLEI = ("a", "e", "i", "o", "u", "aa", "ai", "ou")
_CODAS = ("", "", "n", "r", "l", "m", "s", "d", "t", "b")
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def load_bulk(number: int) -> Iterator[int]:
    """Have `number` synthetic articles in the database; yields how many there are after each batch.

    Article *n* has the same words, day and keywords whoever makes it; those that are there already stay. One in five
    has a source version in Arabic, as in an archive that was moved in.
    """
    shelves = _Shelves()
    there = Article.objects.filter(slug__startswith="bulk-").count()
    yield there
    while there < number:
        batch = range(there, min(there + BATCH, number))
        with transaction.atomic():
            _make([_Draft(n, shelves) for n in batch])
        there = batch.stop
        yield there


class _Words:
    """A vocabulary of made-up words whose frequencies fall as in a real language (Zipf)."""

    def __init__(self, seed: str, size: int, make: str) -> None:
        chance = random.Random(seed)
        maker = _latin if make == "latin" else _arabic
        words: dict[str, None] = {}
        while len(words) < size:
            words[maker(chance)] = None
        self.words = list(words)
        weights = [1 / (rank + 2.7) for rank in range(size)]
        total, self.cumulative = 0.0, list[float]()
        for weight in weights:
            total += weight
            self.cumulative.append(total)

    def some(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.cumulative, k=count)


def _latin(chance: random.Random) -> str:
    syllables = chance.randint(1, 3)
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS) for _each in range(syllables)
    )


def _arabic(chance: random.Random) -> str:
    return "".join(chance.choices(_ARABIC, k=chance.randint(3, 7)))


class _Shelves:
    """What bulk articles are filed under, made once."""

    def __init__(self) -> None:
        self.latin, self.arabic = _Words("latin", 20_000, "latin"), _Words("arabic", 20_000, "arabic")
        chance = random.Random("shelves")
        with transaction.atomic():
            self.sections = [
                Section.objects.get_or_create(slug=f"bulk-section-{n}", defaults={"name": f"Section {n}"})[0]
                for n in range(SECTIONS)
            ]
            self.outlets = [self._outlet(n, chance) for n in range(OUTLETS)]
            names = [f"{' '.join(self.latin.some(chance, 2)).title()} {n}" for n in range(KEYWORDS)]
            kinds = [Keyword.Kind.PERSON, Keyword.Kind.PLACE, Keyword.Kind.ORGANISATION, Keyword.Kind.THEME]
            Keyword.objects.bulk_create(
                [
                    Keyword(name=name, slug=f"bulk-keyword-{n}", kind=kinds[n % len(kinds)])
                    for n, name in enumerate(names)
                ],
                ignore_conflicts=True,
            )
        by_slug = {keyword.slug: keyword for keyword in Keyword.objects.filter(slug__startswith="bulk-keyword-")}
        self.keywords = [by_slug[f"bulk-keyword-{n}"] for n in range(KEYWORDS)]

    def _outlet(self, n: int, chance: random.Random) -> Source:
        kinds = ("newspaper", "agency", "broadcaster", "website", "official", "think-tank", "social")
        name = f"{self.latin.some(chance, 1)[0].title()} {n}"
        source, made = Source.objects.get_or_create(
            slug=f"bulk-outlet-{n}",
            defaults={"name": name, "kind": kinds[n % len(kinds)], "original_display": "full"},
        )
        if made:
            SourceProfile.objects.create(
                source=source, description="Synthetic outlet", valid_from=datetime(2000, 1, 1, tzinfo=UTC).date()
            )
        return source


class _Draft:
    """Article *n*: its words and what it is filed under, from its number alone."""

    def __init__(self, n: int, shelves: _Shelves) -> None:
        chance = random.Random(f"article {n}")
        words = shelves.latin
        self.moment = NEWEST - n * APART
        self.keywords = chance.sample(shelves.keywords[: 50 if chance.random() < 0.5 else None], 4)
        headline = " ".join(words.some(chance, chance.randint(6, 10))).capitalize()
        self.article = Article(
            headline=f"{headline} {n}",
            slug=f"bulk-{n}",
            standfirst=" ".join(words.some(chance, 20)).capitalize() + ".",
            body=as_html([_paragraph(words, chance) for _each in range(chance.randint(6, 14))]),
            section=shelves.sections[n % SECTIONS],
            source=shelves.outlets[chance.randrange(OUTLETS)],
            genre=chance.choice(("news", "news", "news", "opinion", "analysis", "interview")),
            origin=Article.Origin.IMPORT,
        )
        self.original = None
        if n % 5 == 0:
            self.original = Translation(
                article=self.article,
                source=self.article.source,
                language="ar",
                headline=" ".join(shelves.arabic.some(chance, 8)),
                body=as_html([_paragraph(shelves.arabic, chance) for _each in range(6)]),
                url=f"https://bulk.example/{n}",
                published_on=self.moment.date(),
                read_at=self.moment,
            )
            self.original.mark()


def _paragraph(words: _Words, chance: random.Random) -> str:
    return " ".join(words.some(chance, chance.randint(40, 80))).capitalize() + "."


def _make(drafts: list[_Draft]) -> None:
    Article.objects.bulk_create([draft.article for draft in drafts])
    Translation.objects.bulk_create([draft.original for draft in drafts if draft.original])
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(content_object=draft.article, tag=keyword, position=position)
        for draft in drafts
        for position, keyword in enumerate(draft.keywords)
    )
    articles = Article.objects.in_bulk([draft.article.pk for draft in drafts])
    bring_in_all([(articles[draft.article.pk], draft.moment) for draft in drafts], attested_as="synthetic")
