"""Lighthouse, as a phone on a middling line, in headless Chromium."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.report import Report

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
# On a simulated line the figure still depends on how busy this machine was: one run more often says so than not.
FLAGS = "--headless=new --disable-gpu"


class LighthouseFailed(Exception):
    """It measured nothing; the message is its own."""


def measure(report: Report, lighthouse: list[str], chromium: str, pages: dict[str, str], folder: Path) -> None:
    """A row for each of `pages` and category: 100 is asked for everywhere."""
    for kind, url in pages.items():
        runs = [_recorded(lighthouse, chromium, url, folder, CATEGORIES)]
        runs += [_recorded(lighthouse, chromium, url, folder, CATEGORIES[:1]) for _again in range(RUNS - 1)]
        for category in CATEGORIES:
            scores = [run["categories"][category]["score"] for run in runs if category in run["categories"]]
            score = round(100 * median(each or 0 for each in scores))
            wrong = ", ".join(_lacking(runs[0], category)) if score < 100 else ""
            sample = f"median of {len(scores)}" if len(scores) > 1 else "1 run"
            report.add(f"{kind}: {category}", str(score), f"{sample}{wrong and '; '}{wrong}",
                       asked="100", is_met=score == 100)  # fmt: skip


def _recorded(
    lighthouse: list[str], chromium: str, url: str, folder: Path, categories: tuple[str, ...]
) -> dict[str, Any]:
    """One run; once more where it recorded nothing, as Lighthouse itself says then (NO_NAVSTART and its like)."""
    try:
        return _run(lighthouse, chromium, url, folder, categories)
    except LighthouseFailed:
        return _run(lighthouse, chromium, url, folder, categories)


def _run(lighthouse: list[str], chromium: str, url: str, folder: Path, categories: tuple[str, ...]) -> dict[str, Any]:
    target = folder / "lighthouse.json"
    target.unlink(missing_ok=True)
    flags = f"{FLAGS} --no-sandbox" if os.geteuid() == 0 else FLAGS
    done = subprocess.run(  # noqa: S603
        [*lighthouse, url, "--quiet", "--output=json", f"--output-path={target}", f"--chrome-flags={flags}",
         f"--only-categories={','.join(categories)}"],
        env=os.environ | {"CHROME_PATH": chromium}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=180, check=False,
    )  # fmt: skip
    read = json.loads(target.read_text()) if target.exists() else {}
    if not read or read.get("runtimeError"):
        said = read.get("runtimeError", {}).get("message") or done.stderr.strip()[-300:]
        raise LighthouseFailed(f"{url}: {said}")
    return dict(read)


def _lacking(run: dict[str, Any], category: str) -> Iterator[str]:
    for reference in run["categories"][category]["auditRefs"]:
        audit = run["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"{reference['id']} {audit.get('displayValue', '')}".strip()
