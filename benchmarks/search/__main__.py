"""`python -m benchmarks.search [--full] [--number N] [--only PART …]`: measure search, and say what was asked of it.

It keeps a database of its own in var/bench (BENCH_DIR), so that loading happens once; no newsroom is touched. Ends with
status 1 where a figure is missed.
"""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 100_000
PARTS = ("relevance", "speed", "unbounded", "upkeep", "rebuilding", "start")


def surroundings() -> None:
    """Before Django reads its settings: what a developer's shell says about a newsroom must not reach this."""
    for name in (
        "ADMIN_PATH", "ALLOWED_HOSTS", "CDN_PURGE_URL", "DATABASE_OWNER_URL", "DATABASE_URL", "DEBUG", "EMAIL_URL",
        "PAGE_CACHE_MB", "PORT", "SECRET_KEY", "SERVE", "SITE_LANGUAGE", "SITE_NAME", "SITE_URL", "STORAGE_URL",
        "TIME_ZONE",
    ):  # fmt: skip
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    os.environ["DATA_DIR"] = os.environ.get("BENCH_DIR") or str(ROOT / "var" / "bench")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__)
    parser.add_argument("--full", action="store_true", help="with ten times as many articles too")
    parser.add_argument("--number", type=int, default=NUMBER, help="how many bulk articles")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts alone")
    asked = parser.parse_args()
    surroundings()
    import django

    django.setup()
    from newsroom.startup import leave_in_order, plain_refusals

    leave_in_order()
    with plain_refusals():
        return measure(asked.number, set(asked.only), full=asked.full)


def measure(number: int, parts: set[str], *, full: bool) -> int:
    from django.conf import settings
    from django.db import connection, connections

    from benchmarks.report import Report
    from benchmarks.search import corpus, million, relevance, speed, start, upkeep
    from newsroom import database
    from newsroom.postgres import DATABASE

    report, began = Report(), time.monotonic()
    with database.server(settings.DATA_DIR):
        corpus.prepare(number)
        loaded, size = time.monotonic() - began, corpus.size()
        with connection.cursor() as cursor:
            cursor.execute("SELECT version(), current_setting('shared_buffers')")
            server, buffers = cursor.fetchone()
        if "relevance" in parts:
            relevance.measure(report)
        # The same searches in both databases.
        kinds = speed.kinds() if "speed" in parts or full else []
        times = speed.measure(report, size, kinds) if kinds else {}
        if "unbounded" in parts:
            speed.unbounded(report, size)
        if "upkeep" in parts:
            upkeep.measure(report)
        if "rebuilding" in parts:
            upkeep.rebuilding(report)
        if full:
            million.prepare()
            speed.compare(report, times, speed.measure(report, corpus.size(), kinds))
            speed.unbounded(report, corpus.size())
            corpus.use_database(DATABASE)
        connections.close_all()
    if "start" in parts:
        start.measure(report, Path(settings.DATA_DIR))
    print(f"{size}; {server.split(' on ')[0]}, shared_buffers {buffers}; Python {sys.version.split()[0]};", end=" ")
    print(f"{os.cpu_count()} processors; {datetime.now(UTC):%Y-%m-%d}")
    print(report)
    print(f"\nLoading took {loaded:.0f} s, all of it {time.monotonic() - began:.0f} s.")
    print(f"{len(report.missed)} figures missed.")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
