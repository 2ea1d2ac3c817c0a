"""The search vectors of listings, made from editions: what every search is answered from.

A vector holds the stems of the words with their places and weights (A headline, B standfirst, C text, D originals),
the headlines of originals among the headlines, and the labels that a search is narrowed by. No folded word has a
colon: a label is never taken for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from django.db import connection, transaction

from articles.models import Edition, EditionOriginal, Keyword, Listing, ListingKeyword, SourceProfile
from articles.models.days import publication_day
from articles.models.folding import folded_words, key, plain, words

from .lexicon import learn, note_stemmers
from .stems import SIMPLE, config_of, quoted, stemmed, stems

# A vector holds a megabyte at most, and knows no place beyond this one.
LAST_PLACE = 16_383
MOST_BYTES, MOST_PLACES = 1_000_000, 256
MOST_CHARACTERS, MOST_WORDS = 200_000, 40_000
# So many words of sixty letters fit, whatever the script.
WORDS_THAT_FIT = MOST_BYTES // 256
# Between parts, so that no phrase runs from one into the next.
APART = 10
AT_ONCE = 200
_UPDATE = """
UPDATE articles_listing AS listing
SET labels = made.labels::varchar(40)[], search_headline = made.headline::tsvector, search_text = made.text::tsvector
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS made (article_id, labels, headline, text)
WHERE listing.article_id = made.article_id
"""
# Whose pieces they are, of what is not withdrawn: the labels say it, and a list by one author needs an index.
_AUTHORS = """
WITH made AS MATERIALIZED (
    SELECT listing.article_id, keyword.id, listing.published_at
    FROM articles_listing AS listing CROSS JOIN unnest(listing.labels) AS label
    JOIN articles_keyword AS keyword ON keyword.id = CASE WHEN label LIKE 'by:%%' THEN substr(label, 4)::bigint END
    WHERE listing.article_id = ANY(%(articles)s) AND listing.withdrawn_at IS NULL
),
gone AS (
    DELETE FROM articles_listingauthor
    WHERE listing_id = ANY(%(articles)s) AND (listing_id, keyword_id) NOT IN (SELECT article_id, id FROM made)
)
INSERT INTO articles_listingauthor (listing_id, keyword_id, published_at) SELECT * FROM made
ON CONFLICT (listing_id, keyword_id) DO UPDATE SET published_at = excluded.published_at
"""


@dataclass
class Vector:
    """A tsvector in the making."""

    entries: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    place: int = 0

    def add(self, lexemes: Iterable[str], weight: str) -> None:
        place, entries = self.place, self.entries
        for lexeme in lexemes:
            place += 1
            entries[lexeme].append(f"{place if place < LAST_PLACE else LAST_PLACE}{weight}")
        self.place = place + APART

    def literal(self, labels: Iterable[str] = ()) -> str:
        """As PostgreSQL reads it. Of more than a vector holds, the words met first; the labels in any case."""
        labels = list(labels)
        entries = self.entries.items() if self.place <= WORDS_THAT_FIT else self._that_fit(labels)
        written = [
            # Nearly all of them are letters alone.
            f"'{lexeme}':{','.join(places)}" if lexeme.isalnum() else f"{quoted(lexeme)}:{','.join(places)}"
            for lexeme, places in entries
        ]
        return " ".join([*written, *map(quoted, labels)])

    def _that_fit(self, labels: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        room = MOST_BYTES - sum(len(label.encode()) for label in labels)
        for lexeme, places in self.entries.items():
            # Beside its letters, an edge to stand on, the number of places, and the places.
            room -= len(lexeme.encode()) + 4 + 2 * min(len(places), MOST_PLACES)
            if room < 0:
                return
            yield lexeme, places


@dataclass(frozen=True)
class Passage:
    """One part of what an article is searched by: its folded words, by their language's stemmer."""

    folded: Sequence[str]
    config: str
    weight: str
    is_headline: bool


def headline_lexeme(text: str) -> str:
    """What a whole headline is found by, however its letters are typed; "" where it has no words."""
    return headline_lexeme_of(key(text))


def headline_lexeme_of(folded: str) -> str:
    """`headline_lexeme` of words that are folded, with spaces between them."""
    return f"headline:{blake2b(folded.encode(), digest_size=8).hexdigest()}" if folded else ""


def stem_all(passages: Iterable[Passage]) -> set[str]:
    """Have the stems of all these at hand: asked for one text after another, the database would be asked as often.

    The names of the stemmers.
    """
    by_config = defaultdict[str, set[str]](set)
    for passage in passages:
        by_config[passage.config].update(passage.folded)
    for config, folded in by_config.items():
        stems(config, folded)
    return set(by_config)


def literals(passages: Sequence[Passage], labels: Sequence[str]) -> tuple[str, str]:
    """The vectors of headlines and of everything, as PostgreSQL reads them."""
    headline, text = Vector(), Vector()
    for passage in passages:
        lexemes = stemmed(passage.config, passage.folded)
        text.add(lexemes, passage.weight)
        if passage.is_headline:
            headline.add(lexemes, "C" if passage.weight == "D" else passage.weight)
    return headline.literal(labels), text.literal(labels)


@transaction.atomic
def refresh_vectors(article_ids: Sequence[int]) -> None:
    """Make the labels, vectors and authors of these articles' listings anew, in a constant number of statements."""
    if not article_ids:
        return
    batch = _Batch(article_ids)
    made = [(listing.article_id, *batch.row(listing)) for listing in batch.listings]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [list(column) for column in zip(*made, strict=True)] if made else [[], [], [], []])
        cursor.execute(_AUTHORS, {"articles": list(article_ids)})
    learn(batch.seen.items())
    note_stemmers(batch.configs)


