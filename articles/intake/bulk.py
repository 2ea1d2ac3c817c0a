"""Synthetic articles in bulk, for measuring: the same ones every time they are made."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import transaction

from articles.models import (
    Alignment,
    Article,
    ArticleKeyword,
    Keyword,
    KeywordSpelling,
    Section,
    Source,
    SourceProfile,
    Translation,
)
from articles.models.text import as_html
from articles.workflow import bring_in_all

from .bulk_words import (
    SIZE,
    Name,
    Words,
    arabic_word,
    french_word,
    latin_word,
    names,
    persian_word,
    russian_word,
    turkish_word,
)
from .wordpress.findable import becoming_findable

BATCH = 500
OUTLETS, KEYWORDS, SECTIONS = 60, 2_000, 8
# The newest article; the others go back from it, one every 50 minutes.
NEWEST = datetime(2025, 12, 31, 18, tzinfo=UTC)
APART = timedelta(minutes=50)
# As in an archive that was moved in, one in so many has its source version; one in so many is from another language.
WITH_ORIGINAL, FROM_ELSEWHERE = 20, 100
ELSEWHERE = {"fa": persian_word, "tr": turkish_word, "fr": french_word, "ru": russian_word}
# Coprime to the number of pairs of words: no two articles get the same pair.
_STRIDE = 3**18


def load_bulk(number: int) -> Iterator[int]:
    """Have `number` synthetic articles in the database; yields how many there are after each batch.

    Article *n* has the same words, day and keywords whoever makes it; those that are there already stay. No two have
    the same headline. One in twenty has a source version, in Arabic mostly. Names stand in the texts that are filed
    under them, spelled one way or another.
    """
    shelves = Shelves()
    there = Article.objects.filter(slug__startswith="bulk-").count()
    yield there
    with becoming_findable() as findable:
        while there < number:
            batch = range(there, min(there + BATCH, number))
            with transaction.atomic():
                made = _make([Draft(n, shelves) for n in batch])
            findable.add(made)
            there = batch.stop
            yield there


class Vocabulary:
    """The words and names of bulk articles."""

    def __init__(self) -> None:
        self.english, self.arabic = Words("latin", latin_word), Words("arabic", arabic_word)
        self.elsewhere = {language: Words(language, make) for language, make in ELSEWHERE.items()}
        self.names = names(KEYWORDS, apart_from=self.english)

    def of(self, language: str) -> Words:
        return self.elsewhere.get(language, self.arabic)

    def headline(self, n: int, language: str = "en", name: str = "") -> str:
        """The headline of article *n*, with `name` in it. No other has the same second word and the same last one."""
        chance = random.Random(f"headline {n} {language}")
        words = self.english if language == "en" else self.of(language)
        second, last = divmod(n * _STRIDE % SIZE**2, SIZE)
        middle = words.some(chance, chance.randint(3, 6))
        if name:
            middle.insert(chance.randrange(len(middle)), name)
        return _upper(" ".join([*words.some(chance, 1), words.words[second], *middle, words.words[last]]))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, made once: it takes a second or two, and is the same every time."""
    return Vocabulary()


class Shelves:
    """What bulk articles are filed under, made once."""

    def __init__(self) -> None:
        self.vocabulary = vocabulary()
        with transaction.atomic():
            self.sections = [
                Section.objects.get_or_create(slug=f"bulk-section-{n}", defaults={"name": f"Section {n}"})[0]
                for n in range(SECTIONS)
            ]
            self.outlets = self._outlets()
            self.keywords = self._keywords()
        self.people = [each for each in self.keywords if each.kind == Keyword.Kind.PERSON]

    def _keywords(self) -> list[Keyword]:
        there = Keyword.objects.filter(slug__startswith="bulk-keyword-")
        is_complete = there.count() == KEYWORDS
        if not is_complete:
            kinds = [Keyword.Kind.PERSON, Keyword.Kind.PLACE, Keyword.Kind.ORGANISATION, Keyword.Kind.THEME]
            Keyword.objects.bulk_create(
                [
                    Keyword(name=name.name, slug=f"bulk-keyword-{n}", kind=kinds[n % len(kinds)])
                    for n, name in enumerate(self.vocabulary.names)
                ],
                ignore_conflicts=True,
            )
        by_slug = {keyword.slug: keyword for keyword in there.all()}
        keywords = [by_slug[f"bulk-keyword-{n}"] for n in range(KEYWORDS)]
        if not is_complete:
            self._spell(keywords)
        return keywords

    def _spell(self, keywords: list[Keyword]) -> None:
        KeywordSpelling.objects.bulk_create(
            [
                KeywordSpelling(keyword=keyword, language=language, text=text)
                for keyword, name in zip(keywords, self.vocabulary.names, strict=True)
                for language, text in [("ar", name.arabic), *(("en", each) for each in name.otherwise)]
            ],
            ignore_conflicts=True,
        )

    def _outlets(self) -> list[Source]:
        chance = random.Random("outlets")
        alignments = list(Alignment.objects.order_by("pk"))
        kinds = ("newspaper", "agency", "broadcaster", "website", "official", "think-tank", "social")
        outlets = []
        for n in range(OUTLETS):
            name = f"{self.vocabulary.english.some(chance, 1)[0].title()} {n}"
            source, made = Source.objects.get_or_create(
                slug=f"bulk-outlet-{n}",
                defaults={"name": name, "kind": kinds[n % len(kinds)], "original_display": "full"},
            )
            if made:
                SourceProfile.objects.create(
                    source=source,
                    description="Synthetic outlet",
                    alignment=alignments[n % len(alignments)] if alignments else None,
                    valid_from=datetime(2000, 1, 1, tzinfo=UTC).date(),
                )
            outlets.append(source)
        return outlets


