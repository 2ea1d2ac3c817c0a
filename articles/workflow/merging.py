"""Merging keywords: one stays, and the other's name leads to it from then on."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from articles.models import Keyword, KeywordSpelling, Member, MergeProposal, Proposal, Publication

from .listing import refile
from .record import TransitionRefused, database_now

OPEN, ACCEPTED = Proposal.State.OPEN, Proposal.State.ACCEPTED
# How alike two names are said to be that a person took for two: likely, and no more.
NEAR = 70


def may_merge_keywords(by: Member) -> bool:
    return by.is_active and by.has_perms(["articles.change_keyword", "articles.change_mergeproposal"])


def open_merges() -> QuerySet[MergeProposal]:
    """The open pairs of keywords that are still two, those most alike first. `one` and `other`: the keys of what
    they have become since.
    """
    one = Coalesce("keyword__merged_into", "keyword")
    other = Coalesce("into__merged_into", "into")
    return MergeProposal.objects.filter(state=OPEN).annotate(one=one, other=other).exclude(one=F("other"))


def propose_merges(keyword: Keyword, near: Iterable[tuple[Keyword, str]]) -> None:
    """Ask editors whether `keyword` is one of those that it is near to, each given with why it may be."""
    known = set(MergeProposal.objects.filter(into=keyword).values_list("keyword", flat=True))
    proposed = [
        MergeProposal(keyword=keyword, into=other, reason=reason[:200], score=NEAR)
        for other, reason in near
        if other.pk != keyword.pk and other.pk not in known
    ]
    MergeProposal.objects.bulk_create(proposed, ignore_conflicts=True)


def mergings_of(keyword: Keyword) -> QuerySet[MergeProposal]:
    """Who merged what into what, and when, of `keyword` and of all that became it; the newest first."""
    became_it = Q(keyword=keyword, keyword__merged_into__isnull=False) | Q(keyword__merged_into=keyword)
    merged = MergeProposal.objects.filter(became_it, state=ACCEPTED).select_related("keyword", "into", "settled_by")
    return merged.order_by("-settled_at", "-pk")


@transaction.atomic
def merge_keyword(keyword: Keyword, into: Keyword, *, by: Member) -> None:
    """Merge `keyword` into `into`: everything is filed under that, its address leads there, its name is one of the
    spellings, and `mergings_of` says who did it. Raises TransitionRefused.
    """
    if not by.is_active or not by.has_perm("articles.change_keyword"):
        raise TransitionRefused([_("Your account may not change keywords: ask an editor.")])
    locked = Keyword.objects.select_for_update().filter(pk__in=[keyword.pk, into.pk]).order_by("pk").in_bulk()
    keyword, into = locked[keyword.pk], locked[into.pk]
    for each in (keyword, into):
        if each.merged_into_id is not None:
            raise TransitionRefused([_("“%(keyword)s” was merged meanwhile.") % {"keyword": each}])
    # Those merged into it earlier go along.
    along = list(keyword.merged.all())
    keyword.merged_into = into
    keyword.save(update_fields=["merged_into"])
    known = KeywordSpelling.objects.filter(keyword=into, text=keyword.name)
    if keyword.name != into.name and not known.exists():
        language = Publication.objects.only("language").get().language
        KeywordSpelling.objects.create(keyword=into, language=language, text=keyword.name)
    _record(keyword, into, by=by)
    for each in (keyword, *along):
        refile(each, by=by)


def _record(keyword: Keyword, into: Keyword, *, by: Member) -> None:
    """Settle what was proposed of the two, or is by this very step. What stays is what it was merged into, however it
    was proposed.
    """
    settled = {"state": ACCEPTED, "settled_by": by, "settled_at": database_now()}
    chosen = {"reason": _("Chosen by hand"), "score": 100}
    MergeProposal.objects.filter(keyword=into, into=keyword).delete()
    MergeProposal.objects.update_or_create(
        keyword=keyword, into=into, defaults=settled, create_defaults=settled | chosen
    )


@transaction.atomic
def accept_merges(chosen: Sequence[tuple[int, int]], *, by: Member) -> int:
    """Merge the two of each open proposal, given its key and that of the keyword that stays; how many were merged.

    What became one meanwhile is settled and not counted. Raises TransitionRefused.
    """
    _must_be_allowed(by)
    staying = dict(chosen)
    merged = 0
    for proposal in MergeProposal.objects.select_for_update(of=("self",)).filter(pk__in=staying, state=OPEN):
        # Each anew: an earlier one of these may have merged either.
        two = Keyword.objects.in_bulk([proposal.keyword_id, proposal.into_id])
        become = {key: each.merged_into_id or each.pk for key, each in two.items()}
        stays = proposal.keyword_id if staying[proposal.pk] == proposal.keyword_id else proposal.into_id
        goes = proposal.into_id if stays == proposal.keyword_id else proposal.keyword_id
        if become[goes] != become[stays]:
            pair = Keyword.objects.in_bulk([become[goes], become[stays]])
            merge_keyword(pair[become[goes]], pair[become[stays]], by=by)
            merged += 1
    _settle(list(staying), ACCEPTED, by=by)
    return merged


@transaction.atomic
def dismiss_merges(keys: Sequence[int], *, by: Member) -> int:
    """Leave these keywords two; how many pairs were open. Raises TransitionRefused."""
    _must_be_allowed(by)
    return _settle(keys, Proposal.State.DISMISSED, by=by)


def _settle(keys: Sequence[int], state: str, *, by: Member) -> int:
    is_open = Q(pk__in=keys, state=OPEN)
    return MergeProposal.objects.filter(is_open).update(state=state, settled_by=by, settled_at=database_now())


def _must_be_allowed(by: Member) -> None:
    if not may_merge_keywords(by):
        raise TransitionRefused([_("Your account may not change keywords: ask an editor.")])