def refresh_missing() -> Iterator[int]:
    """Make the vectors that are missing, some at a time; yields how many there are after each time."""
    made = 0
    missing = Listing.objects.filter(search_text__isnull=True).order_by("pk").values_list("pk", flat=True)
    while some := list(missing[:AT_ONCE]):
        refresh_vectors(some)
        made += len(some)
        yield made


class _Batch:
    """Some listings with all that their vectors are made of."""

    def __init__(self, article_ids: Sequence[int]) -> None:
        self.listings = list(
            Listing.objects.filter(pk__in=article_ids)
            .order_by("pk")
            .only("published_at", "section_id", "genre", "source_kind", "edition_id")
        )
        editions = Edition.objects.only(
            "language", "headline", "standfirst", "body", "source_id", "source_name", "genre"
        ).prefetch_related("originals")
        self.editions = editions.in_bulk([listing.edition_id for listing in self.listings])
        self.originals = {pk: edition.originals_in_force() for pk, edition in self.editions.items()}
        self.keywords = defaultdict[int, list[int]](list)
        rows = ListingKeyword.objects.filter(listing__in=self.listings)
        for listing, keyword in rows.order_by("position", "pk").values_list("listing_id", "keyword_id"):
            self.keywords[listing].append(keyword)
        everyone = {slug for each in self._all_originals() for slug in each.author_slugs}
        authors = Keyword.objects.filter(slug__in=everyone).values_list("slug", "pk", "merged_into_id")
        self.authors = {slug: merged or pk for slug, pk, merged in authors}
        self._read_outlets()
        # Each word, and whether it is written in small letters anywhere.
        self.seen: dict[str, bool] = {}
        self.texts = {
            listing.pk: self._passages(self.editions[listing.edition_id], self.originals[listing.edition_id])
            for listing in self.listings
        }
        self.configs = stem_all(passage for passages in self.texts.values() for passage in passages)

    def _all_originals(self) -> Iterator[EditionOriginal]:
        for originals in self.originals.values():
            yield from originals

    def _read_outlets(self) -> None:
        outlets = {each.source_id for each in self._all_originals() if each.source_id}
        outlets |= {edition.source_id for edition in self.editions.values() if edition.source_id}
        self.profiles = defaultdict[int, list[SourceProfile]](list)
        for profile in SourceProfile.objects.filter(source__in=outlets, alignment__isnull=False):
            self.profiles[profile.source_id].append(profile)

    def row(self, listing: Listing) -> tuple[str, str, str]:
        labels = self._labels(listing)
        day = publication_day(listing.published_at)
        unseen = [f"month:{day:%Y-%m}", f"day:{day.isoformat()}"]
        originals = self.originals[listing.edition_id]
        for original in originals:
            unseen += [f"byline:{word.folded}" for word in words(original.byline)]
        headlines = [self.editions[listing.edition_id].headline, *(original.headline for original in originals)]
        unseen += filter(None, map(headline_lexeme, headlines))
        headline, text = literals(self.texts[listing.pk], list(dict.fromkeys(labels + unseen)))
        return f"{{{','.join(labels)}}}", headline, text

    def _labels(self, listing: Listing) -> list[str]:
        edition = self.editions[listing.edition_id]
        originals = self.originals[listing.edition_id]
        day = publication_day(listing.published_at)
        outlets = [(edition.source_id, originals[0].published_on if originals else None)]
        outlets += [(original.source_id, original.published_on) for original in originals]
        labels = [f"keyword:{pk}" for pk in self.keywords[listing.pk]]
        labels += [
            f"by:{self.authors[slug]}" for each in originals for slug in each.author_slugs if slug in self.authors
        ]
        labels += [f"source:{pk}" for pk, _day in outlets if pk]
        labels += [f"alignment:{pk}" for outlet, on in outlets if outlet for pk in self._aligned(outlet, on or day)]
        labels += [f"from:{original.language}" for original in originals if original.language]
        labels += [f"kind:{listing.source_kind}"] if listing.source_kind else []
        labels += [f"section:{listing.section_id}"] if listing.section_id else []
        return list(dict.fromkeys([*labels, f"genre:{listing.genre}", f"year:{day:%Y}"]))

    def _aligned(self, outlet: int, day: date) -> Iterator[int]:
        for profile in self.profiles[outlet]:
            if profile.valid_from <= day and (profile.valid_until is None or profile.valid_until > day):
                assert profile.alignment_id
                yield profile.alignment_id

    def _passages(self, edition: Edition, originals: Sequence[EditionOriginal]) -> list[Passage]:
        own = edition.language
        passages = [
            self._passage(edition.headline, own, "A", is_headline=True),
            self._passage(edition.standfirst, own, "B", is_headline=True),
            self._passage(plain(edition.body[:MOST_CHARACTERS]), own, "C"),
            self._passage(edition.source_name, SIMPLE, "D"),
        ]
        for original in originals:
            passages += [
                self._passage(original.headline, original.language, "D", is_headline=True),
                self._passage(original.standfirst, original.language, "D"),
                self._passage(plain(original.body[:MOST_CHARACTERS]), original.language, "D"),
                self._passage(f"{original.source_name} {original.byline}", SIMPLE, "D"),
            ]
        return [passage for passage in passages if passage.folded]

    def _passage(self, text: str, language: str, weight: str, *, is_headline: bool = False) -> Passage:
        found = folded_words(text, language)[:MOST_WORDS]
        for folded, is_lower in set(found):
            self.seen[folded] = is_lower or self.seen.get(folded, False)
        return Passage([folded for folded, _is_lower in found], config_of(language), weight, is_headline)
