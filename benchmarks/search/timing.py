"""How long things take: warm, in one process, the median of several runs of each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

RUNS = 5


@dataclass(frozen=True)
class Timing:
    """Of the medians of each thing's runs, in milliseconds: their median, their 95th percentile, the longest."""

    median: float
    p95: float
    longest: float
    things: int
    runs: int

    def __str__(self) -> str:
        return f"{self.median:.1f} ms, p95 {self.p95:.1f}, longest {self.longest:.1f}"

    @property
    def sample(self) -> str:
        return f"{self.things} × {self.runs} runs"


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def timed[T](things: Sequence[T], run: Callable[[T], object], *, runs: int = RUNS) -> Timing:
    """`run` for each of `things`: once to warm up, then `runs` times, all of them in turn."""
    for thing in things:
        run(thing)
    taken = [[milliseconds(lambda thing=thing: run(thing)) for thing in things] for _run in range(runs)]  # type: ignore[misc]
    return summary([median(times) for times in zip(*taken, strict=True)], runs=runs)


def summary(times: Sequence[float], *, runs: int = 1) -> Timing:
    return Timing(median(times), percentile(times, 95), max(times), len(times), runs)
