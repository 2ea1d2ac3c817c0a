"""The worker: runs tasks one after the other, gives signs of life, and takes over from workers that were killed."""

import logging
import os
import socket
import threading
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from django.db import Error, connection, connections, transaction
from django.db.models.functions import Now
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as PackagedWorker
from django_tasks_db.models import DBTaskResult

from articles.models import Worker
from articles.page_parts import make_parts
from articles.purging import Front, fronts
from articles.tasks import PERIODIC
from articles.watching import INTERVAL_SECONDS, Watch

logger = logging.getLogger(__name__)

# After the first attempt that failed, the second, …; then it has failed for good.
DELAYS = [timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10)]
# Any number that nobody else locks by: whoever holds it asks for what comes round.
PERIODIC_LOCK = 7_203_011
# Between two looks at what changed; and how often to look for missing parts of pages where nothing did.
MAKING, MAKING_AGAIN_SECONDS = timedelta(seconds=0.25), 10.0


class DeskWorker(PackagedWorker):
    """The package's worker, on everything there is to do, with a pulse beside it and with further attempts."""

    def __init__(self, *, beat: float, gone_after: timedelta, interval: float = 1) -> None:
        super().__init__(
            worker_id=f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(8)}",
            backend_name=DEFAULT_TASK_BACKEND_ALIAS, queue_names=["*"], excluded_queue_names=[],
            interval=interval, batch=False, startup_delay=False, max_tasks=None,
        )  # fmt: skip
        self.pulse = Pulse(self.worker_id, beat, gone_after)
        self.follower = Follower()

    def run(self) -> None:
        """Work until told to stop; a task that runs then is finished first."""
        # Before anything is taken: a task whose worker nobody knows is given to another one.
        show_life(self.worker_id)
        self.pulse.start()
        self.follower.start()
        try:
            super().run()
        finally:
            self.follower.stop()
            self.pulse.stop()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            attempt_again(db_task_result, db_task_result.exception_class_path)


class Pulse(threading.Thread):
    """Says every `beat` seconds that the worker lives, also while a task runs, and looks after the others' tasks."""

    def __init__(self, name: str, beat: float, gone_after: timedelta) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker, self.beat, self.gone_after = name, beat, gone_after
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                show_life(self.worker)
                take_back_from_the_dead(self.gone_after)
                ask_for_what_comes_round()
            except Error as error:
                # Without its message: that may repeat a row.
                logger.warning("The worker can't give a sign of life: %s", type(error).__name__)
                connection.close()
            self.stopping.wait(self.beat)
        connections.close_all()

    def stop(self) -> None:
        """Leave nothing behind: neither the sign of life, nor a task that was taken and not begun."""
        self.stopping.set()
        if self.is_alive():
            self.join(timeout=5)
        # A signal may have come in the middle of a query: the connection it left is of no use.
        connection.close()
        # Where the database is gone, the next worker sees to it.
        with suppress(Error):
            Worker.objects.filter(pk=self.worker).delete()
            take_back_from_the_dead(self.gone_after)


class Follower(threading.Thread):
    """Sees within half a second what changed for readers, tells the caches in front of the site, then makes parts of
    pages anew. Several may do so side by side: each tells everything it sees.
    """

    def __init__(self) -> None:
        super().__init__(name="follower", daemon=True)
        self.watch = Watch()
        self.fronts: list[Front] | None = None
        self.make_at = 0.0
        self.is_well = True
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.turn()
                self.is_well = True
            except Error as error:
                if self.is_well:
                    logger.warning("The worker can't see what changes for readers: %s", type(error).__name__)
                self.is_well = False
                connection.close()
            self.stopping.wait(INTERVAL_SECONDS)
        self.watch.close()
        connections.close_all()

    def stop(self) -> None:
        self.stopping.set()
        if self.is_alive():
            self.join(timeout=5)

    def turn(self) -> None:
        """Look once, and do what follows from it."""
        keys = self.watch.look()
        if self.fronts is None:
            # Only now: what changed before this look is told as "everything", what changes after it by its keys.
            self.fronts = fronts(now=monotonic())
        for front in self.fronts:
            now = monotonic()
            if keys:
                front.note(keys, now=now)
            front.send(now=now)
        if keys or monotonic() >= self.make_at:
            self.make(keys)

    def make(self, keys: Collection[str]) -> None:
        made = 0
        try:
            made = make_parts(MAKING, keys)
        except Error:
            raise
        except Exception as error:  # noqa: BLE001 (one page that fails is no reason to leave the others in the caches)
            # Without its message: that may repeat a text.
            logger.error("A part of a page can't be made: %s", type(error).__name__)
        self.make_at = monotonic() + (0 if made else MAKING_AGAIN_SECONDS)


def show_life(name: str) -> None:
    """Note that the worker `name` lives, by the database's clock."""
    if not Worker.objects.filter(pk=name).update(seen_at=Now()):
        Worker.objects.create(name=name, started_at=Now(), seen_at=Now())


@transaction.atomic
def take_back_from_the_dead(gone_after: timedelta) -> None:
    """Have every task run again whose worker was not heard of for `gone_after`: it was killed, or its machine was."""
    # In this order: who took one of these had shown life before.
    running = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
    living = set(Worker.objects.alive(gone_after).values_list("name", flat=True))
    Worker.objects.exclude(pk__in=living).filter(seen_at__lt=Now() - gone_after).delete()
    for result in running:
        if not living & set(result.worker_ids[-1:]):
            attempt_again(result, "its worker died", at_once=True)


def attempt_again(result: DBTaskResult, why: str, *, at_once: bool = False) -> None:
    """Put a task back to be run once more, later each time, until DELAYS are used up.

    What comes round by itself is not put back when it failed: the next time is the next attempt.
    """
    attempts = len(result.worker_ids)
    comes_round = result.task_path in {periodic.task.module_path for periodic in PERIODIC}
    logger.error("%s: attempt %s failed (%s)", result.task_path, attempts, why)
    if attempts <= len(DELAYS) and (at_once or not comes_round):
        result.status = TaskResultStatus.READY
        result.run_after = timezone.now() + (timedelta(0) if at_once else DELAYS[attempts - 1])
        result.finished_at = None
    elif result.status == TaskResultStatus.RUNNING:
        result.status, result.finished_at = TaskResultStatus.FAILED, timezone.now()
        result.exception_class_path, result.traceback = "articles.working.WorkerDied", ""
    result.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


@transaction.atomic
def ask_for_what_comes_round() -> None:
    """Enqueue each periodic task that is due and neither waits nor runs; never twice, however many workers ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PERIODIC_LOCK])
        if not cursor.fetchone()[0]:
            return
    for periodic in PERIODIC:
        asked = DBTaskResult.objects.filter(task_path=periodic.task.module_path)
        open_states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
        recently = asked.filter(enqueued_at__gt=Now() - periodic.every)
        if not recently.exists() and not asked.filter(status__in=open_states).exists():
            periodic.task.enqueue()