class Draft:
    """Article *n*: its words and what it is filed under, from its number alone."""

    def __init__(self, n: int, shelves: Shelves) -> None:
        chance = random.Random(f"article {n}")
        vocabulary, words = shelves.vocabulary, shelves.vocabulary.english
        self.moment = NEWEST - n * APART
        chosen = chance.sample(range(50 if chance.random() < 0.5 else KEYWORDS), 4)
        self.keywords = [shelves.keywords[each] for each in chosen]
        self.names = [vocabulary.names[each] for each in chosen]
        paragraphs = [words.some(chance, chance.randint(40, 80)) for _each in range(chance.randint(6, 14))]
        for name in self.names:
            _mention(_spelled(name, chance), chance.choice(paragraphs), chance)
        standfirst = words.some(chance, 18)
        _mention(self.names[1].name, standfirst, chance)
        self.article = Article(
            headline=vocabulary.headline(n, name=self.names[0].name if n % 2 else ""),
            slug=f"bulk-{n}",
            standfirst=_sentence(standfirst),
            body=as_html([_sentence(each) for each in paragraphs]),
            section=shelves.sections[n % SECTIONS],
            source=shelves.outlets[chance.randrange(OUTLETS)],
            genre=chance.choice(("news", "news", "news", "opinion", "analysis", "interview")),
            origin=Article.Origin.IMPORT,
        )
        self.original: Translation | None = None
        self.author: Keyword | None = None
        if n % WITH_ORIGINAL == 0:
            self._give_original(n, shelves, chance)

    def _give_original(self, n: int, shelves: Shelves, chance: random.Random) -> None:
        language = "ar"
        if n % FROM_ELSEWHERE == WITH_ORIGINAL:
            language = list(ELSEWHERE)[n // FROM_ELSEWHERE % len(ELSEWHERE)]
        words = shelves.vocabulary.of(language)
        name = "" if language == "ru" else self.names[0].arabic if language in ("ar", "fa") else self.names[0].name
        paragraphs = [words.some(chance, chance.randint(40, 80)) for _each in range(6)]
        if name:
            _mention(name, paragraphs[0], chance)
        if chance.random() < 0.5:
            self.author = chance.choice(shelves.people)
        self.original = Translation(
            article=self.article,
            source=self.article.source,
            language=language,
            headline=shelves.vocabulary.headline(n, language, name),
            body=as_html([_sentence(each) for each in paragraphs]),
            byline=self.author.name if self.author else "",
            url=f"https://bulk.example/{n}",
            published_on=self.moment.date(),
            read_at=self.moment,
        )
        self.original.mark()


def _spelled(name: Name, chance: random.Random) -> str:
    return chance.choice(name.otherwise) if name.otherwise and chance.random() < 0.3 else name.name


def _mention(name: str, words: list[str], chance: random.Random) -> None:
    words.insert(chance.randrange(1, len(words)), name)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentence(words: Iterable[str]) -> str:
    return _upper(" ".join(words)) + "."


def _make(drafts: list[Draft]) -> list[int]:
    """Publish `drafts`, not yet findable; the numbers of their articles."""
    Article.objects.bulk_create([draft.article for draft in drafts])
    Translation.objects.bulk_create([draft.original for draft in drafts if draft.original])
    Translation.authors.through.objects.bulk_create(
        Translation.authors.through(translation=draft.original, keyword=draft.author)
        for draft in drafts
        if draft.original and draft.author
    )
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(content_object=draft.article, tag=keyword, position=position)
        for draft in drafts
        for position, keyword in enumerate(draft.keywords)
    )
    keys = [draft.article.pk for draft in drafts]
    articles = Article.objects.in_bulk(keys)
    dated = [(articles[draft.article.pk], draft.moment) for draft in drafts]
    bring_in_all(dated, attested_as="synthetic", is_findable=False)
    return keys
