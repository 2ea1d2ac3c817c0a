"""Pages that are made anew for each request (PAGE_CACHE_MB=0): processor time of web and database together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.report import Report

from .peers import wagtail_ms
from .points import DEEP, IN_TURN, Points
from .servers import Running
from .wrk import Taken, measure, run

DEEP_TIMES = 1.05
SEARCHES_LONGER = 3


@dataclass(frozen=True)
class Point:
    """`peer`: the page of the peers that it is held against; so many times less it must take, so many it should."""

    key: str
    what: str
    paths: Sequence[str]
    peer: str = ""
    must: float = 0
    aim: float = 0

    @property
    def is_search(self) -> bool:
        return self.key.startswith("search")


def uncached_points(found: Points) -> list[Point]:
    return [
        Point("article", f"article, {IN_TURN} in turn", found.articles, "article", 4, 6),
        Point("list", "list, page 1", ["/latest/"], "list", 7, 10),
        Point("deep", f"list, {DEEP} pages deep", [found.deep]),
        Point("keyword", f"keyword page of {found.keyword_articles:,} articles", [found.keyword], "keyword", 7, 10),
        Point("search frequent", "search, most frequent word", found.frequent[:1], "frequent", 20, 40),
        Point("search frequent in turn", "search, the 20 most frequent in turn", found.frequent, "frequent", 20, 40),
        Point("search rare", "search, rare word, 60 in turn", found.rare, "rare", 12, 20),
        Point("search two words", "search, two words, 60 in turn", found.two_words, "two words", 12, 20),
    ]


Measured = dict[str, list[Taken]]


def taken_by(
    site: Running, every: Sequence[Point], database: Callable[[], Sequence[int]], *, rounds: int, seconds: float
) -> Measured:
    """The runs of each point: round after round, so that the machine's noise meets all of them."""
    runs: Measured = {point.key: [] for point in every}
    for point in every:
        run(site.asked(*point.paths), 1)
    for number in range(rounds):
        for point in every if number % 2 == 0 else reversed(every):
            if point.is_search and number % 2:
                continue
            # Fewer of them are answered in a second: what is on its way at the end would count for too much.
            length = seconds * (SEARCHES_LONGER if point.is_search else 1)
            asked = site.asked(*point.paths)
            runs[point.key].append(measure(asked, length, site.web, database, first=number * 40))
    return runs


def told(report: Report, every: Sequence[Point], runs: Measured) -> None:
    """A row for each point, held against the peers; the deep page against the first."""
    first = runs["list"]
    for point in every:
        taken = runs[point.key]
        measured = f"{_ms(taken):.2f} ms ({_part(taken, 'web_ms')} web, {_part(taken, 'database_ms')} database)"
        rate = median(run.said.a_second for run in taken)
        sample = f"{len(taken)} runs, {rate:,.0f} a second, {_noise(taken)}"
        if point.peer:
            peer, where = wagtail_ms(point.peer)
            most, aim = peer / point.must, peer / point.aim
            report.add(
                point.what, f"{measured}, Wagtail ÷ {peer / _ms(taken):.1f}",
                f"{sample}; Wagtail {peer:.1f} ms, {where}",
                asked=f"≤ {most:.1f} ms (Wagtail ÷ {point.must:g}), aim {aim:.1f}",
                is_met=_ms(taken) <= most and not _errors(taken),
            )  # fmt: skip
        else:
            times = median(deep.ms / near.ms for deep, near in zip(taken, first, strict=True))
            report.add(
                point.what, f"{times:.2f} × page 1: {measured}", sample,
                asked=f"≤ {DEEP_TIMES:g} × page 1", is_met=times <= DEEP_TIMES and not _errors(taken),
            )  # fmt: skip


def _ms(taken: Sequence[Taken]) -> float:
    return median(each.ms for each in taken)


def _part(taken: Sequence[Taken], name: str) -> str:
    return f"{median(getattr(each, name) for each in taken):.2f}"


def _errors(taken: Sequence[Taken]) -> int:
    return sum(each.said.errors for each in taken)


def _noise(taken: Sequence[Taken]) -> str:
    noise = f"{median(each.foreign for each in taken):.0%} foreign"
    return noise + (f", {_errors(taken)} errors" if _errors(taken) else "")


def compare(report: Report, every: Sequence[Point], small: Measured, large: Measured) -> None:
    """That ten times as many articles take hardly longer, and searches not much."""
    for point in every:
        before, taken = _ms(small[point.key]), large[point.key]
        most, times = 3.0 if point.is_search else 1.25, _ms(taken) / before
        report.add(
            point.what, f"{times:.2f} × ({before:.2f} → {_ms(taken):.2f} ms)",
            f"{len(taken)} runs; {_noise(taken)}",
            asked=f"≤ {most:g} ×", is_met=times <= most and not _errors(taken),
        )  # fmt: skip
