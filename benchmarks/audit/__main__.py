"""`python -m benchmarks.audit [--only PART …]`: the site before referees, beside what was asked of it.

Ends with status 1 where a figure is missed, and where a check can't run: then it says why.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.report import Report

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "audit"
PARTS = ("weight", "line", "lighthouse", "axe", "html", "machines")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.audit", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="run these parts alone")
    asked = parser.parse_args()
    report = Report()
    from .newsroom_here import newsroom

    with _told(report, "the newsroom"), newsroom(FOLDER / "newsroom") as origin:
        from .parts import Audit

        with Audit(report, origin, FOLDER) as audit:
            # Figures first, on the demo newsroom's own pages; then every kind of page, made beside them.
            for part in PARTS:
                if part in asked.only:
                    with _told(report, part):
                        getattr(audit, part)()
    print(report)
    return 1 if report.missed else 0


@contextmanager
def _told(report: Report, part: str) -> Iterator[None]:
    """A part that can't run is a missed one, whatever kept it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 -- whatever it is, the table says it
        report.add(part, "couldn't run", f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", is_met=False)


if __name__ == "__main__":
    sys.exit(main())
