"""What needn't keep a person waiting, as Django's tasks, and what comes round by itself.

Every task here may be run twice: a worker that was killed may have done all of it but say so.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.tasks import Task, task
from django.tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import mailing, workflow
from articles.models import Autosave, Presence, PreviewLink

AUTOSAVES_KEPT = timedelta(days=14)
PRESENCES_KEPT = timedelta(days=1)
DONE_TASKS_KEPT = timedelta(days=1)
FAILED_TASKS_KEPT = timedelta(days=7)


@task
def mail_notices() -> int:
    """Mail what waited long enough; what the mail server did not take waits for the next time."""
    return mailing.mail_notices()


@task
def free_lapsed_claims() -> int:
    """Free what was claimed and left alone; how many articles."""
    return workflow.free_lapsed()


@task
def prune() -> None:
    """Delete what nobody needs any more: words behind closed previews, old autosaves, finished tasks."""
    closed = Q(expires_at__lte=Now()) | Q(revoked_at__isnull=False)
    PreviewLink.objects.filter(closed, words__isnull=False).update(words=None)
    Autosave.objects.filter(saved_at__lt=Now() - AUTOSAVES_KEPT).delete()
    Presence.objects.filter(seen_at__lt=Now() - PRESENCES_KEPT).delete()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=Now() - DONE_TASKS_KEPT)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=Now() - FAILED_TASKS_KEPT)
    DBTaskResult.objects.filter(done | failed).delete()


@dataclass(frozen=True)
class Periodic:
    """A task that comes round, `every` so often; `every` is counted from when it was last asked for."""

    task: Task
    every: timedelta


PERIODIC = [
    Periodic(mail_notices, timedelta(seconds=30)),
    Periodic(free_lapsed_claims, timedelta(minutes=5)),
    Periodic(prune, timedelta(hours=1)),
]
