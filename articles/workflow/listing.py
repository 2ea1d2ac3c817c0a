"""Listings, derived: what of each article is public follows from its recorded steps alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.models import (
    Article,
    Edition,
    EditionOriginal,
    Keyword,
    KeywordSpelling,
    Listing,
    ListingKeyword,
    Member,
    Publication,
    SourceProfile,
    Status,
    WorkflowEvent,
)
from articles.models.days import publication_day
from articles.models.keywords import FoldedField
from articles.search import lexicon
from articles.search.vectors import refresh_vectors

from .record import TransitionRefused

Kind = WorkflowEvent.Kind
OPENING = (Kind.STEP, Kind.REISSUE, Kind.BRING_IN)
CLOSING = (Kind.TAKE_DOWN, Kind.HIDE)
CHUNK = 1000


@dataclass
class Standing:
    """What an article's steps come to: the edition that is public, since when, and whether it was withdrawn."""

    edition_id: int
    edition_at: datetime
    published_at: datetime
    withdrawn_at: datetime | None = None
    is_hidden: bool = False
    public_note: str = ""
    # The editions that readers saw before, and since when, oldest first.
    earlier: tuple[tuple[int, datetime], ...] = ()

    def seen_by(self, moment: datetime) -> tuple[tuple[int, datetime], ...]:
        """The editions that readers saw when it ended at `moment`: what was scheduled and never opened is none."""
        return (*self.earlier, *([(self.edition_id, self.edition_at)] if self.edition_at <= moment else []))


def standing(events: Iterable[WorkflowEvent]) -> Standing | None:
    """Where an article stands after `events`, in order; None where nothing of it is or was public or scheduled."""
    now: Standing | None = None
    earlier: tuple[tuple[int, datetime], ...] = ()
    for event in events:
        if event.kind in OPENING and event.to_status == Status.PUBLISHED and event.edition_id and event.public_at:
            published_at = now.published_at if now and event.kind == Kind.REISSUE else event.public_at
            earlier = now.seen_by(event.at) if now else earlier
            now = Standing(event.edition_id, event.public_at, published_at, earlier=earlier)
        elif event.kind in CLOSING and event.to_status == Status.PUBLISHED and now:
            now.withdrawn_at, now.public_note = event.at, event.public_note
            now.is_hidden = event.kind == Kind.HIDE
        elif event.to_status != Status.PUBLISHED:
            earlier = now.seen_by(event.at) if now else earlier
            now = None
    return now


def address_date(article: Article, moment: datetime) -> date:
    """The day in the article's address: of the first time it became public, in the publication's time zone."""
    listing = Listing.objects.filter(article=article, published_at__lte=Now()).first()
    return listing.address_date if listing else publication_day(moment)


def relist(articles: Sequence[Article], *, is_findable: bool = True) -> int:
    """Make the listings of `articles` anew, with their keywords and search vectors; return how many there are.

    The caller's transaction holds it: readers see the old listings or the new ones, never none. Without
    `is_findable` the caller has their vectors made later.
    """
    events: dict[int, list[WorkflowEvent]] = {}
    for event in WorkflowEvent.objects.filter(article__in=articles).order_by("pk"):
        events.setdefault(event.article_id, []).append(event)
    standings = {article.pk: standing(events.get(article.pk, [])) for article in articles}
    editions = (
        Edition.objects.select_related("source")
        .prefetch_related("originals")
        .defer("body", "seal")
        .in_bulk([each.edition_id for each in standings.values() if each])
    )
    gone = [pk for pk, each in standings.items() if each is None]
    if gone:
        Publication.objects.filter(lead__in=gone).update(lead=None)
    alignments = Alignments(edition.source_id for edition in editions.values())
    listings = [
        _listing(article, found, editions[found.edition_id], alignments)
        for article in articles
        if (found := standings[article.pk]) is not None
    ]
    with transaction.atomic():
        ListingKeyword.objects.filter(listing__in=standings).delete()
        Listing.objects.filter(article__in=gone).delete()
        Listing.objects.bulk_create(
            listings, update_conflicts=True, unique_fields=["article"], update_fields=DERIVED, batch_size=CHUNK
        )
        _file_under_keywords(listings)
        if is_findable:
            refresh_vectors([listing.article_id for listing in listings])
    return len(listings)


class Alignments:
    """What some outlets were said to stand for, day by day, in one query."""

    def __init__(self, outlets: Iterable[int | None]) -> None:
        self.profiles: dict[int, list[SourceProfile]] = {}
        known = {outlet for outlet in outlets if outlet}
        for profile in SourceProfile.objects.filter(source__in=known, alignment__isnull=False) if known else ():
            self.profiles.setdefault(profile.source_id, []).append(profile)

    def of(self, outlet: int | None, day: date) -> int | None:
        for profile in self.profiles.get(outlet or 0, ()):
            if profile.valid_from <= day and (profile.valid_until is None or profile.valid_until > day):
                return profile.alignment_id
        return None


