"""`make screenshots`: every kind of page, on a desk, a tablet and a phone, in light and dark, from either side.

They lie in var/screenshots/, with an index.html to look through. The newsroom is the demo's, in data thrown away
afterwards; what it lacks (an empty search, a withdrawn article) is made beside it.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from .audit.newsroom_here import newsroom
from .report import say

FOLDER = Path(__file__).resolve().parent.parent / "var" / "screenshots"
WIDTHS = (1440, 768, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = {"en": "ltr", "ar": "rtl"}
# Of a page that never ends only the beginning is looked at.
TALLEST = 6000
# On the way through the demo newsroom.
MOST_VISITS = 60
PICTURES_THERE = """() => Promise.all([...document.images].map(each => {
  each.loading = "eager";
  return each.decode().catch(() => null);
}))"""
STYLE = """
body { font: 1rem system-ui; margin: 2rem }
div { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
img { block-size: 26rem; inline-size: auto; border: 1px solid #999 }
"""
# What the demo newsroom has no page of, by its name among the kinds that tests look at.
STATES = ("search without results", "search for nonsense", "keywords of a kind", "round-up",
          "texts that can't be paired", "older articles", "404", "410", "hidden")  # fmt: skip


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with newsroom(FOLDER.with_name("screenshots-newsroom")) as origin, sync_playwright() as playwright:
        # Django is set up by now, on the data of that newsroom.
        from tests.fixtures.browsers import QUIET, installed_chromium

        browser = playwright.chromium.launch(
            executable_path=installed_chromium() or playwright.chromium.executable_path,
            args=[*QUIET, "--no-sandbox", "--hide-scrollbars"],
        )
        shown = [*_shot(browser, origin, _pages_of_the_demo(browser, origin))]
        shown += _shot(browser, origin, _states())
        browser.close()
    (FOLDER / "index.html").write_text(_index(shown))
    say(f"{len(shown)} kinds of pages: open {FOLDER / 'index.html'}")
    return 0


def _pages_of_the_demo(browser: Browser, origin: str) -> dict[str, str]:
    """The first page found of each kind, by the name of its address, as a reader comes upon them."""
    from django.urls import resolve

    def kind_of(path: str) -> str:
        return str(resolve(urlsplit(path).path).url_name)

    page = browser.new_page(base_url=origin)
    found: dict[str, str] = {}
    waiting, seen = ["/", "/latest/", "/about/", "/stories/", "/search/?q=bridge"], set[str]()
    while waiting and len(seen) < MOST_VISITS:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            continue
        found.setdefault(kind_of(path), path)
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlsplit(link)
            if link.startswith(origin) and parts.path.endswith("/") and not parts.query:
                waiting.append(parts.path)
        # What is still unseen of its kind comes first, and then articles: from them one comes upon most kinds.
        waiting.sort(key=lambda each: (kind_of(each) in found, kind_of(each) != "article"))
    page.close()
    return found


def _states() -> dict[str, str]:
    from tests.site.kinds import make_kinds

    say("making what the demo newsroom has no page of")
    kinds = make_kinds()
    return {name: kinds[name] for name in STATES if name in kinds}


def _shot(browser: Browser, origin: str, pages: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each kind with its files. A page is loaded once from either side, and then looked at in every way."""
    from articles.models import Publication

    files: dict[str, list[str]] = {kind: [] for kind in pages}
    page = browser.new_page(base_url=origin, viewport={"width": WIDTHS[0], "height": 900})
    for language, side in LANGUAGES.items():
        Publication.objects.update(language=language)
        # Fonts come with the first page; what is looked at has them from the start.
        page.goto("/")
        page.wait_for_load_state("networkidle")
        for kind, path in pages.items():
            say(f"{kind}, {side}")
            page.goto(path)
            files[kind] += _looks(page, kind, side)
    Publication.objects.update(language="en")
    page.close()
    yield from files.items()


def _looks(page: Page, kind: str, side: str) -> Iterator[str]:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # Pictures below the fold come when they are scrolled to.
            page.evaluate(PICTURES_THERE)
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            name = f"{re.sub(r'[^a-z0-9]+', '-', kind.lower())}-{side}-{scheme}-{width}.png"
            page.screenshot(
                path=FOLDER / name, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": max(tall, 900)}
            )
            yield name


def _index(shown: list[tuple[str, list[str]]]) -> str:
    parts = [
        f"<h2 id='{escape(kind)}'>{escape(kind)}</h2><div>"
        + "".join(f"<a href='{name}'><img loading='lazy' src='{name}' alt='{name}'></a>" for name in files)
        + "</div>"
        for kind, files in shown
    ]
    return f"<!doctype html><meta charset='utf-8'><title>Screenshots</title><style>{STYLE}</style>{''.join(parts)}"


if __name__ == "__main__":
    sys.exit(main())
