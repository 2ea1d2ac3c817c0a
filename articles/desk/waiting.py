"""The questions of the desk's first page: which articles stand where. All are asked of the database at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import (
    Article,
    Edition,
    EditorialNote,
    Listing,
    Member,
    Status,
    WorkflowEvent,
)

IN_WORK = (Status.DRAFT, Status.TRANSLATED, Status.VERIFIED)
Kind = WorkflowEvent.Kind


@dataclass
class Question:
    """Which articles, in the order of the first page.

    `about` and `at` name the columns with the article and with the hour it is sorted by; `tells_state`: the page says
    since when the article is in its state, instead of that hour.
    """

    slug: str
    found: QuerySet[Any]
    about: str = "pk"
    at: str = "updated_at"
    newest_first: bool = False
    tells_state: bool = False
    why: str = ""

    def rows(self, most: int) -> QuerySet[Any, Any]:
        order = F(self.at).desc() if self.newest_first else F(self.at).asc()
        found = self.found.order_by(order).annotate(
            question=Value(self.slug, CharField()), about=F(self.about), moment=F(self.at)
        )
        return found.values_list("question", "about", "moment")[:most]


def entered(article: str) -> Coalesce:
    """When the article came into the state that it is in."""
    steps = WorkflowEvent.objects.filter(article=OuterRef(article)).exclude(from_status=F("to_status"))
    return Coalesce(Subquery(steps.order_by("-pk").values("at")[:1]), F("created_at"))


def theirs(member: Member, article: str = "") -> Q:
    """The articles of `member`; `article`: the way to it from the rows that are filtered, like "article__"."""
    return (
        Q(**{f"{article}assignee": member})
        | Q(**{f"{article}translator": member})
        | Q(**{f"{article}created_by": member, f"{article}assignee": None})
    )


def questions(member: Member, *, sees_all: bool) -> Iterator[Question]:
    """What the first page asks for `member`; of others' work only with `sees_all`."""
    everything = Q()
    yield from _of_the_member(member, sees_all=sees_all)
    of_article, via_article = (everything, everything) if sees_all else (theirs(member), theirs(member, "article__"))
    yield Question("hidden", _hidden().filter(via_article), "article", "at", newest_first=True)
    yield Question("broken", _broken().filter(of_article), tells_state=True)
    originals = workflow.originals_to_settle().select_related(None).defer(None)
    yield Question("originals", originals.filter(via_article), "article", "at", newest_first=True)
    yield Question("owed", _owed().filter(via_article), "article", "attested_at", newest_first=True)
    yield Question("verified", Article.objects.filter(of_article, status=Status.VERIFIED), tells_state=True)
    shown = Listing.objects.filter(via_article, withdrawn_at__isnull=True)
    yield Question("scheduled", shown.filter(published_at__gt=Now()), "article", "published_at")
    public = shown.filter(published_at__lte=Now())
    yield Question("published", public, "article", "published_at", newest_first=True)
    yield Question("briefs", workflow.briefs_waiting().filter(via_article), "article", "published_at")
    noted = EditorialNote.objects.filter(via_article, resolved_at__isnull=True).order_by()
    yield Question("notes", noted.values("article").annotate(last=Max("at")), "article", "last", newest_first=True)
    # Whoever looks for work sees it, translators above all; what lapsed is free before it is freed.
    # Drafts that were moved in are nobody's work of today: the list of articles has them.
    here = Article.objects.exclude(origin=Article.Origin.IMPORT)
    free = here.filter(Q(assignee__isnull=True) | workflow.has_lapsed(), status=Status.DRAFT)
    free = free.exclude(assignee=member).exclude(created_by=member, assignee=None).exclude(translator=member)
    yield Question("free", free, newest_first=True, tells_state=True)


def _of_the_member(member: Member, *, sees_all: bool) -> Iterator[Question]:
    in_work = Article.objects.filter(status__in=IN_WORK)
    mine = in_work.filter(theirs(member))
    yield Question("mine", mine, newest_first=True, tells_state=True)
    yield Question("returned", mine.filter(_was_sent_back()), why=_("Returned to you"), tells_state=True)
    notes = EditorialNote.objects.filter(resolved_at__isnull=True, text__iregex=mention_of(member)).order_by()
    naming = notes.values("article").annotate(last=Max("at"))
    yield Question("mentioned", naming, "article", "last", newest_first=True, why=_("You are mentioned"))
    if sees_all:
        handed_over = Article.objects.filter(status=Status.TRANSLATED).exclude(translator=member)
        yield Question("approve", handed_over, why=_("To approve"), tells_state=True)


def mention_of(member: Member) -> str:
    """A regular expression of PostgreSQL that finds "@" and how the member is called."""
    names = "|".join(re.escape(name) for name in (member.username, member.first_name) if name)
    return rf"(^|[^\w])@({names})($|[^\w])"


def _was_sent_back() -> Q:
    """Whether the last thing that moved the article was somebody who sent it back, for a reason."""
    back = WorkflowEvent.objects.filter(article=OuterRef("pk"), kind=Kind.BACK)
    moved = WorkflowEvent.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    return Q(Exists(back.filter(~Exists(moved.exclude(from_status=F("to_status"))))))


def _broken() -> QuerySet[Article]:
    """What was verified, or scheduled, until somebody changed it."""
    broke = WorkflowEvent.objects.filter(article=OuterRef("pk"), kind=Kind.SEAL_BROKEN)
    moved = WorkflowEvent.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    settled = moved.exclude(from_status=F("to_status"))
    return Article.objects.filter(Exists(broke.filter(~Exists(settled))), status=Status.TRANSLATED)


def _hidden() -> QuerySet[WorkflowEvent]:
    settled = WorkflowEvent.objects.filter(
        article=OuterRef("article"), pk__gt=OuterRef("pk"), kind__in=["take-down", "reissue"]
    )
    return WorkflowEvent.objects.filter(~Exists(settled), kind="hide", to_status=Status.PUBLISHED)


def _owed() -> QuerySet[Edition]:
    looked = WorkflowEvent.objects.filter(edition=OuterRef("pk"), kind=Kind.SECOND_LOOK)
    shown = Listing.objects.filter(edition=OuterRef("pk"), withdrawn_at__isnull=True)
    newer = Edition.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    waits = Q(article__status=Status.VERIFIED) & ~Exists(newer)
    alone = Edition.objects.filter(attested_as=Edition.AttestedAs.PERSON, second_look_by__isnull=True)
    return alone.filter(~Exists(looked), Exists(shown) | waits)
