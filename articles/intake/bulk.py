"""Synthetic articles in bulk, for measuring: the same ones every time they are made."""

import os
import random
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import batched
from multiprocessing import get_context

from django.db import connection, connections, transaction

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
from articles.models.listings import PENDING_KB
from articles.search.vectors import refresh_vectors
from articles.workflow import bring_in_all

from .bulk_texts import KEYWORDS, OUTLETS, PEOPLE_APART, Original, Text, texts_of, vocabulary
from .wordpress import beside
from .wordpress.findable import becoming_findable

# So many are stored at once, and so many made findable, so that memory stays bounded.
BATCH, AT_ONCE = 500, 250
# Below this further processes take longer to start than they spare.
MANY = 2_000
# So much of the words of texts waits until it is sorted into their index: at once that is less than half the work.
WAITING_KB = 16_384
SECTIONS = 8
KINDS = (Keyword.Kind.PERSON, Keyword.Kind.PLACE, Keyword.Kind.ORGANISATION, Keyword.Kind.THEME)
assert len(KINDS) == PEOPLE_APART
# The newest article; the others go back from it, one every 50 minutes.
NEWEST = datetime(2025, 12, 31, 18, tzinfo=UTC)
APART = timedelta(minutes=50)


def load_bulk(number: int) -> Generator[int, None, None]:
    """Have `number` synthetic articles in the database; yields how many there are after each batch.

    Article *n* has the same words, day and keywords whoever makes it; those that are there already stay. No two have
    the same headline. One in twenty has a source version, in Arabic mostly. Names stand in the texts that are filed
    under them, spelled one way or another.
    """
    shelves = Shelves()
    there = Article.objects.filter(slug__startswith="bulk-").count()
    yield there
    # What one process makes another stores, and a third makes findable: each of them would keep a core busy.
    is_much = number - there >= MANY and not connection.in_atomic_block
    with _beside(is_much) as writing, _beside(is_much) as sorting:
        with becoming_findable(sorting, refresh_many) as findable:
            for texts in _ahead(writing, range(there, number)):
                with transaction.atomic():
                    made = _make([Draft(text, shelves) for text in texts])
                findable.add(made)
                there += len(made)
                yield there
        if sorting:
            sorting.submit(sort_in).result()


@contextmanager
def _beside(is_wanted: bool) -> Iterator[Executor | None]:
    """A process beside this one, or None. It comes to the same database as its owner."""
    if not is_wanted:
        yield None
        return
    begin = (os.getpid(), dict(connections["owner"].settings_dict))
    # Not forked: this process has a connection to the database.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=beside.begin, initargs=begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(writing: Executor | None, numbers: range) -> Iterator[list[Text]]:
    """The texts of these articles, some at a time: the next ones are made while the last ones are stored."""
    waiting: Future[list[Text]] | None = None
    for some in batched(numbers, BATCH):
        if writing is None:
            yield texts_of(some)
            continue
        following = writing.submit(texts_of, some)
        if waiting:
            yield waiting.result()
        waiting = following
    if waiting:
        yield waiting.result()


# --- Search ------------------------------------------------------------------------------------


def refresh_many(articles: Sequence[int]) -> None:
    """`refresh_vectors`, where their words may wait to be sorted in until they are many.

    In this transaction alone: nothing of it is left behind, however that ends. Who publishes meanwhile sorts in what
    waits. Without the owner's rights all goes on as ever, more slowly.
    """
    with transaction.atomic():
        _let_wait(WAITING_KB)
        for some in batched(articles, AT_ONCE):
            refresh_vectors(some)
        _let_wait(PENDING_KB)


def sort_in() -> None:
    """Leave no words waiting."""
    with connection.cursor() as cursor:
        if _is_owner():
            cursor.execute("SELECT gin_clean_pending_list('listings_by_text')")


def _let_wait(kilobytes: int) -> None:
    with connection.cursor() as cursor:
        if _is_owner():
            cursor.execute(f"ALTER INDEX listings_by_text SET (gin_pending_list_limit = {kilobytes})")
            # Room for all that waits: sorted in parts, it would take as often.
            cursor.execute("SET LOCAL work_mem = '64MB'")


def _is_owner() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'listings_by_text'::regclass")
        return bool(cursor.fetchone()[0])


# --- Rows --------------------------------------------------------------------------------------


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

    def _keywords(self) -> list[Keyword]:
        there = Keyword.objects.filter(slug__startswith="bulk-keyword-")
        is_complete = there.count() == KEYWORDS
        if not is_complete:
            Keyword.objects.bulk_create(
                [
                    Keyword(name=name.name, slug=f"bulk-keyword-{n}", kind=KINDS[n % len(KINDS)])
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
    """The rows of an article that says `text`, none of them saved."""

    def __init__(self, text: Text, shelves: "Shelves") -> None:
        self.moment = NEWEST - text.n * APART
        self.keywords = [shelves.keywords[each] for each in text.keywords]
        self.article = Article(
            headline=text.headline,
            slug=f"bulk-{text.n}",
            standfirst=text.standfirst,
            body=text.body,
            section=shelves.sections[text.n % SECTIONS],
            source=shelves.outlets[text.outlet],
            genre=text.genre,
            origin=Article.Origin.IMPORT,
        )
        self.original: Translation | None = None
        self.author: Keyword | None = None
        if text.original:
            self._give_original(text.n, text.original, shelves)

    def _give_original(self, n: int, original: Original, shelves: "Shelves") -> None:
        if original.author is not None:
            self.author = shelves.keywords[original.author]
        self.original = Translation(
            article=self.article,
            source=self.article.source,
            language=original.language,
            headline=original.headline,
            body=original.body,
            byline=self.author.name if self.author else "",
            url=f"https://bulk.example/{n}",
            published_on=self.moment.date(),
            read_at=self.moment,
        )
        self.original.mark()


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
    # An original that comes counts as a change of its article's text.
    with_original = {draft.article.pk: draft.article for draft in drafts if draft.original}
    rows = Article.objects.filter(pk__in=with_original)
    for key, revision, text_revision in rows.values_list("pk", "revision", "text_revision"):
        with_original[key].revision, with_original[key].text_revision = revision, text_revision
    dated = [(draft.article, draft.moment) for draft in drafts]
    bring_in_all(dated, attested_as="synthetic", is_findable=False)
    return [article.pk for article, _moment in dated]
