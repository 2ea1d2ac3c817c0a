"""How much comes over the line, and how soon one can read."""

from collections.abc import Mapping
from statistics import median

from playwright.sync_api import Browser

from benchmarks.report import Report

from .loading import Load, first_visit, is_readable_without_scripts

TEXT, TEXT_WITH_ARABIC, HTML, SCRIPT = 60_000, 110_000, 15_000, 5_000
REQUESTS = 3
SECONDS = 2.5
RUNS = 3


def weigh(report: Report, browser: Browser, origin: str, articles: list[str]) -> None:
    """The heaviest of `articles` (paths) against what was asked of an article page, on a first visit."""
    loads = {path: first_visit(browser, origin + path) for path in articles}
    for shows, asked, said in ((False, TEXT, "no Arabic"), (True, TEXT_WITH_ARABIC, "Arabic script shown")):
        some = {path: load for path, load in loads.items() if load.shows_arabic == shows}
        if not some:
            report.add(f"HTML, CSS and fonts, {said}", "no such article", "", is_met=False)
            continue
        _heaviest(
            report, f"HTML, CSS and fonts, {said}", some, {path: each.text_bytes for path, each in some.items()}, asked
        )
    _heaviest(report, "HTML alone", loads, {path: each.bytes_of["Document"] for path, each in loads.items()}, HTML)
    _heaviest(
        report, "JavaScript, optional", loads, {path: each.bytes_of["Script"] for path, each in loads.items()}, SCRIPT
    )
    strangers = sorted({url for each in loads.values() for url in each.strangers(origin)})
    report.add("requests to third parties", str(len(strangers)), ", ".join(strangers[:3]) or f"{len(loads)} articles",
               asked="0", is_met=not strangers)  # fmt: skip
    cookies = sum(each.cookies for each in loads.values())
    report.add("cookies", str(cookies), f"{len(loads)} articles", asked="0", is_met=not cookies)


def _heaviest(report: Report, what: str, loads: Mapping[str, Load], weights: Mapping[str, int], asked: int) -> None:
    path = max(weights, key=lambda each: weights[each])
    parts = ", ".join(f"{kind.lower()} {size / 1000:.1f}" for kind, size in sorted(loads[path].bytes_of.items()))
    report.add(what, f"{weights[path] / 1000:.1f} KB", f"heaviest of {len(weights)}: {parts}",
               asked=f"≤ {asked / 1000:g} KB", is_met=weights[path] <= asked)  # fmt: skip


def without_scripts(report: Report, browser: Browser, origin: str, pages: Mapping[str, tuple[str, str]]) -> None:
    """`pages`: the path of each kind, and a selector of what must be there to read without JavaScript."""
    lacking = [kind for kind, (path, words) in pages.items()
               if not is_readable_without_scripts(browser, origin + path, words)]  # fmt: skip
    report.add("JavaScript, required", "none" if not lacking else f"on {', '.join(lacking)}", ", ".join(pages),
               asked="none", is_met=not lacking)  # fmt: skip


def slow_line(report: Report, browser: Browser, origin: str, pages: Mapping[str, str]) -> None:
    """400 kbit/s, 400 ms, nothing kept from before: when one can read, what moves, what the first text waits for."""
    for kind, path in pages.items():
        runs = [first_visit(browser, origin + path, is_slow=True) for _run in range(RUNS)]
        seconds = median(each.readable for each in runs) / 1000
        times = f"median of {RUNS}; first paint {median(each.first_paint for each in runs) / 1000:.2f} s"
        is_seen = all(each.first_text for each in runs)
        report.add(f"{kind}: readable after", f"{seconds:.2f} s" if is_seen else "its text isn't painted", times,
                   asked=f"≤ {SECONDS} s", is_met=is_seen and 0 < seconds <= SECONDS)  # fmt: skip
        worst = max(runs, key=lambda each: each.shift)
        report.add(f"{kind}: layout shift", f"{worst.shift:.4f}", f"most of {RUNS} {' '.join(worst.moved[:3])}".strip(),
                   asked="0", is_met=worst.shift == 0)  # fmt: skip
        before = max(each.waited_for for each in runs)
        report.add(f"{kind}: requests before first text", str(before),
                   f"that it waits for; {max(each.answered_before_text for each in runs)} answered by then",
                   asked=f"≤ {REQUESTS}", is_met=before <= REQUESTS)  # fmt: skip
