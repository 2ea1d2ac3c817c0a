"""What can only be done once everything is there: addresses of lists, files of pictures, keywords that look alike."""

from collections.abc import Iterator
from datetime import date
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from articles import redirecting
from articles.intake.duplicates import likely_duplicates
from articles.models import ImportedItem, Keyword, Listing, ListingKeyword, MergeProposal

from .items import Note
from .ledger import Outcome
from .old_addresses import pairs, refused_address
from .pictures import bring_files
from .run import COST_OF_A_FILE, Run


def close(run: Run) -> None:
    """The steps after the last item. Each may be done again, and changes nothing then."""
    run.progress.begin("addresses")
    _lead_lists_on(run)
    run.check_in()
    if run.import_.uploads:
        run.progress.begin("files")
        files = {name for name, _path in run.files}
        for row in bring_files(run.site, Path(run.import_.uploads), is_try=run.import_.is_dry_run):
            if row.file in files and row.outcome != Outcome.WAITS:
                run.tally.recount(row.kind, Outcome.WAITS, row.outcome)
            run.progress.did(COST_OF_A_FILE)
            run.check_in()
    run.progress.begin("keywords")
    _propose_mergings()
    run.progress.begin("report")


@transaction.atomic
def _lead_lists_on(run: Run) -> None:
    asked = [*_of_terms(run), *run.addresses.of_days(_days(run.site)), *run.addresses.of_feeds()]
    refused = redirecting.make_all(asked).refused
    run.tally.further += [
        ("", Note(0, "old-address-refused", refused_address(asked[place][0]))) for place, _words in refused
    ]


def _days(site: str) -> Iterator[date]:
    public = Listing.objects.filter(article__imported_items__site=site, withdrawn_at__isnull=True)
    return iter(public.dates("address_date", "day"))


def _of_terms(run: Run) -> Iterator[tuple[str, str]]:
    """Categories and tags under which something is public: of others nothing is said.

    A category that is no article's own section leads to the keyword that it became for those in it.
    """
    numbers = {(term.taxonomy, term.slug): term.term_id for _file, term in run.terms}
    ledger = ImportedItem.objects.filter(site=run.site).order_by("pk")
    rows = ledger.filter(key__startswith="term:")
    public = Listing.objects.filter(withdrawn_at__isnull=True)
    in_section = rows.filter(Exists(public.filter(section=OuterRef("section")))).values_list("key", "section__slug")
    sections = set()
    for key, slug in in_section.iterator():
        sections.add(key)
        yield from _pairs_of(run, key, numbers, reverse("section", args=[slug]))
    filed = ListingKeyword.objects.filter(keyword=OuterRef("keyword"), listing__withdrawn_at__isnull=True)
    under = rows.filter(section=None).filter(Exists(filed)).values_list("key", "keyword__slug")
    for key, slug in under.iterator():
        yield from _pairs_of(run, key, numbers, reverse("keyword", args=[slug]))
    twins = ledger.filter(key__startswith="second:").filter(Exists(filed)).values_list("key", "keyword__slug")
    for key, slug in twins.iterator():
        of_term = f"term:category:{key.removeprefix('second:')}"
        if of_term not in sections:
            yield from _pairs_of(run, of_term, numbers, reverse("keyword", args=[slug]))


def _pairs_of(run: Run, key: str, numbers: dict[tuple[str, str], str], new: str) -> Iterator[tuple[str, str]]:
    _term, taxonomy, slug = key.split(":", 2)
    yield from pairs(run.addresses.of_term(taxonomy, slug, numbers.get((taxonomy, slug), "")), new)


@transaction.atomic
def _propose_mergings() -> None:
    """Keywords that look alike, for an editor to merge; what was proposed before stays as it was settled."""
    standing = Keyword.objects.filter(merged_into=None).annotate(uses=Count("article_rows")).order_by("-uses", "pk")
    alike = likely_duplicates((number, name) for number, name in standing.values_list("pk", "name").iterator())
    there = {frozenset(pair) for pair in MergeProposal.objects.values_list("keyword", "into")}
    rows = [
        MergeProposal(keyword_id=each.keyword, into_id=each.into, reason=each.reason[:200], score=each.score)
        for each in alike
        if frozenset((each.keyword, each.into)) not in there
    ]
    for some in batched(rows, 1000):
        MergeProposal.objects.bulk_create(some)
