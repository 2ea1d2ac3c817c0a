"""`bring_in`: what did not go through the desk here. Imports, the demo and bulk data."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from articles import disclaimer
from articles.models import (
    Article,
    DisclaimerWording,
    Edition,
    EditionOriginal,
    Listing,
    Publication,
    Status,
    WorkflowEvent,
)
from articles.models.days import publication_day

from .listing import CHUNK, relist
from .record import TransitionRefused, database_now, lock

FETCHED_ALONG = (
    "source__profiles__alignment",
    "photo",
    "translations__source__profiles__alignment",
    "translations__authors",
)


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
def bring_in_all(dated: Sequence[tuple[Article, datetime]], *, attested_as: str) -> None:
    """`bring_in` for many drafts at once, in a constant number of queries. All of them, or none."""
    articles = [article for article, _moment in dated]
    prefetch_related_objects(articles, *FETCHED_ALONG)
    now = database_now()
    if reasons := _unmet(dated, attested_as, now):
        raise TransitionRefused(reasons)
    publication, wordings = Publication.objects.get(), list(DisclaimerWording.objects.all())
    editions: list[Edition] = []
    originals: list[EditionOriginal] = []
    for article in articles:
        words = disclaimer.words_of(article, publication=publication, among=wordings)
        edition, its_originals = disclaimer.edition_from(
            words, article, number=1, attested_as=attested_as, attested_at=now
        )
        editions.append(edition)
        originals.extend(its_originals)
    Edition.objects.bulk_create(editions, batch_size=CHUNK)
    EditionOriginal.objects.bulk_create(originals, batch_size=CHUNK)
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
    for article, moment in dated:
        article.status = Status.PUBLISHED
        article.published_at, article.address_date = moment, publication_day(moment)
    Article.objects.bulk_update(articles, ["status", "published_at", "address_date"], batch_size=CHUNK)
    relist(articles)


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
