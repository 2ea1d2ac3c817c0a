"""Many readers at once: wrk, what it says, and what it cost meanwhile."""

import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsroom.parent import end_with_parent

from .processes import CORES, busy_seconds, cpu_seconds, let_settle

CONNECTIONS = 16
# As a browser asks; wrk by itself says nothing of it.
LIKE_A_BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
_IN_TURN = """
local paths, at = {}, %d
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
    at = at %% #paths + 1
    return wrk.format("GET", paths[at])
end
"""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0, "h": 3_600_000.0}


class NoWrk(Exception):
    """wrk is missing; the message says how to get it."""


def find_wrk() -> str:
    path = shutil.which("wrk")
    if not path:
        raise NoWrk("wrk is missing, which asks for pages: apt-get install wrk (or https://github.com/wg/wrk).")
    return path


@dataclass(frozen=True)
class Said:
    """What wrk printed: times in milliseconds, `errors` the answers that weren't of 2xx or 3xx and broken lines."""

    requests: int
    a_second: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Taken:
    """One run of wrk, with the milliseconds of processor time that each request took; `foreign` is the share of the
    machine that went to what has no part in it.
    """

    said: Said
    web_ms: float
    database_ms: float
    foreign: float

    @property
    def ms(self) -> float:
        return self.web_ms + self.database_ms


def read(text: str) -> Said:
    """What a run of wrk with --latency printed."""
    requests = _number(r"(\d+) requests in", text)
    times = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+[a-z]+)", text, re.MULTILINE))
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    errors = _number(r"Non-2xx or 3xx responses: (\d+)", text) + sum(map(int, broken.groups() if broken else ()))
    rate = _number(r"Requests/sec:\s+([\d.]+)", text)
    return Said(int(requests), rate, _ms(times.get("50")), _ms(times.get("99")), int(errors))


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    return float(found[1]) if found else 0.0


def _ms(text: str | None) -> float:
    found = re.fullmatch(r"([\d.]+)([a-z]+)", text or "")
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


@dataclass(frozen=True)
class Asked:
    """What readers ask of the server at `origin`: one path, or several in turn."""

    origin: str
    paths: Sequence[str]
    headers: Mapping[str, str]
    connections: int = CONNECTIONS

    def command(self, seconds: float, folder: Path, *, first: int = 0) -> list[str]:
        options = f"-t1 -c{self.connections} -d{max(1, round(seconds))}s --latency --timeout 30s"
        words = [find_wrk(), *options.split()]
        for name, value in self.headers.items():
            words += ["-H", f"{name}: {value}"]
        if len(self.paths) == 1:
            return [*words, self.origin + self.paths[0]]
        (folder / "paths").write_text("".join(f"{path}\n" for path in self.paths))
        (folder / "script.lua").write_text(_IN_TURN % (first % len(self.paths), folder / "paths"))
        return [*words, "-s", str(folder / "script.lua"), self.origin + "/"]


def run(asked: Asked, seconds: float, *, first: int = 0) -> Said:
    """Ask for `seconds`; of several paths beginning with number `first`."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603
            asked.command(seconds, Path(folder), first=first), check=True, capture_output=True, text=True,
            timeout=seconds + 90,
        )  # fmt: skip
    return read(done.stdout)


# The processes that a server is made of, as they are now: they come and go.
Processes = Callable[[], Sequence[int]]


def measure(asked: Asked, seconds: float, web: Processes, database: Processes, *, first: int = 0) -> Taken:
    """The same, and what the processes `web` and `database` took for it, until they were done with all of it."""
    let_settle([*web(), *database()])
    web_before, database_before = cpu_seconds(web()), cpu_seconds(database())
    wrk_before, all_before, began = _wrk_seconds(), busy_seconds(), time.monotonic()
    said = run(asked, seconds, first=first)
    let_settle([*web(), *database()])
    web_taken, database_taken = cpu_seconds(web()) - web_before, cpu_seconds(database()) - database_before
    wrk, everything, took = _wrk_seconds() - wrk_before, busy_seconds() - all_before, time.monotonic() - began
    share = (everything - web_taken - database_taken - wrk) / took / CORES
    # Those that were on their way at the end were answered too.
    answered = said.requests + asked.connections
    return Taken(said, 1000 * web_taken / answered, 1000 * database_taken / answered, max(0.0, share))


def _wrk_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def flood(asked: Asked, *, first: int = 0) -> Iterator[None]:
    """Readers who ask for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603
            asked.command(36_000, Path(folder), first=first), stdout=subprocess.DEVNULL, preexec_fn=end_with_parent
        )
        try:
            yield
        finally:
            process.kill()
            process.wait()
