"""The whole of `python -m benchmarks.web`, part by part, on a copy of the kept database."""

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from articles.models import Article
from articles.page_parts import make_parts
from benchmarks import loading
from benchmarks.in_front import NoNginx, free_ports, nginx
from benchmarks.report import Report, say
from benchmarks.search import corpus
from newsroom import database, gunicorn_conf
from newsroom.postgres import DATABASE

from . import SITE_PORT, cached, desk, full, hostile, soak, uncached, visible, weight
from .points import Points, points
from .publishing import make_people, publisher
from .servers import (
    PARTS_EACH,
    Newsroom,
    address_of,
    database_processes,
    floor_of,
    keep_answers,
    newsroom,
    parts_in_force,
    undisturbed,
)
from .wrk import find_wrk

COPY = "newsroom_web"
FLOOR_PORT, PLAIN_PORT = SITE_PORT + 1, SITE_PORT + 2
# Gunicorn's own class of workers with threads.
PLAIN = "gthread"
PASSWORD = "for measuring alone 4711"  # noqa: S105 -- in a database that is thrown away
# Of so many of the newest articles parts of pages are made before anything is measured.
MADE_FOR = 25_000
UNCACHED_ROUNDS, UNCACHED_SECONDS = 10, 1


@dataclass(frozen=True)
class Plan:
    number: int
    parts: frozenset[str]
    pairs: int
    seconds: float
    publishes: int
    is_full: bool
    soak_minutes: float


@dataclass
class Bench:
    """What every part is given."""

    plan: Plan
    report: Report
    folder: Path
    database: Callable[[], Sequence[int]]
    points: Points
    # The runs of pages made anew, once they are measured.
    made_anew: uncached.Measured = field(default_factory=dict)

    def site(self, **variables: str) -> AbstractContextManager[Newsroom]:
        return _settled(self, **variables)


def measure(plan: Plan) -> int:
    report, began = Report(), time.monotonic()
    folder = Path(settings.DATA_DIR)
    if plan.is_full:
        full.check_room(folder, plan.number)
    with database.server(folder):
        corpus.prepare(plan.number)
        _make_parts(report)
        if "load" in plan.parts:
            report.title("Loading")
            loading.told(report, folder)
        loaded, size = time.monotonic() - began, corpus.size()
        say("Copying the database …")
        with _copy():
            bench = Bench(plan, report, folder, database_processes(folder), points())
            _parts(bench)
        if plan.is_full:
            with _whatever_comes(report, "ten times as many"):
                full.measure(
                    report,
                    folder,
                    bench.made_anew,
                    PASSWORD,
                    SITE_PORT,
                    rounds=UNCACHED_ROUNDS,
                    seconds=UNCACHED_SECONDS,
                )
            corpus.use_database(DATABASE)
        words = _surroundings_told(size)
        connections.close_all()
    _print(report, words, loaded, time.monotonic() - began, folder)
    return 1 if report.missed else 0


def _make_parts(report: Report) -> None:
    """Have made what a newsroom's worker makes of pages beforehand: of all that is asked for, the newest articles."""
    began, made = time.monotonic(), 0
    while parts_in_force() < PARTS_EACH * MADE_FOR and (some := make_parts(timedelta(seconds=10))):
        made += some
        say(f"    {made:,} parts of pages made")
    if made:
        took = time.monotonic() - began
        report.title("Parts of pages, made beforehand")
        report.add("making them", f"{1000 * took / made:.1f} ms each, {took:.0f} s", f"{made:,} parts, one process")


@contextmanager
def _copy() -> Iterator[None]:
    corpus.copy_database(COPY)
    corpus.use_database(COPY)
    try:
        make_people(PASSWORD)
        yield
    finally:
        corpus.use_database(DATABASE)
        corpus.drop_database(COPY)


@contextmanager
def _settled(bench: Bench, **variables: str) -> Iterator[Newsroom]:
    """The site, once what it does by itself after a start is done."""
    with newsroom(bench.folder / "web", COPY, SITE_PORT, **variables) as site, undisturbed(site, bench.database()):
        yield site


def _parts(bench: Bench) -> None:
    asked = bench.plan.parts
    served = {"cached": _cached, "visible": _visible, "desk": _desk, "hostile": _hostile, "memory": _memory}
    # First: of what the others publish, no part is made while the worker is held.
    if "uncached" in asked:
        with _whatever_comes(bench.report, "uncached"):
            _uncached(bench)
    if asked & set(served):
        with bench.site() as site:
            for name, part in served.items():
                if name in asked:
                    with _whatever_comes(bench.report, name):
                        part(bench, site)
    if bench.plan.is_full:
        with _whatever_comes(bench.report, "soak"):
            _soak(bench)


