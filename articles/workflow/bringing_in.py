"""`bring_in`: what did not go through the desk here. Imports, the demo and bulk data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles import disclaimer
from articles.models import (
    Article,
    DisclaimerWording,
    Edition,
    EditionOriginal,
    Listing,
    Member,
    Publication,
    Status,
    WorkflowEvent,
)
from articles.models.days import publication_day

from . import guards
from .listing import CHUNK, relist
from .record import TransitionRefused, database_now, lock

FETCHED_ALONG = (
    "source__profiles__alignment",
    "photo",
    "contributor",
    "translations__source__profiles__alignment",
    "translations__authors",
)
IMPORTED = Edition.AttestedAs.IMPORTED
# What an edition says that no working copy does: the house's wordings, and what outlets are called and said to be.
OF_THE_HOUSE = ("disclaimer", "source_name", "source_label")


@transaction.atomic
def bring_in(article: Article, *, published_at: datetime, attested_as: str) -> Article:
    """Make `article` public as of `published_at` (aware), attested "imported" or "synthetic", never as by a person.

    For a draft that has no edition yet; it need not meet the desk's guards, but must have a headline, a text and an
    address of its own. Raises TransitionRefused.
    """
    lock(article)
    bring_in_all([(article, published_at)], attested_as=attested_as)
    article.refresh_from_db()
    return article


@transaction.atomic
def bring_in_all(dated: Sequence[tuple[Article, datetime]], *, attested_as: str, is_findable: bool = True) -> None:
    """`bring_in` for many drafts at once, in a constant number of queries. All of them, or none.

    Without `is_findable` no search finds them before the caller has `articles.search.vectors` make their vectors.
    """
    articles = [article for article, _moment in dated]
    prefetch_related_objects(articles, *FETCHED_ALONG)
    now = database_now()
    if reasons := _unmet(dated, attested_as, now):
        raise TransitionRefused(reasons)
    for article, moment in dated:
        # Before the words: outlets are called what they were called on that day.
        article.published_at, article.address_date = moment, publication_day(moment)
    editions = _attest(
        articles, numbers=dict.fromkeys((article.pk for article in articles), 1), how=attested_as, at=now
    )
    WorkflowEvent.objects.bulk_create(
        [
            WorkflowEvent(
                article=article,
                kind=WorkflowEvent.Kind.BRING_IN,
                from_status=article.status,
                to_status=Status.PUBLISHED,
                at=now,
                note=_("Brought in as “%(how)s”.") % {"how": Edition.AttestedAs(attested_as).label},
                edition=edition,
                public_at=moment,
            )
            for (article, moment), edition in zip(dated, editions, strict=True)
        ],
        batch_size=CHUNK,
    )
    for article in articles:
        article.status = Status.PUBLISHED
    _publish(articles)
    relist(articles, is_findable=is_findable)


def _publish(articles: Sequence[Article]) -> None:
    """Store status, moment and day of `articles`. Not by `bulk_update`: that takes as long as all their editions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_article a SET status = 'published', published_at = v.moment, address_date = v.day"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::date[]) AS v (id, moment, day) WHERE a.id = v.id",
            [
                [article.pk for article in articles],
                [article.published_at for article in articles],
                [article.address_date for article in articles],
            ],
        )


def _attest(articles: Sequence[Article], *, numbers: Mapping[int, int], how: str, at: datetime) -> list[Edition]:
    """Store an edition of each article as it stands, with the number given by its key; in the articles' order."""
    publication, wordings = Publication.objects.get(), list(DisclaimerWording.objects.all())
    editions: list[Edition] = []
    originals: list[EditionOriginal] = []
    for article in articles:
        words = disclaimer.words_of(article, publication=publication, among=wordings)
        edition, its_originals = disclaimer.edition_from(
            words, article, number=numbers[article.pk], attested_as=how, attested_at=at
        )
        editions.append(edition)
        originals.extend(its_originals)
    Edition.objects.bulk_create(editions, batch_size=CHUNK)
    EditionOriginal.objects.bulk_create(originals, batch_size=CHUNK)
    return editions


