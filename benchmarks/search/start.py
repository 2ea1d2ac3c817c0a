"""The first search after everything was stopped, and how much memory a process that searches takes.

Run as a module it is that process: it prints what it measured as JSON.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.report import Report

SEARCHES = 500
_KILOBYTES = 1024


def measure(report: Report, data_dir: Path) -> None:
    """To be called while no server runs on `data_dir`."""
    report.title("Cold start: the server stopped, what it kept in memory given up, a new process")
    files = forget_files(data_dir / "postgres")
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.search.start"], check=True, stdout=subprocess.PIPE, env=os.environ
    ).stdout
    measured = json.loads(output)
    report.add("the first page of results", f"{measured['first']:.0f} ms", f"once; {files:,} files given up")
    report.add("the second, of another word", f"{measured['second']:.0f} ms", "once")
    report.add("memory of a process that only started", f"{measured['started']:.0f} MB", "resident")
    report.add("memory after searches", f"{measured['after']:.0f} MB", f"{SEARCHES} pages; most {measured['most']:.0f}")


def forget_files(folder: Path) -> int:
    """Have the system give up what it holds of these files in memory; how many files there are."""
    number = 0
    os.sync()
    for path in folder.rglob("*"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                number += 1
            finally:
                os.close(handle)
    return number


def _memory(name: str) -> float:
    """Megabytes, from Linux's own account of this process: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(line.split()[1]) / _KILOBYTES for line in lines if line.startswith(name)), 0.0)


def _search() -> dict[str, float]:
    import django
    from django.conf import settings

    django.setup()
    from newsroom import database

    from . import samples
    from .asking import page

    with database.server(settings.DATA_DIR):
        started, times = _memory("VmRSS"), []
        for word in samples.frequent_words(2):
            began = time.perf_counter()
            assert page(word) == 200
            times.append((time.perf_counter() - began) * 1000)
        for word in samples.rare_words(SEARCHES):
            page(word)
        return {
            "first": times[0], "second": times[1], "started": started, "after": _memory("VmRSS"),
            "most": _memory("VmHWM"),
        }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_search()))
