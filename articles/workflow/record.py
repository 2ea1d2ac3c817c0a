"""What every step does: lock the article, ask the clock, sign, and write the event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from articles.models import Article, Member, Status, WorkflowEvent


class TransitionRefused(Exception):
    """A step that can't be taken. `reasons` lists every unmet guard, in words for the desk."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def database_now() -> datetime:
    """The database's moment, in UTC: every node agrees on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def lock(article: Article) -> None:
    """Read `article` afresh and keep it from others until the transaction ends."""
    # Two editors may press Publish at once: the lock shows the second one what the first did.
    article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
    # What was fetched along before the lock may be stale.
    getattr(article, "_prefetched_objects_cache", {}).clear()


def record(article: Article, to: str, *, by: Member | None, at: datetime, **facts: Any) -> WorkflowEvent:
    """Write the event that brings `article` from where it stands to `to`. The caller sets the status."""
    return WorkflowEvent.objects.create(
        article=article, from_status=article.status, to_status=to, actor=by, at=at, **facts
    )


def set_status(article: Article, to: str, **fields: Any) -> None:
    """Store the status and `fields`; the event was recorded before, or the database refuses."""
    for name, value in fields.items():
        setattr(article, name, value)
    article.status = Status(to)
    article.save(update_fields=["status", *fields])


@contextmanager
def signed(by: Member) -> Iterator[None]:
    """One transaction in which the database itself signs with `by`: a seal that a save breaks, above all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.member', %s, true)", [str(by.pk)])
        yield
