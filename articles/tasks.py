"""What needn't keep a person waiting, as Django's tasks, and what comes round by itself.

Every task here may be run twice: a worker that was killed may have done all of it but say so.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.tasks import Task, task
from django.tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import mailing, receiving, renditions, workflow
from articles.models import Autosave, Member, MissedAddress, Presence, PreviewLink, PublicChange, Source

AUTOSAVES_KEPT = timedelta(days=14)
PRESENCES_KEPT = timedelta(days=1)
# Longer than any transaction that tells of a change late, and than a worker is kept from seeing it.
CHANGES_KEPT = timedelta(days=1)
DONE_TASKS_KEPT = timedelta(days=1)
FAILED_TASKS_KEPT = timedelta(days=7)
# What stands behind it in the queue waits no longer.
RENDERING = timedelta(seconds=20)
# Half of what the table takes: a day's flood of made-up addresses leaves room for real ones.
MISSED_KEPT = 5_000


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
    """Delete what nobody needs any more: words behind closed previews, old autosaves, changes seen, finished tasks."""
    closed = Q(expires_at__lte=Now()) | Q(revoked_at__isnull=False)
    PreviewLink.objects.filter(closed, words__isnull=False).update(words=None)
    Autosave.objects.filter(saved_at__lt=Now() - AUTOSAVES_KEPT).delete()
    Presence.objects.filter(seen_at__lt=Now() - PRESENCES_KEPT).delete()
    PublicChange.objects.filter(at__lt=Now() - CHANGES_KEPT).delete()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=Now() - DONE_TASKS_KEPT)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=Now() - FAILED_TASKS_KEPT)
    DBTaskResult.objects.filter(done | failed).delete()


@task
def forget_missed() -> int:
    """Drop the addresses least asked for in vain, of these the oldest; how many."""
    kept = MissedAddress.objects.order_by("-times", "-last_on", "path").values("pk")[:MISSED_KEPT]
    dropped, _by_model = MissedAddress.objects.exclude(pk__in=kept).delete()
    return dropped


def unfinished(asked_for: Task) -> list[dict[str, Any]]:
    """What was handed to each `asked_for` that waits or runs, by the names of its parameters; the oldest first."""
    states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    found = DBTaskResult.objects.filter(task_path=asked_for.module_path, status__in=states)
    return [given["kwargs"] for given in found.order_by("enqueued_at").values_list("args_kwargs", flat=True)]


@task
def accept_outlet(asked: dict[str, Any], outlet: int | None, authors: dict[str, str], by: int, total: int) -> list[int]:
    """Accept what texts say of their outlets and authors: all that `asked` names (see `workflow.open_proposals`).

    `total` is how many there were, for whoever looks how far it is. How many were accepted, and how many left open.
    """
    settled = workflow.accept_all(
        workflow.open_proposals(**asked),
        outlet=Source.objects.get(pk=outlet) if outlet else None,
        by=Member.objects.get(pk=by),
        authors={int(key): author for key, author in authors.items()},
    )
    return [settled.accepted, len(settled.left)]


@task
def correct_spelling(batch: int) -> str:
    """Publish what is still to do of a spelling corrected everywhere; the state in which it then is."""
    return workflow.carry_out(batch)


@task
def move_in(asked: int) -> str:
    """Do a moving-in, or go on where a worker was cut off; the state in which it ended."""
    return receiving.bring(asked)


@task
def forget_what_was_handed_in() -> int:
    """Remove what was handed in to be moved in and isn't needed any more; how much."""
    return receiving.forget_old()


@task
def render_photo(photo: int) -> bool:
    """Make the sized files of a photo that an editor just saved."""
    return renditions.render(photo)


@task
def render_photos() -> int:
    """Make some of the sized files that are to be made: of what was moved in, or by a new list; for how many photos."""
    return renditions.render_due(RENDERING)


@dataclass(frozen=True)
class Periodic:
    """A task that comes round, `every` so often; `every` is counted from when it was last asked for."""

    task: Task
    every: timedelta


PERIODIC = [
    Periodic(mail_notices, timedelta(seconds=30)),
    Periodic(render_photos, timedelta(seconds=30)),
    Periodic(free_lapsed_claims, timedelta(minutes=5)),
    Periodic(prune, timedelta(hours=1)),
    Periodic(forget_missed, timedelta(days=1)),
    Periodic(forget_what_was_handed_in, timedelta(hours=6)),
]
