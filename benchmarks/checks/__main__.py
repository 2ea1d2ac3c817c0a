"""`python -m benchmarks.checks [--languages ar …] [--only PART …] [--errors N]`: do the checks tell errors from good
translations. Needs the documents (NTREX_DIR), no database. Ends with status 1 where a figure is missed.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.report import Report, Row

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("false", "errors", "aligner", "names", "excerpts", "speed")
ASKED_FOR = ("ar", "fa", "tr", "fr")


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    os.environ.setdefault("DATA_DIR", str(ROOT / "var" / "bench"))
    import django

    django.setup()


def _part(part: str, language: str, wanted: int) -> list[Row]:
    """The rows of one part for one language; in a process of its own."""
    from benchmarks.checks import measures

    report = Report()
    measures.PARTS[part](report, language, wanted)
    return [row for row in report.rows if isinstance(row, Row)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.checks", description=__doc__)
    parser.add_argument("--languages", nargs="+", choices=ASKED_FOR, default=ASKED_FOR)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts alone")
    parser.add_argument("--errors", type=int, default=500, help="how many errors of each kind")
    asked = parser.parse_args()
    report, began = Report(), time.monotonic()
    with ProcessPoolExecutor(os.cpu_count(), initializer=_django) as pool:
        jobs = {
            part: [pool.submit(_part, part, language, asked.errors) for language in asked.languages]
            for part in asked.only
            if part != "speed"
        }
        for part, waiting in jobs.items():
            report.title(part)
            for job in waiting:
                for row in job.result():
                    report.add(row.what, row.measured, row.sample, asked=row.asked, is_met=row.is_met)
    if "speed" in asked.only:
        # Alone: nothing else runs now.
        _django()
        report.title("speed")
        for language in asked.languages:
            for row in _part("speed", language, asked.errors):
                report.add(row.what, row.measured, row.sample, asked=row.asked, is_met=row.is_met)
    print(report)
    print(f"\nIt took {time.monotonic() - began:.0f} s. {len(report.missed)} figures missed.")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
