"""The desk's first page: what waits for a member, where everything stands, and what went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Member, Status

from .house_style import waiting
from .settling import Way, ways
from .step_forms import zone_words
from .waiting import IN_WORK, Question, entered, questions, theirs

SHOWN = 10
HEAVY = ("body", "standfirst", "editors_note", "photo_caption")
# How long before a claim lapses its holder is reminded.
SOON = timedelta(hours=1)


@dataclass
class Row:
    """One article in a list: `at` is the hour that the list is about, `why` what it waits for.

    `asked` is the question that it answers.
    """

    article: Article
    at: datetime
    asked: str
    why: str
    now: datetime
    lapses_at: datetime | None = None

    @property
    def is_overdue(self) -> bool:
        return self.article.due_at is not None and self.article.due_at < self.now

    @property
    def planned_at(self) -> datetime | None:
        """The moment that was planned before the seal broke, while it is still to come."""
        planned = self.article.published_at
        return planned if self.article.status != Status.PUBLISHED and planned and planned > self.now else None


@dataclass
class Group:
    """One list of the page. `shows` says how its hour is told: "since", "until", or "on"."""

    slug: str
    title: str
    rows: list[Row]
    empty: str = ""
    shows: str = "since"
    tone: str = ""


@dataclass
class State:
    """How many articles are in one state, and since when the one that is there for longest."""

    status: Status
    count: int
    oldest: datetime | None


@dataclass
class Overview:
    groups: list[Group] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    sees_all: bool = False
    no_worker: bool = False
    ways: list[Way] = field(default_factory=list)

    @property
    def urgent(self) -> list[Group]:
        return [group for group in self.groups if group.tone]

    @property
    def calm(self) -> list[Group]:
        return [group for group in self.groups if not group.tone]


def context(member: Any) -> dict[str, Any]:
    return {"work": of(member), "zone": zone_words()}


def of(member: Any) -> Overview | None:
    """What to show to `member`: an editor sees everything, a translator what is theirs. None without a group."""
    if not isinstance(member, Member) or not member.has_perm("articles.view_article"):
        return None
    sees_all = workflow.may_verify(member)
    rows = _rows(list(questions(member, sees_all=sees_all)), workflow.database_now())
    return Overview(
        groups=[group for group in _groups(rows) if group.rows or group.empty],
        states=_states(member, sees_all=sees_all),
        sees_all=sees_all,
        no_worker=workflow.worker_is_missing(),
        ways=[*ways(member), *waiting(member)],
    )


def _groups(rows: dict[str, list[Row]]) -> Iterator[Group]:
    """The lists in the order of the page; those that may be empty without a word are left out by the caller."""

    def group(slug: str, title: str, empty: str = "", shows: str = "since", tone: str = "") -> Group:
        return Group(slug, title, rows.get(slug, []), empty, shows, tone)

    yield group("hidden", _("Hidden, to be settled"), tone="danger")
    yield group("broken", _("Broken seals"), tone="danger")
    yield group("originals", _("Originals that changed"), tone="warn")
    yield group("owed", _("Second look owed"), tone="warn")
    yield group("mine", _("My work"), _("Nothing is assigned to you."))
    waiting = [*rows.get("returned", []), *rows.get("mentioned", []), *rows.get("approve", [])]
    yield Group("waiting", _("Waiting for me"), waiting, _("Nothing waits for you."))
    yield group("verified", _("Verified, not yet published"))
    yield group("scheduled", _("Scheduled"), _("Nothing is scheduled."), shows="until")
    yield group("notes", _("Unresolved notes"))
    yield group("briefs", _("Briefs that wait for the full translation"), shows="on")
    yield group("free", _("Free to take"))
    yield group("published", _("Recently published"), _("Nothing was published yet."), shows="on")


# --- Rows ------------------------------------------------------------------------------------------


def _rows(asked: list[Question], now: datetime) -> dict[str, list[Row]]:
    """The rows of every question by its slug: one query for which articles, one for what is said of them."""
    first, *others = [question.rows(SHOWN) for question in asked]
    found: dict[str, dict[int, datetime]] = {}
    for slug, pk, at in first.union(*others, all=True):
        found.setdefault(slug, {}).setdefault(pk, at)
    articles = _articles({pk for moments in found.values() for pk in moments})
    rows = {}
    for question in asked:
        moments = found.get(question.slug, {})
        each = [
            Row(articles[pk], articles[pk].since if question.tells_state else at, question.slug, question.why, now)
            for pk, at in sorted(moments.items(), key=lambda item: item[1], reverse=question.newest_first)
            if pk in articles
        ]
        rows[question.slug] = each
    _remind(rows.get("mine", []), now)
    # What is due first comes first.
    rows.get("mine", []).sort(key=lambda row: (row.article.due_at is None, row.article.due_at or now))
    return rows


def _articles(pks: set[int]) -> dict[int, Any]:
    """With who and where from, without their texts; `since`: when each came into the state it is in."""
    articles = Article.objects.select_related("translator", "assignee", "source").defer(*HEAVY)
    return articles.annotate(since=entered("pk"), lapses_at=workflow.lapses_at()).in_bulk(sorted(pks))


def _remind(rows: list[Row], now: datetime) -> None:
    """Say of drafts that are claimed when the claim lapses, once that is near."""
    for row in rows:
        article: Any = row.article
        is_claim = article.status == Status.DRAFT and article.claimed_at is not None
        if is_claim and now < article.lapses_at < now + SOON:
            row.lapses_at = article.lapses_at


# --- Figures ---------------------------------------------------------------------------------------


def _states(member: Member, *, sees_all: bool) -> list[State]:
    articles = Article.objects.filter(status__in=IN_WORK)
    if not sees_all:
        articles = articles.filter(theirs(member))
    counted = {
        status: (count, oldest)
        for status, count, oldest in articles.annotate(since=entered("pk"))
        .values("status")
        .annotate(count=Count("pk"), oldest=Min("since"))
        .values_list("status", "count", "oldest")
    }
    return [State(status, *counted.get(status.value, (0, None))) for status in IN_WORK]
