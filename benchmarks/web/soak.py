"""Many readers of every kind for a long time, while editors publish: nothing grows, fails or slows down."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from articles.models import Listing
from benchmarks.report import Report, say

from .points import Points, busy_keywords, distinct_searches
from .processes import memory_of
from .publishing import Publisher
from .servers import Newsroom
from .wrk import Said, run

RUN_SECONDS = 20
# A fix, a take-down or something new, so often.
EDITED_EVERY_SECONDS = 5.0
# Of what a third of the time measured first: memory may be so much larger in the last, times so much longer.
GROWTH, SLOWER = 1.05, 1.25
# The memory for pages fills up first; what comes until then is no growth.
WARM_SHARE = 0.2


PARTS = {"workers and their master": "site", "the desk’s process": "desk", "the background worker": "worker"}


@dataclass(frozen=True)
class Sample:
    said: Said
    site: float
    desk: float
    worker: float


def measure(
    report: Report, site: Newsroom, found: Points, publisher: Publisher, *, minutes: float, drafts: int
) -> None:
    newest = Listing.public.newest_first().only("address_date", "slug")
    addresses = [listing.get_absolute_url() for listing in newest[:20_000]]
    searches, keywords = distinct_searches(20_000), busy_keywords(500)
    # As readers come: most to what everybody reads, some far down, some search, and some for what isn't there.
    mixed = list[str]()
    for n, address in enumerate(addresses):
        mixed += ["/", found.articles[n % 40], address, "/latest/", found.articles[n % 7]]
        mixed += [searches[n % len(searches)], "/feeds/latest.rss"] if n % 5 == 0 else []
        mixed += [keywords[n % len(keywords)]] if n % 3 == 0 else []
    asked = site.asked(*mixed)
    desk = _Desk(publisher, drafts)
    desk.start()
    samples, until = list[Sample](), time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        said = run(asked, RUN_SECONDS, first=len(samples) * 9_973)
        samples.append(_sample(site, said))
        if len(samples) % 15 == 0:
            say(f"    {len(samples) * RUN_SECONDS // 60} minutes, {samples[-1].site:.0f} MiB, p99 {said.p99:.0f} ms")
    desk.stopping.set()
    desk.join()
    told(report, samples, desk)


def _sample(site: Newsroom, said: Said) -> Sample:
    parts = ([site.process.pid, *site.readers], [site.desk] if site.desk else [], site.background())
    return Sample(said, *(memory_of(pids).own for pids in parts))


def told(report: Report, samples: Sequence[Sample], desk: "_Desk") -> None:
    warm = samples[int(len(samples) * WARM_SHARE) :]
    third = max(1, len(warm) // 3)
    first, last = warm[:third], warm[-third:]
    requests, errors = sum(each.said.requests for each in samples), sum(each.said.errors for each in samples)
    length = f"{len(samples) * RUN_SECONDS / 60:.0f} minutes, {requests:,} requests, {desk.done} changes by editors"
    report.add(
        "errors", f"{errors} of readers, {desk.errors} of editors", length,
        asked="0", is_met=not errors and not desk.errors,
    )  # fmt: skip
    for what, name in PARTS.items():
        before, after = (median(getattr(each, name) for each in part) for part in (first, last))
        if before:
            report.add(
                f"memory: {what}", f"{after / before:.2f} × ({before:.0f} → {after:.0f} MiB)", "medians of thirds",
                asked=f"≤ {GROWTH:g} ×", is_met=after <= before * GROWTH,
            )  # fmt: skip
    before, after = (median(each.said.p99 for each in part) for part in (first, last))
    report.add(
        "p99 of readers", f"{after / before:.2f} × ({before:.0f} → {after:.0f} ms)", "medians of thirds",
        asked=f"≤ {SLOWER:g} ×", is_met=after <= before * SLOWER,
    )  # fmt: skip


class _Desk(threading.Thread):
    """Publishes, fixes and takes down by turns, for as long as there is something left to publish."""

    def __init__(self, publisher: Publisher, drafts: int) -> None:
        super().__init__(name="desk", daemon=True)
        self.publisher, self.drafts, self.stopping = publisher, drafts, threading.Event()
        self.done = self.errors = 0

    def run(self) -> None:
        published = list[int]()
        while not self.stopping.wait(EDITED_EVERY_SECONDS):
            try:
                turn = self.done % 3
                if turn == 0 and self.drafts:
                    self.drafts -= 1
                    published.append(int(self.publisher.do("publish")["article"]))
                elif turn == 1 and published:
                    self.publisher.do("fix", published[-1], f"Change number {self.done} of this text.")
                elif published:
                    self.publisher.do("withdraw", published.pop(0))
                self.done += 1
            except (OSError, ValueError) as error:
                # The process beside has ended; its own words stand on standard error.
                say(f"    an editor failed: {error}")
                self.errors += 1
                return
