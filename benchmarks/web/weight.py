"""What the site holds in memory when its page cache is full, and how soon a process of it is ready."""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPException

from articles.models import Listing
from benchmarks.report import Report, say

from .points import distinct_searches
from .processes import Memory, memory, memory_of, peer_of, started
from .servers import Newsroom, ask
from .wrk import run

READY_SECONDS, RESIDENT_MIB, TOGETHER_MIB, AIM_MIB = 1.5, 120, 200, 150
# Asked for so many times, pages of ten kilobytes and more fill what each of two processes keeps by default, and more.
TO_FILL = 10_000
SECONDS_TO_FILL = 60
GIVEN_UP_SECONDS = 30.0


def when_full(report: Report, site: Newsroom) -> None:
    """Rows of what the processes hold, after readers asked for more pages than any of them keeps."""
    say("    asking for many pages")
    newest = Listing.public.newest_first().only("address_date", "slug")[:TO_FILL]
    addresses = [listing.get_absolute_url() for listing in newest]
    # Some pages more than once, and searches among them: each part of what is kept fills up.
    asked = site.asked(*addresses, *addresses[: TO_FILL // 2], *distinct_searches(TO_FILL // 4))
    requests, until = 0, time.monotonic() + SECONDS_TO_FILL
    while requests < TO_FILL and time.monotonic() < until:
        requests += run(asked, 4, first=requests).requests
    told(report, site, f"after {requests:,} requests for {len(asked.paths):,} addresses")


def told(report: Report, site: Newsroom, sample: str) -> None:
    together = memory_of([site.process.pid, *site.readers])
    each = [memory(pid) for pid in site.readers]
    most = max(one.resident for one in each)
    cap = os.environ.get("PAGE_CACHE_MB", "its default")
    report.add(
        f"{len(each)} workers and their master, page cache full", f"{together.own:.0f} MiB, shared pages once",
        f"{sample}; PAGE_CACHE_MB {cap}", asked=f"≤ {TOGETHER_MIB} MiB, aim {AIM_MIB}",
        is_met=together.own <= TOGETHER_MIB,
    )  # fmt: skip
    report.add(
        "one worker, resident", f"{most:.0f} MiB", f"the larger of {len(each)}",
        asked=f"≤ {RESIDENT_MIB} MiB", is_met=most <= RESIDENT_MIB,
    )  # fmt: skip
    desk = [site.desk] if site.desk else []
    for what, pids in (("the desk’s process", desk), ("the background worker", site.background())):
        if pids:
            held = sum((memory(pid) for pid in pids), Memory(0, 0))
            report.add(what, f"{held.own:.0f} MiB, shared pages once", f"{held.resident:.0f} MiB resident")


def start(report: Report, site: Newsroom) -> None:
    """Rows of how long the whole takes to start, and one process of it that takes the place of another."""
    report.add("the site, from nothing to its first answer", f"{site.start_seconds:.1f} s", "once; no migration to run")
    before = set(site.answering())
    for pid in site.readers:
        os.kill(pid, signal.SIGKILL)
    taken = _ready(site, before)
    site.readers = []
    site.find_roles()
    report.add(
        "a worker, from its start to its first answer", f"{max(taken):.2f} s" if taken else "none answered",
        f"{len(taken)} at once, in place of killed ones", asked=f"≤ {READY_SECONDS} s",
        is_met=bool(taken) and max(taken) <= READY_SECONDS,
    )  # fmt: skip


def _ready(site: Newsroom, before: set[int]) -> Sequence[float]:
    """For each new process: seconds from its start until it answered a page."""
    until, wanted, taken = time.monotonic() + GIVEN_UP_SECONDS, len(site.readers), dict[int, float]()
    while len(taken) < wanted and time.monotonic() < until:
        connection = site.connect(timeout=5)
        with suppress(HTTPException, OSError):
            answer, _body = ask(connection, "/latest/", site.asked("/latest/").headers)
            new = [pid for pid in site.answering() if pid not in before]
            pid = peer_of(connection.sock, new)
            if pid and answer.status == 200:
                taken.setdefault(pid, time.clock_gettime(time.CLOCK_BOOTTIME) - started(pid))
        connection.close()
        time.sleep(0.005)
    return list(taken.values())
