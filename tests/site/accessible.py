"""What axe-core finds on a page, and what is wider than it."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# 44 pixels for what stands alone; a link in a line of text is as high as its line.
ALONE = "button, input, select, summary, nav a, label:has(input), .button, .keywords-list a"
SMALLEST = 44


def violations(page: Page) -> list[str]:
    """What is wrong with the page as it stands, by axe-core."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({resultTypes: ['violations'], preload: false}).then(result => result.violations)"
    )
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for each in found
        for node in each["nodes"]
    ]


def widths_too_narrow(page: Page, widths: tuple[int, ...]) -> list[int]:
    """In which of `widths` one has to scroll sideways."""
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(width)
    return wrong


def too_small_to_touch(page: Page) -> list[str]:
    """What stands alone, is to be pressed and is lower than a finger."""
    return list(page.evaluate(
        "([alone, least]) => [...document.querySelectorAll(alone)]"
        ".filter(each => each.checkVisibility({opacityProperty: true})"
        " && each.getBoundingClientRect().height < least).map(each => each.outerHTML)",
        [ALONE, SMALLEST],
    ))  # fmt: skip
