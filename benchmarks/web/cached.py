"""Pages that stand in memory, against the floor: runs of each by turns, so that both meet the same machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.report import Report, say

from .peers import wordpress_a_second
from .points import Points
from .servers import Running
from .wrk import LIKE_A_BROWSER, Asked, Taken, measure, run

ARTICLE, ANY, AIM = 0.85, 0.8, 0.95


@dataclass(frozen=True)
class Point:
    what: str
    path: str
    must: float
    as_browser: bool = True


def cached_points(found: Points) -> list[Point]:
    return [
        Point("article", found.article, ARTICLE),
        Point("article, not compressed", found.article, ARTICLE, as_browser=False),
        Point("home", "/", ANY),
        Point("latest", "/latest/", ANY),
        Point("keyword", found.keyword, ANY),
        Point("search, frequent word", found.frequent[0], ANY),
        Point("feed", "/feeds/latest.rss", ANY),
        Point("sitemap", "/sitemap.xml", ANY),
    ]


@dataclass(frozen=True)
class Pairs:
    """Runs of ours and of the floor, by turns."""

    ours: Sequence[Taken]
    floor: Sequence[Taken]

    @property
    def by_requests(self) -> float:
        return median(a.said.a_second / b.said.a_second for a, b in zip(self.ours, self.floor, strict=True))

    @property
    def by_cpu(self) -> float:
        return median(b.web_ms / a.ms for a, b in zip(self.ours, self.floor, strict=True))

    @property
    def foreign(self) -> float:
        return median(each.foreign for each in [*self.ours, *self.floor])

    @property
    def errors(self) -> int:
        return sum(each.said.errors for each in [*self.ours, *self.floor])


Processes = Callable[[], Sequence[int]]


def against_floor(
    report: Report, site: Running, floor: Running, point: Point, database: Processes, *, pairs: int, seconds: float
) -> None:
    """A row that says how near the floor `point` is."""
    taken = _pairs(site, floor, point, database, pairs, seconds)
    ours, least = median(each.ms for each in taken.ours), median(each.web_ms for each in taken.floor)
    here, there = (median(each.said.a_second for each in runs) for runs in (taken.ours, taken.floor))
    measured = (
        f"{taken.by_cpu:.2f} × by CPU ({ours:.3f} ms, floor {least:.3f}), "
        f"{taken.by_requests:.2f} × by requests a second ({here:,.0f}, floor {there:,.0f})"
    )
    report.add(
        f"{point.what}, cached", measured, f"{pairs} pairs of {seconds:g} s; {_noise(taken)}",
        asked=f"≥ {point.must:g} × floor, aim {AIM:g}", is_met=taken.by_cpu >= point.must and not taken.errors,
    )  # fmt: skip


def _noise(taken: Pairs) -> str:
    return f"{taken.foreign:.0%} foreign" + (f"; {taken.errors} errors" if taken.errors else "")


def _pairs(site: Running, floor: Running, point: Point, database: Processes, pairs: int, seconds: float) -> Pairs:
    ours, theirs = list[Taken](), list[Taken]()
    asked = [each.asked(point.path, as_browser=point.as_browser) for each in (site, floor)]
    for each in asked:
        run(each, 1)
    for number in range(pairs):
        # Neither of the two is always the one after the other.
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            server, runs = (site, ours) if which == 0 else (floor, theirs)
            runs.append(_measured(asked[which], seconds, server, database if which == 0 else _nobody))
    return Pairs(ours, theirs)


def _measured(asked: Asked, seconds: float, server: Running, database: Processes) -> Taken:
    return measure(asked, seconds, server.web, database)


def _nobody() -> list[int]:
    return []


def behind_nginx(report: Report, port: int, point: Point, *, seconds: float, runs: int) -> None:
    """A row that says how many requests a second nginx answers at `port`, against WordPress behind it."""
    asked = Asked(f"http://127.0.0.1:{port}", [point.path], {"Host": "localhost", **LIKE_A_BROWSER})
    say("    nginx in front")
    run(asked, 1)
    rates = [run(asked, seconds) for _each in range(runs)]
    theirs, where = wordpress_a_second()
    ours, errors = median(each.a_second for each in rates), sum(each.errors for each in rates)
    report.add(
        "article, with nginx in front", f"{ours:,.0f} a second, {ours / theirs:.2f} × WordPress ({theirs:,.0f})",
        f"{runs} runs of {seconds:g} s; {errors} errors; WordPress {where}",
        asked="≥ 1.0 × WordPress behind nginx", is_met=ours >= theirs and not errors,
    )  # fmt: skip
