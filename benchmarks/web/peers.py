"""What other systems take for the same pages: measured beside ours where BENCH_PEERS says so, else as once measured.

BENCH_PEERS names the results.json of a run of the peers' own `measure.py`, on this machine and at this time.
"""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

# Runs that lost more than this share of the machine to other work are left out where there are others.
QUIET = 0.2
WAGTAIL = {
    "article": "Wagtail: article",
    "list": "Wagtail: list 1",
    "keyword": "Wagtail: keyword",
    "frequent": "Wagtail + missing index, 100,000 articles: search frequent",
    "rare": "Wagtail + missing index, 100,000 articles: search rare",
    "two words": "Wagtail + missing index, 100,000 articles: search rare",
}
WORDPRESS_BEHIND_NGINX = "WordPress + fastcgi_cache: article"
# Milliseconds of processor time a request of Wagtail 8.0.1 on PostgreSQL 15: 23 November 2026, two virtual cores.
CONSTANT_MS = {
    "article": 9.3, "list": 28.2, "keyword": 44.1, "frequent": 722.0, "rare": 113.0, "two words": 113.0,
}  # fmt: skip
# Requests a second, on that machine: the median of its quiet runs.
CONSTANT_A_SECOND = 18_237.0
CONSTANTS = "as measured on 23 November 2026 on 2 virtual cores"


def wagtail_ms(page: str) -> tuple[float, str]:
    """Processor time of Wagtail for a request of `page`, and where that is from."""
    runs = _runs(WAGTAIL[page])
    if not runs:
        return CONSTANT_MS[page], CONSTANTS
    return median(run["web_ms"] + run["db_ms"] for run in runs), "measured beside"


def wordpress_a_second() -> tuple[float, str]:
    """Requests a second of a cached article of WordPress behind nginx, and where that is from."""
    runs = _runs(WORDPRESS_BEHIND_NGINX)
    return (median(run["rps"] for run in runs), "measured beside") if runs else (CONSTANT_A_SECOND, CONSTANTS)


def quiet(runs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The runs that count: the quiet ones, or the three quietest where fewer than two are."""
    found = [run for run in runs if run["foreign"] <= QUIET]
    return found if len(found) > 1 else sorted(runs, key=lambda run: float(run["foreign"]))[:3]


def _runs(point: str) -> list[Mapping[str, Any]]:
    return quiet(_results().get(point, {}).get("runs", []))


@cache
def _results() -> dict[str, Any]:
    path = os.environ.get("BENCH_PEERS")
    return json.loads(Path(path).read_text()) if path else {}
