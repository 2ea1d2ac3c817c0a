"""The parts of the audit, on one newsroom and in one browser."""

from functools import cached_property
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, sync_playwright

from articles.models import Listing, Publication
from benchmarks.report import Report, say
from tests.fixtures.browsers import QUIET, installed_chromium
from tests.site.kinds import make_kinds

from . import every_page, lighthouse, lines, machines
from .referees import Referees, referees

LANGUAGES = {"en": "left to right", "ar": "right to left"}


class Audit:
    """To be entered: the browser ends with it. Each part adds its rows to the report."""

    def __init__(self, report: Report, origin: str, folder: Path) -> None:
        self.report, self.origin, self.folder = report, origin, folder

    def __enter__(self) -> Self:
        self.playwright = sync_playwright().start()
        self.chromium = installed_chromium() or self.playwright.chromium.executable_path
        arguments = [*QUIET, "--no-sandbox"]
        self.browser: Browser = self.playwright.chromium.launch(executable_path=self.chromium, args=arguments)
        return self

    def __exit__(self, *error: object) -> None:
        self.browser.close()
        self.playwright.stop()

    @cached_property
    def referees(self) -> Referees:
        return referees(self.folder)

    @cached_property
    def demo(self) -> dict[str, str]:
        """The pages of the demo newsroom that figures are asked of, by kind."""
        listings = [each for each in Listing.public.newest_first().select_related("edition", "section") if each.edition]
        with_photo = next(each for each in listings if each.edition.shown_photo)
        whole = next(each for each in listings if any(one.is_whole for one in each.edition.originals_in_force()))
        keyword = next(row.keyword for each in listings for row in each.keyword_rows.select_related("keyword"))
        return {
            "home": "/",
            "article": with_photo.get_absolute_url(),
            "article without a photo": next(
                each for each in listings if not each.edition.shown_photo
            ).get_absolute_url(),
            "parallel": f"{whole.get_absolute_url()}parallel/",
            "search": "/search/",
            "search with results": "/search/?q=bridge",
            "keyword": keyword.get_absolute_url(),
        }

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Every kind of page; made once figures were taken, as it fills the newsroom with articles."""
        say("making every kind of page")
        return make_kinds()

    def weight(self) -> None:
        self.report.title("What an article weighs on a first visit, compressed, without its photo")
        lines.weigh(self.report, self.browser, self.origin, [each.get_absolute_url() for each in Listing.public.all()])
        words = {"home": "main h2 a", "search with results": "main :is(h2, h3) a", "keyword": "main h2 a",
                 "article": ".body p", "parallel": ".parallel-theirs p"}  # fmt: skip
        pages = {kind: (self.demo[kind], selector) for kind, selector in words.items()}
        lines.without_scripts(self.report, self.browser, self.origin, pages)

    def line(self) -> None:
        self.report.title("On a line of 400 kbit/s and 400 ms, on a phone, for the first time")
        lines.slow_line(self.report, self.browser, self.origin, self.demo)

    def lighthouse(self) -> None:
        self.report.title("Lighthouse, mobile profile")
        pages = {kind: self.origin + path for kind, path in self.demo.items() if kind != "article without a photo"}
        lighthouse.measure(self.report, self.referees.lighthouse, self.chromium, pages, self.folder)

    def axe(self) -> None:
        self.report.title("axe-core, on every kind of page")
        for language, said in LANGUAGES.items():
            Publication.objects.update(language=language)
            every_page.accessible(self.report, self.browser, self.origin, self.kinds, said)

    def html(self) -> None:
        self.report.title("The Nu HTML checker, on every kind of page")
        for language, said in LANGUAGES.items():
            Publication.objects.update(language=language)
            every_page.valid_html(
                self.report, self.referees.html_checker, self.origin, self.kinds, said, self.folder / "html"
            )

    def machines(self) -> None:
        self.report.title("Feeds, sitemaps and other data, by their own schemas")
        full = Listing.public.get(slug=self.kinds["article"].strip("/").rpartition("/")[2])
        machines.valid_for_machines(self.report, self.origin, self.kinds, full)
