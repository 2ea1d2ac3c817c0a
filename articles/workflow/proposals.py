"""What is proposed about imported articles: outlets and authors that their texts seem to name, and keywords alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from articles.models import (
    Adaptation,
    Article,
    Listing,
    Member,
    Proposal,
    Source,
    SourceProfile,
    Status,
    Translation,
    ascii_slug,
)

from . import guards
from .bringing_in import bring_in_again, unmet_by_bringing_in_again
from .record import TransitionRefused, database_now, signed

# As many at a time as a person can wait for.
PROPOSALS_AT_ONCE = 200
# What a new reading keeps of the one that it replaces.
KEPT = (
    "position", "language", "medium", "headline", "standfirst", "body", "url", "published_on", "read_at",
    "fingerprint", "url_key", "archive_url", "availability", "availability_reason", "going_on_reason",
)  # fmt: skip


@dataclass
class Settled:
    """What became of proposals: how many were accepted, and why the others (by their keys) were left open."""

    accepted: int = 0
    left: dict[int, list[str]] = field(default_factory=dict)


def may_settle_proposals(by: Member) -> bool:
    return by.is_active and by.has_perm("articles.change_proposal") and guards.may_publish(by)


def open_proposals(*, outlet: int | None = None, name: str = "", at_least: int = 0) -> QuerySet[Proposal]:
    """The open proposals of one outlet, by its key or, where the house has none yet, by its name; "" is those that
    name no outlet. Of these, the ones of a confidence of `at_least` as many per cent.
    """
    of_it = {"outlet": outlet} if outlet else {"outlet": None, "outlet_name": name}
    return Proposal.objects.filter(state=Proposal.State.OPEN, confidence__gte=at_least, **of_it)


def accept_all(found: QuerySet[Proposal], *, outlet: Source | None, by: Member, authors: Mapping[int, str]) -> Settled:
    """Accept all that are `found`, some at a time: what is accepted stays so, and a second run goes on with the rest.

    Raises TransitionRefused.
    """
    settled, last = Settled(), 0
    while keys := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PROPOSALS_AT_ONCE]):
        part = accept_proposals(keys, outlet=outlet, by=by, authors=authors)
        settled.accepted += part.accepted
        settled.left |= part.left
        last = keys[-1]
    return settled


@transaction.atomic
def accept_proposals(
    keys: Sequence[int], *, outlet: Source | None, by: Member, authors: Mapping[int, str] | None = None
) -> Settled:
    """Give the articles of these open proposals `outlet`, and each the author proposed or, by its key, of `authors`.

    Readers see it at once: the outlet's page, filters and bylines, in a next edition attested "imported". What is no
    edition yet is changed as a working copy alone. A proposal whose article can't take it stays open. A constant
    number of queries. Raises TransitionRefused where `by` may not.
    """
    _must_be_allowed(by)
    found = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=keys, state=Proposal.State.OPEN)
    proposals = {proposal.article_id: proposal for proposal in found.order_by("pk")}
    named = {key: (authors or {}).get(each.pk, each.author).strip() for key, each in proposals.items()}
    # Locked before it is asked: what may take it must still when it is given.
    articles = list(Article.objects.select_for_update(of=("self",)).filter(pk__in=proposals).order_by("pk"))
    unmet = unmet_by_accepting(articles)
    for key, author in named.items():
        if outlet is None and not author:
            unmet.setdefault(key, []).append(_("Neither an outlet nor an author is named."))
    settled = Settled(left={proposals[key].pk: reasons for key, reasons in unmet.items()})
    taking = [article for article in articles if article.pk not in unmet]
    acceptance = _Acceptance(outlet, named, by)
    with signed(by):
        public = [article for article in taking if article.status == Status.PUBLISHED]
        if public:
            notes = {article.pk: acceptance.note(article) for article in public}
            bring_in_again(public, by=by, note=notes, change=acceptance.change_frozen)
        acceptance.change_drafts([article for article in taking if article.status == Status.DRAFT])
        _accepted([proposals[article.pk] for article in taking], acceptance)
    settled.accepted = len(taking)
    return settled


def dismiss_proposals(keys: Sequence[int], *, by: Member) -> int:
    """Leave these articles as they are; how many proposals were open. Raises TransitionRefused."""
    _must_be_allowed(by)
    with transaction.atomic():
        open_ones = Proposal.objects.filter(pk__in=keys, state=Proposal.State.OPEN)
        return open_ones.update(state=Proposal.State.DISMISSED, settled_by=by, settled_at=database_now())


def unmet_by_accepting(articles: Sequence[Article]) -> dict[int, list[str]]:
    """Why some of `articles` can't take an outlet or an author, by their keys. A constant number of queries."""
    unmet = unmet_by_bringing_in_again([article for article in articles if article.status != Status.DRAFT])
    for article in articles:
        if article.adaptation == Adaptation.ORIGINAL_WORK:
            unmet.setdefault(article.pk, []).append(_("It is our own work: it comes from no outlet."))
    return unmet