@contextmanager
def _whatever_comes(report: Report, part: str) -> Iterator[None]:
    """Within, an error is a row of the report: nothing that was measured is lost, and the other parts go on."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 -- a server that breaks under load fails in any way there is
        traceback.print_exc()
        words = " ".join(str(error).split())[:200]
        report.add(part, f"broken off: {type(error).__name__}: {words}", "", asked="no error", is_met=False)


def _cached(bench: Bench, site: Newsroom) -> None:
    bench.report.title("Readers: pages from memory, 16 connections, against the floor")
    every = cached.cached_points(bench.points)
    asked = [site.asked(point.path, as_browser=point.as_browser) for point in every]
    folder, plan = bench.folder / "floor", bench.plan
    keep_answers(site, asked, folder)
    with floor_of(site, folder, asked[0], FLOOR_PORT, gunicorn_conf.worker_class) as floor:
        for point in every:
            length = plan.seconds if point.must == cached.ARTICLE else plan.seconds / 2
            cached.against_floor(bench.report, site, floor, point, bench.database, pairs=plan.pairs, seconds=length)
    if gunicorn_conf.worker_class != PLAIN:
        with floor_of(site, folder, asked[0], PLAIN_PORT, PLAIN) as floor:
            point = replace(every[0], what=f"{every[0].what}, against {PLAIN}")
            cached.against_floor(
                bench.report, site, floor, point, bench.database, pairs=plan.pairs, seconds=plan.seconds
            )
    _nginx(bench, site, every[0])


def _hostile(bench: Bench, site: Newsroom) -> None:
    bench.report.title("Bad input")
    hostile.slow_clients(bench.report, site, bench.points.article)
    hostile.junk(bench.report, site, bench.points)


def _memory(bench: Bench, site: Newsroom) -> None:
    bench.report.title("Memory and start")
    weight.when_full(bench.report, site)
    weight.start(bench.report, site)


def _nginx(bench: Bench, site: Newsroom, point: cached.Point) -> None:
    ports = free_ports()
    try:
        with nginx(bench.folder / "nginx", site.port, ports):
            cached.behind_nginx(bench.report, ports.plain, point, seconds=bench.plan.seconds, runs=bench.plan.pairs)
    except NoNginx as missing:
        bench.report.add("article, with nginx in front", "not measured", str(missing), asked="nginx", is_met=False)


def _uncached(bench: Bench) -> None:
    bench.report.title("Readers: pages made anew, processor time a request of web and database")
    every = uncached.uncached_points(bench.points)
    with bench.site(PAGE_CACHE_MB="0") as site:
        runs = uncached.taken_by(site, every, bench.database, rounds=UNCACHED_ROUNDS, seconds=UNCACHED_SECONDS)
    uncached.told(bench.report, every, runs)
    bench.made_anew.update(runs)


def _soak(bench: Bench) -> None:
    minutes = bench.plan.soak_minutes
    bench.report.title(f"{minutes:g} minutes of readers of every kind, while editors publish")
    # One in three of what editors do is something new.
    drafts = int(60 * minutes / soak.EDITED_EVERY_SECONDS / 3) + 1
    with bench.site() as site, publisher(address_of(COPY), drafts) as beside:
        soak.measure(bench.report, site, bench.points, beside, minutes=minutes, drafts=drafts)


def _visible(bench: Bench, site: Newsroom) -> None:
    bench.report.title("From the newsroom to readers")
    few = max(1, bench.plan.publishes // 10)
    with publisher(address_of(COPY), bench.plan.publishes + few) as beside:
        visible.measure(bench.report, site, bench.points, beside, publishes=bench.plan.publishes, others=few)


def _desk(bench: Bench, site: Newsroom) -> None:
    bench.report.title("The desk")
    # With a source version beside: what an editor has open.
    chosen = Article.objects.filter(slug__startswith="bulk-", translations__isnull=False).order_by("pk")
    articles = list(chosen.values_list("pk", flat=True)[:10])
    desk.pages(bench.report, site, PASSWORD, articles)
    desk.saves(bench.report, site, bench.points, PASSWORD, articles)


def _surroundings_told(size: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version(), current_setting('shared_buffers')")
        server, buffers = cursor.fetchone()
    said = subprocess.run([find_wrk(), "-v"], check=False, capture_output=True, text=True)  # noqa: S603
    version = said.stdout.split(" [")[0]
    return (
        f"{size}; {server.split(' on ')[0]}, shared_buffers {buffers}; Python {sys.version.split()[0]}; "
        f"{version.strip()}; {os.cpu_count()} processors ({_processor()}); {datetime.now(UTC):%Y-%m-%d}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _print(report: Report, words: str, loaded: float, took: float, folder: Path) -> None:
    end = f"Loading took {loaded:.0f} s, all of it {took:.0f} s. {len(report.missed)} figures missed."
    print(words)
    print(report)
    print(f"\n{end}")
    (folder / "web.md").write_text(f"{words}\n{report.markdown()}\n\n{end}\n")
