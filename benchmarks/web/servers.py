"""What is asked: the newsroom as `make run` serves it, and the floor, each on a port of its own on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import quote

from articles.models import Listing, PagePart
from articles.site.furniture import furniture
from articles.site.made import look_of
from benchmarks.report import say
from newsroom.parent import end_with_parent
from newsroom.postgres import OWNER, WEB, Server

from . import floor
from .processes import children, command, family, let_settle, paused, peer_of
from .wrk import LIKE_A_BROWSER, Asked

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 180, 60
# As newsroom/gunicorn_conf.py has them: its workers but one, which is the desk's.
READERS = 2
# Of each article, at least.
PARTS_EACH = 2
# So many connections are tried until each process has shown itself.
TRIES = 400


class NoAnswer(Exception):
    """A server doesn't start, or a process of it can't be reached; the message says where its own words are."""


@dataclass
class Running:
    """A server that answers at `port`; `process` is its master."""

    port: int
    process: subprocess.Popen[bytes]
    # How long it took from nothing to its first answer.
    start_seconds: float = 0.0

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, *paths: str, as_browser: bool = True, connections: int = 16) -> Asked:
        headers = {"Host": self.host, **(LIKE_A_BROWSER if as_browser else {})}
        return Asked(self.origin, paths, headers, connections)

    def connect(self, timeout: float = 60) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, path: str, *, as_browser: bool = True, timeout: float = 60) -> tuple[HTTPResponse, bytes]:
        connection = self.connect(timeout)
        try:
            return ask(connection, path, self.asked(path, as_browser=as_browser).headers)
        finally:
            connection.close()

    def web(self) -> Sequence[int]:
        """The processes that answer, without the one that works in the background."""
        return [self.process.pid, *self.answering()]

    def answering(self) -> list[int]:
        return [pid for pid in children(self.process.pid) if not is_background(pid)]

    def background(self) -> list[int]:
        return [pid for pid in children(self.process.pid) if is_background(pid)]


def is_background(pid: int) -> bool:
    return "newsroom.worker" in command(pid)


def ask(connection: HTTPConnection, path: str, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
    # Without what http.client would say by itself: that it takes nothing compressed.
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer, answer.read()


@dataclass
class Newsroom(Running):
    """The newsroom, and which of its processes does what."""

    readers: list[int] = field(default_factory=list)
    desk: int | None = None

    def find_roles(self) -> None:
        """See who answers readers and who answers the desk, by who holds the connection; wait for who begins later."""
        until = time.monotonic() + START_SECONDS
        self.readers = []
        while len(self.readers) < READERS:
            if time.monotonic() > until:
                raise NoAnswer(f"{len(self.readers)} of {READERS} processes for readers answer on port {self.port}")
            self.readers = []
            self.readers = sorted(self.connection_to_each("/healthz"))
        connection = self.connect()
        ask(connection, f"/{os.environ.get('ADMIN_PATH', 'admin')}/login/", {"Host": self.host})
        found = peer_of(connection.sock, self.answering())
        connection.close()
        self.desk = found if found not in self.readers else None

    def connection_to_each(self, path: str) -> dict[int, HTTPConnection]:
        """A connection to every process that answers `path`, held open. Raises NoAnswer where one doesn't show up."""
        pids, found, spare = self.answering(), dict[int, HTTPConnection](), list[HTTPConnection]()
        wanted = set(self.readers) or set(pids)
        for attempt in range(TRIES):
            connection = self.connect()
            ask(connection, path, self.asked(path).headers)
            pid = peer_of(connection.sock, pids)
            if pid is None or pid in found:
                spare.append(connection)
            else:
                found[pid] = connection
            # The desk's own process answers no reader: who hasn't come by then never will.
            if wanted <= set(found) or (not self.readers and attempt >= 40 * len(pids)):
                break
        for connection in spare:
            connection.close()
        if not found or (self.readers and not wanted <= set(found)):
            raise NoAnswer(f"not every process of the site on port {self.port} answered in {TRIES} connections")
        return found