def make_outlet(*, name: str, kind: str, language: str, by: Member) -> Source:
    """A new outlet, with a free slug. Raises TransitionRefused where there is one of that name, in any case."""
    _must_be_allowed(by)
    known = Source.objects.filter(name__iexact=name).first()
    if known is not None:
        raise TransitionRefused([_("There is an outlet “%(outlet)s” already: choose it.") % {"outlet": known}])
    slug = ascii_slug(name) or "outlet"
    taken = set(Source.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free = next(each for each in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
    return Source.objects.create(name=name, kind=kind, language=language, slug=free)


@transaction.atomic
def label_outlet(outlet: Source, label: str, *, since: date) -> SourceProfile | None:
    """Say that `outlet` was `label` from `since` on, until what it was said to be next; None where that day has its
    label already.
    """
    Source.objects.select_for_update().get(pk=outlet.pk)
    profiles = SourceProfile.objects.filter(source=outlet)
    if not label or profiles.in_force_on(since).exists():
        return None
    following = profiles.filter(valid_from__gt=since).aggregate(day=Min("valid_from"))["day"]
    return SourceProfile.objects.create(source=outlet, description=label, valid_from=since, valid_until=following)


def first_day(articles: Any) -> date | None:
    """The day of the earliest of `articles` (keys, or a query for them) that readers have seen."""
    earliest: date | None = Listing.objects.filter(article__in=articles).aggregate(day=Min("address_date"))["day"]
    return earliest


def _must_be_allowed(by: Member) -> None:
    if not may_settle_proposals(by):
        raise TransitionRefused([_("Readers see it at once: ask an editor who may publish.")])


@dataclass
class _Acceptance:
    """One outlet, and the author of each article by its key."""

    outlet: Source | None
    authors: Mapping[int, str]
    by: Member

    def note(self, article: Article) -> str:
        said = {"outlet": self.outlet or "", "author": self.authors[article.pk]}
        if not said["author"]:
            return _("Accepted from its text: outlet %(outlet)s.") % said
        if self.outlet is None:
            return _("Accepted from its text: author %(author)s.") % said
        return _("Accepted from its text: outlet %(outlet)s, author %(author)s.") % said

    def change_drafts(self, articles: Sequence[Article]) -> None:
        """The working copies alone: their originals are not frozen yet."""
        self._name_the_outlet(articles)
        originals = self._leading(articles)
        for original in originals:
            for name, value in self._said_of(original).items():
                setattr(original, name, value)
        Translation.objects.bulk_update(originals, ["byline", "source"], batch_size=1_000)

    def change_frozen(self, articles: Sequence[Article]) -> None:
        """New readings in the place of the frozen ones, which are kept."""
        self._name_the_outlet(articles)
        replaced: list[Translation] = []
        readings: list[Translation] = []
        for original in self._leading(articles):
            if changed := self._said_of(original):
                fields = {name: getattr(original, name) for name in KEPT} | {"source": original.source} | changed
                readings.append(Translation(article_id=original.article_id, attached_by=self.by, **fields))
                replaced.append(original)
        Translation.objects.filter(pk__in=[each.pk for each in replaced]).update(state=Translation.State.CHANGED)
        Translation.objects.bulk_create(readings, batch_size=1_000)
        through = Translation.authors.through
        through.objects.bulk_create(
            [
                through(translation_id=reading.pk, keyword_id=author.pk)
                for reading, original in zip(readings, replaced, strict=True)
                for author in original.authors.all()
            ]
        )

    def _name_the_outlet(self, articles: Sequence[Article]) -> None:
        if self.outlet is not None:
            Article.objects.filter(pk__in=[each.pk for each in articles]).update(source=self.outlet)

    def _leading(self, articles: Sequence[Article]) -> list[Translation]:
        """The first reading in use of each."""
        in_use = Translation.objects.in_use().filter(article__in=[article.pk for article in articles])
        first = in_use.order_by("article", "position").distinct("article")
        return list(first.select_related("source").prefetch_related("authors"))

    def _said_of(self, original: Translation) -> dict[str, Any]:
        """What becomes of `original`; {} where it says so already."""
        changed: dict[str, Any] = {}
        author = self.authors[original.article_id]
        if author and author != original.byline:
            changed["byline"] = author
        if self.outlet is not None and original.source_id != self.outlet.pk:
            changed["source"] = self.outlet
        return changed


def _accepted(proposals: Sequence[Proposal], acceptance: _Acceptance) -> None:
    now = database_now()
    for proposal in proposals:
        proposal.state, proposal.settled_by, proposal.settled_at = Proposal.State.ACCEPTED, acceptance.by, now
        # What was accepted, where it was corrected before.
        proposal.outlet = acceptance.outlet or proposal.outlet
        proposal.author = acceptance.authors[proposal.article_id] or proposal.author
    fields = ["state", "settled_by", "settled_at", "outlet", "author"]
    Proposal.objects.bulk_update(proposals, fields, batch_size=1_000)