@transaction.atomic
def bring_in_again(
    articles: Sequence[Article],
    *,
    by: Member,
    note: str | Mapping[int, str],
    change: Callable[[Sequence[Article]], None] | None = None,
) -> None:
    """Show readers the next edition of each of `articles`, attested "imported" like those before it.

    For what was moved in and no person has attested or changed since. The step names `by`, and says in `note` what
    was accepted: the same for all, or for each article by its key. `change` is done to the working copies first, once
    they are locked and may be brought in again. A constant number of queries; all of them, or none. Raises
    TransitionRefused with every reason, by name; the objects given are not read afresh.
    """
    keys = [article.pk for article in articles]
    locked = list(Article.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    unmet = unmet_by_bringing_in_again(locked)
    reasons = [] if guards.may_publish(by) else [guards.not_a_publisher()]
    for article in locked:
        reasons += [_("“%(article)s”: %(why)s") % {"article": article, "why": why} for why in unmet.get(article.pk, [])]
    if reasons:
        raise TransitionRefused(reasons)
    if change is not None:
        change(locked)
    now = database_now()
    fresh = list(Article.objects.filter(pk__in=keys).order_by("pk").prefetch_related(*FETCHED_ALONG))
    last = dict(Edition.objects.filter(article__in=keys).order_by("number").values_list("article", "number"))
    editions = _attest(fresh, numbers={key: number + 1 for key, number in last.items()}, how=IMPORTED, at=now)
    WorkflowEvent.objects.bulk_create(
        [
            WorkflowEvent(
                article=article,
                kind=WorkflowEvent.Kind.REISSUE,
                from_status=article.status,
                to_status=Status.PUBLISHED,
                actor=by,
                at=now,
                note=note if isinstance(note, str) else note[article.pk],
                edition=edition,
                public_at=now,
            )
            for article, edition in zip(fresh, editions, strict=True)
        ],
        batch_size=CHUNK,
    )
    relist(fresh)


def unmet_by_bringing_in_again(articles: Sequence[Article]) -> dict[int, list[str]]:
    """Why some of `articles` may not be brought in again, by their keys. A constant number of queries."""
    public = set(
        Listing.objects.filter(article__in=articles, withdrawn_at=None, published_at__lte=Now()).values_list(
            "article", flat=True
        )
    )
    attested: dict[int, list[tuple[str, int]]] = {}
    rows = Edition.objects.filter(article__in=articles).order_by("number")
    for key, how, revision in rows.values_list("article", "attested_as", "text_revision"):
        attested.setdefault(key, []).append((how, revision))
    moved = [each for each in articles if each.pk in attested and attested[each.pk][-1][1] != each.text_revision]
    changed = changed_at_the_desk(moved)
    unmet: dict[int, list[str]] = {}
    for article in articles:
        reasons = []
        if article.pk not in public:
            reasons.append(_("Readers can't see it."))
        if any(how != IMPORTED for how, _revision in attested.get(article.pk, [])):
            reasons.append(_("It did not come from an import alone: publish a fix at the desk."))
        if article.pk in changed:
            reasons.append(_("It was changed at the desk since: publish the fix there."))
        if reasons:
            unmet[article.pk] = reasons
    return unmet


def changed_at_the_desk(articles: Sequence[Article]) -> set[int]:
    """Those of `articles` whose working copy says otherwise than its newest edition.

    Their revisions tell no more than that something happened: a redaction changes both alike.
    """
    if not articles:
        return set()
    prefetch_related_objects(articles, *FETCHED_ALONG)
    newest = Edition.objects.filter(article__in=articles).order_by("article", "-number").distinct("article")
    newest = newest.select_related("photo", "translator").prefetch_related("originals")
    editions = {edition.article_id: edition for edition in newest}
    publication, wordings = Publication.objects.get(), list(DisclaimerWording.objects.all())
    changed = set()
    for article in articles:
        words = disclaimer.words_of(article, publication=publication, among=wordings)
        said = disclaimer.differences(words, editions[article.pk])
        if any(name.rpartition(".")[2] not in OF_THE_HOUSE for name in said):
            changed.add(article.pk)
    return changed


def _near(dated: Sequence[tuple[Article, datetime]]) -> QuerySet[Listing]:
    """The listings whose address one of these might have."""
    days = {publication_day(moment) for _article, moment in dated}
    return Listing.objects.filter(slug__in=[article.slug for article, _moment in dated], address_date__in=days).only(
        "slug", "address_date"
    )


def _unmet(dated: Sequence[tuple[Article, datetime]], attested_as: str, now: datetime) -> list[str]:
    reasons = []
    addresses = {(listing.slug, listing.address_date) for listing in _near(dated)}
    wordings = list(DisclaimerWording.objects.all())
    if attested_as not in (Edition.AttestedAs.IMPORTED, Edition.AttestedAs.SYNTHETIC):
        reasons.append(_("What is brought in is attested “imported” or “synthetic”, never as by a person."))
    for article, moment in dated:
        address = (article.slug, publication_day(moment))
        if address in addresses:
            reasons.append(_("“%(article)s” has the address of another article of that day.") % {"article": article})
        addresses.add(address)
        if moment > now:
            reasons.append(
                _("“%(article)s” has a date to come: only what was public is brought in.") % {"article": article}
            )
        if disclaimer.wording_for(article, among=wordings) is None:
            reasons.append(_("No disclaimer wording fits “%(article)s”.") % {"article": article})
        if article.status != Status.DRAFT:
            reasons.append(_("“%(article)s” is not a draft.") % {"article": article})
        if not article.slug or not article.body:
            reasons.append(_("“%(article)s” has no address or no text.") % {"article": article})
    with_edition = Edition.objects.filter(article__in=[article for article, _moment in dated])
    reasons += [
        _("“%(article)s” has been published before.") % {"article": edition.headline}
        for edition in with_edition.only("headline")
    ]
    return reasons
