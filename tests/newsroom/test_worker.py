"""`manage.py worker`, as a process that is started, stopped and killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models.functions import Now
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks, workflow, working
from articles.models import Autosave, Notice, PreviewLink, Worker
from newsroom.parent import end_with_parent
from newsroom.postgres import WEB
from tests.factories import make_article, make_editor, make_translator
from tests.fixtures.browsers import free_port
from tests.newsroom import slow_tasks
from tests.test_mailing import MailServer

ROOT = Path(__file__).resolve().parents[2]
GONE_AFTER = timedelta(seconds=1.5)
PATIENCE = 60


def until(holds: Callable[[], object]) -> None:
    """Waits until `holds`; fails the test when that takes a minute."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It didn't happen."
        time.sleep(0.05)


@pytest.fixture
def start(databases, committed_db, live_data_dir) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts workers whose life signs are quick; those that run still are ended with the test."""
    processes = []
    environment = os.environ | {
        "DATABASE_URL": databases.cluster.url(WEB, committed_db),
        "DATA_DIR": str(live_data_dir),
        "SITE_URL": "http://localhost:8000",
    }

    def begin(**variables: str) -> subprocess.Popen[str]:
        command = ["manage.py", "worker", "--beat", "0.2", "--gone-after", str(GONE_AFTER.total_seconds())]
        processes.append(
            subprocess.Popen(
                [sys.executable, "-W", "error", *command], cwd=ROOT, env=environment | variables, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=end_with_parent,
            )
        )  # fmt: skip
        return processes[-1]

    yield begin
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()
    connections.close_all()


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_the_task_of_a_killed_worker_is_picked_up_by_another(start, tmp_path) -> None:
    noted, wanted = tmp_path / "noted", tmp_path / "wanted"
    result = slow_tasks.wait_for_file.enqueue(str(noted), str(wanted))
    first = start()
    until(lambda: lines(noted) == ["begun"])

    first.send_signal(signal.SIGKILL)
    first.wait()
    wanted.touch()
    assert not DBTaskResult.objects.finished().filter(pk=result.id).exists()
    second = start()
    until(lambda: DBTaskResult.objects.successful().filter(pk=result.id).exists())

    assert lines(noted) == ["begun", "begun", "done"]
    assert len(DBTaskResult.objects.get(pk=result.id).worker_ids) == 2
    until(lambda: Worker.objects.count() == 1)
    second.terminate()
    assert second.wait(timeout=PATIENCE) == 0


def test_a_worker_shows_life_while_a_task_runs_and_finishes_it_before_it_leaves(start, tmp_path) -> None:
    noted, wanted = tmp_path / "noted", tmp_path / "wanted"
    result = slow_tasks.wait_for_file.enqueue(str(noted), str(wanted))
    worker = start()
    until(lambda: lines(noted) == ["begun"])
    began = Worker.objects.get().seen_at

    until(lambda: Worker.objects.get().seen_at > began + GONE_AFTER)
    worker.terminate()
    time.sleep(0.2)
    assert not workflow.worker_is_missing()
    wanted.touch()

    assert worker.wait(timeout=PATIENCE) == 0
    assert lines(noted) == ["begun", "done"]
    assert DBTaskResult.objects.get(pk=result.id).status == TaskResultStatus.SUCCESSFUL
    assert workflow.worker_is_missing()
    assert not Worker.objects.exists()
    assert worker.stdout
    assert worker.stdout.read() == ""


def test_a_task_that_failed_is_tried_again_later_and_the_log_holds_none_of_its_words(start, tmp_path) -> None:
    noted = tmp_path / "noted"
    result = slow_tasks.fail.enqueue(str(noted))
    worker = start()

    until(lambda: DBTaskResult.objects.filter(pk=result.id, run_after__lt=timezone.now() + timedelta(days=1)).exists())

    row = DBTaskResult.objects.get(pk=result.id)
    assert row.status == TaskResultStatus.READY
    assert row.run_after > timezone.now() + timedelta(seconds=10)
    assert lines(noted) == ["begun"]
    worker.terminate()
    said = worker.communicate(timeout=PATIENCE)[0]
    assert "tests.newsroom.slow_tasks.fail: attempt 1 failed (builtins.RuntimeError)" in said
    assert "A word of a text" not in said


def test_the_worker_mails_what_waited_long_enough(start) -> None:
    server, port = MailServer(), free_port()
    mail_server = Controller(server, hostname="127.0.0.1", port=port)
    rana = make_translator(email="rana@example.org")
    workflow.tell(Notice.Kind.ASSIGNED, make_article(), [rana], by=None)
    Notice.objects.update(at=Now() - timedelta(minutes=3))
    mail_server.start()
    try:
        start(EMAIL_URL=f"smtp://127.0.0.1:{port}")

        until(lambda: not Notice.objects.filter(sent_at=None).exists())
    finally:
        mail_server.stop()

    assert [message["To"] for message in server.delivered] == ["rana@example.org"]


@pytest.mark.django_db
class TestTakingOver:
    def test_a_task_whose_workers_keep_dying_fails_in_the_end(self) -> None:
        result = DBTaskResult.objects.get(pk=slow_tasks.fail.enqueue("").id)
        DBTaskResult.objects.filter(pk=result.pk).update(
            status=TaskResultStatus.RUNNING, worker_ids=["a", "b", "c", "d"]
        )

        working.take_back_from_the_dead(GONE_AFTER)

        result.refresh_from_db()
        assert result.status == TaskResultStatus.FAILED
        assert result.exception_class_path == "articles.working.WorkerDied"

    def test_the_task_of_a_living_worker_is_left_to_it(self) -> None:
        working.show_life("alive")
        DBTaskResult.objects.filter(pk=slow_tasks.fail.enqueue("").id).update(
            status=TaskResultStatus.RUNNING, worker_ids=["dead", "alive"]
        )

        working.take_back_from_the_dead(GONE_AFTER)

        assert DBTaskResult.objects.running().count() == 1

    def test_a_worker_that_is_not_heard_of_is_missing(self) -> None:
        assert workflow.worker_is_missing()

        working.show_life("alive")
        assert not workflow.worker_is_missing()

        Worker.objects.update(seen_at=Now() - timedelta(seconds=61))
        assert workflow.worker_is_missing()

    def test_what_comes_round_is_asked_for_when_it_is_due_and_once(self) -> None:
        working.ask_for_what_comes_round()
        working.ask_for_what_comes_round()
        assert DBTaskResult.objects.count() == len(tasks.PERIODIC)

        a_minute_ago = timezone.now() - timedelta(minutes=1)
        DBTaskResult.objects.update(enqueued_at=a_minute_ago)
        working.ask_for_what_comes_round()
        assert DBTaskResult.objects.count() == len(tasks.PERIODIC)

        DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
        working.ask_for_what_comes_round()
        due = {row.task_path for row in DBTaskResult.objects.ready()}
        assert due == {"articles.tasks.mail_notices", "articles.tasks.render_photos"}

    def test_the_words_behind_a_closed_preview_and_old_autosaves_go(self) -> None:
        article, editor = make_article(), make_editor()
        now = workflow.database_now()
        links = [
            PreviewLink.objects.create(
                article=article, text_revision=1, words={"headline": "…"}, secret_hash=str(number), made_by=editor,
                expires_at=now + timedelta(hours=1), revoked_at=revoked_at,
            )
            for number, revoked_at in enumerate([None, now, None])
        ]  # fmt: skip
        PreviewLink.objects.filter(pk=links[2].pk).update(
            made_at=now - timedelta(hours=2), expires_at=now - timedelta(hours=1)
        )
        old, fresh = (Autosave.objects.create(article=article, member=make_editor(), revision=1) for _each in range(2))
        Autosave.objects.filter(pk=old.pk).update(saved_at=now - timedelta(days=15))

        tasks.prune.call()

        assert [link.words is None for link in PreviewLink.objects.order_by("pk")] == [False, True, True]
        assert list(Autosave.objects.all()) == [fresh]

    def test_every_task_that_comes_round_runs(self) -> None:
        for periodic in tasks.PERIODIC:
            periodic.task.call()

    def test_the_readers_site_runs_no_worker(self, settings) -> None:
        settings.SERVE = "site"

        with pytest.raises(CommandError, match="belongs to the desk"):
            call_command("worker")


def test_many_workers_ask_once_for_what_comes_round(committed_db) -> None:
    together = threading.Barrier(4)

    def ask() -> None:
        together.wait()
        working.ask_for_what_comes_round()
        connections.close_all()

    threads = [threading.Thread(target=ask) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DBTaskResult.objects.count() == len(tasks.PERIODIC)
