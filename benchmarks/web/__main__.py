"""`python -m benchmarks.web [--only PART …]`: measure how fast readers and editors are served, and say what was asked.

It keeps a database of its own in var/bench (BENCH_DIR), so that loading happens once, and measures on a copy of it; no
newsroom is touched. The table stands in var/bench/web.md afterwards, too. Ends with status 1 where a figure is missed.
"""

import argparse
import os
import sys

from benchmarks.search.__main__ import NUMBER, surroundings
from benchmarks.web import SITE_PORT

PARTS = ("load", "cached", "uncached", "visible", "desk", "memory", "hostile")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.web", description=__doc__)
    parser.add_argument("--number", type=int, default=NUMBER, help="how many bulk articles")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts alone")
    parser.add_argument("--pairs", type=int, default=10, help="how many runs of ours and of the floor, by turns")
    parser.add_argument("--seconds", type=float, default=2, help="how long each run lasts")
    parser.add_argument("--publishes", type=int, default=0, help="how many articles are published (200; 1,000 in full)")
    parser.add_argument("--full", action="store_true", help="with ten times as many articles too, and a soak")
    parser.add_argument("--soak-minutes", type=float, default=30, help="how long the soak of --full lasts")
    asked = parser.parse_args()
    surroundings()
    # Parts of pages name it: what is made here shall be what the site prints.
    os.environ["SITE_URL"] = f"http://localhost:{SITE_PORT}"
    import django

    django.setup()
    from benchmarks.web.full import NoRoom
    from benchmarks.web.measuring import Plan, measure
    from benchmarks.web.servers import NoAnswer
    from benchmarks.web.wrk import NoWrk, find_wrk
    from newsroom.startup import leave_in_order, plain_refusals

    leave_in_order()
    with plain_refusals():
        try:
            find_wrk()
            return measure(
                Plan(
                    number=asked.number,
                    parts=frozenset(asked.only),
                    pairs=asked.pairs,
                    seconds=asked.seconds,
                    publishes=asked.publishes or (1_000 if asked.full else 200),
                    is_full=asked.full,
                    soak_minutes=asked.soak_minutes,
                )
            )
        except (NoWrk, NoAnswer, NoRoom) as error:
            print(f"benchmarks.web: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