def _listing(article: Article, found: Standing, edition: Edition, alignments: Alignments) -> Listing:
    assert article.address_date is not None
    originals = edition.originals_in_force()
    printed_on = originals[0].published_on if originals else None
    return Listing(
        # By its id: an object would stay on the article as its listing, whatever happens to the row.
        article_id=article.pk,
        edition=edition,
        published_at=found.published_at,
        edition_at=found.edition_at,
        withdrawn_at=found.withdrawn_at,
        is_hidden=found.is_hidden,
        public_note=found.public_note,
        address_date=article.address_date,
        slug=article.slug,
        section_id=article.section_id,
        story_id=article.story_id,
        source=edition.source,
        source_kind=edition.source.kind if edition.source else "",
        language=edition.language,
        original_language=originals[0].language if originals else "",
        genre=edition.genre,
        adaptation=edition.adaptation,
        developing=article.developing,
        alignment_id=alignments.of(edition.source_id, printed_on or publication_day(found.published_at)),
        earlier=[[pk, since.isoformat()] for pk, since in found.earlier],
        versions_shown=article.versions_shown,
    )


DERIVED = [
    "edition", "published_at", "edition_at", "withdrawn_at", "is_hidden", "public_note", "address_date", "slug",
    "section", "story", "source", "source_kind", "language", "original_language", "genre", "adaptation", "developing",
    "alignment", "earlier", "versions_shown",
]  # fmt: skip


# A merged keyword files under what it became. Rows are made in the order of the keywords.
_FILE = """
INSERT INTO articles_listingkeyword (listing_id, keyword_id, position, published_at)
SELECT article_id, keyword_id, position, published_at FROM (
    SELECT DISTINCT ON (listing.article_id, coalesce(keyword.merged_into_id, keyword.id))
        listing.article_id, coalesce(keyword.merged_into_id, keyword.id) AS keyword_id,
        chosen.position, chosen.id, listing.published_at
    FROM articles_listing AS listing
    JOIN articles_articlekeyword AS chosen ON chosen.content_object_id = listing.article_id
    JOIN articles_keyword AS keyword ON keyword.id = chosen.tag_id
    WHERE listing.article_id = ANY(%s) AND listing.withdrawn_at IS NULL
    ORDER BY listing.article_id, coalesce(keyword.merged_into_id, keyword.id), chosen.position, chosen.id
) AS filed
ORDER BY article_id, position, id
"""


def _file_under_keywords(listings: Sequence[Listing]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILE, [[listing.article_id for listing in listings]])


@transaction.atomic
def refile(keyword: Keyword, *, by: Member) -> None:
    """File what carries `keyword` anew, or is by them: under what it was merged into or, where that was undone, itself.

    Raises TransitionRefused where `by` may not change keywords.
    """
    if not (by.is_active and by.has_perm("articles.change_keyword")):
        raise TransitionRefused([_("Your account may not change keywords: ask an editor.")])
    last = 0
    # By what was printed: their label is that of what they were merged into.
    editions = EditionOriginal.objects.filter(author_slugs__contains=[keyword.slug]).values_list("edition", flat=True)
    theirs = Q(article__keyword_rows__tag=keyword) | Q(edition__in=list(editions))
    while listings := list(Listing.objects.filter(theirs, pk__gt=last).order_by("pk").distinct()[:CHUNK]):
        ListingKeyword.objects.filter(listing__in=listings).delete()
        _file_under_keywords(listings)
        refresh_vectors([listing.pk for listing in listings])
        last = listings[-1].pk


def rebuild_listings(tell: Callable[[int], None] = lambda made: None) -> int:
    """Make every listing anew, some at a time, while readers go on; return how many there are.

    With them all that is derived of words: the folded names of the vocabulary, and the lexicon. `tell` is told how many
    listings there are so far.
    """
    _fold_names(Keyword)
    _fold_names(KeywordSpelling)
    last, made = 0, 0
    while True:
        with transaction.atomic():
            # Locked, so that a step taken meanwhile is neither missed nor undone.
            articles = list(
                Article.objects.select_for_update(of=("self",))
                .filter(Exists(Edition.objects.filter(article=OuterRef("pk"))), pk__gt=last)
                .defer("body")
                .order_by("pk")[:CHUNK]
            )
            if not articles:
                break
            made += relist(articles)
            tell(made)
            last = articles[-1].pk
    lexicon.renew()
    return made


def _fold_names[Named: (Keyword, KeywordSpelling)](model: type[Named]) -> None:
    folded = model._meta.get_field("key")
    assert isinstance(folded, FoldedField)
    changed: list[Named] = []
    for row in model._default_manager.only(folded.of, "key"):
        if row.key != (becomes := folded.made_of(getattr(row, folded.of))):
            row.key = becomes
            changed.append(row)
    model._default_manager.bulk_update(changed, ["key"], batch_size=CHUNK)
