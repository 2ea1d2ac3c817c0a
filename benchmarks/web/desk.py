"""An editor at work while readers take all that the machine can give: real forms, over HTTP, with a session."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from benchmarks.report import Report
from benchmarks.search.timing import percentile

from .points import Points, distinct_searches
from .publishing import EDITOR
from .servers import Newsroom
from .wrk import Asked, flood

SAVE_MS, PAGE_MS = 500, 300
SAVES, PAGES = 40, 20
TO_SETTLE_SECONDS = 1.0


class Form(HTMLParser):
    """What a browser would send of the form `form_id` if nothing were typed."""

    def __init__(self, form_id: str, html: str) -> None:
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.fields: list[tuple[str, str]] = []
        self.text: list[str] | None = None
        self.name = self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_inside = given.get("id") == self.form_id
        name = given.get("name") or ""
        if not self.is_inside or "disabled" in given or "__prefix__" in name:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, given.get("value") or ("on" if given.get("type") == "checkbox" else "")))
        elif tag == "textarea" and name:
            self.name, self.text = name, []
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.append((self.select, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            # A browser drops the line end after the tag.
            self.fields.append((self.name, "".join(self.text).removeprefix("\n").replace("\n", "\r\n")))
            self.text = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.is_inside = False

    def typed(self, **fields: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if name not in fields] + list(fields.items())


class SignedIn:
    """A browser's session at the desk."""

    def __init__(self, site: Newsroom, password: str) -> None:
        self.site, self.connection = site, HTTPConnection("127.0.0.1", site.port, timeout=120)
        self.cookies: dict[str, str] = {}
        _status, page = self.get("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page to sign in at has no form"
        status, _page = self.post(
            "/admin/login/?next=/admin/",
            [("csrfmiddlewaretoken", token[1]), ("username", EDITOR), ("password", password), ("next", "/admin/")],
        )
        assert status == 302, f"signing in answers {status}"

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(fields))

    def open(self, path: str) -> float:
        """How many milliseconds a page took."""
        began = time.perf_counter()
        status, _page = self.get(path)
        assert status == 200, f"{path} answers {status}"
        return (time.perf_counter() - began) * 1000

    def save(self, pk: int, standfirst: str) -> float:
        """Open the article, type another standfirst, save; how many milliseconds the saving took."""
        path = f"/admin/articles/article/{pk}/change/"
        status, page = self.get(path)
        assert status == 200, f"the workbench answers {status}"
        fields = Form("article_form", page).typed(standfirst=standfirst, _save="Save")
        began = time.perf_counter()
        status, _page = self.post(path, fields)
        assert status == 302, f"saving answers {status}"
        return (time.perf_counter() - began) * 1000

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Host": self.site.host, "Cookie": "; ".join(f"{name}={each}" for name, each in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self.site.host}", "Referer": f"http://{self.site.host}{path}",
            }  # fmt: skip
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        if answer.will_close:
            self.connection.close()
        return answer.status, text


def pages(report: Report, site: Newsroom, password: str, articles: Sequence[int]) -> None:
    """Rows of how long the desk's main pages take an editor who has the machine to themselves."""
    editor = SignedIn(site, password)
    every = {
        "desk page": ["/admin/"],
        "article list": ["/admin/articles/article/"],
        "workbench": [f"/admin/articles/article/{pk}/change/" for pk in articles],
    }
    for what, paths in every.items():
        for path in paths[:2]:
            editor.open(path)
        times = [editor.open(paths[n % len(paths)]) for n in range(PAGES)]
        report.add(
            what, f"median {median(times):.0f} ms, p95 {percentile(times, 95):.0f}", f"{PAGES} times",
            asked=f"≤ {PAGE_MS} ms", is_met=median(times) <= PAGE_MS,
        )  # fmt: skip


def saves(report: Report, site: Newsroom, found: Points, password: str, articles: Sequence[int]) -> None:
    """Rows of how long an editor's save takes while readers ask for what stands in memory, and for what doesn't."""
    from_memory = site.asked("/", "/latest/", found.keyword, *found.articles[:20])
    floods = {
        "while readers take all from memory": from_memory,
        "while readers search, each for something else": site.asked(*distinct_searches(20_000)),
    }
    editor, every = SignedIn(site, password), list[float]()
    alone = [editor.save(articles[n % len(articles)], f"Before all, number {n}.") for n in range(10)]
    report.add("an editor’s save, nobody else there", _times(alone), f"{len(alone)} saves")
    for what, asked in floods.items():
        with settled_flood(asked):
            taken = [editor.save(articles[n % len(articles)], f"{what}, number {n}.") for n in range(SAVES)]
        _save_row(report, f"an editor’s save, {what}", taken)
        every += taken
    _save_row(report, "both together", every)


@contextmanager
def settled_flood(asked: Asked) -> Iterator[None]:
    with flood(asked):
        time.sleep(TO_SETTLE_SECONDS)
        yield


def _save_row(report: Report, what: str, taken: Sequence[float]) -> None:
    p95 = percentile(taken, 95)
    sample = f"{len(taken)} saves, 16 connections of readers"
    report.add(what, _times(taken), sample, asked=f"p95 ≤ {SAVE_MS} ms", is_met=p95 <= SAVE_MS)


def _times(taken: Sequence[float]) -> str:
    return f"p95 {percentile(taken, 95):.0f} ms, median {median(taken):.0f}"