@contextmanager
def newsroom(folder: Path, database: str, port: int, **variables: str) -> Iterator[Newsroom]:
    """The newsroom on the database `database` of the benchmark's own server, with its own files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(port), "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": "dummy:", **address_of(database), **variables,
    }  # fmt: skip
    command_line = [sys.executable, "-m", "newsroom.serve"]
    first = Asked("", ["/healthz"], {})
    with _running(command_line, environment, folder / "serve.log", port, first) as (process, took):
        site = Newsroom(port, process, took)
        site.find_roles()
        yield site


@contextmanager
def undisturbed(site: Newsroom, database: Sequence[int]) -> Iterator[None]:
    """Once all has come to rest; within, the worker is held where it would make parts of older pages for minutes."""
    is_busy = parts_in_force() < PARTS_EACH * Listing.objects.count()
    with paused(site.background() if is_busy else []):
        let_settle([*site.web(), *database])
        yield


def parts_in_force() -> int:
    """How many parts of pages are there that would be made the same way today."""
    return PagePart.objects.filter(look=look_of(furniture())).count()


def address_of(database: str) -> dict[str, str]:
    """What to put into the environment of a process that shall work on `database`."""
    from django.conf import settings

    host = quote(str(Server(Path(settings.DATA_DIR)).socket_folder), safe="")
    return {
        "DATABASE_URL": f"postgresql://{WEB}@{host}:5432/{database}",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}@{host}:5432/{database}",
    }


def keep_answers(site: Running, every: Sequence[Asked], folder: Path) -> None:
    """Have the floors in `folder` answer as `site` now answers `every`."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    for asked in every:
        _keep_answer(site, asked, folder)


@contextmanager
def floor_of(site: "Newsroom", folder: Path, asked: Asked, port: int, worker_class: str) -> Iterator[Running]:
    """A bare application with as many processes for readers as `site`, which answers what is kept in `folder`."""
    from newsroom import gunicorn_conf

    numbers = (
        "--workers", len(site.readers), "--threads", gunicorn_conf.threads, "--keep-alive", gunicorn_conf.keepalive,
    )  # fmt: skip
    command_line = [
        sys.executable, "-m", "gunicorn", "--worker-class", worker_class, *map(str, numbers),
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket",
        "--config", "python:benchmarks.web.floor", "benchmarks.web.floor:application",
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in ("PATH", "DATA_DIR", "DJANGO_SETTINGS_MODULE")}
    environment["FLOOR"] = str(folder)
    with _running(command_line, environment, folder.with_suffix(".log"), port, asked) as (process, took):
        yield Running(port, process, took)


def _keep_answer(site: Running, asked: Asked, folder: Path) -> None:
    """Have the floor in `folder` answer as `site` does."""
    path, accepts = asked.paths[0], asked.headers.get("Accept-Encoding", "")
    answer, body = site.get(path, as_browser=bool(accepts))
    if answer.status != 200:
        raise NoAnswer(f"{path} answers {answer.status}")
    own = ("date", "connection", "transfer-encoding", "content-length")
    headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in own]
    floor.keep(folder, path, accepts, [*headers, ("Content-Length", str(len(body)))], body)


@contextmanager
def _running(
    command_line: Sequence[str], environment: dict[str, str], log: Path, port: int, first: Asked
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command_line, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, preexec_fn=end_with_parent
        )
    try:
        _wait(process, port, first, log)
        yield process, time.monotonic() - began
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, asked: Asked, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            answer, _body = ask(connection, asked.paths[0], {"Host": f"localhost:{port}", **asked.headers})
            connection.close()
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise NoAnswer(f"nothing answers at port {port}; its own words are in {log}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        say("    a server doesn't stop: killed")
        for pid in family(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        process.wait()


def database_processes(data_dir: Path) -> Callable[[], list[int]]:
    """The processes of the benchmark's own PostgreSQL."""
    root = Server(data_dir).postmaster()
    if root is None:
        raise NoAnswer("the benchmark's own PostgreSQL doesn't run")
    return lambda: family(root)
