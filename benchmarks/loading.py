"""How long `load_bulk` takes, and how much memory: as the command, in processes of its own."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.report import Report, say
from benchmarks.web.processes import family, resident
from newsroom.parent import end_with_parent

ROOT = Path(__file__).resolve().parents[1]
MINUTES, MIB = 4, 500
NUMBER = 100_000


@dataclass(frozen=True)
class Loaded:
    """`mib`: what all its processes together held at most, pages that they share counted for each."""

    number: int
    seconds: float
    mib: float
    on: str


def load(number: int, folder: Path) -> None:
    """`manage.py load_bulk` on the database that the environment names; what it took is kept in `folder`."""
    from articles.models import Article

    there = Article.objects.filter(slug__startswith="bulk-").count()
    say(f"Loading {number:,} bulk articles; {there:,} are there.")
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "load_bulk", str(number)], cwd=ROOT, stderr=subprocess.PIPE,
        preexec_fn=end_with_parent,
    )  # fmt: skip
    watch = _Watch(process.pid)
    watch.start()
    try:
        _show(process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()
        watch.stopping.set()
        watch.join()
    if process.returncode:
        raise SystemExit(f"load_bulk ended with status {process.returncode}")
    took = Loaded(number - there, time.monotonic() - began, watch.most, time.strftime("%Y-%m-%d"))
    (folder / "load.json").write_text(json.dumps(asdict(took)))


def told(report: Report, folder: Path) -> None:
    """A row of what the last loading took."""
    kept = folder / "load.json"
    if not kept.exists():
        return
    took = Loaded(**json.loads(kept.read_text()))
    minutes = MINUTES * max(1.0, took.number / NUMBER)
    report.add(
        f"load_bulk {took.number}", f"{took.seconds:.0f} s, {took.number / took.seconds:,.0f} articles a second",
        f"once, on {took.on}", asked=f"≤ {minutes:g} minutes", is_met=took.seconds <= 60 * minutes,
    )  # fmt: skip
    report.add(
        "its memory at most", f"{took.mib:.0f} MiB", "all its processes together",
        asked=f"≤ {MIB} MiB", is_met=took.mib <= MIB,
    )  # fmt: skip


def _show(process: subprocess.Popen[bytes]) -> None:
    """How far it is, in a line for each tenth."""
    assert process.stderr
    said, line = 0, b""
    while piece := os.read(process.stderr.fileno(), 4096):
        line = (line + piece).rpartition(b"\r")[2] if b"\r" in piece else line + piece
        tenths = line.count(b"=") // 3
        if tenths != said:
            said = tenths
            say(f"    {tenths * 10} %")
    if process.wait():
        say(line.decode(errors="replace"))


class _Watch(threading.Thread):
    """Looks twice a second how much memory a process and all that it started hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(name="memory", daemon=True)
        self.pid, self.stopping = pid, threading.Event()
        self.most = 0.0

    def run(self) -> None:
        while not self.stopping.wait(0.5):
            self.most = max(self.most, sum(resident(pid) for pid in family(self.pid)))
