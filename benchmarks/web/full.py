"""Ten times as many articles: whether there is room for them, and whether pages and searches notice."""

import shutil
from pathlib import Path

from benchmarks.report import Report, say
from benchmarks.search import corpus, million

from . import uncached
from .points import points
from .publishing import make_people
from .servers import database_processes, newsroom, undisturbed

# What an article takes in the database, its indexes and its part of the log of changes included.
KB_EACH = 60
# The kept ones, a copy of them to measure on, and the ten times as many, whose working copies are empty.
TIMES = 10


class NoRoom(Exception):
    """The disk is too small; the message says how much is missing."""


def check_room(folder: Path, number: int) -> None:
    """Raises NoRoom where the disk of `folder` can't hold ten times `number` articles beside them."""
    made = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    needed, free = number * KB_EACH * 1000 * TIMES, shutil.disk_usage(folder).free + made
    if free < needed:
        raise NoRoom(
            f"{10 * number:,} articles need {needed / 1e9:.0f} GB in {folder}, and {free / 1e9:.0f} GB are free: "
            "make room, or name another folder in BENCH_DIR."
        )


def measure(
    report: Report, folder: Path, small: uncached.Measured, password: str, port: int, *, rounds: int, seconds: int
) -> None:
    """Rows that compare the pages of `small` with the same ones among ten times as many articles."""
    say("Having ten times as many articles …")
    million.prepare()
    make_people(password)
    every = uncached.uncached_points(points())
    database = database_processes(folder)
    with newsroom(folder / "web", million.MILLION, port, PAGE_CACHE_MB="0") as site, undisturbed(site, database()):
        large = uncached.taken_by(site, every, database, rounds=rounds, seconds=seconds)
    report.title(f"{corpus.size()}: pages made anew, against ten times fewer")
    uncached.compare(report, every, small, large)
