"""The pages on which editors settle what was moved in, their addresses, and what the first page says of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import ImportedItem, Member, Proposal, Publication

from .merges import merges_page
from .proposals import proposals_of_page, proposals_page
from .without_original import attach_original_page, without_original_page


def pages(site: Any) -> list[URLPattern]:
    """Their addresses, below the desk's."""

    def page(view: Callable[..., HttpResponse]) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("proposals/", page(proposals_page), name="proposals"),
        path("proposals/outlet/", page(proposals_of_page), name="proposals_of"),
        path("keywords-alike/", page(merges_page), name="merges"),
        path("without-original/", page(without_original_page), name="without_original"),
        path("without-original/<int:pk>/", page(attach_original_page), name="attach_original"),
    ]


@dataclass(frozen=True)
class Way:
    """A link to one of the pages: the name of its address, and what it is called."""

    name: str
    label: str


def ways(member: Member) -> list[Way]:
    """Where something that was moved in waits for `member`. One query."""
    found = Publication.objects.values_list(
        Exists(Proposal.objects.filter(state=Proposal.State.OPEN)),
        Exists(workflow.open_merges()),
        Exists(ImportedItem.objects.filter(article__isnull=False)),
    ).first()
    if found is None:
        return []
    proposed, alike, moved_in = found
    ways = []
    if proposed and workflow.may_settle_proposals(member):
        ways.append(Way("admin:proposals", _("Proposed outlets and authors")))
    if alike and workflow.may_merge_keywords(member):
        ways.append(Way("admin:merges", _("Likely the same keyword")))
    if moved_in and member.has_perm("articles.view_article"):
        ways.append(Way("admin:without_original", _("Without an original")))
    return ways
