"""`make run` without its bootstrap: `python -m newsroom.serve`, as processes that are started, stopped and killed."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from newsroom.parent import end_with_parent
from newsroom.postgres import Server
from tests.fixtures.browsers import free_port, wait_for_answer

ROOT = Path(__file__).resolve().parents[2]
# The demo newsroom draws its own pictures, on a machine that runs other tests beside.
FIRST = 180.0


def as_from_a_terminal() -> None:
    # A shell's job in the background ignores Ctrl-C, one under nohup that its terminal closed: so would all it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    end_with_parent()


class Run:
    """One `newsroom.serve` in a process group of its own."""

    def __init__(self, data_dir: Path, port: int, **variables: str) -> None:
        self.data_dir, self.port = data_dir, port
        self.output = data_dir.parent / f"output-{time.monotonic_ns()}.log"
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "PORT": str(port)} | variables
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "newsroom.serve"],
                cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True,
                preexec_fn=as_from_a_terminal,
            )  # fmt: skip

    def open(self, within: float = 60) -> None:
        """Waits until the site is ready."""
        wait_for_answer(self.port, self.process, self.output, "/readyz", within)

    def ended(self) -> int:
        return self.process.wait(timeout=120)

    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> tuple[int, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders())


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Iterator[Run]:
    """The first run in a new data folder, already stopped again."""
    run = Run(tmp_path_factory.mktemp("run") / "data", free_port())
    try:
        run.open(within=FIRST)
    finally:
        run.process.terminate()
        run.ended()
    return run


@pytest.fixture
def start(first) -> Iterator[Callable[..., Run]]:
    """Starts further runs on the data of the first; whatever is left of them is ended after the test."""
    runs = []

    def begin(port: int | None = None, **variables: str) -> Run:
        runs.append(Run(first.data_dir, port or free_port(), **variables))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.ended()
    # What outlived a run that was killed.
    with Server(first.data_dir):
        pass


def members(data_dir: Path) -> list[tuple[str]]:
    with Server(data_dir) as server, server.connect("newsroom") as connection:
        return connection.execute("SELECT username FROM articles_member WHERE username = 'admin'").fetchall()


def test_the_first_run_says_where_the_site_is_and_how_to_sign_in(first):
    said = first.said()

    assert f"http://localhost:{first.port}/\n" in said
    assert f"http://localhost:{first.port}/admin/\n" in said
    assert re.search(r"Sign in as admin with the one-time password [a-z2-9]{4}(-[a-z2-9]{4}){3}\n", said)
    assert "Traceback" not in said
    assert "Warning" not in said


def test_a_later_run_does_nothing_twice_and_keeps_everything(first, start):
    run = start()
    run.open()

    assert "…" not in run.said(), "It announces what takes a while."
    assert "one-time password" not in run.said()
    assert "manage.py changepassword admin" in run.said()
    assert members(first.data_dir) == [("admin",)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_in_order_and_takes_its_database_along(first, start, how):
    run = start()
    run.open()

    os.killpg(run.process.pid, how)

    assert run.ended() == 0
    assert Server(first.data_dir).postmaster() is None
    assert "Traceback" not in run.said()
    assert (first.data_dir / "postgres.log").read_text().rstrip().endswith("database system is shut down")


def workers(data_dir: Path) -> set[int]:
    """The processes of the workers that show life."""
    with Server(data_dir) as server, server.connect("newsroom") as connection:
        rows = connection.execute("SELECT name FROM articles_worker WHERE seen_at > now() - interval '60 s'").fetchall()
    return {int(name.split("-")[-2]) for (name,) in rows}


def test_a_worker_runs_beside_the_site_and_is_started_anew_when_it_dies(first, start):
    run = start()
    run.open()
    until = time.monotonic() + 60
    while not (before := workers(first.data_dir)) and time.monotonic() < until:
        time.sleep(0.05)

    for process in before:
        os.kill(process, signal.SIGKILL)
    while not (anew := workers(first.data_dir) - before) and time.monotonic() < until:
        time.sleep(0.05)
    run.process.terminate()

    assert before
    assert anew
    assert run.ended() == 0
    assert not any(Path(f"/proc/{process}").exists() for process in before | anew)
    assert workers(first.data_dir) <= before
    assert "Traceback" not in run.said()


@pytest.mark.parametrize("after", [0, 0.1, 0.2, 0.4])
def test_it_can_be_stopped_before_it_is_open(first, start, after):
    run = start()
    while not (first.data_dir / "run.lock").read_text():
        time.sleep(0.01)
    time.sleep(after)

    os.killpg(run.process.pid, signal.SIGINT)

    assert run.ended() in (0, 130)
    assert Server(first.data_dir).postmaster() is None
    assert "Traceback" not in run.said()


def test_after_a_kill_the_next_run_goes_on_at_once(first, start):
    killed = start()
    killed.open()
    database = Server(first.data_dir).postmaster()
    killed.process.kill()
    killed.ended()

    run = start(killed.port)
    run.open()

    assert "…" not in run.said(), "It announces what takes a while."
    assert Server(first.data_dir).postmaster() == database


def test_after_a_power_cut_the_next_run_recovers(first, start):
    killed = start()
    killed.open()
    os.kill(Server(first.data_dir).postmaster(), signal.SIGKILL)
    os.killpg(killed.process.pid, signal.SIGKILL)
    killed.ended()

    run = start(killed.port)
    run.open()

    assert run.get("/readyz")[0] == 200


def test_two_runs_on_the_same_data_are_refused(first, start):
    running = start()
    running.open()

    second = start()

    assert second.ended() == 2
    expected = f"newsroom: It runs already on {first.data_dir} (process {running.process.pid}): stop that one first.\n"
    assert second.said() == expected
    assert running.get("/readyz")[0] == 200


def test_a_port_that_is_taken_is_refused(first, start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = start(port)

        assert run.ended() == 2

    assert run.said() == f"newsroom: Port {port} is taken by another program: stop it, or set PORT.\n"
    assert Server(first.data_dir).postmaster() is None


def test_it_ends_with_the_make_that_started_it(first, start, tmp_path):
    shell = subprocess.Popen(
        ["sh", "-c", f'"{sys.executable}" -m newsroom.serve & echo $!; wait'],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(first.data_dir), "PORT": str(free_port()), "MAKELEVEL": "1"},
    )  # fmt: skip
    assert shell.stdout
    pid = int(shell.stdout.readline())
    while not Server(first.data_dir).postmaster():
        time.sleep(0.05)
    time.sleep(1)

    with shell:
        shell.kill()

    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    assert Server(first.data_dir).postmaster() is None


def test_it_says_nothing_about_what_serves_it(start):
    run = start()
    run.open()

    for path in ("/healthz", "/static/admin/css/base.css", "/no-such-page", "/static/no-such.css"):
        headers = {name.lower(): value for name, value in run.get(path)[1].items()}
        assert "server" not in headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")


def test_readers_and_desk_can_be_served_apart(start):
    site = start(SERVE="site")
    site.open()
    assert site.get("/admin/login/")[0] == 404
    site.process.terminate()
    site.ended()

    desk = start(SERVE="desk", ADMIN_PATH="room-4711")
    desk.open()

    assert desk.get("/room-4711/login/")[0] == 200
    assert desk.get("/latest/")[0] == 404
    assert "/room-4711/" in desk.said()


def test_commands_use_the_running_database_and_leave_it_running(first, start):
    run = start()
    run.open()
    database = Server(first.data_dir).postmaster()

    manage(first.data_dir, "showmigrations", "articles")

    assert Server(first.data_dir).postmaster() == database


def test_commands_start_the_database_when_it_does_not_run_and_stop_it_again(first):
    result = manage(first.data_dir, "create_member", "a-newcomer", "--group", "Translators", "--group", "Editors")

    assert re.fullmatch(r"[a-z2-9-]{19}\n", result.stdout)
    assert Server(first.data_dir).postmaster() is None


def test_commands_that_need_no_database_start_none(tmp_path):
    manage(tmp_path, "version")
    manage(tmp_path, "migrate", "--help")

    assert not (tmp_path / "postgres").exists()


def test_migrate_works_as_the_owner_and_finds_nothing_left_to_do(first):
    assert "No migrations to apply." in manage(first.data_dir, "migrate").stdout


def test_static_files_are_collected_anew_when_one_changed(first, start):
    stamp = first.data_dir / "static.stamp"
    stamp.write_text("of another day")
    shutil.rmtree(first.data_dir / "static" / "admin")

    run = start()
    run.open()

    assert "Collecting static files" in run.said()
    assert run.get("/static/admin/css/base.css")[0] == 200


# What is asked of the demo newsroom, told in JSON: another process has its database.
DEMO = """
import json
from django.contrib.auth.models import Group
from articles import disclaimer
from articles.models import Adaptation, Article, Correction, Edition, Listing, Photo, Status
print(json.dumps({
    "statuses": sorted(set(Status.values) - set(Article.objects.values_list("status", flat=True))),
    "adaptations": sorted(set(Adaptation.values) - set(Article.objects.values_list("adaptation", flat=True))),
    "groups": [group.name for group in Group.objects.filter(user=None)],
    "public": Listing.public.count() >= 14,
    "withdrawn": Listing.objects.filter(withdrawn_at__isnull=False).exists(),
    "correction": Correction.objects.exclude(kind="retraction").exists(),
    "broken": [str(e) for e in Edition.objects.prefetch_related("originals") if disclaimer.broken_fields(e)],
    "without renditions": [str(photo) for photo in Photo.objects.filter(renditions=None)],
    "photos": Photo.objects.exists(),
}))
"""


def test_the_demo_newsroom_has_something_of_everything_and_seeding_twice_changes_nothing(first):
    demo = json.loads(manage(first.data_dir, "shell", "--verbosity=0", "-c", DEMO).stdout)
    again = manage(first.data_dir, "seed_demo").stdout

    assert [demo.pop(missing) for missing in ("statuses", "adaptations", "groups", "broken", "without renditions")] == (
        [[]] * 5
    )
    assert all(demo.values()), demo
    assert "nothing was changed" in again


def manage(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
