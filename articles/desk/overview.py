"""What waits for a member, on the desk's first page: six questions, ten rows each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Edition, Listing, Member, Status, WorkflowEvent

SHOWN = 10
HEAVY = ("body", "standfirst", "editors_note", "photo_caption")


@dataclass
class Group:
    """`rows` are articles, each with the hour to show beside it as `shown_moment`."""

    title: str
    rows: list[Article]
    empty: str = ""
    says_status: bool = True


def of(member: Any) -> list[Group]:
    """The groups to show to `member`, the most urgent first; those that may be empty without a word are left out."""
    if not isinstance(member, Member) or not member.has_perm("articles.view_article"):
        return []
    groups = [
        Group(_("Hidden, to be settled"), _hidden()),
        Group(_("Second look owed"), _owed()),
        Group(_("My work"), _mine(member), _("Nothing is assigned to you.")),
        Group(_("Waiting for verification"), _waiting(), _("Nothing waits.")),
        Group(_("Verified, not yet published"), _verified()),
        Group(_("Scheduled"), _scheduled(), _("Nothing is scheduled."), says_status=False),
    ]
    seen = workflow.may_verify(member)
    return [group for group in groups if group.rows or (group.empty and (seen or group.title == _("My work")))]


def _articles() -> Any:
    articles = Article.objects.select_related("translator", "assignee", "source").defer(*HEAVY)
    return articles.annotate(shown_moment=F("updated_at"))


def _mine(member: Member) -> list[Article]:
    in_work = _articles().filter(status__in=[Status.DRAFT, Status.TRANSLATED, Status.VERIFIED])
    mine = in_work.filter(Q(assignee=member) | Q(translator=member) | Q(created_by=member, assignee=None))
    return list(mine.order_by(F("due_at").asc(nulls_last=True), "-updated_at")[:SHOWN])


def _waiting() -> list[Article]:
    return list(_articles().filter(status=Status.TRANSLATED).order_by("updated_at")[:SHOWN])


def _verified() -> list[Article]:
    return list(_articles().filter(status=Status.VERIFIED).order_by("updated_at")[:SHOWN])


def _scheduled() -> list[Article]:
    due = Listing.objects.filter(withdrawn_at__isnull=True, published_at__gt=Now()).order_by("published_at")
    rows = due.annotate(public_from=F("published_at")).values_list("article_id", "public_from")[:SHOWN]
    return _with_moments(dict(rows))


def _hidden() -> list[Article]:
    settled = WorkflowEvent.objects.filter(
        article=OuterRef("article"), pk__gt=OuterRef("pk"), kind__in=["take-down", "reissue"]
    )
    hidden = WorkflowEvent.objects.filter(~Exists(settled), kind="hide", to_status=Status.PUBLISHED).order_by("-pk")
    return _with_moments(dict(hidden.values_list("article_id", "at")[:SHOWN]))


def _owed() -> list[Article]:
    looked = WorkflowEvent.objects.filter(edition=OuterRef("pk"), kind=WorkflowEvent.Kind.SECOND_LOOK)
    shown = Listing.objects.filter(edition=OuterRef("pk"), withdrawn_at__isnull=True)
    newer = Edition.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    waits = Q(article__status=Status.VERIFIED) & ~Exists(newer)
    alone = Edition.objects.filter(attested_as=Edition.AttestedAs.PERSON, second_look_by__isnull=True)
    owed = alone.filter(~Exists(looked), Exists(shown) | waits).order_by("-attested_at")
    rows = owed.values_list("article_id", "attested_at")[:SHOWN]
    return _with_moments(dict(rows))


def _with_moments(moments: dict[int, Any]) -> list[Article]:
    """The articles of `moments`, in its order."""
    if not moments:
        return []
    found = _articles().in_bulk(list(moments))
    for pk, article in found.items():
        article.shown_moment = moments[pk]
    return [found[pk] for pk in moments if pk in found]
